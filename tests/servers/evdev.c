/* No server, but what the kernel does for /dev/input, where a test has no such device: linked into a test, or preloaded
 * into kenpin. libevdev and all that stands on it are the real ones.
 *
 * $INPUT_FOLDER takes the place of /dev/input. eventN in it is a pipe, on which a test writes struct input_event; when
 * nobody holds its other end any more it was pulled out. eventN.is says what it is, a line each: its name, "keyboard"
 * or "mouse", and the numbers of the keys that are held down. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

int open(const char *path, int flags, ...);
DIR *opendir(const char *path);
ssize_t read(int fd, void *to, size_t size);
int ioctl(int fd, unsigned long request, ...);

#define INPUT "/dev/input"
enum { PATH_BYTES = 512, FILES = 256, BITS = KEY_MAX / 8 + 1 };

/* What stands behind a descriptor. */
static struct {
    ino_t inode;
    char is[PATH_BYTES];
} files[FILES];

static void real(void *function, const char *name)
{
    *(void **)function = dlsym(RTLD_NEXT, name);
    if (!*(void **)function)
        abort();
}

/* The same under the folder; NULL when it is no path of ours. */
static const char *ours(const char *path, char out[PATH_BYTES])
{
    const char *folder = getenv("INPUT_FOLDER");
    size_t size = sizeof INPUT - 1;
    if (!folder || strncmp(path, INPUT, size) != 0 || (path[size] && path[size] != '/'))
        return NULL;
    int length = snprintf(out, PATH_BYTES, "%s%s", folder, path + size);
    return length > 0 && length < PATH_BYTES - 3 ? out : NULL;
}

int open(const char *path, int flags, ...)
{
    int (*next)(const char *, int, ...);
    char here[PATH_BYTES];
    struct stat is;
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t); /* whatever stands there, where no file is made */
    va_end(more);
    real(&next, "open");
    const char *instead = ours(path, here);
    int fd = next(instead ? instead : path, flags, mode);
    if (instead && fd >= 0 && fd < FILES && fstat(fd, &is) == 0) {
        files[fd].inode = is.st_ino;
        (void)snprintf(files[fd].is, PATH_BYTES, "%.*s.is", PATH_BYTES - 4, instead);
    }
    return fd;
}

DIR *opendir(const char *path)
{
    DIR *(*next)(const char *);
    char here[PATH_BYTES];
    const char *instead = ours(path, here);
    real(&next, "opendir");
    return next(instead ? instead : path);
}

static bool is_ours(int fd)
{
    struct stat is;
    return fd >= 0 && fd < FILES && files[fd].inode && fstat(fd, &is) == 0 && is.st_ino == files[fd].inode;
}

ssize_t read(int fd, void *to, size_t size)
{
    ssize_t (*next)(int, void *, size_t);
    real(&next, "read");
    ssize_t got = next(fd, to, size);
    if (got != 0 || size == 0 || !is_ours(fd))
        return got;
    errno = ENODEV;
    return -1;
}

/* ---- what it says of itself ---- */

struct said {
    char name[PATH_BYTES], kind[PATH_BYTES];
    unsigned char held[BITS];
};

static void set(unsigned char *bits, unsigned code)
{
    bits[code / 8] |= (unsigned char)(1u << code % 8);
}

static bool ask(int fd, struct said *out)
{
    unsigned code;
    *out = (struct said){.name = ""};
    FILE *file = fopen(files[fd].is, "r");
    if (!file)
        return false;
    bool good = fgets(out->name, PATH_BYTES, file) && fgets(out->kind, PATH_BYTES, file);
    while (good && fscanf(file, "%u", &code) == 1)
        if (code <= KEY_MAX)
            set(out->held, code);
    fclose(file);
    out->name[strcspn(out->name, "\n")] = 0;
    return good;
}

static void types_of(unsigned char *bits)
{
    static const unsigned types[] = {EV_SYN, EV_KEY, EV_MSC, EV_LED, EV_REP};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        set(bits, types[i]);
}

static void codes_of(unsigned type, bool keyboard, unsigned char *bits)
{
    for (unsigned code = KEY_ESC; type == EV_KEY && keyboard && code <= KEY_COMPOSE; code++)
        set(bits, code);
    if (type == EV_KEY && !keyboard)
        set(bits, BTN_LEFT);
    if (type == EV_MSC)
        set(bits, MSC_SCAN);
    if (type == EV_LED)
        set(bits, LED_CAPSL);
}

static int copy(const void *from, size_t size, void *to, size_t room)
{
    size = size < room ? size : room;
    memcpy(to, from, size);
    return (int)size;
}

static int answer(int fd, unsigned long request, void *to)
{
    unsigned number = _IOC_NR(request), room = _IOC_SIZE(request), repeat[] = {250, 33};
    unsigned char bits[BITS] = {0};
    const int version = EV_VERSION;
    struct said said;
    if (!ask(fd, &said)) {
        errno = ENODEV;
        return -1;
    }
    bool keyboard = said.kind[0] == 'k';
    if (number == _IOC_NR(EVIOCGVERSION))
        return copy(&version, sizeof version, to, room);
    if (number == _IOC_NR(EVIOCGNAME(0)))
        return copy(said.name, strlen(said.name) + 1, to, room);
    if (number == _IOC_NR(EVIOCGREP))
        return copy(repeat, sizeof repeat, to, room);
    if (number == _IOC_NR(EVIOCGKEY(0)))
        return copy(said.held, BITS, to, room);
    if (number == _IOC_NR(EVIOCGPHYS(0)) || number == _IOC_NR(EVIOCGUNIQ(0))) {
        errno = ENOENT;
        return -1;
    }
    if (number == _IOC_NR(EVIOCGBIT(0, 0)))
        types_of(bits);
    else if (number > _IOC_NR(EVIOCGBIT(0, 0)) && number <= _IOC_NR(EVIOCGBIT(EV_MAX, 0)))
        codes_of(number - _IOC_NR(EVIOCGBIT(0, 0)), keyboard, bits);
    return copy(bits, BITS, to, room);
}

/* One at a time, until its file is closed. */
static int grab(int fd, bool take)
{
    if (flock(fd, take ? LOCK_EX | LOCK_NB : LOCK_UN) == 0)
        return 0;
    errno = EBUSY;
    return -1;
}

int ioctl(int fd, unsigned long request, ...)
{
    int (*next)(int, unsigned long, ...);
    va_list more;
    va_start(more, request);
    void *argument = va_arg(more, void *);
    va_end(more);
    real(&next, "ioctl");
    if (!is_ours(fd))
        return next(fd, request, argument);
    if (request == EVIOCGRAB)
        return grab(fd, argument != NULL);
    if (_IOC_TYPE(request) == 'E' && _IOC_DIR(request) == _IOC_READ)
        return answer(fd, request, argument);
    errno = ENOTTY;
    return -1;
}
