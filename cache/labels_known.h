#ifndef KENPIN_LABELS_KNOWN_H
#define KENPIN_LABELS_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "app/base/err.h"
#include "cache/fingerprint.h"

/* The numbers of one scheme while a copy is put in place: those of the cache and those of the file. For
 * labels_import.c. */

#define LABELS_KNOWN_MAX (4 << 20) /* far above what any registry lists */

struct labels_number {
    int64_t id;   /* of the entry */
    int64_t line; /* of the file; 0 = not in it (so far) */
    size_t norm;  /* where its normal form begins in `text` */
    uint8_t fingerprint[FINGERPRINT_BYTES];
    bool listed; /* by the copy that was in place */
};

struct labels_known {
    struct labels_number *item; /* owned; in the order they were added */
    size_t count, room;
    uint32_t *slot; /* owned; index + 1, 0 = free; open addressing */
    size_t slots;   /* a power of two, at least twice `count` */
    char *text;     /* owned; normal forms, a NUL after each */
    size_t size, text_room;
    unsigned char key[crypto_shorthash_KEYBYTES]; /* so that no file can choose numbers that collide */
};

/* `secret` is any text that the file's author does not choose freely: the file's digest. */
void labels_known_begin(struct labels_known *k, const char *secret);
void labels_known_clear(struct labels_known *k);
struct labels_number *labels_known_find(const struct labels_known *k,
                                        const char *norm); /* borrowed till the next add */
/* `norm` is not there yet. *out is borrowed till the next add. */
int labels_known_add(struct labels_known *k, const char *norm, struct labels_number **out, struct err *err)
    __attribute__((warn_unused_result));

#endif
