#include "app/scan/worker_answer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/base/text.h"
#include "app/codes/parts.h"
#include "app/scan/scan.h"

#define ANSWER     0x4B414E53u
#define US_MAX     ((int64_t)1000 * 1000 * 3600 * 24)
#define SHRUNK_MAX 3 /* an eighth */
#define TURN_MAX   8 /* of EXIF */
#define CODES_MAX  ((uint32_t)SYMBOLS_MAX * SYMBOL_BYTES_MAX)

enum kind { KIND_NONE, KIND_READY, KIND_CANNOT, KIND_READ, KIND_FAILED, KINDS };

/* First on the wire. Then `codes` of struct code, their bytes one after the other, the pixels. */
struct head {
    uint32_t magic;
    uint32_t kind;
    uint32_t width, height;
    uint32_t shrunk, turn;
    uint32_t codes, code_bytes;
    uint64_t pixels;
    uint32_t out_of_time, crowded;
    uint32_t err_code;
    int64_t us;
    struct {
        int64_t us;
        uint32_t found, done;
    } step[STAGES];
    char en[ERR_TEXT_MAX], ja[ERR_TEXT_MAX];
};

struct code {
    uint32_t symbology, stage, size, has_corners;
    struct symbol_part part;
    int32_t corners[4][2];
};

const size_t worker_answer_head = sizeof(struct head);

/* ---- the worker's side ---- */

static int send_all(int socket, const void *bytes, size_t size)
{
    for (const uint8_t *at = bytes; size > 0;) {
        ssize_t n = write(socket, at, size);
        if (n < 0 && errno != EINTR)
            return -1;
        at += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
    return 0;
}

static void head_error(struct head *h, const struct err *err)
{
    h->err_code = err->code;
    memcpy(h->en, err->en, sizeof h->en);
    memcpy(h->ja, err->ja, sizeof h->ja);
}

static void head_fill(struct head *h, const struct picture_result *r, const struct image *image)
{
    h->magic = ANSWER;
    h->kind = r->failed ? KIND_FAILED : KIND_READ;
    h->us = (int64_t)(r->ms * 1e3);
    if (r->failed) {
        head_error(h, &r->err);
        return;
    }
    h->width = r->width;
    h->height = r->height;
    h->shrunk = r->shrunk;
    h->turn = r->turn;
    h->pixels = image ? (uint64_t)image->width * image->height : 0;
    h->out_of_time = r->reading.out_of_time;
    h->crowded = r->reading.crowded;
    h->codes = (uint32_t)r->reading.codes.count;
    for (size_t i = 0; i < r->reading.codes.count; i++)
        h->code_bytes += (uint32_t)r->reading.codes.item[i].size;
    for (int i = 0; i < STAGES; i++) {
        const struct reading_step *step = &r->reading.step[i];
        h->step[i].us = step->us;
        h->step[i].found = step->found;
        h->step[i].done = step->done;
    }
}

static struct code code_of(const struct reading *reading, size_t n)
{
    const struct symbol *s = &reading->codes.item[n];
    struct code code = {s->symbology, reading->by[n], (uint32_t)s->size, s->has_corners, s->part, {{0}}};
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 2; k++)
            code.corners[i][k] = s->corners[i][k];
    return code;
}

int worker_answer_send(int socket, const struct picture_result *r, const struct image *image)
{
    struct head head = {0};
    head_fill(&head, r, image);
    size_t size = sizeof head + head.codes * sizeof(struct code) + head.code_bytes;
    uint8_t *all = malloc(size), *to = all;
    if (!all)
        return -1;
    to = (uint8_t *)memcpy(to, &head, sizeof head) + sizeof head;
    for (size_t i = 0; i < head.codes; i++) {
        struct code code = code_of(&r->reading, i);
        to = (uint8_t *)memcpy(to, &code, sizeof code) + sizeof code;
    }
    for (size_t i = 0; i < head.codes; i++) {
        const struct symbol *s = &r->reading.codes.item[i];
        to = (uint8_t *)memcpy(to, s->bytes, s->size) + s->size;
    }
    int status = send_all(socket, all, size);
    if (status == 0 && head.pixels)
        status = send_all(socket, image->grey, head.pixels);
    free(all);
    return status;
}

int worker_answer_greet(int socket, const struct err *why)
{
    struct head head = {.magic = ANSWER, .kind = why ? KIND_CANNOT : KIND_READY};
    if (why)
        head_error(&head, why);
    return send_all(socket, &head, sizeof head);
}

/* ---- the other side ---- */

static bool text_is_right(const char text[ERR_TEXT_MAX])
{
    const char *end = memchr(text, 0, ERR_TEXT_MAX);
    return end && end != text && text_valid(text, (size_t)(end - text));
}

static bool error_is_right(const struct head *h)
{
    return h->err_code > ERR_NONE && h->err_code <= ERR_STOPPED && text_is_right(h->en) && text_is_right(h->ja) &&
           !h->codes && !h->code_bytes && !h->pixels;
}

static bool sides_are_right(const struct head *h)
{
    if (h->shrunk > SHRUNK_MAX || h->turn > TURN_MAX)
        return false;
    uint32_t width = h->width >> h->shrunk, height = h->height >> h->shrunk;
    return width > 0 && height > 0 && width < IMAGE_SIDE_MAX && height < IMAGE_SIDE_MAX &&
           (uint64_t)width * height <= IMAGE_PIXELS_MAX;
}

static bool steps_are_right(const struct head *h)
{
    for (int i = 0; i < STAGES; i++)
        if (h->step[i].us < 0 || h->step[i].us > US_MAX || h->step[i].found > SCAN_HITS_MAX || h->step[i].done > 1)
            return false;
    return h->out_of_time <= 1 && h->crowded <= 1;
}

static bool head_is_right(const struct head *h, bool pixels)
{
    if (h->magic != ANSWER || h->kind == KIND_NONE || h->kind >= KINDS || h->us < 0 || h->us > US_MAX)
        return false;
    if (h->kind == KIND_CANNOT || h->kind == KIND_FAILED)
        return error_is_right(h);
    if (h->kind == KIND_READY)
        return !h->codes && !h->code_bytes && !h->pixels;
    return sides_are_right(h) && steps_are_right(h) && h->codes <= SYMBOLS_MAX && h->code_bytes <= CODES_MAX &&
           h->pixels == (pixels ? (uint64_t)(h->width >> h->shrunk) * (h->height >> h->shrunk) : 0);
}

bool worker_answer_size(const uint8_t *bytes, bool pixels, size_t *size)
{
    struct head h;
    memcpy(&h, bytes, sizeof h);
    if (!head_is_right(&h, pixels))
        return false;
    *size = sizeof h + h.codes * sizeof(struct code) + h.code_bytes + h.pixels;
    return true;
}

static bool part_is_right(const struct code *c)
{
    const struct symbol_part *p = &c->part;
    return p->of == 0 ? p->index == 0 : p->index <= p->of && p->of <= PARTS_MAX && c->symbology >= SYMBOLOGY_QR;
}

static bool code_is_right(const struct code *c, const struct head *h)
{
    if (c->symbology == SYMBOLOGY_NONE || c->symbology > SYMBOLOGY_GS1_DATAMATRIX || c->stage == STAGE_NONE ||
        c->stage >= STAGES || c->size == 0 || c->size > SYMBOL_BYTES_MAX || c->has_corners > 1 || !part_is_right(c))
        return false;
    for (int i = 0; i < 4; i++)
        if (c->corners[i][0] < 0 || (uint32_t)c->corners[i][0] >= h->width || c->corners[i][1] < 0 ||
            (uint32_t)c->corners[i][1] >= h->height)
            return false;
    return true;
}

static bool codes_are_right(const struct code *codes, const struct head *h)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < h->codes; i++) {
        if (!code_is_right(&codes[i], h))
            return false;
        sum += codes[i].size;
    }
    return sum == h->code_bytes;
}

/* The text is made here, from bytes, and not taken from the worker. */
static int take_code(const struct code *c, const uint8_t *bytes, struct reading *to, struct err *err)
{
    struct symbol *s = &to->codes.item[to->codes.count];
    if (symbol_set(s, (enum symbology)c->symbology, ORIGIN_PICTURE, bytes, c->size, err))
        return -1;
    s->part = c->part;
    s->has_corners = c->has_corners;
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 2; k++)
            s->corners[i][k] = c->corners[i][k];
    to->by[to->codes.count++] = (enum stage)c->stage;
    return 0;
}

static int take_pixels(const uint8_t *bytes, const struct head *h, struct image *to, struct err *err)
{
    if (!h->pixels)
        return 0;
    to->grey = malloc(h->pixels);
    if (!to->grey)
        return err_memory(err);
    memcpy(to->grey, bytes, h->pixels);
    to->width = h->width >> h->shrunk;
    to->height = h->height >> h->shrunk;
    to->shrunk = (uint8_t)h->shrunk;
    to->turn = (uint8_t)h->turn;
    return 0;
}

static enum worker_answer take_reading(const struct head *h, const uint8_t *rest, struct picture_result *r,
                                       struct err *err)
{
    struct code codes[SYMBOLS_MAX];
    memcpy(codes, rest, h->codes * sizeof *codes);
    if (!codes_are_right(codes, h))
        return WORKER_ANSWER_WRONG;
    const uint8_t *bytes = rest + h->codes * sizeof *codes;
    for (int i = 0; i < STAGES; i++)
        r->reading.step[i] = (struct reading_step){h->step[i].done, h->step[i].us, h->step[i].found};
    r->reading.out_of_time = h->out_of_time;
    r->reading.crowded = h->crowded;
    r->width = h->width;
    r->height = h->height;
    r->shrunk = (uint8_t)h->shrunk;
    r->turn = (uint8_t)h->turn;
    for (uint32_t i = 0; i < h->codes; bytes += codes[i++].size)
        if (take_code(&codes[i], bytes, &r->reading, err))
            return WORKER_ANSWER_FAILED;
    return take_pixels(bytes, h, &r->image, err) ? WORKER_ANSWER_FAILED : WORKER_ANSWER_READ;
}

static void take_error(const struct head *h, struct err *err)
{
    err->code = (enum err_code)h->err_code;
    memcpy(err->en, h->en, sizeof err->en);
    memcpy(err->ja, h->ja, sizeof err->ja);
}

enum worker_greeting worker_answer_greeting(const uint8_t *bytes, struct err *why)
{
    struct head h;
    memcpy(&h, bytes, sizeof h);
    if (h.kind == KIND_CANNOT)
        take_error(&h, why);
    return h.kind == KIND_CANNOT  ? WORKER_GREETING_CANNOT
           : h.kind == KIND_READY ? WORKER_GREETING_READY
                                  : WORKER_GREETING_NONE;
}

enum worker_answer worker_answer_take(const uint8_t *bytes, struct picture_result *r, struct err *err)
{
    struct head h;
    memcpy(&h, bytes, sizeof h);
    r->ms = (double)h.us / 1e3;
    if (h.kind == KIND_READ)
        return take_reading(&h, bytes + sizeof h, r, err);
    r->failed = true;
    take_error(&h, &r->err);
    return h.kind == KIND_FAILED ? WORKER_ANSWER_READ : WORKER_ANSWER_WRONG;
}
