#include "cache/history.h"
#include "tests/unit/cache/rows.h"

/* What each copy changed, and an entry as of a day. */

#define DAY(n)       (NOW - (40 - (moment)(n)) * 86400) /* one copy a day */
#define FIRST_OF_ALL 20261012                           /* DAY(0), on every calendar */

static void import_on(struct db *db, moment at, const char *digest, const struct one *rows)
{
    struct labels_options o = jc_star(at, digest);
    o.accept_shrink = "a test";
    must_import(db, &o, rows);
}

/* ---- rows of the table ---- */

static void a_first_copy_writes_no_changes(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    import_on(&db, DAY(0), "sha256:a", TWO);
    assert_int_equal(number(&db, "SELECT count(*) FROM change"), 0);
    import_on(&db, DAY(1), "sha256:a", TWO); /* seen again */
    import_on(&db, DAY(2), "sha256:b", TWO); /* another file of the same rows */
    assert_int_equal(number(&db, "SELECT count(*) FROM change"), 0);
    db_close(&db);
}

static void only_fields_that_differ_are_kept(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    import_on(&db, DAY(0), "sha256:a", TWO);
    import_on(&db, DAY(1), "sha256:b",
              (struct one[]){TWO[0], {.number = "ｄｅｍｏ-2", .models = "ER-2", .status = STATUS_REVOKED}, {0}});
    assert_int_equal(number(&db, "SELECT count(*) FROM change"), 2);
    assert_int_equal(number(&db, "SELECT count(*) FROM change WHERE field = 4 AND before = 'DEMO-2' AND after = "
                                 "'ｄｅｍｏ-2' AND copy = 2"),
                     1);
    assert_int_equal(number(&db, "SELECT count(*) FROM change WHERE field = 6 AND before = 1 AND after = 5"), 1);
    db_close(&db);
}

static void a_refused_copy_leaves_no_changes(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(DAY(1), "sha256:b");
    struct err err = {0};
    import_on(&db, DAY(0), "sha256:a", TWO);
    assert_int_equal(
        import_rows(&db, &o, (struct one[]){{.number = "DEMO-1", .status = STATUS_REVOKED}, {.number = "DEMO-9"}, {0}},
                    NULL, &err),
        -1); /* half of the labels are missing */
    assert_int_equal(number(&db, "SELECT count(*) FROM change"), 0);
    db_close(&db);
}

/* ---- a life of many copies, remembered beside ---- */

enum { COPIES = 24, NUMBERS = 12 };

struct life {
    struct one row[COPIES][NUMBERS]; /* number NULL: not listed */
    char url[3][64], name[NUMBERS][24];
    unsigned seed;
};

static unsigned chance(struct life *l, unsigned of)
{
    l->seed = l->seed * 1103515245u + 12345u;
    return (l->seed >> 16) % of;
}

static void live(struct db *db, struct life *l)
{
    static const char *const models[] = {"ER-1", "ER-1, ER-2", "ER-3", "ER-Xシリーズ", NULL};
    for (int u = 0; u < 3; u++)
        snprintf(l->url[u], sizeof l->url[u], "https://www.ipa.go.jp/demo/%d", u);
    for (int c = 0; c < COPIES; c++) {
        struct one rows[NUMBERS + 1] = {0};
        char digest[32];
        int count = 0;
        for (int n = 0; n < NUMBERS; n++) {
            struct one *r = &l->row[c][n];
            snprintf(l->name[n], sizeof l->name[n], "DEMO-%d", n);
            if (c > 0 && chance(l, 3) > 0)
                *r = l->row[c - 1][n]; /* as it was */
            else if (chance(l, 3) > 0)
                *r = (struct one){.number = l->name[n],
                                  .models = models[chance(l, 5)],
                                  .url = chance(l, 2) ? l->url[chance(l, 3)] : NULL,
                                  .status = chance(l, 2) ? STATUS_CURRENT : STATUS_REVOKED,
                                  .expires = chance(l, 2) ? 20270531 : 20280101};
            else
                *r = (struct one){0};
            if (r->number)
                rows[count++] = *r;
        }
        snprintf(digest, sizeof digest, "sha256:%08d", c);
        if (!count)
            rows[0] = l->row[c][0] = (struct one){.number = l->name[0]};
        import_on(db, DAY(c), digest, rows);
    }
}

static int last_listed(const struct life *l, int copy, int n)
{
    while (copy >= 0 && !l->row[copy][n].number)
        copy--;
    return copy;
}

static bool lists(const struct entry *e, const char *norm)
{
    for (size_t i = 0; i < e->models.count; i++)
        if (e->models.item[i].kind == MODEL_EXACT && strcmp(e->models.item[i].norm, norm) == 0)
            return true;
    return false;
}

static void assert_as_it_was(const struct entry *e, const struct life *l, int copy, int n)
{
    int last = last_listed(l, copy, n);
    const struct one *was = &l->row[last][n];
    struct label_row row = label_row_of(was, 1);
    assert_string_equal(e->number, l->name[n]);
    assert_int_equal(e->gone, last != copy);
    assert_int_equal(e->status, row.entry.status);
    assert_int_equal(e->expires, row.entry.expires);
    assert_int_equal(e->url != NULL, was->url != NULL);
    assert_int_equal(e->models.count, row.entry.models.count);
    for (size_t m = 0; m < e->models.count; m++)
        assert_string_equal(e->models.item[m].raw, row.entry.models.item[m].raw);
    if (was->url)
        assert_string_equal(e->url, was->url);
    if (e->gone) {
        assert_int_equal(e->last.as_of, DAY(last));
        assert_int_equal(e->first_without.as_of, DAY(last + 1));
    }
    entry_clear(&row.entry);
}

static struct entries *find_on(struct db *db, const char *text, day on, struct copy_states *copies)
{
    struct entries *found = calloc(1, sizeof *found);
    struct err err = {0};
    assert_non_null(found);
    if (history_find(db, text, on, copies, found, &err))
        fail_msg("history_find: %s", err.en);
    return found;
}

static void forget(struct entries *found, struct copy_states *copies)
{
    entries_clear(found);
    free(found);
    labels_states_clear(copies);
}

static void every_day_is_as_it_was(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct life *l = calloc(1, sizeof *l);
    assert_non_null(l);
    l->seed = 20261121;
    live(&db, l);
    for (int c = 0; c < COPIES; c++) {
        day on = day_plus(FIRST_OF_ALL, c);
        struct copy_states copies;
        for (int n = 0; n < NUMBERS; n++) {
            struct entries *found = find_on(&db, l->name[n], on, &copies);
            assert_int_equal(copies.count, 1);
            assert_int_equal(copies.item[0].copy.as_of, DAY(c));
            assert_int_equal(found->count, last_listed(l, c, n) >= 0);
            if (found->count)
                assert_as_it_was(&found->item[0], l, c, n);
            forget(found, &copies);
        }
        static const char *const models[] = {"ER-1", "ER-2", "ER-3"};
        for (int m = 0; m < 3; m++) {
            size_t count = 0;
            for (int n = 0; n < NUMBERS; n++) {
                int last = last_listed(l, c, n);
                const char *cell = last < 0 ? NULL : l->row[last][n].models;
                count += cell && strstr(cell, models[m]);
            }
            struct entries *found = find_on(&db, models[m], on, &copies);
            assert_int_equal(found->count, count);
            for (size_t i = 0; i < found->count; i++)
                assert_true(lists(&found->item[i], models[m]));
            forget(found, &copies);
        }
        size_t pages = 0;
        for (int n = 0; n < NUMBERS; n++)
            pages += last_listed(l, c, n) >= 0 && l->row[last_listed(l, c, n)][n].url == l->url[1];
        struct entries *found = find_on(&db, "http://ipa.go.jp/demo/1/", on, &copies);
        assert_int_equal(found->count, pages);
        forget(found, &copies);
    }
    free(l);
    db_close(&db);
}

static void before_the_first_copy_there_is_nothing(void **state)
{
    struct db db = open_db(*state, DB_WRITE), none = {0};
    struct copy_states copies;
    import_on(&db, DAY(0), "sha256:a", TWO);
    struct entries *found = find_on(&db, "DEMO-1", day_plus(FIRST_OF_ALL, -1), &copies);
    assert_int_equal(copies.count, 0);
    assert_int_equal(found->count, 0);
    forget(found, &copies);
    found = find_on(&none, "DEMO-1", FIRST_OF_ALL, &copies);
    assert_int_equal(copies.count + found->count, 0);
    forget(found, &copies);
    db_close(&db);
}

/* ---- the list of changes ---- */

struct sums {
    int64_t by_kind[HISTORY_FIELDS], values, stop_after;
};

static int sum(void *ctx, const struct history_change *c, struct err *err)
{
    struct sums *s = ctx;
    (void)err;
    assert_non_null(c->number);
    assert_int_equal(c->scheme, SCHEME_JC_STAR);
    assert_true(c->copy.as_of > DAY(0));
    assert_int_equal(c->last.source != NULL, c->kind == HISTORY_GONE || c->kind == HISTORY_RETURNED);
    assert_true(c->values > 0 || c->kind);
    s->by_kind[c->kind]++;
    s->values += (int64_t)c->values;
    return s->stop_after && --s->stop_after == 0 ? 7 : 0;
}

static void the_list_agrees_with_what_the_imports_said(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct life *l = calloc(1, sizeof *l);
    struct sums got = {0}, want = {0};
    struct err err = {0};
    assert_non_null(l);
    l->seed = 7;
    live(&db, l);
    for (int c = 1; c < COPIES; c++)
        for (int n = 0; n < NUMBERS; n++) {
            const struct one *now = &l->row[c][n], *was = &l->row[c - 1][n];
            if (now->number && !was->number)
                want.by_kind[last_listed(l, c - 1, n) < 0 ? HISTORY_NEW : HISTORY_RETURNED]++;
            else if (was->number && !now->number)
                want.by_kind[HISTORY_GONE]++;
            else if (now->number && (now->models != was->models || now->url != was->url || now->status != was->status ||
                                     now->expires != was->expires))
                want.by_kind[HISTORY_NONE]++;
        }
    assert_int_equal(history_each(&db, &(struct history_since){0}, sum, &got, &err), 0);
    for (int k = HISTORY_NONE; k <= HISTORY_RETURNED; k++)
        assert_int_equal(got.by_kind[k], want.by_kind[k]);
    assert_true(want.by_kind[HISTORY_NEW] && want.by_kind[HISTORY_RETURNED] && want.by_kind[HISTORY_GONE]);
    got = (struct sums){.stop_after = 3};
    assert_int_equal(history_each(&db, &(struct history_since){0}, sum, &got, &err), 7);
    assert_int_equal(history_each(&(struct db){0}, &(struct history_since){0}, sum, &got, &err), 0);
    free(l);
    db_close(&db);
}

static void a_digest_must_mean_one_copy(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct history_since since;
    struct err err = {0};
    import_on(&db, DAY(0), "sha256:aaaaaaaa01", TWO);
    import_on(&db, DAY(1), "sha256:aaaaaaaa02", (struct one[]){TWO[0], {0}});
    import_on(&db, DAY(2), "sha256:aaaaaaaa01", TWO);
    assert_int_equal(history_since_copy(&db, "aaaaaaaa01", &since, &err), 0);
    assert_int_equal(since.copy, 1);
    assert_int_equal(since.scheme, SCHEME_JC_STAR);
    assert_int_equal(history_since_copy(&db, "aaaaaaaa", &since, &err), -1);
    assert_said(&err, ERR_INPUT, "several copies");
    sql(&db, "INSERT INTO copy(scheme, source, digest, as_of, imported_at, demo) VALUES(0, 'a mirror knew it',"
             " 'sha256:cccccccc', 1, 1, 0)");
    assert_int_equal(history_since_copy(&db, "cccccccc", &since, &err), -1); /* it was never in place here */
    assert_said(&err, ERR_INPUT, "no copy");
    assert_int_equal(history_since_copy(&db, "aaaaaaa", &since, &err), -1);
    assert_said(&err, ERR_INPUT, "no copy");
    assert_int_equal(history_since_copy(&(struct db){0}, "aaaaaaaa01", &since, &err), -1);
    assert_said(&err, ERR_INPUT, "no copy");
    db_close(&db);
}

/* ---- a cache of step 1 ---- */

/* As the first version left it. */
static void back_to_step_1(const struct place *p)
{
    struct db db = open_db(p, DB_WRITE);
    sql(&db,
        "DROP TABLE asked; DROP TABLE asked_try; DROP INDEX entry_mark; DROP TABLE IF EXISTS mirror_copy; DROP TABLE IF EXISTS mirror; DROP TABLE change;"
        " ALTER TABLE copy DROP COLUMN first_as_of; ALTER TABLE copy DROP COLUMN changes_kept; PRAGMA "
        "user_version = 1");
    db_close(&db);
}

static void assert_read_of_step_1(struct db *db)
{
    struct sums got = {0};
    struct err err = {0};
    struct copy_states copies;
    assert_answer(db, "DEMO-1", ANSWER_FOUND, STATUS_CURRENT);
    assert_answer(db, "DEMO-2", ANSWER_ABSENT, STATUS_GONE);
    assert_int_equal(history_each(db, &(struct history_since){0}, sum, &got, &err), 0);
    assert_int_equal(got.by_kind[HISTORY_NEW], 1);
    assert_int_equal(got.by_kind[HISTORY_GONE], 1);
    assert_int_equal(got.by_kind[HISTORY_NONE] + got.by_kind[HISTORY_RETURNED], 0);
    struct entries *found = find_on(db, "DEMO-2", FIRST_OF_ALL, &copies); /* the next copy's changes were not kept */
    assert_int_equal(copies.count, 0);
    assert_int_equal(found->count, 0);
    forget(found, &copies);
    found = find_on(db, "DEMO-2", day_plus(FIRST_OF_ALL, 1), &copies);
    assert_int_equal(found->count, 1);
    assert_true(found->item[0].gone);
    forget(found, &copies);
}

static void a_cache_of_step_1_is_read_as_it_is_and_migrated_by_a_writer(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    import_on(&db, DAY(0), "sha256:a", TWO);
    import_on(&db, DAY(1), "sha256:b", (struct one[]){TWO[0], {.number = "DEMO-3"}, {0}});
    db_close(&db);
    back_to_step_1(*state);

    db = open_db(*state, DB_READ);
    assert_int_equal(number(&db, "PRAGMA user_version"), 1);
    assert_read_of_step_1(&db);
    db_close(&db);
    db = open_db(*state, DB_READ); /* left alone */
    assert_int_equal(number(&db, "PRAGMA user_version"), 1);
    db_close(&db);

    db = open_db(*state, DB_WRITE);
    assert_int_equal(number(&db, "PRAGMA user_version"), DB_SCHEMA);
    assert_int_equal(number(&db, "SELECT first_as_of = as_of FROM copy"), 1);
    assert_read_of_step_1(&db);
    import_on(&db, DAY(2), "sha256:c", TWO);
    assert_int_equal(number(&db, "SELECT count(*) FROM change WHERE copy = 3 AND field = 3"), 1);
    db_close(&db);
}

static void kill_while_migrating(const struct place *p, void *with)
{
    struct db db = {0};
    (void)with;
    if (sqlite3_open(p->path, &db.handle) != SQLITE_OK)
        _exit(1);
    /* What the step begins with, and then the end. */
    if (sqlite3_exec(db.handle, "BEGIN IMMEDIATE; ALTER TABLE copy ADD COLUMN first_as_of INTEGER", 0, 0, 0))
        _exit(2);
    kill(getpid(), SIGKILL);
}

static void a_migration_that_was_killed_is_made_again(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    import_on(&db, DAY(0), "sha256:a", TWO);
    db_close(&db);
    back_to_step_1(*state);
    assert_true(WIFSIGNALED(in_child(kill_while_migrating, *state, NULL)));
    db = open_db(*state, DB_WRITE);
    assert_int_equal(number(&db, "PRAGMA user_version"), DB_SCHEMA);
    assert_answer(&db, "DEMO-1", ANSWER_FOUND, STATUS_CURRENT);
    db_close(&db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_first_copy_writes_no_changes),
        IN_PLACE(only_fields_that_differ_are_kept),
        IN_PLACE(a_refused_copy_leaves_no_changes),
        IN_PLACE(every_day_is_as_it_was),
        IN_PLACE(before_the_first_copy_there_is_nothing),
        IN_PLACE(the_list_agrees_with_what_the_imports_said),
        IN_PLACE(a_digest_must_mean_one_copy),
        IN_PLACE(a_cache_of_step_1_is_read_as_it_is_and_migrated_by_a_writer),
        IN_PLACE(a_migration_that_was_killed_is_made_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
