#include "cache/labels_search.h"

#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/label/normal.h"
#include "cache/labels_row.h"

static const char ENTRIES[] = "SELECT e.vendor, e.product, e.number, e.scheme, e.models FROM entry e"
                              " JOIN present p ON p.scheme = e.scheme WHERE e.gone_copy IS NULL ORDER BY e.id";

enum { LEAST = 2, HIRAGANA_FIRST = 0x3041, HIRAGANA_LAST = 0x3096, TO_KATAKANA = 0x60, LONG_VOWEL = 0x30FC };

/* From the normal form: letters and digits alone, hiragana as katakana, no long vowel. In place. Returns how many. */
static size_t fold(char *norm)
{
    char *to = norm;
    size_t count = 0;
    for (const char *at = norm; *at;) {
        int32_t c = text_next(&at);
        if (!text_is_letter_or_digit(c) || c == LONG_VOWEL)
            continue;
        to = text_put(to, c >= HIRAGANA_FIRST && c <= HIRAGANA_LAST ? c + TO_KATAKANA : c);
        count++;
    }
    *to = 0;
    return count;
}

static int folded(const char *text, char **out, size_t *count, struct err *err)
{
    if (normal_form(text, out, err))
        return -1;
    *count = fold(*out);
    return 0;
}

static void hit_clear(struct labels_hit_model *h)
{
    free(h->vendor);
    free(h->model);
    free(h->product);
    free(h->number);
    *h = (struct labels_hit_model){0};
}

void labels_search_clear(struct labels_search *s)
{
    for (size_t i = 0; i < s->count; i++)
        hit_clear(&s->item[i]);
    s->count = 0;
}

struct search {
    struct db *db;
    const char *wanted;
    struct labels_search begins, holds;
};

static int keep(sqlite3_stmt *row, const char *model, struct labels_search *to, struct err *err)
{
    if (to->count == LABELS_SEARCH_MAX)
        return 0;
    struct labels_hit_model *h = &to->item[to->count++];
    *h = (struct labels_hit_model){.scheme = (enum scheme)sqlite3_column_int(row, 3), .model = strdup(model)};
    if (!h->model)
        return err_memory(err);
    return db_column_text(row, 0, &h->vendor, err) || db_column_text(row, 1, &h->product, err) ||
                   db_column_text(row, 2, &h->number, err)
               ? -1
               : 0;
}

static int look(struct search *s, sqlite3_stmt *row, const struct model *m, const char *vendor, struct err *err)
{
    char *norm = strdup(m->norm), *both = NULL;
    if (!norm)
        return err_memory(err);
    (void)fold(norm);
    size_t v = strlen(vendor), n = strlen(norm);
    int rc = 0;
    if (!strncmp(norm, s->wanted, strlen(s->wanted)))
        rc = keep(row, m->raw, &s->begins, err);
    else if (!(both = malloc(v + n + 1)))
        rc = err_memory(err);
    else {
        memcpy(both, vendor, v);
        memcpy(both + v, norm, n + 1);
        if (strstr(both, s->wanted))
            rc = keep(row, m->raw, &s->holds, err);
    }
    free(both);
    free(norm);
    return rc;
}

static int look_at_entry(struct search *s, sqlite3_stmt *row, struct err *err)
{
    const char *text = (const char *)sqlite3_column_text(row, 4);
    const char *vendor = (const char *)sqlite3_column_text(row, 0);
    struct models models = {0};
    char *brand = NULL;
    size_t count;
    int rc = labels_models_read(text ? text : "", &models, err);
    if (!rc)
        rc = folded(vendor ? vendor : "", &brand, &count, err);
    for (size_t i = 0; !rc && i < models.count; i++)
        if (models.item[i].kind == MODEL_EXACT)
            rc = look(s, row, &models.item[i], brand, err);
    free(brand);
    models_clear(&models);
    return rc;
}

static int look_at_all(struct search *s, struct err *err)
{
    sqlite3_stmt *stmt;
    bool row = false;
    if (db_statement(s->db, ENTRIES, &stmt, err))
        return -1;
    int rc;
    while (!(rc = db_step(s->db, stmt, &row, err)) && row && s->begins.count < LABELS_SEARCH_MAX)
        if ((rc = look_at_entry(s, stmt, err)))
            break;
    db_done(stmt);
    return rc;
}

int labels_search(struct db *db, const char *text, struct labels_search *out, struct err *err)
{
    struct search s = {.db = db};
    char *wanted = NULL;
    size_t count = 0;
    *out = (struct labels_search){0};
    if (folded(text, &wanted, &count, err))
        return -1;
    s.wanted = wanted;
    int rc = db->handle && count >= LEAST ? look_at_all(&s, err) : 0;
    *out = s.begins;
    for (size_t i = 0; i < s.holds.count; i++)
        if (!rc && out->count < LABELS_SEARCH_MAX)
            out->item[out->count++] = s.holds.item[i];
        else
            hit_clear(&s.holds.item[i]);
    if (rc)
        labels_search_clear(out);
    free(wanted);
    return rc;
}
