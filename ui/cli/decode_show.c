#include "ui/cli/decode_show.h"

#include <cjson/cJSON.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/codes/parts.h"

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

/* Of a message over several symbols: which part this is, or how many it was joined of. */
static bool add_part(cJSON *code, const struct symbol *s)
{
    if (s->part.index == 0)
        return s->part.of == 0 || cJSON_AddNumberToObject(code, "parts", s->part.of);
    cJSON *part = cJSON_AddObjectToObject(code, "part");
    return cJSON_AddNumberToObject(part, "index", s->part.index) && cJSON_AddNumberToObject(part, "of", s->part.of) &&
           cJSON_AddNumberToObject(part, parts_message_name(s), s->part.message);
}

static bool add_code(cJSON *codes, const struct symbol *s)
{
    cJSON *code = cJSON_CreateObject();
    return cJSON_AddItemToArray(codes, code) &&
           cJSON_AddStringToObject(code, "symbology", symbology_name(s->symbology)) &&
           cJSON_AddItemToObject(code, "text", cJSON_CreateString(s->text ? s->text : "")) &&
           cJSON_AddItemToObject(code, "bytes", bytes_json(s)) &&
           cJSON_AddItemToObject(code, "corners", corners_json(s)) && add_part(code, s);
}

static bool add_ms(cJSON *o, double ms)
{
    char text[32];
    snprintf(text, sizeof text, "%.1f", ms);
    return cJSON_AddRawToObject(o, "ms", text);
}

static bool was_run(const struct reading_step *step)
{
    return step->done || step->us > 0;
}

static bool add_stages(cJSON *stages, const struct reading *reading)
{
    for (int i = STAGE_NONE + 1; i < STAGES; i++) {
        const struct reading_step *step = &reading->step[i];
        cJSON *o = was_run(step) ? cJSON_CreateObject() : NULL;
        if (was_run(step) &&
            !(cJSON_AddItemToArray(stages, o) && cJSON_AddStringToObject(o, "stage", stage_name((enum stage)i)) &&
              add_ms(o, (double)step->us / 1e3) && cJSON_AddNumberToObject(o, "found", step->found) &&
              cJSON_AddBoolToObject(o, "done", step->done)))
            return false;
    }
    return true;
}

static bool add_explain(cJSON *o, const struct picture_result *r, uint32_t budget_ms)
{
    cJSON *explain = cJSON_AddObjectToObject(o, "explain");
    cJSON *size = cJSON_CreateIntArray((int[]){(int)r->width, (int)r->height}, 2);
    if (!cJSON_AddItemToObject(explain, "size", size) || !cJSON_AddNumberToObject(explain, "budget_ms", budget_ms) ||
        !cJSON_AddBoolToObject(explain, "out_of_time", r->reading.out_of_time) ||
        !cJSON_AddBoolToObject(explain, "crowded", r->reading.crowded))
        return false;
    cJSON *by = cJSON_AddArrayToObject(explain, "by");
    for (size_t i = 0; i < r->reading.codes.count; i++)
        if (!cJSON_AddItemToArray(by, cJSON_CreateString(stage_name(r->reading.by[i]))))
            return false;
    return add_stages(cJSON_AddArrayToObject(explain, "stages"), &r->reading);
}

static bool fill(cJSON *o, const struct picture_result *r, const struct decode_show *how)
{
    if (!cJSON_AddItemToObject(o, "file", name_json(r->name)))
        return false;
    cJSON *codes = cJSON_AddArrayToObject(o, "codes");
    for (size_t i = 0; i < r->reading.codes.count; i++)
        if (!add_code(codes, &r->reading.codes.item[i]))
            return false;
    return (!r->failed || cJSON_AddStringToObject(o, "error", err_text(&r->err, how->lang))) && add_ms(o, r->ms) &&
           (!how->explain || r->failed || add_explain(o, r, how->budget_ms));
}

int decode_show_json(const struct picture_result *r, const struct decode_show *how, struct err *err)
{
    cJSON *o = cJSON_CreateObject();
    char *text = o && fill(o, r, how) ? cJSON_PrintUnformatted(o) : NULL;
    cJSON_Delete(o);
    if (!text)
        return err_memory(err);
    printf("%s\n", text);
    cJSON_free(text);
    return 0;
}

/* ---- text ---- */

static const char *say(const struct decode_show *how, const char *en, const char *ja)
{
    return how->lang == LANG_JA ? ja : en;
}

static void show_part(const struct symbol *s, const struct decode_show *how)
{
    if (s->part.index)
        printf(say(how, "  (part %u of %u: the others belong with it)", "  （全 %2$u 部のうち第 %1$u 部。残りも必要）"),
               s->part.index, s->part.of);
    else if (s->part.of)
        printf(say(how, "  (joined of %u parts)", "  （%u 部を結合）"), s->part.of);
}

static void show_code(const struct picture_result *r, size_t n, const struct decode_show *how)
{
    const struct symbol *s = &r->reading.codes.item[n];
    show_safe(stdout, r->name);
    printf(": %s ", symbology_name(s->symbology));
    if (s->text)
        show_safe(stdout, s->text);
    else
        printf(say(how, "(%zu bytes that are no text; --json shows them)",
                   "（文字でない %zu バイト。--json で見られます）"),
               s->size);
    show_part(s, how);
    if (how->explain)
        printf("  (%s)", stage_name(r->reading.by[n]));
    fputc('\n', stdout);
}

static void show_step(const struct picture_result *r, enum stage stage, const struct decode_show *how)
{
    const struct reading_step *step = &r->reading.step[stage];
    show_safe(stdout, r->name);
    printf(say(how, ":   %-14s %8.1f ms  %u found%s", ":   %-14s %8.1f ms  %u 件%s"), stage_name(stage),
           (double)step->us / 1e3, step->found, step->done ? "" : say(how, ", cut short", "（途中まで）"));
    fputc('\n', stdout);
}

static void show_sum(const struct picture_result *r, const struct decode_show *how)
{
    int64_t us = 0;
    for (int i = 0; i < STAGES; i++)
        us += r->reading.step[i].us;
    double reading = (double)us / 1e3;
    show_safe(stdout, r->name);
    printf(say(how, ":   %u x %u pixels, loaded in %.1f ms, read in %.1f ms",
               ":   %u x %u 画素、読み込み %.1f ms、読み取り %.1f ms"),
           r->width, r->height, r->ms > reading ? r->ms - reading : 0, reading);
    if (how->budget_ms)
        printf(say(how, " of %u", "（予算 %u ms）"), how->budget_ms);
    puts(r->reading.out_of_time ? say(how, "; the time ran out before everything was tried",
                                      "。時間切れのため、すべての方法は試していません")
                                : "");
}

void decode_show_text(const struct picture_result *r, const struct decode_show *how)
{
    for (size_t i = 0; i < r->reading.codes.count; i++)
        show_code(r, i, how);
    if (!how->explain || r->failed)
        return;
    for (int i = STAGE_NONE + 1; i < STAGES; i++)
        if (was_run(&r->reading.step[i]))
            show_step(r, (enum stage)i, how);
    show_sum(r, how);
}
