#include "app/scan/binary.h"

#include <stdlib.h>
#include <string.h>

/* The threshold of a block is the middle between its darkest and its lightest pixel, averaged over the blocks around it
 * that show an edge: that is right whatever share of a block is dark. A block without an edge says nothing; it takes
 * the threshold of the wider surroundings (a plane of half the size, and so on), so that the inside of large dark areas
 * stays dark. An edge counts by little more than that it is one: a lamp beside a label in the shade does not take the
 * shade's place. */

#define NOISE_MIN 2.0f /* grey steps between darkest and lightest of a block that are no edge */
#define NOISE_MAX 8.0f
#define NOISE_OF  4     /* one block in so many shows nothing but noise, and tells how much there is */
#define EDGE      16.0f /* steps above the noise that make half an edge */
#define WIDER     0.2f  /* what the wider surroundings count, in edges */
#define LAYERS    12    /* of planes halved: more than any picture's blocks have */
#define FALLBACK  127.0f

struct plane {
    float *weight, *sum; /* owned: edges, and edges times their middle; first contrast, and the middle itself */
    uint32_t width, height;
};

static int plane_make(struct plane *p, uint32_t width, uint32_t height, struct err *err)
{
    *p = (struct plane){.width = width, .height = height};
    p->weight = calloc((size_t)width * height, sizeof *p->weight);
    p->sum = calloc((size_t)width * height, sizeof *p->sum);
    return p->weight && p->sum ? 0 : err_memory(err);
}

static void plane_clear(struct plane *p)
{
    free(p->weight);
    free(p->sum);
    *p = (struct plane){0};
}

static void column_range(const struct image *image, uint32_t from, uint32_t to, uint8_t *low, uint8_t *high)
{
    const uint8_t *first = image->grey + (size_t)from * image->width;
    memcpy(low, first, image->width);
    memcpy(high, first, image->width);
    for (uint32_t y = from + 1; y < to; y++) {
        const uint8_t *row = image->grey + (size_t)y * image->width;
        for (uint32_t x = 0; x < image->width; x++) {
            low[x] = row[x] < low[x] ? row[x] : low[x];
            high[x] = row[x] > high[x] ? row[x] : high[x];
        }
    }
}

static void row_of_blocks(struct plane *p, uint32_t row, const uint8_t *low, const uint8_t *high, uint32_t width)
{
    for (uint32_t bx = 0; bx < p->width; bx++) {
        uint32_t end = (bx + 1) * BINARY_BLOCK < width ? (bx + 1) * BINARY_BLOCK : width;
        uint8_t darkest = 255, lightest = 0;
        for (uint32_t x = bx * BINARY_BLOCK; x < end; x++) {
            darkest = low[x] < darkest ? low[x] : darkest;
            lightest = high[x] > lightest ? high[x] : lightest;
        }
        p->weight[(size_t)row * p->width + bx] = (float)(lightest - darkest);
        p->sum[(size_t)row * p->width + bx] = (float)(lightest + darkest) / 2;
    }
}

static int measure(const struct image *image, struct plane *p, struct err *err)
{
    uint8_t *low = malloc(image->width), *high = malloc(image->width);
    int status = low && high ? 0 : err_memory(err);
    for (uint32_t row = 0; status == 0 && row < p->height; row++) {
        uint32_t end = (row + 1) * BINARY_BLOCK < image->height ? (row + 1) * BINARY_BLOCK : image->height;
        column_range(image, row * BINARY_BLOCK, end, low, high);
        row_of_blocks(p, row, low, high, image->width);
    }
    free(low);
    free(high);
    return status;
}

static float noise_of(const struct plane *p)
{
    size_t count = (size_t)p->width * p->height, seen = 0, of[256] = {0};
    unsigned contrast = 0;
    for (size_t i = 0; i < count; i++)
        of[(unsigned)p->weight[i]]++;
    for (; contrast < 255 && (seen += of[contrast]) * NOISE_OF < count; contrast++)
        ;
    float noise = (float)contrast;
    return noise < NOISE_MIN ? NOISE_MIN : noise > NOISE_MAX ? NOISE_MAX : noise;
}

static void weigh(struct plane *p, float noise)
{
    for (size_t i = 0; i < (size_t)p->width * p->height; i++) {
        float edge = p->weight[i] > noise ? p->weight[i] - noise : 0;
        p->weight[i] = edge / (edge + EDGE);
        p->sum[i] *= p->weight[i];
    }
}

static int halve(const struct plane *from, struct plane *to, struct err *err)
{
    if (plane_make(to, (from->width + 1) / 2, (from->height + 1) / 2, err))
        return -1;
    for (uint32_t y = 0; y < from->height; y++)
        for (uint32_t x = 0; x < from->width; x++) {
            size_t at = (size_t)(y / 2) * to->width + x / 2, of = (size_t)y * from->width + x;
            to->weight[at] += from->weight[of] / 4;
            to->sum[at] += from->sum[of] / 4;
        }
    return 0;
}

/* The mean of each value and its eight neighbours: a finder has the label around it in that, but not what lies beyond
 * the label. */
static void average(float *v, uint32_t width, uint32_t height, float *spare)
{
    memcpy(spare, v, (size_t)width * height * sizeof *v);
    for (uint32_t y = 0; y < height; y++) {
        const float *here = spare + (size_t)y * width, *up = y ? here - width : here;
        const float *down = y + 1 < height ? here + width : here;
        float *to = v + (size_t)y * width;
        for (uint32_t x = 0; x < width; x++)
            to[x] = (up[x] + here[x] + down[x]) / 3;
    }
    memcpy(spare, v, (size_t)width * height * sizeof *v);
    for (uint32_t y = 0; y < height; y++) {
        const float *from = spare + (size_t)y * width;
        float *to = v + (size_t)y * width;
        for (uint32_t x = 1; x + 1 < width; x++)
            to[x] = (from[x - 1] + from[x] + from[x + 1]) / 3;
    }
}

static int smooth(struct plane *p, struct err *err)
{
    float *spare = malloc((size_t)p->width * p->height * sizeof *spare);
    if (!spare)
        return err_memory(err);
    average(p->weight, p->width, p->height, spare);
    average(p->sum, p->width, p->height, spare);
    free(spare);
    return 0;
}

/* Turns sums into thresholds, from the widest plane to the finest. Where nothing is to be seen, the threshold goes
 * below what noise reaches, so that a flat place is light, and not specks. */
static void settle(struct plane *p, const struct plane *wider, float noise)
{
    for (uint32_t y = 0; y < p->height; y++)
        for (uint32_t x = 0; x < p->width; x++) {
            size_t at = (size_t)y * p->width + x;
            float other = wider ? wider->sum[(size_t)(y / 2) * wider->width + x / 2] : FALLBACK;
            float extra = wider ? WIDER : WIDER / 100; /* the widest has only itself */
            p->sum[at] = (p->sum[at] + extra * (other - 3 * noise)) / (p->weight[at] + extra);
        }
}

static int keep_bytes(const struct plane *p, struct binary *out, struct err *err)
{
    out->stride = p->width + 2;
    out->threshold = malloc((size_t)out->stride * (p->height + 2));
    if (!out->threshold)
        return err_memory(err);
    for (uint32_t y = 0; y < p->height + 2; y++) {
        uint32_t from = y == 0 ? 0 : y > p->height ? p->height - 1 : y - 1;
        uint8_t *to = out->threshold + (size_t)y * out->stride;
        for (uint32_t x = 0; x < p->width; x++) {
            float t = p->sum[(size_t)from * p->width + x];
            to[x + 1] = t > 0 ? (uint8_t)(t + 0.5f) : 0;
        }
        to[0] = to[1];
        to[p->width + 1] = to[p->width];
    }
    return 0;
}

int binary_make(const struct image *image, struct binary *out, struct err *err)
{
    struct plane layer[LAYERS] = {0};
    int count = 1, status;
    *out = (struct binary){.image = image};
    status = plane_make(&layer[0], (image->width + BINARY_BLOCK - 1) / BINARY_BLOCK,
                        (image->height + BINARY_BLOCK - 1) / BINARY_BLOCK, err);
    if (status == 0)
        status = measure(image, &layer[0], err);
    if (status == 0) {
        out->noise = (int)noise_of(&layer[0]);
        weigh(&layer[0], (float)out->noise);
    }
    while (status == 0 && count < LAYERS && (layer[count - 1].width > 1 || layer[count - 1].height > 1)) {
        status = halve(&layer[count - 1], &layer[count], err);
        if (status == 0)
            count++;
        else
            plane_clear(&layer[count]);
    }
    for (int i = count - 1; status == 0 && i >= 0; i--) {
        status = smooth(&layer[i], err);
        if (status == 0)
            settle(&layer[i], i + 1 < count ? &layer[i + 1] : NULL, i == 0 ? (float)out->noise : 0);
    }
    if (status == 0)
        status = keep_bytes(&layer[0], out, err);
    for (int i = 0; i < count; i++)
        plane_clear(&layer[i]);
    return status;
}

void binary_clear(struct binary *binary)
{
    free(binary->threshold);
    *binary = (struct binary){0};
}

/* Eight pixels between two thresholds (times eight) */
static void eight(const uint8_t *grey, uint16_t left, uint16_t right, uint8_t *to)
{
    for (uint16_t i = 0; i < BINARY_BLOCK; i++) {
        uint16_t t = (uint16_t)((uint16_t)(left * (uint16_t)(BINARY_BLOCK - i)) + (uint16_t)(right * i)) >> 6;
        to[i] = grey[i] > t ? 255 : 0;
    }
}

void binary_row(const struct binary *binary, uint32_t y, uint8_t *to)
{
    const struct image *image = binary->image;
    const uint8_t *grey = image->grey + (size_t)y * image->width;
    uint32_t low_part = (y + BINARY_BLOCK / 2) % BINARY_BLOCK, half = BINARY_BLOCK / 2;
    const uint8_t *top = binary->threshold + (size_t)((y + half) / BINARY_BLOCK) * binary->stride;
    const uint8_t *below = top + binary->stride;
    uint32_t x = 0;
    for (; x < half && x < image->width; x++)
        to[x] = binary_dark(binary, x, y) ? 0 : 255;
    uint16_t left = (uint16_t)(top[1] * (BINARY_BLOCK - low_part) + below[1] * low_part);
    for (; x + BINARY_BLOCK <= image->width; x += BINARY_BLOCK) {
        uint32_t at = (x + half) / BINARY_BLOCK + 1;
        uint16_t right = (uint16_t)(top[at] * (BINARY_BLOCK - low_part) + below[at] * low_part);
        eight(grey + x, left, right, to + x);
        left = right;
    }
    for (; x < image->width; x++)
        to[x] = binary_dark(binary, x, y) ? 0 : 255;
}

int binary_image(const struct binary *binary, struct image *to, struct err *err)
{
    const struct image *image = binary->image;
    *to = (struct image){.width = image->width, .height = image->height};
    to->grey = image_pixels((size_t)image->width * image->height);
    if (!to->grey)
        return err_memory(err);
    for (uint32_t y = 0; y < image->height; y++)
        binary_row(binary, y, to->grey + (size_t)y * image->width);
    return 0;
}
