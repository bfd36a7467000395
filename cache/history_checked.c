#include "cache/history_checked.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "app/label/normal.h"

enum { LABELS_MAX = 8 << 20, NUMBER_MAX = 4096 };

static int order(const void *a, const void *b)
{
    const struct history_label *x = a, *y = b;
    int result = strcmp(x->norm, y->norm);
    return result ? result : ((int)x->scheme > (int)y->scheme) - ((int)x->scheme < (int)y->scheme);
}

void history_checked_clear(struct history_checked *h)
{
    for (size_t i = 0; i < h->count; i++)
        free(h->item[i].norm);
    free(h->item);
    *h = (struct history_checked){0};
}

/* ---- the numbers in question ---- */

static int add(void *ctx, const struct history_change *c, struct err *err)
{
    struct history_checked *h = ctx;
    if (!c->norm)
        return 0;
    if (h->count == h->room) {
        size_t room = h->room ? h->room * 2 : 64;
        struct history_label *item = room <= LABELS_MAX ? realloc(h->item, room * sizeof *item) : NULL;
        if (!item)
            return err_memory(err);
        h->item = item;
        h->room = room;
    }
    char *norm = strdup(c->norm);
    if (!norm)
        return err_memory(err);
    h->item[h->count++] = (struct history_label){.scheme = c->scheme, .norm = norm};
    return 0;
}

static void settle(struct history_checked *h)
{
    size_t kept = 0;
    if (h->count)
        qsort(h->item, h->count, sizeof *h->item, order);
    for (size_t i = 0; i < h->count; i++)
        if (kept && order(&h->item[kept - 1], &h->item[i]) == 0)
            free(h->item[i].norm);
        else
            h->item[kept++] = h->item[i];
    h->count = kept;
}

static struct history_label *find(const struct history_checked *h, enum scheme scheme, const char *norm)
{
    struct history_label key = {.scheme = scheme, .norm = (char *)norm};
    return h->count ? bsearch(&key, h->item, h->count, sizeof key, order) : NULL;
}

const struct history_label *history_checked_find(const struct history_checked *h, enum scheme scheme, const char *norm)
{
    const struct history_label *l = find(h, scheme, norm);
    return l && l->times ? l : NULL;
}

/* ---- the ledger ---- */

static int count(struct history_checked *h, const cJSON *label, int64_t seq, struct err *err)
{
    const char *scheme = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(label, "scheme"));
    const char *number = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(label, "number"));
    char *norm = NULL;
    if (!scheme || !number)
        return 0;
    if (normal_form(number, &norm, err))
        return -1;
    struct history_label *l = find(h, scheme_from_name(scheme), norm);
    if (l && l->seq != seq) {
        l->seq = seq;
        l->times++;
    }
    free(norm);
    return 0;
}

static int count_all(struct history_checked *h, const struct ledger_record *record, struct err *err)
{
    cJSON *root = cJSON_Parse(record->text);
    const cJSON *label;
    int result = 0;
    cJSON_ArrayForEach(label, cJSON_GetObjectItemCaseSensitive(root, "labels"))
    {
        result = count(h, label, record->seq, err);
        if (result)
            break;
    }
    cJSON_Delete(root);
    return result;
}

/* Does the record name one of the numbers? A string of JSON holds no bare quote, so that the key cannot stand in one.
 * Quicker by far than to parse every record; *maybe is also true where only parsing can tell. */
static int names_one(const struct history_checked *h, const char *text, bool *maybe, struct err *err)
{
    static const char key[] = "\"number\":\"";
    *maybe = false;
    for (const char *at = strstr(text, key); at && !*maybe; at = strstr(at, key)) {
        char number[NUMBER_MAX], *norm = NULL;
        at += sizeof key - 1;
        size_t size = strcspn(at, "\"\\");
        if (at[size] == '\\' || size >= sizeof number) {
            *maybe = true;
            break;
        }
        memcpy(number, at, size);
        number[size] = 0;
        if (normal_form(number, &norm, err))
            return -1;
        *maybe = find(h, SCHEME_JC_STAR, norm) || find(h, SCHEME_CLS, norm);
        free(norm);
    }
    return 0;
}

static int take(void *ctx, const struct ledger_record *record, struct err *err)
{
    struct history_checked *h = ctx;
    bool maybe = false;
    if (!strstr(record->text, "\"labels\":["))
        return 0;
    if (names_one(h, record->text, &maybe, err))
        return -1;
    return maybe ? count_all(h, record, err) : 0;
}

int history_checked_read(struct db *db, const struct history_since *since, struct ledger *ledger,
                         struct history_checked *out, struct err *err)
{
    *out = (struct history_checked){0};
    int result = history_each(db, since, add, out, err);
    settle(out);
    if (result == 0 && ledger && out->count)
        result = ledger_read(ledger, &(struct ledger_filter){0}, take, out, err);
    if (result)
        history_checked_clear(out);
    return result;
}
