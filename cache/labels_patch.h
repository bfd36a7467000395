#ifndef KENPIN_LABELS_PATCH_H
#define KENPIN_LABELS_PATCH_H

#include "cache/labels_dump.h"

/* A copy that a mirror passes on, put in place of the old one: a whole list, or what changed since the content that is
 * here. One transaction, or the old copy stays. Both ways leave the same rows.
 *
 * The copy is the official list's: its source, digest and time. Which content of the mirror it has stands beside it. */

#define LABELS_PATCH_CONTENT LABELS_DUMP_DIGEST

struct labels_patch_options {
    enum scheme scheme;
    const char *source, *digest; /* of the official list */
    moment as_of, now;
    bool demo;
    const char *content; /* "sha256:..." of the mirror's snapshot that is the result */
    const char *rows;    /* labels_dump_rows of the result */
    const char *base;    /* the content that is here and is changed; NULL = a whole list, what it lacks vanished */
    const char *accept_shrink; /* see struct labels_options; what the mirror itself says vanished needs no reason */
};

/* The mirror's content of the present copy; "" when it is from elsewhere, or there is none. */
int labels_patch_content(struct db *db, enum scheme scheme, char out[LABELS_PATCH_CONTENT], struct err *err)
    __attribute__((warn_unused_result));

struct labels_patch;

int labels_patch_begin(struct db *db, const struct labels_patch_options *o, struct labels_patch **out, struct err *err)
    __attribute__((warn_unused_result));
/* A listed entry, or one that vanished (it is kept as gone). Borrows `r`. */
int labels_patch_put(struct labels_patch *p, const struct labels_record *r, struct err *err)
    __attribute__((warn_unused_result));
/* No record any more: what was listed is gone; what was gone stays so. */
int labels_patch_remove(struct labels_patch *p, const char *norm, struct err *err) __attribute__((warn_unused_result));
/* Frees `p`, whatever it returns. ERR_INPUT when the rows are not those that `rows` names. */
int labels_patch_commit(struct labels_patch *p, struct labels_result *out, struct err *err)
    __attribute__((warn_unused_result));
void labels_patch_abort(struct labels_patch *p); /* NULL is fine */

#endif
