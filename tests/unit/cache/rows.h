#ifndef KENPIN_TEST_ROWS_H
#define KENPIN_TEST_ROWS_H

#include "cache/labels.h"
#include "tests/unit/cache/place.h"

/* A row of an invented registry, as a test writes it. */
struct one {
    const char *number;
    const char *models; /* a cell: "ER-100, ER-200" */
    const char *url;
    enum status status;
    day expires;
};

static inline struct label_row label_row_of(const struct one *o, int64_t line)
{
    struct label_row row = {.line = line};
    struct err err;
    row.entry.number = strdup(o->number);
    row.entry.product = strdup("Demo router");
    row.entry.vendor = strdup("株式会社デモ");
    row.entry.word = strdup("有効");
    row.entry.url = o->url ? strdup(o->url) : NULL;
    row.entry.status = o->status ? o->status : STATUS_CURRENT;
    row.entry.level = 1;
    row.entry.issued = 20250601;
    row.entry.expires = o->expires ? o->expires : 20270531;
    if (o->models)
        assert_int_equal(models_split(&row.entry.models, o->models, &err), 0);
    return row;
}

static inline int put_one(struct labels_import *i, const struct one *o, int64_t line, struct err *err)
{
    struct label_row row = label_row_of(o, line);
    int result = labels_put(i, &row, err);
    entry_clear(&row.entry);
    return result;
}

static inline struct labels_options jc_star(moment as_of, const char *digest)
{
    return (struct labels_options){
        .scheme = SCHEME_JC_STAR, .source = "list.csv", .digest = digest, .as_of = as_of, .now = NOW};
}

/* A whole import; rows end with one without a number. */
static inline int import_rows(struct db *db, const struct labels_options *o, const struct one *rows,
                              struct labels_result *out, struct err *err)
{
    struct labels_import *i;
    if (labels_begin(db, o, &i, err))
        return -1;
    for (int64_t n = 0; rows[n].number; n++)
        if (put_one(i, &rows[n], n + 2, err)) {
            labels_abort(i);
            return -1;
        }
    return labels_commit(i, out, err);
}

static inline struct labels_result must_import(struct db *db, const struct labels_options *o, const struct one *rows)
{
    struct labels_result result = {0};
    struct err err = {0};
    if (import_rows(db, o, rows, &result, &err))
        fail_msg("import: %s", err.en);
    return result;
}

static inline struct answer ask_number(struct db *db, enum scheme scheme, const char *norm)
{
    struct registry r = labels_registry(db);
    struct answer a;
    struct err err = {0};
    if (r.by_number(r.ctx, scheme, norm, &a, &err))
        fail_msg("by_number: %s", err.en);
    return a;
}

/* The answer to a number, and no more than that. */
static inline void assert_answer(struct db *db, const char *norm, enum answer_kind kind, enum status status)
{
    struct answer a = ask_number(db, SCHEME_JC_STAR, norm);
    if (a.kind != kind || entry_status(&a.entry) != status)
        fail_msg("%s: answer %d, not %d; status %s, not %s", norm, a.kind, kind, status_name(entry_status(&a.entry)),
                 status_name(status));
    answer_clear(&a);
}

static const struct one TWO[] = {{.number = "DEMO-1", .models = "ER-1"}, {.number = "DEMO-2", .models = "ER-2"}, {0}};

/* `count` rows DEMO-<first> and on; ends with the row without a number. */
enum { MANY = 64 };
struct many {
    struct one row[MANY + 1];
    char number[MANY][24];
};

static inline const struct one *many(struct many *m, int first, int count)
{
    *m = (struct many){0};
    assert_true(count <= MANY);
    for (int i = 0; i < count; i++) {
        snprintf(m->number[i], sizeof m->number[i], "DEMO-%04d", first + i);
        m->row[i] = (struct one){.number = m->number[i], .models = "ER-1, ER-2, ER-3"};
    }
    return m->row;
}

#endif
