/* The command card: codes that do what a button does, so that a scanner alone runs the counter. Each holds a secret of
 * this shop, as what is printed on a box must never press a button. Only letters that stand in the same place on the
 * usual keyboards (QWERTY, QWERTZ, AZERTY, JIS), so that a scanner set up wrongly can still say "acknowledged". */
#include <stdio.h>
#include <string.h>

#include "app/base/text.h"
#include "app/check/json.h"
#include "ui/counter/inside.h"

static const char letters[] = "BCDEFGHJKLNPRSTUVX";
enum { SECRET = 8 };
static const char prefix[] = "KENPIN";

struct command {
    const char *letters;
    enum counter_act act;
    int64_t number;
    const char *name;
    struct words words;
};

static const struct command commands[] = {
    {"NX", ACT_NEXT, 0, "next", {"Next box: nothing more to read on this one", "次の箱へ（この箱はここまで）"}},
    {"NL", ACT_NO_LABEL, 0, "no-label", {"No label on this box", "この箱にラベルなし"}},
    {"SB", ACT_SAME_BOX, 0, "same-box", {"The label belongs to the box before", "前の箱のラベル"}},
    {"SU", ACT_SURE, 0, "sure", {"Sure: cannot be read again", "確定（読み直せない）"}},
    {"DR", ACT_DROP, 0, "drop", {"Drop this box", "この箱を取り消す"}},
    {"CK", ACT_ACK, 0, "ack", {"Seen (acknowledge the alarm)", "警報を確認した"}},
    {"ST",
     ACT_DISPOSE,
     DISPOSITION_STATEMENT,
     "statement",
     {"Statement of compliance seen, items a to g all there", "適合宣言書を確認（a～g すべてあり）"}},
    {"XT", ACT_DISPOSE, DISPOSITION_QUARANTINED, "quarantined", {"Box set aside in quarantine", "隔離した"}},
    {"RT", ACT_DISPOSE, DISPOSITION_RETURNED, "returned", {"Box returned", "返品した"}},
    {"UN", ACT_UNDO, 0, "undo", {"Undo the last box", "直前の箱を取り消す"}},
    {"NB", ACT_QUANTITY, 2, "quantity", {"The next box: 2 pieces", "次の箱は 2 個"}},
    {"NC", ACT_QUANTITY, 3, "quantity", {"The next box: 3 pieces", "次の箱は 3 個"}},
    {"ND", ACT_QUANTITY, 4, "quantity", {"The next box: 4 pieces", "次の箱は 4 個"}},
    {"NE", ACT_QUANTITY, 5, "quantity", {"The next box: 5 pieces", "次の箱は 5 個"}},
    {"NF", ACT_QUANTITY, 6, "quantity", {"The next box: 6 pieces", "次の箱は 6 個"}},
    {"NG", ACT_QUANTITY, 7, "quantity", {"The next box: 7 pieces", "次の箱は 7 個"}},
    {"NH", ACT_QUANTITY, 8, "quantity", {"The next box: 8 pieces", "次の箱は 8 個"}},
    {"NJ", ACT_QUANTITY, 9, "quantity", {"The next box: 9 pieces", "次の箱は 9 個"}},
    {"NK", ACT_QUANTITY, 10, "quantity", {"The next box: 10 pieces", "次の箱は 10 個"}},
    {"NP", ACT_QUANTITY, 11, "quantity", {"The next box: 11 pieces", "次の箱は 11 個"}},
    {"NR", ACT_QUANTITY, 12, "quantity", {"The next box: 12 pieces", "次の箱は 12 個"}},
    {"LG", ACT_LANG, 0, "lang", {"English / 日本語", "English / 日本語"}},
    {"CL", ACT_CLOSE, 0, "close", {"Close the consignment", "入荷便を閉じる"}},
    {"CS",
     ACT_CLOSE,
     DISPOSITION_QUARANTINED,
     "close-quarantined",
     {"Set aside in quarantine what is undecided, and close", "未処置の箱をすべて隔離して、入荷便を閉じる"}},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* After the secret, at the end of what a scanner sent: before and behind it may stand what the scanner adds. */
enum counter_act card_act(const struct counter *c, const char *text, int64_t *number)
{
    char upper[128];
    size_t size = strlen(text);
    if (size >= sizeof upper)
        return ACT_NONE;
    for (size_t i = 0; i <= size; i++)
        upper[i] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 'a' + 'A') : text[i];
    const char *at = strstr(upper, prefix);
    if (!at || strncmp(at + sizeof prefix - 1, c->card, SECRET) != 0)
        return ACT_NONE;
    at += sizeof prefix - 1 + SECRET;
    for (size_t i = 0; i < COMMANDS; i++)
        if (!strncmp(at, commands[i].letters, 2)) {
            *number = commands[i].number;
            return commands[i].act;
        }
    return ACT_NONE;
}

int card_open(struct counter *c, struct err *err)
{
    uint8_t random[SECRET];
    char fresh[SECRET + 1] = "";
    c->setup.random(random, sizeof random);
    for (size_t i = 0; i < SECRET; i++)
        fresh[i] = letters[random[i] % (sizeof letters - 1)];
    return work_secret(&c->work, fresh, c->card, err);
}

int counter_card(struct counter *c, struct buffer *json, struct err *err)
{
    struct json j;
    char text[64];
    struct json_node *root = json_start_in(&j, json);
    struct json_node *array = json_array(&j, root, "codes");
    for (size_t i = 0; i < COMMANDS; i++) {
        const struct command *k = &commands[i];
        (void)snprintf(text, sizeof text, "%s%s%s", prefix, c->card, k->letters);
        struct json_node *o = json_item(&j, array);
        json_text(&j, o, "act", k->name);
        json_number(&j, o, "number", k->number);
        json_text(&j, o, "text", text);
        struct json_node *label = json_object(&j, o, "label");
        json_text(&j, label, "en", k->words.en);
        json_text(&j, label, "ja", k->words.ja);
    }
    return json_end(&j, err);
}
