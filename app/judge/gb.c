/* Great Britain and Northern Ireland: the decision table, row by row.
 * Law: PSTI Act 2022 Part 1; SI 2023/1007; SI 2025/1267 (in force 4 December 2025). */
#include "app/judge/table.h"

enum {
    RETAIL = ROLE_BIT(ROLE_RETAILER) | ROLE_BIT(ROLE_SELLER), /* distributors; a platform is judged as a seller */
    IMPORTER = ROLE_BIT(ROLE_IMPORTER),
    MAKER = ROLE_BIT(ROLE_MANUFACTURER),
    GOODS_IN = EVENT_BIT(EVENT_GOODS_IN),
    SHOWN = EVENT_BIT(EVENT_OFFER) | EVENT_BIT(EVENT_SALE),
};

static const struct advice record_exception[] = {{{"Record which exception applies, and keep it with the product.",
                                                   "どの適用除外に当たるかを記録し、商品とともに保管してください。"}},
                                                 {0}};

static const struct advice classify[] = {
    {{"Classify the product: is it connectable and not excepted? Enter --scope.",
      "商品が対象（接続可能な製品で適用除外でない）かを決め、--scope で入力してください。"}},
    {0}};

static const struct advice check_radio_papers[] = {
    {{"Check the CE and radio papers (EU radio cyber rules); this label does not help in Northern Ireland.",
      "CE と無線機器の書類（EU のサイバー要件）を確認してください。北アイルランドではこのラベルは役立ちません。"}},
    {0}};

/* ss.9, 15, 22: who gets the statement, and how */
static const struct advice get_statement[] = {
    {{"Issue a statement of compliance, or renew the label (PSTI Act s.9).",
      "適合宣言書を発行するか、ラベルを更新してください（PSTI 法 9 条）。"},
     .roles = MAKER},
    {{"Obtain a statement of compliance and keep a copy (s.15, reg 9).",
      "適合宣言書を入手し、写しを保管してください（15 条、規則 9）。"},
     .roles = IMPORTER},
    {{"Ask the supplier or the maker for the statement of compliance; you cannot write it yourself (ss.9(3), 22).",
      "仕入先か製造者に適合宣言書を求めてください。自分で作成することはできません（9 条 3 項、22 条）。"},
     .roles = RETAIL},
    {0}};

static const struct advice statement_or_renewal[] = {
    {{"Or ask for a renewed label, and check again.", "または更新されたラベルを求め、再検査してください。"},
     .roles = RETAIL | IMPORTER},
    {0}};

static const struct advice set_aside[] = {
    {{"Quarantine the box: receiving it is no breach, offering it may be.",
      "箱を隔離してください。受け取るだけでは違反になりませんが、販売の申し出は違反になり得ます。"},
     .events = GOODS_IN},
    {{"Take the offer down and stop the sale until this is settled.",
      "解決するまで掲載を取り下げ、販売を止めてください。"},
     .events = SHOWN},
    {0}};

static const struct advice act_on_failure[] = {
    {{"Do not supply. Act on the failure now: remedy it, and notify as s.11 requires.",
      "供給しないでください。直ちに是正し、11 条のとおり通知してください。"},
     .roles = MAKER},
    {{"Do not supply. Contact the maker; if a remedy is unlikely, stop, and notify OPSS and the distributors supplied (s.19).",
      "供給しないでください。製造者に連絡し、是正が見込めなければ中止して OPSS と納入先に通知してください（19 条）。"},
     .roles = IMPORTER},
    {{"Do not supply. Contact the maker, else the supplier; if a remedy is unlikely, stop, and notify OPSS, the traders supplied and your supplier (s.25).",
      "供給しないでください。製造者か仕入先に連絡し、是正が見込めなければ中止して OPSS、納入先、仕入先に通知してください（25 条）。"},
     .roles = RETAIL},
    {0}};

static const struct advice tell_maker_and_scheme[] = {
    {{"Tell the maker and the scheme what was reported; hold the box and check again.",
      "報告の内容を製造者と制度の運営者に伝え、箱を保留して再検査してください。"}},
    {0}};

static const struct advice investigate[] = {
    {{"Investigate (s.10) and keep the record 10 years (s.12).",
      "調査し（10 条）、記録を 10 年保管してください（12 条）。"},
     .roles = MAKER},
    {{"Investigate (s.17) and keep the record 10 years (s.20).",
      "調査し（17 条）、記録を 10 年保管してください（20 条）。"},
     .roles = IMPORTER},
    {{"Hold the box and ask the maker or importer what their investigation found.",
      "箱を保留し、製造者か輸入者に調査の結果を確認してください。"},
     .roles = RETAIL},
    {0}};

static const struct advice ask_why_revoked[] = {
    {{"Ask the maker why the label was revoked.", "ラベルが取り消された理由を製造者に確認してください。"}}, {0}};

static const struct advice if_non_conformity[] = {
    {{"If it was revoked for non-conformity, enter --failure believed and check again.",
      "不適合による取消しなら、--failure believed を指定して再検査してください。"}},
    {0}};

static const struct advice keep_record[] = {
    {{"Keep this record; no statement of compliance is needed while the label holds.",
      "この記録を保管してください。ラベルが有効な間、適合宣言書は不要です。"},
     .if_it_stands = true},
    {0}};

static const struct advice ask_statement_now[] = {
    {{"Ask for a statement of compliance now, and check again at each sale: the stock may outlive the label.",
      "今のうちに適合宣言書を求め、販売のたびに再検査してください。在庫がラベルの期限より長く残るおそれがあります。"}},
    {0}};

static const struct advice statement_must_name[] = {
    {{"See that the statement names this very product; remove the mark; query the supplier.",
      "宣言書がこの商品そのものを示しているか確かめ、マークを外し、仕入先に問い合わせてください。"}},
    {0}};

static const struct advice remove_mark[] = {
    {{"Remove the mark from listings; ask whether the statement leaned on the label.",
      "掲載からマークを外し、宣言書がこのラベルに依拠していないか確認してください。"}},
    {0}};

static const struct advice keep_statement[] = {
    {{"Keep the statement for 10 years or the support period, whichever is longer (regs 8, 9).",
      "宣言書を 10 年間またはサポート期間のいずれか長い方の間、保管してください（規則 8・9）。"},
     .roles = IMPORTER | MAKER},
    {{"See that the statement goes with the product.", "宣言書が商品に添えられていることを確かめてください。"},
     .roles = RETAIL},
    {0}};

static const struct advice do_not_show_mark[] = {{{"Do not show the mark in listings: it cannot be verified.",
                                                   "マークは確認できないため、掲載に表示しないでください。"}},
                                                 {0}};

static const struct advice own_brand_entry[] = {
    {{"An own brand needs an entry of its own in the registry.", "自社ブランド品には、独自の登録が必要です。"}}, {0}};

static const struct advice star_one_or_statement[] = {
    {{"Look for a STAR-1 entry of this product, or get a statement of compliance.",
      "この製品の★1 の登録を探すか、適合宣言書を入手してください。"}},
    {0}};

static const struct advice recognised_label[] = {
    {{"Or show a CLS (IoT) label or a JC-STAR STAR-1 label of this product.",
      "または、この製品の CLS (IoT) ラベルか JC-STAR ★1 を示してください。"}},
    {0}};

static const struct advice statement_only[] = {
    {{"Only a statement of compliance serves for that day.", "その日については適合宣言書だけが有効です。"}}, {0}};

static const struct advice recheck_before_sale[] = {
    {{"Bring the registry copy up to date and check again before the sale.",
      "登録一覧の写しを更新し、販売の前に再検査してください。"}},
    {0}};

static const struct advice recheck_or_statement[] = {
    {{"Bring the registry copy up to date (kenpin registry import) or settle the model, and check again; or get a statement of compliance.",
      "登録一覧の写しを更新（kenpin registry import）するか型番を確定して再検査し、または適合宣言書を入手してください。"}},
    {0}};

const struct advice advice_confirm[] = {
    {{"If you see that both are the same product, say so on record: kenpin catalogue confirm --gtin GTIN --label NUMBER --operator NAME.",
      "同じ製品だと確かめたら、記録に残してください: kenpin catalogue confirm --gtin GTIN --label 番号 --operator 名前"}},
    {0}};

static const struct advice query_supplier[] = {{{"Query the supplier about the mark: it may be false.",
                                                 "マークが偽物のおそれがあります。仕入先に問い合わせてください。"}},
                                               {0}};

const struct words gb_platform = {
    "You are the marketplace's operator, not the distributor: the seller is. Ask the seller for this check.",
    "PSTI 法上の流通業者に当たるのは運営者ではなく出店者です。出店者にこの検査を求めてください。"};
const char *const gb_cite_platform[] = {"PSTI Act s.7(5)", "PSTI Act s.56(2)", NULL};

/* Condition B and C of Sch 2, Condition A and B of Sch 2A: the letters differ, so by paragraph (SI 2025/1267 regs 4-8)
 */
const char *const gb_cite_jc_star[] = {"SI 2023/1007 Sch 2 paras 1(3), 2(2A), 3(2A)", "SI 2023/1007 Sch 2A para 2",
                                       NULL};
const char *const gb_cite_cls[] = {"SI 2023/1007 Sch 2 paras 1(4), 2(2B), 3(2B)", "SI 2023/1007 Sch 2A para 3", NULL};

/* clang-format off */
const struct row gb_table[] = {
{"U01", {.all = SCOPE_OUT},
  OUTCOME_OUT, ROUTE_NONE, {"PSTI Part 1 does not apply to this product.", "この商品に PSTI 法第 1 部は適用されません。"},
  {record_exception}, {"SI 2023/1007 Sch 3", "PSTI Act s.54"}},
{"U02", {.none = SCOPE_IS_IN},
  OUTCOME_REVIEW, ROUTE_NONE, {"It is not decided whether this product is in scope.", "この商品が対象かどうかが決まっていません。"},
  {classify}, {"PSTI Act ss.4-6"}},
{"U03", {.all = NORTHERN_IRELAND},
  OUTCOME_REVIEW, ROUTE_NONE, {"Likely excepted in Northern Ireland, where EU radio cyber rules apply; the label does not help there.",
   "北アイルランドでは EU の無線サイバー要件が適用され、PSTI は適用除外と考えられます。ラベルは役立ちません。"},
  {check_radio_papers}, {"SI 2023/1007 Sch 3 para 1"}},
/* U04: judge_next and judge_cite; the remaining rows judge a platform as a seller */
{"U05", {.all = BELIEVED, .none = LABEL_OK},
  OUTCOME_STOP, ROUTE_NONE, {"A compliance failure is known or believed: it may not be supplied, statement or not.",
   "不適合が判明しているか疑われています。宣言書の有無にかかわらず供給できません。"},
  {act_on_failure}, {"PSTI Act ss.11, 16, 19, 23, 25"}},
{"U06", {.all = BELIEVED | LABEL_OK},
  OUTCOME_REVIEW, ROUTE_NONE, {"The product is treated as complying, but a report contradicts the label.",
   "適合とみなされますが、ラベルと矛盾する報告があります。"},
  {tell_maker_and_scheme}, {"SI 2023/1007 Sch 2"}},
{"U07", {.all = INFORMED},
  OUTCOME_REVIEW, ROUTE_NONE, {"A possible compliance failure was reported: manufacturer and importer must investigate.",
   "不適合の可能性が報告されています。製造者と輸入者は調査しなければなりません。"},
  {investigate}, {"PSTI Act ss.10, 12, 17, 20"}},
{"U08", {.all = REVOKED | OTHER_PRODUCT, .none = SOC_OK},
  OUTCOME_HOLD, ROUTE_NONE, {"The label was revoked, and it is another product's: no label route, and no statement is shown.",
   "ラベルは取り消され、しかも別の製品のものです。ラベルに頼れず、宣言書も示されていません。"},
  {ask_why_revoked, get_statement, set_aside}, {"PSTI Act ss.9, 15, 22"}},
{"U08", {.all = REVOKED, .none = SOC_OK},
  OUTCOME_HOLD, ROUTE_NONE, {"The label was revoked: no label route, and no statement of compliance is shown.",
   "ラベルは取り消されています。ラベルに頼れず、適合宣言書も示されていません。"},
  {ask_why_revoked, get_statement, set_aside}, {"PSTI Act ss.9, 15, 22"}},
{"U09", {.all = REVOKED | SOC_OK},
  OUTCOME_REVIEW, ROUTE_NONE, {"The statement of compliance may be enough, but the revocation may show a compliance failure.",
   "宣言書で足りる可能性がありますが、取消しは不適合を示すおそれがあります。"},
  {ask_why_revoked, if_non_conformity}, {"PSTI Act ss.16, 23"}},
{"U10", {.all = LABEL_OK, .none = SOON},
  OUTCOME_PASS, ROUTE_LABEL, {"The label is current and on this very model: no PSTI bar found on the points checked.",
   "ラベルは有効で、この型番のものです。確認した範囲で PSTI 上の支障は見つかりませんでした。"},
  {keep_record}, {"PSTI Act ss.9(7), 15(5), 22(3)"}},
{"U11", {.all = LABEL_OK | SOON},
  OUTCOME_WARN, ROUTE_LABEL, {"The label is current and on this very model, but ends soon: the stock may outlive it.",
   "ラベルは有効でこの型番のものですが、期限が近く、在庫が期限後まで残るおそれがあります。"},
  {ask_statement_now, keep_record}, {"PSTI Act ss.9(7), 15(5), 22(3)"}},
{"U13", {.all = SOC_OK | OTHER_PRODUCT},
  OUTCOME_REVIEW, ROUTE_NONE, {"There is a statement of compliance, but the label is not this product's.",
   "適合宣言書はありますが、ラベルはこの商品のものではありません。"},
  {statement_must_name}, {"SI 2023/1007 Sch 4(a)"}},
{"U12", {.all = SOC_OK | LAPSED},
  OUTCOME_WARN, ROUTE_STATEMENT, {"The label no longer counts; the statement of compliance does: no PSTI bar found on the points checked.",
   "ラベルはもう根拠になりませんが、適合宣言書があります。確認した範囲で PSTI 上の支障は見つかりませんでした。"},
  {remove_mark}, {"PSTI Act ss.9(2), 15(2), 22(2)", "DMCC Act Sch 20"}},
{"U14", {.all = SOC_OK | DOUBTFUL_MARK},
  OUTCOME_WARN, ROUTE_STATEMENT, {"A statement of compliance accompanies the product; the mark on it cannot be verified.",
   "適合宣言書が添えられていますが、付いているマークは確認できません。"},
  {do_not_show_mark, keep_statement}, {"PSTI Act ss.9, 15, 22", "SI 2023/1007 regs 8, 9"}},
{"U14", {.all = SOC_OK},
  OUTCOME_PASS, ROUTE_STATEMENT, {"A statement of compliance accompanies the product: no PSTI bar found on the points checked.",
   "適合宣言書が添えられています。確認した範囲で PSTI 上の支障は見つかりませんでした。"},
  {keep_statement}, {"PSTI Act ss.9, 15, 22", "SI 2023/1007 regs 8, 9"}},
{"U15", {.all = LAPSED | OTHER_PRODUCT},
  OUTCOME_HOLD, ROUTE_NONE, {"The label no longer counts, it is not this product's, and no statement of compliance is shown.",
   "ラベルはもう根拠にならず、この商品のものでもありません。適合宣言書も示されていません。"},
  {get_statement, own_brand_entry, set_aside}, {"PSTI Act ss.9, 15, 22"}},
{"U15", {.all = LAPSED},
  OUTCOME_HOLD, ROUTE_NONE, {"The label no longer counts and no statement of compliance is shown: neither route is open.",
   "ラベルはもう根拠にならず、適合宣言書も示されていません。どちらの方法も使えません。"},
  {get_statement, statement_or_renewal, set_aside}, {"PSTI Act ss.9, 15, 22"}},
{"U16", {.any = OTHER_PRODUCT},
  OUTCOME_HOLD, ROUTE_NONE, {"The label is not assigned to this product.", "ラベルはこの商品に付与されたものではありません。"},
  {get_statement, own_brand_entry, set_aside}, {"SI 2025/1267", "SI 2023/1007 reg 5"}},
{"U17", {.all = JC_STAR | HIGHER_STAR | LIVE | MODEL},
  OUTCOME_REVIEW, ROUTE_NONE, {"UK law names STAR-1 only; a higher star is not named.", "英国法が挙げるのは★1 だけで、上位の★は挙げられていません。"},
  {star_one_or_statement}, {"SI 2025/1267 reg 3"}},
{"U18", {.all = OTHER_MARK},
  OUTCOME_HOLD, ROUTE_NONE, {"This mark's scheme is not recognised in the UK.", "このマークの制度は英国では認められていません。"},
  {get_statement, recognised_label, set_aside}, {"SI 2025/1267 reg 3"}},
{"U19", {.all = CURRENT | MODEL | TOO_EARLY},
  OUTCOME_HOLD, ROUTE_NONE, {"On that day the label route, or this label, did not exist yet.",
   "その日には、ラベルによる方法またはこのラベルがまだありませんでした。"},
  {statement_only, get_statement}, {"SI 2025/1267 reg 1(2)"}},
{"U20", {.all = PROVISIONAL},
  OUTCOME_WARN, ROUTE_LABEL, {"The label was good when the registry was last asked; the copy is not fresh.",
   "前回の確認ではラベルは有効でしたが、登録一覧の写しが新しくありません。"},
  {recheck_before_sale}, {"PSTI Act ss.15(5), 22(3)"}},
{"U21", {.any = UNVERIFIED | UNCLEAR},
  OUTCOME_REVIEW, ROUTE_NONE, {"The label cannot be verified now, so you cannot rely on it.",
   "ラベルを今は確認できないため、このラベルに頼ることはできません。"},
  {recheck_or_statement}, {"PSTI Act ss.15(5), 22(3)"}},
{"U21", {.all = LISTED, .any = MATCH_OPEN | NO_EXPIRY},
  OUTCOME_REVIEW, ROUTE_NONE, {"The label is listed, but its model or its date is not established, so you cannot rely on it.",
   "ラベルは登録されていますが、型番か期限が確定しないため、このラベルに頼ることはできません。"},
  {recheck_or_statement, advice_confirm}, {"PSTI Act ss.15(5), 22(3)"}},
{"U22", {.all = NOT_LISTED},
  OUTCOME_HOLD, ROUTE_NONE, {"The registry does not list this label: no current label is shown, and the mark may be false.",
   "登録一覧にこのラベルがありません。有効なラベルは示されず、マークは偽物のおそれがあります。"},
  {query_supplier, get_statement, set_aside}, {"PSTI Act s.22"}},
{"U23", {.all = SOC_INCOMPLETE},
  OUTCOME_HOLD, ROUTE_NONE, {"Neither route is shown: no recognised label, and the statement of compliance is incomplete.",
   "どちらの方法も示されていません。認められるラベルがなく、適合宣言書に不備があります。"},
  {get_statement, set_aside}, {"PSTI Act ss.9, 15, 22", "SI 2023/1007 Sch 4"}},
{"U23", {0},
  OUTCOME_HOLD, ROUTE_NONE, {"Neither route is shown: no recognised label, and no complete statement of compliance was seen.",
   "どちらの方法も示されていません。認められるラベルがなく、完全な適合宣言書も確認されていません。"},
  {get_statement, set_aside}, {"PSTI Act ss.9, 15, 22", "SI 2023/1007 Sch 4"}},
{.id = NULL}};
/* clang-format on */
