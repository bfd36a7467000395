#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <png.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>
#include <webp/encode.h>

#include "app/scan/image.h"

/* Every form of picture gives back the grey that was put in, and everything else a clear answer. */

#define SIDE 16u

struct file {
    uint8_t bytes[64 * 1024];
    size_t size;
};

/* A ramp from black to white, column by column. */
static uint8_t ramp(uint32_t x)
{
    return (uint8_t)(x * 255 / (SIDE - 1));
}

static void append(png_structp png, png_bytep bytes, size_t size)
{
    struct file *file = png_get_io_ptr(png);
    assert_true(file->size + size <= sizeof file->bytes);
    memcpy(file->bytes + file->size, bytes, size);
    file->size += size;
}

static void no_flush(png_structp png)
{
    (void)png;
}

/* `row` is every row of the picture. */
static void make_png(struct file *file, uint32_t width, uint32_t height, int depth, int colour, int interlace,
                     const uint8_t *row)
{
    file->size = 0;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_write_fn(png, file, append, no_flush);
    png_set_IHDR(png, info, width, height, depth, colour, interlace, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    static const png_color palette[4] = {{0, 0, 0}, {255, 255, 255}, {255, 0, 0}, {128, 128, 128}};
    static const png_byte clear[4] = {255, 255, 255, 0};
    if (colour == PNG_COLOR_TYPE_PALETTE) {
        png_set_PLTE(png, info, palette, 4);
        png_set_tRNS(png, info, clear, 4, NULL);
    }
    png_write_info(png, info);
    if (row) {
        int passes = png_set_interlace_handling(png);
        for (int pass = 0; pass < passes; pass++)
            for (uint32_t y = 0; y < height; y++)
                png_write_row(png, row);
        png_write_end(png, info);
    }
    png_destroy_write_struct(&png, &info);
}

static struct image load(const struct file *file)
{
    struct image image = {0};
    struct err err = {0};
    if (image_from_bytes("demo", file->bytes, file->size, &image, &err) != 0)
        fail_msg("%s", err.en);
    assert_int_equal(image.width, SIDE);
    assert_int_equal(image.height, SIDE);
    return image;
}

/* Every row holds `grey`, give or take `off`. */
static void assert_rows(const struct file *file, const uint8_t grey[SIDE], int off)
{
    struct image image = load(file);
    for (uint32_t y = 0; y < SIDE; y++)
        for (uint32_t x = 0; x < SIDE; x++)
            if (abs(image.grey[y * SIDE + x] - grey[x]) > off)
                fail_msg("at %u, %u: %u instead of %u", x, y, image.grey[y * SIDE + x], grey[x]);
    image_clear(&image);
}

static void assert_ramp(const struct file *file, int off)
{
    uint8_t grey[SIDE];
    for (uint32_t x = 0; x < SIDE; x++)
        grey[x] = ramp(x);
    assert_rows(file, grey, off);
}

static void png_of_every_colour_type_gives_its_grey(void **state)
{
    (void)state;
    static const struct {
        int depth, colour, channels;
    } forms[] = {
        {8, PNG_COLOR_TYPE_GRAY, 1},        {16, PNG_COLOR_TYPE_GRAY, 1},      {8, PNG_COLOR_TYPE_GRAY_ALPHA, 2},
        {16, PNG_COLOR_TYPE_GRAY_ALPHA, 2}, {8, PNG_COLOR_TYPE_RGB, 3},        {16, PNG_COLOR_TYPE_RGB, 3},
        {8, PNG_COLOR_TYPE_RGB_ALPHA, 4},   {16, PNG_COLOR_TYPE_RGB_ALPHA, 4},
    };
    static struct file file;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (int interlace = 0; interlace < 2; interlace++) {
            uint8_t row[SIDE * 8];
            size_t n = 0;
            for (uint32_t x = 0; x < SIDE; x++)
                for (int c = 0; c < forms[i].channels; c++)
                    for (int b = 0; b < forms[i].depth / 8; b++) /* 0x3333 for 0x33: both bytes alike */
                        row[n++] = forms[i].channels % 2 == 0 && c == forms[i].channels - 1 ? 255 : ramp(x);
            make_png(&file, SIDE, SIDE, forms[i].depth, forms[i].colour, interlace, row);
            assert_ramp(&file, 0);
        }
}

static void few_bits_and_palettes_are_spread(void **state)
{
    (void)state;
    static struct file file;
    uint8_t grey[SIDE];
    const uint8_t bits[2] = {0xA5, 0x0F}; /* 1 0 1 0 0 1 0 1  0 0 0 0 1 1 1 1 */
    for (uint32_t x = 0; x < SIDE; x++)
        grey[x] = bits[x / 8] >> (7 - x % 8) & 1 ? 255 : 0;
    make_png(&file, SIDE, SIDE, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, bits);
    assert_rows(&file, grey, 0);
    make_png(&file, SIDE, SIDE, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_ADAM7, bits);
    assert_rows(&file, grey, 0);
    const uint8_t indexes[4] = {0x1B, 0x1B, 0x1B, 0x1B}; /* black, white, red, and a grey that is transparent */
    static const uint8_t seen[4] = {0, 255, 76, 255};
    for (uint32_t x = 0; x < SIDE; x++)
        grey[x] = seen[x % 4];
    make_png(&file, SIDE, SIDE, 2, PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE, indexes);
    assert_rows(&file, grey, 0);
}

static void transparent_pixels_lie_on_white(void **state)
{
    (void)state;
    static struct file file;
    uint8_t row[SIDE * 4], grey[SIDE];
    for (uint32_t x = 0; x < SIDE; x++) {
        uint8_t alpha = x % 3 == 0 ? 0 : x % 3 == 1 ? 51 : 255; /* none, a fifth, all of black ink */
        memset(row + (size_t)x * 4, 0, 3);
        row[x * 4 + 3] = alpha;
        grey[x] = (uint8_t)(255 - alpha);
    }
    make_png(&file, SIDE, SIDE, 8, PNG_COLOR_TYPE_RGB_ALPHA, PNG_INTERLACE_NONE, row);
    assert_rows(&file, grey, 0);
    uint8_t picture[SIDE * SIDE * 4], *webp = NULL;
    for (uint32_t y = 0; y < SIDE; y++)
        memcpy(picture + y * sizeof row, row, sizeof row);
    file.size = WebPEncodeLosslessRGBA(picture, SIDE, SIDE, SIDE * 4, &webp);
    assert_in_range(file.size, 1, sizeof file.bytes);
    memcpy(file.bytes, webp, file.size);
    WebPFree(webp);
    assert_rows(&file, grey, 1);
}

static void make_jpeg(struct file *file, int format, int sampling, int flags)
{
    uint8_t picture[SIDE * SIDE * 4];
    int channels = tjPixelSize[format];
    for (uint32_t i = 0; i < SIDE * SIDE; i++)
        memset(picture + (size_t)i * (size_t)channels, ramp(i % SIDE), (size_t)channels);
    tjhandle tj = tjInitCompress();
    unsigned char *out = NULL;
    unsigned long size = 0;
    assert_int_equal(tjCompress2(tj, picture, SIDE, 0, SIDE, format, &out, &size, sampling, 100, flags), 0);
    assert_in_range(size, 1, sizeof file->bytes);
    memcpy(file->bytes, out, size);
    file->size = size;
    tjFree(out);
    tjDestroy(tj);
}

static void jpeg_gives_its_grey(void **state)
{
    (void)state;
    static struct file file;
    make_jpeg(&file, TJPF_GRAY, TJSAMP_GRAY, 0);
    assert_ramp(&file, 2);
    make_jpeg(&file, TJPF_RGB, TJSAMP_420, 0);
    assert_ramp(&file, 2);
    make_jpeg(&file, TJPF_RGB, TJSAMP_444, TJFLAG_PROGRESSIVE);
    assert_ramp(&file, 2);
}

static void make_webp(struct file *file, bool lossless)
{
    uint8_t picture[SIDE * SIDE * 3], *out = NULL;
    for (uint32_t i = 0; i < SIDE * SIDE; i++)
        memset(picture + (size_t)i * 3, ramp(i % SIDE), 3);
    file->size = lossless ? WebPEncodeLosslessRGB(picture, SIDE, SIDE, SIDE * 3, &out)
                          : WebPEncodeRGB(picture, SIDE, SIDE, SIDE * 3, 100, &out);
    assert_in_range(file->size, 1, sizeof file->bytes);
    memcpy(file->bytes, out, file->size);
    WebPFree(out);
}

/* Puts an EXIF segment behind the first two bytes. */
static void add_exif(struct file *file, const char *tiff, size_t size)
{
    uint8_t segment[64] = {0xFF, 0xE1, 0, (uint8_t)(size + 8), 'E', 'x', 'i', 'f', 0, 0};
    memcpy(segment + 10, tiff, size);
    memmove(file->bytes + 2 + size + 10, file->bytes + 2, file->size - 2);
    memcpy(file->bytes + 2, segment, size + 10);
    file->size += size + 10;
}

static const char LITTLE[] = "II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0";
static const char BIG[] = "MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0";

static void a_jpeg_says_how_it_is_to_be_turned(void **state)
{
    (void)state;
    static const struct {
        const char *tiff;
        size_t size;
        uint8_t turn;
    } cases[] = {{LITTLE, sizeof LITTLE - 1, 6},  {BIG, sizeof BIG - 1, 6},     {BIG, 20, 0},
                 {"II*\0\xFF\xFF\xFF\xFF", 8, 0}, {"no TIFF structure", 17, 0}, {"", 0, 0}};
    static struct file file;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_jpeg(&file, TJPF_GRAY, TJSAMP_GRAY, 0);
        add_exif(&file, cases[i].tiff, cases[i].size);
        struct image image = load(&file);
        assert_int_equal(image.turn, cases[i].turn);
        assert_true(image.grey[0] < 10 && image.grey[SIDE - 1] > 245); /* as it is stored */
        image_clear(&image);
    }
}

/* The letter F, as EXIF shows what each value means. */
static void turned_pictures_are_set_upright(void **state)
{
    (void)state;
    static const struct {
        uint8_t turn;
        uint32_t width;
        const char *stored;
    } cases[] = {{0, 3,
                  "###"
                  "#.."
                  "##."
                  "#.."},
                 {1, 3,
                  "###"
                  "#.."
                  "##."
                  "#.."},
                 {2, 3,
                  "###"
                  "..#"
                  ".##"
                  "..#"},
                 {3, 3,
                  "..#"
                  ".##"
                  "..#"
                  "###"},
                 {4, 3,
                  "#.."
                  "##."
                  "#.."
                  "###"},
                 {5, 4,
                  "####"
                  "#.#."
                  "#..."},
                 {6, 4,
                  "#..."
                  "#.#."
                  "####"},
                 {7, 4,
                  "...#"
                  ".#.#"
                  "####"},
                 {8, 4,
                  "####"
                  ".#.#"
                  "...#"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t grey[12];
        memcpy(grey, cases[i].stored, sizeof grey);
        struct image stored = {grey, cases[i].width, 12 / cases[i].width, 0, cases[i].turn}, upright;
        struct err err = {0};
        assert_int_equal(image_upright(&stored, &upright, &err), 0);
        assert_int_equal(upright.width, 3);
        assert_int_equal(upright.height, 4);
        assert_memory_equal(upright.grey,
                            "###"
                            "#.."
                            "##."
                            "#..",
                            12);
        for (int k = 0; k < 12; k++) {
            int at[2] = {k % (int)stored.width, k / (int)stored.width}, to[2];
            image_upright_place(&stored, at, to);
            assert_int_equal(upright.grey[to[1] * 3 + to[0]], grey[k]);
        }
        image_clear(&upright);
    }
}

/* 30 million pixels: half of them to the side. */
static void very_large_jpegs_are_halved(void **state)
{
    (void)state;
    enum { WIDTH = 7500, HEIGHT = 4000 };
    uint8_t *grey = malloc((size_t)WIDTH * HEIGHT), *bytes = NULL;
    unsigned long size = 0;
    assert_non_null(grey);
    memset(grey, 200, (size_t)WIDTH * HEIGHT);
    tjhandle tj = tjInitCompress();
    assert_int_equal(tjCompress2(tj, grey, WIDTH, 0, HEIGHT, TJPF_GRAY, &bytes, &size, TJSAMP_GRAY, 50, TJFLAG_FASTDCT),
                     0);
    struct image image;
    struct err err = {0};
    assert_int_equal(image_from_bytes("demo", bytes, size, &image, &err), 0);
    assert_int_equal(image.shrunk, 1);
    assert_int_equal(image.width, WIDTH / 2);
    assert_int_equal(image.height, HEIGHT / 2);
    int corner[2] = {WIDTH - 1, HEIGHT - 1}, place[2];
    image_upright_place(&image, corner, place);
    assert_int_equal(place[0], WIDTH / 2 - 1);
    assert_int_equal(place[1], HEIGHT / 2 - 1);
    image_clear(&image);
    tjFree(bytes);
    tjDestroy(tj);
    free(grey);
}

static void webp_gives_its_grey(void **state)
{
    (void)state;
    static struct file file;
    make_webp(&file, true);
    assert_ramp(&file, 1);
    make_webp(&file, false);
    assert_ramp(&file, 6);
}

/* Both languages say the reason in their own words. */
static void assert_refused_named(const char *name, const uint8_t *bytes, size_t size, const char *en, const char *ja)
{
    struct image image = {0};
    struct err err = {0};
    assert_int_equal(image_from_bytes(name, bytes, size, &image, &err), -1);
    assert_int_equal(err.code, ERR_INPUT);
    assert_null(image.grey);
    if (!strstr(err.en, en) || !strstr(err.ja, ja))
        fail_msg("\"%s\" / \"%s\" lacks \"%s\" / \"%s\"", err.en, err.ja, en, ja);
}

static void assert_refused(const struct file *file, const char *en, const char *ja)
{
    assert_refused_named("demo", file->bytes, file->size, en, ja);
}

/* A copy that ends exactly there, so that a byte read behind it is found out. */
static void assert_cut(const struct file *file, size_t size)
{
    uint8_t *cut = malloc(size);
    assert_non_null(cut);
    memcpy(cut, file->bytes, size);
    assert_refused_named("demo", cut, size, "truncated", "途中で切れています");
    free(cut);
}

static void truncated_pictures_are_said_to_be(void **state)
{
    (void)state;
    static struct file file;
    make_jpeg(&file, TJPF_RGB, TJSAMP_420, 0);
    for (size_t keep = 3; keep < file.size - 2; keep++)
        assert_cut(&file, keep);
    uint8_t row[SIDE * 3] = {0};
    make_png(&file, SIDE, SIDE, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, row);
    for (size_t keep = 4; keep < file.size; keep++)
        assert_cut(&file, keep);
    for (int lossless = 0; lossless < 2; lossless++) {
        make_webp(&file, lossless);
        for (size_t keep = 12; keep < file.size - 1; keep++)
            assert_cut(&file, keep);
    }
}

static void damaged_pictures_are_said_to_be(void **state)
{
    (void)state;
    static struct file file;
    uint8_t row[SIDE * 3] = {0};
    make_png(&file, SIDE, SIDE, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, row);
    uint8_t *data = memmem(file.bytes, file.size, "IDAT", 4);
    assert_non_null(data);
    data[6] ^= 0x55;
    assert_refused(&file, "the PNG picture is damaged", "PNG 画像が壊れています");
    make_jpeg(&file, TJPF_GRAY, TJSAMP_GRAY, 0);
    file.bytes[4] = 0xFF; /* the first segment claims 64 kB */
    file.bytes[5] = 0xFF;
    assert_refused(&file, "JPEG picture is ", "JPEG 画像が");
    make_webp(&file, true);
    memset(file.bytes + 25, 0xFF, 6);
    assert_refused(&file, "WebP picture is ", "WebP 画像が");
}

static void pictures_for_printers_and_films_are_refused(void **state)
{
    (void)state;
    static struct file file;
    make_jpeg(&file, TJPF_CMYK, TJSAMP_444, 0);
    assert_refused(&file, "CMYK", "CMYK");
    static const uint8_t animated[] = "RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0\x0F\0\0\x0F\0";
    assert_refused_named("demo", animated, sizeof animated, "animated WebP", "アニメーションの WebP");
}

static void huge_pictures_are_refused_by_their_header(void **state)
{
    (void)state;
    static struct file file;
    make_png(&file, 20000, 20000, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, NULL);
    assert_refused(&file, "20000 x 20000 pixels", "20000 x 20000 画素");
    make_png(&file, 2000000, 1, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, NULL);
    assert_refused(&file, "2000000 x 1 pixels", "2000000 x 1 画素");
    make_png(&file, 15000, 15000, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, NULL);
    assert_refused(&file, "at most 100 million", "1 億画素");
    make_jpeg(&file, TJPF_GRAY, TJSAMP_GRAY, 0);
    for (size_t i = 0; i + 9 < file.size; i++)
        if (file.bytes[i] == 0xFF && file.bytes[i + 1] == 0xC0) /* start of frame: two sides of two bytes */
            memcpy(file.bytes + i + 5, "\x4E\x20\x4E\x20", 4);
    assert_refused(&file, "20000 x 20000 pixels", "20000 x 20000 画素");
    static const uint8_t webp[] = "RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\x3E\0\xFF\x3E\0";
    assert_refused_named("demo", webp, sizeof webp - 1, "16128 x 16128 pixels", "16128 x 16128 画素");
}

static void what_is_no_picture_is_named_by_its_first_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *en, *ja;
    } cases[] = {
        {"%PDF-1.7", 8, "it begins with 25 50 44 46 2D 31 2E 37 (a PDF document)",
         "先頭は 25 50 44 46 2D 31 2E 37(PDF 文書)"},
        {"II*\0\x08\0\0\0", 8, "(a TIFF picture)", "(TIFF 画像)"},
        {"\0\0\0\x18"
         "ftypisom",
         12, "(a film)", "(動画)"},
        {"BMW i3 2019", 11, "(text)", "(テキスト)"},
        {"P7 or so", 8, "(text)", "(テキスト)"},
        {"PK\3\4xlsx", 8, "(a ZIP archive or an Office document)", "(ZIP または Office 文書)"},
        {"number,level", 12, "(text)", "(テキスト)"},
        {"\1\2\3", 3, "it begins with 01 02 03 (nothing known)", "先頭は 01 02 03(不明な形式)"},
        {"\xFF", 1, "it begins with FF (", "先頭は FF("},
        {"RIFF\x24\0\0\0WAVE", 12, "not a picture of a form that is read here", "読める形式の画像ではありません"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_refused_named("box.jpg", (const uint8_t *)cases[i].bytes, cases[i].size, cases[i].en, cases[i].ja);
    assert_refused_named("box.jpg", (const uint8_t *)"", 0, "0 bytes", "0 バイト");
}

static void a_long_name_leaves_room_for_the_reason(void **state)
{
    (void)state;
    static char name[4000];
    memset(name, 'n', sizeof name - 1);
    assert_refused_named(name, (const uint8_t *)"", 0, "the file is empty", "空のファイルです");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_of_every_colour_type_gives_its_grey),
        cmocka_unit_test(few_bits_and_palettes_are_spread),
        cmocka_unit_test(transparent_pixels_lie_on_white),
        cmocka_unit_test(jpeg_gives_its_grey),
        cmocka_unit_test(a_jpeg_says_how_it_is_to_be_turned),
        cmocka_unit_test(turned_pictures_are_set_upright),
        cmocka_unit_test(very_large_jpegs_are_halved),
        cmocka_unit_test(webp_gives_its_grey),
        cmocka_unit_test(truncated_pictures_are_said_to_be),
        cmocka_unit_test(damaged_pictures_are_said_to_be),
        cmocka_unit_test(pictures_for_printers_and_films_are_refused),
        cmocka_unit_test(huge_pictures_are_refused_by_their_header),
        cmocka_unit_test(what_is_no_picture_is_named_by_its_first_bytes),
        cmocka_unit_test(a_long_name_leaves_room_for_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
