#ifndef KENPIN_WORK_H
#define KENPIN_WORK_H

#include <sqlite3.h>

#include "app/codes/symbol.h"
#include "ui/counter/counter.h"

/* counter.db: what is under way at the counter. A box that was judged stands in evidence.db; here stand the stations,
 * the codes of boxes not yet closed, the keys of acts that were done, and the PINs. */

#define WORK_KEY_MAX    65 /* bytes with NUL, of an act's key */
#define WORK_SECRET_MAX 16 /* bytes with NUL, of the command card's */

struct work {
    sqlite3 *db;
    char *path; /* owned */
};

/* Makes the file when it is not there. ERR_NEWER, ERR_INPUT, ERR_DATA as ledger_open. */
int work_open(const char *path, struct work *out, struct err *err) __attribute__((warn_unused_result));
void work_close(struct work *w); /* safe on {0} */

/* All between them, or nothing of it. */
int work_begin(struct work *w, struct err *err) __attribute__((warn_unused_result));
int work_commit(struct work *w, struct err *err) __attribute__((warn_unused_result));
void work_undo(struct work *w);

/* ---- stations ---- */

struct work_station {
    struct station who;
    char operator_name[STATION_NAME_MAX]; /* "" = nobody said */
    enum lang lang;
    int64_t consignment; /* 0 = none */
    int64_t quantity;    /* of the next box */
    int64_t box;         /* its number of the open box */
    bool second;         /* the open box would be held: it is to be read once more */
    bool no_label;       /* and was said to carry no label */
    int64_t last;        /* record of the box answered last; 0 = none, or the next was begun */
};

/* out->who.id is 0 when there is none of that id. */
int work_station(struct work *w, int64_t id, struct work_station *out, struct err *err)
    __attribute__((warn_unused_result));
int work_station_put(struct work *w, const struct work_station *s, struct err *err) __attribute__((warn_unused_result));
/* `token`: SHA-256 of its secret; NULL = it has none. */
int work_station_new(struct work *w, const struct work_station *s, const uint8_t token[32], int64_t *id,
                     struct err *err) __attribute__((warn_unused_result));
int work_station_by_token(struct work *w, const uint8_t token[32], int64_t *id, struct err *err)
    __attribute__((warn_unused_result));
int work_station_by_name(struct work *w, enum station_kind kind, const char *name, int64_t *id, struct err *err)
    __attribute__((warn_unused_result));
int work_stations(struct work *w, struct station out[STATIONS_MAX], size_t *count, struct err *err)
    __attribute__((warn_unused_result));
int work_station_cut(struct work *w, int64_t id, struct err *err) __attribute__((warn_unused_result));
/* One that records name and this counter.db does not know: it was of one that is lost, and its number is no other's. */
int work_station_gone(struct work *w, int64_t id, moment at, struct err *err) __attribute__((warn_unused_result));
/* Nobody stands at a consignment that was closed. */
int work_leave(struct work *w, int64_t consignment, struct err *err) __attribute__((warn_unused_result));

/* ---- open boxes ---- */

/* What one part of an open box is. */
enum open_part {
    OPEN_NONE,
    OPEN_PRODUCT, /* a code that names a product */
    OPEN_LABEL,   /* a code of a JC-STAR or CLS label */
    OPEN_MARK,    /* of another scheme's */
    OPEN_OTHER,   /* of something else */
    OPEN_TYPED,   /* a typed label: no code */
    OPEN_BRAND,   /* chosen from the search, likewise */
    OPEN_MODEL,
};

static inline bool open_part_is_code(enum open_part part)
{
    return part >= OPEN_PRODUCT && part <= OPEN_OTHER;
}

struct open_box {
    struct symbols codes; /* owned; as one list, typed text too */
    enum open_part part[SYMBOLS_MAX];
};

int work_open_box(struct work *w, int64_t station, struct open_box *out, struct err *err)
    __attribute__((warn_unused_result));
int work_open_box_put(struct work *w, int64_t station, const struct open_box *box, struct err *err)
    __attribute__((warn_unused_result));
void open_box_clear(struct open_box *box); /* safe on {0} and twice */

/* ---- what was done, and how far the evidence was read ---- */

/* The key of an act that was done. */
struct work_key {
    char text[WORK_KEY_MAX]; /* "" = of none */
    int64_t seq;             /* of its record; 0 = nothing went on record */
    moment at;
    bool has_what; /* false: of a program that died behind the record, or did not say */
    uint8_t what[COUNTER_WHAT];
};
int work_key(struct work *w, const char *text, struct work_key *out, struct err *err)
    __attribute__((warn_unused_result));
int work_key_put(struct work *w, const struct work_key *key, struct err *err) __attribute__((warn_unused_result));
int work_folded(struct work *w, int64_t *seq, struct err *err) __attribute__((warn_unused_result));
int work_folded_put(struct work *w, int64_t seq, struct err *err) __attribute__((warn_unused_result));

/* Consignments by the number of the record that opened them. */
int work_opened(struct work *w, int64_t id, struct err *err) __attribute__((warn_unused_result));
int work_closed(struct work *w, int64_t id, int64_t closed, struct err *err) __attribute__((warn_unused_result));
/* From which record on evidence must be read to know all that are open; 0 = none is. */
int work_oldest_open(struct work *w, int64_t *id, struct err *err) __attribute__((warn_unused_result));
/* The records that opened and closed them, the last closed first. */
int work_last_closed(struct work *w, size_t room, int64_t (*out)[2], size_t *count, struct err *err)
    __attribute__((warn_unused_result));

/* ---- secrets ---- */

/* The card's secret; made of `fresh` when there is none yet. */
int work_secret(struct work *w, const char *fresh, char out[WORK_SECRET_MAX], struct err *err)
    __attribute__((warn_unused_result));

#define WORK_HASH_MAX 160 /* of argon2id as text */

struct work_supervisor {
    char name[STATION_NAME_MAX];
    char hash[WORK_HASH_MAX];
    int64_t failures; /* one after another */
    moment wait_until;
};
/* name "" when there is none. */
int work_supervisor(struct work *w, const char *name, struct work_supervisor *out, struct err *err)
    __attribute__((warn_unused_result));
int work_supervisor_put(struct work *w, const struct work_supervisor *s, struct err *err)
    __attribute__((warn_unused_result));
/* `failures` and `wait_until` alone: another program may have set another PIN meanwhile, or removed the name. */
int work_supervisor_tried(struct work *w, const struct work_supervisor *s, struct err *err)
    __attribute__((warn_unused_result));
int work_supervisor_remove(struct work *w, const char *name, struct err *err) __attribute__((warn_unused_result));
/* Their names. Other than 0 from `each` ends it. */
int work_supervisors(struct work *w, int (*each)(void *ctx, const char *name), void *ctx, struct err *err)
    __attribute__((warn_unused_result));

#endif
