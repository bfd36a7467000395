#include <stdlib.h>
#include <string.h>

#include "app/check/json.h"
#include "ui/show/field.h"
#include "ui/web/inside.h"
#include "ui/web/tick.h"

enum { FRAME_PATIENCE_MS = 1000, PICTURE_PATIENCE_MS = 20000, SIDE_DIGITS = 5 };

/* ---- what was read ---- */

static void put_codes(struct json *j, struct json_node *root, const struct symbols *codes)
{
    struct json_node *array = json_array(j, root, "codes");
    for (size_t i = 0; i < codes->count; i++) {
        const struct symbol *s = &codes->item[i];
        struct json_node *o = json_item(j, array);
        json_text(j, o, "text", s->text);
        json_text(j, o, "symbology", symbology_name(s->symbology));
        if (!s->has_corners) {
            json_null(j, o, "corners");
            continue;
        }
        struct buffer corners = {0};
        for (int k = 0; k < 4; k++)
            buffer_format(&corners, "%s[%d,%d]", k ? "," : "[", s->corners[k][0], s->corners[k][1]);
        buffer_text(&corners, "]");
        json_raw(j, o, "corners", corners.failed ? "null" : corners.bytes);
        buffer_clear(&corners);
    }
}

/* What was read, before the counter takes the codes over; end_reply completes it. */
static struct json_node *begin_reply(struct json *j, const struct picture_result *read, struct reply *out)
{
    struct buffer ms = {0};
    struct json_node *root = json_start_in(j, &out->body);
    put_codes(j, root, &read->reading.codes);
    buffer_format(&ms, "%.1f", read->ms);
    json_raw(j, root, "ms", ms.failed ? "0" : ms.bytes);
    buffer_clear(&ms);
    return root;
}

/* `view` is empty where nothing was put in. */
static int end_reply(struct json *j, struct json_node *root, const struct buffer *view, struct err *err)
{
    json_bool(j, root, "agreed", view->size > 0);
    if (view->size)
        json_raw(j, root, "view", view->bytes);
    return json_end(j, err);
}

/* 0 with the reading; 1 when *out already says why there is none. */
static int look(struct readers *readers, const struct picture *picture, int64_t patience_ms,
                struct picture_result *read, struct reply *out, struct err *err)
{
    int rc = readers_read(readers, picture, patience_ms, read, err);
    if (rc < 0)
        return -1;
    if (rc > 0) {
        reply_error(out, REPLY_BUSY, NULL);
        out->retry_ms = patience_ms;
        return 1;
    }
    if (read->failed) {
        *err = read->err;
        return -1;
    }
    return 0;
}

/* `what` is that of the picture, which takes a while: not while the desk is taken. */
static int put_in(struct request *r, struct counter *c, const uint8_t what[COUNTER_WHAT], struct symbols *codes,
                  struct buffer *view, struct err *err)
{
    struct counter_call call = {.station = r->station, .key = r->key, .what = what, .act = ACT_READ, .read = codes};
    return counter_do(c, &call, view, err);
}

/* ---- a picture ---- */

int calls_pictures_picture(struct request *r, struct reply *out, struct err *err)
{
    struct picture picture = {.kind = PICTURE_BYTES, .name = "picture", .bytes = r->body, .size = r->size};
    struct picture_result read;
    struct buffer view = {0};
    struct json j;
    int rc = look(r->server->ask.pictures, &picture, PICTURE_PATIENCE_MS, &read, out, err);
    if (rc)
        return rc < 0 ? -1 : 0;
    struct json_node *root = begin_reply(&j, &read, out);
    uint8_t what[COUNTER_WHAT];
    request_what(r, r->body, r->size, what);
    struct counter *c = desk_take(&r->server->desk);
    rc = put_in(r, c, what, &read.reading.codes, &view, err);
    desk_give(&r->server->desk);
    if (!rc)
        rc = end_reply(&j, root, &view, err);
    else
        json_drop(&j);
    buffer_clear(&view);
    reading_clear(&read.reading);
    return rc;
}

/* ---- a frame of the camera ---- */

static bool side(const char *text, uint32_t *out)
{
    size_t size = text ? strspn(text, "0123456789") : 0;
    *out = size ? (uint32_t)strtoul(text, NULL, 10) : 0;
    return size && size <= SIDE_DIGITS && !text[size];
}

/* What the station's camera saw so far; NULL while another frame of it is read. */
static struct seen *seen_take(struct server *s, int64_t station)
{
    struct seen *one = NULL, *oldest = NULL;
    (void)pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < STATIONS_MAX && !one; i++) {
        if (s->seen[i].station == station)
            one = &s->seen[i];
        else if (!s->seen[i].busy && (!oldest || s->seen[i].used_ms < oldest->used_ms))
            oldest = &s->seen[i];
    }
    if (!one && oldest) {
        one = oldest;
        *one = (struct seen){.station = station};
    }
    if (one && one->busy)
        one = NULL;
    if (one) {
        one->busy = true;
        one->used_ms = tick_now();
    }
    (void)pthread_mutex_unlock(&s->lock);
    return one;
}

static void seen_give(struct server *s, struct seen *one)
{
    (void)pthread_mutex_lock(&s->lock);
    one->busy = false;
    (void)pthread_mutex_unlock(&s->lock);
}

static bool is_among(const cJSON *codes, const struct symbol *s)
{
    const cJSON *code;
    cJSON_ArrayForEach(code, codes) if (s->text && field_is(code, "text", s->text) &&
                                        field_is(code, "symbology", symbology_name(s->symbology))) return true;
    return false;
}

/* Whether the station shows it already: in its open box, or in one answered so shortly ago, by whatever way it was
 * read, that it must be the same. */
static bool is_shown(const cJSON *view, const struct symbol *s)
{
    const cJSON *last = field(view, "last");
    moment now, at;
    if (is_among(field(field(view, "box"), "codes"), s))
        return true;
    return moment_parse(field_text(view, "now"), &now) && moment_parse(field_text(last, "at"), &at) &&
           now - at <= WATCH_GONE_MS / 1000 && is_among(field(field(last, "check"), "codes"), s);
}

/* Those that agree and are new, put in; *view stays empty where there are none. The desk is taken. */
static int put_new(struct request *r, struct counter *c, const uint8_t what[COUNTER_WHAT], struct symbols *codes,
                   struct watched *agreed[SYMBOLS_MAX], struct buffer *view, struct err *err)
{
    struct symbols *fresh = calloc(1, sizeof *fresh);
    cJSON *shown = NULL;
    if (!fresh)
        return err_memory(err);
    int rc = counter_view(c, r->station, view, err) || field_parse(view->bytes, &shown, err) ? -1 : 0;
    buffer_reset(view);
    bool alarm = field_is(shown, "state", "alarm");
    for (size_t i = 0; !rc && i < codes->count; i++) {
        if (!agreed[i] || alarm)
            agreed[i] = NULL; /* it may yet count when the alarm was seen */
        else if (!is_shown(shown, &codes->item[i])) {
            fresh->item[fresh->count++] = codes->item[i];
            codes->item[i] = (struct symbol){0};
        }
    }
    cJSON_Delete(shown);
    if (!rc && fresh->count)
        rc = put_in(r, c, what, fresh, view, err);
    for (size_t i = 0; !rc && i < codes->count; i++)
        if (agreed[i])
            watch_put(agreed[i]);
    symbols_clear(fresh);
    free(fresh);
    return rc;
}

static int judge_frame(struct request *r, struct watch *w, struct picture_result *read, struct reply *out,
                       struct err *err)
{
    struct watched *agreed[SYMBOLS_MAX] = {0};
    struct buffer view = {0};
    struct json j;
    int rc = 0;
    struct json_node *root = begin_reply(&j, read, out);
    if (watch_frame(w, &read->reading.codes, tick_now(), agreed)) {
        uint8_t what[COUNTER_WHAT];
        request_what(r, r->body, r->size, what);
        struct counter *c = desk_take(&r->server->desk);
        rc = put_new(r, c, what, &read->reading.codes, agreed, &view, err);
        desk_give(&r->server->desk);
    }
    if (!rc)
        rc = end_reply(&j, root, &view, err);
    else
        json_drop(&j);
    buffer_clear(&view);
    return rc;
}

int calls_pictures_frame(struct request *r, struct reply *out, struct err *err)
{
    struct picture picture = {.kind = PICTURE_FRAME, .name = "frame", .bytes = r->body, .size = r->size};
    struct picture_result read;
    if (!side(request_argument(r, "w"), &picture.width) || !side(request_argument(r, "h"), &picture.height) ||
        r->size != (uint64_t)picture.width * picture.height || !r->size)
        return err_set(err, ERR_USAGE, "a frame is ?w= times ?h= bytes, one of grey for each pixel",
                       "フレームは ?w= × ?h= バイト（1 画素 1 バイトの灰色）です");
    struct seen *seen = seen_take(r->server, r->station);
    if (!seen) {
        reply_error(out, REPLY_TOO_MANY, NULL);
        out->retry_ms = FRAME_PATIENCE_MS;
        return 0;
    }
    int rc = look(r->server->ask.frames, &picture, FRAME_PATIENCE_MS, &read, out, err);
    if (!rc) {
        rc = judge_frame(r, &seen->watch, &read, out, err);
        reading_clear(&read.reading);
    }
    seen_give(r->server, seen);
    return rc < 0 ? -1 : 0;
}
