/* The chain as somebody who tampers with the file would find it. */
#include "tests/unit/evidence/place.h"

#include <fcntl.h>
#include <sodium.h>

static void an_empty_ledger_is_whole(void **state)
{
    struct place *p = *state;
    fill(p->path, 0, NULL);
    struct ledger_state got = verified_file(p->path, NULL);
    assert_int_equal(got.chain, CHAIN_WHOLE);
    assert_int_equal(got.records, 0);
    assert_string_equal(got.head, ZERO_HASH);
    assert_int_equal(verified_file(p->path, ZERO_HASH).chain, CHAIN_WHOLE);
}

static void a_whole_chain(void **state)
{
    struct place *p = *state;
    struct receipt receipts[5];
    fill(p->path, 5, receipts);
    struct ledger_state got = verified_file(p->path, NULL);
    assert_int_equal(got.chain, CHAIN_WHOLE);
    assert_int_equal(got.records, 5);
    assert_int_equal(got.bad_seq, 0);
    assert_int_equal(got.last_at, NOON + 4);
    assert_string_equal(got.head, receipts[4].hash);
}

static void any_receipt_is_a_good_head(void **state)
{
    struct place *p = *state;
    struct receipt receipts[3];
    char capitals[LEDGER_HASH_TEXT];
    fill(p->path, 3, receipts);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(verified_file(p->path, receipts[i].hash).chain, CHAIN_WHOLE);
        assert_int_equal(verified_file(p->path, receipts[i].hash + 7).chain, CHAIN_WHOLE);
        for (int k = 0; k < LEDGER_HASH_TEXT; k++) {
            char c = receipts[i].hash[k];
            capitals[k] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        }
        assert_int_equal(verified_file(p->path, capitals).chain, CHAIN_WHOLE);
    }
}

static void a_head_that_is_no_hash_is_a_wrong_call(void **state)
{
    static const char *const heads[] = {"",
                                        "sha256:",
                                        "41",
                                        "sha256:xyz",
                                        ZERO_HASH "0",
                                        ZERO_HASH " ",
                                        "sha1:00",
                                        "sha256:00:00000000000000000000000000000000000000000000000000000000000000",
                                        "g000000000000000000000000000000000000000000000000000000000000000"};
    struct place *p = *state;
    fill(p->path, 1, NULL);
    struct ledger *l = opened(p->path, false);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct ledger_state got;
        struct err err = {0};
        assert_int_equal(ledger_verify(l, heads[i], NULL, NULL, &got, &err), -1);
        assert_int_equal(err.code, ERR_USAGE);
        assert_int_equal(got.chain, CHAIN_NONE);
    }
    ledger_close(l);
}

static void tampering_is_named_by_the_first_bad_record(void **state)
{
    static const struct {
        const char *sql;
        int bad_seq;
    } cases[] = {
        {"UPDATE record SET text = '{\"n\":30}' WHERE seq = 3", 3},
        {"UPDATE record SET hash = zeroblob(32) WHERE seq = 4", 4},
        {"UPDATE record SET hash = x'00' WHERE seq = 4", 4},
        {"UPDATE record SET text = text || ' ' WHERE seq >= 2", 2},
        {"UPDATE record SET text = '', hash = hash WHERE seq = 1", 1},
        {"UPDATE record SET text = CAST(x'FF' AS TEXT) WHERE seq = 5", 5},
        {"UPDATE record SET text = CAST(text || x'00' AS TEXT) WHERE seq = 5", 5},
        {"UPDATE record SET text = CAST(zeroblob(6000000) AS TEXT) WHERE seq = 2", 2},
        {"UPDATE record SET text = printf('%.*c', 4194305, 'x') WHERE seq = 2", 2},
        {"DELETE FROM record WHERE seq = 3", 3},
        {"DELETE FROM record WHERE seq < 3", 1},
        {"DELETE FROM record WHERE seq = 3; UPDATE record SET seq = seq - 1 WHERE seq > 3", 3},
        {"UPDATE record SET seq = 6 WHERE seq = 5", 5},
        {"INSERT INTO record VALUES (0, 0, zeroblob(32), '{}')", 1},
        {"INSERT INTO record VALUES (6, 0, zeroblob(32), '{}')", 6},
        {"UPDATE record SET seq = 100 WHERE seq = 2; UPDATE record SET seq = 2 WHERE seq = 3;"
         "UPDATE record SET seq = 3 WHERE seq = 100",
         2},
    };
    struct place *p = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unlink(p->path);
        fill(p->path, 5, NULL);
        tamper(p->path, cases[i].sql);
        struct ledger_state got = verified_file(p->path, NULL);
        if (got.chain != CHAIN_BROKEN || got.bad_seq != cases[i].bad_seq || got.records != cases[i].bad_seq - 1)
            fail_msg("%s: chain %d, bad record %lld", cases[i].sql, (int)got.chain, (long long)got.bad_seq);
    }
}

/* The hash is right, so that only the text itself can give it away. */
static void a_good_hash_does_not_excuse_what_is_no_text(void **state)
{
    struct place *p = *state;
    size_t too_long = LEDGER_TEXT_MAX + 1;
    struct {
        const char *sql;
        const char *text;
        size_t size;
    } cases[] = {{"CAST(x'FF' AS TEXT)", "\xff", 1}, {"printf('%.*c', 4194305, 'x')", NULL, too_long}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned char *input = calloc(1, 32 + cases[i].size), hash[32];
        char hex[65], sql[256];
        memset(input + 32, 'x', cases[i].size);
        if (cases[i].text)
            memcpy(input + 32, cases[i].text, cases[i].size);
        crypto_hash_sha256(hash, input, 32 + cases[i].size);
        sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
        free(input);
        unlink(p->path);
        fill(p->path, 0, NULL);
        snprintf(sql, sizeof sql, "INSERT INTO record VALUES (1, 0, x'%s', %s)", hex, cases[i].sql);
        tamper(p->path, sql);
        assert_int_equal(verified_file(p->path, NULL).bad_seq, 1);
    }
}

static void a_date_other_than_the_text_says_is_tampering(void **state)
{
    struct place *p = *state;
    struct ledger *l = opened(p->path, true);
    appended(l, NOON, "{\"at\":\"2026-11-21T12:00:00Z\"}");
    appended(l, NOON, "{\"at\":\"2026-11-21T12:00:00Z\"}");
    appended(l, NOON, "{\"at\":7}"); /* says none */
    ledger_close(l);
    assert_int_equal(verified_file(p->path, NULL).chain, CHAIN_WHOLE);
    tamper(p->path, "UPDATE record SET at = at - 86400 WHERE seq = 2"); /* would hide it from a listing by date */
    assert_int_equal(verified_file(p->path, NULL).bad_seq, 2);
}

static void a_missing_tail_shows_only_against_a_head(void **state)
{
    struct place *p = *state;
    struct receipt receipts[5];
    fill(p->path, 5, receipts);
    tamper(p->path, "DELETE FROM record WHERE seq > 3");
    assert_int_equal(verified_file(p->path, NULL).chain, CHAIN_WHOLE); /* as the header says */
    assert_int_equal(verified_file(p->path, receipts[2].hash).chain, CHAIN_WHOLE);
    struct ledger_state got = verified_file(p->path, receipts[4].hash);
    assert_int_equal(got.chain, CHAIN_TAIL_MISSING);
    assert_int_equal(got.records, 3);
    assert_string_equal(got.head, receipts[2].hash);
}

static void a_chain_written_anew_shows_against_a_head(void **state)
{
    struct place *p = *state;
    struct receipt before[2];
    fill(p->path, 2, before);
    unlink(p->path);
    struct ledger *l = opened(p->path, true);
    appended(l, NOON, "{\"n\":10}");
    appended(l, NOON, "{\"n\":2}");
    assert_int_equal(verified(l, NULL).chain, CHAIN_WHOLE);
    assert_int_equal(verified(l, before[0].hash).chain, CHAIN_TAIL_MISSING);
    ledger_close(l);
}

/* A page of the table is overwritten on the disk: the walk names the first record on it. */
static void a_spoilt_page_breaks_the_chain_there(void **state)
{
    struct place *p = *state;
    char text[3001];
    struct ledger *l = opened(p->path, true);
    memset(text, 'x', 3000);
    text[3000] = 0;
    for (int i = 0; i < 9; i++)
        appended(l, NOON, text);
    ledger_close(l);
    int file = open(p->path, O_WRONLY);
    struct stat st;
    assert_int_equal(fstat(file, &st), 0);
    char junk[4096];
    memset(junk, 0xA5, sizeof junk);
    assert_int_equal(pwrite(file, junk, sizeof junk, st.st_size - 2 * 4096), 4096);
    close(file);
    struct ledger_state got = verified_file(p->path, NULL);
    assert_int_equal(got.chain, CHAIN_BROKEN);
    assert_true(got.bad_seq > 1 && got.bad_seq <= 9);
}

/* As `fill`, but in one transaction past the program: thousands at once. */
static void fill_fast(const char *path, int count)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *insert = NULL;
    unsigned char input[32 + 2] = {0};
    memcpy(input + 32, "{}", 2);
    fill(path, 0, NULL);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_prepare_v2(db, "INSERT INTO record VALUES (?1, 0, ?2, '{}')", -1, &insert, NULL);
    for (int i = 1; i <= count; i++) {
        crypto_hash_sha256(input, input, sizeof input);
        sqlite3_bind_int(insert, 1, i);
        sqlite3_bind_blob(insert, 2, input, 32, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

struct watch {
    int calls;
    int64_t stop_at, last_done;
};

static int watch_progress(void *ctx, int64_t done, int64_t of)
{
    struct watch *w = ctx;
    assert_int_equal(of, 5000);
    assert_true(done > w->last_done);
    w->last_done = done;
    w->calls++;
    return w->stop_at && done >= w->stop_at;
}

static void verifying_tells_how_far_it_is_and_may_be_stopped(void **state)
{
    struct place *p = *state;
    struct ledger_state got;
    struct err err = {0};
    struct watch all = {0}, some = {.stop_at = 2000};
    fill_fast(p->path, 5000);
    struct ledger *l = opened(p->path, false);
    assert_int_equal(ledger_verify(l, NULL, watch_progress, &all, &got, &err), 0);
    assert_int_equal(got.records, 5000);
    assert_true(all.calls > 1);
    assert_int_equal(ledger_verify(l, NULL, watch_progress, &some, &got, &err), -1);
    assert_int_equal(err.code, ERR_STOPPED);
    assert_int_equal(got.chain, CHAIN_NONE);
    assert_true(some.calls < all.calls);
    ledger_close(l);
}

/* ---- what the file itself refuses ---- */

static void the_database_refuses_to_alter_and_delete(void **state)
{
    static const char *const refused[] = {
        "UPDATE record SET text = '{}' WHERE seq = 2",
        "UPDATE record SET at = 0",
        "DELETE FROM record WHERE seq = 2",
        "DELETE FROM record",
        "REPLACE INTO record VALUES (2, 0, zeroblob(32), '{}')",
        "INSERT INTO record VALUES (9, 0, zeroblob(32), '{}')", /* a gap */
    };
    struct place *p = *state;
    fill(p->path, 3, NULL);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(raw(p->path, refused[i]), SQLITE_CONSTRAINT_TRIGGER);
    struct ledger_state got = verified_file(p->path, NULL);
    assert_int_equal(got.chain, CHAIN_WHOLE);
    assert_int_equal(got.records, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_empty_ledger_is_whole),
        T(a_whole_chain),
        T(any_receipt_is_a_good_head),
        T(a_head_that_is_no_hash_is_a_wrong_call),
        T(tampering_is_named_by_the_first_bad_record),
        T(a_good_hash_does_not_excuse_what_is_no_text),
        T(a_date_other_than_the_text_says_is_tampering),
        T(a_missing_tail_shows_only_against_a_head),
        T(a_chain_written_anew_shows_against_a_head),
        T(a_spoilt_page_breaks_the_chain_there),
        T(verifying_tells_how_far_it_is_and_may_be_stopped),
        T(the_database_refuses_to_alter_and_delete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
