/* A record as rows of a spreadsheet: one for each market. RFC 4180. */
#include <inttypes.h>
#include <string.h>

#include "ui/show/field.h"
#include "ui/show/show.h"

/* A cell that begins so is run as a formula by spreadsheets; an apostrophe before it makes it text (OWASP, "CSV
 * injection"). */
static bool like_formula(const char *text)
{
    return text[0] && strchr("=+-@\t\r", text[0]);
}

static void put_escaped(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
}

static void open_cell(FILE *out, const char *text)
{
    fputs(like_formula(text) ? "\"'" : "\"", out);
    put_escaped(out, text);
}

static void put_cell(FILE *out, const char *text)
{
    if (!like_formula(text) && !strpbrk(text, ",\"\r\n")) {
        fputs(text, out);
        return;
    }
    open_cell(out, text);
    fputc('"', out);
}

#define NUMBER_TEXT 24

static const char *text_of(const cJSON *object, const char *name, char room[NUMBER_TEXT])
{
    const cJSON *value = name ? field(object, name) : object;
    if (cJSON_IsString(value))
        return value->valuestring;
    room[0] = 0;
    if (cJSON_IsNumber(value))
        snprintf(room, NUMBER_TEXT, "%.0f", value->valuedouble);
    return room;
}

/* All of an array in one cell: "first; second". `part` and `name`: which field of which object in each item. */
static void put_list(FILE *out, const cJSON *array, const char *part, const char *name)
{
    const cJSON *item;
    char room[NUMBER_TEXT];
    int count = 0, all = cJSON_GetArraySize(array);
    cJSON_ArrayForEach(item, array)
    {
        const char *text = text_of(part ? field(item, part) : item, name, room);
        if (all == 1) {
            put_cell(out, text);
        } else if (count++ == 0) {
            open_cell(out, text);
        } else {
            fputs("; ", out);
            put_escaped(out, text);
        }
    }
    if (all > 1)
        fputc('"', out);
}

struct source {
    const cJSON *record, *verdict; /* no verdict: a confirmation */
};

static void put_text(FILE *out, const cJSON *object, const char *name)
{
    char room[NUMBER_TEXT];
    put_cell(out, text_of(object, name, room));
}

static void put_record(FILE *out, const struct source *s, const char *name)
{
    put_text(out, s->record, name);
}

static void put_receipt(FILE *out, const struct source *s, const char *name)
{
    put_text(out, field(s->record, "receipt"), name);
}

static void put_verdict(FILE *out, const struct source *s, const char *name)
{
    put_text(out, s->verdict, name);
}

static void put_facts(FILE *out, const struct source *s, const char *name)
{
    put_text(out, s->verdict ? field(s->record, "facts") : s->record, name);
}

static void put_product(FILE *out, const struct source *s, const char *name)
{
    put_text(out, s->verdict ? field(s->record, "product") : s->record, name);
}

static void put_next(FILE *out, const struct source *s, const char *name)
{
    (void)name;
    put_list(out, field(s->verdict, "next"), NULL, NULL);
}

static void put_findings(FILE *out, const struct source *s, const char *name)
{
    put_list(out, field(s->verdict, "findings"), NULL, name);
}

static void put_label(FILE *out, const struct source *s, const char *name)
{
    if (s->verdict)
        put_list(out, field(s->record, "labels"), NULL, name);
    else
        put_text(out, field(s->record, "entry"), name);
}

static void put_registry(FILE *out, const struct source *s, const char *name)
{
    put_list(out, field(s->record, "labels"), "registry", name);
}

static void put_match(FILE *out, const struct source *s, const char *name)
{
    put_list(out, field(s->record, "labels"), "match", name);
}

static const struct {
    const char *heading;
    void (*put)(FILE *out, const struct source *s, const char *name);
    const char *name;
} columns[] = {
    {"seq", put_receipt, "seq"},         {"at", put_record, "at"},
    {"outcome", put_verdict, "outcome"}, {"market", put_verdict, "market"},
    {"rule", put_verdict, "rule"},       {"route", put_verdict, "route"},
    {"reason", put_verdict, "reason"},   {"next", put_next, NULL},
    {"findings", put_findings, "code"},  {"gtin", put_product, "gtin"},
    {"sku", put_product, "sku"},         {"brand", put_product, "brand"},
    {"model", put_product, "model"},     {"label", put_label, "number"},
    {"scheme", put_label, "scheme"},     {"status", put_registry, "status"},
    {"level", put_registry, "level"},    {"expires", put_registry, "expires"},
    {"match", put_match, "kind"},        {"consignment", put_facts, "consignment"},
    {"operator", put_facts, "operator"}, {"hash", put_receipt, "hash"},
    {"kind", put_record, "kind"},
};

#define COLUMNS (sizeof columns / sizeof *columns)

static void put_row(FILE *out, const struct source *s)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        if (i > 0)
            fputc(',', out);
        columns[i].put(out, s, columns[i].name);
    }
    fputs("\r\n", out);
}

void show_csv_heading(FILE *out)
{
    for (size_t i = 0; i < COLUMNS; i++)
        fprintf(out, "%s%s", i ? "," : "", columns[i].heading);
    fputs("\r\n", out);
}

int show_check_csv(FILE *out, const char *json, bool heading, struct err *err)
{
    cJSON *record = NULL;
    if (field_parse(json, &record, err))
        return -1;
    if (heading)
        show_csv_heading(out);
    struct source s = {.record = record};
    if (field_is(record, "kind", "confirmation"))
        put_row(out, &s);
    else
        cJSON_ArrayForEach(s.verdict, field(record, "verdicts")) put_row(out, &s);
    cJSON_Delete(record);
    return 0;
}
