#ifndef KENPIN_DEMO_TABLE_H
#define KENPIN_DEMO_TABLE_H

#include "ui/demo/boxes.h"
#include "ui/demo/demo.h"

/* The verdicts of all boxes side by side, each from its record's JSON. */
int table_show(FILE *out, char *const record[BOXES], const struct demo_ask *ask, struct err *err)
    __attribute__((warn_unused_result));

#endif
