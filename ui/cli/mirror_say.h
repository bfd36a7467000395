#ifndef KENPIN_MIRROR_SAY_H
#define KENPIN_MIRROR_SAY_H

#include "cache/registry/mirror.h"
#include "ui/cli/context.h"

/* What a pull from a mirror did, on stdout. */
void mirror_say(const struct context *ctx, const struct mirror_result *r);

#endif
