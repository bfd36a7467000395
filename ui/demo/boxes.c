#include "ui/demo/boxes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define KAKUZAKI "架空崎電機株式会社"
#define NONESUCH "Nonesuch Networks Ltd."
#define MADEUP   "Madeup Home Pte. Ltd."
#define VALID    730 /* days from issue to expiry, two years */

/* A label of the invented registries. */
struct listed {
    enum scheme scheme;
    const char *number; /* CLS: the id's last part, the date comes before it */
    const char *product, *models, *vendor;
    int level;
    const char *word;
    int left; /* days from today to its expiry */
};

static const struct listed listed[] = {
    {SCHEME_JC_STAR, "DEMO-0001", "デモ用カメラ", "KZ-CAM1、KZ-CAM1/W", KAKUZAKI, 1, "有効", 400},
    {SCHEME_JC_STAR, "DEMO-0002", "デモ用スマートプラグ", "KZ-PLUG2", KAKUZAKI, 1, "失効（有効期限切れ）", -40},
    {SCHEME_JC_STAR, "DEMO-0003", "デモ用ドアホン", "KZ-DOOR3", KAKUZAKI, 1, "取消し", 200},
    {SCHEME_JC_STAR, "DEMO-0004", "デモ用ルーター", "NS-ROUTE4", NONESUCH, 1, "有効", 300},
    {SCHEME_JC_STAR, "DEMO-0005", "デモ用照明", "KZ-LAMP5", KAKUZAKI, 1, "有効", 30},
    {SCHEME_JC_STAR, "DEMO-0006", "デモ用センサー", "NS-SENSE6", NONESUCH, 1, "有効", 500},
    {SCHEME_CLS, "DEMO1", "Demonstration hub", "MD-HUB1", MADEUP, 2, "Active", 350},
};

#define LISTED (sizeof listed / sizeof *listed)

/* One product of the shop for each box, in the same order. */
const struct boxes_box boxes[BOXES] = {
    {"current",
     {"label in order", "ラベルは有効"},
     "Kakuzaki",
     "KZ-CAM1",
     "Demo camera",
     "952000000001",
     "DEMO-0001",
     NULL},
    {"expired",
     {"label out of date", "ラベルの期限切れ"},
     "Kakuzaki",
     "KZ-PLUG2",
     "Demo smart plug",
     "952000000002",
     "DEMO-0002",
     NULL},
    {"revoked",
     {"label revoked", "ラベルの取消し"},
     "Kakuzaki",
     "KZ-DOOR3",
     "Demo door phone",
     "952000000003",
     "DEMO-0003",
     NULL},
    {"wrong-model",
     {"genuine number, other product", "本物の番号、別の製品"},
     "Nonesuch",
     "NS-CAM9",
     "Demo camera",
     "952000000004",
     "DEMO-0001",
     NULL},
    {"look-alike",
     {"QR leads to a look-alike page", "QR が偽のページへ誘導"},
     "Nonesuch",
     "NS-ROUTE4",
     "Demo router",
     "952000000005",
     "DEMO-0004",
     "https://www.ipa.go.jp.jc-star.example/demo/DEMO-0004"},
    {"cls",
     {"Singapore's CLS label", "シンガポールの CLS"},
     "Madeup",
     "MD-HUB1",
     "Demo hub",
     "952000000006",
     "DEMO1",
     NULL},
    {"near-expiry",
     {"label ends in 30 days", "期限まで 30 日"},
     "Kakuzaki",
     "KZ-LAMP5",
     "Demo lamp",
     "952000000007",
     "DEMO-0005",
     NULL},
    {"no-mark",
     {"no mark, found by model", "マークなし、型番で検索"},
     "Nonesuch",
     "NS-SENSE6",
     "Demo sensor",
     "952000000008",
     "",
     NULL},
};

void boxes_ean(const struct boxes_box *b, char out[GTIN_TEXT])
{
    snprintf(out, GTIN_TEXT, "%.12s%c", b->digits, gtin_check_digit(b->digits, 12));
}

static const struct listed *find(const char *number)
{
    for (size_t i = 0; i < LISTED; i++)
        if (!strcmp(listed[i].number, number))
            return &listed[i];
    return NULL;
}

/* "DEMO-0001", or "CSA/DDMMYY/DEMO1" with the day the label expires */
static const char *number_of(const struct listed *l, day today, char out[BOXES_TEXT])
{
    day expires = day_plus(today, l->left);
    if (l->scheme == SCHEME_CLS)
        snprintf(out, BOXES_TEXT, "CSA/%02d%02d%02d/%s", expires % 100, expires / 100 % 100, expires / 10000 % 100,
                 l->number);
    else
        snprintf(out, BOXES_TEXT, "%s", l->number);
    return out;
}

/* IPA's host, so that the label is read as one; the path is invented. */
static const char *page_of(const struct listed *l, char out[BOXES_TEXT])
{
    snprintf(out, BOXES_TEXT, "https://www.ipa.go.jp/demo/%s", l->number);
    return out;
}

const char *boxes_label(const struct boxes_box *b, day today, char out[BOXES_TEXT])
{
    const struct listed *l = find(b->number);
    out[0] = 0;
    if (b->page)
        snprintf(out, BOXES_TEXT, "%s", b->page);
    else if (l && l->scheme == SCHEME_CLS)
        number_of(l, today, out);
    else if (l)
        page_of(l, out);
    return out;
}

enum scheme boxes_print(const struct boxes_box *b, day today, char number[BOXES_TEXT], int *level)
{
    const struct listed *l = find(b->number);
    number[0] = 0;
    *level = 0;
    if (!l)
        return SCHEME_NONE;
    number_of(l, today, number);
    *level = l->level;
    return l->scheme;
}

static int finish(FILE *file, const char *path, struct err *err)
{
    int failed = ferror(file);
    if (fclose(file) || failed)
        return err_set(err, ERR_IO, "%s could not be written: %s", "%s に書き込めません: %s", path, strerror(errno));
    return 0;
}

static int begin(const char *path, FILE **out, struct err *err)
{
    *out = fopen(path, "wxe");
    return *out ? 0 : err_set(err, ERR_IO, "%s could not be made: %s", "%s を作れません: %s", path, strerror(errno));
}

int boxes_write_jc_star(const char *path, day today, struct err *err)
{
    FILE *file;
    char page[BOXES_TEXT], issued[DAY_TEXT], expires[DAY_TEXT];
    if (begin(path, &file, err))
        return -1;
    fputs("登録番号,適合ラベルのレベル,ステータス,製品名,型番,申請者,適合ラベル発行日,有効期限,url,備考\r\n", file);
    for (size_t i = 0; i < LISTED; i++) {
        const struct listed *l = &listed[i];
        if (l->scheme != SCHEME_JC_STAR)
            continue;
        fprintf(file, "%s,★%d,%s,%s,%s,%s,%s,%s,%s,%s\r\n", l->number, l->level, l->word, l->product, l->models,
                l->vendor, day_text(day_plus(today, l->left - VALID), issued),
                day_text(day_plus(today, l->left), expires), page_of(l, page),
                "デモ用の架空データ（ページのアドレスも架空） / invented data and address");
    }
    return finish(file, path, err);
}

int boxes_write_cls(const char *path, day today, struct err *err)
{
    FILE *file;
    char number[BOXES_TEXT], issued[DAY_TEXT], expires[DAY_TEXT];
    const char *between = "[\n";
    if (begin(path, &file, err))
        return -1;
    for (size_t i = 0; i < LISTED; i++) {
        const struct listed *l = &listed[i];
        if (l->scheme != SCHEME_CLS)
            continue;
        fprintf(file,
                "%s  {\"registration number\": \"%s\", \"level\": \"%d\", \"label status\": \"%s\", \"product name\": "
                "\"%s\",\n   \"model numbers\": [\"%s\"], \"vendor\": \"%s\", \"date of label issue\": \"%s\", "
                "\"expiry date\": \"%s\",\n   \"remarks\": \"invented\"}",
                between, number_of(l, today, number), l->level, l->word, l->product, l->models, l->vendor,
                day_text(day_plus(today, l->left - VALID), issued), day_text(day_plus(today, l->left), expires));
        between = ",\n";
    }
    fputs("\n]\n", file);
    return finish(file, path, err);
}

/* The shop writes short brand names; the vendor column ties one to the name in the registry. */
static const char *vendor_of(const char *brand)
{
    static const struct {
        const char *brand, *vendor;
    } brands[] = {{"Kakuzaki", KAKUZAKI}, {"Nonesuch", NONESUCH}, {"Madeup", MADEUP}};
    for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
        if (!strcmp(brands[i].brand, brand))
            return brands[i].vendor;
    return "";
}

int boxes_write_catalogue(const char *path, day today, struct err *err)
{
    FILE *file;
    char ean[GTIN_TEXT], until[DAY_TEXT];
    if (begin(path, &file, err))
        return -1;
    fputs("sku,gtin,brand,model,vendor,name,scope,statement,support_until\r\n", file);
    for (size_t i = 0; i < BOXES; i++) {
        const struct boxes_box *b = &boxes[i];
        boxes_ean(b, ean);
        fprintf(file, "DEMO-SKU-%zu,%s,%s,%s,%s,%s,in,unknown,%s\r\n", i + 1, ean, b->brand, b->model,
                vendor_of(b->brand), b->product, day_text(day_plus(today, 4 * VALID), until));
    }
    return finish(file, path, err);
}
