#include "app/base/finding.h"

#include <string.h>

#include "app/base/text.h"

static const struct {
    const char *name;
    struct words words;
} table[FINDING_CODES] = {
    [FINDING_EXPIRED] = {"expired", {"the label's date has passed", "ラベルの有効期限が過ぎています"}},
    [FINDING_LAST_DAY] = {"last-day", {"this is the label's last day", "この日がラベルの有効期限の最終日です"}},
    [FINDING_EXPIRES_SOON] = {"expires-soon", {"the label expires soon", "ラベルの有効期限が近づいています"}},
    [FINDING_NOT_YET_ISSUED] = {"not-yet-issued",
                                {"the label was not yet issued on this day",
                                 "この日にはラベルがまだ発行されていません"}},
    [FINDING_REVOKED] = {"revoked", {"the label was revoked", "ラベルは取り消されています"}},
    [FINDING_WITHDRAWN] = {"withdrawn", {"the label was withdrawn", "ラベルは取り下げられています"}},
    [FINDING_DEFERRED] = {"deferred",
                          {"the label's date has passed; an extension is being processed",
                           "有効期限は過ぎ、延長申請の手続き中です（失効猶予）"}},
    [FINDING_SUSPENDED] = {"suspended", {"the label is suspended", "ラベルは一時停止されています"}},
    [FINDING_GONE] = {"gone",
                      {"the label was listed and has disappeared from the list",
                       "以前は一覧にありましたが、一覧から消えています"}},
    [FINDING_NOT_LISTED] = {"not-listed", {"the label is not in the registry's list", "登録一覧に載っていません"}},
    [FINDING_STATUS_UNCLEAR] = {"status-unclear",
                                {"the registry's status word is not known, or is empty",
                                 "一覧の状態欄が空か、意味の分からない語です"}},
    [FINDING_NEWER_THAN_COPY] = {"newer-than-copy",
                                 {"the number sorts after every number of our copy: it may be newer",
                                  "手元の写しのどの番号よりも後の番号です。新しい登録かもしれません"}},
    [FINDING_ANSWER_STALE] = {"answer-stale",
                              {"our copy of the registry is not fresh", "手元の登録一覧の写しが新しくありません"}},
    [FINDING_NO_ANSWER] = {"no-answer", {"there is no copy of this registry", "この登録一覧の写しがありません"}},
    [FINDING_LEVEL_NOT_RECOGNISED] = {"level-not-recognised",
                                      {"UK law does not name this level of the label, or the level is not known",
                                       "英国法が挙げていないレベルか、レベルが分かりません"}},
    [FINDING_SCHEME_NOT_RECOGNISED] = {"scheme-not-recognised",
                                       {"this mark carries no verdict here", "このマークは判定の根拠になりません"}},
    [FINDING_MODEL_MISMATCH] = {"model-mismatch",
                                {"the label lists other models, not this one",
                                 "ラベルの対象は別の型番で、この製品ではありません"}},
    [FINDING_UNLISTED_VARIANT] = {"unlisted-variant",
                                  {"the model differs from a listed one by its suffix",
                                   "登録された型番と末尾だけが違います"}},
    [FINDING_BRAND_ONLY] = {"brand-only",
                            {"the brand is the label's holder, but the model is not shown to be listed",
                             "ブランドは一致しますが、型番が登録されていると確認できません"}},
    [FINDING_BRAND_DIFFERS] = {"brand-differs",
                               {"the model is listed, but under another vendor",
                                "型番は登録されていますが、事業者が異なります"}},
    [FINDING_MODEL_UNKNOWN] = {"model-unknown",
                               {"it is not established which model this is", "この製品の型番が確定していません"}},
    [FINDING_SERIES_ONLY] = {"series-only",
                             {"the registry names a series, not this exact model",
                              "一覧にはシリーズ名だけがあり、この型番そのものはありません"}},
    [FINDING_GTIN_UNKNOWN] = {"gtin-unknown",
                              {"this GTIN is not in the catalogue", "この GTIN は商品台帳にありません"}},
    [FINDING_GTIN_BAD_CHECK_DIGIT] = {"gtin-bad-check-digit",
                                      {"the GTIN is wrong: its check digit does not fit",
                                       "GTIN のチェックデジットが合いません"}},
    [FINDING_GTIN_REPAIRED] = {"gtin-repaired",
                               {"leading zeros of the GTIN were restored", "GTIN の先頭のゼロを補いました"}},
    [FINDING_GTIN_IN_STORE] = {"gtin-in-store",
                               {"an in-store number: it names no product outside the shop that gave it",
                                "インストアコードです。店外で商品を特定できません"}},
    [FINDING_TWO_PRODUCTS] = {"two-products",
                              {"two different products in one check; judged as the first",
                               "一度の検査に別の商品が二つあります。最初の商品として判定しました"}},
    [FINDING_PRINTED_DATE_DIFFERS] = {"printed-date-differs",
                                      {"the date printed in the id is not the registry's",
                                       "ID に印字された期限が登録一覧と異なります"}},
    [FINDING_ID_IMPLAUSIBLE] = {"id-implausible",
                                {"the date in this CLS id cannot be", "この CLS の ID の日付はあり得ません"}},
    [FINDING_UNOFFICIAL_URL] = {"unofficial-url",
                                {"the code poses as a scheme's page and is not: do not open it",
                                 "制度の公式ページを装った別のアドレスです。開かないでください"}},
    [FINDING_CODE_IN_PARTS] = {"code-in-parts",
                               {"a code is one of several that make up a message, and some are missing: read them all",
                                "複数に分割されたコードの一部しか読めていません。すべて読み取ってください"}},
    [FINDING_SUPPORT_ENDED] = {"support-ended",
                               {"the security support period has ended",
                                "セキュリティ更新のサポート期間が終わっています"}},
    [FINDING_SUPPORT_UNKNOWN] = {"support-unknown",
                                 {"the catalogue does not say until when security updates come",
                                  "商品台帳にセキュリティ更新の終了日がありません"}},
    [FINDING_STATEMENT_INCOMPLETE] = {"statement-incomplete",
                                      {"the statement of compliance is incomplete", "適合宣言書に不備があります"}},
    [FINDING_TWO_LABELS_DISAGREE] = {"two-labels-disagree",
                                     {"one label on the box is good, another is not",
                                      "箱のラベルのうち一つは有効ですが、別の一つは有効ではありません"}},
    [FINDING_CAPS_LOCK] = {"caps-lock",
                           {"the scanner's keyboard has CAPS LOCK on", "スキャナーの入力で CAPS LOCK が効いています"}},
    [FINDING_LAYOUT_WRONG] = {"layout-wrong",
                              {"the scanner is set to another keyboard layout",
                               "スキャナーのキーボード配列の設定が違います"}},
    [FINDING_SEPARATOR_LOST] = {"separator-lost",
                                {"the scanner drops the group separator (FNC1, 0x1D)",
                                 "スキャナーが区切り文字（FNC1、0x1D）を落としています"}},
    [FINDING_AIM_LOST] = {"aim-lost",
                          {"the scanner's symbology identifier arrived damaged",
                           "スキャナーのシンボル識別子が壊れて届きました"}},
    [FINDING_AFFIX] = {"affix",
                       {"the scanner adds characters before or after the code",
                        "スキャナーがコードの前後に余分な文字を付けています"}},
    [FINDING_CLOCK_SUSPECT] = {"clock-suspect",
                               {"this machine's clock cannot be right", "この機器の時計が正しくありません"}},
    [FINDING_DEMO] = {"demo",
                      {"demonstration data: invented, not for real goods",
                       "デモ用の架空データです。実物の判定には使えません"}},
};

void finding_add(struct findings *to, enum finding_code code, const char *expected, const char *actual)
{
    struct finding f = {.code = code};
    text_copy(f.expected, sizeof f.expected, expected ? expected : "");
    text_copy(f.actual, sizeof f.actual, actual ? actual : "");
    to->set |= FINDING_BIT(code);
    for (size_t i = 0; i < to->count; i++)
        if (to->item[i].code == code && !strcmp(to->item[i].expected, f.expected) &&
            !strcmp(to->item[i].actual, f.actual))
            return;
    if (to->count < FINDINGS_MAX)
        to->item[to->count++] = f;
}

const char *finding_name(enum finding_code code)
{
    return code > FINDING_NONE && code < FINDING_CODES ? table[code].name : "";
}

enum finding_code finding_from_name(const char *name)
{
    for (int i = FINDING_NONE + 1; i < FINDING_CODES; i++)
        if (!strcmp(table[i].name, name))
            return (enum finding_code)i;
    return FINDING_NONE;
}

struct words finding_words(enum finding_code code)
{
    return code > FINDING_NONE && code < FINDING_CODES ? table[code].words : (struct words){0};
}
