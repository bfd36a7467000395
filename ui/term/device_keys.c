#include "ui/term/device_keys.h"

#include <errno.h>

#include "ui/term/evdev_library.h"

static void put(struct device_keys *k, char c, char *out, size_t *count)
{
    if (!c || k->lost)
        return;
    out[(*count)++] = c;
    k->open = c != '\r';
}

int device_keys_read(struct device_keys *k, struct libevdev *evdev, char *out, size_t room, int64_t now_ms)
{
    struct input_event event;
    size_t count = 0;
    unsigned how = LIBEVDEV_READ_FLAG_NORMAL;
    while (count < room) {
        int rc = evdev_library.next_event(evdev, how, &event);
        if (rc == -EAGAIN && how == LIBEVDEV_READ_FLAG_NORMAL)
            break;
        if (rc < 0 && rc != -EAGAIN)
            return -1;
        /* the kernel dropped events: what they were is lost, and what is held down is told anew */
        how = rc == LIBEVDEV_READ_STATUS_SYNC ? LIBEVDEV_READ_FLAG_SYNC : LIBEVDEV_READ_FLAG_NORMAL;
        k->lost = k->lost || rc == LIBEVDEV_READ_STATUS_SYNC;
        if (rc >= 0 && event.type == EV_KEY)
            put(k, keymap_key(&k->map, event.code, event.value), out, &count);
        k->last_ms = now_ms;
    }
    return (int)count;
}

/* Keys that are down are known. CAPS LOCK may have been among what was lost; between two scans a scanner has it off. */
static char begin_anew(struct device_keys *k)
{
    *k = (struct device_keys){.map = {.held = k->map.held}};
    return DEVICE_LOST;
}

char device_keys_wake(struct device_keys *k, int64_t now_ms)
{
    int64_t due = device_keys_due(k);
    if (!due || now_ms < due)
        return 0;
    if (k->lost)
        return begin_anew(k);
    k->open = false;
    return '\r';
}

int64_t device_keys_due(const struct device_keys *k)
{
    return k->lost || k->open ? k->last_ms + DEVICE_SILENCE_MS : 0;
}
