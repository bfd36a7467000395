#include "app/scan/reader_merge.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/codes/parts.h"

static bool is_linear(const struct scan_hit *h)
{
    return h->symbol.symbology < SYMBOLOGY_QR;
}

static bool same_code(const struct symbol *a, const struct symbol *b)
{
    return a->symbology == b->symbology && a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0 &&
           a->part.index == b->part.index;
}

/* Whether `inner` has its middle within `outer`, or up to an eighth of its size beside it, since the ends of a code are
 * known only where scan lines ended. */
static bool lies_over(const struct quad *inner, const struct quad *outer)
{
    struct point m = quad_middle(outer);
    struct quad larger;
    for (int i = 0; i < 4; i++)
        larger.at[i] = (struct point){m.x + (outer->at[i].x - m.x) * 9 / 8, m.y + (outer->at[i].y - m.y) * 9 / 8};
    return quad_contains(&larger, quad_middle(inner));
}

/* Two codes cannot be printed over one another. Of a linear code and whatever lies in the same place, the weaker one is
 * a misreading: a UPC-E within an EAN-13, two halves of neighbours, bars seen in a QR. */
static bool is_weaker(const struct scan_hit *h, const struct scan_hit *other)
{
    return is_linear(h) && (!is_linear(other) || other->lines > h->lines) && h->has_quad && other->has_quad &&
           !same_code(&h->symbol, &other->symbol) && lies_over(&h->quad, &other->quad);
}

/* Of two with the same value. Square codes that lie apart are two, as on a sheet of labels; a linear code is seen in
 * strips, each with a place of its own, and stays one. */
static bool is_one_print(const struct scan_hit *h, const struct scan_hit *other)
{
    return is_linear(h) || !h->has_quad || !other->has_quad || lies_over(&h->quad, &other->quad) ||
           lies_over(&other->quad, &h->quad);
}

static bool counts(const struct scan *scan, size_t n)
{
    const struct scan_hit *h = &scan->hit[n];
    for (size_t i = 0; i < scan->hits_count; i++) {
        const struct scan_hit *other = &scan->hit[i];
        bool same = same_code(&h->symbol, &other->symbol);
        if (same ? i < n && is_one_print(h, other) : is_weaker(h, other))
            return false;
    }
    return true;
}

void reader_merge(struct scan *scan)
{
    bool keep[SCAN_HITS_MAX] = {false};
    for (size_t i = 0; i < scan->hits_count; i++)
        keep[i] = counts(scan, i);
    size_t kept = 0;
    for (size_t i = 0; i < scan->hits_count; i++) {
        if (keep[i])
            scan->hit[kept++] = scan->hit[i];
        else
            symbol_clear(&scan->hit[i].symbol);
    }
    scan->hits_count = kept;
}

static int whole(float v, uint32_t side)
{
    return v > 0 ? (v < (float)side ? (int)v : (int)side - 1) : 0; /* an estimate may lie outside of the picture */
}

static void set_corners(struct scan_hit *h, const struct image *image)
{
    h->symbol.has_corners = h->has_quad;
    for (int i = 0; h->has_quad && i < 4; i++) {
        h->symbol.corners[i][0] = whole(h->quad.at[i].x, image->width) << image->shrunk;
        h->symbol.corners[i][1] = whole(h->quad.at[i].y, image->height) << image->shrunk;
    }
}

static int top_of(const struct symbol *s)
{
    int top = INT_MAX;
    for (int i = 0; i < 4 && s->has_corners; i++)
        top = s->corners[i][1] < top ? s->corners[i][1] : top;
    return top;
}

/* From top to bottom, then left to right, then by value, so that the order never hangs on chance. */
static int compare(const void *left, const void *right)
{
    const struct symbol *a = &((const struct scan_hit *)left)->symbol, *b = &((const struct scan_hit *)right)->symbol;
    int top_a = top_of(a), top_b = top_of(b);
    if (top_a != top_b)
        return top_a < top_b ? -1 : 1;
    if (a->corners[0][0] != b->corners[0][0])
        return a->corners[0][0] < b->corners[0][0] ? -1 : 1;
    if (a->size != b->size)
        return a->size < b->size ? -1 : 1;
    return memcmp(a->bytes, b->bytes, a->size);
}

/* Puts the whole message in the place of its first part, and all else of it away. */
static void replace(struct reading *r, size_t first, const struct symbol *whole)
{
    struct symbol part = r->codes.item[first];
    size_t kept = 0;
    for (size_t i = 0; i < r->codes.count; i++) {
        struct symbol *s = &r->codes.item[i];
        bool goes = i != first && parts_same(s, &part);
        if (goes)
            symbol_clear(s);
        r->by[kept] = r->by[i];
        r->codes.item[kept] = i == first ? *whole : *s;
        kept += !goes;
    }
    r->codes.count = kept;
    symbol_clear(&part);
}

/* Joins the message that code n is a part of, where all parts are there; what is longer than a code may be stays in
 * parts. */
static int join(struct reading *r, size_t n, bool *joined, struct err *err)
{
    size_t order[PARTS_MAX];
    struct symbol whole = {0};
    *joined = parts_find(&r->codes, n, order);
    if (!*joined)
        return 0;
    if (parts_join(&r->codes, order, &whole, err) == 0) {
        replace(r, order[0], &whole);
        return 0;
    }
    *joined = false;
    if (err->code != ERR_INPUT)
        return -1;
    *err = (struct err){0};
    return 0;
}

static int join_all(struct reading *r, struct err *err)
{
    bool joined;
    for (size_t i = 0; i < r->codes.count; i = joined ? 0 : i + 1)
        if (join(r, i, &joined, err))
            return -1;
    return 0;
}

int reader_merge_finish(struct scan *scan, const struct image *image, struct reading *out, struct err *err)
{
    reader_merge(scan);
    for (size_t i = 0; i < scan->hits_count; i++)
        set_corners(&scan->hit[i], image);
    qsort(scan->hit, scan->hits_count, sizeof scan->hit[0], compare);
    for (size_t i = 0; i < scan->hits_count; i++) {
        if (out->codes.count == SYMBOLS_MAX) {
            symbol_clear(&scan->hit[i].symbol);
            scan->crowded = true;
            continue;
        }
        out->by[out->codes.count] = scan->hit[i].stage;
        out->codes.item[out->codes.count++] = scan->hit[i].symbol; /* its bytes go along */
    }
    scan->hits_count = 0;
    out->crowded = scan->crowded;
    return join_all(out, err);
}
