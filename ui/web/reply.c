#include <stdio.h>
#include <string.h>

#include "app/check/json.h"
#include "ui/web/inside.h"

static const struct {
    unsigned status;
    const char *code;
    struct words says;
} errors[] = {
    [REPLY_BAD] = {400, "bad-request", {"this call is wrong", "呼び出しが正しくありません"}},
    [REPLY_NOT_JOINED] =
        {401,
         "not-joined",
         {"this device has not joined, or was cut off: open the link that kenpin serve printed, or scan the code"
          " that another device shows",
          "この端末は参加していないか、参加を取り消されました。kenpin serve"
          " が表示したリンクを開くか、ほかの端末に表示した QR コードを読み取ってください"}},
    [REPLY_FORBIDDEN] = {403, "forbidden", {"another site asked for this", "別のサイトからの要求のため受け付けません"}},
    [REPLY_MISDIRECTED] = {421, "misdirected", {"this server has no such name", "このサーバーの名前ではありません"}},
    [REPLY_NOT_FOUND] = {404, "not-found", {"there is nothing here", "ここには何もありません"}},
    [REPLY_METHOD] = {405, "method", {"not by this method", "このメソッドは使えません"}},
    [REPLY_CONFLICT] = {409, "key-used", {"this key is another act's", "このキーは別の操作のものです"}},
    [REPLY_LENGTH] = {411, "length", {"Content-Length is needed", "Content-Length が要ります"}},
    [REPLY_TOO_LARGE] = {413, "too-large", {"that is too large", "大きすぎます"}},
    [REPLY_TYPE] = {415, "media-type", {"not this Content-Type", "この Content-Type は使えません"}},
    [REPLY_TOO_MANY] = {429, "too-many", {"too often: wait a little", "回数が多すぎます。少し待ってください"}},
    [REPLY_BUSY] = {503, "busy", {"busy: once more in a moment", "混み合っています。少し待ってください"}},
    [REPLY_FAILED] = {503, "failed", {"nothing was recorded", "何も記録していません"}},
};

void reply_error(struct reply *out, enum reply_code code, const struct err *err)
{
    struct json j;
    struct err none;
    reply_clear(out);
    out->status = errors[code].status;
    struct json_node *root = json_start_in(&j, &out->body);
    struct json_node *o = json_object(&j, root, "error");
    json_text(&j, o, "code", errors[code].code);
    json_text(&j, o, "en", err ? err->en : errors[code].says.en);
    json_text(&j, o, "ja", err ? err->ja : errors[code].says.ja);
    if (json_end(&j, &none))
        buffer_clear(&out->body); /* without memory there is a status and no body */
}

void reply_clear(struct reply *reply)
{
    buffer_clear(&reply->body);
    if (reply->stream)
        mhd_library.destroy_response(reply->stream);
    *reply = (struct reply){0};
}

static bool put(struct MHD_Response *response, const char *name, const char *value)
{
    return mhd_library.add_header(response, name, value) == MHD_YES;
}

bool reply_guard(struct MHD_Response *response)
{
    static const char *const guard[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self';"
         " media-src 'self' blob:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Permissions-Policy", "camera=(self), microphone=(), geolocation=()"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cross-Origin-Embedder-Policy", "require-corp"},
    };
    for (size_t i = 0; i < sizeof guard / sizeof *guard; i++)
        if (!put(response, guard[i][0], guard[i][1]))
            return false;
    return true;
}

static bool put_own(struct MHD_Response *response, const struct reply *reply)
{
    char seconds[24];
    (void)snprintf(seconds, sizeof seconds, "%lld", (long long)(reply->retry_ms + 999) / 1000);
    return put(response, "Cache-Control", "no-store") &&
           put(response, "Content-Type", reply->stream ? "text/event-stream" : "application/json") &&
           (!reply->cookie[0] || put(response, "Set-Cookie", reply->cookie)) &&
           (!reply->allow || put(response, "Allow", reply->allow)) &&
           (!reply->retry_ms || put(response, "Retry-After", seconds)) && reply_guard(response);
}

enum MHD_Result reply_send(struct request *r, struct reply *reply)
{
    unsigned status = reply->status ? reply->status : MHD_HTTP_OK;
    struct MHD_Response *response = reply->stream;
    enum MHD_Result sent = MHD_NO;
    if (!response)
        response = mhd_library.from_buffer(reply->body.size, reply->body.bytes, MHD_RESPMEM_MUST_COPY);
    if (response && put_own(response, reply))
        sent = mhd_library.queue_response(r->connection, status, response);
    if (response && !reply->stream)
        mhd_library.destroy_response(response);
    reply_clear(reply);
    return sent;
}
