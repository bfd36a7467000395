#ifndef KENPIN_WEB_INSIDE_H
#define KENPIN_WEB_INSIDE_H

#include <stdatomic.h>

#include "ui/web/desk.h"
#include "ui/web/invites.h"
#include "ui/web/lines.h"
#include "ui/web/mhd_library.h"
#include "ui/web/origins.h"
#include "ui/web/readers.h"
#include "ui/web/server.h"
#include "ui/web/watch.h"

/* A server from inside, for the files of this room:
 *
 *     server.c    sockets, threads, from start to stop
 *     request.c   one request, from its head to its reply: who asks, what for, how much, how often
 *     endpoint.c   which path is which call
 *     calls.c     the calls; calls_pictures.c those with pictures, events.c the stream
 *     files.c     the page's own files
 *     reply.c     what goes back
 */

enum rate_kind { RATE_NONE, RATE_ACT, RATE_FRAME, RATE_LOOK, RATE_KINDS };

struct server {
    struct server_ask ask;
    struct secret token; /* of scripts, and of the link that serve prints */
    struct origins origins;
    char cookie[32]; /* its name */
    struct desk desk;
    struct lines lines;
    struct MHD_Daemon *daemon;
    atomic_size_t held;   /* bytes of bodies */
    pthread_mutex_t lock; /* of what follows */
    struct invites invites;
    struct limits wrong_code, wrong_token; /* by address */
    struct bucket wrong_codes;             /* of all */
    struct limits rate[RATE_KINDS];        /* by station */
    struct seen {
        int64_t station; /* 0 = free */
        bool busy;       /* a frame of it is being read */
        int64_t used_ms;
        struct watch watch;
    } seen[STATIONS_MAX];
    unsigned streams[STATIONS_MAX]; /* by station, modulo */
};

struct reply {
    unsigned status;    /* 0 = 200 */
    struct buffer body; /* owned; JSON */
    char cookie[192];   /* "" = none */
    int64_t retry_ms;   /* 0 = not said */
    const char *allow;
    struct MHD_Response *stream; /* owned; in place of the body */
};

struct request {
    struct server *server;
    struct MHD_Connection *connection;
    struct line *line;
    const struct endpoint *endpoint;
    const char *host, *key, *type;
    int64_t station, number; /* who asks; the number in the path */
    bool script;             /* who asks has the token of scripts */
    bool begun, refused;
    struct reply refusal;
    uint8_t *body; /* owned */
    size_t size, room;
};

enum endpoint_body { BODY_NONE, BODY_JSON, BODY_ACT /* JSON or CSV */, BODY_OCTETS };

struct endpoint {
    const char *method, *path; /* # in a path is a number */
    int (*run)(struct request *r, struct reply *out, struct err *err);
    enum endpoint_body body;
    size_t most; /* bytes of it */
    enum rate_kind rate;
    bool open; /* for who has not joined */
};

/* NULL: no such path, or *allow says which method it has. */
const struct endpoint *endpoint_find(const char *method, const char *path, int64_t *number, const char **allow);

/* The header of that name; "" for none, NULL for more than one. */
const char *request_header(const struct request *r, const char *name);
const char *request_argument(const struct request *r, const char *name); /* of the query; NULL for none */
/* What stands for this request, beside its key: who asks what, and `said`. */
void request_what(const struct request *r, const void *said, size_t size, uint8_t out[COUNTER_WHAT]);

/* ---- reply.c ---- */

enum reply_code {
    REPLY_BAD,
    REPLY_NOT_JOINED,
    REPLY_FORBIDDEN,
    REPLY_MISDIRECTED,
    REPLY_NOT_FOUND,
    REPLY_METHOD,
    REPLY_CONFLICT,
    REPLY_LENGTH,
    REPLY_TOO_LARGE,
    REPLY_TYPE,
    REPLY_TOO_MANY,
    REPLY_BUSY,
    REPLY_FAILED,
};
/* Fills *out with that error; its sentences are `err`'s where it is given. */
void reply_error(struct reply *out, enum reply_code code, const struct err *err);
enum MHD_Result reply_send(struct request *r, struct reply *reply);
void reply_clear(struct reply *reply);
/* The headers that everything carries. */
bool reply_guard(struct MHD_Response *response);

/* ---- the calls ---- */

int calls_state(struct request *r, struct reply *out, struct err *err);
int calls_act(struct request *r, struct reply *out, struct err *err);
int calls_join(struct request *r, struct reply *out, struct err *err);
int calls_check(struct request *r, struct reply *out, struct err *err);
int calls_consignments(struct request *r, struct reply *out, struct err *err);
int calls_consignment(struct request *r, struct reply *out, struct err *err);
int calls_record(struct request *r, struct reply *out, struct err *err);
int calls_search(struct request *r, struct reply *out, struct err *err);
int calls_card(struct request *r, struct reply *out, struct err *err);
int calls_stations(struct request *r, struct reply *out, struct err *err);
int calls_cut(struct request *r, struct reply *out, struct err *err);
int calls_invite(struct request *r, struct reply *out, struct err *err);
int calls_pictures_frame(struct request *r, struct reply *out, struct err *err);
int calls_pictures_picture(struct request *r, struct reply *out, struct err *err);
int events_open(struct request *r, struct reply *out, struct err *err);

/* ---- files.c: the page's own ---- */

enum MHD_Result files_send(struct request *r, const char *path, const char *method);

/* Whether who asks has joined: r->station. -1: our own failure. */
int request_station(struct request *r, struct err *err) __attribute__((warn_unused_result));
/* Counts the wrong token that was shown, if one was; how long its address must wait when there were too many. */
int64_t request_guess(struct request *r);

/* ---- request.c, as libmicrohttpd calls them ---- */

void *request_begin(void *server, const char *uri, struct MHD_Connection *connection);
enum MHD_Result request_go_on(void *server, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version, const char *data, size_t *size, void **request);
void request_end(void *server, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode why);

#endif
