#ifndef KENPIN_TEST_PLACE_H
#define KENPIN_TEST_PLACE_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "app/evidence/ledger.h"

/* What the tests of the ledger share: a place for one, and ways to it past the program. */

#define NOON      1795262400 /* 2026-11-21T12:00:00Z */
#define ZERO_HASH "sha256:0000000000000000000000000000000000000000000000000000000000000000"

/* Every test has a folder of its own with the name of a ledger in it. */
struct place {
    char folder[256];
    char path[300];
};

static inline int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    const char *tmp = getenv("TMPDIR");
    snprintf(p->folder, sizeof p->folder, "%s/kenpin-ledger-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->path, sizeof p->path, "%s/evidence.db", p->folder);
    *state = p;
    return 0;
}

static inline int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static inline int tear_down(void **state)
{
    struct place *p = *state;
    nftw(p->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(p);
    return 0;
}

static inline struct ledger *opened(const char *path, bool create)
{
    struct ledger *l = NULL;
    struct err err = {0};
    if (ledger_open(path, create, &l, &err))
        fail_msg("%s", err.en);
    return l;
}

static inline struct receipt appended(struct ledger *l, moment at, const char *text)
{
    struct receipt r;
    struct err err = {0};
    if (ledger_append(l, at, text, &r, &err))
        fail_msg("%s", err.en);
    return r;
}

static inline struct ledger_state verified(struct ledger *l, const char *head)
{
    struct ledger_state state;
    struct err err = {0};
    if (ledger_verify(l, head, NULL, NULL, &state, &err))
        fail_msg("%s", err.en);
    return state;
}

static inline struct ledger_state verified_file(const char *path, const char *head)
{
    struct ledger *l = opened(path, false);
    assert_non_null(l);
    struct ledger_state state = verified(l, head);
    ledger_close(l);
    return state;
}

/* `count` records {"n":1}, {"n":2}, ... ; the receipts go to `out` when it is not NULL. */
static inline void fill(const char *path, int count, struct receipt *out)
{
    struct ledger *l = opened(path, true);
    for (int i = 0; i < count; i++) {
        char text[32];
        snprintf(text, sizeof text, "{\"n\":%d}", i + 1);
        struct receipt r = appended(l, NOON + i, text);
        if (out)
            out[i] = r;
    }
    ledger_close(l);
}

/* A connection past the program, as with the sqlite3 command. Returns what SQLite said. */
static inline int raw(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 10000);
    sqlite3_exec(db, sql, NULL, NULL, NULL);
    int rc = sqlite3_extended_errcode(db);
    sqlite3_close(db);
    return rc;
}

#define DROP "DROP TRIGGER record_order; DROP TRIGGER record_update; DROP TRIGGER record_delete;"

static inline void tamper(const char *path, const char *sql)
{
    char all[1024];
    snprintf(all, sizeof all, DROP "%s", sql);
    assert_int_equal(raw(path, all), SQLITE_OK);
}

static inline void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
