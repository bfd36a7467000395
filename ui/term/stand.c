#include "ui/term/stand.h"

#include <sodium.h>
#include <string.h>

#include "ui/show/field.h"

void stand_key(char out[PENDING_KEY])
{
    enum { KEY_BYTES = 16 };
    unsigned char bytes[KEY_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2base64(out, PENDING_KEY, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static int take(struct stand *s, const struct buffer *json, struct err *err)
{
    cJSON *view = NULL;
    if (field_parse(json->bytes ? json->bytes : "", &view, err))
        return -1;
    cJSON_Delete(s->view);
    s->view = view;
    s->version = field_number(view, "version");
    return 0;
}

int stand_look(struct stand *s, struct err *err)
{
    struct buffer json = {0};
    int rc = counter_view(s->counter, s->station, &json, err);
    if (rc == 0)
        rc = take(s, &json, err);
    buffer_clear(&json);
    return rc;
}

static int64_t last_box(const struct stand *s)
{
    return field_number(field(s->view, "last"), "seq");
}

/* Do both views show the same box in the same state? */
static bool stands_still(const cJSON *a, const cJSON *b)
{
    const cJSON *last = field(a, "last"), *other = field(b, "last");
    return field_is(a, "state", field_text(b, "state")) &&
           field_is(field(a, "station"), "lang", field_text(field(b, "station"), "lang")) &&
           cJSON_GetArraySize(field(field(a, "box"), "codes")) == cJSON_GetArraySize(field(field(b, "box"), "codes")) &&
           field_number(last, "seq") == field_number(other, "seq") &&
           cJSON_IsTrue(field(last, "void")) == cJSON_IsTrue(field(other, "void")) &&
           !field(last, "disposition") == !field(other, "disposition");
}

/* What an act was answered stays said while nothing else happens here. */
static int look_again(struct stand *s)
{
    cJSON *before = s->view;
    s->view = NULL;
    int rc = stand_look(s, &s->err);
    if (rc) {
        s->view = before;
        return rc;
    }
    cJSON *said = stands_still(before, s->view) ? cJSON_DetachItemFromObjectCaseSensitive(before, "say") : NULL;
    if (said && !cJSON_ReplaceItemInObjectCaseSensitive(s->view, "say", said))
        cJSON_Delete(said);
    cJSON_Delete(before);
    return 0;
}

int stand_open(struct counter *counter, int64_t station, struct stand *out, struct err *err)
{
    *out = (struct stand){.counter = counter, .station = station};
    if (stand_look(out, err))
        return -1;
    out->answered = last_box(out);
    return 0;
}

void stand_close(struct stand *s)
{
    cJSON_Delete(s->view);
    s->view = NULL;
}

static void note_last(struct stand *s)
{
    enum outcome o = outcome_from_name(field_text(field(s->view, "last"), "outcome"));
    if (!s->any || o == OUTCOME_NONE || (s->worst != OUTCOME_NONE && o > s->worst))
        s->worst = o;
    s->any = true;
}

/* Boxes that are answered by this act count for the exit status. */
static void note_answer(struct stand *s)
{
    int64_t last = last_box(s);
    if (!last || last == s->answered)
        return;
    s->answered = last;
    note_last(s);
}

void stand_sum(struct stand *s)
{
    if (field_is(s->view, "state", "alarm"))
        note_last(s);
    else if (cJSON_GetArraySize(field(field(s->view, "box"), "codes")) > 0)
        s->failed = true;
}

int stand_do(struct stand *s, struct counter_call *call)
{
    char key[PENDING_KEY];
    struct buffer json = {0};
    s->err = (struct err){0};
    call->station = s->station;
    if (!call->key) {
        stand_key(key);
        call->key = key;
    }
    int rc = counter_do(s->counter, call, &json, &s->err);
    if (rc == 0)
        rc = take(s, &json, &s->err);
    buffer_clear(&json);
    if (!rc)
        note_answer(s);
    if (rc || field_is(field(s->view, "say"), "code", "no-list"))
        s->failed = true;
    if (call->key == key)
        call->key = NULL;
    return rc;
}

int stand_catch_up(struct stand *s, bool *changed)
{
    int64_t version = 0;
    if (counter_catch_up(s->counter, &version, &s->err))
        return -1;
    *changed = *changed || version != s->version;
    return *changed ? look_again(s) : 0;
}

enum lang stand_lang(const struct stand *s)
{
    return field_is(field(s->view, "station"), "lang", "ja") ? LANG_JA : LANG_EN;
}
