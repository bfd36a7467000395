#include "app/label/revocations.h"

#include <stdlib.h>
#include <string.h>

#include "app/label/normal.h"

void revocations_clear(struct revocations *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->item[i].number);
        free(r->item[i].norm);
        free(r->item[i].reason);
    }
    free(r->item);
    free(r->file);
    free(r->digest);
    *r = (struct revocations){0};
}

static int make_room(struct revocations *r, struct err *err)
{
    if (r->count == REVOCATIONS_MAX)
        return err_set(err, ERR_INPUT, "more than %d labels", "%d 件を超えるラベルがあります", REVOCATIONS_MAX);
    if (r->count < r->room)
        return 0;
    size_t room = r->room ? r->room * 2 : 16;
    struct revocation *item = realloc(r->item, room * sizeof *item);
    if (!item)
        return err_memory(err);
    r->item = item;
    r->room = room;
    return 0;
}

int revocations_add(struct revocations *r, const struct revocation *one, struct err *err)
{
    char *loose = NULL;
    if (normal_loose(one->number ? one->number : "", &loose, err))
        return -1;
    bool empty = !loose[0];
    free(loose);
    if (empty)
        return err_set(err, ERR_INPUT, "there is no label's number", "ラベルの番号がありません");
    if (make_room(r, err))
        return -1;
    struct revocation *to = &r->item[r->count++]; /* counted even when half made: revocations_clear frees it */
    *to = (struct revocation){.scheme = one->scheme, .date = one->date, .line = one->line};
    to->number = strdup(one->number);
    to->reason = one->reason ? strdup(one->reason) : NULL;
    if (!to->number || (one->reason && !to->reason))
        return err_memory(err);
    return normal_form(one->number, &to->norm, err);
}

static int order(const void *a, const void *b)
{
    const struct revocation *x = a, *y = b;
    int result = strcmp(x->norm, y->norm);
    return result ? result : (x->line > y->line) - (x->line < y->line);
}

void revocations_settle(struct revocations *r)
{
    if (r->count)
        qsort(r->item, r->count, sizeof *r->item, order);
}

/* The first of its number. */
static size_t lower_bound(const struct revocations *r, const char *norm)
{
    size_t from = 0, to = r->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (strcmp(r->item[middle].norm, norm) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

const struct revocation *revocations_find(const struct revocations *r, enum scheme scheme, const char *norm)
{
    for (size_t i = r ? lower_bound(r, norm) : 0; r && i < r->count && strcmp(r->item[i].norm, norm) == 0; i++)
        if (r->item[i].scheme == SCHEME_NONE || r->item[i].scheme == scheme)
            return &r->item[i];
    return NULL;
}
