#ifndef KENPIN_AUDIT_MEMO_H
#define KENPIN_AUDIT_MEMO_H

#include "app/base/buffer.h"
#include "app/check/check.h"

/* Verdicts of rows that say the same of the same product, kept while nothing is recorded: stock lists name a product
 * many times. Bounded; when it is full it begins anew. For several threads. */

struct memo;

struct memo_key {
    uint64_t half[2];
};

/* A verdict as cells of CSV: what many rows share, what is this product's own, and when its label lapses. */
struct memo_verdict {
    const char *shared, *own; /* borrowed of the memo by memo_get: see there */
    day lapses;               /* the day the label expires, where the verdict rests on one; else 0 */
};

struct memo *memo_new(void);
void memo_free(struct memo *m); /* NULL is fine */

/* Of all that a check rests on. */
struct memo_key memo_key_of(const struct check_ask *ask);

/* Appends the cells to `out`; false when they are not there. */
bool memo_get(struct memo *m, struct memo_key key, struct buffer *out, day *lapses);
void memo_put(struct memo *m, struct memo_key key, const struct memo_verdict *v);

#endif
