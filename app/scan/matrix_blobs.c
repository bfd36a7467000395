#include "app/scan/matrix_blobs.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK 8u /* pixels; a threshold holds for a block */
#define REACH 2u /* blocks on each side that the mean of the surroundings is taken of: 40 pixels in all */
#define CLEAR 6u /* grey levels from the mean that noise on plain paper does not reach */

struct run {
    uint16_t left, right, row;
    uint32_t parent; /* another run of the same blob, or itself */
};

/* All that one search needs; owned by it. */
struct search {
    const struct image *image;
    bool light;
    uint32_t across, down;  /* blocks */
    uint32_t padded;        /* width, in whole words of 64 */
    uint16_t *sum;          /* of the pixels of each block */
    uint8_t *limit, *is_on; /* a row of thresholds, and which pixels are beyond them */
    struct run *run;
    size_t runs, most;
    struct blob *box; /* one a run, used for roots */
    uint32_t *slot;   /* of a root, the number of its blob + 1 */
};

static void search_clear(struct search *s)
{
    free(s->sum);
    free(s->limit);
    free(s->is_on);
    free(s->run);
    free(s->box);
    free(s->slot);
}

static int search_make(const struct image *image, bool light, struct search *s, struct err *err)
{
    *s = (struct search){.image = image,
                         .light = light,
                         .padded = (image->width + 63) / 64 * 64,
                         .across = image->width / BLOCK,
                         .down = image->height / BLOCK,
                         /* more than one change in four pixels is noise; what comes after is left out */
                         .most = (size_t)image->width * image->height / 4};
    s->sum = malloc((size_t)s->across * s->down * sizeof *s->sum);
    s->limit = malloc(image->width);
    s->is_on = calloc(s->padded, 1);
    s->run = malloc(s->most * sizeof *s->run);
    if (s->sum && s->limit && s->is_on && s->run)
        return 0;
    search_clear(s);
    return err_memory(err);
}

static void sum_blocks(struct search *s)
{
    for (uint32_t by = 0; by < s->down; by++) {
        uint16_t *to = s->sum + (size_t)by * s->across;
        for (uint32_t bx = 0; bx < s->across; bx++)
            to[bx] = 0;
        for (uint32_t y = by * BLOCK; y < (by + 1) * BLOCK; y++) {
            const uint8_t *row = s->image->grey + (size_t)y * s->image->width;
            for (uint32_t bx = 0; bx < s->across; bx++) {
                unsigned sum = 0;
                for (uint32_t i = 0; i < BLOCK; i++)
                    sum += row[bx * BLOCK + i];
                to[bx] = (uint16_t)(to[bx] + sum);
            }
        }
    }
}

static uint32_t between(uint32_t v, uint32_t least, uint32_t most)
{
    return v < least ? least : v > most ? most : v;
}

/* Thresholds of a row of blocks, spread over the pixels. */
static void set_thresholds(struct search *s, uint32_t by)
{
    uint32_t first = by > REACH ? by - REACH : 0, last = between(by + REACH, 0, s->down - 1);
    for (uint32_t bx = 0; bx * BLOCK < s->image->width; bx++) {
        uint32_t middle = between(bx, 0, s->across - 1);
        uint32_t left = middle > REACH ? middle - REACH : 0, right = between(middle + REACH, 0, s->across - 1);
        uint32_t sum = 0;
        for (uint32_t y = first; y <= last; y++)
            for (uint32_t x = left; x <= right; x++)
                sum += s->sum[(size_t)y * s->across + x];
        uint32_t mean = sum / ((last - first + 1) * (right - left + 1) * BLOCK * BLOCK);
        uint32_t end = between((bx + 1) * BLOCK, 0, s->image->width);
        uint32_t limit = s->light ? between(mean + CLEAR, 0, 255) : mean > CLEAR ? mean - CLEAR : 0;
        memset(s->limit + bx * BLOCK, (int)limit, end - bx * BLOCK);
    }
}

static void classify(const struct search *s, uint32_t y)
{
    const uint8_t *row = s->image->grey + (size_t)y * s->image->width, *limit = s->limit;
    uint8_t *is_on = s->is_on;
    uint32_t width = s->image->width;
    if (s->light)
        for (uint32_t x = 0; x < width; x++)
            is_on[x] = row[x] > limit[x];
    else
        for (uint32_t x = 0; x < width; x++)
            is_on[x] = row[x] < limit[x];
}

/* Eight bytes of 0 or 1 as eight bits, the first one lowest. The factor moves bit 8 i to 56 + i, for each i, and no two
 * of its products meet. */
static uint64_t eight_bits(const uint8_t *bytes)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        v |= (uint64_t)bytes[i] << 8 * i;
    return v * 0x0102040810204080u >> 56;
}

static uint64_t word_of(const uint8_t *bytes)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        v |= eight_bits(bytes + 8 * i) << 8 * i;
    return v;
}

static void add_run(struct search *s, uint32_t left, uint32_t right, uint32_t y)
{
    if (s->runs == s->most)
        return;
    s->run[s->runs] = (struct run){(uint16_t)left, (uint16_t)right, (uint16_t)y, (uint32_t)s->runs};
    s->runs++;
}

/* A run begins or ends where a bit differs from the one before: 64 pixels at a time. */
static void add_runs(struct search *s, uint32_t y)
{
    uint64_t before = 0;
    uint32_t left = 0;
    bool open = false;
    for (uint32_t x = 0; x < s->padded; x += 64) {
        uint64_t word = word_of(s->is_on + x), changes = word ^ (word << 1 | before);
        before = word >> 63;
        for (; changes; changes &= changes - 1) {
            uint32_t at = x + (uint32_t)__builtin_ctzll(changes);
            if (open)
                add_run(s, left, at, y);
            left = at;
            open = !open;
        }
    }
    if (open)
        add_run(s, left, s->image->width, y);
}

static uint32_t root_of(struct run *run, uint32_t i)
{
    while (run[i].parent != i) {
        run[i].parent = run[run[i].parent].parent;
        i = run[i].parent;
    }
    return i;
}

/* Joins the runs of a row to those above that they touch, corners included. */
static void join(struct search *s, size_t above, size_t here)
{
    struct run *run = s->run;
    size_t i = above, j = here;
    while (i < here && j < s->runs) {
        if (run[i].left <= run[j].right && run[j].left <= run[i].right) {
            uint32_t a = root_of(run, (uint32_t)i), b = root_of(run, (uint32_t)j);
            run[a < b ? b : a].parent = a < b ? a : b;
        }
        if (run[i].right < run[j].right)
            i++;
        else
            j++;
    }
}

static void find_runs(struct search *s)
{
    size_t above = 0;
    for (uint32_t y = 0; y < s->image->height; y++) {
        if (y % BLOCK == 0)
            set_thresholds(s, between(y / BLOCK, 0, s->down - 1));
        size_t here = s->runs;
        classify(s, y);
        add_runs(s, y);
        join(s, above, here);
        above = here;
    }
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static int find_boxes(struct search *s, struct err *err)
{
    s->box = malloc((s->runs + 1) * sizeof *s->box);
    s->slot = calloc(s->runs + 1, sizeof *s->slot);
    if (!s->box || !s->slot)
        return err_memory(err);
    for (size_t i = 0; i < s->runs; i++) {
        const struct run *r = &s->run[i];
        uint32_t root = root_of(s->run, (uint32_t)i);
        struct blob *b = &s->box[root];
        if (root == i) {
            *b = (struct blob){r->left, r->row, r->right, r->row + 1u, 0};
            continue;
        }
        b->left = smaller(b->left, r->left);
        b->right = larger(b->right, r->right);
        b->bottom = r->row + 1u;
    }
    return 0;
}

static bool is_wanted(const struct search *s, const struct blob *b, uint32_t side)
{
    return b->right - b->left >= side && b->bottom - b->top >= side && b->left > 0 && b->top > 0 &&
           b->right < s->image->width && b->bottom < s->image->height;
}

static int choose(struct search *s, uint32_t side, struct blobs *out, struct err *err)
{
    out->item = malloc(BLOBS_MAX * sizeof *out->item);
    if (!out->item)
        return err_memory(err);
    for (size_t i = 0; i < s->runs && out->count < BLOBS_MAX; i++) {
        struct blob *b = &s->box[i];
        if (s->run[i].parent != i || !is_wanted(s, b, side))
            continue;
        b->first_row = (uint32_t)out->rows;
        out->rows += b->bottom - b->top;
        out->item[out->count++] = *b;
        s->slot[i] = (uint32_t)out->count;
    }
    return 0;
}

static int fill_rows(struct search *s, struct blobs *out, struct err *err)
{
    out->row = malloc((out->rows + 1) * sizeof *out->row);
    if (!out->row)
        return err_memory(err);
    for (size_t i = 0; i < out->rows; i++)
        out->row[i] = (struct blob_row){UINT16_MAX, 0};
    for (size_t i = 0; i < s->runs; i++) {
        const struct run *r = &s->run[i];
        uint32_t slot = s->slot[root_of(s->run, (uint32_t)i)];
        if (slot == 0)
            continue;
        const struct blob *b = &out->item[slot - 1];
        struct blob_row *row = &out->row[b->first_row + r->row - b->top];
        row->left = (uint16_t)smaller(row->left, r->left);
        row->right = (uint16_t)larger(row->right, r->right);
    }
    return 0;
}

int blobs_find(const struct image *image, bool light, uint32_t side, struct blobs *out, struct err *err)
{
    struct search s;
    *out = (struct blobs){0};
    if (image->width < 2 * BLOCK || image->height < 2 * BLOCK)
        return 0;
    if (search_make(image, light, &s, err))
        return -1;
    sum_blocks(&s);
    find_runs(&s);
    int status = find_boxes(&s, err);
    if (status == 0)
        status = choose(&s, side, out, err);
    if (status == 0)
        status = fill_rows(&s, out, err);
    if (status)
        blobs_clear(out);
    search_clear(&s);
    return status;
}

void blobs_clear(struct blobs *blobs)
{
    free(blobs->item);
    free(blobs->row);
    *blobs = (struct blobs){0};
}
