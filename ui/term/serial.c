#include "ui/term/serial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const struct {
    long baud;
    speed_t speed;
} speeds[] = {
    {1200, B1200},   {2400, B2400},     {4800, B4800},     {9600, B9600},     {19200, B19200},   {38400, B38400},
    {57600, B57600}, {115200, B115200}, {230400, B230400}, {460800, B460800}, {921600, B921600},
};

static int find_speed(const char *text, speed_t *out, struct err *err)
{
    char *end;
    long baud = text ? strtol(text, &end, 10) : SERIAL_BAUD;
    for (size_t i = 0; i < sizeof speeds / sizeof *speeds; i++)
        if (speeds[i].baud == baud && (!text || *end == 0)) {
            *out = speeds[i].speed;
            return 0;
        }
    return err_set(err, ERR_USAGE, "--serial: \"%s\" is no speed of a serial line, such as 9600 or 115200",
                   "--serial: 「%s」はシリアル回線の速度ではありません（例: 9600、115200）", text);
}

int serial_name(const char *text, struct serial_name *out, struct err *err)
{
    const char *colon = strrchr(text, ':');
    const char *speed = colon && colon[1] && strspn(colon + 1, "0123456789") == strlen(colon + 1) ? colon + 1 : NULL;
    size_t size = speed ? (size_t)(colon - text) : strlen(text);
    *out = (struct serial_name){.path = ""};
    if (size == 0 || size >= sizeof out->path)
        return err_set(err, ERR_USAGE, "--serial needs the scanner's line, such as /dev/ttyACM0 or /dev/ttyUSB0:9600",
                       "--serial にはスキャナーの回線を指定してください（例: /dev/ttyACM0、/dev/ttyUSB0:9600）");
    memcpy(out->path, text, size);
    return find_speed(speed, &out->speed, err);
}

static int cannot(const char *path, int why, struct err *err)
{
    if (why == EACCES)
        return err_set(err, ERR_INPUT, "%s may not be opened by you: join the group dialout, and log in again",
                       "%s を開く権限がありません。dialout グループに加えてもらい、ログインし直してください", path);
    if (why == EBUSY)
        return err_set(err, ERR_INPUT, "another program has %s: end it first",
                       "%s は別のプログラムが使用中です。先に終了してください", path);
    return err_set(err, ERR_INPUT, "%s is no serial line: %s", "%s はシリアル回線として使えません: %s", path,
                   strerror(why));
}

static int set_up(const struct serial_line *s, speed_t speed)
{
    struct termios line = s->before;
    cfmakeraw(&line);
    line.c_cflag = (line.c_cflag & ~(tcflag_t)(CSTOPB | CRTSCTS)) | CLOCAL | CREAD;
    line.c_cc[VMIN] = 1;
    line.c_cc[VTIME] = 0;
    if (cfsetispeed(&line, speed) || cfsetospeed(&line, speed) || tcsetattr(s->fd, TCSANOW, &line))
        return -1;
    return ioctl(s->fd, TIOCEXCL) && errno != ENOTTY ? -1 : 0;
}

int serial_open(const struct serial_name *name, struct serial_line *out, struct err *err)
{
    out->fd = open(name->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (out->fd < 0)
        return errno == ENOENT || errno == ENXIO || errno == ENODEV ? 0 : cannot(name->path, errno, err);
    bool known = tcgetattr(out->fd, &out->before) == 0;
    if (known && set_up(out, name->speed) == 0)
        return 0;
    int why = errno;
    if (known)
        serial_close(out);
    else
        close(out->fd);
    out->fd = -1;
    return cannot(name->path, why, err);
}

/* Another program may have it open since before, for which it would stay closed to others. It may be gone, too. */
void serial_close(struct serial_line *line)
{
    if (line->fd < 0)
        return;
    (void)ioctl(line->fd, TIOCNXCL);
    (void)tcsetattr(line->fd, TCSANOW, &line->before);
    close(line->fd);
    line->fd = -1;
}
