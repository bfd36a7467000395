#include "cache/registry/latest.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "app/base/text.h"
#include "cache/registry/json_read.h"

#define FORMAT 1

static int unsound(const char *key, struct err *err)
{
    return err_set(err, ERR_INPUT, "the mirror's latest.json is not sound at \"%s\"; publish again",
                   "ミラーの latest.json の \"%s\" が正しくありません。公開し直してください", key);
}

/* ---- reading ---- */

static const char *text_of(const cJSON *in, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(in, key);
    return cJSON_IsString(item) ? item->valuestring : NULL;
}

static int read_number(const cJSON *in, const char *key, int64_t most, int64_t *out, struct err *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(in, key);
    double value = cJSON_IsNumber(item) ? item->valuedouble : -1;
    if (!(value >= 0 && value <= (double)most) || (double)(int64_t)value != value)
        return unsound(key, err);
    *out = (int64_t)value;
    return 0;
}

static int read_moment(const cJSON *in, const char *key, moment *out, struct err *err)
{
    const char *text = text_of(in, key);
    return text && moment_parse(text, out) && *out > 0 ? 0 : unsound(key, err);
}

static int read_digest(const cJSON *in, const char *key, char out[PACK_DIGEST_TEXT], struct err *err)
{
    const char *text = text_of(in, key);
    if (!text || !pack_is_digest(text))
        return unsound(key, err);
    memcpy(out, text, PACK_DIGEST_TEXT);
    return 0;
}

static int read_file(const cJSON *in, const char *key, struct latest_file *out, struct err *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(in, key);
    const char *name = text_of(item, "file");
    if (!name || !pack_is_name(name))
        return unsound(key, err);
    memcpy(out->name, name, PACK_NAME_TEXT);
    return read_number(item, "size", PACK_BYTES_MAX, &out->size, err) ||
                   read_number(item, "text", PACK_TEXT_MAX, &out->text, err)
               ? -1
               : 0;
}

static int read_deltas(const cJSON *in, struct latest_list *out, struct err *err)
{
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(in, "deltas"), *item;
    if (!cJSON_IsArray(all))
        return unsound("deltas", err);
    cJSON_ArrayForEach(item, all)
    {
        struct latest_delta *d = &out->delta[out->deltas];
        if (out->deltas == LATEST_DELTAS_MAX)
            return unsound("deltas", err);
        if (read_digest(item, "from", d->from, err) || read_file(item, "file", &d->file, err) ||
            read_file(item, "was", &d->was, err))
            return -1;
        out->deltas++;
    }
    return 0;
}

static int read_list(const cJSON *in, struct latest *to, struct err *err)
{
    const char *scheme = text_of(in, "scheme"), *source = text_of(in, "source");
    const cJSON *demo = cJSON_GetObjectItemCaseSensitive(in, "demo");
    if (to->lists == LATEST_LISTS_MAX)
        return unsound("lists", err);
    struct latest_list *out = &to->list[to->lists];
    out->scheme = scheme ? scheme_from_name(scheme) : SCHEME_NONE;
    if (out->scheme == SCHEME_NONE || latest_of(to, out->scheme))
        return unsound("scheme", err);
    if (!source || !*source || strlen(source) >= sizeof out->source)
        return unsound("source", err);
    if (!cJSON_IsBool(demo))
        return unsound("demo", err);
    strcpy(out->source, source);
    out->demo = cJSON_IsTrue(demo);
    to->lists++;
    return read_digest(in, "list", out->digest, err) || read_moment(in, "as_of", &out->as_of, err) ||
                   read_number(in, "labels", LATEST_SERIAL_MAX, &out->labels, err) ||
                   read_digest(in, "content", out->content, err) || read_digest(in, "rows", out->rows, err) ||
                   read_file(in, "snapshot", &out->snapshot, err) || read_deltas(in, out, err)
               ? -1
               : 0;
}

static int read_all(const cJSON *root, struct latest *out, struct err *err)
{
    const char *kind = text_of(root, "kenpin");
    const cJSON *lists = cJSON_GetObjectItemCaseSensitive(root, "lists"), *item;
    int64_t format = 0;
    if (!kind || strcmp(kind, "mirror") != 0)
        return unsound("kenpin", err);
    if (read_number(root, "format", LATEST_SERIAL_MAX, &format, err))
        return -1;
    if (format != FORMAT)
        return err_set(err, ERR_NEWER, "the mirror's form is %d, and this kenpin knows %d: update kenpin",
                       "ミラーの形式は %d ですが、この kenpin が知るのは %d です。kenpin を更新してください",
                       (int)(format % 1000000), FORMAT);
    if (read_number(root, "serial", LATEST_SERIAL_MAX, &out->serial, err) ||
        read_moment(root, "made", &out->made, err) || read_moment(root, "expires", &out->expires, err))
        return -1;
    if (out->expires <= out->made)
        return unsound("expires", err);
    if (!cJSON_IsArray(lists))
        return unsound("lists", err);
    cJSON_ArrayForEach(item, lists) if (read_list(item, out, err)) return -1;
    return 0;
}

int latest_read(const void *bytes, size_t size, struct latest *out, struct err *err)
{
    cJSON *root = NULL;
    *out = (struct latest){0};
    if (size > LATEST_BYTES_MAX || !text_valid(bytes, size))
        return unsound("{", err);
    /* The parser wants a text of its own with a NUL. */
    char text[LATEST_BYTES_MAX + 1];
    memcpy(text, bytes, size);
    text[size] = '\0';
    int result = json_read_parse(text, size, &root, err);
    if (result == 0)
        result = read_all(root, out, err);
    cJSON_Delete(root);
    return result;
}

/* ---- writing ---- */

static bool add_moment(cJSON *to, const char *key, moment at)
{
    char text[MOMENT_TEXT];
    return cJSON_AddStringToObject(to, key, moment_text(at, text));
}

static bool add_file(cJSON *to, const char *key, const struct latest_file *f)
{
    cJSON *item = cJSON_AddObjectToObject(to, key);
    return item && cJSON_AddStringToObject(item, "file", f->name) &&
           cJSON_AddNumberToObject(item, "size", (double)f->size) &&
           cJSON_AddNumberToObject(item, "text", (double)f->text);
}

/* A new object at the end of an array. */
static cJSON *add_item(cJSON *array)
{
    cJSON *item = cJSON_CreateObject();
    if (cJSON_AddItemToArray(array, item))
        return item;
    cJSON_Delete(item);
    return NULL;
}

static bool add_list(cJSON *to, const struct latest_list *l)
{
    bool sound = cJSON_AddStringToObject(to, "scheme", scheme_name(l->scheme)) &&
                 cJSON_AddStringToObject(to, "source", l->source) && cJSON_AddStringToObject(to, "list", l->digest) &&
                 add_moment(to, "as_of", l->as_of) && cJSON_AddBoolToObject(to, "demo", l->demo) &&
                 cJSON_AddNumberToObject(to, "labels", (double)l->labels) &&
                 cJSON_AddStringToObject(to, "content", l->content) && cJSON_AddStringToObject(to, "rows", l->rows) &&
                 add_file(to, "snapshot", &l->snapshot);
    cJSON *deltas = sound ? cJSON_AddArrayToObject(to, "deltas") : NULL;
    for (size_t i = 0; deltas && i < l->deltas; i++) {
        cJSON *item = add_item(deltas);
        if (!item || !cJSON_AddStringToObject(item, "from", l->delta[i].from) ||
            !add_file(item, "file", &l->delta[i].file) || !add_file(item, "was", &l->delta[i].was))
            return false;
    }
    return deltas != NULL;
}

static bool add_all(cJSON *root, const struct latest *l)
{
    bool sound = cJSON_AddStringToObject(root, "kenpin", "mirror") && cJSON_AddNumberToObject(root, "format", FORMAT) &&
                 cJSON_AddNumberToObject(root, "serial", (double)l->serial) && add_moment(root, "made", l->made) &&
                 add_moment(root, "expires", l->expires);
    cJSON *lists = sound ? cJSON_AddArrayToObject(root, "lists") : NULL;
    for (size_t i = 0; lists && i < l->lists; i++) {
        cJSON *item = add_item(lists);
        if (!item || !add_list(item, &l->list[i]))
            return false;
    }
    return lists != NULL;
}

int latest_write(const struct latest *l, char **out, struct err *err)
{
    cJSON *root = cJSON_CreateObject();
    *out = root && add_all(root, l) ? cJSON_Print(root) : NULL;
    cJSON_Delete(root);
    return *out ? 0 : err_memory(err);
}

/* ---- asking ---- */

const struct latest_list *latest_of(const struct latest *l, enum scheme scheme)
{
    for (size_t i = 0; i < l->lists; i++)
        if (l->list[i].scheme == scheme)
            return &l->list[i];
    return NULL;
}

static bool list_names(const struct latest_list *l, const char *name)
{
    if (strcmp(l->snapshot.name, name) == 0)
        return true;
    for (size_t i = 0; i < l->deltas; i++)
        if (strcmp(l->delta[i].file.name, name) == 0 || strcmp(l->delta[i].was.name, name) == 0)
            return true;
    return false;
}

bool latest_names(const struct latest *l, const char *name)
{
    for (size_t i = 0; i < l->lists; i++)
        if (list_names(&l->list[i], name))
            return true;
    return false;
}
