#ifndef KENPIN_ENTRY_H
#define KENPIN_ENTRY_H

#include <stdbool.h>

#include "app/base/day.h"
#include "app/label/models.h"
#include "app/label/scheme.h"

/* One copy of a registry, as a check names it. */
struct copy {
    int64_t id;   /* of the cache; 0 = there is no copy */
    char *source; /* owned; where it came from: a file's name, a source's name */
    char *digest; /* owned; "sha256:" and 64 hex digits, of the file */
    moment as_of; /* when the official list said so */
    bool demo;    /* loaded as a demonstration */
};

/* One entry of a registry, raw strings as the registry writes them. */
struct entry {
    enum scheme scheme;
    char *number;  /* owned */
    char *product; /* owned; NULL = the list has none; likewise below */
    char *vendor;  /* owned */
    char *url;     /* owned; the entry's own page */
    char *word;    /* owned; the raw status word */
    struct models models;
    enum status status;        /* what the word means; of a row that vanished, what it last meant */
    int level;                 /* 1-4; 0 = unknown */
    day issued;                /* first issue; 0 = unknown */
    day expires;               /* 0 = unknown */
    char *fingerprint;         /* owned; changes when anything above changes: what a confirmation is tied to */
    bool gone;                 /* the row vanished from the list */
    struct copy last;          /* gone: the last copy that had it */
    struct copy first_without; /* gone: the first that had not */
};

void copy_clear(struct copy *c);
void entry_clear(struct entry *e);

/* What the entry counts for: STATUS_GONE for a row that vanished, unless it was revoked before: that is worse, and
 * stands. */
enum status entry_status(const struct entry *e);

#endif
