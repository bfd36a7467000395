#ifndef KENPIN_LABELS_H
#define KENPIN_LABELS_H

#include "app/sources.h"
#include "cache/db.h"

/* Registry entries as the copies left them, and what disappeared. */

/* The functions a check asks. Works on a db without a handle: no copy. `db` must outlive it. */
struct registry labels_registry(struct db *db);

/* One copy, for `registry status`. */
struct copy_state {
    enum scheme scheme;
    struct copy copy;
    moment imported_at;
    int64_t labels, models;                /* listed now, gone ones not counted */
    int64_t by_status[STATUS_UNCLEAR + 1]; /* [STATUS_GONE]: that ever were listed and are not now */
};

struct copy_states {
    struct copy_state item[4];
    size_t count;
};

int labels_states(struct db *db, struct copy_states *out, struct err *err) __attribute__((warn_unused_result));
void labels_states_clear(struct copy_states *s);

/* Entries of every scheme, gone ones included, by number; else by CLS product id; else by model (exact in normal form);
 * else by the address of the entry's page. For `registry show`. */
int labels_find(struct db *db, const char *text, struct entries *out, struct err *err)
    __attribute__((warn_unused_result));

/* One entry as an import read it, before it is put into the cache. */
struct label_row {
    int64_t line;       /* of the file, for messages; 1 and up */
    struct entry entry; /* fingerprint and last not filled */
};

/* Puts a whole copy in place of the old one, in one transaction, or leaves the old one.
 * labels_begin; labels_put for each row; labels_commit, or labels_abort. */
struct labels_import;

struct labels_options {
    enum scheme scheme;
    const char *source; /* a file's name */
    const char *digest; /* "sha256:..." */
    moment as_of, now;
    bool demo;
    const char *accept_shrink; /* a reason, recorded; NULL = refuse a copy that lost more than 10 % of its labels */
    bool preview;              /* labels_commit says what would change, and changes nothing */
};

struct labels_result {
    int64_t labels, models, added, changed, gone, returned, same;
};

/* Holds the cache's one write lock until commit or abort; readers go on with the old copy. ERR_INPUT for a copy older
 * than the one in place (unless that one is dated after `now`), and for a demonstration over a real copy. A real copy
 * over a demonstration leaves nothing of it. */
int labels_begin(struct db *db, const struct labels_options *o, struct labels_import **out, struct err *err)
    __attribute__((warn_unused_result));
/* The same number twice: equal rows are one; different ones are ERR_INPUT naming both lines. Borrows `row`. After a
 * refused row, abort. */
int labels_put(struct labels_import *i, const struct label_row *row, struct err *err)
    __attribute__((warn_unused_result));
/* Rows that vanished become gone; the same digest with nothing new is the old copy, seen again. Refuses an empty copy
 * and a shrunken one. Frees `i`, whatever it returns. `out` may be NULL. */
int labels_commit(struct labels_import *i, struct labels_result *out, struct err *err)
    __attribute__((warn_unused_result));
void labels_abort(struct labels_import *i); /* NULL is fine */

#endif
