/* Stations and supervisors. */
#include <sodium.h>
#include <string.h>

#include "app/base/text.h"
#include "app/check/json.h"
#include "ui/counter/inside.h"

enum { TOKEN_BYTES = 32, FREE_TRIES = 3, FIRST_WAIT_S = 30, LONGEST_WAIT_S = 3600 };

static moment now_of(const struct counter *c)
{
    return c->setup.ask.clock(c->setup.ask.clock_ctx);
}

/* Of a token only this is kept: whoever reads counter.db cannot be that station. */
static void hash_token(const char *token, uint8_t out[crypto_hash_sha256_BYTES])
{
    (void)crypto_hash_sha256(out, (const unsigned char *)token, strlen(token));
}

static int new_station(struct counter *c, enum station_kind kind, const char *name, const uint8_t *token, int64_t *id,
                       struct err *err)
{
    struct station all[STATIONS_MAX];
    size_t count = 0;
    if (counter_stations(c, all, &count, err))
        return -1;
    if (count == STATIONS_MAX) /* more could not be listed, nor cut off */
        return err_set(
            err, ERR_INPUT,
            "there are %d stations already: cut off those that are not used any more: kenpin counter stations",
            "端末が既に %d 台あります。使っていないものの参加を取り消してください: kenpin counter stations",
            STATIONS_MAX);
    struct work_station st = {.who = {.kind = kind, .joined = now_of(c), .seen = now_of(c)},
                              .lang = c->setup.ask.lang,
                              .quantity = 1,
                              .box = 1};
    text_copy(st.who.name, sizeof st.who.name, name);
    if (c->setup.ask.operator_name)
        text_copy(st.operator_name, sizeof st.operator_name, c->setup.ask.operator_name);
    c->version++;
    return work_station_new(&c->work, &st, token, id, err);
}

int counter_station_new(struct counter *c, enum station_kind kind, const char *name, int64_t *id,
                        char token[STATION_TOKEN_MAX], struct err *err)
{
    uint8_t secret[TOKEN_BYTES], hash[crypto_hash_sha256_BYTES];
    c->setup.random(secret, sizeof secret);
    (void)sodium_bin2base64(token, STATION_TOKEN_MAX, secret, sizeof secret, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    hash_token(token, hash);
    return new_station(c, kind, name, hash, id, err);
}

int counter_station_by_token(struct counter *c, const char *token, int64_t *id, struct err *err)
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    hash_token(token, hash);
    return work_station_by_token(&c->work, hash, id, err);
}

int counter_station_named(struct counter *c, enum station_kind kind, const char *name, int64_t *id, struct err *err)
{
    if (work_station_by_name(&c->work, kind, name, id, err))
        return -1;
    return *id ? 0 : new_station(c, kind, name, NULL, id, err);
}

int counter_stations(struct counter *c, struct station out[STATIONS_MAX], size_t *count, struct err *err)
{
    return work_stations(&c->work, out, count, err);
}

int counter_station_cut(struct counter *c, int64_t id, struct err *err)
{
    c->version++;
    return work_station_cut(&c->work, id, err);
}

/* ---- supervisors ---- */

static int check_pin(const char *name, const char *pin, struct err *err)
{
    if (!name[0] || strlen(name) >= STATION_NAME_MAX)
        return err_set(err, ERR_USAGE, "a supervisor's name has 1 to %d bytes", "責任者の名前は 1～%d バイトです",
                       STATION_NAME_MAX - 1);
    if (strlen(pin) < PIN_MIN || strlen(pin) > PIN_MAX)
        return err_set(err, ERR_USAGE, "a PIN has %d to %d characters", "PIN は %d～%d 文字です", PIN_MIN, PIN_MAX);
    return 0;
}

int counter_supervisor_set(struct counter *c, const char *name, const char *pin, struct err *err)
{
    struct work_supervisor s = {0};
    _Static_assert(sizeof s.hash >= crypto_pwhash_STRBYTES, "room for the hash");
    if (check_pin(name, pin, err))
        return -1;
    text_copy(s.name, sizeof s.name, name);
    if (crypto_pwhash_str(s.hash, pin, strlen(pin), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE))
        return err_memory(err);
    return work_supervisor_put(&c->work, &s, err);
}

int counter_supervisor_remove(struct counter *c, const char *name, struct err *err)
{
    struct work_supervisor s;
    if (work_supervisor(&c->work, name, &s, err))
        return -1;
    if (!s.name[0])
        return err_set(err, ERR_INPUT, "there is no supervisor %s: kenpin counter supervisors",
                       "責任者 %s はいません: kenpin counter supervisors", name);
    return work_supervisor_remove(&c->work, name, err);
}

struct names {
    struct json json;
    struct json_node *array;
};

static int put_name(void *ctx, const char *name)
{
    struct names *n = ctx;
    json_line(&n->json, n->array, name);
    return 0;
}

int counter_supervisors(struct counter *c, struct buffer *json, struct err *err)
{
    struct names n;
    struct json_node *root = json_start_in(&n.json, json);
    n.array = json_array(&n.json, root, "supervisors");
    return work_supervisors(&c->work, put_name, &n, err) || json_end(&n.json, err) ? -1 : 0;
}

/* After three wrong ones each costs a wait, twice the last, so that four digits take years. */
static void slow(struct work_supervisor *s, moment now)
{
    int64_t wait = FIRST_WAIT_S;
    s->failures++;
    if (s->failures < FREE_TRIES)
        return;
    for (int64_t i = FREE_TRIES; i < s->failures && wait < LONGEST_WAIT_S; i++)
        wait *= 2;
    s->wait_until = now + (wait < LONGEST_WAIT_S ? wait : LONGEST_WAIT_S);
}

int people_pin(struct act *a, bool *right, struct err *err)
{
    struct work_supervisor s;
    const char *pin = a->call->pin;
    *right = false;
    if (work_supervisor(&a->c->work, a->call->name, &s, err))
        return -1;
    a->say.code = s.name[0] && a->now < s.wait_until ? SAY_PIN_WAIT : SAY_WRONG_PIN;
    if (!s.name[0] || a->say.code == SAY_PIN_WAIT || strlen(pin) > PIN_MAX)
        return 0;
    *right = crypto_pwhash_str_verify(s.hash, pin, strlen(pin)) == 0;
    int64_t before = s.failures;
    if (*right)
        s.failures = s.wait_until = 0;
    else
        slow(&s, a->now);
    if (*right)
        a->say.code = SAY_DISPOSED;
    return s.failures == before ? 0 : work_supervisor_tried(&a->c->work, &s, err);
}
