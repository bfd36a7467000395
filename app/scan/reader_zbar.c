#include "app/scan/reader_zbar.h"

#include <string.h>

#include "app/codes/gtin.h"
#include "app/scan/reader_corners.h"
#include "app/scan/zbar_library.h"

/* The codes of a retail box (domain rules in codes), and nothing else: each further symbology is a way to read wrong.
 * `lines` is how many readings of scan lines must agree. ZBar scans every row and every column, so a code h pixels high
 * is read up to h times, an EAN up to 2h (by each half), a quarter of that when it is blurred. A wrong EAN or UPC, put
 * together from halves that passed a check of one in ten, rarely comes up more than five times. Code 128 checks each
 * character and the whole by 103, QR corrects its own errors. */
static const struct kind {
    zbar_symbol_type_t type;
    enum symbology symbology;
    int lines;
} kinds[] = {
    {ZBAR_EAN13, SYMBOLOGY_EAN13, 8}, {ZBAR_EAN8, SYMBOLOGY_EAN8, 8}, {ZBAR_UPCA, SYMBOLOGY_UPCA, 8},
    {ZBAR_UPCE, SYMBOLOGY_UPCE, 8},   {ZBAR_I25, SYMBOLOGY_ITF14, 8}, {ZBAR_CODE128, SYMBOLOGY_CODE128, 4},
    {ZBAR_QRCODE, SYMBOLOGY_QR, 1},
};

#define GTIN14_DIGITS 14

static const struct setting {
    zbar_symbol_type_t type;
    zbar_config_t config;
    int value;
} settings[] = {
    {ZBAR_NONE, ZBAR_CFG_ENABLE, 0}, /* all of them, first */
    {ZBAR_I25, ZBAR_CFG_MIN_LEN, GTIN14_DIGITS},
    {ZBAR_I25, ZBAR_CFG_MAX_LEN, GTIN14_DIGITS},
    {ZBAR_QRCODE, ZBAR_CFG_BINARY, 1}, /* else it guesses a character set, at times Big5 for UTF-8 */
};

static const struct kind *kind_of(zbar_symbol_type_t type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].type == type)
            return &kinds[i];
    return NULL;
}

static bool has_gs1(const zbar_symbol_t *s)
{
    return zbar.symbol_get_modifiers(s) >> ZBAR_MOD_GS1 & 1;
}

/* What is known of one code before its bytes are copied. */
struct found {
    enum symbology symbology;
    int lines;
    const char *bytes; /* borrowed from ZBar */
    size_t size;
    const zbar_symbol_t *place;
};

/* One look: what goes along to where a code is kept. */
struct looking {
    struct scan *scan;
    const struct zbar_look *look;
};

static int place(const struct found *f, const struct zbar_look *look, struct scan_hit *hit, struct err *err)
{
    if (f->symbology == SYMBOLOGY_QR || f->symbology == SYMBOLOGY_GS1_QR)
        hit->has_quad = reader_corners_qr(f->place, &hit->quad);
    else if (reader_corners_linear(f->place, &hit->quad, &hit->has_quad, err))
        return -1;
    for (int i = 0; look->back && i < 4; i++)
        hit->quad.at[i] = homography_apply(look->back, hit->quad.at[i]);
    return 0;
}

static int keep(const struct found *f, const struct looking *at, struct err *err)
{
    if (f->size == 0 || f->size > SYMBOL_BYTES_MAX)
        return 0;
    struct scan_hit hit = {.stage = at->look->stage, .lines = f->lines};
    if (symbol_set(&hit.symbol, f->symbology, ORIGIN_PICTURE, f->bytes, f->size, err) ||
        place(f, at->look, &hit, err)) {
        symbol_clear(&hit.symbol);
        return -1;
    }
    scan_add(at->scan, &hit);
    return 0;
}

/* Where the bytes of a part end. */
static const char *part_end(const zbar_symbol_t *whole, const zbar_symbol_t *next)
{
    if (!next)
        return zbar.symbol_get_data(whole) + zbar.symbol_get_data_length(whole);
    bool gap = zbar.symbol_get_type(next) == ZBAR_PARTIAL;
    /* a gap with parts behind it is marked by a NUL of ZBar's own */
    return zbar.symbol_get_data(next) - (gap && zbar.symbol_next(next) ? 1 : 0);
}

/* Structured append: the parts as read, each for itself. ZBar joins them without looking at their parity, and so might
 * join parts of two messages. Its own lengths of the parts are off by one and its starts behind a gap are not set
 * (0.23), but where the next one starts and where a gap ends are right. */
static int keep_parts(const zbar_symbol_t *whole, const struct looking *at, struct err *err)
{
    enum { PARTS_MAX = 16 * 2 }; /* and gaps between them */
    const zbar_symbol_t *part = zbar.symbol_first_component(whole);
    const char *behind_gap = NULL;
    for (int i = 0; part && i < PARTS_MAX; i++, part = zbar.symbol_next(part)) {
        if (zbar.symbol_get_type(part) == ZBAR_PARTIAL) {
            behind_gap = zbar.symbol_get_data(part);
            continue;
        }
        const char *start = behind_gap ? behind_gap : zbar.symbol_get_data(part);
        const char *end = part_end(whole, zbar.symbol_next(part));
        struct found f = {SYMBOLOGY_QR, 1, start, end > start ? (size_t)(end - start) : 0, part};
        if (keep(&f, at, err))
            return -1;
        behind_gap = NULL;
    }
    return 0;
}

static bool gtin14_is_right(const char *digits, size_t size)
{
    if (size != GTIN14_DIGITS)
        return false;
    for (size_t i = 0; i < size; i++)
        if (digits[i] < '0' || digits[i] > '9')
            return false;
    return gtin_check_digit(digits, GTIN14_DIGITS - 1) == digits[GTIN14_DIGITS - 1];
}

static int keep_symbol(const zbar_symbol_t *s, const struct looking *at, struct err *err)
{
    if (zbar.symbol_get_components(s))
        return keep_parts(s, at, err);
    const struct kind *kind = kind_of(zbar.symbol_get_type(s));
    if (!kind || zbar.symbol_get_quality(s) < kind->lines)
        return 0;
    struct found f = {kind->symbology, zbar.symbol_get_quality(s), zbar.symbol_get_data(s),
                      zbar.symbol_get_data_length(s), s};
    /* an ITF has no check of its own */
    if (f.symbology == SYMBOLOGY_ITF14 && !gtin14_is_right(f.bytes, f.size))
        return 0;
    if (f.symbology == SYMBOLOGY_CODE128 && has_gs1(s))
        f.symbology = SYMBOLOGY_GS1_128;
    if (f.symbology == SYMBOLOGY_QR && has_gs1(s))
        f.symbology = SYMBOLOGY_GS1_QR;
    return keep(&f, at, err);
}

static int set(zbar_image_scanner_t *z, zbar_symbol_type_t type, zbar_config_t config, int value)
{
    return zbar.image_scanner_set_config(z, type, config, value);
}

static int set_all(zbar_image_scanner_t *z, const struct zbar_look *look)
{
    int failed = 0, density = look->density ? look->density : 1;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        failed |= set(z, settings[i].type, settings[i].config, settings[i].value);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].type == ZBAR_QRCODE ? look->qr : look->linear)
            failed |= set(z, kinds[i].type, ZBAR_CFG_ENABLE, 1); /* UPC-A too, else it comes as an EAN-13 */
    failed |= set(z, ZBAR_NONE, ZBAR_CFG_X_DENSITY, density);
    return failed | set(z, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, density);
}

static void keep_ours(zbar_image_t *image)
{
    (void)image; /* the pixels stay the caller's; without a cleaner ZBar would free them */
}

int reader_zbar_look(struct scan *scan, const struct image *view, const struct zbar_look *look, struct err *err)
{
    if (zbar_library_load(err))
        return -1;
    struct looking at = {scan, look};
    zbar_image_scanner_t *z = zbar.image_scanner_create();
    zbar_image_t *shown = zbar.image_create();
    int status = -1;
    if (!z || !shown || set_all(z, look)) {
        err_memory(err);
        goto done;
    }
    zbar.image_set_format(shown, zbar_fourcc('Y', '8', '0', '0'));
    zbar.image_set_size(shown, view->width, view->height);
    zbar.image_set_data(shown, view->grey, (unsigned long)view->width * view->height, keep_ours);
    if (zbar.scan_image(z, shown) < 0) {
        err_set(err, ERR_MEMORY, "ZBar could not scan the picture", "ZBar が画像を走査できませんでした");
        goto done;
    }
    status = 0;
    const zbar_symbol_t *s = zbar.image_first_symbol(shown);
    for (size_t i = 0; s && status == 0 && i < SCAN_HITS_MAX; i++, s = zbar.symbol_next(s))
        status = keep_symbol(s, &at, err);
done:
    if (shown)
        zbar.image_destroy(shown);
    if (z)
        zbar.image_scanner_destroy(z);
    return status;
}
