#include "cache/registry/revocations_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cache/registry/csv.h"
#include "cache/registry/dates.h"
#include "cache/registry/headings.h"
#include "cache/registry/rows.h"

enum revoked_field { REVOKED_NONE, REVOKED_NUMBER, REVOKED_SCHEME, REVOKED_REASON, REVOKED_DATE };

static const struct heading known[] = {
    {"登録番号", REVOKED_NUMBER},
    {"番号", REVOKED_NUMBER},
    {"ラベル識別番号", REVOKED_NUMBER},
    {"registration number", REVOKED_NUMBER},
    {"registered id", REVOKED_NUMBER},
    {"label id", REVOKED_NUMBER},
    {"制度", REVOKED_SCHEME},
    {"理由", REVOKED_REASON},
    {"日付", REVOKED_DATE},
    {"取消日", REVOKED_DATE},
};

static const char *const names[HEADINGS_FIELDS_MAX] = {
    [REVOKED_NUMBER] = "number",
    [REVOKED_SCHEME] = "scheme",
    [REVOKED_REASON] = "reason",
    [REVOKED_DATE] = "date",
};

static const unsigned required[] = {1u << REVOKED_NUMBER};

static const struct heading_set headings = {
    .known = known,
    .known_count = sizeof known / sizeof known[0],
    .name = names,
    .single = 1u << REVOKED_NUMBER | 1u << REVOKED_SCHEME | 1u << REVOKED_REASON | 1u << REVOKED_DATE,
    .required = required,
    .required_count = sizeof required / sizeof required[0],
};

struct reading {
    struct input in;
    struct table table;
    struct layout layout;
    char digest[INPUT_DIGEST_TEXT];
};

static int read_scheme(const char *text, enum scheme *out, struct err *err)
{
    char *key = NULL;
    if (!text)
        return 0;
    if (headings_key(text, &key, err))
        return -1;
    *out = scheme_from_name(key);
    free(key);
    return *out ? 0
                : err_set(err, ERR_INPUT, "\"%.80s\" is no scheme: write jc-star or cls, or leave it empty for both",
                          "「%.80s」という制度はありません。jc-star か cls と書くか、両方なら空にしてください", text);
}

static int read_date(const char *text, day *out, struct err *err)
{
    if (!text)
        return 0;
    if (dates_read(text, DATES_FIRST, out, err))
        return -1;
    return *out ? 0
                : err_set(err, ERR_INPUT, "\"%.80s\" is no date: write it as 2026-11-21",
                          "「%.80s」は日付ではありません。2026-11-21 のように書いてください", text);
}

static int add_row(const struct reading *r, const struct row *row, struct revocations *out, struct err *err)
{
    struct revocation one = {.line = row->line};
    char *scheme, *date;
    if (rows_text(row, &r->layout, &headings, REVOKED_NUMBER, &one.number, err) ||
        rows_text(row, &r->layout, &headings, REVOKED_SCHEME, &scheme, err) ||
        rows_text(row, &r->layout, &headings, REVOKED_REASON, &one.reason, err) ||
        rows_text(row, &r->layout, &headings, REVOKED_DATE, &date, err) || read_scheme(scheme, &one.scheme, err) ||
        read_date(date, &one.date, err))
        return -1;
    return revocations_add(out, &one, err);
}

static int read_rows(struct reading *r, struct revocations *out, struct err *err)
{
    for (;;) {
        struct row row;
        bool more;
        if (headings_next(&r->table, &r->layout, &row, &more, err))
            return -1;
        if (!more)
            return input_unchanged(&r->in, err);
        if (add_row(r, &row, out, err))
            return err && err->code == ERR_INPUT ? table_err_at(r->table.unit, row.line, err) : -1;
    }
}

static int read_file(struct reading *r, const char *path, struct revocations *out, struct err *err)
{
    const char *slash = strrchr(path, '/');
    if (input_open(path, &r->in, err) || input_digest(&r->in, r->digest, err) || csv_open(&r->in, &r->table, err) ||
        headings_find(&r->table, &headings, NULL, &r->layout, err) || read_rows(r, out, err))
        return -1;
    revocations_settle(out);
    out->file = strdup(slash ? slash + 1 : path);
    out->digest = strdup(r->digest);
    return out->file && out->digest ? 0 : err_memory(err);
}

/* Puts the file before what was wrong, and what it means behind it. */
static void say_file(const char *path, struct err *err)
{
    struct err why = *err;
    if (err->code == ERR_INPUT || err->code == ERR_IO)
        (void)err_set(err, why.code,
                      "%1$s, the shop's own revocations: %3$.0s%2$.600s; nothing is checked while this file cannot be "
                      "read whole. Mend it, or move it away",
                      "%1$s（自店の取消し一覧）: "
                      "%2$.0s%3$.600s。このファイルを全部読めない間は検査しません。直すか、別の場所へ移してください",
                      path, why.en, why.ja);
}

int revocations_file_read(const char *path, struct revocations *out, struct err *err)
{
    struct reading r = {0};
    struct stat st;
    *out = (struct revocations){0};
    if (lstat(path, &st) != 0 && errno == ENOENT)
        return 0;
    int result = read_file(&r, path, out, err);
    table_close(&r.table);
    input_close(&r.in);
    if (result) {
        revocations_clear(out);
        if (err)
            say_file(path, err);
    }
    return result;
}
