#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dmtx.h>

#include "app/scan/matrix_codewords.h"
#include "app/scan/matrix_text.h"
#include "tests/unit/scan/draw_matrix.h"

/* From modules to what they say, without a picture between: what zint writes is what is read. */

static bool read_modules(const struct drawn_matrix *m, struct matrix_text *text)
{
    uint8_t words[MATRIX_CODEWORDS_MAX];
    return matrix_codewords(m->size, m->modules, words) && matrix_text(words, m->size->data, text);
}

static void assert_says(const struct drawn_matrix *m, const void *bytes, size_t size)
{
    struct matrix_text text;
    assert_true(read_modules(m, &text));
    assert_int_equal(text.size, size);
    assert_memory_equal(text.bytes, bytes, size);
}

static void assert_round(const void *bytes, size_t size)
{
    struct drawn_matrix m = matrix_of(bytes, size, &(struct matrix_wish){0});
    assert_says(&m, bytes, size);
}

static void every_size_is_full_of_digits(void **state)
{
    (void)state;
    char digits[2 * 1558 + 1];
    for (size_t i = 0; i < sizeof digits; i++)
        digits[i] = (char)('0' + i * 7 % 10);
    for (int v = 1; v <= MATRIX_SIZES; v++) {
        size_t size = 2 * (size_t)matrix_sizes[v - 1].data;
        struct drawn_matrix m = matrix_of(digits, size, &(struct matrix_wish){.version = v});
        assert_ptr_equal(m.size, &matrix_sizes[v - 1]);
        assert_says(&m, digits, size);
    }
}

/* libdmtx's own picture, a pixel a module; its rows run from the bottom up. */
static struct drawn_matrix dmtx_of(int size, unsigned char *bytes, int count)
{
    struct drawn_matrix m = {0};
    DmtxEncode *e = dmtxEncodeCreate();
    assert_non_null(e);
    dmtxEncodeSetProp(e, DmtxPropSizeRequest, size);
    dmtxEncodeSetProp(e, DmtxPropModuleSize, 1);
    dmtxEncodeSetProp(e, DmtxPropMarginSize, 0);
    assert_int_equal(dmtxEncodeDataMatrix(e, count, bytes), DmtxPass);
    m.size = &matrix_sizes[size];
    for (int row = 0; row < m.size->rows; row++)
        for (int col = 0; col < m.size->cols; col++) {
            int grey = 255;
            dmtxImageGetPixelValue(e->image, col, m.size->rows - 1 - row, 0, &grey);
            m.modules[row * m.size->cols + col] = grey < 128;
        }
    dmtxEncodeDestroy(&e);
    return m;
}

/* Its sizes are the first 30 of ours, in the same order. It writes 144 x 144 in the other of the two ways. */
static void every_size_of_another_encoder_is_read(void **state)
{
    (void)state;
    for (int size = DmtxSymbol10x10; size <= DmtxSymbol16x48; size++) {
        unsigned char text[] = "A1b";
        struct drawn_matrix m = dmtx_of(size, text, 3);
        assert_says(&m, text, 3);
    }
}

static void every_encodation_is_read(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "https://www.vendor.example/labels/DEMO-0001",
        "DEMO CAPITALS AND 123 DIGITS",
        "all in small letters, 1 or 2",
        "ABC>DEF*GHI\rJKL MNO123PQR>STU*VWX",
        "EDIFACT.+UN'.:?,/()-!EDIFACT+EDIFACT",
        "Mixed Case And_Signs~{}|`^\\[]@<=>;",
        "\x01\x02\x1D\x1E\x1F\x7F",
        "1",
        "12",
        "A",
        "0123456789",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_round(texts[i], strlen(texts[i]));
}

static void bytes_are_exact(void **state)
{
    (void)state;
    static const char utf8[] = "適合ラベル 見本 デモ", shift_jis[] = "\x83\x89\x83\x78\x83\x8B 1", nuls[] = "A\0B\0\0C";
    assert_round(utf8, sizeof utf8 - 1);
    assert_round(shift_jis, sizeof shift_jis - 1);
    assert_round(nuls, sizeof nuls - 1);
    uint8_t bytes[256];
    for (int i = 0; i < 256; i++)
        bytes[i] = (uint8_t)i;
    assert_round(bytes, sizeof bytes);
}

/* Pieces of several kinds, so that encoders change their minds often. */
static size_t random_text(uint32_t *seed, uint8_t *out, size_t most)
{
    size_t size = 1 + next_random(seed) % most;
    unsigned kind = 0;
    for (size_t i = 0; i < size; i++) {
        if (i == 0 || next_random(seed) % 8 == 0)
            kind = next_random(seed) % 6;
        uint32_t r = next_random(seed);
        switch (kind) {
        case 0:
            out[i] = (uint8_t)('0' + r % 10);
            break;
        case 1:
            out[i] = (uint8_t)('A' + r % 26);
            break;
        case 2:
            out[i] = (uint8_t)('a' + r % 26);
            break;
        case 3:
            out[i] = (uint8_t)(' ' + r % 64); /* EDIFACT */
            break;
        case 4:
            out[i] = (uint8_t)(r % 256);
            break;
        default:
            out[i] = (uint8_t) "*>\r "[r % 4]; /* X12 */
        }
    }
    return size;
}

static void any_bytes_are_read_as_written(void **state)
{
    (void)state;
    uint32_t seed = 1;
    uint8_t bytes[300];
    for (int i = 0; i < 3000; i++) {
        size_t size = random_text(&seed, bytes, i % 10 ? 40 : sizeof bytes);
        assert_round(bytes, size);
    }
}

static void gs1_is_told_and_fields_are_parted(void **state)
{
    (void)state;
    static const char text[] = "[01]04912345678904[10]A%B[21]7";
    struct drawn_matrix m = matrix_of(text, sizeof text - 1, &(struct matrix_wish){.mode = GS1_MODE});
    struct matrix_text read;
    assert_true(read_modules(&m, &read));
    assert_true(read.gs1);
    assert_says(&m,
                "010491234567890410A%B\x1D"
                "217",
                25);
}

static void a_character_set_is_named_apart(void **state)
{
    (void)state;
    static const char text[] = "適合";
    struct drawn_matrix m = matrix_of(text, sizeof text - 1, &(struct matrix_wish){.eci = 26});
    assert_says(&m, text, sizeof text - 1);
}

/* What one of several symbols says is not what was meant: it is marked. */
static void a_part_of_a_message_says_which(void **state)
{
    (void)state;
    for (int of = 2; of <= 16; of++)
        for (int part = 1; part <= of; part++) {
            struct drawn_matrix m = matrix_of("DEMO", 4, &(struct matrix_wish){.part = part, .of = of});
            struct matrix_text text;
            assert_true(read_modules(&m, &text));
            assert_int_equal(text.size, 4);
            assert_memory_equal(text.bytes, "DEMO", 4);
            assert_int_equal(text.part.index, part);
            assert_int_equal(text.part.of, of);
            assert_int_equal(text.part.message, 1 << 8 | 1);
        }
    struct drawn_matrix gs1 = matrix_of("[01]04912345123459", 18,
                                        &(struct matrix_wish){.mode = GS1_MODE, .part = 1, .of = 2, .file = "003254"});
    struct matrix_text text;
    assert_true(read_modules(&gs1, &text));
    assert_true(text.gs1);
    assert_int_equal(text.part.message, 3 << 8 | 254);
}

static void a_part_that_cannot_be_is_not_read(void **state)
{
    (void)state;
    static const uint8_t words[][6] = {
        {233, 0x0F, 0, 1, 'A' + 1, 129},   /* no such file number */
        {233, 0x0F, 1, 255, 'A' + 1, 129}, /* nor this */
        {233, 0x00, 1, 1, 'A' + 1, 129},   /* of seventeen */
        {233, 0x2F, 1, 1, 'A' + 1, 129},   /* the third of two */
    };
    struct matrix_text text;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_false(matrix_text(words[i], sizeof words[i], &text));
    assert_false(matrix_text((const uint8_t[]){233, 0x0F, 1, 1}, 4, &text));
    assert_false(matrix_text((const uint8_t[]){'A' + 1, 233, 0x0F, 1, 1, 129}, 6, &text)); /* not at the beginning */
}

static void a_macro_is_written_out(void **state)
{
    (void)state;
    static const uint8_t words[] = {236, 'A' + 1, 129};
    struct matrix_text text;
    assert_true(matrix_text(words, sizeof words, &text));
    assert_int_equal(text.size, 10);
    assert_memory_equal(text.bytes,
                        "[)>\x1E"
                        "05\x1D"
                        "A\x1E\x04",
                        10);
}

/* Codewords that no encoder writes. */
static void nonsense_is_refused(void **state)
{
    (void)state;
    static const struct {
        uint8_t words[6];
        size_t count;
    } bad[] = {
        {{0}, 1},                       /* no character */
        {{129}, 1},                     /* says nothing */
        {{234, 66}, 2},                 /* for the reader */
        {{66, 236, 66}, 3},             /* a macro in the middle */
        {{250}, 1},                     /* not used */
        {{254, 66}, 2},                 /* the end of a mode that is not on */
        {{235}, 1},                     /* a shift of nothing */
        {{235, 200}, 2},                /* of what cannot be shifted */
        {{230, 255, 255, 254}, 4},      /* three values above 39 */
        {{231, 255, 255, 255, 255}, 5}, /* more bytes than there are */
        {{231}, 1},                     /* none at all */
        {{241}, 1},                     /* a character set without a number */
    };
    struct matrix_text text;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(matrix_text(bad[i].words, bad[i].count, &text));
    assert_false(matrix_text(bad[0].words, 0, &text));
}

/* Any codewords do no harm, and what comes of them fits. */
static void any_codewords_are_borne(void **state)
{
    (void)state;
    uint32_t seed = 5;
    struct matrix_text text;
    for (int i = 0; i < 20000; i++) {
        uint8_t words[64];
        size_t count = 1 + next_random(&seed) % sizeof words;
        for (size_t k = 0; k < count; k++)
            words[k] = (uint8_t)next_random(&seed);
        words[0] = (uint8_t)(i % 2 ? 230 + i % 12 : words[0]);
        if (matrix_text(words, count, &text))
            assert_in_range(text.size, 1, MATRIX_TEXT_MAX);
    }
}

static void damage(struct drawn_matrix *m, size_t modules, uint32_t *seed)
{
    for (size_t i = 0; i < modules; i++)
        m->modules[next_random(seed) % (uint32_t)(m->size->rows * m->size->cols)] ^= 1;
}

/* Up to half as many codewords as there are for correction may be wrong; of more it reads nothing, never something
 * else. */
static void damage_is_mended_or_refused(void **state)
{
    (void)state;
    uint32_t seed = 9;
    for (int v = 1; v <= MATRIX_SIZES; v++)
        for (int times = 0; times < 20; times++) {
            struct matrix_text text;
            struct drawn_matrix m = matrix_of("123456", 6, &(struct matrix_wish){.version = v});
            damage(&m, m.size->correction / 2, &seed);
            if (m.size->blocks == 1)
                assert_says(&m, "123456", 6);
            damage(&m, m.size->correction * (size_t)m.size->blocks * 4, &seed);
            if (m.size->correction > 10 && read_modules(&m, &text))
                assert_memory_equal(text.bytes, "123456", 6);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_is_full_of_digits),
        cmocka_unit_test(every_size_of_another_encoder_is_read),
        cmocka_unit_test(every_encodation_is_read),
        cmocka_unit_test(bytes_are_exact),
        cmocka_unit_test(any_bytes_are_read_as_written),
        cmocka_unit_test(gs1_is_told_and_fields_are_parted),
        cmocka_unit_test(a_character_set_is_named_apart),
        cmocka_unit_test(a_part_of_a_message_says_which),
        cmocka_unit_test(a_part_that_cannot_be_is_not_read),
        cmocka_unit_test(a_macro_is_written_out),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(any_codewords_are_borne),
        cmocka_unit_test(damage_is_mended_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
