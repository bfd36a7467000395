/* Japan: the decision table, row by row. JC-STAR is voluntary (IoT Product Security Conformity Assessment Scheme
 * Policy, METI, August 2024). */
#include "app/judge/table.h"

static const struct advice do_not_ship[] = {
    {{"Do not ship this box against this order.", "この注文にはこの箱を出荷しないでください。"}}, {0}};
static const struct advice recheck[] = {
    {{"Bring the registry copy up to date (kenpin registry import) and check again.",
      "登録一覧の写しを更新（kenpin registry import）して再検査してください。"}},
    {0}};
static const struct advice recheck_later[] = {
    {{"Check again before you show it on later stock, and ask the maker whether it is being renewed.",
      "後から入荷する分に表示する前に再検査し、更新の予定を製造者に確認してください。"}},
    {0}};
static const struct advice remove_claim_query[] = {
    {{"Remove the claim and query the supplier.", "表示を外し、仕入先に問い合わせてください。"}}, {0}};
static const struct advice identify_model[] = {
    {{"Identify the brand and the model (catalogue, --brand, --model), and check again.",
      "ブランドと型番を確定（商品台帳または --brand、--model）して再検査してください。"}},
    {0}};
static const struct advice remove_claims[] = {
    {{"Remove the claim from listings and shelf cards.", "掲載や棚札から表示を外してください。"}}, {0}};
/* METI policy 3.7: after expiry */
static const struct advice made_goods[] = {
    {{"Labels on goods made before may stay; none may be put on goods shipped from now on.",
      "すでにラベルを付けた製品から剥がす必要はありません。今後出荷する製品には付けられません。"}},
    {0}};
static const struct advice ask_why[] = {
    {{"Ask the maker why it was revoked.", "取消しの理由を製造者に確認してください。"}}, {0}};
static const struct advice no_star_orders[] = {
    {{"Not for orders that require stars.", "★を求める注文には使えません。"}}, {0}};
static const struct advice recheck_query[] = {
    {{"Check again with a newer copy; query the supplier.", "新しい写しで再検査し、仕入先に問い合わせてください。"}},
    {0}};
static const struct advice check_date[] = {
    {{"Check the date entered (--on).", "入力した日付（--on）を確認してください。"}}, {0}};
static const struct advice may_be_shown[] = {
    {{"The label may be shown.", "ラベルを表示できます。"}, .if_it_stands = true}, {0}};
static const struct advice not_as_jc_star[] = {
    {{"Do not show it as a JC-STAR label.", "JC-STAR のラベルとして表示しないでください。"}}, {0}};
static const struct advice untrue_mark[] = {
    {{"Do not show a mark that is not true.", "事実でないマークは表示しないでください。"}}, {0}};
static const struct advice star_one_only[] = {
    {{"It helps an application for a STAR-1 label only.", "★1 の申請に役立つだけです。"}}, {0}};

/* clang-format off */
const struct row jp_table[] = {
{"J00", {.all = STARS_ASKED, .none = STARS_SHOWN},
  OUTCOME_HOLD, ROUTE_NONE, {"The order demands stars that this product does not show.", "注文が求める★を、この製品は示していません。"},
  {do_not_ship}, {"METI policy"}},
{"J07", {.all = JC_STAR | UNVERIFIED | BEYOND_STALE},
  OUTCOME_REVIEW, ROUTE_NONE, {"It cannot be told whether the label holds: our copy is too old, or there is none.",
   "ラベルが有効か判断できません。写しが古すぎるか、ありません。"},
  {recheck}, {"METI policy 3.7"}},
{"J07", {.all = JC_STAR | UNCLEAR},
  OUTCOME_REVIEW, ROUTE_NONE, {"It cannot be told whether the label holds: the registry's status word is not known.",
   "ラベルが有効か判断できません。一覧の状態欄の語が分かりません。"},
  {recheck}, {"METI policy 3.7"}},
{"J07", {.all = JC_STAR | LISTED | NO_EXPIRY},
  OUTCOME_REVIEW, ROUTE_NONE, {"It cannot be told whether the label holds: its date is not known.", "ラベルが有効か判断できません。有効期限が分かりません。"},
  {recheck}, {"METI policy 3.7"}},
{"J03", {.all = JC_STAR | LISTED | OTHER_PRODUCT},
  OUTCOME_REVIEW, ROUTE_NONE, {"The label is not this product's.", "ラベルはこの商品のものではありません。"},
  {remove_claim_query}, {"METI policy 3.7"}},
{"J08", {.all = JC_STAR | LISTED | MATCH_OPEN},
  OUTCOME_REVIEW, ROUTE_NONE, {"It is not established that this is a model of the label.", "この型番がラベルの対象か確定していません。"},
  {identify_model, advice_confirm}, {"METI policy 3.7"}},
{"J02", {.all = JC_STAR | REVOKED},
  OUTCOME_REVIEW, ROUTE_NONE, {"The label was revoked: the sale is not barred, but the claim is not true.",
   "ラベルは取り消されています。販売は禁じられませんが、表示は事実に反します。"},
  {remove_claims, ask_why, no_star_orders}, {"METI policy 3.7"}},
{"J02", {.all = JC_STAR | LAPSED},
  OUTCOME_WARN, ROUTE_LABEL, {"The label no longer holds: the sale is not barred, but the claim is no longer true.",
   "ラベルはもう有効ではありません。販売は禁じられませんが、表示は事実でなくなりました。"},
  {remove_claims, made_goods, no_star_orders}, {"METI policy 3.7"}},
{"J09", {.all = JC_STAR | NOT_LISTED},
  OUTCOME_REVIEW, ROUTE_NONE, {"The registry does not list this label: provisional, newer than our copy, or false.",
   "登録一覧にこのラベルがありません。仮登録、写しより新しい登録、偽物のいずれかです。"},
  {recheck_query}, {"METI policy 3.7"}},
{"J10", {.all = JC_STAR | TOO_EARLY},
  OUTCOME_REVIEW, ROUTE_NONE, {"This label did not exist yet on that day.", "その日には、このラベルはまだありませんでした。"},
  {check_date}, {"METI policy 3.7"}},
{"J01", {.all = JC_STAR | CURRENT | LIVE | MODEL | UNVERIFIED},
  OUTCOME_WARN, ROUTE_LABEL, {"The label was valid when the registry was last asked; the copy is not fresh.",
   "前回の確認ではラベルは有効でしたが、登録一覧の写しが新しくありません。"},
  {may_be_shown, recheck}, {"METI policy 3.7"}},
{"J01", {.all = JC_STAR | CURRENT | LIVE | MODEL | SOON},
  OUTCOME_WARN, ROUTE_LABEL, {"The label is valid, but ends soon.", "ラベルは有効ですが、期限が近づいています。"},
  {may_be_shown, recheck_later}, {"METI policy 3.7"}},
{"J01", {.all = JC_STAR | CURRENT | LIVE | MODEL},
  OUTCOME_PASS, ROUTE_LABEL, {"The label is valid and on this very model.", "ラベルは有効で、この型番のものです。"},
  {may_be_shown}, {"METI policy 3.7"}},
{"J05", {.all = CLS | LIVE | MODEL | UNVERIFIED},
  OUTCOME_WARN, ROUTE_NONE, {"A CLS label is not a JC-STAR label; this one was good when the registry was last asked, and the copy is not fresh.",
   "CLS ラベルは JC-STAR ではありません。前回の確認では有効でしたが、登録一覧の写しが新しくありません。"},
  {not_as_jc_star, recheck}, {"IPA STAR-1"}},
{"J05", {.all = CLS | LIVE | MODEL},
  OUTCOME_PASS, ROUTE_NONE, {"A CLS label is not a JC-STAR label; since 1 June 2026 it eases an application for one.",
   "CLS ラベルは JC-STAR ではありません。2026 年 6 月 1 日以降、JC-STAR の申請が簡単になります。"},
  {not_as_jc_star}, {"IPA STAR-1"}},
{"J05", {.all = CLS},
  OUTCOME_WARN, ROUTE_NONE, {"A CLS label is not a JC-STAR label, and this one is not shown to be true.",
   "CLS ラベルは JC-STAR ではなく、しかも有効と確認できません。"},
  {not_as_jc_star, untrue_mark}, {"IPA STAR-1"}},
{"J06", {.all = NO_LABEL | SOC_OK},
  OUTCOME_PASS, ROUTE_NONE, {"No JC-STAR label; the scheme is voluntary. A UK statement helps a STAR-1 application only.",
   "JC-STAR のラベルはありません（任意の制度です）。英国の宣言書は★1 の申請に役立つだけです。"},
  {star_one_only}, {"IPA STAR-1"}},
{"J04", {.all = NO_LABEL},
  OUTCOME_PASS, ROUTE_NONE, {"No JC-STAR label was read or found; the scheme is voluntary.", "JC-STAR のラベルは読み取られず、見つかりませんでした。任意の制度です。"},
  {no_star_orders}, {"METI policy"}},
{.id = NULL}};
/* clang-format on */
