#include "ui/show/say.h"

#include <inttypes.h>
#include <string.h>

struct named {
    const char *name;
    struct words words;
};

static struct words find(const struct named *list, const char *name)
{
    for (; list->name; list++)
        if (!strcmp(list->name, name))
            return list->words;
    return (struct words){name, name};
}

static const struct named markets[] = {
    {"gb", {"Great Britain", "英国（GB）"}},
    {"ni", {"Northern Ireland", "北アイルランド"}},
    {"jp", {"Japan", "日本"}},
    {0},
};

static const struct named statuses[] = {
    {"current", {"current", "有効"}},
    {"expired", {"expired", "期限切れ"}},
    {"deferred", {"past its date, extension in progress", "失効猶予（延長申請中）"}},
    {"withdrawn", {"withdrawn", "自主取下げ"}},
    {"revoked", {"revoked", "取消し"}},
    {"suspended", {"suspended", "一時停止"}},
    {"gone", {"gone from the list", "一覧から消滅"}},
    {"not-listed", {"not listed", "一覧になし"}},
    {"unverified", {"not verified", "未確認"}},
    {"unclear", {"status word not understood", "状態の語が不明"}},
    {0},
};

static const struct named roles[] = {
    {"retailer", {"retailer", "小売"}},
    {"seller", {"marketplace seller", "出品者"}},
    {"importer", {"importer", "輸入者"}},
    {"manufacturer", {"manufacturer", "製造者"}},
    {"platform", {"platform", "プラットフォーム"}},
    {0},
};

static const struct named events[] = {
    {"goods-in", {"goods-in", "入荷"}},
    {"offer", {"offer", "販売の申し出"}},
    {"sale", {"sale", "販売"}},
    {"audit", {"audit", "監査"}},
    {0},
};

static const struct named statements[] = {
    {"complete", {"statement complete", "適合宣言書あり（完備）"}},
    {"incomplete", {"statement incomplete", "適合宣言書に不備"}},
    {"absent", {"no statement", "適合宣言書なし"}},
    {"unknown", {"statement not seen", "適合宣言書は未確認"}},
    {0},
};

static const struct named scopes[] = {
    {"in", {"in scope", "対象製品"}},
    {"excepted", {"excepted product", "適用除外"}},
    {"used", {"second-hand", "中古品"}},
    {"unknown", {"scope not decided", "対象か未確定"}},
    {0},
};

static const struct named failures[] = {
    {"none", {"no failure reported", "不適合の報告なし"}},
    {"informed", {"compliance failure reported", "不適合の報告あり"}},
    {"believed", {"compliance failure believed", "不適合と認識"}},
    {0},
};

static const struct named origins[] = {
    {"scanned", {"scanned", "読取り"}},
    {"scan", {"scanned", "読取り"}},
    {"picture", {"from a picture", "画像"}},
    {"typed", {"typed", "入力"}},
    {"by-model", {"no mark read: found by the model", "マークの読取りなし、型番で検索"}},
    {"catalogue", {"catalogue", "商品台帳"}},
    {"given", {"as given", "指定"}},
    {0},
};

static const struct named schemes[] = {
    {"jc-star", {"JC-STAR", "JC-STAR"}},
    {"cls", {"CLS", "CLS"}},
    {"other", {"other mark", "その他のマーク"}},
    {0},
};

static const struct named dispositions[] = {
    {"quarantined", {"set aside in quarantine", "隔離した"}},
    {"returned", {"goes back", "返送する"}},
    {"statement", {"statement of compliance seen", "適合宣言書を確認した"}},
    {"override", {"released by a supervisor", "責任者が解除した"}},
    {0},
};

struct words say_disposition(const char *name)
{
    return find(dispositions, name);
}

struct words say_market(const char *name)
{
    return find(markets, name);
}

struct words say_status(const char *name)
{
    return find(statuses, name);
}

struct words say_role(const char *name)
{
    return find(roles, name);
}

struct words say_event(const char *name)
{
    return find(events, name);
}

struct words say_statement(const char *name)
{
    return find(statements, name);
}

struct words say_scope(const char *name)
{
    return find(scopes, name);
}

struct words say_failure(const char *name)
{
    return find(failures, name);
}

struct words say_origin(const char *name)
{
    return find(origins, name);
}

struct words say_scheme(const char *name)
{
    return find(schemes, name);
}

static const struct {
    int64_t below, unit; /* seconds */
    struct words words;
} ages[] = {
    {120, 60, {"%" PRId64 " minute", "%" PRId64 " 分"}},
    {7200, 60, {"%" PRId64 " minutes", "%" PRId64 " 分"}},
    {172800, 3600, {"%" PRId64 " hours", "%" PRId64 " 時間"}},
    {INT64_MAX, 86400, {"%" PRId64 " days", "%" PRId64 " 日"}},
};

const char *say_age(int64_t seconds, enum lang lang, char out[SAY_TEXT])
{
    if (seconds < 60) {
        snprintf(out, SAY_TEXT, "%s",
                 words_in(seconds < 0 ? (struct words){"dated in the future", "未来の日時"}
                                      : (struct words){"less than a minute", "1 分足らず"},
                          lang));
        return out;
    }
    size_t i = 0;
    while (seconds >= ages[i].below)
        i++;
    snprintf(out, SAY_TEXT, words_in(ages[i].words, lang), seconds / ages[i].unit);
    return out;
}

const char *say_left(day expires, day on, enum lang lang, char out[SAY_TEXT])
{
    char date[DAY_TEXT];
    if (!expires || !on) {
        snprintf(out, SAY_TEXT, "%s", words_in((struct words){"expiry not known", "有効期限不明"}, lang));
        return out;
    }
    static const struct words ahead = {"until %s, %d days left", "%s まで、残り %d 日"};
    static const struct words tomorrow = {"until %s, 1 day left", "%s まで、残り 1 日"};
    static const struct words last = {"until %s, the last day", "%s まで、本日が最終日"};
    static const struct words yesterday = {"expired %s, 1 day ago", "%s に期限切れ、1 日前"};
    static const struct words behind = {"expired %s, %d days ago", "%s に期限切れ、%d 日前"};
    int left = day_between(on, expires);
    struct words w = left > 1 ? ahead : left == 1 ? tomorrow : left == 0 ? last : left == -1 ? yesterday : behind;
    snprintf(out, SAY_TEXT, words_in(w, lang), day_text(expires, date), left < 0 ? -left : left);
    return out;
}

const char *say_level(const char *scheme, int64_t level, enum lang lang, char out[SAY_TEXT])
{
    struct words w = {"level not known", "レベル不明"};
    if (level > 0 && !strcmp(scheme, "jc-star"))
        w = (struct words){"★%d", "★%d"};
    else if (level > 0)
        w = (struct words){"level %d", "レベル %d"};
    snprintf(out, SAY_TEXT, words_in(w, lang), (int)level);
    return out;
}

const char *say_moment(const char *rfc3339, char out[SAY_TEXT])
{
    moment at;
    if (moment_parse(rfc3339, &at)) {
        char text[MOMENT_TEXT];
        moment_text(at, text);
        snprintf(out, SAY_TEXT, "%.10s %.5s UTC", text, text + 11);
    } else {
        snprintf(out, SAY_TEXT, "%.40s", rfc3339);
    }
    return out;
}

void say_demo(struct pen *p)
{
    static const struct words banner = {"DEMONSTRATION DATA - INVENTED: says nothing about real goods",
                                        "デモ用の架空データ: 実物の判定には使えません"};
    pen_line(p, 0);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, banner);
    pen_end(p);
}

void say_head(struct pen *p, struct words head)
{
    pen_line(p, 2);
    pen_paint(p, PAINT_DIM);
    pen_say(p, head);
    pen_paint(p, PAINT_PLAIN);
    pen_tab(p, SAY_HEAD);
    pen_hang(p, SAY_HEAD);
}
