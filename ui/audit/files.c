#include "ui/audit/files.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MARK_EVERY_MS = 1000, WHAT_TEXT = 65, BLOCK = 256 * 1024 };

static const struct {
    const char *ending;
    enum out_kind kind;
} endings[] = {{".csv", OUT_CSV},   {".jsonl", OUT_JSONL}, {".ndjson", OUT_JSONL}, {".xlsx", OUT_XLSX},
               {".html", OUT_HTML}, {".htm", OUT_HTML},    {".xml", OUT_JUNIT}};

/* ---- the plan ---- */

static enum out_kind kind_of(const char *path)
{
    size_t size = strlen(path);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t end = strlen(endings[i].ending);
        if (size > end && !strcasecmp(path + size - end, endings[i].ending))
            return endings[i].kind;
    }
    return OUT_NONE;
}

static int add_path(struct files *f, const char *path, struct err *err)
{
    enum out_kind kind = kind_of(path);
    if (!kind)
        return err_set(err, ERR_USAGE, "--out %s: the name must end in .csv, .xlsx, .jsonl, .html or .xml (JUnit)",
                       "--out %s: 名前の末尾は .csv、.xlsx、.jsonl、.html、.xml（JUnit）のいずれかにしてください",
                       path);
    if (f->path[kind])
        return err_set(err, ERR_USAGE, "--out %s: %s is of the same kind; give one of each",
                       "--out %s: %s と同じ形式です。形式ごとに一つ指定してください", path, f->path[kind]);
    f->path[kind] = path;
    return 0;
}

/* "a.csv,b.xlsx": a comma parts names only where each is one. Changes `paths`. */
static int add_paths(struct files *f, char *paths, struct err *err)
{
    bool all = strchr(paths, ',') != NULL;
    for (const char *at = paths; all && *at;) {
        size_t size = strcspn(at, ",");
        char *part = strndup(at, size);
        all = part && kind_of(part);
        free(part);
        at += size + (at[size] != 0);
    }
    if (!all)
        return add_path(f, paths, err);
    char *rest = NULL;
    for (char *part = strtok_r(paths, ",", &rest); part; part = strtok_r(NULL, ",", &rest))
        if (add_path(f, part, err))
            return -1;
    return 0;
}

/* The same file, by whatever name. */
static int not_over(const char *path, const char *input, struct err *err)
{
    struct stat in, out;
    if (stat(input, &in) || stat(path, &out))
        return 0;
    if (S_ISDIR(out.st_mode))
        return err_set(err, ERR_USAGE, "--out %s is a folder; name a file in it",
                       "--out %s はフォルダーです。その中のファイル名を指定してください", path);
    if (in.st_dev == out.st_dev && in.st_ino == out.st_ino)
        return err_set(err, ERR_USAGE, "--out %s is %s itself, which is read; choose another name",
                       "--out %s は読み込む %s そのものです。別の名前にしてください", path, input);
    return 0;
}

static int not_over_any(const char *path, const char *const *inputs, struct err *err)
{
    for (; *inputs; inputs++)
        if (not_over(path, *inputs, err))
            return -1;
    return 0;
}

int files_plan(struct files *f, char **paths, size_t count, const char *const *inputs, struct err *err)
{
    const char *first = NULL;
    *f = (struct files){.csv_fd = -1, .jsonl_fd = -1, .state_fd = -1};
    for (size_t i = 0; i < count; i++)
        if (add_paths(f, paths[i], err))
            return -1;
    for (int kind = OUT_CSV; kind < OUT_KINDS; kind++) {
        if (f->path[kind] && not_over_any(f->path[kind], inputs, err))
            return -1;
        if (!first)
            first = f->path[kind];
    }
    if (!first)
        return 0;
    f->csv_is_ours = !f->path[OUT_CSV];
    int a = snprintf(f->state, sizeof f->state, "%s.resume", first);
    int b = snprintf(f->csv, sizeof f->csv, "%s%s", first, f->csv_is_ours ? ".resume.csv" : "");
    if (a < 0 || b < 0 || (size_t)a >= sizeof f->state || (size_t)b >= sizeof f->csv)
        return err_set(err, ERR_USAGE, "--out: the name is too long", "--out: 名前が長すぎます");
    return 0;
}

/* ---- opening ---- */

static int io_error(const char *path, struct err *err)
{
    return err_set(err, ERR_IO,
                   "%s cannot be written: %s. What is in it are whole rows; make room, then go on with "
                   "--resume",
                   "%s に書けません: %s。書き終えた行はそのまま残っています。空きを作り、--resume で続けてください",
                   path, strerror(errno));
}

static int put_all(int fd, const char *path, const char *bytes, size_t size, struct err *err)
{
    while (size > 0) {
        ssize_t put = write(fd, bytes, size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return io_error(path, err);
        bytes += put;
        size -= (size_t)put;
    }
    return 0;
}

static int open_out(const char *path, bool anew, int *fd, struct err *err)
{
    enum { OWNER_AND_GROUP = 0666 };
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | (anew ? O_TRUNC : 0), OWNER_AND_GROUP);
    return *fd < 0 ? io_error(path, err) : 0;
}

static int write_heading(struct files *f, const struct audit_shape *shape, struct err *err)
{
    char headings[AUDIT_RESULTS_MAX][40];
    struct buffer line = {0};
    size_t count = audit_result_headings(shape, headings);
    for (size_t i = 0; i < shape->in->width; i++) {
        buffer_text(&line, i ? "," : "");
        audit_csv_cell(&line, shape->in->heading[i]);
    }
    for (size_t i = 0; i < count; i++) {
        buffer_char(&line, ',');
        buffer_text(&line, headings[i]);
    }
    buffer_text(&line, "\r\n");
    int rc = line.failed ? err_memory(err) : 0;
    if (!rc && f->to_stdout)
        (void)fwrite(line.bytes, 1, line.size, stdout); /* a failure stays in the stream */
    else if (!rc)
        rc = put_all(f->csv_fd, f->csv, line.bytes, line.size, err);
    f->csv_at = (int64_t)line.size;
    buffer_clear(&line);
    return rc;
}

/* ---- the state ---- */

static int64_t now_ms(void)
{
    struct timespec t;
    return clock_gettime(CLOCK_MONOTONIC, &t) ? 0 : (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void digest_of(const char *what, char out[WHAT_TEXT])
{
    unsigned char hash[crypto_generichash_BYTES];
    (void)crypto_generichash(hash, sizeof hash, (const unsigned char *)what, strlen(what), NULL, 0);
    (void)sodium_bin2hex(out, WHAT_TEXT, hash, sizeof hash);
}

int files_mark(struct files *f, struct err *err)
{
    char line[128];
    if (f->state_fd < 0)
        return 0;
    int size = snprintf(line, sizeof line, "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n", f->rows, f->csv_at,
                        f->jsonl_at, f->seq);
    if (fdatasync(f->csv_fd) || (f->jsonl_fd >= 0 && fdatasync(f->jsonl_fd)))
        return io_error(f->csv, err);
    f->marked_ms = now_ms();
    return put_all(f->state_fd, f->state, line, (size_t)size, err);
}

static int write_state(struct files *f, const char *digest, struct err *err)
{
    char line[160];
    unsigned char id[(FILES_ID_TEXT - 1) / 2];
    randombytes_buf(id, sizeof id);
    (void)sodium_bin2hex(f->id, sizeof f->id, id, sizeof id);
    int size = snprintf(line, sizeof line, "kenpin audit 1 %s %s\n", f->id, digest);
    return put_all(f->state_fd, f->state, line, (size_t)size, err);
}

/* What the last whole mark says, as far as the files bear it out. */
static void read_marks(struct files *f, const char *text)
{
    struct stat csv = {0}, jsonl = {0};
    if (fstat(f->csv_fd, &csv) || (f->jsonl_fd >= 0 && fstat(f->jsonl_fd, &jsonl)))
        return;
    for (const char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
        int64_t rows, csv_at, jsonl_at, seq;
        if (sscanf(line, "%" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64, &rows, &csv_at, &jsonl_at, &seq) != 4)
            continue;
        if (csv_at > csv.st_size || (f->jsonl_fd >= 0 && jsonl_at > jsonl.st_size))
            break;
        f->rows = rows;
        f->csv_at = csv_at;
        f->jsonl_at = jsonl_at;
        f->seq = seq;
    }
}

static int refuse_other(const struct files *f, struct err *err)
{
    return err_set(
        err, ERR_INPUT,
        "%s belongs to another audit: another list, another content, other options, or another version. "
        "Give the same call, or leave out --resume to begin anew",
        "%s は別の監査のものです（一覧、内容、オプション、版のいずれかが違います）。同じ指定にするか、--resume なしで最初から始めてください",
        f->state);
}

/* *there: there is something to take up. */
static int read_state(struct files *f, const char *digest, bool *there, struct err *err)
{
    enum { STATE_MAX = 16 * 1024 * 1024 };
    char id[FILES_ID_TEXT], other[WHAT_TEXT];
    struct stat st;
    *there = false;
    if (fstat(f->state_fd, &st) || st.st_size == 0 || st.st_size > STATE_MAX)
        return 0;
    char *text = malloc((size_t)st.st_size + 1);
    if (!text)
        return err_memory(err);
    ssize_t got = pread(f->state_fd, text, (size_t)st.st_size, 0);
    text[got > 0 ? got : 0] = 0;
    int rc = 0;
    char *end = strchr(text, '\n');
    if (end && sscanf(text, "kenpin audit 1 %32s %64s", id, other) == 2) {
        *there = true;
        memcpy(f->id, id, sizeof id);
        if (strcmp(other, digest) != 0)
            rc = refuse_other(f, err);
        else
            read_marks(f, end + 1);
    }
    free(text);
    return rc;
}

static int take_up(struct files *f, struct err *err)
{
    if (ftruncate(f->csv_fd, f->csv_at) || lseek(f->csv_fd, 0, SEEK_END) < 0)
        return io_error(f->csv, err);
    if (f->jsonl_fd >= 0 && (ftruncate(f->jsonl_fd, f->jsonl_at) || lseek(f->jsonl_fd, 0, SEEK_END) < 0))
        return io_error(f->path[OUT_JSONL], err);
    return lseek(f->state_fd, 0, SEEK_END) < 0 ? io_error(f->state, err) : 0;
}

int files_begin(struct files *f, const struct audit_shape *shape, const char *what, bool resume, struct err *err)
{
    char digest[WHAT_TEXT];
    bool there = false;
    struct stat st;
    if (sodium_init() < 0)
        return err_set(err, ERR_IO, "libsodium cannot be started", "libsodium を起動できません");
    if (f->to_stdout || f->none) {
        unsigned char id[(FILES_ID_TEXT - 1) / 2];
        randombytes_buf(id, sizeof id);
        (void)sodium_bin2hex(f->id, sizeof f->id, id, sizeof id);
        return f->none ? 0 : write_heading(f, shape, err);
    }
    digest_of(what, digest);
    if (resume && stat(f->state, &st) != 0)
        return err_set(err, ERR_INPUT,
                       "there is no %s: no audit was interrupted here, or it was finished. Leave out --resume to begin "
                       "anew",
                       "%s がありません。中断された監査がないか、終わっています。--resume なしで最初から始めてください",
                       f->state);
    if (open_out(f->state, !resume, &f->state_fd, err) || open_out(f->csv, !resume, &f->csv_fd, err))
        return -1;
    if (f->path[OUT_JSONL] && open_out(f->path[OUT_JSONL], !resume, &f->jsonl_fd, err))
        return -1;
    if (resume && read_state(f, digest, &there, err))
        return -1;
    if (there && f->csv_at > 0)
        return take_up(f, err);
    if (!there && write_state(f, digest, err))
        return -1;
    if (ftruncate(f->csv_fd, 0) || (f->jsonl_fd >= 0 && ftruncate(f->jsonl_fd, 0)))
        return io_error(f->csv, err);
    return write_heading(f, shape, err) || files_mark(f, err) ? -1 : 0;
}

/* ---- rows ---- */

int files_write(struct files *f, const struct buffer *csv, const struct buffer *jsonl, int64_t rows, int64_t last_seq,
                struct err *err)
{
    if (f->to_stdout)
        (void)fwrite(csv->bytes, 1, csv->size, stdout); /* a failure stays in the stream */
    if (f->to_stdout || f->none) {
        f->rows += rows;
        return 0;
    }
    if (put_all(f->csv_fd, f->csv, csv->bytes, csv->size, err) ||
        (f->jsonl_fd >= 0 && put_all(f->jsonl_fd, f->path[OUT_JSONL], jsonl->bytes, jsonl->size, err))) {
        (void)!ftruncate(f->csv_fd, f->csv_at); /* a row cut in half is none */
        if (f->jsonl_fd >= 0)
            (void)!ftruncate(f->jsonl_fd, f->jsonl_at);
        return -1;
    }
    f->rows += rows;
    f->seq = last_seq ? last_seq : f->seq;
    f->csv_at += (int64_t)csv->size;
    f->jsonl_at += f->jsonl_fd >= 0 ? (int64_t)jsonl->size : 0;
    return now_ms() - f->marked_ms >= MARK_EVERY_MS ? files_mark(f, err) : 0;
}

int files_each(const struct files *f, int (*each)(void *ctx, const char *const *cell, size_t count, struct err *err),
               void *ctx, struct err *err)
{
    struct buffer text = {0};
    const char *cell[LINE_CELLS_MAX];
    bool heading = true;
    int rc = 0;
    for (int64_t at = 0; !rc && at < f->csv_at;) {
        if (!buffer_room(&text, BLOCK))
            rc = err_memory(err);
        ssize_t got = rc ? 0 : pread(f->csv_fd, text.bytes + text.size, BLOCK, at);
        if (!rc && got <= 0)
            rc = io_error(f->csv, err);
        if (rc)
            break;
        if (got > f->csv_at - at)
            got = (ssize_t)(f->csv_at - at);
        at += got;
        text.size += (size_t)got;
        char *from = text.bytes, *end = text.bytes + text.size, *next = NULL;
        /* a line is split in place: only whole ones, so that the rest can be tried again */
        for (char *whole; !rc && (whole = line_end(from, end)); from = next) {
            size_t count = line_split(from, whole, cell, &next);
            next = whole;
            if (!heading && count)
                rc = each(ctx, cell, count, err);
            heading = false;
        }
        memmove(text.bytes, from, (size_t)(end - from));
        text.size = (size_t)(end - from);
    }
    buffer_clear(&text);
    return rc;
}

/* ---- the end ---- */

int files_end(struct files *f, struct err *err)
{
    if (f->to_stdout || f->none)
        return 0;
    if (fdatasync(f->csv_fd) || (f->jsonl_fd >= 0 && fdatasync(f->jsonl_fd)))
        return io_error(f->csv, err);
    if (f->csv_is_ours)
        (void)unlink(f->csv);
    (void)unlink(f->state);
    return 0;
}

void files_close(struct files *f)
{
    int *const fds[] = {&f->csv_fd, &f->jsonl_fd, &f->state_fd};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
        if (*fds[i] >= 0)
            (void)close(*fds[i]);
        *fds[i] = -1;
    }
}
