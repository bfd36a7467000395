#include "ui/term/device.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "app/base/text.h"
#include "ui/show/pen.h"
#include "ui/term/evdev_library.h"

#define FOLDER "/dev/input"
enum { DEVICES_MAX = 256 };

/* The event devices, in the order of their numbers. */
static int find_all(int number[DEVICES_MAX])
{
    DIR *folder = opendir(FOLDER);
    const struct dirent *entry;
    int count = 0, n, end;
    while (folder && count < DEVICES_MAX && (entry = readdir(folder)))
        if (sscanf(entry->d_name, "event%4d%n", &n, &end) == 1 && !entry->d_name[end]) {
            int at = count++;
            for (; at > 0 && number[at - 1] > n; at--)
                number[at] = number[at - 1];
            number[at] = n;
        }
    if (folder)
        closedir(folder);
    return count;
}

static int cannot(const char *path, int why, struct err *err)
{
    if (why == EACCES || why == EPERM)
        return err_set(err, ERR_INPUT, "%s may not be opened by you: join the group input, and log in again",
                       "%s を開く権限がありません。input グループに加えてもらい、ログインし直してください", path);
    return err_set(err, ERR_INPUT, "%s cannot be used as a scanner: %s", "%s はスキャナーとして使えません: %s", path,
                   strerror(why));
}

/* Opens it and learns its name; 0 with fd -1 when it is not there. */
static int look(const char *path, struct device *out, struct err *err)
{
    struct libevdev *evdev;
    text_copy(out->path, sizeof out->path, path);
    out->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (out->fd < 0)
        return errno == ENOENT || errno == ENXIO || errno == ENODEV ? 0 : cannot(path, errno, err);
    int rc = evdev_library.new_from_fd(out->fd, &evdev);
    if (rc < 0) {
        device_close(out);
        return cannot(path, -rc, err);
    }
    out->evdev = evdev;
    const char *name = evdev_library.get_name(evdev);
    bool text = name && text_valid(name, strlen(name));
    text_copy(out->name, sizeof out->name, text ? name : "?");
    return 0;
}

/* It types digits and Enter: a scanner, or a keyboard. */
static bool types(const struct device *d)
{
    static const unsigned int wanted[] = {KEY_1, KEY_0, KEY_A, KEY_ENTER};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!evdev_library.has_event_code(d->evdev, EV_KEY, wanted[i]))
            return false;
    return true;
}

static bool fits(const struct device *d, const char *wanted)
{
    return d->fd >= 0 && types(d) && strcasestr(d->name, wanted);
}

/* The first whose name has `wanted` in it. What may not be opened is told only when nothing fits. */
static int find_named(const char *wanted, struct device *out, struct err *err)
{
    int number[DEVICES_MAX], count = find_all(number);
    struct err why = {0};
    for (int i = 0; i < count; i++) {
        char path[64];
        snprintf(path, sizeof path, FOLDER "/event%d", number[i]);
        if (look(path, out, &why) == 0 && fits(out, wanted))
            return 0;
        device_close(out);
    }
    if (!why.code)
        return 0;
    *err = why;
    return -1;
}

int device_open(const char *wanted, struct device *out, struct err *err)
{
    *out = (struct device){.fd = -1};
    if (evdev_library_load(err))
        return -1;
    if (wanted[0] == '/' ? look(wanted, out, err) : find_named(wanted, out, err))
        return -1;
    out->wanted = wanted;
    if (out->fd < 0)
        return 0;
    int rc = evdev_library.grab(out->evdev, LIBEVDEV_GRAB);
    if (rc == 0 && device_reader_start(out->evdev, out->fd, &out->reader, err) == 0)
        return 0;
    device_close(out);
    if (rc == 0)
        return -1;
    if (rc == -EBUSY)
        return err_set(err, ERR_INPUT, "another program has taken %s (%s): end it first",
                       "%s（%s）は別のプログラムが専有しています。先に終了してください", out->path, out->name);
    return cannot(out->path, -rc, err);
}

void device_close(struct device *d)
{
    device_reader_stop(d->reader);
    d->reader = NULL;
    if (d->evdev)
        evdev_library.free(d->evdev);
    if (d->fd >= 0)
        close(d->fd);
    d->evdev = NULL;
    d->fd = -1;
}

int device_lines(const struct device *d)
{
    return d->reader ? device_reader_pipe(d->reader) : -1;
}

int device_list(FILE *out, const struct show_style *style, struct err *err)
{
    int number[DEVICES_MAX], count = find_all(number), shown = 0;
    struct pen pen = pen_on(out, style), *p = &pen;
    if (evdev_library_load(err))
        return -1;
    for (int i = 0; i < count; i++) {
        struct device d = {.fd = -1};
        char path[64];
        snprintf(path, sizeof path, FOLDER "/event%d", number[i]);
        if (look(path, &d, err))
            return -1;
        if (d.fd >= 0) {
            pen_line(p, 0);
            pen_put(p, path);
            pen_tab(p, 22);
            pen_put(p, d.name);
            if (types(&d))
                pen_say(p, (struct words){" · types as a scanner or a keyboard does", " · スキャナーかキーボード"});
            pen_end(p);
            shown++;
        }
        device_close(&d);
    }
    if (!shown)
        return err_set(err, ERR_INPUT, "there is no input device here: %s is empty",
                       "入力機器がありません: %s は空です", FOLDER);
    return 0;
}
