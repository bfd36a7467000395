#include "app/scan/reader.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/reader_zbar.h"

/* How a picture is shown to ZBar, the likeliest first; it ends as soon as a product code and a QR, all that a box
 * needs, are there. Half size averages noise away and brings large modules down to the few pixels that ZBar's finder
 * likes. ZBar's own inverted pass (ZBAR_CFG_TEST_INVERTED) is not used: it happens only when nothing at all was read,
 * with the same scanner and its leftovers. */
enum view { VIEW_PLAIN, VIEW_HALF, VIEW_INVERTED, VIEWS };

/* The longer side of the half-size picture in pixels: an EAN-13 has 95 modules, and 18 of quiet zone. */
#define HALF_MIN 113u

static uint8_t mean_of_four(const uint8_t *top, const uint8_t *below)
{
    return (uint8_t)((top[0] + top[1] + below[0] + below[1] + 2) / 4);
}

static int make_half(const struct image *image, struct image *view, struct err *err)
{
    view->width = image->width / 2;
    view->height = image->height / 2;
    view->grey = malloc((size_t)view->width * view->height);
    if (!view->grey)
        return err_memory(err);
    for (uint32_t y = 0; y < view->height; y++) {
        const uint8_t *top = image->grey + (size_t)y * 2 * image->width, *below = top + image->width;
        uint8_t *to = view->grey + (size_t)y * view->width;
        for (uint32_t x = 0; x < view->width; x++)
            to[x] = mean_of_four(top + (size_t)x * 2, below + (size_t)x * 2);
    }
    return 0;
}

static int make_inverted(const struct image *image, struct image *view, struct err *err)
{
    size_t size = (size_t)image->width * image->height;
    *view = (struct image){.width = image->width, .height = image->height, .grey = malloc(size)};
    if (!view->grey)
        return err_memory(err);
    for (size_t i = 0; i < size; i++)
        view->grey[i] = (uint8_t)(255 - image->grey[i]);
    return 0;
}

static void scale_corners(struct reader_hits *hits, size_t from, int by)
{
    for (; from < hits->count; from++)
        for (int i = 0; i < 4; i++)
            for (int axis = 0; axis < 2; axis++)
                hits->item[from].symbol.corners[i][axis] *= by;
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
    const struct symbol *a = &((const struct reader_hit *)left)->symbol,
                        *b = &((const struct reader_hit *)right)->symbol;
    int top_a = top_of(a), top_b = top_of(b);
    if (top_a != top_b)
        return top_a < top_b ? -1 : 1;
    if (a->corners[0][0] != b->corners[0][0])
        return a->corners[0][0] < b->corners[0][0] ? -1 : 1;
    if (a->size != b->size)
        return a->size < b->size ? -1 : 1;
    return memcmp(a->bytes, b->bytes, a->size);
}

static int look(const struct image *image, enum view how, struct reader_hits *hits, struct err *err)
{
    if (how == VIEW_PLAIN)
        return reader_zbar_look(image, hits, err);
    uint32_t longer = image->width > image->height ? image->width : image->height;
    uint32_t shorter = image->width > image->height ? image->height : image->width;
    if (how == VIEW_HALF && (longer / 2 < HALF_MIN || shorter < 2))
        return 0;
    struct image view = {0};
    size_t before = hits->count;
    int status = how == VIEW_HALF ? make_half(image, &view, err) : make_inverted(image, &view, err);
    if (status == 0)
        status = reader_zbar_look(&view, hits, err);
    if (how == VIEW_HALF)
        scale_corners(hits, before, 2);
    image_clear(&view);
    return status;
}

static bool is_qr(const struct reader_hit *h)
{
    return h->symbol.symbology == SYMBOLOGY_QR || h->symbol.symbology == SYMBOLOGY_GS1_QR;
}

/* A product code and a QR; a plain Code 128 is a serial number as a rule. */
static bool has_both(const struct reader_hits *hits)
{
    bool qr = false, product = false;
    for (size_t i = 0; i < hits->count; i++) {
        qr |= is_qr(&hits->item[i]);
        product |= !is_qr(&hits->item[i]) && hits->item[i].symbol.symbology != SYMBOLOGY_CODE128;
    }
    return qr && product;
}

static bool same_code(const struct symbol *a, const struct symbol *b)
{
    return a->symbology == b->symbology && a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0;
}

static void middle(const struct symbol *s, int64_t at[2])
{
    for (int axis = 0; axis < 2; axis++)
        at[axis] = ((int64_t)s->corners[0][axis] + s->corners[1][axis] + s->corners[2][axis] + s->corners[3][axis]) / 4;
}

/* Whether `inner` has its middle within `outer`, or up to an eighth of its size beside it, since the ends of a code are
 * known only where scan lines ended. */
static bool lies_over(const struct symbol *inner, const struct symbol *outer)
{
    int64_t p[2], m[2];
    middle(inner, p);
    middle(outer, m);
    bool left = false, right = false;
    for (int i = 0; i < 4; i++) {
        int64_t a[2], b[2];
        for (int axis = 0; axis < 2; axis++) { /* eight times finer, to grow without fractions */
            a[axis] = m[axis] * 8 + (outer->corners[i][axis] - m[axis]) * 9;
            b[axis] = m[axis] * 8 + (outer->corners[(i + 1) % 4][axis] - m[axis]) * 9;
        }
        int64_t turn = (b[0] - a[0]) * (p[1] * 8 - a[1]) - (b[1] - a[1]) * (p[0] * 8 - a[0]);
        left |= turn < 0;
        right |= turn > 0;
    }
    return !(left && right);
}

/* Two codes cannot be printed over one another. Of a linear code and whatever lies in the same place, ZBar's weaker one
 * is a misreading: a UPC-E within an EAN-13, two halves of neighbours, bars seen in a QR. */
static bool is_weaker(const struct reader_hit *h, const struct reader_hit *other)
{
    return !is_qr(h) && (is_qr(other) || other->lines > h->lines) && h->symbol.has_corners &&
           other->symbol.has_corners && lies_over(&h->symbol, &other->symbol);
}

static bool counts(const struct reader_hits *hits, size_t n)
{
    for (size_t i = 0; i < hits->count; i++) {
        bool same = same_code(&hits->item[i].symbol, &hits->item[n].symbol);
        if (same ? i < n : is_weaker(&hits->item[n], &hits->item[i]))
            return false;
    }
    return true;
}

/* Clears what does not count and closes the gaps. */
static void drop_the_rest(struct reader_hits *hits)
{
    bool keep[READER_HITS_MAX] = {false};
    for (size_t i = 0; i < hits->count; i++)
        keep[i] = counts(hits, i);
    size_t kept = 0;
    for (size_t i = 0; i < hits->count; i++) {
        if (keep[i])
            hits->item[kept++] = hits->item[i];
        else
            symbol_clear(&hits->item[i].symbol);
    }
    hits->count = kept;
}

int reader_read(const struct image *image, struct symbols *out, struct err *err)
{
    out->count = 0;
    struct reader_hits *hits = calloc(1, sizeof *hits);
    if (!hits)
        return err_memory(err);
    int status = 0;
    for (enum view how = 0; how < VIEWS && status == 0 && !has_both(hits); how++) {
        size_t before = hits->count;
        status = look(image, how, hits, err);
        /* of a value that is there twice the first place counts */
        qsort(hits->item + before, hits->count - before, sizeof hits->item[0], compare);
    }
    drop_the_rest(hits);
    qsort(hits->item, hits->count, sizeof hits->item[0], compare);
    for (size_t i = 0; i < hits->count; i++) {
        if (status == 0 && out->count < SYMBOLS_MAX)
            out->item[out->count++] = hits->item[i].symbol; /* its bytes go along */
        else
            symbol_clear(&hits->item[i].symbol);
    }
    free(hits);
    return status;
}
