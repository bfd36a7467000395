#include "tests/unit/cache/rows.h"
#include "tests/unit/cache/stock.h"

/* What a person confirmed holds until either side changes. */

static const struct one LIST[] = {{.number = "DEMO-0001", .models = "KP-GWBP-A"}, {.number = "DEMO-0002"}, {0}};

static struct db with_both(const struct place *p)
{
    struct db db = open_db(p, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    must_import(&db, &o, LIST);
    stock(&db, &BOX, NULL, NULL);
    return db;
}

/* A confirmation as a front end makes it: with both fingerprints of now. */
static void confirm(struct db *db, const char *gtin, const char *sku, const char *model, const char *label)
{
    struct answer a = ask_number(db, SCHEME_JC_STAR, label);
    struct product p = sku ? by_sku(db, sku) : by_gtin(db, gtin ? gtin : "");
    struct confirmation c = {.gtin = gtin,
                             .sku = sku,
                             .model = model,
                             .scheme = SCHEME_JC_STAR,
                             .number = a.entry.number,
                             .entry_fingerprint = a.entry.fingerprint,
                             .row_fingerprint = p.fingerprint,
                             .who = "Demo Operator",
                             .at = NOW};
    struct err err = {0};
    if (catalogue_confirm(db, &c, &err))
        fail_msg("confirm: %s", err.en);
    product_clear(&p);
    answer_clear(&a);
}

/* What a check asks about a box: product and label as they are now. */
static bool confirmed(struct db *db, const char *gtin, const char *sku, const char *model, const char *label)
{
    struct answer a = ask_number(db, SCHEME_JC_STAR, label);
    struct product p = sku ? by_sku(db, sku) : by_gtin(db, gtin ? gtin : "");
    struct shelf s = catalogue_shelf(db);
    struct err err;
    bool yes = false;
    struct confirm_ask ask = {gtin, sku, model, p.fingerprint, &a.entry};
    assert_int_equal(s.confirmed(s.ctx, &ask, &yes, &err), 0);
    product_clear(&p);
    answer_clear(&a);
    return yes;
}

static void a_confirmation_covers_its_product_and_its_label_only(void **state)
{
    struct db db = with_both(*state);
    assert_false(confirmed(&db, BOX.gtin, NULL, NULL, "DEMO-0001"));
    confirm(&db, BOX.gtin, NULL, NULL, "DEMO-0001");
    assert_true(confirmed(&db, BOX.gtin, NULL, NULL, "DEMO-0001"));
    assert_true(confirmed(&db, BOX.gtin, NULL, "ANYTHING", "DEMO-0001"));
    assert_false(confirmed(&db, BOX.gtin, NULL, NULL, "DEMO-0002"));
    assert_false(confirmed(&db, "04901234567900", NULL, NULL, "DEMO-0001"));
    assert_false(confirmed(&db, NULL, BOX.sku, NULL, "DEMO-0001")); /* by GTIN covers that GTIN only */
    assert_false(confirmed(&db, NULL, NULL, "ER-100", "DEMO-0001"));
    db_close(&db);
}

static void a_sku_and_a_model_can_be_confirmed(void **state)
{
    struct db db = with_both(*state);
    confirm(&db, NULL, "r-100", NULL, "DEMO-0001");
    assert_true(confirmed(&db, NULL, "R-100", NULL, "DEMO-0001"));
    confirm(&db, NULL, NULL, "KPGWBPA", "DEMO-0001");
    assert_true(confirmed(&db, NULL, NULL, "KPGWBPA", "DEMO-0001"));
    assert_true(confirmed(&db, "04901234567900", NULL, "KPGWBPA", "DEMO-0001"));
    assert_false(confirmed(&db, NULL, NULL, "KPGWBP", "DEMO-0001"));
    db_close(&db);
}

static void it_ends_when_the_entry_changes(void **state)
{
    struct db db = with_both(*state);
    struct labels_options o = jc_star(1000, "sha256:b");
    confirm(&db, BOX.gtin, NULL, NULL, "DEMO-0001");
    confirm(&db, NULL, NULL, "KPGWBPA", "DEMO-0001");
    must_import(&db, &o, (struct one[]){{.number = "DEMO-0001", .models = "KP-GWBP-A, KP-9"}, LIST[1], {0}});
    assert_false(confirmed(&db, BOX.gtin, NULL, "KPGWBPA", "DEMO-0001"));
    o.digest = "sha256:c";
    must_import(&db, &o, LIST); /* as it was when the person looked: what ended stays ended */
    assert_false(confirmed(&db, BOX.gtin, NULL, NULL, "DEMO-0001"));
    confirm(&db, BOX.gtin, NULL, NULL, "DEMO-0001");
    assert_true(confirmed(&db, BOX.gtin, NULL, NULL, "DEMO-0001"));
    db_close(&db);
}

static void it_ends_when_the_catalogues_row_changes(void **state)
{
    struct db db = with_both(*state);
    struct product changed = BOX;
    changed.model = "ER-100/D";
    confirm(&db, BOX.gtin, NULL, NULL, "DEMO-0001");
    confirm(&db, NULL, BOX.sku, NULL, "DEMO-0001");
    confirm(&db, NULL, NULL, "ER-100", "DEMO-0001");
    stock(&db, &changed, NULL, NULL);
    assert_false(confirmed(&db, BOX.gtin, NULL, NULL, "DEMO-0001"));
    assert_false(confirmed(&db, NULL, BOX.sku, NULL, "DEMO-0001"));
    assert_true(confirmed(&db, NULL, NULL, "ER-100", "DEMO-0001")); /* the model is the other side itself */
    stock(&db, &(struct product){.sku = "R-300"}, NULL, NULL);
    assert_false(confirmed(&db, BOX.gtin, NULL, NULL, "DEMO-0001"));
    stock(&db, &BOX, NULL, NULL);
    assert_false(confirmed(&db, BOX.gtin, NULL, NULL, "DEMO-0001"));
    db_close(&db);
}

static void a_product_that_is_not_in_the_catalogue_can_be_confirmed_until_it_is(void **state)
{
    struct db db = with_both(*state);
    struct product new = BOX;
    strcpy(new.gtin, "04901234567900");
    confirm(&db, "04901234567900", NULL, NULL, "DEMO-0001");
    assert_true(confirmed(&db, "04901234567900", NULL, NULL, "DEMO-0001"));
    stock(&db, &new, NULL, NULL);
    assert_false(confirmed(&db, "04901234567900", NULL, NULL, "DEMO-0001"));
    db_close(&db);
}

static void an_alias_is_of_company_names(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct shelf s = catalogue_shelf(&db);
    struct err err;
    bool yes = true;
    assert_int_equal(s.alias(s.ctx, "DEMONET", "デモネット", &yes, &err), 0);
    assert_false(yes);
    assert_int_equal(catalogue_confirm(&db,
                                       &(struct confirmation){.brand = "Demonet Inc.",
                                                              .vendor = "株式会社デモネット",
                                                              .who = "Demo Operator",
                                                              .at = NOW},
                                       &err),
                     0);
    assert_int_equal(s.alias(s.ctx, "DEMONET", "デモネット", &yes, &err), 0);
    assert_true(yes);
    assert_int_equal(s.alias(s.ctx, "DEMONET", "デモ", &yes, &err), 0);
    assert_false(yes);
    assert_int_equal(s.alias(s.ctx, "", "", &yes, &err), 0);
    assert_false(yes);
    db_close(&db);
}

static void a_confirmation_needs_two_sides(void **state)
{
    static const struct confirmation wrong[] = {
        {.who = "nobody"},
        {.gtin = "04901234567894", .scheme = SCHEME_JC_STAR, .entry_fingerprint = "f"},
        {.gtin = "04901234567894", .scheme = SCHEME_JC_STAR, .number = "DEMO-1"},
        {.gtin = "04901234567894", .number = "DEMO-1", .entry_fingerprint = "f"},
        {.gtin = "04901234567894",
         .sku = "R-100",
         .scheme = SCHEME_JC_STAR,
         .number = "DEMO-1",
         .entry_fingerprint = "f"},
        {.model = "", .scheme = SCHEME_JC_STAR, .number = "DEMO-1", .entry_fingerprint = "f"},
        {.brand = "Demonet"},
        {.brand = "Demonet", .vendor = ""},
    };
    struct db db = open_db(*state, DB_WRITE);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct err err = {0};
        assert_int_equal(catalogue_confirm(&db, &wrong[i], &err), -1);
        assert_said(&err, ERR_USAGE, "a confirmation ties");
    }
    assert_int_equal(number(&db, "SELECT count(*) FROM confirmation"), 0);
    db_close(&db);
}

struct listed {
    int count;
    int holding;
    char text[512];
};

static int note_confirmation(void *ctx, const struct confirmation *c, struct err *err)
{
    struct listed *l = ctx;
    size_t at = strlen(l->text);
    (void)err;
    l->count++;
    l->holding += c->holds;
    assert_string_equal(c->who, "Demo Operator");
    snprintf(l->text + at, sizeof l->text - at, "%s%s%s%s=%s%s ", c->gtin ? c->gtin : "", c->sku ? c->sku : "",
             c->model ? c->model : "", c->brand ? c->brand : "", c->number ? c->number : "",
             c->vendor ? c->vendor : "");
    return 0;
}

static struct listed list(struct db *db)
{
    struct listed l = {0};
    struct err err;
    assert_int_equal(catalogue_confirmed(db, note_confirmation, &l, &err), 0);
    return l;
}

static void all_are_listed_with_whether_they_hold(void **state)
{
    struct db db = with_both(*state);
    struct err err;
    struct product changed = BOX;
    changed.name = "Renamed";
    confirm(&db, BOX.gtin, NULL, NULL, "DEMO-0001");
    confirm(&db, NULL, "r-100", NULL, "DEMO-0001");
    confirm(&db, NULL, NULL, "KPGWBPA", "DEMO-0001");
    confirm(&db, "04901234567900", NULL, NULL, "DEMO-0002");
    struct confirmation alias = {
        .brand = "Demonet", .vendor = "株式会社デモネット", .who = "Demo Operator", .at = NOW + 1};
    assert_int_equal(catalogue_confirm(&db, &alias, &err), 0);
    struct listed l = list(&db);
    assert_string_equal(l.text, "04901234567894=DEMO-0001 04901234567900=DEMO-0002 KPGWBPA=DEMO-0001 r-100=DEMO-0001 "
                                "Demonet=株式会社デモネット ");
    assert_int_equal(l.holding, 5);
    stock(&db, &changed, NULL, NULL);
    assert_int_equal(list(&db).holding, 3); /* not the GTIN's and the SKU's */
    struct labels_options o = jc_star(1000, "sha256:b");
    must_import(&db, &o, (struct one[]){{.number = "DEMO-0001"}, LIST[1], {0}});
    assert_int_equal(list(&db).holding, 2); /* nor the model's */
    sql(&db, "DELETE FROM entry");
    assert_int_equal(list(&db).holding, 1);
    assert_int_equal(list(&db).count, 5);
    db_close(&db);
}

static void confirming_again_replaces(void **state)
{
    struct db db = with_both(*state);
    struct product changed = BOX;
    changed.name = "Renamed";
    confirm(&db, BOX.gtin, NULL, NULL, "DEMO-0001");
    stock(&db, &changed, NULL, NULL);
    confirm(&db, BOX.gtin, NULL, NULL, "DEMO-0001");
    assert_int_equal(list(&db).count, 1);
    assert_true(confirmed(&db, BOX.gtin, NULL, NULL, "DEMO-0001"));
    db_close(&db);
}

static void confirmations_outlive_a_new_catalogue_and_the_process(void **state)
{
    struct db db = with_both(*state);
    confirm(&db, BOX.gtin, NULL, NULL, "DEMO-0001");
    stock(&db, &BOX, &(struct product){.sku = "R-200"}, NULL);
    db_close(&db);
    db = open_db(*state, DB_READ);
    assert_true(confirmed(&db, BOX.gtin, NULL, NULL, "DEMO-0001"));
    db_close(&db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_confirmation_covers_its_product_and_its_label_only),
        IN_PLACE(a_sku_and_a_model_can_be_confirmed),
        IN_PLACE(it_ends_when_the_entry_changes),
        IN_PLACE(it_ends_when_the_catalogues_row_changes),
        IN_PLACE(a_product_that_is_not_in_the_catalogue_can_be_confirmed_until_it_is),
        IN_PLACE(an_alias_is_of_company_names),
        IN_PLACE(a_confirmation_needs_two_sides),
        IN_PLACE(all_are_listed_with_whether_they_hold),
        IN_PLACE(confirming_again_replaces),
        IN_PLACE(confirmations_outlive_a_new_catalogue_and_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
