#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/base/text.h"
#include "app/check/json.h"
#include "ui/counter/qr.h"
#include "ui/web/body.h"
#include "ui/web/body_facts.h"
#include "ui/web/inside.h"
#include "ui/web/tick.h"

enum { QUERY_MAX = 256 };

/* ---- what is asked about ---- */

typedef int question(struct counter *c, const struct request *r, struct buffer *json, struct err *err);

static int ask_desk(struct request *r, question *ask, struct reply *out, struct err *err)
{
    struct counter *c = desk_take(&r->server->desk);
    int rc = ask(c, r, &out->body, err);
    desk_give(&r->server->desk);
    return rc;
}

static int view(struct counter *c, const struct request *r, struct buffer *json, struct err *err)
{
    return counter_view(c, r->station, json, err);
}

static int consignments(struct counter *c, const struct request *r, struct buffer *json, struct err *err)
{
    (void)r;
    return counter_consignments(c, json, err);
}

static int consignment(struct counter *c, const struct request *r, struct buffer *json, struct err *err)
{
    return counter_consignment(c, r->number, json, err);
}

static int record(struct counter *c, const struct request *r, struct buffer *json, struct err *err)
{
    return counter_record(c, r->number, json, err);
}

static int card(struct counter *c, const struct request *r, struct buffer *json, struct err *err)
{
    (void)r;
    return counter_card(c, json, err);
}

static int search(struct counter *c, const struct request *r, struct buffer *json, struct err *err)
{
    return counter_search(c, request_argument(r, "q"), json, err);
}

int calls_state(struct request *r, struct reply *out, struct err *err)
{
    return ask_desk(r, view, out, err);
}

int calls_consignments(struct request *r, struct reply *out, struct err *err)
{
    return ask_desk(r, consignments, out, err);
}

int calls_consignment(struct request *r, struct reply *out, struct err *err)
{
    return ask_desk(r, consignment, out, err);
}

int calls_record(struct request *r, struct reply *out, struct err *err)
{
    return ask_desk(r, record, out, err);
}

int calls_card(struct request *r, struct reply *out, struct err *err)
{
    return ask_desk(r, card, out, err);
}

int calls_search(struct request *r, struct reply *out, struct err *err)
{
    const char *q = request_argument(r, "q");
    if (!q || strlen(q) > QUERY_MAX || !text_valid(q, strlen(q)))
        return err_set(err, ERR_USAGE, "?q= is what is looked for, in UTF-8, %d bytes at most",
                       "?q= に探す語を UTF-8 で指定してください（%d バイトまで）", QUERY_MAX);
    return ask_desk(r, search, out, err);
}

int calls_stations(struct request *r, struct reply *out, struct err *err)
{
    static const char *const kinds[] = {"", "browser", "terminal", "script"};
    struct station all[STATIONS_MAX];
    size_t count = 0;
    struct json j;
    struct counter *c = desk_take(&r->server->desk);
    int rc = counter_stations(c, all, &count, err);
    desk_give(&r->server->desk);
    if (rc)
        return -1;
    struct json_node *root = json_start_in(&j, &out->body);
    struct json_node *array = json_array(&j, root, "stations");
    for (size_t i = 0; i < count; i++) {
        struct json_node *o = json_item(&j, array);
        json_number(&j, o, "id", all[i].id);
        json_text(&j, o, "name", all[i].name);
        json_text(&j, o, "kind", kinds[all[i].kind <= STATION_SCRIPT ? all[i].kind : 0]);
        json_moment(&j, o, "joined", all[i].joined);
        json_moment(&j, o, "seen", all[i].seen);
        json_bool(&j, o, "you", all[i].id == r->station);
    }
    return json_end(&j, err);
}

/* ---- acts ---- */

static int do_act(struct request *r, struct counter_call *call, struct reply *out, struct err *err)
{
    if (r->script && call->act == ACT_NAME)
        return err_set(err, ERR_USAGE, "the station of scripts is known by its name: it stays \"script\"",
                       "スクリプト用の端末は名前で区別するため、「script」から変えられません");
    call->station = r->station;
    call->key = r->key;
    struct counter *c = desk_take(&r->server->desk);
    int rc = counter_do(c, call, &out->body, err);
    desk_give(&r->server->desk);
    return rc;
}

/* As JSON is written here, so that blanks make no difference; without the PIN, which a digest would give away. */
static int do_json(struct request *r, const cJSON *json, struct counter_call *call, struct reply *out, struct err *err)
{
    uint8_t what[COUNTER_WHAT];
    cJSON *said = cJSON_Duplicate(json, true);
    cJSON_DeleteItemFromObjectCaseSensitive(said, "pin");
    char *text = cJSON_PrintUnformatted(said);
    cJSON_Delete(said);
    if (!text)
        return err_memory(err);
    request_what(r, text, strlen(text), what);
    cJSON_free(text);
    call->what = what;
    int rc = do_act(r, call, out, err);
    call->what = NULL;
    return rc;
}

/* Expected lines as they were exported. */
static int act_csv(struct request *r, struct reply *out, struct err *err)
{
    char *text;
    if (text_from_bytes(r->body, r->size, &text, err))
        return -1;
    if (!text || r->size > BODY_CSV_MAX) {
        free(text);
        return err_set(err, ERR_USAGE, "the CSV is neither UTF-8 nor Shift_JIS, or larger than 1 MB",
                       "CSV が UTF-8 でも Shift_JIS でもないか、1 MB を超えています");
    }
    uint8_t what[COUNTER_WHAT];
    request_what(r, r->body, r->size, what);
    struct counter_call call = {.act = ACT_EXPECTED, .text = text, .what = what};
    int rc = do_act(r, &call, out, err);
    free(text);
    return rc;
}

int calls_act(struct request *r, struct reply *out, struct err *err)
{
    struct counter_call call;
    cJSON *json;
    if (!strncmp(r->type, "text/csv", strlen("text/csv")))
        return act_csv(r, out, err);
    if (body_parse((const char *)r->body, r->size, &json, err))
        return -1;
    int rc = body_call(json, &call, err);
    if (!rc && call.act != ACT_EXPECTED && r->size > BODY_JSON_MAX)
        reply_error(out, REPLY_TOO_LARGE, NULL);
    else if (!rc)
        rc = do_json(r, json, &call, out, err);
    cJSON_Delete(json);
    return rc;
}

/* ---- a script's check ---- */

static bool names_box(const struct check_ask *ask)
{
    return ask->codes->count || ask->labels || ask->gtin || ask->sku || ask->model;
}

static int check(struct request *r, const struct facts *facts, struct symbols *codes, struct reply *out,
                 struct err *err)
{
    const struct server_ask *own = &r->server->ask;
    struct check_ask ask = *own->check_ask;
    char *json = NULL;
    ask.codes = codes;
    facts_ask(facts, own->defaults, &ask);
    if (!names_box(&ask))
        return err_set(err, ERR_USAGE, "nothing of a box is said: codes, label, gtin, sku or model",
                       "箱の情報がありません: codes、label、gtin、sku、model のいずれか");
    uint8_t what[COUNTER_WHAT];
    request_what(r, r->body, r->size, what);
    struct counter *c = desk_take(&r->server->desk);
    int rc = counter_check(c, &ask, r->key, what, &json, err);
    desk_give(&r->server->desk);
    if (rc)
        return -1;
    buffer_text(&out->body, json);
    free(json);
    return out->body.failed ? err_memory(err) : 0;
}

int calls_check(struct request *r, struct reply *out, struct err *err)
{
    struct option_keep keep = {0};
    struct symbols codes = {0};
    struct facts facts;
    cJSON *json;
    if (body_parse((const char *)r->body, r->size, &json, err))
        return -1;
    int rc = body_facts(json, &facts, &codes, &keep, err);
    if (!rc)
        rc = check(r, &facts, &codes, out, err);
    symbols_clear(&codes);
    option_keep_clear(&keep);
    cJSON_Delete(json);
    return rc;
}

/* ---- who takes part ---- */

/* How long who asks must wait before a code of it is looked at. Guesses are counted by address and in all. */
static int64_t guess_wait(struct request *r, const uint8_t key[LIMITS_KEY], int64_t now)
{
    static const struct rate all = {1, 60};
    struct server *s = r->server;
    int64_t one = limits_wait(&s->wrong_code, key, now), any = bucket_wait(&s->wrong_codes, &all, now);
    return one > any ? one : any;
}

static void count_guess(struct request *r, const uint8_t key[LIMITS_KEY], int64_t now)
{
    static const struct rate all = {1, 60};
    (void)limits_take(&r->server->wrong_code, key, now);
    (void)bucket_take(&r->server->wrong_codes, &all, now);
}

/* Whether the code lets in; *wait_ms: it was not looked at. */
static bool code_good(struct request *r, const char *code, int64_t *wait_ms)
{
    struct server *s = r->server;
    uint8_t key[LIMITS_KEY] = {0};
    int64_t now = tick_now();
    if (r->line)
        net_address_key(&r->line->peer, key);
    (void)pthread_mutex_lock(&s->lock);
    *wait_ms = guess_wait(r, key, now);
    bool good = !*wait_ms && (secret_is(&s->token, code) || invites_take(&s->invites, code, now));
    if (!good && !*wait_ms)
        count_guess(r, key, now);
    (void)pthread_mutex_unlock(&s->lock);
    return good;
}

/* A device that has joined already stays who it is. */
static int new_station(struct request *r, const char *name, char token[STATION_TOKEN_MAX], struct counter *c,
                       struct err *err)
{
    if (r->station)
        return 0;
    if (counter_station_new(c, STATION_BROWSER, name, &r->station, token, err))
        return -1;
    const char *who = r->server->ask.defaults->operator_name;
    struct buffer view = {0};
    struct counter_call call = {.station = r->station, .act = ACT_OPERATOR, .name = who};
    int rc = who ? counter_do(c, &call, &view, err) : 0;
    buffer_clear(&view);
    return rc;
}

static int join(struct request *r, const char *name, struct reply *out, struct err *err)
{
    char token[STATION_TOKEN_MAX] = "";
    struct counter *c = desk_take(&r->server->desk);
    int rc = new_station(r, name && name[0] ? name : "browser", token, c, err);
    if (!rc)
        rc = counter_view(c, r->station, &out->body, err);
    desk_give(&r->server->desk);
    if (!rc && token[0])
        (void)snprintf(out->cookie, sizeof out->cookie, "%s=%s; HttpOnly; SameSite=Strict; Path=/; Max-Age=34560000%s",
                       r->server->cookie, token, r->server->origins.tls ? "; Secure" : "");
    return rc;
}

int calls_join(struct request *r, struct reply *out, struct err *err)
{
    const char *code = NULL, *name = NULL;
    int64_t wait_ms = 0;
    cJSON *json;
    if (body_parse((const char *)r->body, r->size, &json, err))
        return -1;
    int rc = body_text(json, "code", QUERY_MAX, &code, err) || body_text(json, "name", QUERY_MAX, &name, err) ? -1 : 0;
    if (!rc && code_good(r, code ? code : "", &wait_ms)) {
        rc = join(r, name, out, err);
    } else if (!rc) {
        struct err why;
        err_set(&why, ERR_USAGE,
                "this code is not known, was used, or is older than five minutes: have a new one shown",
                "このコードは無効です（使用済みか、5 分を過ぎています）。新しいコードを表示してください");
        reply_error(out, wait_ms ? REPLY_TOO_MANY : REPLY_FORBIDDEN, wait_ms ? NULL : &why);
        out->retry_ms = wait_ms;
    }
    cJSON_Delete(json);
    return rc;
}

int calls_cut(struct request *r, struct reply *out, struct err *err)
{
    struct counter *c = desk_take(&r->server->desk);
    int rc = counter_station_cut(c, r->number, err);
    desk_give(&r->server->desk);
    if (rc)
        return -1;
    desk_call(&r->server->desk); /* its streams look, and end */
    buffer_text(&out->body, "{\"cut\":true}");
    return out->body.failed ? err_memory(err) : 0;
}

/* Under which name another device reaches this machine: as who asks does, unless that means the machine itself. */
static const char *address_for_others(const struct request *r, char out[ORIGINS_ADDRESS])
{
    static const char *const here[] = {"localhost", "127.0.0.1", "[::1]"};
    const struct origins *o = &r->server->origins;
    size_t other = 0;
    for (size_t i = 0; i < o->count; i++) {
        size_t size = strlen(o->name[i]);
        bool is_here = false;
        for (size_t h = 0; h < sizeof here / sizeof *here; h++)
            is_here |= !strcmp(o->name[i], here[h]);
        if (is_here)
            continue;
        if (!strncasecmp(r->host, o->name[i], size) && (r->host[size] == ':' || !r->host[size]))
            return origins_address(o, i, out);
        other = other ? other : i;
    }
    return origins_address(o, other, out);
}

int calls_invite(struct request *r, struct reply *out, struct err *err)
{
    struct server *s = r->server;
    char code[SECRET_TEXT], address[ORIGINS_ADDRESS], url[ORIGINS_ADDRESS + SECRET_TEXT + 8];
    struct json j;
    (void)pthread_mutex_lock(&s->lock);
    invites_make(&s->invites, tick_now(), code);
    (void)pthread_mutex_unlock(&s->lock);
    (void)snprintf(url, sizeof url, "%s/join#%s", address_for_others(r, address), code);
    struct json_node *root = json_start_in(&j, &out->body);
    json_text(&j, root, "code", code);
    json_text(&j, root, "url", url);
    json_moment(&j, root, "expires_at", s->ask.clock(s->ask.clock_ctx) + INVITES_LAST_MS / 1000);
    if (qr_put(&j, root, "qr", url, err)) {
        json_drop(&j);
        return -1;
    }
    return json_end(&j, err);
}
