#include "ui/web/body_facts.h"

#include <stdio.h>
#include <string.h>

#include "ui/cli/options.h"

enum { NAME_MAX_BYTES = 32, LIST_MAX = 64, NUMBER_MAX = 1000000 };

static int wrong(const char *name, struct err *err)
{
    return err_set(err, ERR_USAGE, "\"%s\": not known here, given twice, or not of this kind",
                   "「%s」: 使えない項目か、二度指定されているか、種類が違います", name);
}

/* ---- codes ---- */

static bool symbology_of(const char *name, enum symbology *out)
{
    for (int s = SYMBOLOGY_EAN13; s <= SYMBOLOGY_GS1_DATAMATRIX; s++)
        if (!strcmp(symbology_name((enum symbology)s), name)) {
            *out = (enum symbology)s;
            return true;
        }
    return false;
}

static int add_code(const cJSON *code, struct symbols *codes, struct err *err)
{
    enum symbology symbology = SYMBOLOGY_NONE;
    const char *text = NULL;
    const cJSON *item;
    if (!cJSON_IsObject(code) || codes->count == SYMBOLS_MAX)
        return wrong("codes", err);
    cJSON_ArrayForEach(item, code)
    {
        bool is_text = cJSON_IsString(item) && item->valuestring[0];
        if (is_text && !text && !strcmp(item->string, "text"))
            text = item->valuestring;
        else if (!is_text || symbology || strcmp(item->string, "symbology") != 0 ||
                 !symbology_of(item->valuestring, &symbology))
            return wrong(item->string, err);
    }
    if (!text)
        return wrong("codes", err);
    struct symbol *s = &codes->item[codes->count];
    if (symbol_set(s, symbology, ORIGIN_SCAN, text, strlen(text), err))
        return -1;
    if (!symbology)
        symbol_guess(s);
    codes->count++;
    return 0;
}

static int add_codes(const cJSON *array, struct symbols *codes, struct err *err)
{
    const cJSON *code;
    if (!cJSON_IsArray(array))
        return wrong("codes", err);
    cJSON_ArrayForEach(code, array) if (add_code(code, codes, err)) return -1;
    return 0;
}

/* ---- facts ---- */

static const struct option *option_of(const char *name)
{
    char dashed[NAME_MAX_BYTES];
    size_t size = strlen(name);
    if (size >= sizeof dashed || strchr(name, '-'))
        return NULL;
    for (size_t i = 0; i <= size; i++)
        dashed[i] = name[i] == '_' ? '-' : name[i];
    const struct option *o = options_find(facts_options, dashed, size);
    return o ? o : options_find(facts_box_options, dashed, size);
}

static int set_number(const struct option *o, const cJSON *item, struct facts *facts, struct option_keep *keep,
                      struct err *err)
{
    char text[16];
    double value = item->valuedouble;
    if (o->kind != OPTION_NUMBER || !(value >= 0 && value <= NUMBER_MAX) || value != (double)(int)value)
        return wrong(item->string, err);
    (void)snprintf(text, sizeof text, "%d", (int)value);
    return option_set(o, item->string, text, facts, keep, err);
}

/* Words of one option with commas, as it takes them. */
static int set_words(const struct option *o, const cJSON *array, struct facts *facts, struct option_keep *keep,
                     struct err *err)
{
    char text[LIST_MAX] = "";
    const cJSON *word;
    cJSON_ArrayForEach(word, array)
    {
        size_t at = strlen(text);
        if (!cJSON_IsString(word) || strchr(word->valuestring, ',') ||
            snprintf(text + at, sizeof text - at, "%s%s", at ? "," : "", word->valuestring) >= (int)(sizeof text - at))
            return wrong(array->string, err);
    }
    return option_set(o, array->string, text, facts, keep, err);
}

static int set_texts(const struct option *o, const cJSON *array, struct facts *facts, struct option_keep *keep,
                     struct err *err)
{
    const cJSON *text;
    cJSON_ArrayForEach(text, array)
    {
        if (!cJSON_IsString(text))
            return wrong(array->string, err);
        if (option_set(o, array->string, text->valuestring, facts, keep, err))
            return -1;
    }
    return 0;
}

static int set_fact(const cJSON *item, struct facts *facts, struct option_keep *keep, struct err *err)
{
    const struct option *o = option_of(item->string);
    if (!o)
        return wrong(item->string, err);
    if (cJSON_IsNull(item))
        return 0;
    if (cJSON_IsString(item))
        return option_set(o, item->string, item->valuestring, facts, keep, err);
    if (cJSON_IsNumber(item))
        return set_number(o, item, facts, keep, err);
    if (cJSON_IsArray(item) && o->kind == OPTION_WORDS)
        return set_words(o, item, facts, keep, err);
    if (cJSON_IsArray(item) && o->kind == OPTION_TEXTS)
        return set_texts(o, item, facts, keep, err);
    return wrong(item->string, err);
}

int body_facts(const cJSON *json, struct facts *facts, struct symbols *codes, struct option_keep *keep, struct err *err)
{
    const cJSON *item;
    *facts = (struct facts){0};
    *codes = (struct symbols){0};
    cJSON_ArrayForEach(item, json)
    {
        if (cJSON_GetObjectItemCaseSensitive(json, item->string) != item)
            return wrong(item->string, err);
        bool is_codes = !strcmp(item->string, "codes");
        if (is_codes ? add_codes(item, codes, err) : set_fact(item, facts, keep, err))
            return -1;
    }
    return 0;
}
