/* Other records than a check, and every record in one line. */
#include <string.h>

#include "ui/show/parts.h"
#include "ui/show/say.h"

/* GTIN, SKU or model, whichever was tied; or the brand. */
static const char *subject(const cJSON *record)
{
    static const char *const names[] = {"gtin", "sku", "model", "brand"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (field_text(record, names[i])[0])
            return field_text(record, names[i]);
    return "";
}

static const char *object(const cJSON *record)
{
    const char *number = field_text(field(record, "entry"), "number");
    return number[0] ? number : field_text(record, "vendor");
}

void parts_confirmation(struct pen *p, const cJSON *record)
{
    const cJSON *entry = field(record, "entry");
    char at[SAY_TEXT];
    pen_line(p, 0);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, (struct words){"CONFIRMED BY A PERSON", "人による確認"});
    pen_paint(p, PAINT_PLAIN);
    pen_space(p, 2);
    pen_put(p, subject(record));
    pen_put(p, " = ");
    pen_put(p, object(record));
    say_head(p, (struct words){"Who", "確認者"});
    pen_put(p, field_text(record, "operator"));
    pen_put(p, " · ");
    pen_put(p, say_moment(field_text(record, "at"), at));
    if (entry) {
        const cJSON *model;
        const char *between = " · ";
        say_head(p, (struct words){"Label", "ラベル"});
        pen_say(p, say_scheme(field_text(entry, "scheme")));
        parts_named(p, (struct words){" ", " "}, field_text(entry, "number"));
        parts_named(p, (struct words){" · ", " · "}, field_text(entry, "vendor"));
        cJSON_ArrayForEach(model, field(entry, "models"))
        {
            pen_put(p, between);
            pen_put(p, cJSON_IsString(model) ? model->valuestring : "");
            between = ", ";
        }
    }
    const cJSON *row = field(record, "row");
    if (row) {
        say_head(p, (struct words){"Product", "商品"});
        pen_put(p, field_text(row, "brand"));
        parts_named(p, (struct words){" ", " "}, field_text(row, "model"));
        parts_named(p, (struct words){" · GTIN ", " · GTIN "}, field_text(row, "gtin"));
        parts_named(p, (struct words){" · SKU ", " · SKU "}, field_text(row, "sku"));
    }
    parts_receipt(p, record);
    pen_end(p);
}

static void line_markets(struct pen *p, const cJSON *record)
{
    const cJSON *verdict;
    bool first = true;
    cJSON_ArrayForEach(verdict, field(record, "verdicts"))
    {
        if (!first)
            pen_put(p, ",");
        parts_market(p, verdict);
        pen_space(p, 1);
        pen_put(p, field_text(verdict, "rule"));
        first = false;
    }
}

static void line_labels(struct pen *p, const cJSON *record)
{
    const cJSON *label;
    const char *between = "";
    cJSON_ArrayForEach(label, field(record, "labels"))
    {
        pen_put(p, between);
        pen_put(p, field_text(label, "number"));
        between = ", ";
    }
    if (!between[0])
        pen_put(p, "-");
}

static void line_check(struct pen *p, const cJSON *record)
{
    pen_outcome(p, outcome_from_name(field_text(record, "outcome")));
    pen_tab(p, 35);
    line_markets(p, record);
    pen_tab(p, 52);
    line_labels(p, record);
    pen_space(p, 2);
    const char *gtin = field_text(field(record, "product"), "gtin");
    pen_put(p, gtin[0] ? gtin : "-");
    pen_space(p, 2);
    pen_put(p, field_text(field(record, "facts"), "consignment"));
}

static void line_confirmation(struct pen *p, const cJSON *record)
{
    pen_say(p, (struct words){"confirmed", "確認"});
    pen_tab(p, 35);
    pen_put(p, field_text(record, "operator"));
    pen_tab(p, 52);
    pen_put(p, subject(record));
    pen_put(p, " = ");
    pen_put(p, object(record));
}

int show_record_line(FILE *out, const char *json, const struct show_style *style, struct err *err)
{
    cJSON *record = NULL;
    if (field_parse(json, &record, err))
        return -1;
    struct pen pen = pen_on(out, style), *p = &pen;
    char at[SAY_TEXT], seq[24];
    p->columns = 4096; /* one line is one line, whatever the terminal */
    snprintf(seq, sizeof seq, "%6lld", (long long)field_number(field(record, "receipt"), "seq"));
    pen_line(p, 0);
    pen_put(p, seq);
    pen_space(p, 2);
    say_moment(field_text(record, "at"), at);
    if (strlen(at) > 4)
        at[strlen(at) - 4] = 0; /* the list's times are all UTC */
    pen_put(p, at);
    pen_tab(p, 26);
    if (field_is(record, "kind", "confirmation"))
        line_confirmation(p, record);
    else if (field_is(record, "kind", "counter"))
        parts_counter_line(p, record);
    else
        line_check(p, record);
    pen_end(p);
    cJSON_Delete(record);
    return 0;
}
