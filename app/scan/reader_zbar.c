#include "app/scan/reader_zbar.h"

#include <zbar.h>

#include "app/scan/qr_part.h"

/* One look: what goes along to where a code is kept. */
struct looking {
    struct scan *scan;
    const struct zbar_look *look;
};

/* What is known of one code before its bytes are copied; they are ZBar's. */
struct found {
    const char *bytes;
    size_t size;
    const zbar_symbol_t *symbol;
    struct symbol_part part;
};

/* The middle of each pixel. ZBar goes the other way round: top left, bottom left, bottom right, top right, as the
 * finder patterns say. */
static bool find_corners(const zbar_symbol_t *from, struct quad *to)
{
    static const unsigned order[4] = {0, 3, 2, 1};
    if (zbar_symbol_get_loc_size(from) != 4)
        return false;
    for (int i = 0; i < 4; i++)
        to->at[i] = (struct point){(float)zbar_symbol_get_loc_x(from, order[i]) + 0.5f,
                                   (float)zbar_symbol_get_loc_y(from, order[i]) + 0.5f};
    return true;
}

static bool has_gs1(const zbar_symbol_t *s)
{
    return zbar_symbol_get_modifiers(s) >> ZBAR_MOD_GS1 & 1;
}

static int keep(const struct found *f, const struct looking *at, struct err *err)
{
    enum symbology symbology = has_gs1(f->symbol) ? SYMBOLOGY_GS1_QR : SYMBOLOGY_QR;
    if (f->size == 0 || f->size > SYMBOL_BYTES_MAX)
        return 0;
    struct scan_hit hit = {.stage = at->look->stage, .lines = 1};
    if (symbol_set(&hit.symbol, symbology, ORIGIN_PICTURE, f->bytes, f->size, err))
        return -1;
    hit.symbol.part = f->part;
    hit.has_quad = find_corners(f->symbol, &hit.quad);
    for (int i = 0; i < 4; i++)
        hit.quad.at[i] = homography_apply(at->look->back, hit.quad.at[i]);
    scan_add(at->scan, &hit);
    return 0;
}

/* Structured append: a part, and gaps where the others would be. ZBar joins parts without looking at their parity, and
 * so might join those of two messages; which part it is, it does not say. Its lengths of parts are off by one, and
 * where one begins behind a gap is not set (0.23), but where gaps lie is right. */
static int keep_part(const zbar_symbol_t *whole, const struct looking *at, struct err *err)
{
    const zbar_symbol_t *part = zbar_symbol_first_component(whole), *gap = NULL;
    if (part && zbar_symbol_get_type(part) == ZBAR_PARTIAL) {
        gap = part;
        part = zbar_symbol_next(part);
    }
    struct found f = {.symbol = part};
    if (!part || !at->look->code || !qr_part_read(at->look->code, &f.part))
        return 0;
    const zbar_symbol_t *behind = zbar_symbol_next(part);
    const char *end =
        behind ? zbar_symbol_get_data(behind) : zbar_symbol_get_data(whole) + zbar_symbol_get_data_length(whole);
    f.bytes = zbar_symbol_get_data(gap ? gap : part);
    f.size = end > f.bytes ? (size_t)(end - f.bytes) : 0;
    return keep(&f, at, err);
}

static int keep_symbol(const zbar_symbol_t *s, const struct looking *at, struct err *err)
{
    if (zbar_symbol_get_components(s)) /* its own type is none */
        return keep_part(s, at, err);
    if (zbar_symbol_get_type(s) != ZBAR_QRCODE)
        return 0;
    struct found f = {.bytes = zbar_symbol_get_data(s), .size = zbar_symbol_get_data_length(s), .symbol = s};
    return keep(&f, at, err);
}

/* Binary: else it guesses a character set, at times Big5 for UTF-8. */
static int set_up(zbar_image_scanner_t *z, int density)
{
    int failed = zbar_image_scanner_set_config(z, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    failed |= zbar_image_scanner_set_config(z, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    failed |= zbar_image_scanner_set_config(z, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
    failed |= zbar_image_scanner_set_config(z, ZBAR_NONE, ZBAR_CFG_X_DENSITY, density);
    return failed | zbar_image_scanner_set_config(z, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, density);
}

static void keep_ours(zbar_image_t *image)
{
    (void)image; /* the pixels stay the caller's; without a cleaner ZBar would free them */
}

int reader_zbar_look(struct scan *scan, const struct image *view, const struct zbar_look *look, struct err *err)
{
    struct looking at = {scan, look};
    zbar_image_scanner_t *z = zbar_image_scanner_create();
    zbar_image_t *shown = zbar_image_create();
    int status = -1;
    if (!z || !shown || set_up(z, look->density ? look->density : 1)) {
        err_memory(err);
        goto done;
    }
    zbar_image_set_format(shown, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(shown, view->width, view->height);
    zbar_image_set_data(shown, view->grey, (unsigned long)view->width * view->height, keep_ours);
    if (zbar_scan_image(z, shown) < 0) {
        err_set(err, ERR_MEMORY, "ZBar could not scan the picture", "ZBar が画像を走査できませんでした");
        goto done;
    }
    status = 0;
    const zbar_symbol_t *s = zbar_image_first_symbol(shown);
    for (size_t i = 0; s && status == 0 && i < SCAN_HITS_MAX; i++, s = zbar_symbol_next(s))
        status = keep_symbol(s, &at, err);
done:
    if (shown)
        zbar_image_destroy(shown);
    if (z)
        zbar_image_scanner_destroy(z);
    return status;
}
