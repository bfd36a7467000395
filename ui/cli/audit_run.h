#ifndef KENPIN_CLI_AUDIT_RUN_H
#define KENPIN_CLI_AUDIT_RUN_H

#include "ui/cli/command.h"
#include "ui/cli/facts.h"

/* One call of `kenpin audit`: what its options fill, and the way from the list to its results. */

struct audit_call {
    struct facts facts; /* first: facts_options fill it */
    const char *columns, *against;
    struct option_texts out;
    struct option_number sell_through, budget;
    int64_t expiring; /* seconds */
    bool summary, no_record, resume;
    int fail_on, boxes; /* boxes: enum album_boxes */
};

int audit_run(struct context *ctx); /* the exit status */

#endif
