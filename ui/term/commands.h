#ifndef KENPIN_COMMANDS_H
#define KENPIN_COMMANDS_H

#include <cjson/cJSON.h>

#include "ui/term/acts.h"

/* A command as it is typed, ":quarantined 41 torn", as what it asks of the counter. */

struct commands {
    const struct acts_row *row;
    struct counter_call call; /* its texts are in here */
    bool wants_pin;           /* the next line is the supervisor's PIN */
    char *file;               /* owned; of ":expected" */
    char text[SYMBOL_BYTES_MAX + 1];
};

/* ":ack" and the like; codes of boxes seldom begin so, and are obeyed from nobody who might be a scanner. */
bool commands_is(const char *line);

/* ERR_USAGE, ERR_INPUT where it cannot be done as it stands. `view` tells which box is meant when none is said. */
int commands_read(const char *line, const cJSON *view, struct commands *out, struct err *err)
    __attribute__((warn_unused_result));
void commands_clear(struct commands *c); /* safe on {0} and twice */

/* The whole of a text file, as UTF-8; *out owned by the caller. */
int commands_file(const char *path, char **out, struct err *err) __attribute__((warn_unused_result));

#endif
