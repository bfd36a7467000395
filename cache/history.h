#ifndef KENPIN_HISTORY_H
#define KENPIN_HISTORY_H

#include "cache/labels.h"
#include "cache/labels_row.h"

/* What each copy changed. The first copy of a scheme is all new and writes nothing here; after it every entry that
 * comes, goes, comes back, or changes in a field leaves a row. An entry as an earlier copy had it is the present one
 * with the changes of all later copies undone. */

/* What a row tells. The numbers are part of the schema: the list may only grow at its end. */
enum history_field {
    HISTORY_NONE,
    HISTORY_NEW,
    HISTORY_GONE,     /* before: id of the last copy that had it; the row's copy is the first that had not */
    HISTORY_RETURNED, /* before: the last copy that had it; after: the first that had not */
    HISTORY_NUMBER,   /* as written; its normal form never changes */
    HISTORY_LEVEL,
    HISTORY_STATUS,
    HISTORY_WORD,
    HISTORY_ISSUED,
    HISTORY_EXPIRES,
    HISTORY_PRODUCT,
    HISTORY_VENDOR,
    HISTORY_URL,
    HISTORY_MODELS,
    HISTORY_FIELDS, /* how many */
};

/* "new", "gone", "returned"; "changed" for HISTORY_NONE; the field's plain name for others. */
const char *history_name(enum history_field field);

/* ---- writing, for labels_import.c: in its transaction ---- */

/* New, gone or returned. A copy's id of 0 is none. */
int history_note(struct db *db, int64_t copy, int64_t entry, enum history_field what, int64_t before, int64_t after,
                 struct err *err) __attribute__((warn_unused_result));
/* A row for each field in which the entry of the cache and the one of the file differ, and one when it returns; before
 * the cache's is replaced. `models` as labels_row.h writes them. */
int history_compare(struct db *db, int64_t copy, int64_t entry, const struct entry *now,
                    const struct labels_text *models, struct err *err) __attribute__((warn_unused_result));

/* ---- what changed ---- */

struct history_value {
    enum history_field field;
    char *before, *after; /* owned; as the JSON says it: "revoked", "2027-05-31", "1"; NULL = none, or models */
    struct models models_before, models_after;
};

/* What one copy did to one entry. */
struct history_change {
    enum history_field kind; /* HISTORY_NEW, _GONE, _RETURNED; HISTORY_NONE = it changed and no more */
    enum scheme scheme;
    char *norm, *number, *product, *vendor; /* owned; as the cache has them now */
    struct copy copy;                       /* that did it; as_of of the first time it was seen */
    struct copy last;                       /* gone, returned: the last copy that had had it */
    struct history_value value[HISTORY_FIELDS];
    size_t values;
};

void history_change_clear(struct history_change *c);

/* Since when. {0} = all that is kept. */
struct history_since {
    moment at;          /* copies of then or later; 0 = any */
    enum scheme scheme; /* SCHEME_NONE = of all */
    int64_t copy;       /* copies after this one; with `scheme` */
};

/* The oldest copy whose digest begins with `text` ("sha256:" may be left out; 8 hex digits at least), as a since. It is
 * ERR_INPUT when there is none, or when copies of several digests begin so. */
int history_since_copy(struct db *db, const char *text, struct history_since *out, struct err *err)
    __attribute__((warn_unused_result));

/* In the order of copies, in a copy by number. Other than 0 from `each` ends it, with that as the result. Works on a db
 * without a handle. */
int history_each(struct db *db, const struct history_since *since,
                 int (*each)(void *ctx, const struct history_change *c, struct err *err), void *ctx, struct err *err)
    __attribute__((warn_unused_result));

/* ---- as of a day ---- */

/* The copies of that day: of each scheme the last that was there at the day's end, on the scheme's own calendar; none
 * where an earlier program took in a later copy and kept no changes. Only scheme and copy of the states are filled.
 * Then the entries as these copies had them, by number, CLS product id, model or address as labels_find does. Both outs
 * are left empty by a failure. */
int history_find(struct db *db, const char *text, day on, struct copy_states *copies, struct entries *out,
                 struct err *err) __attribute__((warn_unused_result));

#endif
