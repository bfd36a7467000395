#ifndef KENPIN_MIRROR_H
#define KENPIN_MIRROR_H

#include "cache/labels.h"
#include "cache/registry/latest.h"
#include "cache/registry/minisign.h"

/* A till's side of a mirror: what publish.h writes, pulled into the cache. Nothing is believed that a trusted key has
 * not signed; how old the list is, is said by the official list. */

#define MIRROR_TRUSTED_MAX 8
#define MIRROR_SKEW        86400 /* seconds that two clocks may differ */

/* Where the files of a mirror come from. 0 with *bytes NULL: there is none of that name. *bytes is then the caller's,
 * and never more than `max`. */
struct mirror_get {
    void *ctx;
    int (*get)(void *ctx, const char *name, size_t max, uint8_t **bytes, size_t *size, struct err *err);
};

struct mirror_ask {
    struct minisign_public trusted[MIRROR_TRUSTED_MAX];
    size_t trusted_count;
    moment now;
    struct mirror_get get;
    const char *accept_shrink; /* see labels_patch.h */
};

enum mirror_did {
    MIRROR_NONE,
    MIRROR_SAME,     /* the copy here has this content, seen at this time already */
    MIRROR_SEEN,     /* the same content, seen by the mirror later: the copy's time moved on */
    MIRROR_DELTA,    /* what changed was pulled */
    MIRROR_SNAPSHOT, /* the whole list was */
    MIRROR_OLDER,    /* the copy here is newer, and was left alone */
};

struct mirror_list {
    enum scheme scheme;
    enum mirror_did did;
    char source[LATEST_SOURCE_TEXT]; /* the official list's */
    moment as_of;
    bool demo;
    struct labels_result labels; /* of a delta or a snapshot */
    bool delta_refused;          /* there was a delta and it was of no use: `why` */
    struct err why;
};

struct mirror_result {
    int64_t serial;
    moment made, expires;
    char key[MINISIGN_PUBLIC_TEXT]; /* that signed */
    struct mirror_list list[LATEST_LISTS_MAX];
    size_t lists;
    int64_t files, bytes; /* pulled */
};

/* Pulls every list that the mirror has. Each is put in place in one transaction, or its old copy stays. Refused, with
 * ERR_INPUT: no signature, a wrong one, one by another key; a serial older than one seen before; a latest.json that has
 * expired, or is from the future; a file that is not what was signed. */
int mirror_pull(struct db *db, const struct mirror_ask *ask, struct mirror_result *out, struct err *err)
    __attribute__((warn_unused_result));

/* latest.json with its signature. *by: which of the trusted keys made it. A folder that was caught between two renames
 * of a publisher reads as the state before. *there is false when nothing is published (`there` NULL: that is
 * ERR_INPUT).
 */
int mirror_latest(const struct mirror_get *get, const struct minisign_public *trusted, size_t count, bool *there,
                  struct latest *out, size_t *by, struct err *err) __attribute__((warn_unused_result));

/* The files of a folder, of a USB stick: `ctx` is a struct folder. */
int mirror_get_folder(void *ctx, const char *name, size_t max, uint8_t **bytes, size_t *size, struct err *err)
    __attribute__((warn_unused_result));

/* "HEX.json" and "HEX.json.minisig" of a latest.json: how it is kept beside later ones. */
#define MIRROR_KEPT_TEXT 80
void mirror_kept_names(const void *bytes, size_t size, char json[MIRROR_KEPT_TEXT], char signature[MIRROR_KEPT_TEXT]);

#endif
