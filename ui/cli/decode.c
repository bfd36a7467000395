#include <cjson/cJSON.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "app/base/text.h"
#include "app/scan/reader.h"
#include "ui/cli/command.h"

struct decode_call {
    bool json;
};

static const struct option options[] = {
    {"json",
     NULL,
     OPTION_FLAG,
     offsetof(struct decode_call, json),
     0,
     false,
     {"An object for each picture, one line each", "画像ごとに 1 行の JSON で出力します"}},
    {0},
};

/* What became of one picture. */
struct decoded {
    const char *file;
    struct reading reading;
    bool failed;
    struct err err;
    double ms; /* of loading and reading */
};

static double now_ms(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        return 0;
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int64_t now_us(void)
{
    return (int64_t)(now_ms() * 1e3);
}

static const struct reader_ask decode_ask = {.budget_ms = READER_BUDGET_BATCH_MS, .now_us = now_us};

static int load(const char *path, struct image *image, struct err *err)
{
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return err_set(err, ERR_INPUT, "%s is a folder: name the pictures in it",
                       "%s はフォルダーです。中の画像を指定してください", path);
    return image_load(path, image, err);
}

static void decode(const char *path, struct decoded *out)
{
    struct image image = {0};
    double start = now_ms();
    *out = (struct decoded){.file = path};
    out->failed = load(path, &image, &out->err) || reader_read(&image, &decode_ask, &out->reading, &out->err);
    if (out->failed)
        reading_clear(&out->reading);
    image_clear(&image);
    out->ms = now_ms() - start;
}

/* ---- JSON ---- */

/* A file's name may be any bytes; JSON is UTF-8. */
static cJSON *name_json(const char *file)
{
    char *name = malloc(strlen(file) * 3 + 1), *to = name;
    if (!name)
        return NULL;
    for (const char *at = file; *at;)
        to = text_put(to, text_next(&at)); /* what is no UTF-8 becomes U+FFFD, three bytes */
    *to = 0;
    cJSON *json = cJSON_CreateString(name);
    free(name);
    return json;
}

static cJSON *bytes_json(const struct symbol *s)
{
    size_t room = sodium_base64_ENCODED_LEN(s->size, sodium_base64_VARIANT_ORIGINAL);
    char *text = malloc(room);
    if (!text)
        return NULL;
    cJSON *json = cJSON_CreateString(sodium_bin2base64(text, room, s->bytes, s->size, sodium_base64_VARIANT_ORIGINAL));
    free(text);
    return json;
}

static cJSON *corners_json(const struct symbol *s)
{
    cJSON *corners = cJSON_CreateArray();
    for (int i = 0; s->has_corners && i < 4; i++)
        if (!cJSON_AddItemToArray(corners, cJSON_CreateIntArray(s->corners[i], 2)))
            break;
    return corners;
}

static bool add_code(cJSON *codes, const struct symbol *s)
{
    cJSON *code = cJSON_CreateObject();
    return cJSON_AddItemToArray(codes, code) &&
           cJSON_AddStringToObject(code, "symbology", symbology_name(s->symbology)) &&
           cJSON_AddItemToObject(code, "text", cJSON_CreateString(s->text ? s->text : "")) &&
           cJSON_AddItemToObject(code, "bytes", bytes_json(s)) &&
           cJSON_AddItemToObject(code, "corners", corners_json(s));
}

static bool fill(cJSON *o, const struct decoded *d, enum lang lang)
{
    char ms[32];
    snprintf(ms, sizeof ms, "%.1f", d->ms);
    if (!cJSON_AddItemToObject(o, "file", name_json(d->file)))
        return false;
    cJSON *codes = cJSON_AddArrayToObject(o, "codes");
    for (size_t i = 0; i < d->reading.codes.count; i++)
        if (!add_code(codes, &d->reading.codes.item[i]))
            return false;
    return (!d->failed || cJSON_AddStringToObject(o, "error", err_text(&d->err, lang))) &&
           cJSON_AddRawToObject(o, "ms", ms);
}

static int print_json(const struct decoded *d, enum lang lang, struct err *err)
{
    cJSON *o = cJSON_CreateObject();
    char *text = o && fill(o, d, lang) ? cJSON_PrintUnformatted(o) : NULL;
    cJSON_Delete(o);
    if (!text)
        return err_memory(err);
    printf("%s\n", text);
    cJSON_free(text);
    return 0;
}

/* ---- text ---- */

static void print_text(const struct context *ctx, const struct decoded *d)
{
    for (size_t i = 0; i < d->reading.codes.count; i++) {
        const struct symbol *s = &d->reading.codes.item[i];
        show_safe(stdout, d->file);
        printf(": %s ", symbology_name(s->symbology));
        if (s->text)
            show_safe(stdout, s->text);
        else
            printf(ctx->lang == LANG_JA ? "（文字でない %zu バイト。--json で見られます）"
                                        : "(%zu bytes that are no text; --json shows them)",
                   s->size);
        fputc('\n', stdout);
    }
    if (!d->failed && !d->reading.codes.count)
        context_note(ctx, "no code found in %s. Come closer, hold the code flat, avoid glare",
                     "%s からコードを読み取れません。近づけ、平らにし、反射を避けて撮り直してください", d->file);
}

static int run(struct context *ctx)
{
    const struct decode_call *call = ctx->call;
    int status = STATUS_OK;
    for (size_t i = 0; i < ctx->count && !ferror(stdout); i++) {
        struct decoded d;
        struct err err = {0};
        decode(ctx->args[i], &d);
        if (d.failed)
            status = context_fail(ctx, &d.err);
        if (!call->json)
            print_text(ctx, &d);
        else if (print_json(&d, ctx->lang, &err))
            status = context_fail(ctx, &err);
        (void)fflush(stdout); /* line by line; a failure stays in the stream */
        reading_clear(&d.reading);
    }
    return status;
}

const struct command decode_command = {
    .name = "decode",
    .arguments = "PICTURE...",
    .does = {"only read the codes in pictures", "画像のコードを読み取るだけ"},
    .about =
        {{"Reads EAN-13, EAN-8, UPC-A, UPC-E, ITF-14, Code 128 and QR codes in JPEG, PNG and WebP pictures. Nothing"
          " is looked up, judged or recorded. A picture without a code is no failure; one that cannot be read is,"
          " and the others are still read.",
          "JPEG、PNG、WebP の画像から EAN-13、EAN-8、UPC-A、UPC-E、ITF-14、Code 128、QR コードを読み取ります。照会・判定・記録はしません。コードのない画像は失敗ではありません。読めない画像は失敗ですが、残りの画像は読み取ります。"}},
    .example = {{"kenpin decode box.jpg", {"The codes, one a line", "コードを 1 行に 1 つ"}},
                {"kenpin decode --json *.jpg",
                 {"With bytes and corners, an object a picture", "バイト列と四隅も含め、画像ごとに 1 オブジェクト"}}},
    .options = {options},
    .call_size = sizeof(struct decode_call),
    .least = 1,
    .most = COMMAND_ANY,
    .run = run,
};
