#ifndef KENPIN_LEDGER_H
#define KENPIN_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "app/base/day.h"
#include "app/base/err.h"

/* evidence.db: one record after another, each chained to the one before by SHA-256. Nothing here updates or deletes a
 * record, and the database itself refuses both by trigger.
 *
 *     hash(n) = SHA-256(hash(n-1) as 32 bytes, then the record's text as UTF-8);   hash(0) = 32 zero bytes
 *
 * What the chain shows by itself: a text, a hash or a number changed, a record taken out of the middle or put in. What
 * it cannot show by itself: that the last records are gone, or that somebody wrote the whole chain anew. For that, keep
 * a receipt's hash elsewhere and give it to ledger_verify as `head`: that record and all before it are then unchanged.
 *
 * When nobody has it open, the file alone is the whole ledger and may be copied. While somebody has, the newest records
 * may be in the file beside it (evidence.db-wal), which belongs to it. */

#define LEDGER_HASH_TEXT 72                /* "sha256:" and 64 hex digits and a NUL */
#define LEDGER_TEXT_MAX  (4 * 1024 * 1024) /* bytes of one record */

struct ledger; /* one process's handle */

struct receipt {
    int64_t seq; /* 1 and up; 0 = not recorded */
    char hash[LEDGER_HASH_TEXT];
};

/* Opens `path`, makes it when `create` and it is not there (its folder must be). WAL, synchronous=FULL. With !create a
 * missing or empty file gives *out = NULL and 0. A newer schema is ERR_NEWER, a damaged file ERR_DATA, a database of
 * another program ERR_INPUT, an unwritable or full disk ERR_IO; the file is never touched in any of these. */
int ledger_open(const char *path, bool create, struct ledger **out, struct err *err)
    __attribute__((warn_unused_result));
void ledger_close(struct ledger *l); /* NULL is fine */

/* The moment of the last record whose clock was not suspect, 0 when there is none: a wrong clock must not become the
 * measure by which the next record is right. */
int ledger_last_at(struct ledger *l, moment *at, struct err *err) __attribute__((warn_unused_result));

/* Appends one canonical JSON text and returns only when it is on disk. Two processes may append at once: the one waits
 * for the other (10 s at most). */
int ledger_append(struct ledger *l, moment at, const char *text, struct receipt *out, struct err *err)
    __attribute__((warn_unused_result));

/* Several at once, in their order, all of them or none: one wait for the disk. out[i] belongs to item[i]. */
struct ledger_item {
    moment at;
    const char *text;
};
int ledger_append_group(struct ledger *l, const struct ledger_item *item, size_t count, struct receipt *out,
                        struct err *err) __attribute__((warn_unused_result));

/* Before very many groups: what one comes to (2 MB or so) stays in memory until its commit, and is moved from the WAL
 * into the file every 64 MB in place of every 4. Nothing else changes: a group is on disk when its append returns. */
int ledger_expect_many(struct ledger *l, struct err *err) __attribute__((warn_unused_result));

/* The number of the last record; 0 when there is none. */
int ledger_last_seq(struct ledger *l, int64_t *seq, struct err *err) __attribute__((warn_unused_result));

/* Which records to read, checks and confirmations alike. {0} reads all. */
struct ledger_filter {
    moment since, before; /* since <= at < before; 0 = no bound */
    const char *outcome;  /* "hold"; NULL = any */
    const char *label;    /* a label's number as recorded, in these letters or in capitals; NULL = any */
    const char *gtin;     /* GTIN-14; NULL = any */
    const char *consignment;
    const char *kind; /* "check", "confirmation"; NULL = any */
    int64_t seq;      /* this one alone; 0 = any */
    int64_t after;    /* those with a higher number; 0 = any */
};

struct ledger_record {
    int64_t seq;
    moment at;
    const char *text;            /* borrowed until the next record; "" when it is no text (damaged) */
    char hash[LEDGER_HASH_TEXT]; /* "" when it is no hash (damaged) */
};

/* Calls `each` in order of seq; a return other than 0 ends it and is returned (-1: `each` has filled err). */
int ledger_read(struct ledger *l, const struct ledger_filter *filter,
                int (*each)(void *ctx, const struct ledger_record *record, struct err *err), void *ctx, struct err *err)
    __attribute__((warn_unused_result));

enum chain { CHAIN_NONE, CHAIN_WHOLE, CHAIN_BROKEN, CHAIN_TAIL_MISSING };

struct ledger_state {
    enum chain chain;
    int64_t records;             /* read and good, from the first */
    int64_t bad_seq;             /* CHAIN_BROKEN: the first record that does not fit */
    char head[LEDGER_HASH_TEXT]; /* hash of the last good record; of hash(0) when there is none */
    moment last_at;
};

/* Walks the chain from the first record to the first that does not fit: another number, hash or text, a page that
 * cannot be read, or an `at` other than the text's own "at". With `head` (a hash as a receipt gives it, with or without
 * "sha256:", in small letters or capitals) CHAIN_TAIL_MISSING says that the chain is whole but no record in it has this
 * hash; one in the middle is fine, as records may have come since. A head that is no hash is ERR_USAGE. `progress` may
 * be NULL; other than 0 from it stops with ERR_STOPPED. */
int ledger_verify(struct ledger *l, const char *head, int (*progress)(void *ctx, int64_t done, int64_t of), void *ctx,
                  struct ledger_state *out, struct err *err) __attribute__((warn_unused_result));

#endif
