#ifndef KENPIN_EVDEV_LIBRARY_H
#define KENPIN_EVDEV_LIBRARY_H

#include <libevdev/libevdev.h>

#include "app/base/err.h"

/* libevdev, loaded when a USB scanner is to be used. */

struct evdev_library {
    __typeof__(libevdev_new_from_fd) *new_from_fd;
    __typeof__(libevdev_free) *free;
    __typeof__(libevdev_grab) *grab;
    __typeof__(libevdev_get_name) *get_name;
    __typeof__(libevdev_has_event_code) *has_event_code;
    __typeof__(libevdev_next_event) *next_event;
};

extern struct evdev_library evdev_library; /* all functions, once evdev_library_load returned 0 */

int evdev_library_load(struct err *err) __attribute__((warn_unused_result));

#endif
