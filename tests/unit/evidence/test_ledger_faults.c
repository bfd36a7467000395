/* Files that are not ours, disks that say no, several at once, ends without warning. */
#include "tests/unit/evidence/place.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static char *bytes_of(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    *size = (size_t)ftell(f);
    rewind(f);
    char *bytes = malloc(*size + 1);
    assert_int_equal(fread(bytes, 1, *size, f), *size);
    fclose(f);
    return bytes;
}

/* A child's assertions would be lost: it ends with the number of the line that failed, and 0 when all is well. */
#define CHILD_CHECK(what)                                                                                              \
    do {                                                                                                               \
        if (!(what))                                                                                                   \
            _exit(__LINE__ % 255 + 1);                                                                                 \
    } while (0)

static void expect_child_well(pid_t child)
{
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- files that are not ours to touch ---- */

/* Both ways of opening say `code` and leave the file byte for byte. */
static void expect_refused_untouched(const char *path, enum err_code code)
{
    size_t before_size, after_size;
    char *before = bytes_of(path, &before_size);
    for (int create = 0; create < 2; create++) {
        struct ledger *l = (struct ledger *)"unset";
        struct err err = {0};
        assert_int_equal(ledger_open(path, create, &l, &err), -1);
        assert_null(l);
        assert_int_equal(err.code, code);
        assert_non_null(strstr(err.en, path));
        assert_non_null(strstr(err.ja, path));
    }
    char *after = bytes_of(path, &after_size);
    assert_int_equal(after_size, before_size);
    assert_memory_equal(after, before, before_size);
    free(before);
    free(after);
}

static void garbage_is_left_as_it_is(void **state)
{
    struct place *p = *state;
    char garbage[20000];
    for (size_t i = 0; i < sizeof garbage; i++)
        garbage[i] = (char)(i * 7 + 3);
    write_file(p->path, garbage, sizeof garbage);
    expect_refused_untouched(p->path, ERR_DATA);
    write_file(p->path, "short", 5);
    expect_refused_untouched(p->path, ERR_DATA);
    write_file(p->path, "SQLite format 3", 16);
    expect_refused_untouched(p->path, ERR_DATA);
}

static void a_newer_form_is_left_as_it_is(void **state)
{
    struct place *p = *state;
    fill(p->path, 2, NULL);
    assert_int_equal(raw(p->path, "PRAGMA user_version = 2"), SQLITE_OK);
    expect_refused_untouched(p->path, ERR_NEWER);
}

static void leave_a_newer_form_in_the_wal(const char *path)
{
    sqlite3 *newer = NULL;
    CHILD_CHECK(sqlite3_open(path, &newer) == SQLITE_OK);
    CHILD_CHECK(sqlite3_exec(newer, "PRAGMA user_version = 2", NULL, NULL, NULL) == SQLITE_OK);
    _exit(0); /* as if the power failed: what it wrote is still in the file beside */
}

static void a_newer_form_that_ended_hard_is_left_as_it_is(void **state)
{
    struct place *p = *state;
    fill(p->path, 2, NULL);
    pid_t child = fork();
    if (child == 0)
        leave_a_newer_form_in_the_wal(p->path);
    expect_child_well(child);
    expect_refused_untouched(p->path, ERR_NEWER);
}

static void a_database_of_another_program_is_left_as_it_is(void **state)
{
    struct place *p = *state;
    assert_int_equal(raw(p->path, "CREATE TABLE record (seq INTEGER PRIMARY KEY)"), SQLITE_OK);
    expect_refused_untouched(p->path, ERR_INPUT);
    assert_int_equal(raw(p->path, "PRAGMA application_id = 7; PRAGMA user_version = 1"), SQLITE_OK);
    expect_refused_untouched(p->path, ERR_INPUT);
}

static void a_ledger_without_its_table_is_damaged(void **state)
{
    struct place *p = *state;
    struct ledger_state got;
    struct receipt r;
    struct err err = {0};
    fill(p->path, 1, NULL);
    assert_int_equal(raw(p->path, "DROP TABLE record"), SQLITE_OK);
    struct ledger *l = opened(p->path, true);
    assert_int_equal(ledger_append(l, NOON, "{}", &r, &err), -1);
    assert_int_equal(err.code, ERR_DATA);
    assert_int_equal(ledger_verify(l, NULL, NULL, NULL, &got, &err), -1);
    assert_int_equal(err.code, ERR_DATA);
    ledger_close(l);
}

static void nothing_is_chained_to_a_hash_that_is_none(void **state)
{
    struct place *p = *state;
    struct receipt r;
    struct err err = {0};
    fill(p->path, 2, NULL);
    tamper(p->path, "UPDATE record SET hash = x'0102' WHERE seq = 2");
    struct ledger *l = opened(p->path, true);
    assert_int_equal(ledger_append(l, NOON, "{}", &r, &err), -1);
    assert_int_equal(err.code, ERR_DATA);
    assert_int_equal(r.seq, 0);
    ledger_close(l);
}

/* ---- disks that say no; each must hold for root too ---- */

static void expect_io_error(const char *path)
{
    struct ledger *l;
    struct err err = {0};
    assert_int_equal(ledger_open(path, true, &l, &err), -1);
    assert_null(l);
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.en, path));
}

static void a_folder_that_cannot_be_written(void **state)
{
    struct place *p = *state;
    char below[400];
    write_file(p->path, "", 0);
    snprintf(below, sizeof below, "%s/evidence.db", p->path); /* below a file */
    expect_io_error(below);
    snprintf(below, sizeof below, "%s/missing/evidence.db", p->folder);
    expect_io_error(below);
    expect_io_error("/proc/evidence.db");
    expect_io_error(p->folder); /* a folder itself */
}

/* As somebody who may only look. */
static void verify_as_an_auditor(const struct place *p, int64_t records)
{
    struct ledger *l = NULL;
    struct ledger_state seen = {0};
    struct err err = {0};
    CHILD_CHECK(geteuid() != 0 || setuid(65534) == 0);
    CHILD_CHECK(access(p->folder, W_OK) != 0);
    CHILD_CHECK(ledger_open(p->path, false, &l, &err) == 0 && l);
    CHILD_CHECK(ledger_verify(l, NULL, NULL, NULL, &seen, &err) == 0);
    CHILD_CHECK(seen.chain == CHAIN_WHOLE && seen.records == records);
    ledger_close(l);
    CHILD_CHECK(ledger_open(p->path, true, &l, &err) == -1 && err.code == ERR_IO);
    _exit(0);
}

static void a_folder_that_cannot_be_written_can_be_verified(void **state)
{
    struct place *p = *state;
    struct ledger *l = opened(p->path, true);
    appended(l, NOON, "{}");
    ledger_close(l);
    assert_int_equal(chmod(p->path, 0444), 0);
    assert_int_equal(chmod(p->folder, 0555), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        verify_as_an_auditor(p, 1);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(chmod(p->folder, 0755), 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void run_out_of_disk(const char *path)
{
    struct rlimit before, tight;
    struct ledger *l = NULL;
    struct receipt r;
    struct err err = {0};
    int done = 0;
    char text[10001];
    memset(text, 'x', 10000);
    text[10000] = 0;
    signal(SIGXFSZ, SIG_IGN);
    CHILD_CHECK(ledger_open(path, true, &l, &err) == 0);
    CHILD_CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0);
    tight = before;
    tight.rlim_cur = 256 * 1024; /* bytes in one file: for the ledger, the end of the disk */
    CHILD_CHECK(setrlimit(RLIMIT_FSIZE, &tight) == 0);
    while (done < 1000 && ledger_append(l, NOON, text, &r, &err) == 0)
        done++;
    CHILD_CHECK(done > 0 && done < 1000);
    CHILD_CHECK(err.code == ERR_IO && r.seq == 0 && r.hash[0] == 0);
    CHILD_CHECK(ledger_append(l, NOON, text, &r, &err) == -1);
    CHILD_CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0); /* somebody made room */
    CHILD_CHECK(ledger_append(l, NOON, text, &r, &err) == 0);
    CHILD_CHECK(r.seq == done + 1);
    ledger_close(l);
    _exit(0);
}

static void a_full_disk_records_nothing_and_harms_nothing(void **state)
{
    struct place *p = *state;
    pid_t child = fork();
    if (child == 0)
        run_out_of_disk(p->path);
    expect_child_well(child);
    assert_int_equal(verified_file(p->path, NULL).chain, CHAIN_WHOLE);
}

static void make_on_a_full_disk(const char *path)
{
    struct rlimit tight = {1024, RLIM_INFINITY};
    struct ledger *l = NULL;
    struct err err = {0};
    signal(SIGXFSZ, SIG_IGN);
    CHILD_CHECK(setrlimit(RLIMIT_FSIZE, &tight) == 0);
    CHILD_CHECK(ledger_open(path, true, &l, &err) == -1);
    CHILD_CHECK(err.code == ERR_IO && l == NULL);
    _exit(0);
}

static void a_ledger_that_could_not_be_made_can_be_made_later(void **state)
{
    struct place *p = *state;
    pid_t child = fork();
    if (child == 0)
        make_on_a_full_disk(p->path);
    expect_child_well(child);
    fill(p->path, 1, NULL);
    assert_int_equal(verified_file(p->path, NULL).records, 1);
}

/* SQLite calls these in place of the system's: they count, and can fail as a dying disk does. */
static int syncs;
static bool syncs_fail;

static int sync_one(long call, int fd)
{
    syncs++;
    if (!syncs_fail)
        return (int)syscall(call, fd);
    errno = EIO;
    return -1;
}

int fdatasync(int fd)
{
    return sync_one(SYS_fdatasync, fd);
}

int fsync(int fd)
{
    return sync_one(SYS_fsync, fd);
}

static void every_record_is_on_disk_before_its_receipt(void **state)
{
    struct place *p = *state;
    struct ledger *l = opened(p->path, true);
    for (int i = 0; i < 10; i++) {
        syncs = 0;
        appended(l, NOON, "{}");
        assert_true(syncs > 0);
    }
    ledger_close(l);
}

static void a_disk_that_does_not_confirm_gives_no_receipt(void **state)
{
    struct place *p = *state;
    struct receipt r;
    struct err err = {0};
    struct ledger *l = opened(p->path, true);
    appended(l, NOON, "{}");
    syncs_fail = true;
    assert_int_equal(ledger_append(l, NOON, "{}", &r, &err), -1);
    syncs_fail = false;
    assert_int_equal(err.code, ERR_IO);
    assert_int_equal(r.seq, 0);
    appended(l, NOON, "{}");
    ledger_close(l);
    assert_int_equal(verified_file(p->path, NULL).chain, CHAIN_WHOLE);
}

/* ---- several at once, and ends without warning ---- */

static void append_many(const char *path, int count)
{
    struct ledger *l = NULL;
    struct receipt r;
    struct err err = {0};
    int64_t before = 0;
    CHILD_CHECK(ledger_open(path, true, &l, &err) == 0);
    for (int i = 0; i < count; i++) {
        CHILD_CHECK(ledger_append(l, NOON, "{\"outcome\":\"pass\"}", &r, &err) == 0);
        CHILD_CHECK(r.seq > before);
        before = r.seq;
    }
    ledger_close(l);
    _exit(0);
}

static void two_processes_keep_one_chain(void **state)
{
    struct place *p = *state;
    pid_t children[2];
    for (int i = 0; i < 2; i++) /* both find no file */
        if ((children[i] = fork()) == 0)
            append_many(p->path, 200);
    expect_child_well(children[0]);
    expect_child_well(children[1]);
    struct ledger_state got = verified_file(p->path, NULL);
    assert_int_equal(got.chain, CHAIN_WHOLE);
    assert_int_equal(got.records, 400);
}

static void many_that_make_it_at_once_make_one(void **state)
{
    enum { CHILDREN = 6, ROUNDS = 5 };
    struct place *p = *state;
    for (int round = 0; round < ROUNDS; round++) {
        pid_t children[CHILDREN];
        unlink(p->path);
        for (int i = 0; i < CHILDREN; i++)
            if ((children[i] = fork()) == 0)
                append_many(p->path, 1);
        for (int i = 0; i < CHILDREN; i++)
            expect_child_well(children[i]);
        assert_int_equal(verified_file(p->path, NULL).records, CHILDREN);
    }
}

static void report_receipts(const char *path, int to)
{
    struct ledger *l = NULL;
    struct receipt r;
    struct err err = {0};
    CHILD_CHECK(ledger_open(path, true, &l, &err) == 0);
    for (;;) { /* until killed */
        CHILD_CHECK(ledger_append(l, NOON, "{\"outcome\":\"pass\"}", &r, &err) == 0);
        CHILD_CHECK(write(to, &r, sizeof r) == (ssize_t)sizeof r);
    }
}

static int find_receipt(void *ctx, const struct ledger_record *record, struct err *err)
{
    const struct receipt *receipt = ctx;
    (void)err;
    return strcmp(record->hash, receipt->hash) == 0 ? 1 : 0;
}

/* The child is killed after it has reported `wanted` receipts, somewhere in the next append. */
static void kill_after(const char *path, int wanted)
{
    int pipes[2];
    struct receipt receipts[4096];
    int count = 0;
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        close(pipes[0]);
        report_receipts(path, pipes[1]);
    }
    close(pipes[1]);
    while (count < 4096 && read(pipes[0], &receipts[count], sizeof *receipts) == (ssize_t)sizeof *receipts)
        if (++count == wanted)
            assert_int_equal(kill(child, SIGKILL), 0);
    close(pipes[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_true(count >= wanted);

    struct ledger *l = opened(path, false);
    assert_int_equal(verified(l, NULL).chain, CHAIN_WHOLE);
    for (int i = 0; i < count; i++) {
        struct err err = {0};
        struct ledger_filter one = {.seq = receipts[i].seq};
        assert_int_equal(ledger_read(l, &one, find_receipt, &receipts[i], &err), 1);
    }
    ledger_close(l);
}

static void a_killed_process_leaves_every_receipt_on_disk(void **state)
{
    struct place *p = *state;
    for (int round = 1; round <= 12; round++)
        kill_after(p->path, round * 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(garbage_is_left_as_it_is),
        T(a_newer_form_is_left_as_it_is),
        T(a_newer_form_that_ended_hard_is_left_as_it_is),
        T(a_database_of_another_program_is_left_as_it_is),
        T(a_ledger_without_its_table_is_damaged),
        T(nothing_is_chained_to_a_hash_that_is_none),
        T(a_folder_that_cannot_be_written),
        T(a_folder_that_cannot_be_written_can_be_verified),
        T(a_full_disk_records_nothing_and_harms_nothing),
        T(a_ledger_that_could_not_be_made_can_be_made_later),
        T(every_record_is_on_disk_before_its_receipt),
        T(a_disk_that_does_not_confirm_gives_no_receipt),
        T(two_processes_keep_one_chain),
        T(many_that_make_it_at_once_make_one),
        T(a_killed_process_leaves_every_receipt_on_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
