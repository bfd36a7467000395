#ifndef KENPIN_INSIDE_H
#define KENPIN_INSIDE_H

#include "ui/counter/fold.h"
#include "ui/counter/look.h"
#include "ui/counter/say.h"
#include "ui/counter/work.h"

/* A counter from inside, for the files of this room:
 *
 *     acts.c     one act of a station, from the call to what the station shows
 *     flow.c     codes of the open box, until it is judged
 *     repeat.c   boxes like one that was answered
 *     after.c    boxes that were answered: seen, disposed of, void
 *     trade.c    consignments
 *     keep.c     what goes on record, and what the records say (fold.h)
 *     view.c     what a station shows, as JSON
 */

/* When the lists are fetched: the soonest and the last of all sources that were ever tried. */
struct counter_sync {
    moment next;      /* 0 = not known */
    moment succeeded; /* 0 = never */
    bool failing;     /* the last try of one of them failed */
};

struct counter {
    struct counter_setup setup;
    struct look look;
    struct work work;
    struct fold fold;
    int64_t version;           /* counts what changed */
    int64_t cache_version;     /* PRAGMA data_version of cache.db when `copies` was read */
    sqlite3 *cache_seen;       /* and by which handle */
    struct copy_states copies; /* owned */
    struct counter_sync sync;
    char card[WORK_SECRET_MAX];
    struct work_key doing; /* of the act under way, to be kept with its record */
};

/* One act on its way. */
struct act {
    struct counter *c;
    const struct counter_call *call;
    struct work_station st;
    struct open_box box; /* owned */
    moment now;
    struct counter_say say;
};

static inline struct fold_consignment *act_consignment(const struct act *a)
{
    return fold_find(&a->c->fold, a->st.consignment);
}

/* A name or a reason: more than blanks, and no more than people read. */
#define ACT_TEXT_MAX 1024 /* bytes */
bool act_says(const char *text);

/* ---- keep.c ---- */

/* Reads what came on record since, and does to counter.db what it means: the box of a station is done, an act has its
 * key, a consignment is open or closed. What this program appends takes effect here too, so that one that died between
 * the two comes to the same. */
int keep_up(struct counter *c, struct err *err) __attribute__((warn_unused_result));
/* The station, its open box and the act's key, when nothing went on record. */
int keep_work(struct act *a, struct err *err) __attribute__((warn_unused_result));
/* Was an act of that key done? out->text is "" when not. ERR_CONFLICT when it was another one than `what`. */
int keep_known(struct counter *c, const char *key, const uint8_t *what, struct work_key *out, struct err *err)
    __attribute__((warn_unused_result));
int keep_conflict(const struct work_key *done, struct err *err);
/* An event of this station; fills what all have in common. */
int keep_event(struct act *a, struct counter_event *e, struct err *err) __attribute__((warn_unused_result));
/* What look_judge judged last. */
int keep_check(struct act *a, struct err *err) __attribute__((warn_unused_result));
/* The text of a record; *out owned by the caller. ERR_INPUT when there is none of that number. */
int keep_read(struct counter *c, int64_t seq, char **out, struct receipt *receipt, struct err *err)
    __attribute__((warn_unused_result));

/* ---- flow.c ---- */

int flow_add(struct act *a, struct symbols *codes, enum open_part part, struct err *err)
    __attribute__((warn_unused_result));
int flow_next(struct act *a, struct err *err) __attribute__((warn_unused_result));
int flow_no_label(struct act *a, struct err *err) __attribute__((warn_unused_result));
int flow_sure(struct act *a, struct err *err) __attribute__((warn_unused_result));
int flow_drop(struct act *a, struct err *err) __attribute__((warn_unused_result));
/* What all checks of this station have in common. `k` must outlive it. */
struct check_ask flow_ask(const struct act *a, struct check_counter *k);
bool flow_alarm(const struct act *a); /* the box answered last wants to be acknowledged */

/* ---- repeat.c ---- */

/* The open box, if it is like one of this consignment: *done says that it was counted. */
int repeat_try(struct act *a, const struct check_seen *seen, bool *done, struct err *err)
    __attribute__((warn_unused_result));
/* A label beside a box that was answered without reading it: *done says that it is the same. */
int repeat_label(struct act *a, const struct symbols *codes, bool *done, struct err *err)
    __attribute__((warn_unused_result));
int repeat_same_box(struct act *a, struct err *err) __attribute__((warn_unused_result));

/* ---- after.c ---- */

int after_ack(struct act *a, struct err *err) __attribute__((warn_unused_result));
int after_dispose(struct act *a, struct err *err) __attribute__((warn_unused_result));
int after_undo(struct act *a, struct err *err) __attribute__((warn_unused_result));

/* ---- trade.c ---- */

int trade_open(struct act *a, struct err *err) __attribute__((warn_unused_result));
int trade_join(struct act *a, struct err *err) __attribute__((warn_unused_result));
int trade_close(struct act *a, struct err *err) __attribute__((warn_unused_result));
int trade_expected(struct act *a, struct err *err) __attribute__((warn_unused_result));
/* One named after the day, when the station is at none. ERR_INPUT when it is full, or too many are open. */
int trade_wanted(struct act *a, struct err *err) __attribute__((warn_unused_result));

/* ---- people.c ---- */

/* A supervisor's PIN; guessing is slowed. */
int people_pin(struct act *a, bool *right, struct err *err) __attribute__((warn_unused_result));

/* ---- card.c ---- */

/* The act of a code of this shop's command card; ACT_NONE when `text` is none. */
enum counter_act card_act(const struct counter *c, const char *text, int64_t *number);

int card_open(struct counter *c, struct err *err) __attribute__((warn_unused_result));

/* ---- copies.c ---- */

/* What there is of copies, and when lists are fetched: read again when cache.db has changed. */
int copies_read(struct counter *c, struct err *err) __attribute__((warn_unused_result));
/* There is no list of labels of any scheme: nothing can be checked. */
bool copies_none(const struct counter *c);

/* ---- view.c ---- */

int view_put(struct act *a, bool again, struct buffer *out, struct err *err) __attribute__((warn_unused_result));

#endif
