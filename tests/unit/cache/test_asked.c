/* What entries' own pages said, beside the copies of the list. */
#include "cache/asked.h"
#include "cache/labels.h"
#include "tests/unit/cache/place.h"

static struct answer last_of(struct db *db, const char *norm)
{
    struct answer a;
    struct err err = {0};
    if (asked_last(db, SCHEME_JC_STAR, norm, &a, &err))
        fail_msg("%s", err.en);
    return a;
}

static void keep(struct db *db, const char *number, enum status status, moment as_of, const char *digest)
{
    struct err err = {0};
    struct entry e = {.scheme = SCHEME_JC_STAR, .number = (char *)number, .word = (char *)"demo", .status = status};
    struct copy c = {.source = (char *)"https://demo.invalid/1", .digest = (char *)digest, .as_of = as_of};
    assert_int_equal(models_split(&e.models, "DR-100, DR-Xシリーズ", &err), 0);
    if (asked_keep(db, &e, &c, &err))
        fail_msg("%s", err.en);
    models_clear(&e.models);
}

static void the_last_answer_counts(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct answer a = last_of(&db, "DEMO-1");
    assert_int_equal(a.kind, ANSWER_NONE);
    keep(&db, "Demo-1", STATUS_CURRENT, NOW, "sha256:a");
    keep(&db, "Demo-1", STATUS_REVOKED, NOW + 10, "sha256:b");
    keep(&db, "Demo-1", STATUS_CURRENT, NOW + 5, "sha256:c"); /* told late */
    a = last_of(&db, "DEMO-1");
    assert_int_equal(a.kind, ANSWER_FOUND);
    assert_int_equal(a.entry.status, STATUS_REVOKED);
    assert_string_equal(a.entry.number, "Demo-1");
    assert_int_equal(a.entry.models.count, 2);
    assert_string_equal(a.copy.digest, "sha256:b");
    assert_true(a.copy.id > 0 && a.copy.as_of == NOW + 10 && !a.copy.demo && !a.entry.gone);
    answer_clear(&a);
    db_close(&db);
}

static void the_same_bytes_are_one_answer_seen_again(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    keep(&db, "DEMO-1", STATUS_CURRENT, NOW, "sha256:a");
    keep(&db, "DEMO-1", STATUS_CURRENT, NOW + 60, "sha256:a");
    assert_int_equal(number(&db, "SELECT count(*) FROM asked"), 1);
    assert_int_equal(number(&db, "SELECT as_of FROM asked"), NOW + 60);
    keep(&db, "DEMO-1", STATUS_CURRENT, NOW + 90, "sha256:b");
    assert_int_equal(number(&db, "SELECT count(*) FROM asked"), 2);
    db_close(&db);
}

static bool may(struct db *db, const char *norm, moment now)
{
    struct err err = {0};
    bool yes = false;
    if (asked_try(db, SCHEME_JC_STAR, norm, now, &yes, &err))
        fail_msg("%s", err.en);
    return yes;
}

static void a_number_is_not_asked_about_again_at_once(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    assert_true(may(&db, "DEMO-1", NOW));
    assert_false(may(&db, "DEMO-1", NOW + ASKED_AGAIN - 1));
    assert_true(may(&db, "DEMO-2", NOW + 1));
    assert_true(may(&db, "DEMO-1", NOW + ASKED_AGAIN));
    assert_true(may(&db, "DEMO-1", NOW - 86400)); /* the clock was wrong, and is right again */
    db_close(&db);
}

static void so_many_in_an_hour_and_no_more(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    char norm[32];
    for (int i = 0; i < ASKED_HOURLY; i++) {
        snprintf(norm, sizeof norm, "DEMO-%d", i);
        assert_true(may(&db, norm, NOW + i));
    }
    assert_false(may(&db, "DEMO-X", NOW + 100));
    assert_true(may(&db, "DEMO-X", NOW + 3600));
    db_close(&db);
}

/* A cache of step 2 is read as if nothing had been asked. */
static void a_cache_of_step_2(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    sql(&db, "DROP TABLE asked; DROP TABLE asked_try; PRAGMA user_version = 2");
    db_close(&db);
    db = open_db(*state, DB_READ);
    struct answer a = last_of(&db, "DEMO-1");
    assert_int_equal(a.kind, ANSWER_NONE);
    db_close(&db);
    db = open_db(*state, DB_WRITE);
    keep(&db, "DEMO-1", STATUS_CURRENT, NOW, "sha256:a");
    db_close(&db);
    a = last_of(&(struct db){0}, "DEMO-1");
    assert_int_equal(a.kind, ANSWER_NONE);
}

#define IN_PLACE(f) cmocka_unit_test_setup_teardown(f, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(the_last_answer_counts),
        IN_PLACE(the_same_bytes_are_one_answer_seen_again),
        IN_PLACE(a_number_is_not_asked_about_again_at_once),
        IN_PLACE(so_many_in_an_hour_and_no_more),
        IN_PLACE(a_cache_of_step_2),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
