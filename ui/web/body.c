#include "ui/web/body.h"

#include <string.h>

#include "app/base/text.h"

/* ---- JSON ---- */

/* How deep brackets nest; texts are skipped. cJSON calls itself once a level, on a thread's small stack. */
static size_t depth_of(const char *text, size_t size)
{
    size_t depth = 0, most = 0;
    bool in_text = false;
    for (size_t i = 0; i < size; i++) {
        if (in_text) {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                in_text = false;
        } else if (text[i] == '"') {
            in_text = true;
        } else if (text[i] == '{' || text[i] == '[') {
            most = ++depth > most ? depth : most;
        } else if ((text[i] == '}' || text[i] == ']') && depth) {
            depth--;
        }
    }
    return most;
}

/* cJSON would end the text there. */
static bool has_nul(const char *text, size_t size)
{
    static const char nul[] = "u0000";
    for (size_t i = 0; i < size; i++)
        if (text[i] == '\\') {
            if (size - i > sizeof nul - 1 && !memcmp(text + i + 1, nul, sizeof nul - 1))
                return true;
            i++;
        }
    return false;
}

int body_parse(const char *bytes, size_t size, cJSON **out, struct err *err)
{
    const char *end = NULL;
    *out = NULL;
    if (!text_valid(bytes, size))
        return err_set(err, ERR_USAGE, "the body is not valid UTF-8", "本文が UTF-8 として正しくありません");
    if (depth_of(bytes, size) > BODY_DEPTH || has_nul(bytes, size))
        return err_set(err, ERR_USAGE, "the body is nested too deeply, or a text holds a NUL",
                       "本文の入れ子が深すぎるか、文字列に NUL があります");
    *out = cJSON_ParseWithLengthOpts(bytes, size, &end, false);
    while (*out && end < bytes + size && strchr(" \t\r\n", *end))
        end++;
    if (cJSON_IsObject(*out) && end == bytes + size)
        return 0;
    cJSON_Delete(*out);
    *out = NULL;
    return err_set(err, ERR_USAGE, "the body is no JSON object", "本文が JSON のオブジェクトではありません");
}

/* ---- one member ---- */

static int wrong(const char *name, const char *wanted_en, const char *wanted_ja, struct err *err)
{
    return err_set(err, ERR_USAGE, "\"%1$s\": %2$s%3$.0s", "「%1$s」: %3$s%2$.0s", name, wanted_en, wanted_ja);
}

static int text_of(const cJSON *item, size_t most, const char **out, struct err *err)
{
    *out = NULL;
    if (cJSON_IsNull(item))
        return 0;
    if (!cJSON_IsString(item) || strlen(item->valuestring) > most)
        return wrong(item->string, "a text, and not so long a one", "文字列で指定してください。長すぎてもいけません",
                     err);
    *out = item->valuestring;
    return 0;
}

int body_text(const cJSON *json, const char *name, size_t most, const char **out, struct err *err)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(json, name);
    *out = NULL;
    return item ? text_of(item, most, out, err) : 0;
}

static int number_of(const cJSON *item, int64_t *out, struct err *err)
{
    const double most = 9007199254740992.0; /* 2^53: beyond it doubles skip numbers */
    double value = cJSON_IsNumber(item) ? item->valuedouble : -1;
    if (!(value >= 0 && value <= most) || value != (double)(int64_t)value)
        return wrong(item->string, "a whole number, 0 or more", "0 以上の整数で指定してください", err);
    *out = (int64_t)value;
    return 0;
}

static int act_of(const cJSON *item, struct counter_call *call, struct err *err)
{
    call->act = cJSON_IsString(item) ? counter_act_from_name(item->valuestring) : ACT_NONE;
    return call->act ? 0 : wrong(item->string, "there is no such act", "そのような操作はありません", err);
}

static int how_of(const cJSON *item, struct counter_call *call, struct err *err)
{
    const char *word = cJSON_IsString(item) ? item->valuestring : "";
    call->how = !strcmp(word, "scan") ? ORIGIN_SCAN : !strcmp(word, "typed") ? ORIGIN_TYPED : ORIGIN_NONE;
    return call->how ? 0 : wrong(item->string, "scan or typed", "scan か typed で指定してください", err);
}

static int lang_of(const cJSON *item, struct counter_call *call, struct err *err)
{
    const char *word = cJSON_IsString(item) ? item->valuestring : "";
    call->lang = !strcmp(word, "en") ? LANG_EN : !strcmp(word, "ja") ? LANG_JA : LANG_NONE;
    return call->lang ? 0 : wrong(item->string, "en or ja", "en か ja で指定してください", err);
}

static int disposition_of(const cJSON *item, struct counter_call *call, struct err *err)
{
    call->disposition = cJSON_IsString(item) ? counter_disposition_from_name(item->valuestring) : DISPOSITION_NONE;
    return call->disposition ? 0
                             : wrong(item->string, "quarantined, returned, statement or override",
                                     "quarantined、returned、statement、override のいずれかで指定してください", err);
}

static bool has_market(const struct counter_call *call, enum market m)
{
    for (size_t i = 0; i < call->markets; i++)
        if (call->market[i] == m)
            return true;
    return false;
}

static int markets_of(const cJSON *item, struct counter_call *call, struct err *err)
{
    const cJSON *one = NULL;
    bool good = cJSON_IsArray(item);
    cJSON_ArrayForEach(one, item)
    {
        enum market m = cJSON_IsString(one) ? market_from_name(one->valuestring) : MARKET_NONE;
        good = good && m && call->markets < CHECK_MARKETS_MAX && !has_market(call, m);
        if (!good)
            break;
        call->market[call->markets++] = m;
    }
    return good ? 0
                : wrong(item->string, "a list of gb, ni, jp, each once", "gb、ni、jp を一度ずつ並べてください", err);
}

/* ---- all members ---- */

enum { SHORT = 256 };

static const struct {
    const char *name;
    size_t text, number; /* where in struct counter_call, plus one; 0 = not so */
    size_t most;
    int (*read)(const cJSON *item, struct counter_call *call, struct err *err);
} members[] = {
#define TEXT(member)   offsetof(struct counter_call, member) + 1
#define NUMBER(member) offsetof(struct counter_call, member) + 1
    {"act", 0, 0, 0, act_of},
    {"text", TEXT(text), 0, BODY_CSV_MAX, NULL},
    {"how", 0, 0, 0, how_of},
    {"brand", TEXT(brand), 0, SHORT, NULL},
    {"model", TEXT(model), 0, SHORT, NULL},
    {"number", 0, NUMBER(number), 0, NULL},
    {"seq", 0, NUMBER(seq), 0, NULL},
    {"disposition", 0, 0, 0, disposition_of},
    {"items", TEXT(items), 0, SHORT, NULL},
    {"name", TEXT(name), 0, SHORT, NULL},
    {"supplier", TEXT(supplier), 0, SHORT, NULL},
    {"reason", TEXT(reason), 0, SHORT, NULL},
    {"pin", TEXT(pin), 0, PIN_MAX, NULL},
    {"markets", 0, 0, 0, markets_of},
    {"lang", 0, 0, 0, lang_of},
#undef TEXT
#undef NUMBER
};
enum { MEMBERS = sizeof members / sizeof *members };

static int member_of(const cJSON *item, size_t m, struct counter_call *call, struct err *err)
{
    if (members[m].read)
        return members[m].read(item, call, err);
    if (members[m].text)
        return text_of(item, members[m].most, (const char **)((char *)call + members[m].text - 1), err);
    return number_of(item, (int64_t *)((char *)call + members[m].number - 1), err);
}

int body_call(const cJSON *json, struct counter_call *call, struct err *err)
{
    const cJSON *item;
    unsigned seen = 0;
    *call = (struct counter_call){.how = ORIGIN_SCAN};
    cJSON_ArrayForEach(item, json)
    {
        size_t m = 0;
        while (m < MEMBERS && strcmp(item->string, members[m].name))
            m++;
        if (m == MEMBERS || seen & 1u << m)
            return wrong(item->string, "not known here, or given twice", "使えない項目か、二度指定されています", err);
        seen |= 1u << m;
        if (member_of(item, m, call, err))
            return -1;
    }
    if (!call->act)
        return wrong("act", "which act it is must be said", "操作を指定してください", err);
    if (call->act != ACT_EXPECTED && call->text && strlen(call->text) > SYMBOL_BYTES_MAX)
        return wrong("text", "too long for a code", "コードとしては長すぎます", err);
    return 0;
}
