/* What happened at a goods-in counter beside checks: ui/counter/event.h. */
#include <string.h>

#include "ui/show/parts.h"
#include "ui/show/say.h"

enum { LINES_SHOWN = 20 };

static const struct {
    const char *act;
    struct words word, says;
} acts[] = {
    {"open", {"opened", "開始"}, {"a consignment was opened", "入荷便を開いた"}},
    {"expected", {"expected", "予定"}, {"what should come", "届くはずのもの"}},
    {"repeat", {"repeat", "同じ箱"}, {"one more box like an earlier one", "前と同じ箱"}},
    {"label",
     {"label", "ラベル"},
     {"the label of an earlier box was read after all", "前の箱のラベルを後から読み取った"}},
    {"ack", {"seen", "確認"}, {"an alarm was acknowledged", "警報を確認した"}},
    {"disposition", {"settled", "処置"}, {"what was done with a held box", "保留した箱の処置"}},
    {"void", {"void", "無効"}, {"an earlier box does not count", "前の箱を数えない"}},
    {"drop", {"dropped", "取消し"}, {"codes that no box came of", "箱にならなかったコード"}},
    {"close", {"closed", "終了"}, {"the consignment was closed", "入荷便を閉じた"}},
};

/* A word of a newer program comes out as it is. */
static struct words act_word(const cJSON *record, bool whole)
{
    const char *act = field_text(record, "act");
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (!strcmp(acts[i].act, act))
            return whole ? acts[i].says : acts[i].word;
    return (struct words){act, act};
}

static void put_of(struct pen *p, const cJSON *record)
{
    int64_t of = field_number(record, "of");
    if (!of)
        return;
    pen_say(p, (struct words){"record ", "記録 "});
    pen_number(p, of);
}

static void put_how(struct pen *p, const cJSON *record)
{
    if (field_text(record, "how")[0])
        pen_say(p, say_disposition(field_text(record, "how")));
    parts_named(p, (struct words){" · items ", " · 項目 "}, field_text(record, "items"));
    parts_named(p, (struct words){" · by ", " · 責任者 "}, field_text(record, "supervisor"));
}

static void head_text(struct pen *p, struct words head, const char *text)
{
    if (text[0]) {
        say_head(p, head);
        pen_put(p, text);
    }
}

static void put_who(struct pen *p, const cJSON *record)
{
    char at[SAY_TEXT];
    say_head(p, (struct words){"Who", "担当"});
    pen_put(p, field_text(field(record, "counter"), "station_name"));
    parts_named(p, (struct words){" · ", " · "}, field_text(field(record, "facts"), "operator"));
    pen_put(p, " · ");
    pen_put(p, say_moment(field_text(record, "at"), at));
}

static void put_consignment(struct pen *p, const cJSON *record)
{
    const cJSON *market;
    head_text(p, (struct words){"Delivery", "入荷便"}, field_text(field(record, "facts"), "consignment"));
    parts_named(p, (struct words){" · supplier ", " · 仕入先 "}, field_text(record, "supplier"));
    cJSON_ArrayForEach(market, field(record, "markets"))
    {
        pen_put(p, " · ");
        pen_say(p, say_market(cJSON_IsString(market) ? market->valuestring : ""));
    }
}

static void put_expected(struct pen *p, const cJSON *record)
{
    const cJSON *lines = field(record, "lines"), *line;
    int shown = 0;
    cJSON_ArrayForEach(line, lines)
    {
        if (shown++ == LINES_SHOWN)
            break;
        if (shown == 1)
            say_head(p, (struct words){"Expected", "予定"});
        else
            pen_line(p, SAY_HEAD);
        pen_put(p, field_text(line, "gtin"));
        pen_put(p, " × ");
        pen_number(p, field_number(line, "quantity"));
    }
    if (cJSON_GetArraySize(lines) > LINES_SHOWN) {
        pen_line(p, SAY_HEAD);
        pen_say(p, (struct words){"and more, all in the record: ", "ほかは記録にあります: "});
        pen_number(p, cJSON_GetArraySize(lines) - LINES_SHOWN);
    }
}

void parts_counter(struct pen *p, const cJSON *record)
{
    pen_line(p, 0);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, (struct words){"GOODS-IN COUNTER", "入荷検品"});
    pen_paint(p, PAINT_PLAIN);
    pen_space(p, 2);
    pen_say(p, act_word(record, true));
    if (field_number(record, "of"))
        pen_put(p, " · ");
    put_of(p, record);
    if (field_text(record, "outcome")[0]) {
        pen_space(p, 2);
        pen_outcome(p, outcome_from_name(field_text(record, "outcome")));
    }
    if (field_text(record, "how")[0])
        say_head(p, (struct words){"Done", "処置"});
    put_how(p, record);
    head_text(p, (struct words){"Reason", "理由"}, field_text(record, "reason"));
    put_who(p, record);
    put_consignment(p, record);
    int64_t quantity = field_number(field(record, "counter"), "quantity");
    if (quantity > 0) {
        say_head(p, (struct words){"Pieces", "個数"});
        pen_number(p, quantity);
    }
    put_expected(p, record);
    parts_codes(p, record);
    parts_receipt(p, record);
    pen_end(p);
}

void parts_counter_line(struct pen *p, const cJSON *record)
{
    pen_say(p, act_word(record, false));
    pen_tab(p, 35);
    const char *who = field_text(field(record, "facts"), "operator");
    pen_put(p, who[0] ? who : field_text(field(record, "counter"), "station_name"));
    pen_tab(p, 52);
    put_of(p, record);
    pen_space(p, 1);
    put_how(p, record);
    pen_space(p, 1);
    pen_put(p, field_text(record, "reason"));
    pen_space(p, 1);
    pen_put(p, field_text(field(record, "facts"), "consignment"));
}
