#include "cache/registry/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_NAME ".kenpin-lock"
#define PART_NAME ".kenpin-part"

enum { FOR_ALL_TO_READ = 0644, FOLDER_MODE = 0755, FILES_MAX = 1 << 20 };

static int trouble(const struct folder *f, const char *name, struct err *err)
{
    return err_set(err, ERR_IO, "%s/%s: %s", "%s/%s: %s", f->path, name, strerror(errno));
}

/* ---- the folder ---- */

int folder_open(const char *path, struct folder *out, struct err *err)
{
    *out = (struct folder){.fd = -1, .lock = -1};
    int size = snprintf(out->path, sizeof out->path, "%s", path);
    if (size < 0 || (size_t)size >= sizeof out->path)
        return err_set(err, ERR_INPUT, "the folder's name is longer than %zu bytes",
                       "フォルダー名が %zu バイトを超えています", sizeof out->path - 1);
    out->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (out->fd < 0)
        return err_set(err, ERR_INPUT, "the folder %s cannot be opened: %s", "フォルダー %s を開けません: %s", path,
                       strerror(errno));
    out->open = true;
    return 0;
}

int folder_open_write(const char *path, struct folder *out, struct err *err)
{
    *out = (struct folder){0};
    if (mkdir(path, FOLDER_MODE) == 0)
        (void)chmod(path, FOLDER_MODE);
    else if (errno != EEXIST)
        return err_set(err, ERR_IO, "the folder %s cannot be made: %s", "フォルダー %s を作れません: %s", path,
                       strerror(errno));
    if (folder_open(path, out, err))
        return -1;
    out->lock = openat(out->fd, LOCK_NAME, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FOR_ALL_TO_READ);
    if (out->lock < 0) {
        (void)trouble(out, LOCK_NAME, err);
        goto fail;
    }
    if (flock(out->lock, LOCK_EX | LOCK_NB) != 0) {
        (void)err_set(err, ERR_IO, "another kenpin is publishing to %s; try again when it has finished",
                      "別の kenpin が %s に公開中です。終わってからやり直してください", path);
        goto fail;
    }
    if (unlinkat(out->fd, PART_NAME, 0) != 0 && errno != ENOENT) {
        (void)trouble(out, PART_NAME, err);
        goto fail;
    }
    return 0;
fail:
    folder_close(out);
    return -1;
}

void folder_close(struct folder *f)
{
    if (!f->open)
        return;
    if (f->lock >= 0)
        (void)close(f->lock);
    (void)close(f->fd);
    *f = (struct folder){.fd = -1, .lock = -1};
}

int folder_sync(const struct folder *f, struct err *err)
{
    /* A USB stick's file system may have no such thing for folders. */
    return fsync(f->fd) == 0 || errno == EINVAL ? 0 : trouble(f, ".", err);
}

int folder_each(const struct folder *f, int (*each)(void *ctx, const char *name, struct err *err), void *ctx,
                struct err *err)
{
    int fd = openat(f->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), result = 0;
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        (void)trouble(f, ".", err);
        if (fd >= 0)
            (void)close(fd);
        return -1;
    }
    struct dirent *e;
    for (int n = 0; result == 0 && n < FILES_MAX && (e = readdir(dir)); n++)
        if (e->d_name[0] != '.')
            result = each(ctx, e->d_name, err);
    (void)closedir(dir);
    return result;
}

int folder_remove(const struct folder *f, const char *name, struct err *err)
{
    return unlinkat(f->fd, name, 0) == 0 || errno == ENOENT ? 0 : trouble(f, name, err);
}

/* ---- reading ---- */

static bool is_plain(const char *name)
{
    return *name && *name != '.' && strlen(name) < FOLDER_NAME_MAX && !strchr(name, '/');
}

bool folder_has(const struct folder *f, const char *name)
{
    struct stat st;
    return is_plain(name) && fstatat(f->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

static int read_all(const struct folder *f, const char *name, int fd, uint8_t *to, size_t size, struct err *err)
{
    for (size_t at = 0; at < size;) {
        ssize_t n = read(fd, to + at, size - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return trouble(f, name, err);
        if (n == 0)
            return err_set(err, ERR_INPUT, "%s/%s became shorter while it was read",
                           "%s/%s が読み取り中に短くなりました", f->path, name);
        at += (size_t)n;
    }
    return 0;
}

int folder_read(const struct folder *f, const char *name, size_t max, uint8_t **bytes, size_t *size, struct err *err)
{
    struct stat st;
    *bytes = NULL;
    *size = 0;
    int fd = is_plain(name) ? openat(f->fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (fd < 0)
        return !is_plain(name) || errno == ENOENT ? 0 : trouble(f, name, err);
    int result = -1;
    if (fstat(fd, &st) != 0)
        (void)trouble(f, name, err);
    else if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size > max)
        (void)err_set(err, ERR_INPUT, "%s/%s is no file of at most %zu bytes",
                      "%s/%s は %zu バイト以内のファイルではありません", f->path, name, max);
    else if (!(*bytes = malloc((size_t)st.st_size + 1)))
        (void)err_memory(err);
    else
        result = read_all(f, name, fd, *bytes, (size_t)st.st_size, err);
    (void)close(fd);
    if (result) {
        free(*bytes);
        *bytes = NULL;
        return -1;
    }
    *size = (size_t)st.st_size;
    return 0;
}

/* ---- writing ---- */

int folder_part(const struct folder *f, int *fd, struct err *err)
{
    *fd = openat(f->fd, PART_NAME, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, FOR_ALL_TO_READ);
    return *fd >= 0 ? 0 : trouble(f, PART_NAME, err);
}

int folder_part_keep(const struct folder *f, int *fd, const char *name, struct err *err)
{
    if (*fd < 0)
        return 0;
    (void)fchmod(*fd, FOR_ALL_TO_READ); /* whatever the umask: a web server is another user; FAT knows no modes */
    bool written = fsync(*fd) == 0;
    written = close(*fd) == 0 && written;
    *fd = -1;
    return written && renameat(f->fd, PART_NAME, f->fd, name) == 0 ? 0 : trouble(f, name, err);
}

void folder_part_drop(const struct folder *f, int *fd)
{
    if (*fd < 0)
        return;
    (void)close(*fd);
    (void)unlinkat(f->fd, PART_NAME, 0);
    *fd = -1;
}

int folder_write(const struct folder *f, const char *name, const void *bytes, size_t size, struct err *err)
{
    const char *from = bytes;
    int fd;
    if (folder_part(f, &fd, err))
        return -1;
    for (size_t at = 0; at < size;) {
        ssize_t n = write(fd, from + at, size - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            (void)trouble(f, name, err);
            folder_part_drop(f, &fd);
            return -1;
        }
        at += (size_t)n;
    }
    return folder_part_keep(f, &fd, name, err);
}
