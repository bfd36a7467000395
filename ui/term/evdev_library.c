#include "ui/term/evdev_library.h"

#include <stddef.h>

#include "app/base/library.h"

struct evdev_library evdev_library;

static const struct library_call names[] = {
    {"libevdev_new_from_fd", offsetof(struct evdev_library, new_from_fd)},
    {"libevdev_free", offsetof(struct evdev_library, free)},
    {"libevdev_grab", offsetof(struct evdev_library, grab)},
    {"libevdev_get_name", offsetof(struct evdev_library, get_name)},
    {"libevdev_has_event_code", offsetof(struct evdev_library, has_event_code)},
    {"libevdev_next_event", offsetof(struct evdev_library, next_event)},
};

static const struct library library = {"libevdev.so.2",
                                       "libevdev2",
                                       {"libevdev, which reads USB scanners", "USB スキャナーを読む libevdev "},
                                       names,
                                       sizeof names / sizeof names[0]};

int evdev_library_load(struct err *err)
{
    return library_load(&library, &evdev_library, err);
}
