#ifndef KENPIN_PUBLISH_H
#define KENPIN_PUBLISH_H

#include "cache/db.h"
#include "cache/registry/latest.h"
#include "cache/registry/minisign.h"

/* The copies of this cache as files that any web server, or a USB stick, can hand to tills (mirror.h).
 *
 *   HEX.zst                a snapshot or a delta (snapshot.h); the name is the SHA-256 of its bytes, so it never
 * changes latest.json            what there is now (latest.h), and latest.json.minisig HEX.json, .minisig     every
 * latest.json that has not expired; the name is its SHA-256
 *
 * A file appears whole or not at all, and latest.json last: whoever reads the folder at any moment, or after a
 * publisher was killed, finds the state before or the new one. Nothing is removed that a latest.json names which has
 * not expired. */

#define PUBLISH_DAYS     7
#define PUBLISH_DAYS_MAX 366

struct publish_ask {
    const char *folder;
    const struct minisign_secret *key;
    moment now;
    int days; /* how long latest.json is good */
};

enum publish_did {
    PUBLISH_NONE,
    PUBLISH_SAME,    /* the list is the one published before */
    PUBLISH_NEW,     /* another one, or the first */
    PUBLISH_CARRIED, /* there is no copy of it here: what was published stays, and ages */
};

struct publish_result {
    struct latest latest;
    enum publish_did did[LATEST_LISTS_MAX]; /* of latest.list */
    int64_t changes[LATEST_LISTS_MAX];      /* records of the delta from the one before */
    int64_t removed;                        /* files that no latest.json names any more */
};

int publish_folder(struct db *db, const struct publish_ask *ask, struct publish_result *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
