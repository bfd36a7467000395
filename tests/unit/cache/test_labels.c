#include "tests/unit/cache/rows.h"

#include "app/label/address.h"

/* What the registry answers once a copy is in place. The way a copy gets there: test_labels_import.c. */

static const struct one LIST[] = {
    {.number = "DEMO-0001", .models = "ER-100、ＥＲ－２００", .url = "https://www.ipa.go.jp/demo/DEMO-0001/index.html"},
    {.number = "DEMO-0002",
     .models = "ER-100, GYES2〜4",
     .status = STATUS_REVOKED,
     .url = "https://www.ipa.go.jp/demo/2"},
    {.number = "DEMO-0010", .url = "https://www.ipa.go.jp/demo/2/"},
    {0},
};

static struct labels_options cls(moment as_of, const char *digest)
{
    struct labels_options o = jc_star(as_of, digest);
    o.scheme = SCHEME_CLS;
    return o;
}

/* ---- without a copy ---- */

static void without_a_cache_nothing_answers(void **state)
{
    struct db db = {0};
    struct registry r = labels_registry(&db);
    struct answer a;
    struct entries *e = calloc(1, sizeof *e);
    struct copy c;
    struct copy_states s;
    struct err err;
    char *last;
    (void)state;
    assert_int_equal(r.copy(r.ctx, SCHEME_CLS, &c, &err), 0);
    assert_int_equal(c.id, 0);
    assert_int_equal(r.by_number(r.ctx, SCHEME_CLS, "DEMO-0001", &a, &err), 0);
    assert_int_equal(a.kind, ANSWER_NONE);
    assert_int_equal(r.by_url(r.ctx, SCHEME_CLS, "ipa.go.jp/demo", &a, &err), 0);
    assert_int_equal(a.kind, ANSWER_NONE);
    assert_int_equal(r.by_product_id(r.ctx, "A1", &a, &err), 0);
    assert_int_equal(a.kind, ANSWER_NONE);
    assert_int_equal(r.by_model(r.ctx, SCHEME_CLS, "ER-100", e, &err), 0);
    assert_int_equal(e->count, 0);
    assert_int_equal(r.last_number(r.ctx, SCHEME_CLS, &last, &err), 0);
    assert_null(last);
    assert_int_equal(labels_find(&db, "DEMO-0001", e, &err), 0);
    assert_int_equal(e->count, 0);
    assert_int_equal(labels_states(&db, &s, &err), 0);
    assert_int_equal(s.count, 0);
    free(e);
}

static void one_schemes_copy_does_not_answer_for_the_other(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    must_import(&db, &(struct labels_options){SCHEME_JC_STAR, "a.csv", "sha256:a", 100, NOW, false, NULL, false}, LIST);
    struct answer a = ask_number(&db, SCHEME_CLS, "DEMO-0001");
    assert_int_equal(a.kind, ANSWER_NONE);
    assert_int_equal(a.copy.id, 0);
    answer_clear(&a);
    db_close(&db);
}

/* ---- by number ---- */

static void an_entry_comes_back_as_it_was_read(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    must_import(&db, &o, LIST);
    struct answer a = ask_number(&db, SCHEME_JC_STAR, "DEMO-0001");
    assert_int_equal(a.kind, ANSWER_FOUND);
    assert_string_equal(a.entry.number, "DEMO-0001");
    assert_string_equal(a.entry.product, "Demo router");
    assert_string_equal(a.entry.vendor, "株式会社デモ");
    assert_string_equal(a.entry.word, "有効");
    assert_string_equal(a.entry.url, "https://www.ipa.go.jp/demo/DEMO-0001/index.html");
    assert_int_equal(a.entry.scheme, SCHEME_JC_STAR);
    assert_int_equal(a.entry.status, STATUS_CURRENT);
    assert_int_equal(a.entry.level, 1);
    assert_int_equal(a.entry.issued, 20250601);
    assert_int_equal(a.entry.expires, 20270531);
    assert_int_equal(a.entry.models.count, 2);
    assert_string_equal(a.entry.models.item[1].raw, "ＥＲ－２００");
    assert_string_equal(a.entry.models.item[1].norm, "ER-200");
    assert_int_equal(a.entry.models.item[1].kind, MODEL_EXACT);
    assert_int_equal(strlen(a.entry.fingerprint), 64);
    assert_int_equal(a.entry.last.id, 0);
    assert_string_equal(a.copy.source, "list.csv");
    assert_string_equal(a.copy.digest, "sha256:aa");
    assert_int_equal(a.copy.as_of, 1000);
    assert_false(a.copy.demo);
    answer_clear(&a);
    answer_clear(&a);
    db_close(&db);
}

static void what_the_list_does_not_say_stays_unsaid(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    struct labels_import *i;
    struct err err;
    struct label_row row = {.line = 2, .entry = {.number = (char[]){"demo-0003"}, .status = STATUS_UNCLEAR}};
    assert_int_equal(labels_begin(&db, &o, &i, &err), 0);
    assert_int_equal(labels_put(i, &row, &err), 0);
    assert_int_equal(labels_commit(i, NULL, &err), 0);
    struct answer a = ask_number(&db, SCHEME_JC_STAR, "DEMO-0003");
    assert_int_equal(a.kind, ANSWER_FOUND);
    assert_string_equal(a.entry.number, "demo-0003");
    assert_null(a.entry.product);
    assert_null(a.entry.vendor);
    assert_null(a.entry.word);
    assert_null(a.entry.url);
    assert_int_equal(a.entry.models.count, 0);
    assert_int_equal(a.entry.status, STATUS_UNCLEAR);
    assert_int_equal(a.entry.level + a.entry.issued + a.entry.expires, 0);
    answer_clear(&a);
    db_close(&db);
}

static void a_number_that_is_not_listed_is_absent_and_names_the_copy(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    must_import(&db, &o, LIST);
    struct answer a = ask_number(&db, SCHEME_JC_STAR, "DEMO-9999");
    assert_int_equal(a.kind, ANSWER_ABSENT);
    assert_int_equal(a.entry.status, STATUS_NONE);
    assert_null(a.entry.number);
    assert_string_equal(a.copy.digest, "sha256:aa");
    answer_clear(&a);
    db_close(&db);
}

static void the_last_number_is_the_last_by_bytes_of_those_listed(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct registry r = labels_registry(&db);
    struct err err;
    char *last;
    struct labels_options o = jc_star(1000, "sha256:aa");
    o.accept_shrink = "a test";
    assert_int_equal(r.last_number(r.ctx, SCHEME_JC_STAR, &last, &err), 0);
    assert_null(last);
    must_import(&db, &o, (struct one[]){{.number = "DEMO-9"}, {.number = "DEMO-10"}, {.number = "demo-B"}, {0}});
    assert_int_equal(r.last_number(r.ctx, SCHEME_JC_STAR, &last, &err), 0);
    assert_string_equal(last, "DEMO-B");
    free(last);
    must_import(&db, &o, (struct one[]){{.number = "DEMO-9"}, {.number = "DEMO-10"}, {0}});
    assert_int_equal(r.last_number(r.ctx, SCHEME_JC_STAR, &last, &err), 0);
    assert_string_equal(last, "DEMO-9");
    free(last);
    db_close(&db);
}

/* ---- by model ---- */

static size_t count_by_model(struct db *db, const char *norm, const char *first)
{
    struct registry r = labels_registry(db);
    struct entries *e = calloc(1, sizeof *e);
    struct err err = {0};
    if (r.by_model(r.ctx, SCHEME_JC_STAR, norm, e, &err))
        fail_msg("by_model: %s", err.en);
    size_t count = e->count;
    if (first)
        assert_string_equal(e->item[0].number, first);
    entries_clear(e);
    free(e);
    return count;
}

static void a_model_finds_the_entries_that_list_exactly_it(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    must_import(&db, &o, LIST);
    assert_int_equal(count_by_model(&db, "ER-100", "DEMO-0001"), 2);
    assert_int_equal(count_by_model(&db, "ER-200", "DEMO-0001"), 1);
    assert_int_equal(count_by_model(&db, "ER-10", NULL), 0);
    assert_int_equal(count_by_model(&db, "ER-100/D", NULL), 0);
    assert_int_equal(count_by_model(&db, "ER100", NULL), 0);
    assert_int_equal(count_by_model(&db, "GYES", NULL), 0); /* a series' stem is no model */
    assert_int_equal(count_by_model(&db, "", NULL), 0);
    db_close(&db);
}

static void the_models_follow_the_entries(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    o.accept_shrink = "a test";
    must_import(
        &db, &o,
        (struct one[]){{.number = "DEMO-1", .models = "ER-1, ER-2"}, {.number = "DEMO-2", .models = "ER-3"}, {0}});
    must_import(&db, &o, (struct one[]){{.number = "DEMO-1", .models = "ER-2, ER-4"}, {0}});
    assert_int_equal(count_by_model(&db, "ER-1", NULL), 0);
    assert_int_equal(count_by_model(&db, "ER-2", "DEMO-1"), 1);
    assert_int_equal(count_by_model(&db, "ER-4", "DEMO-1"), 1);
    assert_int_equal(count_by_model(&db, "ER-3", "DEMO-2"), 1); /* gone ones included */
    must_import(&db, &o, (struct one[]){{.number = "DEMO-1", .models = "ER-2, ER-4"}, {.number = "DEMO-5"}, {0}});
    assert_int_equal(count_by_model(&db, "ER-3", "DEMO-2"), 1);
    db_close(&db);
}

static void a_model_listed_twice_by_one_entry_is_one_entry(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    must_import(&db, &o, (struct one[]){{.number = "DEMO-1", .models = "ER-1, ER-2, er-1"}, {0}});
    assert_int_equal(count_by_model(&db, "ER-1", "DEMO-1"), 1);
    db_close(&db);
}

static void of_too_many_entries_those_that_are_listed_are_kept(void **state)
{
    enum { GONE = 70, LISTED = 10 };
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    struct one rows[GONE + LISTED + 1] = {0};
    char numbers[GONE + LISTED][24];
    struct registry r = labels_registry(&db);
    struct entries *e = calloc(1, sizeof *e);
    struct err err;
    size_t listed = 0;
    o.accept_shrink = "a test";
    for (int n = 0; n < GONE + LISTED; n++) {
        snprintf(numbers[n], sizeof numbers[n], "DEMO-%d", n);
        rows[n] = (struct one){.number = numbers[n], .models = "Cube"};
    }
    must_import(&db, &o, rows);
    must_import(&db, &o, rows + GONE);
    assert_int_equal(r.by_model(r.ctx, SCHEME_JC_STAR, "CUBE", e, &err), 0);
    assert_int_equal(e->count, ENTRIES_MAX);
    for (size_t n = 0; n < e->count; n++)
        listed += !e->item[n].gone;
    assert_int_equal(listed, LISTED);
    entries_clear(e);
    free(e);
    db_close(&db);
}

/* ---- by page ---- */

static void assert_url(struct db *db, const char *url, enum answer_kind kind, const char *number_is)
{
    struct registry r = labels_registry(db);
    struct answer a;
    struct err err;
    char *key;
    assert_int_equal(address_key(url, &key, &err), 0);
    assert_int_equal(r.by_url(r.ctx, SCHEME_JC_STAR, key, &a, &err), 0);
    assert_int_equal(a.kind, kind);
    assert_true(a.copy.id > 0);
    if (number_is)
        assert_string_equal(a.entry.number, number_is);
    else
        assert_null(a.entry.number);
    answer_clear(&a);
    free(key);
}

static void a_pages_address_finds_its_entry(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    must_import(&db, &o, LIST);
    assert_url(&db, "http://IPA.go.jp/demo/DEMO-0001", ANSWER_FOUND, "DEMO-0001");
    assert_url(&db, "https://www.ipa.go.jp/demo/DEMO-0001/more", ANSWER_ABSENT, NULL);
    db_close(&db);
}

static void an_address_of_several_entries_finds_none(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    o.accept_shrink = "a test";
    must_import(&db, &o, LIST);
    assert_url(&db, "https://www.ipa.go.jp/demo/2", ANSWER_ABSENT, NULL);
    must_import(&db, &o, (struct one[]){LIST[0], LIST[1], {0}}); /* of the two one goes: the other is the page's */
    assert_url(&db, "https://www.ipa.go.jp/demo/2", ANSWER_FOUND, "DEMO-0002");
    must_import(&db, &o, (struct one[]){LIST[1], {0}});
    assert_url(&db, "https://www.ipa.go.jp/demo/DEMO-0001", ANSWER_ABSENT, "DEMO-0001"); /* gone */
    db_close(&db);
}

/* ---- CLS ---- */

static void assert_product_id(struct db *db, const char *norm, enum answer_kind kind, const char *number_is)
{
    struct registry r = labels_registry(db);
    struct answer a;
    struct err err;
    assert_int_equal(r.by_product_id(r.ctx, norm, &a, &err), 0);
    assert_int_equal(a.kind, kind);
    if (number_is)
        assert_string_equal(a.entry.number, number_is);
    else
        assert_null(a.entry.number);
    answer_clear(&a);
}

static void a_cls_product_id_finds_the_one_entry_that_has_it(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = cls(1000, "sha256:aa");
    o.accept_shrink = "a test";
    must_import(&db, &o,
                (struct one[]){{.number = "CSA/010128/DEMO1"},
                               {.number = "CSA/DEMO2"},
                               {.number = "CSA/010126/DEMO3"},
                               {.number = "CSA/010129/DEMO3"},
                               {0}});
    assert_product_id(&db, "DEMO1", ANSWER_FOUND, "CSA/010128/DEMO1");
    assert_product_id(&db, "DEMO2", ANSWER_FOUND, "CSA/DEMO2");
    assert_product_id(&db, "DEMO3", ANSWER_ABSENT, NULL); /* two have it */
    assert_product_id(&db, "DEMO4", ANSWER_ABSENT, NULL);
    must_import(&db, &o, (struct one[]){{.number = "CSA/010129/DEMO3"}, {0}});
    assert_product_id(&db, "DEMO3", ANSWER_FOUND, "CSA/010129/DEMO3");  /* renewed under another day */
    assert_product_id(&db, "DEMO1", ANSWER_ABSENT, "CSA/010128/DEMO1"); /* gone */
    db_close(&db);
}

/* ---- registry show and status ---- */

static void assert_finds(struct db *db, const char *text, size_t count, const char *first)
{
    struct entries *e = calloc(1, sizeof *e);
    struct err err = {0};
    if (labels_find(db, text, e, &err))
        fail_msg("labels_find: %s", err.en);
    assert_int_equal(e->count, count);
    if (first)
        assert_string_equal(e->item[0].number, first);
    entries_clear(e);
    free(e);
}

static void show_finds_by_number_product_id_model_and_page(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options a = jc_star(1000, "sha256:aa"), b = cls(1000, "sha256:bb");
    must_import(&db, &a, LIST);
    must_import(&db, &b, (struct one[]){{.number = "CSA/010128/DEMO1", .models = "ER-100"}, {0}});
    assert_finds(&db, "ｄｅｍｏ－０００１", 1, "DEMO-0001");
    assert_finds(&db, "csa/010128/demo1", 1, "CSA/010128/DEMO1");
    assert_finds(&db, "demo1", 1, "CSA/010128/DEMO1");
    assert_finds(&db, "er-100", 3, "DEMO-0001");
    assert_finds(&db, "https://ipa.go.jp/demo/2", 2, "DEMO-0002");
    assert_finds(&db, "https://www.ipa.go.jp/demo/none", 0, NULL);
    assert_finds(&db, "nothing of the kind", 0, NULL);
    assert_finds(&db, "", 0, NULL);
    db_close(&db);
}

static void status_counts_what_is_listed(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options a = jc_star(1000, "sha256:aa"), b = cls(2000, "sha256:bb");
    struct copy_states s;
    struct err err;
    must_import(&db, &a, LIST);
    must_import(&db, &b, (struct one[]){{.number = "CSA/010128/DEMO1"}, {0}});
    a.as_of = 3000;
    a.accept_shrink = "a test";
    must_import(&db, &a, (struct one[]){LIST[1], LIST[2], {0}});
    assert_int_equal(labels_states(&db, &s, &err), 0);
    assert_int_equal(s.count, 2);
    assert_int_equal(s.item[0].scheme, SCHEME_JC_STAR);
    assert_int_equal(s.item[0].copy.as_of, 3000);
    assert_int_equal(s.item[0].imported_at, NOW);
    assert_int_equal(s.item[0].labels, 2);
    assert_int_equal(s.item[0].models, 2);
    assert_int_equal(s.item[0].by_status[STATUS_REVOKED], 1);
    assert_int_equal(s.item[0].by_status[STATUS_CURRENT], 1);
    assert_int_equal(s.item[0].by_status[STATUS_GONE], 1);
    assert_int_equal(s.item[1].scheme, SCHEME_CLS);
    assert_int_equal(s.item[1].labels, 1);
    labels_states_clear(&s);
    labels_states_clear(&s);
    db_close(&db);
}

/* ---- damage ---- */

static void an_entry_that_cannot_be_read_is_an_error_and_no_answer(void **state)
{
    static const char *const wrong[] = {"UPDATE entry SET models = '=9:ER-1'",
                                        "UPDATE entry SET models = '=4,9:ER-1ER-1'",
                                        "UPDATE entry SET models = '=:'",
                                        "UPDATE entry SET models = '?4:ER-1'",
                                        "UPDATE entry SET models = '=99999999999999999999999:ER-1'",
                                        "UPDATE entry SET models = '=4'",
                                        "UPDATE entry SET fingerprint = x'00'"};
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    must_import(&db, &o, (struct one[]){{.number = "DEMO-1", .models = "ER-1"}, {0}});
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct registry r = labels_registry(&db);
        struct answer a;
        struct err err = {0};
        sql(&db, wrong[i]);
        assert_int_equal(r.by_number(r.ctx, SCHEME_JC_STAR, "DEMO-1", &a, &err), -1);
        assert_said(&err, ERR_DATA, "cannot be read");
        assert_int_equal(a.kind, ANSWER_NONE);
        answer_clear(&a);
    }
    db_close(&db);
}

static void a_number_out_of_a_list_is_none(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:aa");
    must_import(&db, &o, (struct one[]){{.number = "DEMO-1"}, {0}});
    sql(&db, "UPDATE entry SET status = 77, level = -3");
    struct answer a = ask_number(&db, SCHEME_JC_STAR, "DEMO-1");
    assert_int_equal(a.entry.status, STATUS_NONE);
    assert_int_equal(a.entry.level, 0);
    answer_clear(&a);
    db_close(&db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_cache_nothing_answers),
        IN_PLACE(one_schemes_copy_does_not_answer_for_the_other),
        IN_PLACE(an_entry_comes_back_as_it_was_read),
        IN_PLACE(what_the_list_does_not_say_stays_unsaid),
        IN_PLACE(a_number_that_is_not_listed_is_absent_and_names_the_copy),
        IN_PLACE(the_last_number_is_the_last_by_bytes_of_those_listed),
        IN_PLACE(a_model_finds_the_entries_that_list_exactly_it),
        IN_PLACE(the_models_follow_the_entries),
        IN_PLACE(a_model_listed_twice_by_one_entry_is_one_entry),
        IN_PLACE(of_too_many_entries_those_that_are_listed_are_kept),
        IN_PLACE(a_pages_address_finds_its_entry),
        IN_PLACE(an_address_of_several_entries_finds_none),
        IN_PLACE(a_cls_product_id_finds_the_one_entry_that_has_it),
        IN_PLACE(show_finds_by_number_product_id_model_and_page),
        IN_PLACE(status_counts_what_is_listed),
        IN_PLACE(an_entry_that_cannot_be_read_is_an_error_and_no_answer),
        IN_PLACE(a_number_out_of_a_list_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
