#include <stdio.h>
#include <string.h>

#include "ui/web/assets.h"
#include "ui/web/inside.h"

enum { TAG = 24 };

static enum MHD_Result send_with(struct request *r, unsigned status, struct MHD_Response *response,
                                 const char *const headers[][2])
{
    enum MHD_Result sent = MHD_NO;
    bool good = response && reply_guard(response);
    for (size_t i = 0; good && headers[i][0]; i++)
        good = mhd_library.add_header(response, headers[i][0], headers[i][1]) == MHD_YES;
    if (good)
        sent = mhd_library.queue_response(r->connection, status, response);
    if (response)
        mhd_library.destroy_response(response);
    return sent;
}

static struct MHD_Response *empty(void)
{
    return mhd_library.from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result to_join(struct request *r)
{
    static const char *const headers[][2] = {{"Location", "/join"}, {"Cache-Control", "no-store"}, {NULL, NULL}};
    return send_with(r, MHD_HTTP_FOUND, empty(), headers);
}

/* A page of an older program is not shown by a newer one: it is asked for again, and not sent again when it is the
 * same. */
static enum MHD_Result send_file(struct request *r, const struct asset *f)
{
    char tag[TAG];
    (void)snprintf(tag, sizeof tag, "\"%.16s\"", f->digest);
    const char *const headers[][2] = {
        {"Content-Type", assets_type(f)}, {"ETag", tag}, {"Cache-Control", "no-cache"}, {NULL, NULL}};
    const char *have = request_header(r, "If-None-Match");
    if (have && !strcmp(have, tag))
        return send_with(r, MHD_HTTP_NOT_MODIFIED, empty(), headers);
    /* libmicrohttpd asks for bytes that may be written, and writes none of a persistent buffer */
    return send_with(r, MHD_HTTP_OK,
                     mhd_library.from_buffer(f->size, (void *)(uintptr_t)f->bytes, MHD_RESPMEM_PERSISTENT), headers);
}

static enum MHD_Result refuse(struct request *r, enum reply_code code, const struct err *err, int64_t wait_ms)
{
    struct reply reply = {0};
    reply_error(&reply, code, err);
    reply.allow = code == REPLY_METHOD ? "GET" : NULL;
    reply.retry_ms = wait_ms;
    return reply_send(r, &reply);
}

/* A document, for who has joined. */
static enum MHD_Result send_closed(struct request *r, const struct asset *f)
{
    struct err err;
    if (request_station(r, &err))
        return refuse(r, REPLY_FAILED, &err, 0);
    int64_t wait = r->station ? 0 : request_guess(r);
    if (wait)
        return refuse(r, REPLY_TOO_MANY, NULL, wait);
    return r->station ? send_file(r, f) : to_join(r);
}

enum MHD_Result files_send(struct request *r, const char *path, const char *method)
{
    const struct asset *f = assets_find(path);
    if (!f)
        return refuse(r, REPLY_NOT_FOUND, NULL, 0);
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return refuse(r, REPLY_METHOD, NULL, 0);
    return assets_is_closed(f) ? send_closed(r, f) : send_file(r, f);
}
