#include "ui/show/parts.h"

#include <string.h>

#include "app/label/marks.h"
#include "ui/show/say.h"

#define LABELS_SHOWN 6
#define CODES_SHOWN  8

static void show_more(struct pen *p, int more)
{
    if (more < 1)
        return;
    pen_line(p, SAY_HEAD);
    pen_say(p, (struct words){"and more, all in the record: ", "ほかは記録にあります: "});
    pen_number(p, more);
}

static bool same_finding(const cJSON *a, const cJSON *b)
{
    return !strcmp(field_text(a, "code"), field_text(b, "code")) &&
           !strcmp(field_text(a, "expected"), field_text(b, "expected")) &&
           !strcmp(field_text(a, "actual"), field_text(b, "actual"));
}

static bool holds_finding(const cJSON *verdict, const cJSON *finding)
{
    const cJSON *other;
    cJSON_ArrayForEach(other, field(verdict, "findings")) if (same_finding(other, finding)) return true;
    return false;
}

/* Shown already, with an earlier market? */
static bool said_before(const cJSON *record, const cJSON *verdict, const cJSON *finding)
{
    const cJSON *earlier;
    cJSON_ArrayForEach(earlier, field(record, "verdicts"))
    {
        if (earlier == verdict)
            return false;
        if (holds_finding(earlier, finding))
            return true;
    }
    return false;
}

static void show_markets(struct pen *p, const cJSON *record, const cJSON *finding)
{
    const cJSON *verdict;
    bool all = true;
    cJSON_ArrayForEach(verdict, field(record, "verdicts")) all = all && holds_finding(verdict, finding);
    if (all)
        return;
    pen_put(p, " (");
    bool first = true;
    cJSON_ArrayForEach(verdict, field(record, "verdicts"))
    {
        if (!holds_finding(verdict, finding))
            continue;
        if (!first)
            pen_space(p, 1);
        parts_market(p, verdict);
        first = false;
    }
    pen_put(p, ")");
}

/* What the two sides of a finding are; "expected" and "seen" where nothing better is said. */
struct sides {
    struct words expected, actual;
};

static const struct sides plain = {{"expected", "期待"}, {"seen", "実際"}};
static const struct sides dates = {{"day checked", "検査日"}, {"label until", "ラベルの期限"}};
static const struct sides words = {{"expected", "期待"}, {"the list says", "一覧の記載"}};
static const struct sides names = {{"registry", "登録"}, {"box", "箱"}};

static const struct {
    enum finding_code code;
    struct sides sides;
} sides_of[] = {
    {FINDING_NOT_YET_ISSUED, {{"day checked", "検査日"}, {"issued", "発行日"}}},
    {FINDING_NOT_LISTED, {{"list", "一覧"}, {"number", "番号"}}},
    {FINDING_NO_ANSWER, {{"list", "一覧"}, {"seen", "実際"}}},
    {FINDING_UNOFFICIAL_URL, {{"official", "公式"}, {"on the box", "箱"}}},
    {FINDING_GONE, {{"last in", "最後の掲載"}, {"missing in", "掲載なし"}}},
    {FINDING_ANSWER_STALE, {{"wanted", "基準"}, {"age", "経過"}}},
    {FINDING_PRINTED_DATE_DIFFERS, {{"registry", "登録"}, {"printed", "印字"}}},
    {FINDING_SUPPORT_ENDED, {{"day checked", "検査日"}, {"support until", "サポート終了日"}}},
    {FINDING_TWO_LABELS_DISAGREE, {{"good", "有効"}, {"not good", "有効でない"}}},
};

static const struct sides *find_sides(enum finding_code code)
{
    if (code >= FINDING_EXPIRED && code <= FINDING_EXPIRES_SOON)
        return &dates;
    if (code >= FINDING_REVOKED && code <= FINDING_SUSPENDED)
        return &words;
    if (code >= FINDING_MODEL_MISMATCH && code <= FINDING_SERIES_ONLY)
        return &names;
    for (size_t i = 0; i < sizeof sides_of / sizeof *sides_of; i++)
        if (sides_of[i].code == code)
            return &sides_of[i].sides;
    return &plain;
}

static void show_side(struct pen *p, struct words name, const char *text)
{
    if (!text[0])
        return;
    pen_paint(p, PAINT_DIM);
    pen_say(p, name);
    pen_put(p, ": ");
    pen_paint(p, PAINT_PLAIN);
    pen_put(p, text);
    pen_space(p, 2);
}

static void show_finding(struct pen *p, const cJSON *record, const cJSON *finding)
{
    const char *code = field_text(finding, "code");
    const char *expected = field_text(finding, "expected"), *actual = field_text(finding, "actual");
    enum finding_code known = finding_from_name(code);
    pen_hang(p, SAY_HEAD + 2);
    pen_put(p, "- ");
    if (known)
        pen_say(p, finding_words(known));
    else
        pen_put(p, code);
    show_markets(p, record, finding);
    if (!expected[0] && !actual[0])
        return;
    const struct sides *sides = find_sides(known);
    pen_line(p, SAY_HEAD + 2);
    show_side(p, sides->expected, expected);
    show_side(p, sides->actual, actual);
}

void parts_findings(struct pen *p, const cJSON *record)
{
    const cJSON *verdict, *finding;
    bool first = true;
    cJSON_ArrayForEach(verdict, field(record, "verdicts")) cJSON_ArrayForEach(finding, field(verdict, "findings"))
    {
        if (field_is(finding, "code", "demo") || said_before(record, verdict, finding))
            continue; /* demo has its banner */
        if (first)
            say_head(p, (struct words){"Found", "所見"});
        else
            pen_line(p, SAY_HEAD);
        show_finding(p, record, finding);
        first = false;
    }
}

void parts_product(struct pen *p, const cJSON *record)
{
    const cJSON *product = field(record, "product");
    const char *brand = field_text(product, "brand"), *model = field_text(product, "model");
    say_head(p, (struct words){"Product", "商品"});
    if (!brand[0] && !model[0])
        pen_say(p, (struct words){"not known", "不明"});
    pen_paint(p, PAINT_STRONG);
    pen_put(p, brand);
    pen_space(p, brand[0] && model[0]);
    pen_put(p, model);
    pen_paint(p, PAINT_PLAIN);
    parts_named(p, (struct words){" · GTIN ", " · GTIN "}, field_text(product, "gtin"));
    parts_named(p, (struct words){" · SKU ", " · SKU "}, field_text(product, "sku"));
    if (!field_is(product, "from", "none") && field_text(product, "from")[0]) {
        pen_put(p, " (");
        pen_say(p, say_origin(field_text(product, "from")));
        pen_put(p, ")");
    }
}

/* Another scheme's mark: what it is, and why it carries no verdict here. */
static void show_mark(struct pen *p, const char *mark)
{
    if (!mark[0])
        return;
    pen_line(p, SAY_HEAD);
    pen_put(p, mark);
    struct words why = mark_words(mark);
    if (why.en) {
        pen_put(p, ": ");
        pen_say(p, why);
    }
}

/* "JC-STAR DEMO-0002 ★1 · expired 2026-03-31, 235 days ago · revoked" */
static void show_label(struct pen *p, const cJSON *label)
{
    day on = day_parse(field_text(label, "on"));
    const cJSON *registry = field(label, "registry");
    const char *scheme = field_text(label, "scheme"), *status = field_text(registry, "status");
    char text[SAY_TEXT];
    say_head(p, (struct words){"Label", "ラベル"});
    pen_paint(p, PAINT_STRONG);
    pen_say(p, say_scheme(scheme));
    pen_space(p, 1);
    pen_put(p, field_text(label, "number"));
    pen_paint(p, PAINT_PLAIN);
    if (field_is(registry, "answer", "found") || field_text(registry, "expires")[0]) {
        pen_space(p, 1);
        pen_put(p, say_level(scheme, field_number(registry, "level"), p->lang, text));
        pen_put(p, " · ");
        pen_put(p, say_left(day_parse(field_text(registry, "expires")), on, p->lang, text));
    }
    if (status[0] && strcmp(status, "current") && strcmp(status, "expired")) {
        pen_put(p, " · ");
        pen_say(p, say_status(status));
    }
    pen_put(p, " · ");
    pen_say(p, say_origin(field_text(label, "from")));
    show_mark(p, field_text(label, "mark"));
    const char *vendor = field_text(registry, "vendor"), *product = field_text(registry, "product");
    if (vendor[0] || product[0]) {
        pen_line(p, SAY_HEAD);
        pen_put(p, vendor);
        parts_named(p, (struct words){" · ", " · "}, product);
    }
}

static const struct {
    const char *kind, *sign;
    enum paint paint;
    struct words words;
} matches[] = {
    {"model", "=", PAINT_GOOD, {"this model is listed", "この型番が登録されています"}},
    {"brand", "≠", PAINT_BAD, {"same brand, but this model is not listed", "同じブランド、この型番は登録なし"}},
    {"mismatch", "≠", PAINT_BAD, {"another product", "別の製品"}},
    {"unknown", "?", PAINT_ASK, {"not established", "確定できません"}},
};

/* The two model names side by side. */
static void show_match(struct pen *p, const cJSON *label)
{
    const cJSON *match = field(label, "match");
    const char *ours = field_text(match, "ours"), *theirs = field_text(match, "theirs");
    if (field_is(label, "scheme", "other") || (!ours[0] && !theirs[0]))
        return;
    for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
        if (!field_is(match, "kind", matches[i].kind))
            continue;
        say_head(p, (struct words){"Model", "型番"});
        pen_say(p, (struct words){"box ", "箱 "});
        pen_put(p, ours[0] ? ours : "-");
        pen_paint(p, matches[i].paint);
        pen_space(p, 1);
        pen_put(p, matches[i].sign);
        pen_space(p, 1);
        pen_paint(p, PAINT_PLAIN);
        pen_say(p, (struct words){"registry ", "登録 "});
        pen_put(p, theirs[0] ? theirs : "-");
        pen_put(p, " · ");
        pen_paint(p, matches[i].paint);
        pen_say(p, matches[i].words);
        return;
    }
}

static void show_copy(struct pen *p, const cJSON *label)
{
    const cJSON *registry = field(label, "registry");
    char text[SAY_TEXT];
    if (field_is(label, "scheme", "other"))
        return;
    say_head(p, (struct words){"Registry", "登録一覧"});
    if (field_is(registry, "answer", "none")) {
        pen_say(p, (struct words){
                       "no copy of it here. Get the list's file, then: kenpin registry import FILE --scheme ",
                       "写しがありません。一覧のファイルを入手し、次を実行: kenpin registry import FILE --scheme "});
        pen_put(p, field_text(label, "scheme"));
        return;
    }
    if (field_is(registry, "answer", "absent"))
        pen_say(p, (struct words){"not in the copy ", "写しにありません: "});
    pen_put(p, field_text(registry, "source"));
    pen_say(p, (struct words){", as of ", "、"});
    pen_put(p, say_moment(field_text(registry, "as_of"), text));
    pen_say(p, (struct words){", ", " 時点、"});
    int64_t age = field_number(registry, "age_s");
    pen_put(p, say_age(age, p->lang, text));
    if (age >= 0)
        pen_say(p, (struct words){" old", "前"});
}

/* Its own page was asked, and gave no answer. */
static void show_asked(struct pen *p, const cJSON *label)
{
    const cJSON *asked = field(label, "asked");
    if (!asked || field_is(asked, "answer", "found"))
        return;
    pen_line(p, SAY_HEAD);
    pen_say(p, (struct words){"its own page gave no answer: ", "ラベルのページからは答えが得られません: "});
    pen_put(p, field_text(asked, "why"));
}

/* The shop's own file, when it names the label, and what the copy alone says. */
static void show_revocation(struct pen *p, const cJSON *label)
{
    const cJSON *own = field(label, "revocation");
    if (!own)
        return;
    say_head(p, (struct words){"Own list", "自店の一覧"});
    pen_paint(p, PAINT_BAD);
    pen_say(p, say_status("revoked"));
    pen_paint(p, PAINT_PLAIN);
    pen_say(p, (struct words){" by ", ": "});
    pen_put(p, field_text(own, "file"));
    parts_named(p, (struct words){": ", " · "}, field_text(own, "reason"));
    parts_named(p, (struct words){" · ", " · "}, field_text(own, "date"));
    pen_say(p, (struct words){" · by the registry ", " · 登録一覧では "});
    pen_say(p, say_status(field_text(own, "listed_status")));
}

/* What looked like a label and is none. */
static void show_no_labels(struct pen *p, const cJSON *record)
{
    const cJSON *text;
    cJSON_ArrayForEach(text, field(field(record, "typed"), "no_label"))
    {
        say_head(p, (struct words){"No label", "対象外"});
        pen_put(p, cJSON_IsString(text) ? text->valuestring : "");
        pen_say(p, (struct words){" · no registry copy lists exactly this",
                                  " · この表記そのものは登録一覧の写しにありません"});
    }
}

void parts_labels(struct pen *p, const cJSON *record)
{
    const cJSON *labels = field(record, "labels"), *label;
    int shown = 0, count = cJSON_GetArraySize(labels);
    cJSON_ArrayForEach(label, labels)
    {
        if (shown++ == LABELS_SHOWN)
            break;
        show_label(p, label);
        show_match(p, label);
        show_revocation(p, label);
        show_copy(p, label);
        show_asked(p, label);
    }
    if (count == 0) {
        say_head(p, (struct words){"Label", "ラベル"});
        pen_say(p, (struct words){"none read, and none found for this product",
                                  "読取りなし、この商品の登録も見つかりません"});
    }
    show_more(p, count - LABELS_SHOWN);
    show_no_labels(p, record);
}

/* "(10) ABC · (17) 2027-05-31": what stood in the codes beside the GTIN. */
static void show_elements(struct pen *p, const cJSON *record)
{
    const cJSON *element;
    int shown = 0;
    cJSON_ArrayForEach(element, field(record, "elements"))
    {
        const char *ai = field_text(element, "ai"), *on = field_text(element, "day");
        if (!strcmp(ai, "01") || !strcmp(ai, "02") || shown == CODES_SHOWN)
            continue;
        if (shown++ == 0)
            pen_line(p, SAY_HEAD);
        else
            pen_put(p, " · ");
        pen_put(p, "(");
        pen_put(p, ai);
        pen_put(p, ") ");
        pen_put(p, on[0] ? on : field_text(element, "value"));
    }
}

void parts_codes(struct pen *p, const cJSON *record)
{
    const cJSON *codes = field(record, "codes"), *code;
    int shown = 0;
    cJSON_ArrayForEach(code, codes)
    {
        const char *text = field_text(code, "text"), *symbology = field_text(code, "symbology");
        if (shown == CODES_SHOWN)
            break;
        if (shown++ == 0)
            say_head(p, (struct words){"Codes", "コード"});
        else
            pen_line(p, SAY_HEAD);
        pen_paint(p, PAINT_DIM);
        pen_put(p, symbology[0] ? symbology : "-");
        pen_space(p, 1);
        pen_paint(p, PAINT_PLAIN);
        if (text[0])
            pen_put(p, text);
        else
            pen_say(p, (struct words){"(bytes that are no text)", "（文字として読めないデータ）"});
        pen_put(p, " · ");
        pen_say(p, say_origin(field_text(code, "from")));
    }
    show_more(p, cJSON_GetArraySize(codes) - CODES_SHOWN);
    show_elements(p, record);
}
