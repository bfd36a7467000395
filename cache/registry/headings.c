#include "cache/registry/headings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"

enum {
    VIEWS_MAX = 1000,
    SEEN_CELL = 48, /* bytes shown of one heading */
    LISTED = 400,   /* bytes of headings, or of field names, in a sentence */
};

int headings_key(const char *text, char **out, struct err *err)
{
    if (text_nfkc(text, out, err))
        return -1;
    const char *at = *out;
    char *to = *out;
    int32_t c;
    while ((c = text_next(&at)))
        if (!text_is_space(c) && !text_is_invisible(c))
            to = text_put(to, c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    *to = 0;
    return 0;
}

/* A known heading, its spaces aside, against a key. */
static bool same(const char *heading, const char *key)
{
    for (; *heading; heading++)
        if (*heading != ' ' && *heading != *key++)
            return false;
    return *key == 0;
}

static int field_of_key(const struct heading_set *set, const char *key, bool *plain)
{
    *plain = true;
    for (int f = 1; f < HEADINGS_FIELDS_MAX; f++)
        if (set->name[f] && same(set->name[f], key))
            return f;
    *plain = false;
    for (size_t i = 0; i < set->known_count; i++)
        if (same(set->known[i].text, key))
            return set->known[i].field;
    return 0;
}

int headings_field(const struct heading_set *set, const char *heading, int *field, struct err *err)
{
    char *key;
    bool plain;
    if (headings_key(heading, &key, err))
        return -1;
    *field = field_of_key(set, key, &plain);
    free(key);
    return 0;
}

/* What one row would be as the row of headings. */
struct attempt {
    struct layout layout;
    bool plain[HEADINGS_FIELDS_MAX]; /* the column has the field's plain name */
    int second[HEADINGS_FIELDS_MAX]; /* another column for the same field; -1 */
    int absent;                      /* a field whose chosen heading is not in the row; 0 */
    unsigned fields;                 /* bit set of those found */
    int filled;                      /* cells that hold anything */
};

/* The row that came nearest, for the sentence when none fits. */
struct nearest {
    int score;
    struct attempt attempt;
    char seen[LISTED];
};

static void list(char out[LISTED], const char *between, const char *text)
{
    size_t used = strlen(out);
    char shown[SEEN_CELL];
    text_copy(shown, sizeof shown, text);
    for (char *p = shown; *p; p++)
        if ((unsigned char)*p < ' ')
            *p = ' ';
    if (used + strlen(between) + sizeof shown + 4 < LISTED)
        snprintf(out + used, LISTED - used, "%s%s", used ? between : "", shown);
    else if (used < 3 || strcmp(out + used - 3, "…") != 0)
        snprintf(out + used, LISTED - used, "…");
}

static void list_row(char out[LISTED], const struct row *row)
{
    out[0] = 0;
    for (size_t i = 0; i < row->count; i++) {
        table_trim(row->cell[i].text);
        if (row->cell[i].text[0])
            list(out, " | ", row->cell[i].text);
    }
}

static void take(struct attempt *a, const struct heading_set *set, int field, int column, bool plain)
{
    int *at = &a->layout.column[field];
    if (*at >= 0 && (set->single & 1u << field)) { /* a plain name does not make another column wrong */
        if (a->second[field] < 0)
            a->second[field] = column;
    } else if (*at < 0 || (plain && !a->plain[field])) {
        *at = column;
        a->second[field] = -1;
        a->plain[field] = plain;
    } else if (plain == a->plain[field] && a->second[field] < 0) {
        a->second[field] = column;
    }
    a->fields |= 1u << field;
}

/* The columns whose headings were chosen; `used` marks them. */
static int take_chosen(struct attempt *a, const struct heading_set *set, char *const *keys, size_t count,
                       const struct columns *columns, bool *used, struct err *err)
{
    for (int f = 1; f < HEADINGS_FIELDS_MAX; f++) {
        char *wanted;
        if (!columns->heading[f])
            continue;
        if (headings_key(columns->heading[f], &wanted, err))
            return -1;
        for (size_t i = 0; i < count; i++) {
            if (strcmp(keys[i], wanted) != 0)
                continue;
            take(a, set, f, (int)i, true);
            used[i] = true;
        }
        free(wanted);
        if (a->layout.column[f] < 0 && !a->absent)
            a->absent = f;
    }
    return 0;
}

static int take_all(struct attempt *a, const struct heading_set *set, char *const *keys, size_t count,
                    const struct columns *columns, struct err *err)
{
    bool used[TABLE_COLUMNS_MAX] = {false}, plain;
    if (take_chosen(a, set, keys, count, columns, used, err))
        return -1;
    for (size_t i = 0; i < count; i++) {
        int f = used[i] ? 0 : field_of_key(set, keys[i], &plain);
        a->filled += keys[i][0] != 0;
        if (f && !columns->heading[f])
            take(a, set, f, (int)i, plain);
    }
    return 0;
}

/* A heading merged over several columns, or over several rows of a vertical table. */
static void count_behind(struct layout *l, char *const *keys, size_t count)
{
    for (int f = 1; f < HEADINGS_FIELDS_MAX; f++) {
        size_t at = l->column[f] < 0 ? count : (size_t)l->column[f];
        for (size_t i = at + 1; i < count && strcmp(keys[i], keys[at]) == 0; i++)
            l->behind[f]++;
    }
}

static int attempt_row(const struct row *row, const struct heading_set *set, const struct columns *columns,
                       struct attempt *out, struct err *err)
{
    char *keys[TABLE_COLUMNS_MAX];
    size_t count = 0;
    int rc = 0;
    *out = (struct attempt){.layout = {.width = row->count, .line = row->line}};
    for (int f = 0; f < HEADINGS_FIELDS_MAX; f++)
        out->layout.column[f] = out->second[f] = -1;
    while (rc == 0 && count < row->count && count < TABLE_COLUMNS_MAX)
        if ((rc = headings_key(row->cell[count].text, &keys[count], err)) == 0)
            count++;
    if (rc == 0)
        rc = take_all(out, set, keys, count, columns, err);
    if (rc == 0)
        count_behind(&out->layout, keys, count);
    out->layout.last_empty = rc == 0 && count > 0 && keys[count - 1][0] == 0;
    while (count > 0)
        free(keys[--count]);
    return rc;
}

static bool has_required(const struct heading_set *set, unsigned fields)
{
    for (size_t i = 0; i < set->required_count; i++)
        if (!(fields & set->required[i]))
            return false;
    return true;
}

static int ambiguous(const struct table *t, const struct row *row, const struct attempt *a, int field,
                     const struct heading_set *set, struct err *err)
{
    char first[SEEN_CELL], second[SEEN_CELL];
    const char *name = set->name[field];
    /* with --columns a person chooses, without it the other column must go */
    text_copy(first, sizeof first, row->cell[a->layout.column[field]].text);
    text_copy(second, sizeof second, row->cell[a->second[field]].text);
    if (!set->chosen)
        err_set(err, ERR_INPUT, "two columns may be %s: \"%s\" and \"%s\"; take one out",
                "%s とみられる列が 2 つあります：「%s」と「%s」。一方を除いてください", name, first, second);
    else
        err_set(
            err, ERR_INPUT,
            "two columns may be %s: \"%s\" and \"%s\"; say which with --columns MAP.json, {\"%s\": \"heading\"}",
            "%s とみられる列が 2 つあります：「%s」と「%s」。--columns MAP.json の {\"%s\": \"見出し\"} で選んでください",
            name, first, second, name);
    return table_err_at(t->unit, row->line, err);
}

/* What is looked for, and what came of it so far. */
struct search {
    const struct heading_set *set;
    const struct columns *columns;
    struct nearest nearest;
    struct layout layout; /* FIT_YES */
    struct err trouble;   /* the first view that could not be read: it may be the wrong view */
};

enum fit { FIT_NOT, FIT_YES, FIT_FAILED };

static enum fit fits(const struct search *s, const struct table *t, const struct row *row, const struct attempt *a,
                     struct err *err)
{
    if (a->absent || !has_required(s->set, a->fields))
        return FIT_NOT;
    for (int f = 1; f < HEADINGS_FIELDS_MAX; f++)
        if ((s->set->single & 1u << f) && a->second[f] >= 0)
            return ambiguous(t, row, a, f, s->set, err), FIT_FAILED;
    return FIT_YES;
}

static void remember(struct nearest *nearest, const struct table *t, const struct row *row, const struct attempt *a)
{
    int score = t->turned ? 0 : a->filled; /* any first column could be headings: what is known in it counts alone */
    for (unsigned left = a->fields; left; left &= left - 1)
        score += TABLE_COLUMNS_MAX;
    if (score <= nearest->score)
        return;
    nearest->score = score;
    nearest->attempt = *a;
    list_row(nearest->seen, row);
}

/* A view that cannot be read may be the wrong one, but a disk that cannot be read is not. */
static enum fit passed_over(struct search *s, const struct err *trouble, struct err *err)
{
    if (s->trouble.code == ERR_NONE)
        s->trouble = *trouble;
    if (trouble->code == ERR_INPUT)
        return FIT_NOT;
    if (err)
        *err = *trouble;
    return FIT_FAILED;
}

/* Tries the first rows of the view that `t` stands at the beginning of. */
static enum fit find_row(struct search *s, struct table *t, struct err *err)
{
    for (int i = 0; i < HEADINGS_ROWS_MAX; i++) {
        struct row row;
        struct attempt attempt;
        struct err trouble = {0};
        bool more = false;
        if (t->next(t->ctx, &row, &more, &trouble))
            return passed_over(s, &trouble, err);
        if (!more)
            break;
        if (attempt_row(&row, s->set, s->columns, &attempt, err))
            return FIT_FAILED;
        enum fit fit = fits(s, t, &row, &attempt, err);
        s->layout = attempt.layout;
        if (fit != FIT_NOT)
            return fit;
        remember(&s->nearest, t, &row, &attempt);
    }
    return FIT_NOT;
}

/* The present view turned: *t becomes that when it fits. */
static enum fit find_turned(struct search *s, struct table *t, struct err *err)
{
    struct table turned;
    struct err trouble = {0};
    bool there;
    if (table_turn(t, &turned, &there, &trouble))
        return passed_over(s, &trouble, err);
    enum fit fit = there ? find_row(s, &turned, err) : FIT_NOT;
    if (fit == FIT_YES) {
        table_close(t);
        *t = turned;
    } else {
        table_close(&turned);
    }
    return fit;
}

static enum fit find_view(struct search *s, struct table *t,
                          enum fit (*find)(struct search *s, struct table *t, struct err *err), struct err *err)
{
    for (size_t i = 0; i < VIEWS_MAX; i++) {
        bool there;
        if (t->view(t->ctx, i, &there, err))
            return FIT_FAILED;
        if (!there)
            break;
        enum fit fit = find(s, t, err);
        if (fit != FIT_NOT)
            return fit;
    }
    return FIT_NOT;
}

/* "number (登録番号), status (ステータス) / expires (有効期限)": what is required and not there. */
static void list_missing(char out[LISTED], const struct heading_set *set, unsigned fields)
{
    out[0] = 0;
    for (size_t i = 0; i < set->required_count; i++) {
        const char *between = ", ";
        if (fields & set->required[i])
            continue;
        for (int f = 1; f < HEADINGS_FIELDS_MAX; f++) {
            char name[SEEN_CELL];
            size_t k = 0;
            if (!(set->required[i] & 1u << f))
                continue;
            while (k + 1 < set->known_count && set->known[k].field != f)
                k++;
            snprintf(name, sizeof name, "%s (%s)", set->name[f], set->known[k].text);
            list(out, between, name);
            between = " / ";
        }
    }
}

static int none_fits(const struct nearest *nearest, const struct heading_set *set, const struct columns *columns,
                     struct err *err)
{
    char missing[LISTED];
    const struct attempt *a = &nearest->attempt;
    if (nearest->score == 0)
        return err_set(err, ERR_INPUT, "there are no rows and no headings: the file is empty",
                       "行も見出しもありません。ファイルが空です");
    if (a->absent)
        return err_set(err, ERR_INPUT, "there is no heading \"%s\", which --columns names for %s. Headings seen: %s",
                       "--columns が示す見出し「%s」（%s）がありません。見つかった見出し：%s",
                       columns->heading[a->absent], set->name[a->absent], nearest->seen);
    list_missing(missing, set, a->fields);
    if (!set->chosen)
        return err_set(err, ERR_INPUT, "no column for %s. Headings seen: %s. Name the column so in the first row",
                       "%s の列がありません。見つかった見出し：%s。1 行目の見出しをその名前にしてください", missing,
                       nearest->seen);
    return err_set(
        err, ERR_INPUT,
        "no column for %s. Headings seen: %s. Say which is which with --columns MAP.json, "
        "{\"field\": \"heading\"}",
        "%s の列がありません。見つかった見出し：%s。--columns MAP.json の {\"field\": \"見出し\"} で対応を示してください",
        missing, nearest->seen);
}

int headings_find(struct table *t, const struct heading_set *set, const struct columns *columns, struct layout *out,
                  struct err *err)
{
    static const struct columns none;
    struct search s = {.set = set, .columns = columns ? columns : &none};
    enum fit fit = find_view(&s, t, find_row, err);
    if (fit == FIT_NOT)
        fit = find_view(&s, t, find_turned, err);
    if (fit == FIT_FAILED)
        return -1;
    if (fit == FIT_YES) {
        *out = s.layout;
        return 0;
    }
    if (s.trouble.code == ERR_NONE || s.nearest.score > 1) /* more than one cell: some view is a table */
        return none_fits(&s.nearest, set, s.columns, err);
    if (err)
        *err = s.trouble;
    return -1;
}

static int wrong_width(const struct table *t, const struct layout *layout, const struct row *row, struct err *err)
{
    err_set(err, ERR_INPUT,
            "%zu cells where the headings have %zu: a cell that holds a delimiter or a new line needs quotes around it",
            "セルが %zu 個ありますが、見出しは %zu 個です。区切り文字や改行を含むセルは引用符で囲んでください",
            row->count, layout->width);
    return table_err_at(t->unit, row->line, err);
}

/* A delimiter at the end of a row makes one more cell, an empty one. */
static bool width_fits(const struct layout *layout, const struct row *row)
{
    if (row->count == layout->width)
        return true;
    if (row->count == layout->width + 1)
        return row->cell[layout->width].kind == CELL_NONE;
    return row->count + 1 == layout->width && layout->last_empty;
}

int headings_next(struct table *t, const struct layout *layout, struct row *out, bool *more, struct err *err)
{
    do {
        if (t->next(t->ctx, out, more, err))
            return -1;
    } while (*more && table_row_empty(out));
    if (*more && !width_fits(layout, out))
        return wrong_width(t, layout, out, err);
    return 0;
}
