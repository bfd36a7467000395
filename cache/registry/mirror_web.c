#include "cache/registry/mirror_web.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_MISSING = 404 };

static int read_file(const char *path, size_t max, uint8_t **bytes, size_t *size, struct err *err)
{
    struct input in;
    if (input_open(path, &in, err))
        return -1;
    size_t room = (size_t)in.size < max ? (size_t)in.size : max;
    *bytes = malloc(room + 1);
    int rc = *bytes ? input_peek(&in, 0, *bytes, room, size, err) : err_memory(err);
    input_close(&in);
    if (rc) {
        free(*bytes);
        *bytes = NULL;
    }
    return rc;
}

int mirror_web_get(void *ctx, const char *name, size_t max, uint8_t **bytes, size_t *size, struct err *err)
{
    struct mirror_web *w = ctx;
    const struct gather_ask *ask = w->ask;
    char address[SOURCE_ADDRESS_MAX * 2], path[FETCH_PATH_MAX];
    *bytes = NULL;
    *size = 0;
    int a = snprintf(address, sizeof address, "%s%s", ask->source->address, name);
    int b = snprintf(path, sizeof path, "%s/sync.list", ask->folder);
    if (a < 0 || a >= SOURCE_ADDRESS_MAX || b < 0 || b >= FETCH_PATH_MAX)
        return err_set(err, ERR_INPUT, "%s is too long a name", "%s は名前が長すぎます", name);
    struct fetch_ask f = {
        .source = ask->source,
        .address = address,
        .path = path,
        .ca = ask->ca,
        .most = (int64_t)max,
        .seconds = ask->seconds,
        .progress = ask->progress,
        .progress_ctx = ask->progress_ctx,
    };
    int rc = fetch_file(w->fetch, &f, &w->answer, err);
    w->requests += w->answer.requests;
    if (rc && w->answer.status == STATUS_MISSING) {
        if (err)
            *err = (struct err){0};
        return 0;
    }
    return rc ? rc : read_file(path, max, bytes, size, err);
}

int mirror_web_trusted(const struct source *s, struct minisign_public out[MIRROR_TRUSTED_MAX], size_t *count,
                       struct err *err)
{
    *count = 0;
    if (!s->address[0] || !s->trusted)
        return err_set(
            err, ERR_INPUT,
            "%s is not set up: its description needs \"address\", \"hosts\" and \"trust\" in a file of your"
            " own; see kenpin registry probe %s",
            "%s は未設定です。自分の記述ファイルに \"address\"、\"hosts\"、\"trust\" を書いてください。kenpin"
            " registry probe %s も見てください",
            s->name, s->name);
    for (size_t i = 0; i < s->trusted && i < MIRROR_TRUSTED_MAX; i++)
        if (minisign_public_read(s->trust[i], strlen(s->trust[i]), &out[(*count)++], err))
            return -1;
    return 0;
}
