#ifndef KENPIN_SNAPSHOT_H
#define KENPIN_SNAPSHOT_H

#include "cache/labels_dump.h"
#include "cache/registry/pack.h"

/* What a mirror passes on: all entries of a list (a snapshot), or those in which two lists differ (a delta). Text,
 * packed (pack.h); a line an entry, in the order of the bytes of the normal forms of their numbers, each once, so that
 * one list has one text.
 *
 *   kenpin-snapshot <TAB> 1 <TAB> SCHEME                          the first line; or
 *   kenpin-delta <TAB> 1 <TAB> SCHEME <TAB> FROM <TAB> TO         the contents ("sha256:...") of two snapshots
 *   NORM = NUMBER LEVEL STATUS WORD ISSUED EXPIRES PRODUCT VENDOR URL MODELS      a listed entry, 12 fields
 *   NORM - ... and LAST and WITHOUT, each SOURCE DIGEST AS_OF DEMO                one that vanished, 20 fields
 *   NORM                                                          in a delta: no record of that number any more
 *   <TAB> end <TAB> RECORDS                                       the last line
 *
 * Fields are divided by tabs. In a text \\ \t \n \r stand for these four characters, a text that is missing is empty
 * and one that is there and empty is \e. Days are yyyymmdd or 0, moments Unix seconds, STATUS is as the JSON of a check
 * says it, MODELS as labels_models_write. */

struct snapshot_head {
    bool delta;
    enum scheme scheme;
    char from[PACK_DIGEST_TEXT], to[PACK_DIGEST_TEXT]; /* of a delta */
};

/* A record, or a number without one (`removed`: only norm is filled). */
struct snapshot_record {
    struct labels_record label;
    bool removed;
};

/* ---- reading ---- */

struct snapshot;

/* `text`: how long the text is, as signed. */
int snapshot_open(const void *bytes, size_t size, int64_t text, struct snapshot **out, struct snapshot_head *head,
                  struct err *err) __attribute__((warn_unused_result));
/* *more is false behind the last; then all that was signed has been seen. `out` is borrowed till the next call. */
int snapshot_next(struct snapshot *s, struct snapshot_record *out, bool *more, struct err *err)
    __attribute__((warn_unused_result));
/* After the last record: SHA-256 of the text. */
void snapshot_content(struct snapshot *s, char out[PACK_DIGEST_TEXT]);
void snapshot_close(struct snapshot *s); /* NULL is fine */

/* ---- writing ---- */

/* The entries of a scheme, out of a cache. */
int snapshot_write(struct db *db, enum scheme scheme, int fd, struct pack_made *out, struct err *err)
    __attribute__((warn_unused_result));

/* One file of a mirror in memory. */
struct snapshot_file {
    const void *bytes;
    size_t size;
    int64_t text;
    const char *content; /* of a snapshot */
};

/* What leads from one snapshot to another of the same scheme. *records: how many lines. */
int snapshot_delta(const struct snapshot_file *from, const struct snapshot_file *to, int fd, struct pack_made *out,
                   int64_t *records, struct err *err) __attribute__((warn_unused_result));

#endif
