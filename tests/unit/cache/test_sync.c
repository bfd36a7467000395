#include "tests/unit/cache/place.h"

#include "cache/registry/sync.h"
#include "cache/registry/sync_state.h"

#define HOUR 3600
#define DAY  86400

/* Nobody listens there: what gets so far is refused at once. */
#define NOBODY                                                                                                         \
    "{\"name\": \"shop\", \"scheme\": \"jc-star\", \"demo\": true, \"address\": \"https://127.0.0.1:1/list.csv\","     \
    " \"hosts\": [\"127.0.0.1:1\"], \"interval_hours\": 6}"

struct till {
    struct place *place;
    struct db db;
    struct source source;
    struct sync_result result;
    struct err err;
};

static int set_up(void **state)
{
    struct till *t = calloc(1, sizeof *t);
    assert_non_null(t);
    place_make((void **)&t->place);
    t->db = open_db(t->place, DB_WRITE);
    assert_int_equal(source_read(NOBODY, strlen(NOBODY), &t->source, &t->err), 0);
    *state = t;
    return 0;
}

static int tear_down(void **state)
{
    struct till *t = *state;
    db_close(&t->db);
    place_remove((void **)&t->place);
    source_clear(&t->source);
    free(t);
    return 0;
}

static void remember(struct till *t, struct sync_state s)
{
    strcpy(s.mark, t->source.mark);
    assert_int_equal(sync_state_write(&t->db, "shop", &s, &t->err), 0);
}

static int sync_at(struct till *t, moment now, bool force)
{
    t->err = (struct err){0};
    return sync_source(
        &(struct sync_ask){
            .db = &t->db, .folder = t->place->dir, .source = &t->source, .now = now, .force = force, .seconds = 5},
        &t->result, &t->err);
}

static void asks(struct till *t, moment now, bool force)
{
    assert_int_equal(sync_at(t, now, force), -1);
    assert_said(&t->err, ERR_IO, "127.0.0.1:1");
    assert_int_equal(t->result.requests, 1);
}

static void waits(struct till *t, moment now, bool force, const char *words)
{
    assert_int_equal(sync_at(t, now, force), -1);
    assert_said(&t->err, ERR_IO, words);
    assert_int_equal(t->result.requests, 0);
}

/* A copy in place, of that digest. */
static void copy(struct till *t, const char *digest, moment as_of)
{
    char text[512];
    (void)snprintf(text, sizeof text,
                   "INSERT INTO copy(id, scheme, source, digest, as_of, imported_at, demo) VALUES(1, 1, 'demo', '%s',"
                   " %lld, %lld, 1); INSERT INTO present VALUES(1, 1)",
                   digest, (long long)as_of, (long long)as_of);
    sql(&t->db, text);
}

static void a_state_comes_back(void **state)
{
    struct till *t = *state;
    struct sync_state seen, kept = {.tried = NOW,
                                    .succeeded = NOW - 5,
                                    .wait_until = NOW + 9,
                                    .asked = true,
                                    .failures = 3,
                                    .address = "https://demo.invalid/x",
                                    .etag = "\"demo\"",
                                    .changed = "Sat, 21 Nov 2026 10:00:00 GMT",
                                    .digest = "sha256:demo"};
    assert_int_equal(sync_state_read(&t->db, "shop", &seen, &t->err), 0);
    assert_int_equal(seen.tried, 0);
    remember(t, kept);
    assert_int_equal(sync_state_read(&t->db, "shop", &seen, &t->err), 0);
    assert_int_equal(seen.tried, NOW);
    assert_int_equal(seen.succeeded, NOW - 5);
    assert_int_equal(seen.wait_until, NOW + 9);
    assert_true(seen.asked);
    assert_int_equal(seen.failures, 3);
    assert_string_equal(seen.etag, kept.etag);
    assert_string_equal(seen.changed, kept.changed);
    assert_string_equal(seen.address, kept.address);
    assert_string_equal(seen.digest, kept.digest);
}

static void a_server_is_left_alone_as_long_as_it_asked(void **state)
{
    struct till *t = *state;
    remember(t, (struct sync_state){.tried = NOW, .wait_until = NOW + HOUR, .asked = true});
    waits(t, NOW + 10, false, "the server asked not to be asked again before 2026-11-21T11:00:00Z");
    waits(t, NOW + HOUR - 1, true, "the server asked");
    asks(t, NOW + HOUR, false);
}

static void a_wait_of_our_own_gives_way_to_force(void **state)
{
    struct till *t = *state;
    remember(t, (struct sync_state){.tried = NOW, .wait_until = NOW + HOUR});
    waits(t, NOW + 10, false, "--force");
    asks(t, NOW + 10, true);
}

/* A wait that a wrong clock wrote does not last for years. */
static void no_wait_is_longer_than_a_week(void **state)
{
    struct till *t = *state;
    remember(t, (struct sync_state){.tried = NOW, .wait_until = NOW + SYNC_STATE_WAIT_MAX + 1, .asked = true});
    asks(t, NOW, false);
}

static void not_more_often_than_the_description_says(void **state)
{
    struct till *t = *state;
    copy(t, "sha256:demo", NOW);
    remember(t, (struct sync_state){.tried = NOW, .succeeded = NOW, .digest = "sha256:demo"});
    assert_int_equal(sync_at(t, NOW + 5 * HOUR, false), 0);
    assert_int_equal(t->result.outcome, SYNC_NOT_DUE);
    assert_int_equal(t->result.next, NOW + 6 * HOUR);
    assert_int_equal(t->result.as_of, NOW);
    asks(t, NOW + 5 * HOUR, true);
    asks(t, NOW + 6 * HOUR, false);
    asks(t, NOW - DAY, false); /* the clock was ahead when it succeeded */
}

static void another_description_is_due_at_once(void **state)
{
    struct till *t = *state;
    copy(t, "sha256:demo", NOW);
    remember(t, (struct sync_state){.tried = NOW, .succeeded = NOW, .digest = "sha256:demo"});
    t->source.mark[0] = t->source.mark[0] == '0' ? '1' : '0';
    asks(t, NOW + 1, false);
}

static void without_a_copy_it_is_due(void **state)
{
    struct till *t = *state;
    remember(t, (struct sync_state){.tried = NOW, .succeeded = NOW});
    asks(t, NOW + 1, false);
}

/* Only the copy that is in place can be what the server has not changed, and never does it grow older. */
static void the_same_list_is_dated_anew(void **state)
{
    struct till *t = *state;
    moment as_of = NOW + HOUR;
    copy(t, "sha256:demo", NOW);
    assert_int_equal(sync_state_same(&t->db, SCHEME_JC_STAR, "sha256:other", NOW + HOUR, &as_of, &t->err), 0);
    assert_int_equal(as_of, NOW);
    as_of = NOW + HOUR;
    assert_int_equal(sync_state_same(&t->db, SCHEME_JC_STAR, "sha256:demo", NOW + HOUR, &as_of, &t->err), 0);
    assert_int_equal(as_of, NOW + HOUR);
    as_of = NOW - HOUR;
    assert_int_equal(sync_state_same(&t->db, SCHEME_JC_STAR, "sha256:demo", NOW + HOUR, &as_of, &t->err), 0);
    assert_int_equal(as_of, NOW + HOUR);
    as_of = NOW; /* a copy dated after now was a mistake */
    assert_int_equal(sync_state_same(&t->db, SCHEME_JC_STAR, "sha256:demo", NOW, &as_of, &t->err), 0);
    assert_int_equal(as_of, NOW);
}

static void a_failure_leaves_no_wait_where_no_server_spoke(void **state)
{
    struct till *t = *state;
    struct sync_state seen;
    asks(t, NOW, false);
    assert_int_equal(sync_state_read(&t->db, "shop", &seen, &t->err), 0);
    assert_int_equal(seen.tried, NOW);
    assert_int_equal(seen.succeeded, 0);
    assert_int_equal(seen.wait_until, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_state_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_server_is_left_alone_as_long_as_it_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_wait_of_our_own_gives_way_to_force, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_wait_is_longer_than_a_week, set_up, tear_down),
        cmocka_unit_test_setup_teardown(not_more_often_than_the_description_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_description_is_due_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_copy_it_is_due, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_list_is_dated_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failure_leaves_no_wait_where_no_server_spoke, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
