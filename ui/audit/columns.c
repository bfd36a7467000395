#include "ui/audit/columns.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/buffer.h"
#include "app/base/text.h"
#include "cache/registry/headings.h"
#include "cache/registry/input.h"
#include "ui/show/show.h"

enum { VIEWS_MAX = 256, ROWS_MAX = 30, MAP_MAX = 64 * 1024, SEEN_MAX = 400, SEEN_ONE = 48 };

static const struct {
    const char *name;
    struct words words;
    const char *known; /* headings as headings_key gives them, one behind the other with a | */
    bool several;      /* more than one column may hold it */
} fields[AUDIT_FIELDS] = {
    [AUDIT_NONE] = {"", {"", ""}, "", false},
    [AUDIT_SKU] = {"sku",
                   {"SKU", "SKU"},
                   "skucode|skuno|skuno.|skunumber|stockcode|stockkeepingunit|itemcode|itemno|itemno.|itemnumber|"
                   "productcode|articlenumber|articleno|sellersku|seller-sku|merchantsku|partnumber|商品コード|"
                   "商品番号|品番|管理番号|自社コード|商品管理番号|出品者sku|システム商品コード|独自商品コード",
                   false},
    [AUDIT_GTIN] = {"gtin",
                    {"GTIN", "GTIN"},
                    "jan|jancode|jan/ean|ean|ean13|ean-13|eancode|ean/upc|upc|upc-a|upccode|barcode|barcodenumber|"
                    "gtin-13|gtin-14|gtin13|gtin14|gtincode|gtin/ean|gtin/jan|productid|external_product_id|isbn/jan|"
                    "janコード|jan番号|eanコード|upcコード|バーコード|バーコード番号|gtinコード|商品バーコード",
                    false},
    [AUDIT_BRAND] = {"brand",
                     {"brand", "ブランド"},
                     "brandname|make|manufacturer|maker|ブランド|ブランド名|メーカー|メーカー名|製造者|製造元|製造者名",
                     false},
    [AUDIT_MODEL] = {"model",
                     {"model", "型番"},
                     "modelno|modelno.|modelnumber|modelname|modelcode|mpn|manufacturerpartnumber|型番|製品型番|型式|"
                     "モデル|モデル番号|モデル名|メーカー型番|機種|機種名|品名型番",
                     false},
    [AUDIT_LABEL] = {"label",
                     {"label number, id or address", "ラベルの番号・ID・アドレス"},
                     "labels|labelno|labelno.|labelnumber|labelid|labelurl|registrationnumber|registrationno|"
                     "registrationid|registeredid|certificationnumber|jc-star|jc-starnumber|jc-starno|jc-starno.|"
                     "jcstar|jc-starlabel|jc-starregistrationnumber|cls|clsid|clsnumber|clslabel|securitylabel|"
                     "cybersecuritylabel|labelidentificationnumber|登録番号|ラベル|ラベル番号|ラベルid|適合ラベル|"
                     "適合ラベル番号|適合ラベル登録番号|ラベル識別番号|jc-star番号|jc-star登録番号|jc-starラベル",
                     true},
    [AUDIT_MARKET] = {"market",
                      {"market", "市場"},
                      "markets|marketplacecountry|country|salescountry|destination|countryofsale|region|市場|販売国|"
                      "販売先|販売地域|仕向地|仕向国",
                      false},
    [AUDIT_ROLE] = {"role", {"role", "立場"}, "tradingrole|ourrole|立場|役割|事業者区分", false},
    [AUDIT_EVENT] = {"event", {"event", "場面"}, "occasion|場面|取引|イベント", false},
    [AUDIT_DATE] = {"date",
                    {"date", "日付"},
                    "on|saledate|dateofsale|eventdate|offerdate|asof|日付|販売日|基準日|出荷日|販売予定日|出品日",
                    false},
    [AUDIT_STATEMENT] = {"statement",
                         {"statement of compliance", "適合宣言書"},
                         "statementofcompliance|soc|compliancestatement|pstistatement|適合宣言|適合宣言書|宣言書",
                         false},
    [AUDIT_QUANTITY] = {"quantity",
                        {"quantity", "数量"},
                        "qty|stock|stockqty|stockquantity|onhand|units|count|inventory|available|数量|在庫|在庫数|"
                        "在庫数量|個数|点数",
                        false},
    [AUDIT_VALUE] = {"value",
                     {"value", "金額"},
                     "stockvalue|totalvalue|amount|totalcost|金額|在庫金額|合計金額|評価額",
                     false},
    [AUDIT_SELL_THROUGH] = {"sell_through",
                            {"days until sold", "販売までの日数"},
                            "sell-through|sellthrough|sellthroughdays|sell-throughdays|daysofstock|daysofcover|"
                            "daysonhand|coverdays|daystosell|販売日数|在庫日数|回転日数|消化日数|販売見込日数",
                            false},
    [AUDIT_TITLE] = {"title",
                     {"listing title", "出品タイトル"},
                     "listingtitle|itemtitle|item-name|producttitle|listingname|タイトル|商品タイトル|出品タイトル",
                     false},
    [AUDIT_TEXT] = {"text",
                    {"listing text", "出品の説明文"},
                    "listingtext|listingdescription|description|itemdescription|item-description|productdescription|"
                    "bulletpoints|bulletpoint|features|説明|説明文|商品説明|商品説明文|商品の説明|キャッチコピー",
                    true},
    [AUDIT_URL] = {"url",
                   {"listing address", "出品ページ"},
                   "listingurl|listinglink|itemurl|producturl|link|url|商品url|出品url|商品ページ|商品ページurl|リンク",
                   false},
    [AUDIT_PICTURE] = {"picture",
                       {"picture", "画像"},
                       "pictures|picturefile|photo|photos|image|images|imagefile|imagepath|photofile|画像|写真|"
                       "画像ファイル|写真ファイル|商品画像|画像パス",
                       true},
    [AUDIT_LOCATION] = {"location",
                        {"location", "保管場所"},
                        "bin|shelf|warehouse|site|store|保管場所|ロケーション|棚|棚番|倉庫|店舗",
                        false},
    [AUDIT_SUPPLIER] = {"supplier",
                        {"supplier", "仕入先"},
                        "suppliername|vendor|vendorname|distributor|seller|仕入先|仕入先名|取引先|ベンダー|供給元",
                        false},
};

/* One of these makes a list worth looking at. */
static const enum audit_field usable[] = {AUDIT_SKU,   AUDIT_GTIN, AUDIT_MODEL,  AUDIT_LABEL,
                                          AUDIT_TITLE, AUDIT_TEXT, AUDIT_PICTURE};

const char *audit_field_name(enum audit_field field)
{
    return field < AUDIT_FIELDS ? fields[field].name : "";
}

struct words audit_field_words(enum audit_field field)
{
    return fields[field < AUDIT_FIELDS ? field : AUDIT_NONE].words;
}

/* "itemcode" in "sku|itemcode" */
static bool listed(const char *list, const char *key)
{
    size_t size = strlen(key);
    for (const char *at = list; size && *at; at += strcspn(at, "|"), at += *at == '|')
        if (strcspn(at, "|") == size && !memcmp(at, key, size))
            return true;
    return false;
}

/* Headings are written with - _ and spaces as people like. */
static void fold_key(char *key)
{
    char *to = key;
    for (const char *at = key; *at; at++)
        if (*at != '_')
            *to++ = *at;
    *to = 0;
}

static enum audit_field field_of(const char *key)
{
    char *folded = strdup(key);
    enum audit_field found = AUDIT_NONE;
    if (!folded)
        return found;
    fold_key(folded);
    for (int f = 1; f < AUDIT_FIELDS && !found; f++)
        if (!strcmp(fields[f].name, key) || !strcmp(fields[f].name, folded) || listed(fields[f].known, folded) ||
            listed(fields[f].known, key))
            found = (enum audit_field)f;
    free(folded);
    return found;
}

static enum audit_field field_named(const char *name)
{
    for (int f = 1; f < AUDIT_FIELDS; f++)
        if (!strcmp(fields[f].name, name))
            return (enum audit_field)f;
    return AUDIT_NONE;
}

/* ---- --columns ---- */

static int refuse_field(const char *name, struct err *err)
{
    struct buffer list = {0};
    for (int f = 1; f < AUDIT_FIELDS; f++)
        buffer_format(&list, "%s%s", f > 1 ? ", " : "", fields[f].name);
    err_set(err, ERR_USAGE, "--columns: there is no field \"%.60s\"; the fields are %s",
            "--columns: 「%.60s」という項目はありません。使えるのは %s です", name, list.bytes ? list.bytes : "");
    buffer_clear(&list);
    return -1;
}

static int choose(struct audit_chosen *c, const char *name, const char *heading, struct err *err)
{
    enum audit_field field = field_named(name);
    if (!field)
        return refuse_field(name, err);
    free(c->heading[field]);
    c->heading[field] = strdup(heading);
    c->any = true;
    return c->heading[field] ? 0 : err_memory(err);
}

static int chosen_inline(const char *said, struct audit_chosen *out, struct err *err)
{
    char *copy = strdup(said), *rest = NULL;
    int rc = copy ? 0 : err_memory(err);
    for (char *part = copy ? strtok_r(copy, ",", &rest) : NULL; part && !rc; part = strtok_r(NULL, ",", &rest)) {
        char *equal = strchr(part, '=');
        if (!equal)
            rc = err_set(err, ERR_USAGE, "--columns: \"%.60s\" is not field=heading",
                         "--columns: 「%.60s」は 項目=見出し の形ではありません", part);
        if (equal) {
            *equal = 0;
            rc = choose(out, text_trim(part), text_trim(equal + 1), err);
        }
    }
    free(copy);
    return rc;
}

static int chosen_file(const char *path, struct audit_chosen *out, struct err *err)
{
    struct input in = {0};
    size_t got = 0;
    char *bytes = NULL;
    cJSON *map = NULL;
    int rc = input_open(path, &in, err);
    if (!rc && !(bytes = malloc(MAP_MAX)))
        rc = err_memory(err);
    if (!rc)
        rc = input_read(&in, bytes, MAP_MAX, &got, err);
    if (!rc && (!(map = cJSON_ParseWithLength(bytes, got)) || !cJSON_IsObject(map)))
        rc = err_set(err, ERR_INPUT, "--columns: %s is no JSON object such as {\"gtin\": \"JAN\", \"sku\": \"Code\"}",
                     "--columns: %s は {\"gtin\": \"JAN\", \"sku\": \"Code\"} のような JSON ではありません", path);
    const cJSON *item;
    cJSON_ArrayForEach(item, map)
    {
        if (!rc && !cJSON_IsString(item))
            rc = err_set(err, ERR_INPUT, "--columns: %s: the heading for \"%.60s\" is no text",
                         "--columns: %s：「%.60s」の見出しが文字列ではありません", path, item->string);
        if (!rc)
            rc = choose(out, item->string, item->valuestring, err);
    }
    cJSON_Delete(map);
    free(bytes);
    input_close(&in);
    return rc;
}

int audit_chosen_read(const char *said, struct audit_chosen *out, struct err *err)
{
    *out = (struct audit_chosen){0};
    int rc = strchr(said, '=') ? chosen_inline(said, out, err) : chosen_file(said, out, err);
    if (rc)
        audit_chosen_clear(out);
    return rc;
}

void audit_chosen_clear(struct audit_chosen *c)
{
    for (int f = 0; f < AUDIT_FIELDS; f++)
        free(c->heading[f]);
    *c = (struct audit_chosen){0};
}

/* ---- finding the headings ---- */

void audit_columns_clear(struct audit_columns *c)
{
    for (size_t i = 0; i < c->width; i++) {
        free(c->heading[i]);
        free(c->key[i]);
    }
    *c = (struct audit_columns){0};
}

static bool is_key(const struct audit_columns *c, const char *text, size_t before)
{
    bool found = !*text;
    for (size_t i = 0; i < before && !found; i++)
        found = !strcmp(c->key[i], text);
    return found;
}

/* The heading itself, where it is one and no other column's. */
static int name_key(struct audit_columns *c, size_t i, struct err *err)
{
    struct buffer name = {0};
    buffer_text(&name, c->heading[i]);
    for (size_t n = i + 1; !name.failed && is_key(c, name.bytes ? name.bytes : "", i); n += c->width) {
        buffer_reset(&name);
        buffer_format(&name, "%s#%zu", c->heading[i], n);
    }
    if (name.failed || !(c->key[i] = strdup(name.bytes)))
        (void)err_memory(err);
    buffer_clear(&name);
    return c->key[i] ? 0 : -1;
}

int audit_columns_widen(struct audit_columns *c, size_t width, struct err *err)
{
    for (; c->width < width && c->width < TABLE_COLUMNS_MAX; c->width++)
        if (!(c->heading[c->width] = strdup("")))
            return err_memory(err);
    for (size_t i = 0; i < c->width; i++)
        if (name_key(c, i, err))
            return -1;
    return 0;
}

bool audit_columns_has(const struct audit_columns *c, enum audit_field field)
{
    return c->first[field] >= 0;
}

static bool is_usable(const struct audit_columns *c)
{
    for (size_t i = 0; i < sizeof usable / sizeof *usable; i++)
        if (audit_columns_has(c, usable[i]))
            return true;
    return false;
}

static enum audit_field chosen_field(const struct audit_chosen *chosen, const char *key, bool *failed)
{
    enum audit_field found = AUDIT_NONE;
    for (int f = 1; f < AUDIT_FIELDS && !found; f++) {
        char *wanted = NULL;
        if (!chosen->heading[f])
            continue;
        if (headings_key(chosen->heading[f], &wanted, NULL))
            *failed = true;
        else if (!strcmp(wanted, key))
            found = (enum audit_field)f;
        free(wanted);
    }
    return found;
}

/* Reads `row` as the row of headings. */
static int take_row(const struct row *row, const struct audit_chosen *chosen, struct audit_columns *out,
                    struct err *err)
{
    *out = (struct audit_columns){0};
    for (int f = 0; f < AUDIT_FIELDS; f++)
        out->first[f] = -1;
    for (size_t i = 0; i < row->count && i < TABLE_COLUMNS_MAX; i++) {
        char *key = NULL;
        bool failed = false;
        out->heading[i] = strdup(row->cell[i].text);
        out->width = i + 1;
        if (!out->heading[i] || headings_key(row->cell[i].text, &key, err))
            return err_memory(err);
        enum audit_field f = chosen_field(chosen, key, &failed);
        if (!f && (f = field_of(key)) && chosen->heading[f])
            f = AUDIT_NONE; /* another column was chosen for it */
        free(key);
        if (failed)
            return err_memory(err);
        out->field[i] = f;
        if (f && out->first[f] < 0)
            out->first[f] = (int)i;
    }
    return 0;
}

static void show_heading(char out[SEEN_ONE], const char *text)
{
    text_copy(out, SEEN_ONE, text);
    for (char *at = out; *at; at++)
        if ((unsigned char)*at < ' ')
            *at = ' ';
}

/* Two columns for a field that has one. */
static int refuse_twice(const struct table *t, const struct row *row, const struct audit_columns *c, struct err *err)
{
    for (size_t i = 0; i < c->width; i++) {
        enum audit_field f = c->field[i];
        char one[SEEN_ONE], two[SEEN_ONE];
        if (!f || fields[f].several || (size_t)c->first[f] == i)
            continue;
        show_heading(one, c->heading[c->first[f]]);
        show_heading(two, c->heading[i]);
        err_set(
            err, ERR_INPUT,
            "two columns may be %s: \"%s\" and \"%s\"; say which with --columns %s=HEADING, or rename one",
            "%s とみられる列が二つあります：「%s」と「%s」。--columns %s=見出し で選ぶか、一方の見出しを変えてください",
            fields[f].name, one, two, fields[f].name);
        return table_err_at(t->unit, row->line, err);
    }
    return 0;
}

static int missing_chosen(const struct audit_columns *c, const struct audit_chosen *chosen, const char *seen,
                          struct err *err)
{
    for (int f = 1; f < AUDIT_FIELDS; f++)
        if (chosen->heading[f] && !audit_columns_has(c, (enum audit_field)f))
            return err_set(err, ERR_INPUT,
                           "there is no heading \"%s\", which --columns names for %s. Headings seen: %s",
                           "--columns が示す見出し「%s」（%s）がありません。見つかった見出し：%s", chosen->heading[f],
                           fields[f].name, seen);
    return 0;
}

/* The row with most headings so far, for the sentence when none will do. */
struct seen {
    size_t cells;
    char text[SEEN_MAX];
};

static void remember(struct seen *seen, const struct row *row)
{
    size_t cells = 0;
    struct buffer list = {.max = MAP_MAX};
    for (size_t i = 0; i < row->count && i < TABLE_COLUMNS_MAX; i++) {
        char one[SEEN_ONE];
        show_heading(one, row->cell[i].text);
        if (one[0])
            buffer_format(&list, "%s%s", cells++ ? " | " : "", one);
    }
    if (cells > seen->cells && list.bytes) {
        seen->cells = cells;
        text_copy(seen->text, sizeof seen->text, list.bytes);
    }
    buffer_clear(&list);
}

static int none_usable(const struct seen *seen, struct err *err)
{
    if (!seen->cells)
        return err_set(err, ERR_INPUT, "there are no rows and no headings: the file is empty",
                       "行も見出しもありません。ファイルが空です");
    return err_set(
        err, ERR_INPUT,
        "no usable column: one of sku, gtin, model, label, title, text, picture is needed. Headings seen: "
        "%s. Say which is which with --columns gtin=HEADING,sku=HEADING",
        "使える列がありません。sku、gtin、model、label、title、text、picture のどれかが要ります。見つかった見出し：%s。"
        "--columns gtin=見出し,sku=見出し で対応を示してください",
        seen->text);
}

/* *found: the first rows of this view hold headings that will do. */
static int find_in_view(struct table *t, const struct audit_chosen *chosen, struct audit_columns *out,
                        struct seen *seen, bool *found, struct err *trouble)
{
    for (int i = 0; i < ROWS_MAX; i++) {
        struct row row;
        bool more = false;
        if (t->next(t->ctx, &row, &more, trouble))
            return -1;
        if (!more)
            return 0;
        if (table_row_empty(&row))
            continue;
        if (take_row(&row, chosen, out, trouble))
            return -1;
        remember(seen, &row);
        bool all = missing_chosen(out, chosen, "", NULL) == 0;
        if (all && is_usable(out)) {
            *found = true;
            return refuse_twice(t, &row, out, trouble);
        }
        if (chosen->any && !all && is_usable(out))
            (void)missing_chosen(out, chosen, seen->text, trouble);
        audit_columns_clear(out);
    }
    return 0;
}

int audit_columns_find(struct table *t, const struct audit_chosen *chosen, struct audit_columns *out, struct err *err)
{
    static const struct audit_chosen nothing;
    struct seen seen = {0};
    struct err trouble = {0};
    *out = (struct audit_columns){0};
    for (size_t view = 0; view < VIEWS_MAX; view++) {
        bool there = false, found = false;
        struct err here = {0};
        if (t->view(t->ctx, view, &there, err))
            return -1;
        if (!there)
            break;
        int rc = find_in_view(t, chosen ? chosen : &nothing, out, &seen, &found, &here);
        if (!rc && found)
            return 0;
        audit_columns_clear(out);
        if (trouble.code == ERR_NONE)
            trouble = here;
        if (rc && (found || here.code != ERR_INPUT))
            break;
    }
    if (trouble.code == ERR_NONE)
        return none_usable(&seen, err);
    if (err)
        *err = trouble;
    return -1;
}

void audit_columns_say(const struct audit_columns *c, enum lang lang, FILE *out)
{
    size_t kept = 0;
    fputs(lang == LANG_JA ? "列：" : "columns: ", out);
    for (size_t i = 0, said = 0; i < c->width; i++) {
        kept += !c->field[i];
        if (!c->field[i])
            continue;
        fputs(said++ ? ", " : "", out);
        show_safe(out, c->heading[i]);
        fprintf(out, " = %s", fields[c->field[i]].name);
    }
    if (kept)
        fprintf(out, lang == LANG_JA ? "；そのまま残す列：%zu" : "; kept as they are: %zu", kept);
    fputc('\n', out);
}
