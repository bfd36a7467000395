#include "ui/term/scanner.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static int find(struct scanner *s, struct err *err)
{
    if (!s->usb) {
        int rc = serial_open(&s->serial, &s->line, err);
        s->fd = s->line.fd;
        return rc;
    }
    if (device_open(s->said, &s->device, err))
        return -1;
    s->fd = device_lines(&s->device);
    return 0;
}

static void lose(struct scanner *s, int64_t now_ms)
{
    if (s->usb)
        device_close(&s->device);
    else
        serial_close(&s->line);
    s->fd = -1;
    s->framing = (struct framing){0}; /* half a code is none */
    s->again_ms = now_ms + SCANNER_AGAIN_MS;
}

int scanner_open(bool usb, const char *said, int64_t now_ms, struct scanner *out, struct err *err)
{
    *out = (struct scanner){.said = said, .usb = usb, .fd = -1, .line = {.fd = -1}, .device = {.fd = -1}};
    if (!usb && serial_name(said, &out->serial, err))
        return -1;
    out->again_ms = now_ms + SCANNER_AGAIN_MS;
    return find(out, err);
}

void scanner_close(struct scanner *s)
{
    if (s->said)
        lose(s, 0);
    s->said = NULL;
}

size_t scanner_read(struct scanner *s, char *out, size_t room, int64_t now_ms)
{
    ssize_t size = read(s->fd, out, room);
    if (size > 0) {
        s->last_ms = now_ms;
        return (size_t)size;
    }
    if (size == 0 || (errno != EAGAIN && errno != EINTR))
        lose(s, now_ms);
    return 0;
}

bool scanner_take(struct scanner *s, const char **bytes, size_t *size, struct framing_line *out)
{
    const char *gap = s->usb ? memchr(*bytes, DEVICE_LOST, *size) : NULL;
    size_t before = gap ? (size_t)(gap - *bytes) : *size, left = before;
    bool any = framing_take(&s->framing, bytes, &left, out);
    *size -= before - left;
    if (any || !gap)
        return any;
    ++*bytes;
    --*size;
    s->framing = (struct framing){0};
    *out = (struct framing_line){.bytes = "", .lost = true};
    return true;
}

bool scanner_wake(struct scanner *s, int64_t now_ms, struct framing_line *out)
{
    struct err why;
    int64_t due = scanner_due(s);
    if (!due || now_ms < due)
        return false;
    if (s->fd < 0) {
        if (find(s, &why)) /* it is being set up, or was taken by another: it stays away, which is shown */
            s->fd = -1;
        s->again_ms = now_ms + SCANNER_AGAIN_MS;
        return false;
    }
    return framing_end(&s->framing, out);
}

int64_t scanner_due(const struct scanner *s)
{
    if (!s->said)
        return 0;
    if (s->fd < 0)
        return s->again_ms;
    return s->framing.size > 0 && !s->usb ? s->last_ms + SCANNER_SILENCE_MS : 0;
}
