#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/scan/reader.h"
#include "ui/demo/draw.h"

/* What is drawn for the demonstration is read by the same eyes as a real box. All of it is invented. */

static char folder[512], path[1024];

static int make_folder(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/kenpin-draw-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/box.png", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const struct draw_box camera = {
    .brand = "Nonesuch",
    .model = "NS-CAM1/W (B)",
    .title = "Indoor camera: 2.4 GHz",
    .gtin13 = "9520000000011",
    .label_title = "JC-STAR",
    .label_text = "DEMO-0001",
    .qr = "https://jc-star.example/labels/DEMO-0001",
    .stars = 1,
};

static struct symbols draw_and_read(const struct draw_box *what)
{
    struct err err = {0};
    struct image image = {0};
    struct reading reading;
    assert_int_equal(draw_box(path, what, &err), 0);
    assert_int_equal(image_load(path, &image, &err), 0);
    assert_int_equal(image.width, 900);
    assert_int_equal(image.height, 700);
    assert_int_equal(reader_read(&image, &(struct reader_ask){0}, &reading, &err), 0);
    image_clear(&image);
    unlink(path);
    return reading.codes;
}

static const struct symbol *find(const struct symbols *found, enum symbology symbology)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->item[i].symbology == symbology)
            return &found->item[i];
    fail_msg("no %s", symbology_name(symbology));
    return NULL;
}

static void a_box_with_a_label_shows_its_ean_and_its_qr(void **state)
{
    (void)state;
    struct symbols found = draw_and_read(&camera);
    assert_int_equal(found.count, 2);
    assert_string_equal(find(&found, SYMBOLOGY_EAN13)->text, camera.gtin13);
    assert_string_equal(find(&found, SYMBOLOGY_QR)->text, camera.qr);
    symbols_clear(&found);
}

static void a_cls_box_holds_its_id_in_the_qr(void **state)
{
    (void)state;
    struct draw_box hub = {.brand = "Madeup", .model = "MD-HUB1", .gtin13 = "9520000000066", .stars = 2};
    hub.asterisks = true;
    hub.label_title = "CLS";
    hub.label_text = hub.qr = "CSA/010126/DEMO1";
    struct symbols found = draw_and_read(&hub);
    assert_int_equal(found.count, 2);
    assert_string_equal(find(&found, SYMBOLOGY_EAN13)->text, hub.gtin13);
    assert_string_equal(find(&found, SYMBOLOGY_QR)->text, hub.qr);
    symbols_clear(&found);
}

static void every_first_digit_is_drawn(void **state)
{
    (void)state;
    static const char *const numbers[] = {"1000000000009", "2111111111115", "3222222222221", "4333333333337",
                                          "5444444444443", "6555555555559", "7666666666665", "8777777777771",
                                          "9888888888887", "4901234567894"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct symbols found = draw_and_read(&(struct draw_box){.gtin13 = numbers[i]});
        assert_int_equal(found.count, 1);
        assert_string_equal(find(&found, SYMBOLOGY_EAN13)->text, numbers[i]);
        symbols_clear(&found);
    }
}

static void an_empty_box_shows_no_code(void **state)
{
    (void)state;
    struct symbols found = draw_and_read(&(struct draw_box){0});
    assert_int_equal(found.count, 0);
}

static void long_addresses_and_names_still_fit(void **state)
{
    (void)state;
    struct draw_box box = camera;
    box.qr = "https://jc-star.example/labels/a-very-long-path-that-goes-on-and-on/"
             "DEMO-0001?from=box&lang=en&more=0123456789";
    box.brand = "A brand whose name goes on and on and on and on and on";
    struct symbols found = draw_and_read(&box);
    assert_string_equal(find(&found, SYMBOLOGY_QR)->text, box.qr);
    symbols_clear(&found);
}

static void assert_refused(const char *to, const struct draw_box *what, enum err_code code)
{
    struct err err = {0};
    assert_int_equal(draw_box(to, what, &err), -1);
    assert_int_equal(err.code, code);
    assert_true(err.en[0] && err.ja[0]);
    assert_int_not_equal(access(to, F_OK), 0);
}

static void what_cannot_be_drawn_is_refused(void **state)
{
    (void)state;
    char text[4000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    struct draw_box box = camera;
    box.gtin13 = "9520000000012"; /* another check digit */
    assert_refused(path, &box, ERR_INPUT);
    box.gtin13 = "95200000000";
    assert_refused(path, &box, ERR_INPUT);
    box = camera;
    box.qr = text; /* more than any QR holds */
    assert_refused(path, &box, ERR_INPUT);
    text[2000] = 0; /* more than this one can show */
    assert_refused(path, &box, ERR_INPUT);
    char nowhere[1100];
    snprintf(nowhere, sizeof nowhere, "%s/none/box.png", folder);
    assert_refused(nowhere, &camera, ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_box_with_a_label_shows_its_ean_and_its_qr),
        cmocka_unit_test(a_cls_box_holds_its_id_in_the_qr),
        cmocka_unit_test(every_first_digit_is_drawn),
        cmocka_unit_test(an_empty_box_shows_no_code),
        cmocka_unit_test(long_addresses_and_names_still_fit),
        cmocka_unit_test(what_cannot_be_drawn_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
