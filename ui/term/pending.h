#ifndef KENPIN_PENDING_H
#define KENPIN_PENDING_H

#include "app/codes/symbol.h"

/* Lines that came in and are not done yet, DATA/scan-STATION.pending: a scanner has said its beep, so that what it read
 * must not be lost with a program that dies before the answer. Each line has the key of its act; done once more behind
 * a restart, a line that had been done does nothing. Lives through the end of the program, not through that of the
 * machine: then nobody saw an answer, and the box is read again. */

#define PENDING_PATH_MAX 4096
#define PENDING_KEY      24 /* bytes with NUL */

struct pending {
    int fd;
    char path[PENDING_PATH_MAX];
};

/* Only one program may be a station: ERR_INPUT while another is. */
int pending_open(const char *folder, int64_t station, struct pending *out, struct err *err)
    __attribute__((warn_unused_result));
void pending_close(struct pending *p);

/* The lines that a program before left, in their order; other than 0 from `each` ends it. Those that are longer than
 * any code or were cut off by its end are passed over. */
typedef int pending_each_fn(void *ctx, const char *key, enum origin how, const char *text);
int pending_read(struct pending *p, pending_each_fn *each, void *ctx, struct err *err)
    __attribute__((warn_unused_result));

/* `text` has no line end; `how`: scanned, typed, or ORIGIN_NONE for a command. */
int pending_put(struct pending *p, const char *key, enum origin how, const char *text, struct err *err)
    __attribute__((warn_unused_result));
int pending_done(struct pending *p, struct err *err) __attribute__((warn_unused_result)); /* all of them are */

#endif
