#ifndef KENPIN_CONFIG_H
#define KENPIN_CONFIG_H

#include "ui/cli/facts.h"

/* kenpin.ini: what a shop would else type with every call. */

struct config {
    struct facts defaults; /* only those that may stand there */
    int lang;              /* enum lang; 0 = not said */
    struct check_limits limits;
    int64_t ask_within; /* seconds that labels' own pages may take; 0 = not said */
    struct option_keep keep;
};

extern const struct option config_limits[];   /* [limits]; targets in struct config */
extern const struct option config_language[]; /* [defaults] lang; likewise */

/* A missing file is an empty one, unless it is `wanted`. Every fault in it is ERR_USAGE and names file and line. `out`
 * holds the built-in limits where the file says nothing, and after a failure. */
int config_read(const char *path, bool wanted, struct config *out, struct err *err) __attribute__((warn_unused_result));
void config_clear(struct config *c);

#endif
