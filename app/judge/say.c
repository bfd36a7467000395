/* What a verdict says: reason, next actions, citations. */
#include <string.h>

#include "app/judge/judge.h"
#include "app/judge/table.h"

/* Why a finding lifted the verdict, what to do about it, and whom to tell. */
static const struct {
    enum finding_code code;
    struct words why, say;
} lifts[] = {
    {FINDING_UNOFFICIAL_URL,
     {"A code on this box poses as the scheme's page and is not: a person must look at the box.",
      "箱のコードが制度の公式ページを装っています。人の確認が必要です。"},
     {"Do not open the address on this box. Hold it, and tell the supplier and the scheme's operator (IPA or CSA) of "
      "the false page.",
      "箱にあるアドレスを開かないでください。箱を保留し、仕入先と制度の運営者（IPA または CSA）に偽のページを知らせてください。"}},
    {FINDING_TWO_PRODUCTS,
     {"Two different products were given: a person must say which of them this is.",
      "二つの商品が入力されています。どちらなのか、人の確認が必要です。"},
     {"Two products were given: check each box on its own; if they came on one box, tell the supplier.",
      "二つの商品が入力されました。一箱ずつ検査し、同じ箱に付いていたなら仕入先に知らせてください。"}},
    {FINDING_CLOCK_SUSPECT,
     {"This machine's clock cannot be right, and dates are judged by it.",
      "この機器の時計が正しくないため、期限の判定を信用できません。"},
     {"Set this machine's clock, tell whoever looks after it, and check again.",
      "この機器の時計を合わせ、管理者に知らせてから再検査してください。"}},
    {FINDING_PRINTED_DATE_DIFFERS,
     {"The date printed in the label's id is later than the registry's: a person must look at the label.",
      "ラベルの ID に印字された期限が登録一覧より後です。人の確認が必要です。"},
     {"The printed date is later than the registry's, which counts: tell the supplier and CSA.",
      "印字の期限が登録一覧より後です。登録一覧の期限が優先します。仕入先と CSA に知らせてください。"}},
};

static const struct words no_row = {"No row of the decision table fits: a person must decide.",
                                    "判定表に当てはまる行がありません。人が判断してください。"};

static void line_add(struct judge_lines *to, const char *line)
{
    if (line && line[0] && to->count < JUDGE_LINES_MAX)
        to->item[to->count++] = line;
}

const char *judge_rule(const struct verdict *v)
{
    return v->row ? v->row->id : "-";
}

/* What the row says is no reason for the outcome that a finding made of it. */
const char *judge_reason(const struct verdict *v, enum lang lang)
{
    for (size_t i = 0; i < sizeof lifts / sizeof *lifts; i++)
        if (v->lifted & FINDING_BIT(lifts[i].code))
            return words_in(lifts[i].why, lang);
    return words_in(v->row ? v->row->reason : no_row, lang);
}

/* U04: the rows after U03 judge a platform as a seller, and say so. */
static bool as_seller(const struct verdict *v, const struct case_facts *c)
{
    return c->role == ROLE_PLATFORM && v->market != MARKET_JP && v->row && strcmp(v->row->id, "U04") > 0;
}

static bool meant_for(const struct advice *a, const struct verdict *v, const struct case_facts *c)
{
    if (a->if_it_stands && v->lifted)
        return false;
    enum role role = c->role == ROLE_PLATFORM ? ROLE_SELLER : c->role;
    return (!a->roles || a->roles & ROLE_BIT(role)) && (!a->events || a->events & EVENT_BIT(c->event));
}

struct judge_lines judge_next(const struct verdict *v, const struct case_facts *c, enum lang lang)
{
    struct judge_lines out = {0};
    for (size_t i = 0; i < sizeof lifts / sizeof *lifts; i++)
        if (v->lifted & FINDING_BIT(lifts[i].code))
            line_add(&out, words_in(lifts[i].say, lang));
    if (as_seller(v, c))
        line_add(&out, words_in(gb_platform, lang));
    for (size_t i = 0; v->row && i < ROW_ADVICE_MAX && v->row->next[i]; i++)
        for (const struct advice *a = v->row->next[i]; a->say.en; a++)
            if (meant_for(a, v, c))
                line_add(&out, words_in(a->say, lang));
    return out;
}

static void cite_list(struct judge_lines *to, const char *const *list)
{
    for (; *list; list++)
        line_add(to, *list);
}

struct judge_lines judge_cite(const struct verdict *v, const struct case_facts *c, enum scheme scheme)
{
    struct judge_lines out = {0};
    for (size_t i = 0; v->row && i < ROW_CITE_MAX && v->row->cite[i]; i++)
        line_add(&out, v->row->cite[i]);
    if (v->row && v->row->route == ROUTE_LABEL && v->market != MARKET_JP)
        cite_list(&out, scheme == SCHEME_CLS ? gb_cite_cls : gb_cite_jc_star);
    if (as_seller(v, c))
        cite_list(&out, gb_cite_platform);
    return out;
}
