#ifndef KENPIN_SCANNER_H
#define KENPIN_SCANNER_H

#include "ui/term/device.h"
#include "ui/term/framing.h"
#include "ui/term/serial.h"

/* A scanner with a line of its own, which no key and no command comes from: serial, or USB. It may be pulled out and
 * plugged in again. */

enum {
    SCANNER_SILENCE_MS = 100, /* ends a line of a serial scanner that sends no line end */
    SCANNER_AGAIN_MS = 1000,  /* between two tries to find one that is away */
};

struct scanner {
    const char *said; /* as the call names it; borrowed; NULL = there is none */
    bool usb;
    int fd; /* -1 = it is away */
    struct serial_name serial;
    struct serial_line line;
    struct device device;
    struct framing framing;
    int64_t last_ms, again_ms;
};

/* 0 when it is away, too. ERR_USAGE, ERR_INPUT when it cannot be used at all. */
int scanner_open(bool usb, const char *said, int64_t now_ms, struct scanner *out, struct err *err)
    __attribute__((warn_unused_result));
void scanner_close(struct scanner *s);

/* What has come, when its descriptor says that something has: bytes, at most `room`. */
size_t scanner_read(struct scanner *s, char *out, size_t room, int64_t now_ms);

/* The next line of that, moving both on; false when it is used up. */
bool scanner_take(struct scanner *s, const char **bytes, size_t *size, struct framing_line *out);

/* After a time: looks for it again, or ends a line without end. True: `out` is a line. */
bool scanner_wake(struct scanner *s, int64_t now_ms, struct framing_line *out);
int64_t scanner_due(const struct scanner *s); /* 0 = nothing is waited for */

#endif
