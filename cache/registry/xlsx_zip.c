#include "cache/registry/xlsx_zip.h"

#include <string.h>
#include <strings.h>

#include "cache/registry/grid.h"

/* APPNOTE.TXT 4.3.16 and 4.3.14: the end of the central directory, which says how many members there are. libzip
 * reserves memory for as many as it says, so that it is asked first. */
enum {
    END_SIZE = 22,
    END_COUNT = 10, /* 2 bytes */
    END_COMMENT_MAX = 65535,
    LOCATOR_SIZE = 20,
    LOCATOR_OFFSET = 8, /* 8 bytes */
    END64_COUNT = 32,   /* 8 bytes */
    END64_SIZE = 56,
    COUNT_IN_END64 = 0xFFFF,
};

static uint64_t little(const uint8_t *p, int bytes)
{
    uint64_t n = 0;
    for (int i = bytes; i > 0; i--)
        n = n << 8 | p[i - 1];
    return n;
}

static int damaged(struct err *err)
{
    return err_set(err, ERR_INPUT, "this ZIP (XLSX) is damaged or cut short: fetch or save the workbook again",
                   "この ZIP（XLSX）は壊れているか、途中で切れています。取得または保存し直してください");
}

/* The members that the ends say there are: of several ends the most, as libzip may take any. */
static int count_members(struct xlsx_zip *z, uint64_t *count, struct err *err)
{
    static uint8_t nothing[END64_SIZE];
    enum { TAIL = LOCATOR_SIZE + END_SIZE + END_COMMENT_MAX };
    uint8_t tail[TAIL];
    int64_t from = z->in->size > TAIL ? z->in->size - TAIL : 0;
    size_t size, got;
    *count = 0;
    if (input_peek(z->in, from, tail, sizeof tail, &size, err))
        return -1;
    bool any = false;
    for (size_t i = 0; i + END_SIZE <= size; i++) {
        if (memcmp(tail + i, "PK\5\6", 4) != 0)
            continue;
        any = true;
        uint64_t n = little(tail + i + END_COUNT, 2);
        if (i >= LOCATOR_SIZE && memcmp(tail + i - LOCATOR_SIZE, "PK\6\7", 4) == 0) {
            uint8_t end64[END64_SIZE];
            uint64_t at = little(tail + i - LOCATOR_SIZE + LOCATOR_OFFSET, 8);
            memcpy(end64, nothing, sizeof end64);
            if (at < (uint64_t)z->in->size && input_peek(z->in, (int64_t)at, end64, sizeof end64, &got, err))
                return -1;
            uint64_t n64 = little(end64 + END64_COUNT, 8);
            n = n64 > n || n == COUNT_IN_END64 ? n64 : n;
        }
        *count = n > *count ? n : *count;
    }
    return any ? 0 : damaged(err);
}

static zip_int64_t source_failed(struct xlsx_zip *z)
{
    zip_library.error_set(&z->error, ZIP_ER_READ, 0);
    return -1;
}

static zip_int64_t source_seek(struct xlsx_zip *z, void *data, zip_uint64_t size)
{
    zip_int64_t to =
        zip_library.source_seek_compute_offset((zip_uint64_t)z->at, (zip_uint64_t)z->in->size, data, size, &z->error);
    if (to < 0)
        return -1;
    z->at = to;
    return 0;
}

static zip_int64_t source_read(struct xlsx_zip *z, void *data, zip_uint64_t size)
{
    size_t got;
    if (input_peek(z->in, z->at, data, (size_t)size, &got, &z->trouble))
        return source_failed(z);
    z->at += (int64_t)got;
    return (zip_int64_t)got;
}

static zip_int64_t source_stat(const struct xlsx_zip *z, void *data)
{
    zip_stat_t *stat = data;
    zip_library.stat_init(stat);
    stat->valid = ZIP_STAT_SIZE;
    stat->size = (zip_uint64_t)z->in->size;
    return (zip_int64_t)sizeof *stat;
}

/* libzip's way to the bytes. */
static zip_int64_t source(void *ctx, void *data, zip_uint64_t size, zip_source_cmd_t command)
{
    struct xlsx_zip *z = ctx;
    switch (command) {
    case ZIP_SOURCE_OPEN:
        z->at = 0;
        return 0;
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
        return 0;
    case ZIP_SOURCE_READ:
        return source_read(z, data, size);
    case ZIP_SOURCE_SEEK:
        return source_seek(z, data, size);
    case ZIP_SOURCE_TELL:
        return z->at;
    case ZIP_SOURCE_STAT:
        return source_stat(z, data);
    case ZIP_SOURCE_ERROR:
        return zip_library.error_to_data(&z->error, data, size);
    case ZIP_SOURCE_SUPPORTS:
        return ZIP_SOURCE_SUPPORTS_SEEKABLE;
    default:
        zip_library.error_set(&z->error, ZIP_ER_OPNOTSUPP, 0);
        return -1;
    }
}

/* What `in` said, if it was that. */
static int failed(const struct xlsx_zip *z, struct err *err)
{
    if (z->trouble.code == ERR_NONE)
        return damaged(err);
    if (err)
        *err = z->trouble;
    return -1;
}

int xlsx_zip_open(struct input *in, struct xlsx_zip *z, struct err *err)
{
    uint64_t count;
    *z = (struct xlsx_zip){.in = in};
    if (zip_library_load(err))
        return -1;
    if (in->size > XLSX_FILE_MAX)
        return err_set(err, ERR_INPUT,
                       "the workbook has %lld bytes, more than the limit of 256 MiB: keep only the list",
                       "ブックは %lld バイトあり、上限の 256 MiB を超えています。一覧だけのファイルにしてください",
                       (long long)in->size);
    if (count_members(z, &count, err))
        return -1;
    if (count > XLSX_MEMBERS_MAX)
        return err_set(err, ERR_INPUT, "the workbook says it has %llu parts, more than the limit of %d",
                       "ブックの部品数は %llu で、上限の %d を超えています", (unsigned long long)count,
                       XLSX_MEMBERS_MAX);
    zip_library.error_init(&z->error);
    zip_source_t *from = zip_library.source_function_create(source, z, NULL);
    if (!from)
        return err_memory(err);
    z->zip = zip_library.open_from_source(from, ZIP_RDONLY, NULL);
    if (z->zip)
        return 0;
    zip_library.source_free(from);
    return failed(z, err);
}

void xlsx_zip_close(struct xlsx_zip *z)
{
    if (z->zip)
        zip_library.discard(z->zip);
    *z = (struct xlsx_zip){0};
}

int xlsx_zip_find(struct xlsx_zip *z, const char *name, int64_t *index, struct err *err)
{
    zip_int64_t count = zip_library.get_num_entries(z->zip, 0);
    *index = -1;
    for (zip_int64_t i = 0; i < count; i++) {
        const char *there = zip_library.get_name(z->zip, (zip_uint64_t)i, 0);
        if (!there || strcasecmp(there, name) != 0)
            continue;
        if (*index >= 0)
            return err_set(err, ERR_INPUT, "the workbook holds %s twice: save it again",
                           "ブックに %s が 2 つあります。保存し直してください", name);
        *index = i;
    }
    return 0;
}

bool xlsx_zip_has_ending(struct xlsx_zip *z, const char *ending)
{
    zip_int64_t count = zip_library.get_num_entries(z->zip, 0);
    size_t size = strlen(ending);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *there = zip_library.get_name(z->zip, (zip_uint64_t)i, 0);
        size_t all = there ? strlen(there) : 0;
        if (there && all >= size && strcasecmp(there + all - size, ending) == 0)
            return true;
    }
    return false;
}

/* ---- one member ---- */

struct member {
    struct xlsx_zip *z;
    zip_file_t *file;
    const char *name;
    uint64_t size, packed, got; /* as the directory says; so far */
    int64_t taken;              /* by those before it */
};

static int too_large(const char *name, uint64_t size, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s in the workbook unpacks to %llu bytes, more than a list needs: it is not read",
                   "ブックの中の %s は展開すると %llu バイトになり、一覧に必要な大きさを超えています。読み取りません",
                   name, (unsigned long long)size);
}

static int look_at(const struct member *m, const zip_stat_t *s, struct err *err)
{
    static const zip_uint64_t needed =
        ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if ((s->valid & needed) != needed)
        return damaged(err);
    if (s->encryption_method != ZIP_EM_NONE)
        return err_set(err, ERR_INPUT, "the workbook is locked with a password: save it without one",
                       "ブックにパスワードが設定されています。パスワードなしで保存してください");
    if (s->comp_method != ZIP_CM_STORE && s->comp_method != ZIP_CM_DEFLATE)
        return err_set(err, ERR_INPUT, "%s in the workbook is packed in a way that workbooks are not (method %d)",
                       "ブックの中の %s は通常と異なる方法（%d）で圧縮されています", m->name, (int)s->comp_method);
    if (s->size > XLSX_MEMBER_MAX || s->size > XLSX_UNPACKED_MAX - m->z->unpacked ||
        (s->size > XLSX_RATIO_FROM && s->size / XLSX_RATIO_MAX > s->comp_size))
        return too_large(m->name, s->size, err);
    return 0;
}

static int member_damaged(const struct member *m, int code, struct err *err)
{
    if (m->z->trouble.code != ERR_NONE)
        return failed(m->z, err);
    if (code == ZIP_ER_MEMORY)
        return err_memory(err);
    if (code == ZIP_ER_CRC)
        return err_set(err, ERR_INPUT, "%s in the workbook is damaged: its checksum is wrong; fetch or save it again",
                       "ブックの中の %s が壊れています（チェックサムが一致しません）。取得または保存し直してください",
                       m->name);
    return err_set(err, ERR_INPUT, "%s in the workbook is damaged or cut short: fetch or save the workbook again",
                   "ブックの中の %s が壊れているか、途中で切れています。取得または保存し直してください", m->name);
}

static int member_bytes(void *from, char *out, size_t room, size_t *got, struct err *err)
{
    struct member *m = from;
    *got = 0;
    zip_int64_t n = zip_library.fread(m->file, out, room);
    if (n < 0)
        return member_damaged(m, zip_library.error_code_zip(zip_library.file_get_error(m->file)), err);
    m->got += (uint64_t)n;
    m->z->unpacked += (uint64_t)n;
    if (m->got > m->size || m->z->unpacked > XLSX_UNPACKED_MAX)
        return too_large(m->name, m->got, err);
    *got = (size_t)n;
    m->z->taken = m->taken + (m->size ? (int64_t)(m->packed * m->got / m->size) : 0);
    return grid_progress(m->z->in, m->z->taken, err);
}

/* What stands behind the end of the document, so that the checksum is looked at. */
static int read_rest(struct member *m, struct err *err)
{
    char rest[4096];
    size_t got;
    do {
        if (member_bytes(m, rest, sizeof rest, &got, err))
            return -1;
    } while (got > 0);
    return m->got == m->size ? 0 : member_damaged(m, ZIP_ER_EOF, err);
}

int xlsx_zip_read(struct xlsx_zip *z, int64_t index, const char *name, const struct markup_events *events, void *ctx,
                  struct err *err)
{
    zip_stat_t s;
    struct member m = {.z = z, .name = name, .taken = z->taken};
    if (zip_library.stat_index(z->zip, (zip_uint64_t)index, 0, &s))
        return damaged(err);
    if (look_at(&m, &s, err))
        return -1;
    m.size = s.size;
    m.packed = s.comp_size < (uint64_t)z->in->size ? s.comp_size : (uint64_t)z->in->size;
    m.file = zip_library.fopen_index(z->zip, (zip_uint64_t)index, 0);
    if (!m.file)
        return member_damaged(&m, zip_library.error_code_zip(zip_library.get_error(z->zip)), err);
    int rc = markup_read(member_bytes, &m, name, events, ctx, err);
    if (rc == 0)
        rc = read_rest(&m, err);
    zip_library.fclose(m.file);
    return rc;
}
