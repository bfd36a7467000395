#include "cache/registry/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OWNER_ONLY = 0600, FOR_ALL_TO_READ = 0644, OTHERS = 0077 };

/* ---- reading ---- */

static int read_small(int fd, const char *path, char out[MINISIGN_FILE_MAX], size_t *size, struct err *err)
{
    for (*size = 0; *size < MINISIGN_FILE_MAX;) {
        ssize_t n = read(fd, out + *size, MINISIGN_FILE_MAX - *size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(err, ERR_IO, "%s: %s", "%s: %s", path, strerror(errno));
        if (n == 0)
            return 0;
        *size += (size_t)n;
    }
    return err_set(err, ERR_INPUT, "%s is too large for a key file", "%s は鍵のファイルとして大きすぎます", path);
}

static int open_key(const char *path, struct stat *st, int *fd, struct err *err)
{
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0)
        return err_set(err, ERR_INPUT, "the key file %s cannot be read: %s", "鍵のファイル %s を読めません: %s", path,
                       strerror(errno));
    if (fstat(*fd, st) == 0 && S_ISREG(st->st_mode))
        return 0;
    (void)close(*fd);
    return err_set(err, ERR_INPUT, "%s is no key file", "%s は鍵のファイルではありません", path);
}

/* Puts the file's name before what is wrong with it. */
static int in_file(const char *path, struct err *err)
{
    struct err why = *err;
    return err_set(err, why.code, "%s%.0s: %s%.0s", "%s%.0s: %.0s%s", path, "", why.en, why.ja);
}

int keyfile_secret(const char *path, struct minisign_secret *out, struct err *err)
{
    char text[MINISIGN_FILE_MAX];
    struct stat st;
    size_t size;
    int fd;
    if (open_key(path, &st, &fd, err))
        return -1;
    int result = read_small(fd, path, text, &size, err);
    if (result == 0 && minisign_secret_read(text, size, out, err))
        result = in_file(path, err);
    if (result == 0 && st.st_mode & OTHERS) {
        minisign_forget(out);
        result = err_set(err, ERR_INPUT,
                         "others than its owner may open the secret key %s (mode %04o); take that from them with chmod "
                         "600, and make a"
                         " new key if somebody may have read it",
                         "秘密鍵 %s を所有者以外も開けます（モード %04o）。chmod 600 "
                         "で閉じ、読まれたおそれがあれば鍵を作り直してください",
                         path, (unsigned)(st.st_mode & 07777));
    }
    (void)close(fd);
    sodium_memzero(text, sizeof text);
    return result;
}

int keyfile_public(const char *path_or_key, struct minisign_public *out, struct err *err)
{
    char text[MINISIGN_FILE_MAX];
    struct stat st;
    size_t size;
    int fd;
    if (minisign_public_read(path_or_key, strlen(path_or_key), out, NULL) == 0)
        return 0;
    if (open_key(path_or_key, &st, &fd, err))
        return -1;
    int result = read_small(fd, path_or_key, text, &size, err);
    (void)close(fd);
    if (result == 0 && minisign_public_read(text, size, out, err))
        result = in_file(path_or_key, err);
    return result;
}

/* ---- writing ---- */

static int write_new(const char *path, mode_t mode, const char *text, struct err *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return errno == EEXIST
                   ? err_set(
                         err, ERR_INPUT,
                         "%s is there already and was left alone: tills may trust it. Choose another name with"
                         " --out FILE",
                         "%s はすでにあるため、手を付けていません。信頼している端末があるかもしれません。--out FILE "
                         "で別の名前を指定してください",
                         path)
                   : err_set(err, ERR_IO, "%s cannot be made: %s", "%s を作れません: %s", path, strerror(errno));
    size_t size = strlen(text);
    (void)fchmod(fd, mode);
    bool written = write(fd, text, size) == (ssize_t)size && fsync(fd) == 0;
    written = close(fd) == 0 && written;
    if (written)
        return 0;
    (void)err_set(err, ERR_IO, "%s cannot be written: %s", "%s に書き込めません: %s", path, strerror(errno));
    (void)unlink(path);
    return -1;
}

int keyfile_write(const char *path, const char *public_path, const struct minisign_secret *s, struct err *err)
{
    char secret[MINISIGN_SECRET_TEXT], key[MINISIGN_PUBLIC_TEXT], id[MINISIGN_ID_TEXT], public[256];
    struct minisign_public p;
    minisign_public_of(s, &p);
    minisign_public_text(&p, key);
    snprintf(public, sizeof public, "untrusted comment: minisign public key %s\n%s\n", minisign_id(p.id, id), key);
    minisign_secret_text(s, secret);
    int result = write_new(public_path, FOR_ALL_TO_READ, public, err);
    if (result == 0 && (result = write_new(path, OWNER_ONLY, secret, err)))
        (void)unlink(public_path);
    sodium_memzero(secret, sizeof secret);
    return result;
}
