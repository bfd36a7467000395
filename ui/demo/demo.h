#ifndef KENPIN_DEMO_H
#define KENPIN_DEMO_H

#include <stdio.h>

#include "app/scan/pictures.h"
#include "ui/show/show.h"

/* `kenpin demo`: invented boxes against an invented registry, through the real path. */

struct demo_ask {
    const char *keep; /* a folder to leave pictures, registry files, catalogue and data in; NULL = keep nothing */
    moment now;
    moment built_at; /* of this program */
    struct show_style style;
    struct pictures_ask pictures; /* how pictures are read */
};

/* Works in a throw-away data directory, removed at the end, also after Ctrl-C (ERR_STOPPED). */
int demo_run(FILE *out, const struct demo_ask *ask, struct err *err) __attribute__((warn_unused_result));

#endif
