#ifndef KENPIN_DEVICE_H
#define KENPIN_DEVICE_H

#include <stdio.h>

#include "ui/show/show.h"
#include "ui/term/device_keys.h"
#include "ui/term/device_reader.h"

/* A USB scanner that shows as a keyboard, taken for this program alone: whatever has the focus, and whatever layout and
 * CAPS LOCK the computer's keyboard has, its codes come here. The kernel gives it back when the program ends, however
 * it ends. */

#define DEVICE_NAME_MAX 256

struct device {
    const char *wanted;           /* borrowed: /dev/input/eventN, or a part of its name */
    int fd;                       /* -1 = it is away */
    void *evdev;                  /* owned: struct libevdev */
    struct device_reader *reader; /* owned */
    char path[DEVICE_NAME_MAX], name[DEVICE_NAME_MAX];
};

/* The first one that fits. 0 with fd -1 when there is none now; ERR_INPUT when it may not be opened, or another program
 * has it. */
int device_open(const char *wanted, struct device *out, struct err *err) __attribute__((warn_unused_result));
void device_close(struct device *d);

/* Where its lines come from, as ui/term/device_keys.h writes them; -1 while it is away. Its end: it was pulled out. */
int device_lines(const struct device *d);

/* What there is, a line each, and which look like scanners. */
int device_list(FILE *out, const struct show_style *style, struct err *err) __attribute__((warn_unused_result));

#endif
