#ifndef KENPIN_LATEST_H
#define KENPIN_LATEST_H

#include "app/label/scheme.h"
#include "cache/registry/pack.h"

/* latest.json: what a mirror has at the moment, signed (minisign.h) beside it in latest.json.minisig.
 *
 *   {"kenpin": "mirror", "format": 1, "serial": N, "made": TIME, "expires": TIME,
 *    "lists": [{"scheme": "jc-star", "source": "list.csv", "list": DIGEST, "as_of": TIME, "demo": false, "labels": N,
 *               "content": DIGEST, "rows": DIGEST, "snapshot": FILE,
 *               "deltas": [{"from": DIGEST, "file": FILE, "was": FILE}]}]}
 *
 * source, list and as_of are the official list's: its name, the SHA-256 of its file, the time it speaks of. content:
 * SHA-256 of the snapshot's text (zstd -dc FILE | sha256sum). rows: labels_dump_rows. FILE: {"file": the SHA-256 of its
 * bytes and ".zst", "size": its bytes, "text": those of its text}. was: the snapshot that a delta begins from. Keys
 * that are not known are passed over. */

#define LATEST_NAME           "latest.json"
#define LATEST_SIGNATURE_NAME "latest.json.minisig"
#define LATEST_BYTES_MAX      65536
#define LATEST_LISTS_MAX      4
#define LATEST_DELTAS_MAX     8
#define LATEST_SOURCE_TEXT    512
#define LATEST_SERIAL_MAX     (1ll << 50)

struct latest_file {
    char name[PACK_NAME_TEXT];
    int64_t size, text;
};

struct latest_delta {
    char from[PACK_DIGEST_TEXT];
    struct latest_file file, was;
};

struct latest_list {
    enum scheme scheme;
    char source[LATEST_SOURCE_TEXT];
    char digest[PACK_DIGEST_TEXT]; /* "list" */
    char content[PACK_DIGEST_TEXT], rows[PACK_DIGEST_TEXT];
    moment as_of;
    bool demo;
    int64_t labels;
    struct latest_file snapshot;
    struct latest_delta delta[LATEST_DELTAS_MAX];
    size_t deltas;
};

struct latest {
    int64_t serial; /* strictly grows */
    moment made, expires;
    struct latest_list list[LATEST_LISTS_MAX]; /* of different schemes */
    size_t lists;
};

int latest_read(const void *bytes, size_t size, struct latest *out, struct err *err)
    __attribute__((warn_unused_result));
/* *out is owned by the caller. */
int latest_write(const struct latest *l, char **out, struct err *err) __attribute__((warn_unused_result));

/* The list of that scheme; NULL when there is none. Borrowed. */
const struct latest_list *latest_of(const struct latest *l, enum scheme scheme);
/* Is a file of that name spoken of? */
bool latest_names(const struct latest *l, const char *name);

#endif
