#ifndef KENPIN_TERM_H
#define KENPIN_TERM_H

#include "ui/counter/counter.h"

/* The counter in a terminal: on its whole screen, or as plain lines. */

struct term_ask {
    struct counter *counter; /* borrowed, as all here */
    int64_t station;
    const char *folder;        /* of the data */
    const char *serial, *usb;  /* scanners with lines of their own; NULL = none */
    const char *consignment;   /* to begin with; NULL = where the station was */
    const char *operator_name; /* likewise */
    enum lang lang;
    bool plain;
    bool silent;   /* no bell */
    bool commands; /* lines of a pipe that begin with ':' are obeyed */
};

/* How it went. */
struct term_end {
    bool failed;        /* something was not done: it was said */
    bool any;           /* a box was answered */
    enum outcome worst; /* of those */
};

/* Until its input ends, or somebody ends it. -1: it could not begin, or could not go on. */
int term_run(const struct term_ask *ask, struct term_end *out, struct err *err) __attribute__((warn_unused_result));

#endif
