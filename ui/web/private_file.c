#include "ui/web/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4200, OWNER_ONLY = 0600, OTHERS = 077 };

static int trouble(const char *path, struct err *err)
{
    return err_set(err, ERR_IO, "%s cannot be read or written: %s", "%s を読み書きできません: %s", path,
                   strerror(errno));
}

/* ---- reading ---- */

static int check(int fd, const char *path, size_t most, bool secret, struct err *err)
{
    struct stat st;
    if (fstat(fd, &st))
        return trouble(path, err);
    if (!S_ISREG(st.st_mode) || (size_t)st.st_size > most)
        return err_set(err, ERR_DATA, "%s is too large, or no file", "%s は大きすぎるか、ファイルではありません", path);
    if (secret && st.st_mode & OTHERS)
        return err_set(err, ERR_DATA, "others may read %s. Run: chmod 600 on it, and think whether they have",
                       "%s はほかの利用者も読める状態です。chmod 600 で直し、読まれていないか考えてください", path);
    return 0;
}

static int take(int fd, const char *path, size_t most, char **out, struct err *err)
{
    size_t size = 0;
    char *text = malloc(most + 1);
    if (!text)
        return err_memory(err);
    for (;;) {
        ssize_t n = size < most ? read(fd, text + size, most - size) : 0;
        if (n == 0)
            break;
        if (n < 0 && errno != EINTR) {
            free(text);
            return trouble(path, err);
        }
        size += n > 0 ? (size_t)n : 0;
    }
    text[size] = 0;
    *out = text;
    return 0;
}

int private_file_read(const char *path, size_t most, bool secret, char **out, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    *out = NULL;
    if (fd < 0)
        return errno == ENOENT ? 0 : trouble(path, err);
    int rc = check(fd, path, most, secret, err) || take(fd, path, most, out, err) ? -1 : 0;
    (void)close(fd);
    return rc;
}

/* ---- writing ---- */

int private_file_write(const char *path, const char *text, struct err *err)
{
    char part[PATH_BYTES];
    if (snprintf(part, sizeof part, "%s.new", path) >= (int)sizeof part)
        return err_set(err, ERR_USAGE, "%s is too long a name", "%s は名前が長すぎます", path);
    (void)unlink(part); /* of one that was interrupted */
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, OWNER_ONLY);
    if (fd < 0)
        return trouble(part, err);
    size_t size = strlen(text);
    bool good = write(fd, text, size) == (ssize_t)size && fsync(fd) == 0;
    good = close(fd) == 0 && good;
    return good && rename(part, path) == 0 ? 0 : trouble(path, err);
}
