#ifndef KENPIN_FLOW_H
#define KENPIN_FLOW_H

#include "ui/counter/inside.h"

/* The open box put before the desk. What the desk borrows is in here: it must live until the record is written. */
struct flow_judged {
    struct check_counter counter;
    struct check_ask ask;
    struct symbols codes; /* borrowed of the open box */
    char operator_name[STATION_NAME_MAX];
    char station_name[STATION_NAME_MAX];
    struct check_seen seen;
};

int flow_judge(struct act *a, struct flow_judged *out, struct err *err) __attribute__((warn_unused_result));

#endif
