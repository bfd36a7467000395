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
