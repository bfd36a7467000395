#include "cache/registry/input.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024 };

static int open_error(const char *path, struct err *err)
{
    return err_set(err, ERR_IO, "%s cannot be opened: %s", "%s を開けません：%s", path, strerror(errno));
}

int input_open(const char *path, struct input *out, struct err *err)
{
    *out = (struct input){0};
    struct input in = {.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)}; /* a pipe must not make us wait */
    if (in.fd < 0)
        return open_error(path, err);
    in.open = true;
    if (fstat(in.fd, &in.seen)) {
        open_error(path, err);
    } else if (!S_ISREG(in.seen.st_mode)) {
        err_set(err, ERR_INPUT, "%s is no regular file: save the list as a file and give that",
                "%s は通常のファイルではありません。一覧をファイルに保存して指定してください", path);
    } else if (in.seen.st_size > INPUT_BYTES_MAX) {
        err_set(err, ERR_INPUT, "%s has %lld bytes, more than the limit of 1 GiB: give only the list itself",
                "%s は %lld バイトあり、上限の 1 GiB を超えています。一覧だけのファイルを指定してください", path,
                (long long)in.seen.st_size);
    } else {
        in.size = in.seen.st_size;
        *out = in;
        return 0;
    }
    input_close(&in);
    return -1;
}

void input_memory(const void *bytes, size_t size, struct input *out)
{
    *out = (struct input){.memory = bytes, .size = (int64_t)size};
}

void input_close(struct input *in)
{
    if (in->open)
        close(in->fd);
    *in = (struct input){0};
}

int input_peek(struct input *in, int64_t from, void *out, size_t room, size_t *got, struct err *err)
{
    *got = 0;
    int64_t left = in->size > from ? in->size - from : 0;
    size_t want = (int64_t)room < left ? room : (size_t)left;
    if (!in->open) {
        if (want > 0)
            memcpy(out, in->memory + from, want);
        *got = want;
        return 0;
    }
    while (*got < want) {
        ssize_t n = pread(in->fd, (char *)out + *got, want - *got, from + (int64_t)*got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(err, ERR_IO, "the file cannot be read: %s", "ファイルを読めません：%s", strerror(errno));
        if (n == 0) /* it was cut short since it was opened */
            return input_unchanged(in, err);
        *got += (size_t)n;
    }
    return 0;
}

int input_report(const struct input *in, int64_t done, struct err *err)
{
    if (in->progress && in->progress(in->progress_ctx, done, in->size))
        return err_set(err, ERR_STOPPED, "stopped; nothing was changed", "中断しました。何も変わっていません");
    return 0;
}

int input_read(struct input *in, void *out, size_t room, size_t *got, struct err *err)
{
    if (input_peek(in, in->at, out, room, got, err))
        return -1;
    in->at += (int64_t)*got;
    return input_report(in, in->at, err);
}

void input_rewind(struct input *in)
{
    in->at = 0;
}

int input_digest(struct input *in, char out[INPUT_DIGEST_TEXT], struct err *err)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    unsigned char *block = malloc(BLOCK);
    if (!block)
        return err_memory(err);
    crypto_hash_sha256_init(&state);
    size_t got = 0;
    int64_t at = 0;
    int rc;
    while ((rc = input_peek(in, at, block, BLOCK, &got, err)) == 0 && got > 0) {
        crypto_hash_sha256_update(&state, block, got);
        at += (int64_t)got;
        if ((rc = input_report(in, 0, err))) /* the rows, read next, are what counts */
            break;
    }
    crypto_hash_sha256_final(&state, hash);
    memcpy(out, "sha256:", 7);
    sodium_bin2hex(out + 7, INPUT_DIGEST_TEXT - 7, hash, sizeof hash);
    input_rewind(in);
    free(block);
    return rc;
}

int input_unchanged(const struct input *in, struct err *err)
{
    struct stat now;
    if (!in->open)
        return 0;
    if (fstat(in->fd, &now))
        return err_set(err, ERR_IO, "the file cannot be read: %s", "ファイルを読めません：%s", strerror(errno));
    if (now.st_size == in->seen.st_size && now.st_mtim.tv_sec == in->seen.st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == in->seen.st_mtim.tv_nsec)
        return 0;
    return err_set(err, ERR_INPUT, "the file was written to while it was read: try again when it is complete",
                   "読み取り中にファイルが書き換えられました。書き込みが終わってからやり直してください");
}
