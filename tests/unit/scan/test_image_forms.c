#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gif_lib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/image.h"

/* The forms that few cameras write: GIF, BMP, PNM, HEIC, AVIF; and frames. What is put in comes out as its grey, and
 * everything else gets a clear answer. */

#define FILE_MAX (64 * 1024)

struct file {
    uint8_t bytes[FILE_MAX];
    size_t size;
};

static void add(struct file *file, const void *bytes, size_t size)
{
    assert_true(file->size + size <= sizeof file->bytes);
    memcpy(file->bytes + file->size, bytes, size);
    file->size += size;
}

static void add_le(struct file *file, uint32_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        add(file, &(uint8_t){(uint8_t)(value >> 8 * i)}, 1);
}

static void assert_greys(const struct file *file, uint32_t width, uint32_t height, const uint8_t *greys)
{
    struct image image = {0};
    struct err err = {0};
    if (image_from_bytes("demo", file->bytes, file->size, &image, &err) != 0)
        fail_msg("%s", err.en);
    assert_int_equal(image.width, width);
    assert_int_equal(image.height, height);
    for (uint32_t i = 0; i < width * height; i++)
        if (abs(image.grey[i] - greys[i]) > 1)
            fail_msg("pixel %u: %u instead of %u", i, image.grey[i], greys[i]);
    image_clear(&image);
}

/* Of exactly these bytes, so that one read behind them is found out. */
static void assert_refused(const void *bytes, size_t size, const char *en, const char *ja)
{
    struct image image = {0};
    struct err err = {0};
    uint8_t *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    assert_int_equal(image_from_bytes("demo", copy, size, &image, &err), -1);
    assert_int_equal(err.code, ERR_INPUT);
    assert_null(image.grey);
    if (!strstr(err.en, en) || !strstr(err.ja, ja))
        fail_msg("\"%s\" / \"%s\" lacks \"%s\" / \"%s\"", err.en, err.ja, en, ja);
    free(copy);
}

/* However short it is cut, from `least` on. */
static void assert_cuts_are_said(const struct file *file, size_t least)
{
    for (size_t size = least; size < file->size; size++)
        assert_refused(file->bytes, size, "truncated", "途中で切れています");
}

/* ---- PNM ---- */

static struct file pnm(const char *text, const void *bytes, size_t size)
{
    struct file file = {0};
    add(&file, text, strlen(text));
    add(&file, bytes, size);
    return file;
}

static void pnm_of_every_kind_gives_its_grey(void **state)
{
    (void)state;
    static const uint8_t greys[] = {0, 255, 255, 0, 128, 255};
    struct file file = pnm("P2\n# a comment\n3 2\n255\n0 255 255\n0 128 255", "", 0);
    assert_greys(&file, 3, 2, greys);
    file = pnm("P2 3 2 65535 0 65535 65535 0 32896 65535\n", "", 0);
    assert_greys(&file, 3, 2, greys);
    file = pnm("P5 3 2 255\n", "\0\xFF\xFF\0\x80\xFF", 6);
    assert_greys(&file, 3, 2, greys);
    file = pnm("P5 3 2 65535\n", "\0\0\xFF\xFF\xFF\xFF\0\0\x80\x80\xFF\xFF", 12);
    assert_greys(&file, 3, 2, greys);
    static const uint8_t bits[] = {0, 255, 0, 255, 255, 0};
    file = pnm("P1 3 2\n101 001", "", 0);
    assert_greys(&file, 3, 2, bits);
    file = pnm("P4 3 2\n", "\xA0\x20", 2);
    assert_greys(&file, 3, 2, bits);
    static const uint8_t colours[] = {76, 150, 29};
    file = pnm("P3 3 1 15 15 0 0 0 15 0 0 0 15", "", 0);
    assert_greys(&file, 3, 1, colours);
    file = pnm("P6 3 1 255\n", "\xFF\0\0\0\xFF\0\0\0\xFF", 9);
    assert_greys(&file, 3, 1, colours);
}

static void bad_pnm_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *en;
    } bad[] = {
        {"P5 3 2 255 ", "truncated"},         {"P5 3", "truncated"},
        {"P5 3 2 255\n12345", "truncated"},   {"P2 1 1 255", "truncated"},
        {"P2 1 1 255 x", "missing"},          {"P2 1 1 255 256", "too large"},
        {"P5 99999999999 1 255 ", "large"},   {"P5 30000 1 255 ", "30000 x 1"},
        {"P5 0 5 255 ", "no pixels"},         {"P5 1 1 0 x", "white is 0"},
        {"P5 1 1 255x", "no pixels"},         {"P5 1 1 65536 x", "too large"},
        {"P5 # only a comment", "truncated"}, {"P1 1 1 2", "too large"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_refused(bad[i].text, strlen(bad[i].text), bad[i].en, "");
}

/* ---- BMP ---- */

/* A header of 40 bytes; height < 0: from the top. */
static struct file bmp(int32_t width, int32_t height, uint32_t bits, uint32_t packing, uint32_t extra)
{
    struct file file = {0};
    add(&file, "BM", 2);
    add_le(&file, 0, 4);
    add_le(&file, 0, 4);
    add_le(&file, 14 + 40 + extra, 4);
    add_le(&file, 40, 4);
    add_le(&file, (uint32_t)width, 4);
    add_le(&file, (uint32_t)height, 4);
    add_le(&file, 1, 2);
    add_le(&file, bits, 2);
    add_le(&file, packing, 4);
    for (int i = 0; i < 5; i++)
        add_le(&file, 0, 4);
    return file;
}

static void bmp_of_every_depth_gives_its_grey(void **state)
{
    (void)state;
    static const uint8_t greys[] = {0, 255, 76, 29}; /* black, white; red, blue */
    static const uint8_t white_black[] = {0, 0, 0, 0, 255, 255, 255, 0};
    struct file file = bmp(2, 2, 24, 0, 0); /* rows from below */
    add(&file,
        "\0\0\xFF\xFF\0\0\0\0"
        "\0\0\0\xFF\xFF\xFF\0\0",
        16);
    assert_greys(&file, 2, 2, greys);
    assert_cuts_are_said(&file, 10);
    file = bmp(2, -2, 32, 0, 0);
    add(&file,
        "\0\0\0\0\xFF\xFF\xFF\0"
        "\0\0\xFF\0\xFF\0\0\0",
        16);
    assert_greys(&file, 2, 2, greys);
    file = bmp(2, -2, 16, 3, 12);
    add_le(&file, 0xF800, 4);
    add_le(&file, 0x07E0, 4);
    add_le(&file, 0x001F, 4);
    add(&file, "\0\0\xFF\xFF\0\xF8\x1F\0", 8);
    assert_greys(&file, 2, 2, greys);
    static const uint8_t two[] = {255, 0, 255, 0, 0, 255, 0, 255, 255, 0};
    file = bmp(10, -1, 1, 0, 8);
    add(&file, white_black, 8);
    add(&file, "\xA5\x80\0\0", 4);
    assert_greys(&file, 10, 1, two);
    file = bmp(3, -1, 4, 0, 8);
    add(&file, white_black, 8);
    add(&file, "\x10\x10\0\0", 4);
    assert_greys(&file, 3, 1, two);
    file = bmp(3, -1, 8, 0, 8);
    add(&file, white_black, 8);
    add(&file, "\1\0\1\0", 4);
    assert_greys(&file, 3, 1, two);
    assert_cuts_are_said(&file, 10);
}

static void bmp_of_os2_is_read(void **state)
{
    (void)state;
    struct file file = {0};
    add(&file, "BM\0\0\0\0\0\0\0\0", 10);
    add_le(&file, 26, 4);
    add_le(&file, 12, 4);
    add_le(&file, 1, 2);
    add_le(&file, 1, 2);
    add_le(&file, 1, 2);
    add_le(&file, 24, 2);
    add(&file, "\xFF\xFF\xFF\0", 4);
    assert_greys(&file, 1, 1, (const uint8_t[]){255});
}

static void bad_bmp_is_refused(void **state)
{
    (void)state;
    struct file file = bmp(2, 2, 8, 1, 0);
    assert_refused(file.bytes, file.size, "packed BMP picture (kind 1)", "圧縮された BMP 画像です(種別 1)");
    file = bmp(2, 2, 7, 0, 0);
    assert_refused(file.bytes, file.size, "number of bits", "BMP 画像が壊れています");
    file = bmp(-2, 2, 24, 0, 0);
    assert_refused(file.bytes, file.size, "no pixels", "画素のない");
    file = bmp(30000, INT32_MIN, 24, 0, 0);
    assert_refused(file.bytes, file.size, "30000 x 2147483648", "30000 x 2147483648");
    file = bmp(2, 2, 24, 0, 0xFFFF0000u);
    assert_refused(file.bytes, file.size, "truncated", "途中で切れています");
    file = bmp(2, 2, 24, 0, 0);
    file.bytes[14] = 200;
    assert_refused(file.bytes, file.size, "truncated", "途中で切れています");
    file.bytes[14] = 13;
    assert_refused(file.bytes, file.size, "no header that is known", "壊れています");
}

/* ---- GIF ---- */

static int append(GifFileType *gif, const GifByteType *bytes, int size)
{
    add(gif->UserData, bytes, (size_t)size);
    return size;
}

struct frame {
    int left, top, width, height;
    bool interlaced;
    int transparent; /* colour number, or none */
    const uint8_t *pixels;
};

/* Colours: black, white, red, blue. */
static struct file gif(int width, int height, const struct frame *frames, int count)
{
    static const GifColorType colours[] = {{0, 0, 0}, {255, 255, 255}, {255, 0, 0}, {0, 0, 255}};
    struct file file = {0};
    int why;
    GifFileType *gif = EGifOpen(&file, append, &why);
    assert_non_null(gif);
    EGifSetGifVersion(gif, true);
    ColorMapObject *map = GifMakeMapObject(4, colours);
    assert_int_equal(EGifPutScreenDesc(gif, width, height, 2, 1, map), GIF_OK);
    for (const struct frame *f = frames; f < frames + count; f++) {
        GifByteType control[4];
        EGifGCBToExtension(&(GraphicsControlBlock){.TransparentColor = f->transparent}, control);
        assert_int_equal(EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, sizeof control, control), GIF_OK);
        assert_int_equal(EGifPutImageDesc(gif, f->left, f->top, f->width, f->height, f->interlaced, NULL), GIF_OK);
        for (int i = 0; i < f->width * f->height; i++)
            assert_int_equal(EGifPutPixel(gif, f->pixels[i]), GIF_OK);
    }
    GifFreeMapObject(map);
    assert_int_equal(EGifCloseFile(gif, &why), GIF_OK);
    return file;
}

static void the_first_frame_of_a_gif_is_read(void **state)
{
    (void)state;
    static const uint8_t first[] = {0, 1, 2, 3, 1, 0}, second[] = {1, 1, 1, 1, 1, 1};
    static const uint8_t greys[] = {0, 255, 76, 29, 255, 0};
    const struct frame frames[] = {{0, 0, 3, 2, false, NO_TRANSPARENT_COLOR, first},
                                   {0, 0, 3, 2, false, NO_TRANSPARENT_COLOR, second}};
    struct file file = gif(3, 2, frames, 1);
    assert_greys(&file, 3, 2, greys);
    file.size -= 4; /* what follows the pixels is not missed */
    assert_cuts_are_said(&file, 4);
    file = gif(3, 2, frames, 2);
    assert_greys(&file, 3, 2, greys);
}

static void a_gif_may_be_interlaced_smaller_than_its_screen_and_clear(void **state)
{
    (void)state;
    uint8_t rows[20], greys[20];
    static const uint8_t order[] = {0, 8, 16, 4, 12, 2, 6, 10, 14, 18, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19};
    for (uint8_t i = 0; i < 20; i++) {
        rows[i] = order[i] % 3 == 0; /* as they come in the file */
        greys[i] = i % 3 == 0 ? 255 : 0;
    }
    struct file file = gif(1, 20, &(struct frame){0, 0, 1, 20, true, NO_TRANSPARENT_COLOR, rows}, 1);
    assert_greys(&file, 1, 20, greys);
    static const uint8_t dots[] = {0, 2, 2, 0};
    static const uint8_t placed[] = {255, 255, 255, 255, 0, 255, 255, 255, 0};
    file = gif(3, 3, &(struct frame){1, 1, 2, 2, false, 2, dots}, 1);
    assert_greys(&file, 3, 3, placed);
    static const uint8_t cut[] = {255, 255, 255, 0};
    file = gif(2, 2, &(struct frame){1, 1, 2, 2, false, 2, dots}, 1); /* reaches beyond its screen */
    assert_greys(&file, 2, 2, cut);
}

static void bad_gif_is_refused(void **state)
{
    (void)state;
    static const uint8_t none[] = "GIF89a\1\0\1\0\0\0\0;";
    assert_refused(none, sizeof none - 1, "no picture in it", "GIF 画像が壊れています");
    static const uint8_t huge[] = "GIF89a\xFF\xFF\xFF\xFF\0\0\0,\0\0\0\0\1\0\1\0\0\2";
    assert_refused(huge, sizeof huge - 1, "65535 x 65535", "65535 x 65535");
    static const uint8_t empty[] = "GIF89a\0\0\0\0\0\0\0,\0\0\0\0\0\0\0\0\0\2";
    assert_refused(empty, sizeof empty - 1, "no pixels", "画素のない");
}

/* ---- HEIC, AVIF ---- */

static void read_corpus(const char *name, struct file *file)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/fuzz/corpus/image/%s", TESTS_DIR, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    file->size = fread(file->bytes, 1, sizeof file->bytes, f);
    fclose(f);
}

/* 48 x 32: dark on the left, light on the right. */
static void heic_and_avif_give_their_grey(void **state)
{
    (void)state;
    static const char *const names[] = {"heic", "avif"};
    static struct file file;
    for (size_t i = 0; i < 2; i++) {
        struct image image;
        struct err err = {0};
        read_corpus(names[i], &file);
        assert_true(image_is_known(file.bytes, IMAGE_HEAD));
        assert_true(image_needs_library(file.bytes, IMAGE_HEAD));
        assert_int_equal(image_prepare(file.bytes, IMAGE_HEAD, &err), 0);
        assert_int_equal(image_from_bytes(names[i], file.bytes, file.size, &image, &err), 0);
        assert_int_equal(image.width, 48);
        assert_int_equal(image.height, 32);
        assert_in_range(image.grey[16 * 48 + 8], 0, 40);
        assert_in_range(image.grey[16 * 48 + 40], 210, 255);
        image_clear(&image);
    }
}

static void bad_heic_is_refused(void **state)
{
    (void)state;
    static struct file file;
    read_corpus("heic", &file);
    for (size_t size = 12; size < file.size; size += 7)
        assert_refused(file.bytes, size, "HEIF picture", "HEIF 画像");
    static const char sequence[] = "\0\0\0\x18"
                                   "ftypavis\0\0\0\0";
    assert_refused(sequence, sizeof sequence - 1, "an animated AVIF", "アニメーションの AVIF");
}

/* ---- frames ---- */

static void a_frame_is_borrowed_as_it_is(void **state)
{
    (void)state;
    uint8_t grey[6] = {1, 2, 3, 4, 5, 6};
    struct image image;
    struct err err = {0};
    assert_int_equal(image_of_frame(grey, sizeof grey, 3, 2, &image, &err), 0);
    assert_ptr_equal(image.grey, grey);
    assert_int_equal(image.width, 3);
    assert_int_equal(image.height, 2);
    assert_int_equal(image_of_frame(grey, sizeof grey, 2, 2, &image, &err), -1);
    assert_non_null(strstr(err.en, "2 x 2 pixels cannot have 6 bytes"));
    assert_int_equal(image_of_frame(grey, sizeof grey, 0, 2, &image, &err), -1);
    assert_int_equal(image_of_frame(grey, sizeof grey, UINT32_MAX, UINT32_MAX, &image, &err), -1);
    assert_null(image.grey);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pnm_of_every_kind_gives_its_grey),
        cmocka_unit_test(bad_pnm_is_refused),
        cmocka_unit_test(bmp_of_every_depth_gives_its_grey),
        cmocka_unit_test(bmp_of_os2_is_read),
        cmocka_unit_test(bad_bmp_is_refused),
        cmocka_unit_test(the_first_frame_of_a_gif_is_read),
        cmocka_unit_test(a_gif_may_be_interlaced_smaller_than_its_screen_and_clear),
        cmocka_unit_test(bad_gif_is_refused),
        cmocka_unit_test(heic_and_avif_give_their_grey),
        cmocka_unit_test(bad_heic_is_refused),
        cmocka_unit_test(a_frame_is_borrowed_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
