#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/base/text.h"
#include "ui/web/inside.h"
#include "ui/web/tick.h"

#define HELD_MAX ((size_t)96 * 1024 * 1024) /* bodies of all requests together */

enum {
    KEY_MAX = 64,
    TOKEN_MAX = 128,
    DISCARD_MAX = 2 * 1024 * 1024 + 512 * 1024, /* read, and answered then, as who still sends does not listen */
};

/* ---- what the head says ---- */

struct one_header {
    const char *name, *value;
    int count;
};

static enum MHD_Result count_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct one_header *h = cls;
    (void)kind;
    if (text_same_nocase(name, h->name)) {
        h->value = value ? value : "";
        h->count++;
    }
    return MHD_YES;
}

const char *request_header(const struct request *r, const char *name)
{
    struct one_header h = {.name = name, .value = ""};
    (void)mhd_library.values(r->connection, MHD_HEADER_KIND, count_header, &h);
    return h.count > 1 ? NULL : h.value;
}

const char *request_argument(const struct request *r, const char *name)
{
    return mhd_library.lookup(r->connection, MHD_GET_ARGUMENT_KIND, name);
}

static bool key_good(const char *key)
{
    size_t size = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    return size > 0 && size <= KEY_MAX && !key[size];
}

static bool is_type(const char *type, const char *wanted)
{
    size_t size = strlen(wanted);
    return !strncasecmp(type, wanted, size) && (wanted[size - 1] == '/' || !type[size] || strchr("; ", type[size]));
}

static bool type_good(const struct request *r)
{
    switch (r->endpoint->body) {
    case BODY_ACT:
        return is_type(r->type, "application/json") || is_type(r->type, "text/csv");
    case BODY_JSON:
        return is_type(r->type, "application/json");
    case BODY_OCTETS:
        return is_type(r->type, "application/octet-stream") || is_type(r->type, "image/");
    case BODY_NONE:
        break;
    }
    return true;
}

/* Bytes of the body; false when that is not said beforehand in one way. */
static bool length_of(const struct request *r, size_t *size)
{
    const char *text = request_header(r, "Content-Length"), *coding = request_header(r, "Transfer-Encoding");
    *size = 0;
    if (!text || !coding || coding[0] || strspn(text, "0123456789") != strlen(text))
        return false;
    errno = 0;
    *size = (size_t)strtoull(text, NULL, 10);
    return errno == 0;
}

/* ---- who asks ---- */

static const char *token_of(const struct request *r)
{
    static const char bearer[] = "Bearer ";
    const char *said = request_header(r, "Authorization");
    if (said && !strncasecmp(said, bearer, sizeof bearer - 1))
        return said + sizeof bearer - 1;
    return mhd_library.lookup(r->connection, MHD_COOKIE_KIND, r->server->cookie);
}

int request_station(struct request *r, struct err *err)
{
    const char *token = token_of(r);
    r->station = 0;
    if (!token || !token[0] || strlen(token) > TOKEN_MAX)
        return 0;
    struct counter *c = desk_take(&r->server->desk);
    r->script = secret_is(&r->server->token, token);
    int rc = r->script ? counter_station_named(c, STATION_SCRIPT, "script", &r->station, err)
                       : counter_station_by_token(c, token, &r->station, err);
    desk_give(&r->server->desk);
    return rc;
}

static void refuse(struct request *r, enum reply_code code, const struct err *err)
{
    if (!r->refused)
        reply_error(&r->refusal, code, err);
    r->refused = true;
}

static void refuse_for(struct request *r, int64_t wait_ms)
{
    refuse(r, REPLY_TOO_MANY, NULL);
    r->refusal.retry_ms = wait_ms;
}

int64_t request_guess(struct request *r)
{
    struct server *s = r->server;
    uint8_t key[LIMITS_KEY];
    if (!token_of(r) || !r->line)
        return 0;
    net_address_key(&r->line->peer, key);
    (void)pthread_mutex_lock(&s->lock);
    int64_t wait = limits_take(&s->wrong_token, key, tick_now());
    (void)pthread_mutex_unlock(&s->lock);
    return wait;
}

static void refuse_stranger(struct request *r)
{
    int64_t wait = request_guess(r);
    if (wait)
        refuse_for(r, wait);
    else
        refuse(r, REPLY_NOT_JOINED, NULL);
}

static int64_t too_often(struct request *r)
{
    struct server *s = r->server;
    uint8_t key[LIMITS_KEY] = {0};
    memcpy(key, &r->station, sizeof r->station);
    (void)pthread_mutex_lock(&s->lock);
    int64_t wait = limits_take(&s->rate[r->endpoint->rate], key, tick_now());
    (void)pthread_mutex_unlock(&s->lock);
    return wait;
}

/* ---- what may be asked, by the head alone ---- */

static bool host_good(struct request *r)
{
    r->host = request_header(r, "Host");
    if (r->host && origins_host(&r->server->origins, r->host))
        return true;
    refuse(r, REPLY_MISDIRECTED, NULL);
    return false;
}

static bool source_good(struct request *r)
{
    const char *origin = request_header(r, "Origin"), *site = request_header(r, "Sec-Fetch-Site");
    if (origin && (!origin[0] || origins_origin(&r->server->origins, origin, r->host)) && site &&
        (!site[0] || origins_site(site)))
        return true;
    refuse(r, REPLY_FORBIDDEN, NULL);
    return false;
}

static bool body_good(struct request *r)
{
    if (r->room > r->endpoint->most)
        refuse(r, REPLY_TOO_LARGE, NULL);
    else if (!type_good(r))
        refuse(r, REPLY_TYPE, NULL);
    return !r->refused;
}

static bool may_key(struct request *r)
{
    struct err err;
    r->key = request_header(r, "Idempotency-Key");
    if (r->key && key_good(r->key))
        return true;
    err_set(&err, ERR_USAGE, "every write needs an Idempotency-Key of 1 to %d of A-Z a-z 0-9 . _ -",
            "書き込みには A-Z a-z 0-9 . _ - の 1～%d 文字の Idempotency-Key が要ります", KEY_MAX);
    refuse(r, REPLY_BAD, &err);
    return false;
}

static bool may_station(struct request *r)
{
    struct err err;
    if (request_station(r, &err))
        refuse(r, REPLY_FAILED, &err);
    else if (!r->station && !r->endpoint->open)
        refuse_stranger(r);
    return !r->refused;
}

static bool may_so_often(struct request *r)
{
    int64_t wait = r->endpoint->rate ? too_often(r) : 0;
    if (wait)
        refuse_for(r, wait);
    return !r->refused;
}

static bool find_endpoint(struct request *r, const char *path, const char *method)
{
    const char *allow;
    r->endpoint = endpoint_find(!strcmp(method, "HEAD") ? "GET" : method, path, &r->number, &allow);
    if (!r->endpoint) {
        refuse(r, allow ? REPLY_METHOD : REPLY_NOT_FOUND, NULL);
        r->refusal.allow = allow;
    }
    return r->endpoint;
}

static void judge_head(struct request *r, const char *path, const char *method)
{
    r->type = request_header(r, "Content-Type");
    if (!r->type)
        r->type = "";
    if (!find_endpoint(r, path, method) || !source_good(r) || !may_station(r) || !body_good(r))
        return;
    if (r->endpoint->body && !may_key(r))
        return;
    (void)may_so_often(r);
}

/* ---- the body ---- */

static void hold_body(struct request *r)
{
    if (!r->room || r->refused || !r->endpoint)
        return;
    if (atomic_fetch_add(&r->server->held, r->room) + r->room > HELD_MAX || !(r->body = malloc(r->room))) {
        atomic_fetch_sub(&r->server->held, r->room);
        r->body = NULL;
        refuse(r, REPLY_BUSY, NULL);
        r->refusal.retry_ms = 1000;
    }
}

static void drop_body(struct request *r)
{
    if (r->body)
        atomic_fetch_sub(&r->server->held, r->room);
    free(r->body);
    r->body = NULL;
}

static void take(struct request *r, const char *data, size_t size)
{
    if (!r->body || size > r->room - r->size)
        return;
    memcpy(r->body + r->size, data, size);
    r->size += size;
}

/* ---- the reply ---- */

static enum reply_code code_of(const struct request *r, const struct err *err)
{
    if (err->code == ERR_CONFLICT)
        return REPLY_CONFLICT;
    if (err->code == ERR_USAGE)
        return REPLY_BAD;
    if (err->code == ERR_INPUT)
        return r->endpoint->body ? REPLY_BAD : REPLY_NOT_FOUND;
    return REPLY_FAILED;
}

static void run(struct request *r, struct reply *out)
{
    struct err err = {0}, again;
    if (r->endpoint->run(r, out, &err) == 0)
        return;
    enum reply_code code = code_of(r, &err);
    /* cut off since its head came: an act of it may come again when it has joined again */
    if (code == REPLY_BAD && !r->endpoint->open && request_station(r, &again) == 0 && !r->station)
        reply_error(out, REPLY_NOT_JOINED, NULL);
    else
        reply_error(out, code, &err);
}

void request_what(const struct request *r, const void *said, size_t size, uint8_t out[COUNTER_WHAT])
{
    crypto_generichash_state state;
    const char *path = r->endpoint->path;
    crypto_generichash_init(&state, NULL, 0, COUNTER_WHAT);
    crypto_generichash_update(&state, (const unsigned char *)&r->station, sizeof r->station);
    crypto_generichash_update(&state, (const unsigned char *)path, strlen(path) + 1);
    crypto_generichash_update(&state, said, size);
    crypto_generichash_final(&state, out, COUNTER_WHAT);
}

static bool is_call(const char *path)
{
    static const char api[] = "/api/";
    return !strncmp(path, api, sizeof api - 1);
}

static enum MHD_Result answer(struct request *r, const char *path, const char *method)
{
    struct reply reply = {0};
    struct server *s = r->server;
    if (!r->refused && !is_call(path)) {
        lines_stage(&s->lines, r->line, LINE_REPLY, 0, tick_now());
        return files_send(r, path, method);
    }
    lines_stage(&s->lines, r->line, LINE_OURS, 0, tick_now());
    if (r->refused) {
        reply = r->refusal;
        r->refusal = (struct reply){0};
    } else {
        run(r, &reply);
    }
    drop_body(r);
    lines_stage(&s->lines, r->line, LINE_REPLY, 0, tick_now());
    return reply_send(r, &reply);
}

/* ---- as libmicrohttpd calls ---- */

static struct line *line_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = mhd_library.connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

void *request_begin(void *server, const char *uri, struct MHD_Connection *connection)
{
    struct request *r = calloc(1, sizeof *r);
    (void)uri;
    if (r)
        *r = (struct request){.server = server, .connection = connection, .line = line_of(connection)};
    return r;
}

/* Answers at once only what nobody wants to read to its end: libmicrohttpd closes the connection then. */
static enum MHD_Result head(struct request *r, const char *path, const char *method)
{
    r->begun = true;
    bool sized = length_of(r, &r->room);
    if (!sized)
        refuse(r, REPLY_LENGTH, NULL);
    else if (host_good(r) && is_call(path))
        judge_head(r, path, method);
    hold_body(r);
    if (r->refused && (!sized || r->room > DISCARD_MAX))
        return answer(r, path, method);
    lines_stage(&r->server->lines, r->line, LINE_BODY, r->room, tick_now());
    return MHD_YES;
}

enum MHD_Result request_go_on(void *server, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version, const char *data, size_t *size, void **request)
{
    struct request *r = *request;
    (void)server;
    (void)connection;
    (void)version;
    if (!r)
        return MHD_NO;
    if (!r->begun)
        return head(r, path, method);
    if (*size) {
        take(r, data, *size);
        *size = 0;
        return MHD_YES;
    }
    return answer(r, path, method);
}

void request_end(void *server, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode why)
{
    struct request *r = *request;
    (void)server;
    (void)connection;
    (void)why;
    *request = NULL;
    if (!r)
        return;
    lines_stage(&r->server->lines, r->line, LINE_HEAD, 0, tick_now());
    drop_body(r);
    reply_clear(&r->refusal);
    free(r);
}
