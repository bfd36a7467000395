/* A check for a person: outcome, reason, what to do; then what it rests on; then law and record. */
#include <string.h>
#include <strings.h>

#include "ui/show/field.h"
#include "ui/show/parts.h"
#include "ui/show/say.h"

static enum outcome outcome_of(const cJSON *object)
{
    return outcome_from_name(field_text(object, "outcome"));
}

void parts_market(struct pen *p, const cJSON *verdict)
{
    char upper[16];
    snprintf(upper, sizeof upper, "%s", field_text(verdict, "market"));
    for (char *c = upper; *c; c++)
        *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    pen_put(p, upper);
}

static bool is_demo(const cJSON *record)
{
    const cJSON *verdict, *finding;
    cJSON_ArrayForEach(verdict, field(record, "verdicts"))
        cJSON_ArrayForEach(finding, field(verdict, "findings")) if (field_is(finding, "code", "demo")) return true;
    return false;
}

static void show_rehearsal(struct pen *p, const cJSON *record)
{
    char at[SAY_TEXT];
    pen_line(p, 0);
    pen_paint(p, PAINT_STRONG);
    pen_say(p,
            (struct words){"REHEARSAL - NOT RECORDED, judged as if it were ", "予行: 記録していません。仮定の時刻 "});
    pen_put(p, say_moment(field_text(record, "at"), at));
}

/* Of several markets, the worst before all. */
static void show_headline(struct pen *p, const cJSON *record)
{
    const cJSON *verdicts = field(record, "verdicts"), *verdict;
    const char *between = " ";
    if (cJSON_GetArraySize(verdicts) < 2)
        return;
    pen_line(p, 0);
    pen_outcome(p, outcome_of(record));
    pen_space(p, 2);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, (struct words){"worst of", "最も重い判定:"});
    cJSON_ArrayForEach(verdict, verdicts)
    {
        pen_put(p, between);
        parts_market(p, verdict);
        between = ", ";
    }
    pen_gap(p);
}

void parts_next(struct pen *p, const cJSON *verdict)
{
    const cJSON *next = field(verdict, "next"), *line;
    bool first = true;
    cJSON_ArrayForEach(line, next)
    {
        if (!cJSON_IsString(line))
            continue;
        if (first)
            say_head(p, (struct words){"Do now", "対応"});
        else
            pen_line(p, SAY_HEAD);
        pen_hang(p, SAY_HEAD + 2);
        pen_paint(p, PAINT_STRONG);
        pen_put(p, "→ ");
        pen_put(p, line->valuestring);
        first = false;
    }
}

/* Does this finding turn a pass or a warning into review? */
static bool lifts(const cJSON *finding)
{
    switch (finding_from_name(field_text(finding, "code"))) {
    case FINDING_UNOFFICIAL_URL:
    case FINDING_TWO_PRODUCTS:
    case FINDING_CLOCK_SUSPECT:
        return true;
    case FINDING_PRINTED_DATE_DIFFERS: /* days of the registry and of the print, as text */
        return strcmp(field_text(finding, "actual"), field_text(finding, "expected")) > 0;
    default:
        return false;
    }
}

/* The reason is the row's; what stands in its way has to come before it. */
static void show_reason(struct pen *p, const cJSON *verdict)
{
    const cJSON *finding;
    bool lifted = false;
    cJSON_ArrayForEach(finding, field(verdict, "findings"))
    {
        if (outcome_of(verdict) != OUTCOME_REVIEW || !lifts(finding))
            continue;
        pen_line(p, 2);
        pen_paint(p, PAINT_STRONG);
        pen_say(p, (struct words){"Review, because ", "要確認の理由: "});
        pen_say(p, finding_words(finding_from_name(field_text(finding, "code"))));
        lifted = true;
    }
    pen_line(p, 2);
    if (lifted)
        pen_say(p, (struct words){"Apart from this: ", "これを除けば: "});
    pen_put(p, field_text(verdict, "reason"));
}

void parts_verdict(struct pen *p, const cJSON *verdict)
{
    pen_line(p, 0);
    pen_outcome(p, outcome_of(verdict));
    pen_space(p, 2);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, say_market(field_text(verdict, "market")));
    pen_paint(p, PAINT_PLAIN);
    pen_put(p, " · ");
    pen_put(p, field_text(verdict, "rule"));
    if (field_is(verdict, "route", "label"))
        pen_say(p, (struct words){" · by the label", " · ラベルによる"});
    if (field_is(verdict, "route", "statement"))
        pen_say(p, (struct words){" · by the statement of compliance", " · 適合宣言書による"});
    show_reason(p, verdict);
}

/* Which box of a counter it was. */
static void show_counter(struct pen *p, const cJSON *counter)
{
    if (!counter)
        return;
    parts_named(p, (struct words){" · station ", " · 端末 "}, field_text(counter, "station_name"));
    if (field_number(counter, "quantity") > 1) {
        pen_say(p, (struct words){" · pieces ", " · 個数 "});
        pen_number(p, field_number(counter, "quantity"));
    }
    if (cJSON_IsTrue(field(counter, "no_label")))
        pen_say(p, (struct words){" · said to carry no label", " · ラベルなしとの申告"});
    parts_named(p, (struct words){" · statement items seen: ", " · 適合宣言書の確認項目: "},
                field_text(counter, "items"));
    if (field_number(counter, "instead_of")) {
        pen_say(p, (struct words){" · in place of record ", " · 次の記録に代わる: "});
        pen_number(p, field_number(counter, "instead_of"));
    }
}

static void show_facts(struct pen *p, const cJSON *record)
{
    const cJSON *facts = field(record, "facts");
    say_head(p, (struct words){"Facts", "条件"});
    pen_say(p, say_event(field_text(facts, "event")));
    pen_put(p, " · ");
    pen_say(p, say_role(field_text(facts, "role")));
    pen_put(p, " · ");
    pen_put(p, field_text(facts, "on"));
    pen_put(p, " · ");
    pen_say(p, say_scope(field_text(facts, "scope")));
    pen_put(p, " · ");
    pen_say(p, say_statement(field_text(facts, "statement")));
    if (!field_is(facts, "failure", "none")) {
        pen_put(p, " · ");
        pen_say(p, say_failure(field_text(facts, "failure")));
    }
    if (field_number(facts, "requires_star") > 0) {
        pen_say(p, (struct words){" · the order asks for ★", " · 発注条件 ★"});
        pen_number(p, field_number(facts, "requires_star"));
    }
    parts_named(p, (struct words){" · consignment ", " · 入荷便 "}, field_text(facts, "consignment"));
    parts_named(p, (struct words){" · operator ", " · 担当 "}, field_text(facts, "operator"));
    show_counter(p, field(record, "counter"));
}

void parts_named(struct pen *p, struct words name, const char *text)
{
    if (text[0]) {
        pen_say(p, name);
        pen_put(p, text);
    }
}

static void show_law(struct pen *p, const cJSON *record)
{
    const cJSON *verdict, *cite;
    say_head(p, (struct words){"Law", "根拠"});
    pen_paint(p, PAINT_DIM);
    cJSON_ArrayForEach(verdict, field(record, "verdicts"))
    {
        const char *between = " ";
        if (cJSON_GetArraySize(field(verdict, "cite")) < 1)
            continue;
        parts_market(p, verdict);
        pen_put(p, ":");
        cJSON_ArrayForEach(cite, field(verdict, "cite"))
        {
            pen_put(p, between);
            pen_put(p, cJSON_IsString(cite) ? cite->valuestring : "");
            between = "; ";
        }
        pen_put(p, ". ");
    }
    pen_say(p, (struct words){"Not legal advice.", "法的助言ではありません。"});
}

#define SHORT_HASH 19 /* "sha256:" and 12 digits */

void parts_receipt(struct pen *p, const cJSON *record)
{
    const cJSON *receipt = field(record, "receipt");
    char hash[SHORT_HASH + 1], at[SAY_TEXT];
    if (!receipt)
        return;
    snprintf(hash, sizeof hash, "%s", field_text(receipt, "hash"));
    say_head(p, (struct words){"Record", "記録"});
    pen_paint(p, PAINT_DIM);
    pen_say(p, (struct words){"No. ", "番号 "});
    pen_number(p, field_number(receipt, "seq"));
    pen_put(p, " · ");
    pen_put(p, hash);
    pen_put(p, "… · ");
    pen_put(p, say_moment(field_text(record, "at"), at));
    parts_named(p, (struct words){" · ", " · "}, field_text(record, "program"));
}

static void show_box(struct pen *p, const cJSON *record)
{
    const cJSON *verdict;
    if (is_demo(record))
        say_demo(p);
    if (!field(record, "receipt"))
        show_rehearsal(p, record);
    show_headline(p, record);
    cJSON_ArrayForEach(verdict, field(record, "verdicts"))
    {
        parts_verdict(p, verdict);
        parts_next(p, verdict);
    }
    parts_findings(p, record);
    parts_product(p, record);
    parts_labels(p, record);
    parts_codes(p, record);
    show_facts(p, record);
    show_law(p, record);
    parts_receipt(p, record);
    pen_end(p);
}

int show_check_text(FILE *out, const char *json, const struct show_style *style, struct err *err)
{
    cJSON *record = NULL;
    if (field_parse(json, &record, err))
        return -1;
    struct pen pen = pen_on(out, style);
    if (field_is(record, "kind", "confirmation"))
        parts_confirmation(&pen, record);
    else if (field_is(record, "kind", "counter"))
        parts_counter(&pen, record);
    else
        show_box(&pen, record);
    cJSON_Delete(record);
    return 0;
}

void show_check_json(FILE *out, const char *json)
{
    fputs(json, out);
    fputc('\n', out);
}
