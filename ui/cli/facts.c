#include "ui/cli/facts.h"

#define AT(member) offsetof(struct facts, member)

enum { STARS_MAX = 4 };

const struct option facts_options[] = {
    {"market",
     "gb|ni|jp",
     OPTION_WORDS,
     AT(markets),
     0,
     true,
     {"Where the product is offered: Great Britain, Northern Ireland, Japan; several with commas. Default: gb",
      "販売する市場（グレートブリテン、北アイルランド、日本）。コンマで複数指定できます。既定値: gb"}},
    {"role",
     "retailer|seller|importer|manufacturer|platform",
     OPTION_WORD,
     AT(role),
     0,
     true,
     {"What the shop is to this product: seller is a third-party seller on a marketplace, manufacturer includes own"
      " brands. Default: retailer",
      "この製品に対する立場。seller はマーケットプレイスの出品者、manufacturer は自社ブランドを含みます。既定値: retailer"}},
    {"event",
     "goods-in|offer|sale|audit",
     OPTION_WORD,
     AT(event),
     0,
     true,
     {"What is happening to the box. Default: goods-in", "検査の場面（入荷、出品、販売、監査）。既定値: goods-in"}},
    {"on",
     "DATE",
     OPTION_DAY,
     AT(on),
     0,
     false,
     {"The day of the event, such as 2026-11-21. Default: today, on each scheme's own calendar",
      "対象となる日（例: 2026-11-21）。既定値: 各制度の暦での本日"}},
    {"scope",
     "in|excepted|used|unknown",
     OPTION_WORD,
     AT(scope),
     0,
     true,
     {"Whether the UK rules apply to the product. Default: the catalogue's, else in",
      "英国の規則の対象かどうか。既定値: 商品台帳の値、なければ in"}},
    {"statement",
     "complete|incomplete|absent|unknown",
     OPTION_WORD,
     AT(statement),
     0,
     true,
     {"The statement of compliance, as it was seen; complete means that every item of it was seen. Default: the"
      " catalogue's, else unknown",
      "適合宣言書の状態。complete は全項目を確認した場合です。既定値: 商品台帳の値、なければ unknown"}},
    {"failure",
     "none|informed|believed",
     OPTION_WORD,
     AT(failure),
     0,
     true,
     {"Whether a compliance failure of the manufacturer was reported, or is believed. Default: none",
      "製造者の不適合の報告を受けた（informed）、または不適合と考える（believed）か。既定値: none"}},
    {"requires-star",
     "N",
     OPTION_NUMBER,
     AT(requires_star),
     STARS_MAX,
     true,
     {"The JC-STAR level, 1 to 4, that a Japanese buyer's order demands. Default: 0, none",
      "日本の発注者が求める JC-STAR のレベル（1〜4）。既定値: 0（要求なし）"}},
    {"consignment",
     "TEXT",
     OPTION_TEXT,
     AT(consignment),
     0,
     false,
     {"The delivery that the box came with; kept with the record", "箱が届いた便の名前。記録に残ります"}},
    {"operator",
     "TEXT",
     OPTION_TEXT,
     AT(operator_name),
     0,
     true,
     {"Who checks; kept with the record", "検査する人の名前。記録に残ります"}},
    {0},
};

const struct option facts_box_options[] = {
    {"label",
     "TEXT",
     OPTION_TEXTS,
     AT(labels),
     SYMBOL_BYTES_MAX,
     false,
     {"A label as typed: its number, its id or its page's address. May be given again for a box with several labels",
      "入力したラベル（番号、ID、ページのアドレス）。ラベルが複数ある箱では繰り返せます"}},
    {"gtin",
     "GTIN",
     OPTION_TEXT,
     AT(gtin),
     SYMBOL_BYTES_MAX,
     false,
     {"The product's number: EAN/JAN, UPC or ITF-14 digits", "商品の番号（JAN/EAN、UPC、ITF-14 の数字）"}},
    {"sku", "SKU", OPTION_TEXT, AT(sku), 0, false, {"The shop's own number of the product", "自社の商品番号"}},
    {"brand",
     "TEXT",
     OPTION_TEXT,
     AT(brand),
     0,
     false,
     {"The product's brand. Default: the catalogue's", "製品のブランド。既定値: 商品台帳の値"}},
    {"model",
     "TEXT",
     OPTION_TEXT,
     AT(model),
     0,
     false,
     {"The product's model number. Default: the catalogue's", "製品の型番。既定値: 商品台帳の値"}},
    {0},
};

static int first(int call, int config, int usual)
{
    return call ? call : config ? config : usual;
}

static void ask_markets(const struct option_words *said, struct check_ask *ask)
{
    for (size_t i = 0; i < said->count && i < CHECK_MARKETS_MAX; i++)
        ask->market[ask->markets++] = (enum market)said->item[i];
}

void facts_ask(const struct facts *call, const struct facts *config, struct check_ask *ask)
{
    static const struct option_words usual_markets = {{MARKET_GB}, 1};
    ask_markets(call->markets.count ? &call->markets : config->markets.count ? &config->markets : &usual_markets, ask);
    ask->role = (enum role)first(call->role, config->role, ROLE_RETAILER);
    ask->event = (enum event)first(call->event, config->event, EVENT_GOODS_IN);
    ask->scope = (enum scope)call->scope;
    ask->default_scope = (enum scope)first(config->scope, 0, SCOPE_IN);
    ask->statement = (enum statement)call->statement;
    ask->default_statement = (enum statement)first(config->statement, 0, STATEMENT_UNKNOWN);
    ask->failure = (enum failure)first(call->failure, config->failure, FAILURE_NONE);
    ask->requires_star = call->requires_star.said ? call->requires_star.value : config->requires_star.value;
    ask->on = call->on;
    for (size_t i = 0; i < call->labels.count && i < CHECK_LABELS_MAX; i++)
        ask->label[ask->labels++] = call->labels.item[i];
    ask->gtin = call->gtin;
    ask->sku = call->sku;
    ask->brand = call->brand;
    ask->model = call->model;
    ask->consignment = call->consignment;
    ask->operator_name = call->operator_name ? call->operator_name : config->operator_name;
}

struct facts facts_standing(const struct facts *call, const struct facts *config)
{
    struct facts f = *config;
    if (call->markets.count)
        f.markets = call->markets;
    f.role = first(call->role, config->role, 0);
    f.event = first(call->event, config->event, 0);
    f.scope = first(call->scope, config->scope, 0);
    f.statement = first(call->statement, config->statement, 0);
    f.failure = first(call->failure, config->failure, 0);
    if (call->requires_star.said)
        f.requires_star = call->requires_star;
    if (call->operator_name)
        f.operator_name = call->operator_name;
    f.on = call->on;
    return f;
}
