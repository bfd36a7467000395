#ifndef KENPIN_ASKING_H
#define KENPIN_ASKING_H

#include "app/sources.h"
#include "ui/cli/context.h"

/* The network for a check: labels' own pages (cache/registry/entry_page.h), within a time. */

enum { ASKING_SECONDS = 3 };

struct asking {
    struct context *ctx; /* borrowed */
    int64_t left_ms;     /* of the time for all that one check asks */
};

/* `seconds`: said on the call; 0 = by the config file, else ASKING_SECONDS. */
struct asking asking_begin(struct context *ctx, int64_t seconds);

/* Lets the registry ask, unless the network is forbidden or it is a rehearsal. `a` must outlive it. */
void asking_allow(struct asking *a, struct registry *registry);

#endif
