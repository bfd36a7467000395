#include "tests/unit/cache/rows.h"

#include <sys/resource.h>

/* Readers, kills and a full disk while a copy is put in place. */

static void readers_see_the_old_copy_until_the_new_one_is_whole(void **state)
{
    struct db writer = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    struct labels_import *i;
    struct err err;
    must_import(&writer, &o, TWO);
    struct db reader = open_db(*state, DB_READ);
    assert_int_equal(labels_begin(&writer, &o, &i, &err), 0);
    for (int64_t line = 2; line < 4; line++)
        assert_int_equal(put_one(i, &TWO[line - 2], line, &err), 0);
    assert_int_equal(put_one(i, &(struct one){.number = "DEMO-3"}, 4, &err), 0);
    assert_answer(&reader, "DEMO-3", ANSWER_ABSENT, STATUS_NONE);
    assert_answer(&reader, "DEMO-1", ANSWER_FOUND, STATUS_CURRENT);
    assert_int_equal(labels_commit(i, NULL, &err), 0);
    assert_answer(&reader, "DEMO-3", ANSWER_FOUND, STATUS_CURRENT);
    db_close(&reader);
    db_close(&writer);
}

static void abandoning_leaves_the_old_copy(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    struct labels_import *i;
    struct err err;
    must_import(&db, &o, TWO);
    assert_int_equal(labels_begin(&db, &o, &i, &err), 0);
    assert_int_equal(put_one(i, &(struct one){.number = "DEMO-3"}, 2, &err), 0);
    labels_abort(i);
    assert_answer(&db, "DEMO-3", ANSWER_ABSENT, STATUS_NONE);
    assert_int_equal(number(&db, "SELECT count(*) FROM copy"), 1);
    db_close(&db);
}

/* Where a child is killed: after so many rows, within COMMIT, or right after it. */
enum { AT_BEGIN = 0, AT_END = 40, IN_COMMIT, AFTER_COMMIT };

static int die(void *ctx)
{
    (void)ctx;
    raise(SIGKILL);
    return 0;
}

static int die_after(void *ctx, sqlite3 *handle, const char *schema, int pages)
{
    (void)handle;
    (void)schema;
    (void)pages;
    return die(ctx);
}

static void import_and_die(const struct place *p, void *with)
{
    int at = *(int *)with;
    struct db db;
    struct err err;
    struct labels_options o = jc_star(2000, "sha256:b");
    struct labels_import *i;
    struct many m;
    const struct one *rows = many(&m, 0, AT_END);
    o.accept_shrink = "a test";
    if (db_open(p->path, DB_WRITE, &db, &err) || labels_begin(&db, &o, &i, &err))
        _exit(1);
    /* A cache this small writes its pages to the journal before the end. */
    if (sqlite3_exec(db.handle, "PRAGMA cache_size = 2", NULL, NULL, NULL) != SQLITE_OK)
        _exit(2);
    for (int n = 0; n < AT_END && n < at; n++)
        if (put_one(i, &rows[n], n + 2, &err))
            _exit(3);
    if (at == IN_COMMIT)
        sqlite3_commit_hook(db.handle, die, NULL);
    if (at == AFTER_COMMIT)
        sqlite3_wal_hook(db.handle, die_after, NULL);
    if (at <= AT_END)
        die(NULL);
    (void)!labels_commit(i, NULL, &err);
    _exit(4);
}

static off_t journal_size(const struct place *p)
{
    char name[400];
    struct stat st;
    snprintf(name, sizeof name, "%s-wal", p->path);
    return stat(name, &st) == 0 ? st.st_size : 0;
}

static void a_kill_leaves_the_old_copy_or_the_new_one_whole(void **state)
{
    struct place *p = *state;
    static const int points[] = {AT_BEGIN, 1, 20, AT_END, IN_COMMIT, AFTER_COMMIT};
    for (size_t n = 0; n < sizeof points / sizeof *points; n++) {
        int at = points[n];
        struct db db = open_db(p, DB_WRITE);
        struct labels_options o = jc_star(1000, "sha256:a");
        sql(&db, "PRAGMA foreign_keys = OFF; DELETE FROM present; DELETE FROM entry; DELETE FROM copy; DELETE FROM "
                 "copy_count;"
                 "DELETE FROM model_page");
        must_import(&db, &o, TWO);
        db_close(&db);

        int status = in_child(import_and_die, p, &at);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        if (at >= AT_END)
            assert_true(journal_size(p) > 0); /* it had begun to write */

        bool new = at == AFTER_COMMIT;
        db = open_db(p, DB_READ);
        assert_false(db.set_aside);
        assert_int_equal(number(&db, "SELECT as_of FROM copy c JOIN present p ON p.copy = c.id"), new ? 2000 : 1000);
        assert_answer(&db, "DEMO-1", new ? ANSWER_ABSENT : ANSWER_FOUND, new ? STATUS_GONE : STATUS_CURRENT);
        assert_answer(&db, "DEMO-0039", new ? ANSWER_FOUND : ANSWER_ABSENT, new ? STATUS_CURRENT : STATUS_NONE);
        assert_int_equal(number(&db, "SELECT count(*) FROM entry"), new ? 42 : 2);
        assert_int_equal(number(&db, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
        db_close(&db);
    }
}

static void import_on_a_full_disk(const struct place *p, void *with)
{
    struct db db;
    struct err err = {0};
    struct labels_options o = jc_star(2000, "sha256:b");
    struct rlimit limit = {.rlim_cur = *(rlim_t *)with, .rlim_max = *(rlim_t *)with};
    struct many m;
    o.accept_shrink = "a test";
    signal(SIGXFSZ, SIG_IGN);
    if (db_open(p->path, DB_WRITE, &db, &err) || setrlimit(RLIMIT_FSIZE, &limit))
        _exit(1);
    int result = import_rows(&db, &o, many(&m, 0, 64), NULL, &err);
    db_close(&db);
    _exit(result == -1 && err.code == ERR_IO && *err.ja ? 10 : 2);
}

static void a_full_disk_leaves_the_old_copy(void **state)
{
    struct place *p = *state;
    struct db db = open_db(p, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    must_import(&db, &o, TWO);
    db_close(&db);
    for (rlim_t room = 0; room <= 3 * 4096; room += 4096) {
        assert_int_equal(WEXITSTATUS(in_child(import_on_a_full_disk, p, &room)), 10);
        db = open_db(p, DB_READ);
        assert_answer(&db, "DEMO-1", ANSWER_FOUND, STATUS_CURRENT);
        assert_answer(&db, "DEMO-0001", ANSWER_ABSENT, STATUS_NONE);
        db_close(&db);
    }
}

/* A row that no free room of a small file can hold. */
static const struct one *a_long_list(char *cell, size_t room)
{
    static struct one rows[2];
    size_t at = 0;
    for (int n = 0; at + 16 < room; n++)
        at += (size_t)snprintf(cell + at, room - at, "ER-%04d, ", n);
    rows[0] = (struct one){.number = "DEMO-3", .models = cell};
    return rows;
}

static void a_database_that_may_not_grow_says_the_disk_is_full(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    struct labels_options o = jc_star(1000, "sha256:a");
    struct err err = {0};
    char cell[32768];
    must_import(&db, &o, TWO);
    sql(&db, "PRAGMA max_page_count = 1");
    o.accept_shrink = "a test";
    assert_int_equal(import_rows(&db, &o, a_long_list(cell, sizeof cell), NULL, &err), -1);
    assert_said(&err, ERR_IO, "the disk is full");
    sql(&db, "PRAGMA max_page_count = 100000");
    assert_answer(&db, "DEMO-1", ANSWER_FOUND, STATUS_CURRENT);
    must_import(&db, &o, a_long_list(cell, sizeof cell));
    assert_answer(&db, "DEMO-3", ANSWER_FOUND, STATUS_CURRENT);
    db_close(&db);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(readers_see_the_old_copy_until_the_new_one_is_whole), IN_PLACE(abandoning_leaves_the_old_copy),
        IN_PLACE(a_kill_leaves_the_old_copy_or_the_new_one_whole),     IN_PLACE(a_full_disk_leaves_the_old_copy),
        IN_PLACE(a_database_that_may_not_grow_says_the_disk_is_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
