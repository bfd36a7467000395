#ifndef KENPIN_DEVICE_KEYS_H
#define KENPIN_DEVICE_KEYS_H

#include <stddef.h>

#include "ui/term/keymap.h"

struct libevdev;

/* Keys of a USB scanner as characters of lines, each ended by '\r'. Knows no clock. */

enum { DEVICE_SILENCE_MS = 100 }; /* ends a line of a scanner that sends no line end */

/* In place of a scan of which the kernel lost keys: what is left of a code may be another one. No key gives it. */
#define DEVICE_LOST '\x80'

struct device_keys {
    struct keymap map;
    bool lost; /* keys were, since the last pause */
    bool open; /* a line is begun */
    int64_t last_ms;
};

/* What the keys that have come give, `room` characters at most; 0 = none now, -1 = the scanner was pulled out. */
int device_keys_read(struct device_keys *k, struct libevdev *evdev, char *out, size_t room, int64_t now_ms);

/* After a pause: what it ends, '\r' or DEVICE_LOST; 0 = nothing. */
char device_keys_wake(struct device_keys *k, int64_t now_ms);
int64_t device_keys_due(const struct device_keys *k); /* 0 = nothing is waited for */

#endif
