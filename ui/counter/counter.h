#ifndef KENPIN_COUNTER_H
#define KENPIN_COUNTER_H

#include "app/base/buffer.h"
#include "app/check/check.h"

/* The goods-in counter behind the page and the terminal: codes come in one by one, a box closes, is judged, is on
 * record, and is answered; consignments, repeats, alarms, dispositions. What is so is what evidence.db says: a counter
 * reads its records and goes on from there, so that a program that died forgets nothing and several may work at once.
 * counter.db beside it holds only what is under way: stations, boxes not yet closed, PINs.
 *
 * One thread at a time. */

struct counter;

struct counter_setup {
    const char *folder;   /* of evidence.db, cache.db, counter.db; must be there */
    struct check_ask ask; /* what each check has in common: markets, role, event, limits, clock, built_at, lang */
    void (*random)(void *to, size_t size); /* of good quality */
    bool offline;                          /* no network is used: shown */
};

/* Borrows what setup points to. */
int counter_open(const struct counter_setup *setup, struct counter **out, struct err *err)
    __attribute__((warn_unused_result));
void counter_close(struct counter *c); /* NULL is fine */

/* ---- stations ---- */

/* Somebody who stands there with a scanner: a browser, a phone, a terminal. Each has its own open box, operator and
 * language. */

#define STATION_NAME_MAX  64 /* bytes with NUL, of names of stations and people */
#define STATION_TOKEN_MAX 48 /* of a secret, base64url, with NUL */
#define STATIONS_MAX      64

enum station_kind { STATION_NONE, STATION_BROWSER, STATION_TERMINAL, STATION_SCRIPT };

struct station {
    int64_t id; /* 1 and up */
    moment joined, seen;
    enum station_kind kind;
    bool cut; /* cut off: its token no longer counts */
    char name[STATION_NAME_MAX];
};

/* A new one, with the secret that it will show; only a hash of it is kept. ERR_INPUT when there are too many. */
int counter_station_new(struct counter *c, enum station_kind kind, const char *name, int64_t *id,
                        char token[STATION_TOKEN_MAX], struct err *err) __attribute__((warn_unused_result));
/* 0 in *id when nobody has that secret, or it was cut off. */
int counter_station_by_token(struct counter *c, const char *token, int64_t *id, struct err *err)
    __attribute__((warn_unused_result));
/* The one of that name and kind, made when there is none: for a terminal, which needs no secret. */
int counter_station_named(struct counter *c, enum station_kind kind, const char *name, int64_t *id, struct err *err)
    __attribute__((warn_unused_result));
int counter_stations(struct counter *c, struct station out[STATIONS_MAX], size_t *count, struct err *err)
    __attribute__((warn_unused_result));
int counter_station_cut(struct counter *c, int64_t id, struct err *err) __attribute__((warn_unused_result));

/* ---- what a station does ---- */

enum counter_act {
    ACT_NONE,
    /* codes of the open box */
    ACT_SCAN,  /* text: a line of a scanner, or typed (how); a code of the command card does what it says */
    ACT_READ,  /* read: codes of a picture or of agreeing camera frames */
    ACT_LABEL, /* text: a label's number, id or address, typed */
    ACT_MODEL, /* brand, model: chosen from the search */
    /* the open box */
    ACT_NEXT,     /* nothing more of it can be read: judged as it is; the answer before is cleared */
    ACT_NO_LABEL, /* it carries none: judged as it is */
    ACT_SAME_BOX, /* the label read last belongs to the box before */
    ACT_SURE,     /* it cannot be read a second time: judged as it was read */
    ACT_DROP,     /* nothing of it counts; on record */
    ACT_QUANTITY, /* number: pieces that the next box counts for, 1-999 */
    /* boxes that were answered */
    ACT_ACK,     /* the alarm of this station was seen */
    ACT_DISPOSE, /* seq, how, items, name, pin, reason */
    ACT_UNDO,    /* reason: the last box of this station is void */
    /* consignments */
    ACT_OPEN,     /* name, supplier, markets */
    ACT_JOIN,     /* number: its id */
    ACT_CLOSE,    /* number: its id; 0 = this station's. disposition: quarantined, of all boxes not yet decided */
    ACT_EXPECTED, /* text: CSV of GTIN and quantity */
    /* the station */
    ACT_OPERATOR, /* name */
    ACT_NAME,     /* name */
    ACT_LANG,     /* lang */
};

enum disposition {
    DISPOSITION_NONE,
    DISPOSITION_QUARANTINED,
    DISPOSITION_RETURNED,
    DISPOSITION_STATEMENT, /* items: which of a-g of SI 2023/1007 Sch 4 were seen; judged again by it */
    DISPOSITION_OVERRIDE,  /* name and pin of a supervisor, reason; never of `stop` */
};

#define COUNTER_WHAT 32

struct counter_call {
    int64_t station;
    const char *key;     /* of this act, made by the caller; the same key again does nothing again. NULL = none */
    const uint8_t *what; /* COUNTER_WHAT bytes that stand for all that is asked: the same key for something else is
                            ERR_CONFLICT. NULL = who makes these keys uses none twice */
    enum counter_act act;
    const char *text; /* valid UTF-8; of a scan the line as it came, without its line end */
    enum origin how;  /* ACT_SCAN: ORIGIN_SCAN, ORIGIN_TYPED */
    struct symbols *read;
    const char *brand, *model;
    int64_t number, seq;
    enum disposition disposition;
    const char *items; /* "abcdefg" */
    const char *name, *supplier, *reason, *pin;
    enum market market[CHECK_MARKETS_MAX];
    size_t markets; /* 0 = those of the setup */
    enum lang lang;
};

/* The items of a statement of compliance, SI 2023/1007 Sch 4. */
#define STATEMENT_ITEMS "abcdefg"

enum counter_act counter_act_from_name(const char *name); /* "no-label"; ACT_NONE when there is none */
enum disposition counter_disposition_from_name(const char *name);
const char *counter_disposition_name(enum disposition d); /* "quarantined"; "" for none */

/* Does it, and gives what the station shows now: one JSON object, see counter_view. What a person did wrong is an
 * answer too (its "say"); -1 is our own failure: nothing was done, and nothing may be shown as checked. */
int counter_do(struct counter *c, const struct counter_call *call, struct buffer *view, struct err *err)
    __attribute__((warn_unused_result));

/* What the station shows, as kenpin-api(5) describes it. */
int counter_view(struct counter *c, int64_t station, struct buffer *view, struct err *err)
    __attribute__((warn_unused_result));

/* A script's check: `ask` whole, as check_box takes it, and no box of a consignment. *json owned by the caller, as
 * check --json prints it. The same key again gives the same record; `what` as of an act. */
int counter_check(struct counter *c, const struct check_ask *ask, const char *key, const uint8_t *what, char **json,
                  struct err *err) __attribute__((warn_unused_result));

/* ---- what all see ---- */

/* Reads what other programs put on record; *version changes whenever anything that a view shows did. */
int counter_catch_up(struct counter *c, int64_t *version, struct err *err) __attribute__((warn_unused_result));

/* JSON: {"consignments":[...]} of the open ones and the last closed; one with all its boxes, for the closing sheet;
 * a record with its receipt, as check --json prints it, ERR_INPUT when there is none of that number. */
int counter_consignments(struct counter *c, struct buffer *json, struct err *err) __attribute__((warn_unused_result));
int counter_consignment(struct counter *c, int64_t id, struct buffer *json, struct err *err)
    __attribute__((warn_unused_result));
int counter_record(struct counter *c, int64_t seq, struct buffer *json, struct err *err)
    __attribute__((warn_unused_result));

/* JSON: {"models":[{"brand","model","product","scheme","number"}]}, 20 at most: entries whose models begin with or hold
 * `text`, width, kana, case and hyphens aside. */
int counter_search(struct counter *c, const char *text, struct buffer *json, struct err *err)
    __attribute__((warn_unused_result));

/* The codes of the command card, JSON: {"codes":[{"act","number","text","label":{"en","ja"}}]}. They hold a secret of
 * this shop, so that no box can carry one. */
int counter_card(struct counter *c, struct buffer *json, struct err *err) __attribute__((warn_unused_result));

/* ---- supervisors ---- */

#define PIN_MIN 4
#define PIN_MAX 64

/* Sets or replaces a supervisor's PIN (kept with argon2id). */
int counter_supervisor_set(struct counter *c, const char *name, const char *pin, struct err *err)
    __attribute__((warn_unused_result));
/* ERR_INPUT when there is none of that name. */
int counter_supervisor_remove(struct counter *c, const char *name, struct err *err) __attribute__((warn_unused_result));
int counter_supervisors(struct counter *c, struct buffer *json, struct err *err) __attribute__((warn_unused_result));

#endif
