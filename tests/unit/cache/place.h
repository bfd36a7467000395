#ifndef KENPIN_TEST_PLACE_H
#define KENPIN_TEST_PLACE_H

/* A folder of the test's own, and small things that the tests of this room share. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/sources.h"
#include "cache/db.h"

#define NOW 1795255200 /* 2026-11-21T10:00:00Z */

struct place {
    char dir[256];
    char path[300]; /* of cache.db */
};

static inline int place_make(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    const char *tmp = getenv("TMPDIR");
    assert_non_null(p);
    snprintf(p->dir, sizeof p->dir, "%s/kenpin-cache-XXXXXX", tmp && *tmp && strlen(tmp) < 200 ? tmp : "/tmp");
    assert_non_null(mkdtemp(p->dir));
    snprintf(p->path, sizeof p->path, "%s/cache.db", p->dir);
    *state = p;
    return 0;
}

static inline int place_remove(void **state)
{
    struct place *p = *state;
    char name[600];
    DIR *dir = opendir(p->dir);
    for (struct dirent *e; dir && (e = readdir(dir));)
        if (snprintf(name, sizeof name, "%s/%s", p->dir, e->d_name) > 0 && e->d_name[0] != '.')
            unlink(name);
    if (dir)
        closedir(dir);
    rmdir(p->dir);
    free(p);
    return 0;
}

static inline struct db open_db(const struct place *p, enum db_mode mode)
{
    struct db db;
    struct err err = {0};
    if (db_open(p->path, mode, &db, &err))
        fail_msg("db_open: %s", err.en);
    return db;
}

static inline void sql(struct db *db, const char *text)
{
    char *why = NULL;
    if (sqlite3_exec(db->handle, text, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", text, why);
}

static inline int64_t number(struct db *db, const char *text)
{
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(db->handle, text, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

/* Every refusal speaks both languages. */
static inline void assert_said(const struct err *err, enum err_code code, const char *part)
{
    if (err->code != code || !strstr(err->en, part))
        fail_msg("code %d, not %d with '%s': %s", err->code, code, part, err->en);
    assert_true(strlen(err->ja) > 0);
    assert_string_not_equal(err->en, err->ja);
}

/* Runs `act` in a process of its own; returns what waitpid says. */
static inline int in_child(void (*act)(const struct place *p, void *with), const struct place *p, void *with)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        act(p, with);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

#endif
