#include "tests/unit/cache/stock.h"

static void without_a_cache_nothing_is_on_the_shelf(void **state)
{
    struct db db = {0};
    struct shelf s = catalogue_shelf(&db);
    struct entry e = {.number = "DEMO-1", .fingerprint = "f"};
    struct err err;
    bool yes = true;
    (void)state;
    assert_false(by_gtin(&db, BOX.gtin).found);
    assert_false(by_sku(&db, BOX.sku).found);
    assert_int_equal(s.confirmed(s.ctx, &(struct confirm_ask){.gtin = BOX.gtin, .entry = &e}, &yes, &err), 0);
    assert_false(yes);
    yes = true;
    assert_int_equal(s.alias(s.ctx, "EXAMPLE", "DEMO", &yes, &err), 0);
    assert_false(yes);
    assert_int_equal(catalogue_each(&db, NULL, NULL, NULL, &err), 0);
    assert_int_equal(catalogue_confirmed(&db, NULL, NULL, &err), 0);
    struct catalogue_import *i;
    assert_int_equal(catalogue_begin(&db, NOW, &i, &err), -1);
    assert_null(i);
}

static void a_product_comes_back_as_it_was_put(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    stock(&db, &BOX, NULL, NULL);
    struct product p = by_gtin(&db, "04901234567894");
    assert_true(p.found);
    assert_string_equal(p.gtin, BOX.gtin);
    assert_string_equal(p.sku, BOX.sku);
    assert_string_equal(p.brand, BOX.brand);
    assert_string_equal(p.model, BOX.model);
    assert_string_equal(p.vendor, BOX.vendor);
    assert_string_equal(p.name, BOX.name);
    assert_int_equal(p.scope, SCOPE_IN);
    assert_int_equal(p.statement, STATEMENT_COMPLETE);
    assert_int_equal(p.support_until, 20301231);
    assert_int_equal(strlen(p.fingerprint), 64);
    product_clear(&p);
    product_clear(&p);
    assert_false(by_gtin(&db, "04901234567900").found);
    assert_false(by_gtin(&db, "").found);
    db_close(&db);
}

static void a_sku_is_found_in_normal_form(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    stock(&db, &BOX, NULL, NULL);
    static const char *const ways[] = {"R-100", "r-100", " Ｒ－１００ "};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct product p = by_sku(&db, ways[i]);
        assert_true(p.found);
        product_clear(&p);
    }
    assert_false(by_sku(&db, "R100").found);
    assert_false(by_sku(&db, "").found);
    db_close(&db);
}

static void empty_cells_are_none(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    stock(&db, &(struct product){.sku = "A", .brand = "", .model = "M"}, &(struct product){.sku = "B", .model = "M"},
          NULL);
    struct product p = by_sku(&db, "A");
    assert_string_equal(p.gtin, "");
    assert_null(p.brand);
    assert_null(p.vendor);
    assert_int_equal(p.scope, SCOPE_NONE);
    assert_int_equal(p.statement, STATEMENT_NONE);
    product_clear(&p);
    db_close(&db);
}

static void a_new_catalogue_replaces_the_old_one(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    stock(&db, &BOX, NULL, NULL);
    stock(&db, &(struct product){.sku = "R-200", .model = "ER-200"}, NULL, NULL);
    assert_false(by_sku(&db, "R-100").found);
    assert_int_equal(number(&db, "SELECT products FROM catalogue"), 1);
    assert_int_equal(number(&db, "SELECT imported_at FROM catalogue"), NOW);
    db_close(&db);
}

static void equal_rows_are_one(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    static const struct product bare = {.model = "ER-100"};
    const struct product *const all[] = {&BOX, &bare, &BOX, &bare, NULL};
    struct err err;
    int64_t count = 0;
    assert_int_equal(put_all(&db, all, &count, &err), 0);
    assert_int_equal(count, 2);
    db_close(&db);
}

static void assert_refused(struct db *db, const struct product *a, const struct product *b, const char *part)
{
    const struct product *const all[] = {a, b, NULL};
    struct err err = {0};
    assert_int_equal(put_all(db, all, NULL, &err), -1);
    assert_said(&err, ERR_INPUT, part);
}

static void one_gtin_or_sku_on_two_different_rows_is_refused(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct product same_gtin = BOX, same_sku = BOX;
    stock(&db, &(struct product){.sku = "OLD", .model = "M"}, NULL, NULL);
    same_gtin.sku = "R-101";
    strcpy(same_sku.gtin, "04901234567900");
    same_sku.sku = "r-100";
    assert_refused(&db, &BOX, &same_gtin, "GTIN 04901234567894 stands on line 2 and, with other content, on line 3");
    assert_refused(&db, &BOX, &same_sku, "SKU r-100 stands on line 2 and, with other content, on line 3");
    struct product p = by_sku(&db, "OLD");
    assert_true(p.found);
    product_clear(&p);
    db_close(&db);
}

static void an_empty_or_a_broken_catalogue_leaves_the_old_one(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct catalogue_import *i;
    struct err err = {0};
    struct product other = BOX;
    other.name = "Another";
    stock(&db, &BOX, NULL, NULL);
    assert_refused(&db, NULL, NULL, "the catalogue is empty");
    assert_int_equal(catalogue_begin(&db, NOW, &i, &err), 0);
    assert_int_equal(catalogue_put(i, 2, &other, &err), 0);
    assert_int_equal(catalogue_put(i, 3, &BOX, &err), -1);
    assert_int_equal(catalogue_commit(i, NULL, &err), -1);
    assert_said(&err, ERR_INPUT, "a row was refused");
    assert_int_equal(catalogue_begin(&db, NOW, &i, &err), 0);
    assert_int_equal(catalogue_put(i, 2, &other, &err), 0);
    catalogue_abort(i);
    catalogue_abort(NULL);
    struct product p = by_gtin(&db, BOX.gtin);
    assert_string_equal(p.name, "Demo router");
    product_clear(&p);
    db_close(&db);
}

static void anything_of_the_row_is_in_its_fingerprint(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    char *before = NULL;
    for (int field = 0; field < 10; field++) {
        struct product p = BOX;
        char **const texts[] = {&p.brand, &p.model, &p.vendor, &p.name};
        if (field > 0 && field < 5)
            *texts[field - 1] = "Other";
        p.scope = field == 5 ? SCOPE_USED : p.scope;
        p.statement = field == 6 ? STATEMENT_ABSENT : p.statement;
        p.support_until = field == 7 ? 20290101 : p.support_until;
        p.vendor = field == 8 ? NULL : p.vendor;
        if (field == 9)
            p.gtin[0] = '\0';
        stock(&db, &p, NULL, NULL);
        struct product now = by_sku(&db, "R-100");
        if (before)
            assert_string_not_equal(now.fingerprint, before);
        if (!before)
            before = strdup(now.fingerprint);
        product_clear(&now);
    }
    free(before);
    db_close(&db);
}

/* Puts the SKUs in a row: "R-100 R-200 ". */
static int note_sku(void *ctx, const struct product *p, struct err *err)
{
    char *to = ctx;
    (void)err;
    strcat(strcat(to, p->sku), " ");
    return strcmp(p->sku, "LAST") == 0 ? 7 : 0;
}

static void assert_shows(struct db *db, const char *text, const char *skus)
{
    char seen[256] = "";
    struct err err;
    assert_int_equal(catalogue_each(db, text, note_sku, seen, &err), 0);
    assert_string_equal(seen, skus);
}

static void show_finds_by_sku_gtin_model_and_brand(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    stock(&db, &BOX, &(struct product){.sku = "R-200", .brand = "EXAMPLE", .model = "er-200"}, NULL);
    assert_shows(&db, NULL, "R-100 R-200 ");
    assert_shows(&db, "r-200", "R-200 ");
    assert_shows(&db, "4901234567894", "R-100 "); /* as printed, 13 digits */
    assert_shows(&db, "ＥＲ－２００", "R-200 ");
    assert_shows(&db, "example", "R-100 R-200 ");
    assert_shows(&db, "nothing", "");
    db_close(&db);
}

static void what_each_returns_ends_it(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    char seen[256] = "";
    struct err err;
    stock(&db, &(struct product){.sku = "LAST"}, &BOX, NULL);
    assert_int_equal(catalogue_each(&db, NULL, note_sku, seen, &err), 7);
    assert_string_equal(seen, "LAST ");
    db_close(&db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_cache_nothing_is_on_the_shelf),
        IN_PLACE(a_product_comes_back_as_it_was_put),
        IN_PLACE(a_sku_is_found_in_normal_form),
        IN_PLACE(empty_cells_are_none),
        IN_PLACE(a_new_catalogue_replaces_the_old_one),
        IN_PLACE(equal_rows_are_one),
        IN_PLACE(one_gtin_or_sku_on_two_different_rows_is_refused),
        IN_PLACE(an_empty_or_a_broken_catalogue_leaves_the_old_one),
        IN_PLACE(anything_of_the_row_is_in_its_fingerprint),
        IN_PLACE(show_finds_by_sku_gtin_model_and_brand),
        IN_PLACE(what_each_returns_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
