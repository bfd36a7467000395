#include "cache/labels_models.h"

#include <stdlib.h>
#include <string.h>

#include "cache/labels_row.h"

#define PAGES      4096
#define PAGE_SHIFT 20 /* of a 32-bit hash: 12 bits are left */
#define HIT_BYTES  8
#define HITS_MAX   (64u << 20) /* of one copy: far above what any registry lists */

static const char GET[] = "SELECT hits FROM model_page WHERE id = ?1";
static const char PUT[] = "INSERT INTO model_page(id, hits) VALUES(?1, ?2) ON CONFLICT(id) DO UPDATE SET hits = ?2";
static const char DROP[] = "DELETE FROM model_page WHERE id = ?1";

static int64_t page_id(enum scheme scheme, uint32_t page)
{
    return (int64_t)scheme * PAGES + page;
}

static void put32(uint8_t *out, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(v >> (8 * i));
}

static uint32_t get32(const uint8_t *in)
{
    return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
}

static int push(struct labels_hits *h, struct labels_hit hit, struct err *err)
{
    if (h->count == h->room) {
        size_t room = h->room ? h->room * 2 : 64;
        struct labels_hit *item = room <= HITS_MAX ? realloc(h->item, room * sizeof *item) : NULL;
        if (!item)
            return err_memory(err);
        h->item = item;
        h->room = room;
    }
    h->item[h->count++] = hit;
    return 0;
}

int labels_hits_add(struct labels_hits *h, const char *norm, int64_t entry, struct err *err)
{
    if (entry <= 0 || entry > UINT32_MAX)
        return err_set(err, ERR_DATA, "cache.db is full of old entries; move the file away, then import again",
                       "cache.db が古い登録で一杯です。このファイルを別の場所へ移し、取り込み直してください");
    return push(h, (struct labels_hit){(uint32_t)labels_hash(norm), (uint32_t)entry}, err);
}

void labels_hits_clear(struct labels_hits *h)
{
    free(h->item);
    *h = (struct labels_hits){0};
}

static int write_page(struct db *db, int64_t id, const uint8_t *bytes, size_t size, struct err *err)
{
    sqlite3_stmt *get = NULL, *put = NULL;
    bool row = false, same = false;
    int result = -1;
    if (db_statement(db, GET, &get, err))
        return -1;
    (void)sqlite3_bind_int64(get, 1, id);
    if (db_step(db, get, &row, err))
        goto done;
    if (row)
        same = (size_t)sqlite3_column_bytes(get, 0) == size && memcmp(sqlite3_column_blob(get, 0), bytes, size) == 0;
    else
        same = size == 0;
    db_done(get);
    if (!same) {
        if (db_statement(db, size ? PUT : DROP, &put, err))
            goto done;
        (void)sqlite3_bind_int64(put, 1, id);
        if (size)
            (void)sqlite3_bind_blob(put, 2, bytes, (int)size, SQLITE_STATIC);
        if (db_step(db, put, &row, err))
            goto done;
    }
    result = 0;
done:
    db_done(get);
    db_done(put);
    return result;
}

int labels_pages_write(struct db *db, enum scheme scheme, const struct labels_hits *all, struct err *err)
{
    int result = -1;
    size_t *end = calloc(PAGES + 1, sizeof *end); /* end[p]: where page p ends, in hits, once all are placed */
    uint8_t *bytes = malloc(all->count * HIT_BYTES + 1);
    if (!end || !bytes) {
        (void)err_memory(err);
        goto done;
    }
    for (size_t i = 0; i < all->count; i++)
        end[(all->item[i].hash >> PAGE_SHIFT) + 1]++;
    for (size_t p = 0; p < PAGES; p++)
        end[p + 1] += end[p];
    for (size_t i = 0; i < all->count; i++) {
        uint8_t *to = bytes + HIT_BYTES * end[all->item[i].hash >> PAGE_SHIFT]++;
        put32(to, all->item[i].hash);
        put32(to + 4, all->item[i].entry);
    }
    for (size_t p = 0, start = 0; p < PAGES; start = end[p++])
        if (write_page(db, page_id(scheme, (uint32_t)p), bytes + start * HIT_BYTES, (end[p] - start) * HIT_BYTES, err))
            goto done;
    result = 0;
done:
    free(end);
    free(bytes);
    return result;
}

/* ---- changing some ---- */

static uint32_t page_of(const struct labels_hit *h)
{
    return h->hash >> PAGE_SHIFT;
}

/* By page; then all hits of one entry one after the other. */
static int by_page(const void *a, const void *b)
{
    const struct labels_hit *x = a, *y = b;
    if (page_of(x) != page_of(y))
        return page_of(x) < page_of(y) ? -1 : 1;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static void sort(struct labels_hits *h)
{
    if (h->count)
        qsort(h->item, h->count, sizeof *h->item, by_page);
}

/* The hits of one page out of a sorted list, taken off its head. */
static struct labels_hits take_page(struct labels_hits *rest, uint32_t page)
{
    struct labels_hits part = {.item = rest->item};
    while (part.count < rest->count && page_of(&rest->item[part.count]) == page)
        part.count++;
    rest->item += part.count;
    rest->count -= part.count;
    return part;
}

static void append(uint8_t *bytes, size_t *size, const struct labels_hits *hits)
{
    for (size_t i = 0; i < hits->count; i++, *size += HIT_BYTES) {
        put32(bytes + *size, hits->item[i].hash);
        put32(bytes + *size + 4, hits->item[i].entry);
    }
}

/* What stays of a page, appended. */
static void keep(uint8_t *bytes, size_t *size, const uint8_t *old, size_t old_size, const struct labels_hits *drop)
{
    for (size_t at = 0; at + HIT_BYTES <= old_size; at += HIT_BYTES) {
        struct labels_hit hit = {get32(old + at), get32(old + at + 4)};
        if (drop->count && bsearch(&hit, drop->item, drop->count, sizeof hit, by_page))
            continue;
        memcpy(bytes + *size, old + at, HIT_BYTES);
        *size += HIT_BYTES;
    }
}

static int edit_page(struct db *db, int64_t id, const struct labels_hits *drop, const struct labels_hits *front,
                     const struct labels_hits *back, struct err *err)
{
    sqlite3_stmt *get;
    uint8_t *bytes = NULL;
    bool row = false;
    if (db_statement(db, GET, &get, err))
        return -1;
    (void)sqlite3_bind_int64(get, 1, id);
    int result = db_step(db, get, &row, err);
    size_t size = 0;
    if (result == 0) {
        const uint8_t *old = row ? sqlite3_column_blob(get, 0) : NULL;
        size_t old_size = old ? (size_t)sqlite3_column_bytes(get, 0) : 0;
        bytes = malloc(old_size + (front->count + back->count) * HIT_BYTES + 1);
        if (bytes) {
            append(bytes, &size, front);
            keep(bytes, &size, old, old_size, drop);
            append(bytes, &size, back);
        } else {
            result = err_memory(err);
        }
    }
    db_done(get);
    if (result == 0)
        result = write_page(db, id, bytes, size, err);
    free(bytes);
    return result;
}

int labels_pages_edit(struct db *db, enum scheme scheme, struct labels_hits *drop, struct labels_hits *front,
                      struct labels_hits *back, struct err *err)
{
    sort(drop);
    sort(front);
    sort(back);
    struct labels_hits rest[] = {*drop, *front, *back}; /* borrowed */
    for (uint32_t page = 0; page < PAGES; page++) {
        struct labels_hits part[3];
        size_t touched = 0;
        for (size_t i = 0; i < 3; i++) {
            part[i] = take_page(&rest[i], page);
            touched += part[i].count;
        }
        if (touched && edit_page(db, page_id(scheme, page), &part[0], &part[1], &part[2], err))
            return -1;
    }
    return 0;
}

int labels_pages_find(struct db *db, enum scheme scheme, const char *norm, struct labels_hits *to, struct err *err)
{
    uint32_t hash = (uint32_t)labels_hash(norm);
    sqlite3_stmt *get = NULL;
    bool row = false;
    int result = -1;
    if (db_statement(db, GET, &get, err))
        return -1;
    (void)sqlite3_bind_int64(get, 1, page_id(scheme, hash >> PAGE_SHIFT));
    if (db_step(db, get, &row, err))
        goto done;
    const uint8_t *bytes = row ? sqlite3_column_blob(get, 0) : NULL;
    size_t size = bytes ? (size_t)sqlite3_column_bytes(get, 0) : 0;
    uint32_t last = 0; /* an entry that lists a model twice has its hits one after the other */
    for (size_t at = 0; at + HIT_BYTES <= size; at += HIT_BYTES) {
        uint32_t entry = get32(bytes + at + 4);
        if (get32(bytes + at) != hash || entry == last)
            continue;
        last = entry;
        if (push(to, (struct labels_hit){hash, entry}, err))
            goto done;
    }
    result = 0;
done:
    db_done(get);
    return result;
}
