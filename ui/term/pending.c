#include "ui/term/pending.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "app/base/buffer.h"
#include "app/base/text.h"

enum { OWNER_ONLY = 0600, WHOLE_MAX = 16 * 1024 * 1024 };

static int cannot(const struct pending *p, struct err *err)
{
    return err_set(err, ERR_IO, "%s cannot be written: %s. Nothing was checked",
                   "%s に書けません: %s。検査していません", p->path, strerror(errno));
}

int pending_open(const char *folder, int64_t station, struct pending *out, struct err *err)
{
    int size = snprintf(out->path, sizeof out->path, "%s/scan-%" PRId64 ".pending", folder, station);
    out->fd = -1;
    if (size < 0 || (size_t)size >= sizeof out->path)
        return err_set(err, ERR_USAGE, "the data folder's name is too long", "データ用フォルダーの名前が長すぎます");
    out->fd = open(out->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, OWNER_ONLY);
    if (out->fd < 0)
        return cannot(out, err);
    if (flock(out->fd, LOCK_EX | LOCK_NB) == 0)
        return 0;
    pending_close(out);
    return err_set(
        err, ERR_INPUT,
        "another kenpin scan runs under this station's name: end it, or give this one its own with --station",
        "この端末名の kenpin scan が既に動いています。終了するか、--station で別の名前を付けてください");
}

void pending_close(struct pending *p)
{
    if (p->fd >= 0)
        close(p->fd);
    p->fd = -1;
}

static int read_whole(const struct pending *p, struct buffer *out, struct err *err)
{
    char piece[4096];
    ssize_t size;
    out->max = WHOLE_MAX;
    if (lseek(p->fd, 0, SEEK_SET) < 0)
        return cannot(p, err);
    while ((size = read(p->fd, piece, sizeof piece)) > 0)
        buffer_put(out, piece, (size_t)size);
    if (size < 0)
        return cannot(p, err);
    return out->failed ? err_memory(err) : 0;
}

/* By enum origin: a command, scanned, -, typed. */
static const char hows[] = {'c', 's', 0, 't'};

static bool how_of(char letter, enum origin *out)
{
    for (size_t i = 0; letter && i < sizeof hows; i++)
        if (hows[i] == letter) {
            *out = (enum origin)i;
            return true;
        }
    return false;
}

/* "KEY s TEXT"; false when it is no such line. */
static bool split(char *line, char **key, enum origin *how, char **text)
{
    size_t size = strcspn(line, " ");
    *key = line;
    if (size == 0 || size >= PENDING_KEY || strlen(line + size) < 4 || line[size + 2] != ' ')
        return false;
    bool good = how_of(line[size + 1], how);
    line[size] = 0;
    *text = line + size + 3;
    return good && strlen(*text) <= SYMBOL_BYTES_MAX && text_valid(*text, strlen(*text));
}

int pending_read(struct pending *p, pending_each_fn *each, void *ctx, struct err *err)
{
    struct buffer whole = {0};
    int rc = read_whole(p, &whole, err);
    char *line = whole.bytes, *end, *key, *text;
    enum origin how;
    for (; rc == 0 && line && (end = strchr(line, '\n')); line = end + 1) {
        *end = 0;
        if (split(line, &key, &how, &text) && each(ctx, key, how, text))
            break;
    }
    buffer_clear(&whole);
    return rc;
}

int pending_put(struct pending *p, const char *key, enum origin how, const char *text, struct err *err)
{
    struct buffer line = {0};
    buffer_format(&line, "%s %c %s\n", key, hows[how], text);
    ssize_t written = line.failed ? -1 : write(p->fd, line.bytes, line.size);
    bool whole = written >= 0 && (size_t)written == line.size;
    if (!line.failed && !whole && written >= 0)
        errno = ENOSPC;
    buffer_clear(&line);
    return whole ? 0 : cannot(p, err);
}

int pending_done(struct pending *p, struct err *err)
{
    return ftruncate(p->fd, 0) ? cannot(p, err) : 0;
}
