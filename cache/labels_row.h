#ifndef KENPIN_LABELS_ROW_H
#define KENPIN_LABELS_ROW_H

#include "app/sources.h"
#include "cache/db.h"
#include "cache/fingerprint.h"

/* An entry as a row of the cache. For labels.c and labels_import.c. */

/* Table entry as e, its last copy as l and the first without it as m; labels_row_read takes them from column `at` on.
 */
#define LABELS_ROW_COLUMNS                                                                                             \
    "e.id, e.scheme, e.number, e.level, e.status, e.word, e.issued, e.expires, e.product, e.vendor, e.url, e.models,"  \
    " e.fingerprint, e.gone_copy, l.id, l.source, l.digest, l.as_of, l.demo, m.id, m.source, m.digest, m.as_of, "      \
    "m.demo"
#define LABELS_ROW_COPIES " LEFT JOIN copy l ON l.id = e.last_copy LEFT JOIN copy m ON m.id = e.gone_copy "
#define LABELS_ROW_FROM   " FROM entry e" LABELS_ROW_COPIES

int labels_row_read(struct db *db, sqlite3_stmt *stmt, int at, struct entry *out, struct err *err)
    __attribute__((warn_unused_result));
/* id, source, digest, as_of, demo from column `at` on. */
int labels_row_copy(sqlite3_stmt *stmt, int at, struct copy *out, struct err *err) __attribute__((warn_unused_result));

/* A text that grows and is used again for the next row. */
struct labels_text {
    char *bytes; /* owned */
    size_t size, room;
};

void labels_text_clear(struct labels_text *t);

/* The models of an entry in one column, so that an entry is one row. For each: '=' (exact) or '~' (a series), the bytes
 * of the raw name in decimal, "," and those of the normal form unless it is the same, ":", the raw name, the normal
 * form.
 * "=6:ER-100=6,6:er-200ER-200". */
int labels_models_write(struct labels_text *to, const struct models *models, struct err *err)
    __attribute__((warn_unused_result));
/* Adds to `to`. A malformed text is ERR_DATA. */
int labels_models_read(const char *text, struct models *to, struct err *err) __attribute__((warn_unused_result));

void labels_row_fingerprint(const struct entry *e, enum scheme scheme, const struct labels_text *models,
                            uint8_t out[FINGERPRINT_BYTES]);

/* Short form of a text for an index; whoever finds by it compares the text itself. The same on every machine. */
uint64_t labels_hash(const char *text);

/* The last part of CSA/DDMMYY/id or CSA/id (normal form); NULL when `norm` is neither. Borrowed from `norm`. */
const char *labels_product_id(const char *norm);

#endif
