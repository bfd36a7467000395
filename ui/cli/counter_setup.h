#ifndef KENPIN_COUNTER_SETUP_H
#define KENPIN_COUNTER_SETUP_H

#include "ui/cli/context.h"
#include "ui/counter/counter.h"

/* The counter of the data folder, for the commands that work at it. `facts`: what the call says of all boxes; NULL =
 * nothing. `ctx` must outlive *out, which is the caller's. */
int counter_setup_open(struct context *ctx, const struct facts *facts, struct counter **out, struct err *err)
    __attribute__((warn_unused_result));

#endif
