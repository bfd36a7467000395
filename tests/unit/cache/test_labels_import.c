#include "tests/unit/cache/rows.h"

/* Whole or not at all: what a new copy does to the old one. */

static void assert_refused(struct db *db, const struct labels_options *o, const struct one *rows, const char *part)
{
    struct err err = {0};
    assert_int_equal(import_rows(db, o, rows, NULL, &err), -1);
    assert_said(&err, ERR_INPUT, part);
    assert_int_equal(sqlite3_get_autocommit(db->handle), 1);
}

/* ---- from one copy to the next ---- */

static void a_first_copy_is_all_new(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    struct labels_result r = must_import(&db, &o, TWO);
    assert_int_equal(r.labels, 2);
    assert_int_equal(r.models, 2);
    assert_int_equal(r.added, 2);
    assert_int_equal(r.changed + r.gone + r.returned + r.same, 0);
    db_close(&db);
}

static void a_later_copy_changes_adds_and_leaves(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    must_import(&db, &o, TWO);
    struct answer before = ask_number(&db, SCHEME_JC_STAR, "DEMO-2");
    o.digest = "sha256:b";
    struct labels_result r = must_import(
        &db, &o,
        (struct one[]){
            TWO[0], {.number = "DEMO-2", .models = "ER-2", .status = STATUS_REVOKED}, {.number = "DEMO-3"}, {0}});
    assert_int_equal(r.same, 1);
    assert_int_equal(r.changed, 1);
    assert_int_equal(r.added, 1);
    struct answer after = ask_number(&db, SCHEME_JC_STAR, "DEMO-2");
    assert_int_equal(after.entry.status, STATUS_REVOKED);
    assert_string_not_equal(after.entry.fingerprint, before.entry.fingerprint);
    assert_string_equal(after.copy.digest, "sha256:b");
    answer_clear(&before);
    answer_clear(&after);
    db_close(&db);
}

static int64_t changed_by(struct db *db, const struct label_row *row)
{
    struct labels_options o = jc_star(1000, "sha256:a");
    struct labels_import *i;
    struct labels_result r;
    struct err err;
    assert_int_equal(labels_begin(db, &o, &i, &err), 0);
    assert_int_equal(labels_put(i, row, &err), 0);
    assert_int_equal(labels_commit(i, &r, &err), 0);
    return r.changed;
}

static void every_field_is_in_the_fingerprint(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct model models[] = {
        {MODEL_EXACT, "ER-1", "ER-1"}, {MODEL_EXACT, "er-1", "ER-1"}, {MODEL_SERIES, "ER-1", "ER-1"}};
    struct label_row row = {.line = 2, .entry = {.number = "DEMO-1"}};
    struct entry *e = &row.entry;
    char *const texts[] = {"x", "y", "", NULL};
    char **const fields[] = {&e->product, &e->vendor, &e->url, &e->word};
    assert_int_equal(changed_by(&db, &row), 0);
    for (size_t f = 0; f < 4; f++)
        for (size_t t = 0; t < 4; t++) {
            *fields[f] = texts[t];
            assert_int_equal(changed_by(&db, &row), 1);
            assert_int_equal(changed_by(&db, &row), 0);
        }
    for (size_t m = 0; m < 3; m++) {
        e->models = (struct models){&models[m], 1};
        assert_int_equal(changed_by(&db, &row), 1);
    }
    e->level = 2;
    assert_int_equal(changed_by(&db, &row), 1);
    e->status = STATUS_SUSPENDED;
    assert_int_equal(changed_by(&db, &row), 1);
    e->issued = 20260101;
    assert_int_equal(changed_by(&db, &row), 1);
    e->expires = 20260101;
    assert_int_equal(changed_by(&db, &row), 1);
    db_close(&db);
}

static void a_row_that_vanishes_is_gone_and_may_come_back(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    o.accept_shrink = "a test";
    must_import(&db, &o, TWO);
    o.as_of = 2000;
    o.digest = "sha256:b";
    must_import(&db, &o, (struct one[]){TWO[0], {0}});
    o.as_of = 3000;
    o.digest = "sha256:c";
    struct labels_result r = must_import(&db, &o, (struct one[]){TWO[0], {.number = "DEMO-3"}, {0}});
    assert_int_equal(r.gone, 0); /* it went before */

    struct answer a = ask_number(&db, SCHEME_JC_STAR, "DEMO-2");
    assert_int_equal(a.kind, ANSWER_ABSENT);
    assert_int_equal(entry_status(&a.entry), STATUS_GONE);
    assert_string_equal(a.entry.last.digest, "sha256:a"); /* the last that had it */
    assert_int_equal(a.entry.last.as_of, 1000);
    assert_string_equal(a.copy.digest, "sha256:c");
    assert_string_equal(a.entry.models.item[0].norm, "ER-2");
    answer_clear(&a);
    assert_int_equal(number(&db, "SELECT c.as_of FROM entry e JOIN copy c ON c.id = e.gone_copy"), 2000);

    r = must_import(&db, &o, TWO);
    assert_int_equal(r.returned, 1);
    assert_int_equal(r.changed, 0);
    assert_int_equal(r.gone, 1); /* DEMO-3 */
    assert_answer(&db, "DEMO-2", ANSWER_FOUND, STATUS_CURRENT);
    db_close(&db);
}

static void the_same_file_again_is_the_same_copy_seen_later(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    must_import(&db, &o, TWO);
    int64_t id = number(&db, "SELECT copy FROM present");
    o.as_of = 2000;
    o.now = NOW + 60;
    struct labels_result r = must_import(&db, &o, TWO);
    assert_int_equal(r.same, 2);
    assert_int_equal(r.added + r.changed, 0);
    assert_int_equal(number(&db, "SELECT copy FROM present"), id);
    assert_int_equal(number(&db, "SELECT count(*) FROM copy"), 1);
    assert_int_equal(number(&db, "SELECT as_of FROM copy"), 2000);
    assert_int_equal(number(&db, "SELECT imported_at FROM copy"), NOW + 60);
    db_close(&db);
}

static void the_same_rows_of_another_file_are_another_copy(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    must_import(&db, &o, TWO);
    o.digest = "sha256:b";
    struct labels_result r = must_import(&db, &o, TWO);
    assert_int_equal(r.same, 2);
    struct answer a = ask_number(&db, SCHEME_JC_STAR, "DEMO-1");
    assert_string_equal(a.copy.digest, "sha256:b");
    answer_clear(&a);
    assert_int_equal(number(&db, "SELECT count(*) FROM copy"), 2);
    db_close(&db);
}

static void the_schemes_do_not_touch_each_other(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options a = jc_star(1000, "sha256:a"), b = jc_star(1000, "sha256:b");
    b.scheme = SCHEME_CLS;
    must_import(&db, &a, TWO);
    struct labels_result r = must_import(&db, &b, TWO);
    assert_int_equal(r.added, 2);
    assert_answer(&db, "DEMO-1", ANSWER_FOUND, STATUS_CURRENT);
    assert_int_equal(number(&db, "SELECT count(*) FROM entry"), 4);
    db_close(&db);
}

/* ---- what is refused ---- */

static void equal_rows_are_one(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    struct labels_result r = must_import(&db, &o, (struct one[]){TWO[0], TWO[0], {0}});
    assert_int_equal(r.labels, 1);
    assert_int_equal(r.models, 1);
    db_close(&db);
}

static void one_number_with_two_contents_names_both_lines(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    must_import(&db, &o, TWO);
    assert_refused(&db, &o,
                   (struct one[]){TWO[0], TWO[1], {.number = "DEMO-3"}, {.number = "demo-1", .models = "ER-9"}, {0}},
                   "demo-1 stands on line 2 and, with other content, on line 5");
    assert_answer(&db, "DEMO-3", ANSWER_ABSENT, STATUS_NONE);
    assert_answer(&db, "DEMO-1", ANSWER_FOUND, STATUS_CURRENT);
    db_close(&db);
}

static void after_a_refused_row_nothing_can_be_committed(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    struct labels_import *i;
    struct err err = {0};
    assert_int_equal(labels_begin(&db, &o, &i, &err), 0);
    assert_int_equal(put_one(i, &TWO[0], 2, &err), 0);
    assert_int_equal(put_one(i, &(struct one){.number = "  "}, 3, &err), -1);
    assert_said(&err, ERR_INPUT, "line 3 has no number");
    assert_int_equal(labels_commit(i, NULL, &err), -1);
    assert_said(&err, ERR_INPUT, "a row was refused");
    assert_answer(&db, "DEMO-1", ANSWER_NONE, STATUS_NONE);
    db_close(&db);
}

static void an_empty_copy_is_refused(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    assert_refused(&db, &o, (struct one[]){{0}}, "the list is empty");
    assert_answer(&db, "DEMO-1", ANSWER_NONE, STATUS_NONE);
    must_import(&db, &o, TWO);
    o.accept_shrink = "even so";
    assert_refused(&db, &o, (struct one[]){{0}}, "the list is empty");
    assert_answer(&db, "DEMO-1", ANSWER_FOUND, STATUS_CURRENT);
    db_close(&db);
}

static void a_copy_may_lose_one_label_in_ten_and_no_more(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    struct many m;
    must_import(&db, &o, many(&m, 0, 40));
    assert_refused(&db, &o, many(&m, 5, 40), "5 of the 40 labels in place are missing"); /* new ones do not make up */
    assert_answer(&db, "DEMO-0000", ANSWER_FOUND, STATUS_CURRENT);
    struct labels_result r = must_import(&db, &o, many(&m, 4, 36));
    assert_int_equal(r.gone, 4);
    assert_answer(&db, "DEMO-0000", ANSWER_ABSENT, STATUS_GONE);
    r = must_import(&db, &o, many(&m, 7, 33)); /* 3 of 36: those gone before do not count again */
    assert_int_equal(r.gone, 3);
    db_close(&db);
}

static void a_shrunken_copy_is_taken_for_a_reason_that_is_kept(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    must_import(&db, &o, TWO);
    o.accept_shrink = "";
    assert_refused(&db, &o, (struct one[]){TWO[0], {0}}, "--accept-shrink REASON");
    o.accept_shrink = "the vendor left";
    must_import(&db, &o, (struct one[]){TWO[0], {0}});
    assert_int_equal(
        number(&db, "SELECT accept_shrink = 'the vendor left' FROM copy c JOIN present p ON p.copy = c.id"), 1);
    db_close(&db);
}

static void an_older_copy_is_refused(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(NOW - 1000, "sha256:a");
    must_import(&db, &o, TWO);
    o.as_of = NOW - 1001;
    assert_refused(&db, &o, TWO, "older than the JC-STAR list in place");
    o.as_of = NOW - 1000;
    must_import(&db, &o, TWO);
    db_close(&db);
}

static void a_copy_dated_ahead_of_the_clock_does_not_block_the_next(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(NOW + 86400, "sha256:a");
    must_import(&db, &o, TWO);
    o.as_of = NOW;
    must_import(&db, &o, TWO);
    db_close(&db);
}

static void there_are_two_registries(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    struct labels_import *i;
    struct err err = {0};
    o.scheme = SCHEME_OTHER;
    assert_int_equal(labels_begin(&db, &o, &i, &err), -1);
    assert_said(&err, ERR_USAGE, "jc-star and cls");
    assert_null(i);
    labels_abort(i);
    db_close(&db);
}

/* ---- demonstrations ---- */

static void a_demonstration_never_replaces_a_real_copy(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    must_import(&db, &o, TWO);
    o.demo = true;
    assert_refused(&db, &o, TWO, "another folder");
    struct answer a = ask_number(&db, SCHEME_JC_STAR, "DEMO-1");
    assert_false(a.copy.demo);
    answer_clear(&a);
    db_close(&db);
}

static void a_real_copy_leaves_nothing_of_a_demonstration(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(NOW, "sha256:a");
    o.demo = true;
    must_import(&db, &o, TWO);
    must_import(&db, &o, TWO); /* one demonstration may follow another */
    struct answer a = ask_number(&db, SCHEME_JC_STAR, "DEMO-1");
    assert_true(a.copy.demo);
    answer_clear(&a);
    o.demo = false;
    o.as_of = 1000; /* older, and all of it missing: a demonstration was never an answer */
    struct labels_result r = must_import(&db, &o, (struct one[]){{.number = "REAL-1", .models = "ER-9"}, {0}});
    assert_int_equal(r.added, 1);
    assert_int_equal(r.gone, 0);
    assert_answer(&db, "DEMO-1", ANSWER_ABSENT, STATUS_NONE);
    a = ask_number(&db, SCHEME_JC_STAR, "REAL-1");
    assert_false(a.copy.demo);
    answer_clear(&a);
    assert_int_equal(number(&db, "SELECT count(*) FROM model_page"), 1);
    db_close(&db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_first_copy_is_all_new),
        IN_PLACE(a_later_copy_changes_adds_and_leaves),
        IN_PLACE(every_field_is_in_the_fingerprint),
        IN_PLACE(a_row_that_vanishes_is_gone_and_may_come_back),
        IN_PLACE(the_same_file_again_is_the_same_copy_seen_later),
        IN_PLACE(the_same_rows_of_another_file_are_another_copy),
        IN_PLACE(the_schemes_do_not_touch_each_other),
        IN_PLACE(equal_rows_are_one),
        IN_PLACE(one_number_with_two_contents_names_both_lines),
        IN_PLACE(after_a_refused_row_nothing_can_be_committed),
        IN_PLACE(an_empty_copy_is_refused),
        IN_PLACE(a_copy_may_lose_one_label_in_ten_and_no_more),
        IN_PLACE(a_shrunken_copy_is_taken_for_a_reason_that_is_kept),
        IN_PLACE(an_older_copy_is_refused),
        IN_PLACE(a_copy_dated_ahead_of_the_clock_does_not_block_the_next),
        IN_PLACE(there_are_two_registries),
        IN_PLACE(a_demonstration_never_replaces_a_real_copy),
        IN_PLACE(a_real_copy_leaves_nothing_of_a_demonstration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
