#include "tests/unit/cache/place.h"

#define PAGE 16384

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static void overwrite(const char *path, long at, size_t size)
{
    static char junk[PAGE];
    assert_true(size <= sizeof junk);
    memset(junk, 0xA5, sizeof junk);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, junk, size, at), size);
    close(fd);
}

static bool exists(const struct place *p, const char *name)
{
    char path[600];
    snprintf(path, sizeof path, "%s/%s", p->dir, name);
    return access(path, F_OK) == 0;
}

static off_t size_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_size;
}

/* A sound cache with something in it. */
static void make_sound(const struct place *p)
{
    struct db db = open_db(p, DB_WRITE);
    sql(&db, "INSERT INTO catalogue VALUES(1, 5, 7)");
    db_close(&db);
}

/* ---- making and opening ---- */

static void reading_what_is_not_there_makes_nothing(void **state)
{
    struct db db = open_db(*state, DB_READ);
    assert_null(db.handle);
    assert_false(db.set_aside);
    assert_false(exists(*state, "cache.db"));
    db_close(&db);
    db_close(&(struct db){0});
}

static void an_empty_file_is_no_data(void **state)
{
    struct place *p = *state;
    write_file(p->path, "");
    struct db db = open_db(p, DB_READ);
    assert_null(db.handle);
    db_close(&db);
    db = open_db(p, DB_WRITE);
    assert_non_null(db.handle);
    db_close(&db);
}

static void what_is_written_is_there_after_reopening(void **state)
{
    make_sound(*state);
    for (enum db_mode mode = DB_READ; mode <= DB_WRITE; mode++) {
        struct db db = open_db(*state, mode);
        assert_int_equal(number(&db, "SELECT products FROM catalogue"), 7);
        assert_int_equal(number(&db, "PRAGMA user_version"), DB_SCHEMA);
        db_close(&db);
    }
}

static void the_file_is_kept_by_wal_with_foreign_keys(void **state)
{
    struct db db = open_db(*state, DB_WRITE);
    assert_int_equal(number(&db, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
    assert_int_equal(number(&db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number(&db, "PRAGMA busy_timeout"), 10000);
    assert_int_equal(number(&db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%'"),
                     0);
    db_close(&db);
}

static void one_opened_for_reading_cannot_write(void **state)
{
    struct err err = {0};
    make_sound(*state);
    struct db db = open_db(*state, DB_READ);
    assert_int_equal(db_run(&db, "DELETE FROM catalogue", &err), -1);
    assert_said(&err, ERR_IO, "cannot be opened or written");
    db_close(&db);
}

static void open_and_close(const struct place *p, void *with)
{
    struct db db;
    struct err err;
    (void)with;
    if (db_open(p->path, DB_WRITE, &db, &err))
        _exit(1);
    db_close(&db);
}

static void many_processes_may_make_it_at_once(void **state)
{
    enum { PROCESSES = 6 };
    pid_t child[PROCESSES];
    fflush(NULL);
    for (int i = 0; i < PROCESSES; i++) {
        child[i] = fork();
        assert_true(child[i] >= 0);
        if (child[i] == 0) {
            open_and_close(*state, NULL);
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        int status = -1;
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        assert_int_equal(status, 0);
    }
    struct db db = open_db(*state, DB_READ);
    assert_int_equal(number(&db, "PRAGMA user_version"), DB_SCHEMA);
    db_close(&db);
}

/* ---- what cannot be used ---- */

static void another_programs_database_is_left_alone(void **state)
{
    struct place *p = *state;
    struct db db = {0};
    struct err err = {0};
    sqlite3 *theirs;
    assert_int_equal(sqlite3_open(p->path, &theirs), SQLITE_OK);
    assert_int_equal(sqlite3_exec(theirs, "CREATE TABLE stock(n); INSERT INTO stock VALUES(3)", 0, 0, 0), SQLITE_OK);
    sqlite3_close(theirs);
    off_t size = size_of(p->path);
    for (enum db_mode mode = DB_READ; mode <= DB_WRITE; mode++) {
        assert_int_equal(db_open(p->path, mode, &db, &err), -1);
        assert_said(&err, ERR_INPUT, "another program's");
        assert_null(db.handle);
    }
    assert_int_equal(size_of(p->path), size);
    assert_false(exists(p, "cache.db.damaged-1"));
}

static void a_newer_schema_names_both_versions(void **state)
{
    struct place *p = *state;
    struct db db = open_db(p, DB_WRITE);
    struct err err = {0};
    sql(&db, "PRAGMA user_version = 99");
    db_close(&db);
    for (enum db_mode mode = DB_READ; mode <= DB_WRITE; mode++) {
        assert_int_equal(db_open(p->path, mode, &db, &err), -1);
        assert_said(&err, ERR_NEWER, "schema 99; this one knows up to 3");
        assert_non_null(strstr(err.ja, "99"));
    }
    assert_true(exists(p, "cache.db"));
}

static void a_folder_that_is_not_there_is_an_error_of_ours(void **state)
{
    struct place *p = *state;
    struct db db;
    struct err err = {0};
    char path[400];
    snprintf(path, sizeof path, "%s/no/cache.db", p->dir);
    assert_int_equal(db_open(path, DB_WRITE, &db, &err), -1);
    assert_said(&err, ERR_IO, "--data DIR");
    assert_non_null(strstr(err.en, path));
}

/* Root may write anywhere: becomes nobody first. */
static void read_where_nothing_can_be_written(const struct place *p, void *with)
{
    struct db db;
    struct err err = {0};
    bool *may_write = with;
    if (geteuid() == 0 && setuid(65534) != 0)
        _exit(2);
    if (access(p->dir, W_OK) == 0)
        _exit(3);
    if (db_open(p->path, *may_write ? DB_WRITE : DB_READ, &db, &err))
        _exit(err.code == ERR_IO ? 10 : 4);
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    if (db_statement(&db, "SELECT products FROM catalogue", &stmt, &err) || db_step(&db, stmt, &row, &err) || !row ||
        sqlite3_column_int(stmt, 0) != 7)
        _exit(5);
    db_close(&db);
}

static void a_folder_that_cannot_be_written_can_be_read(void **state)
{
    struct place *p = *state;
    bool may_write = false;
    make_sound(p);
    assert_int_equal(chmod(p->path, 0444), 0);
    assert_int_equal(chmod(p->dir, 0555), 0);
    int reading = in_child(read_where_nothing_can_be_written, p, &may_write);
    may_write = true;
    int writing = in_child(read_where_nothing_can_be_written, p, &may_write);
    assert_int_equal(chmod(p->dir, 0755), 0);
    assert_int_equal(WEXITSTATUS(reading), 0);
    assert_int_equal(WEXITSTATUS(writing), 10);
}

static void write_and_die(const struct place *p, void *with)
{
    struct db db;
    struct err err;
    (void)with;
    if (db_open(p->path, DB_WRITE, &db, &err) == 0 && db_run(&db, "UPDATE catalogue SET products = 9", &err) == 0)
        raise(SIGKILL);
    _exit(1);
}

static void what_a_killed_writer_left_in_the_journal_is_not_overlooked(void **state)
{
    struct place *p = *state;
    bool may_write = false;
    make_sound(p);
    assert_true(WIFSIGNALED(in_child(write_and_die, p, NULL)));
    assert_true(exists(p, "cache.db-wal"));
    char index[400]; /* of the journal: as after a restart of the machine */
    snprintf(index, sizeof index, "%s-shm", p->path);
    assert_int_equal(unlink(index), 0);
    assert_int_equal(chmod(p->dir, 0555), 0);
    int reading = in_child(read_where_nothing_can_be_written, p, &may_write);
    assert_int_equal(chmod(p->dir, 0755), 0);
    assert_int_equal(WEXITSTATUS(reading), 10); /* the 7 of before the writer is no answer */
    struct db db = open_db(p, DB_READ);
    assert_int_equal(number(&db, "SELECT products FROM catalogue"), 9);
    db_close(&db);
}

static void a_writer_that_does_not_finish_is_said(void **state)
{
    struct err err = {0};
    struct db one = open_db(*state, DB_WRITE), two = open_db(*state, DB_WRITE);
    sql(&one, "BEGIN IMMEDIATE");
    sqlite3_busy_timeout(two.handle, 1);
    assert_int_equal(db_run(&two, "BEGIN IMMEDIATE", &err), -1);
    assert_said(&err, ERR_IO, "another kenpin");
    db_close(&two);
    db_close(&one);
}

/* ---- damage ---- */

static void assert_set_aside(struct place *p, enum db_mode mode, const char *as)
{
    struct db db = open_db(p, mode);
    char path[400];
    snprintf(path, sizeof path, "%s/%s", p->dir, as);
    assert_true(db.set_aside);
    assert_string_equal(db.aside, path);
    assert_true(exists(p, as));
    if (mode == DB_READ) {
        assert_null(db.handle);
        assert_false(exists(p, "cache.db"));
    } else {
        assert_int_equal(number(&db, "SELECT count(*) FROM catalogue"), 0);
    }
    db_close(&db);
}

static void a_file_that_is_no_database_is_set_aside(void **state)
{
    struct place *p = *state;
    write_file(p->path, "this was a cache once");
    assert_set_aside(p, DB_READ, "cache.db.damaged-1");
    write_file(p->path, "and this another, long enough to be taken for a page of something, or so one might think, "
                        "and then some more, because a database file has a header of a hundred bytes");
    assert_set_aside(p, DB_WRITE, "cache.db.damaged-2");
    struct db db = open_db(p, DB_READ);
    assert_non_null(db.handle);
    assert_false(db.set_aside);
    db_close(&db);
}

static void an_overwritten_header_is_set_aside(void **state)
{
    struct place *p = *state;
    make_sound(p);
    overwrite(p->path, 0, 64);
    assert_set_aside(p, DB_WRITE, "cache.db.damaged-1");
}

static void an_overwritten_schema_is_set_aside(void **state)
{
    struct place *p = *state;
    make_sound(p);
    overwrite(p->path, 100, PAGE - 100);
    assert_set_aside(p, DB_READ, "cache.db.damaged-1");
}

static void a_cut_file_is_set_aside(void **state)
{
    struct place *p = *state;
    make_sound(p);
    assert_int_equal(truncate(p->path, size_of(p->path) / 2), 0);
    assert_set_aside(p, DB_READ, "cache.db.damaged-1");
    make_sound(p);
    assert_int_equal(truncate(p->path, 50), 0);
    assert_set_aside(p, DB_WRITE, "cache.db.damaged-2");
}

static void damage_found_later_is_set_aside_when_closing(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    bool row;
    make_sound(p);
    struct db db = open_db(p, DB_WRITE);
    int64_t root = number(&db, "SELECT rootpage FROM sqlite_schema WHERE name = 'catalogue'");
    db_close(&db);
    overwrite(p->path, (root - 1) * PAGE, PAGE);

    db = open_db(p, DB_READ);
    assert_false(db.set_aside);
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(db_statement(&db, "SELECT products FROM catalogue", &stmt, &err), 0);
    assert_int_equal(db_step(&db, stmt, &row, &err), -1);
    assert_said(&err, ERR_DATA, "damaged");
    db_close(&db);
    assert_true(db.set_aside);
    assert_true(exists(p, "cache.db.damaged-1"));

    db = open_db(p, DB_READ);
    assert_null(db.handle);
    db_close(&db);
}

static void damage_is_not_moved_twice(void **state)
{
    struct place *p = *state;
    make_sound(p);
    struct db late = open_db(p, DB_READ);
    char old[400];
    snprintf(old, sizeof old, "%s/moved", p->dir);
    assert_int_equal(rename(p->path, old), 0); /* as another process does that met the damage first */
    make_sound(p);
    late.damaged = true;
    db_close(&late);
    assert_false(late.set_aside);
    assert_true(exists(p, "cache.db"));
    assert_false(exists(p, "cache.db.damaged-1"));
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(reading_what_is_not_there_makes_nothing),
        IN_PLACE(an_empty_file_is_no_data),
        IN_PLACE(what_is_written_is_there_after_reopening),
        IN_PLACE(the_file_is_kept_by_wal_with_foreign_keys),
        IN_PLACE(one_opened_for_reading_cannot_write),
        IN_PLACE(many_processes_may_make_it_at_once),
        IN_PLACE(another_programs_database_is_left_alone),
        IN_PLACE(a_newer_schema_names_both_versions),
        IN_PLACE(a_folder_that_is_not_there_is_an_error_of_ours),
        IN_PLACE(a_folder_that_cannot_be_written_can_be_read),
        IN_PLACE(what_a_killed_writer_left_in_the_journal_is_not_overlooked),
        IN_PLACE(a_writer_that_does_not_finish_is_said),
        IN_PLACE(a_file_that_is_no_database_is_set_aside),
        IN_PLACE(an_overwritten_header_is_set_aside),
        IN_PLACE(an_overwritten_schema_is_set_aside),
        IN_PLACE(a_cut_file_is_set_aside),
        IN_PLACE(damage_found_later_is_set_aside_when_closing),
        IN_PLACE(damage_is_not_moved_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
