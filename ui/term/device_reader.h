#ifndef KENPIN_DEVICE_READER_H
#define KENPIN_DEVICE_READER_H

#include "app/base/err.h"

/* Takes a USB scanner's keys while the program does something else: the kernel keeps some ten of them, and a box may
 * have to wait for a disk. A thread of its own writes what they give into a pipe (ui/term/device_keys.h); the pipe
 * ends when the scanner was pulled out. */

struct libevdev;
struct device_reader;

/* `device` is that of `evdev`; both are this reader's until it was stopped. */
int device_reader_start(struct libevdev *evdev, int device, struct device_reader **out, struct err *err)
    __attribute__((warn_unused_result));
int device_reader_pipe(const struct device_reader *r); /* to be read, without waiting */
void device_reader_stop(struct device_reader *r);      /* NULL: nothing */

#endif
