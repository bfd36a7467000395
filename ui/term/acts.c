#include "ui/term/acts.h"

#include <stdio.h>
#include <string.h>

#include "app/base/text.h"

enum { AFTER = ACTS_ANSWER | ACTS_READY, OPEN_BOX = ACTS_LABEL | ACTS_PRODUCT | ACTS_SECOND };

/* Left out of the control keys are those that scanners send: Ctrl-B C D I J M [ \ ] ^ _ , and those of terminals: A H L
 * Q S Z. */
static const struct acts_row rows[] = {
    {ACT_ACK, "ack", "", 2, 'O', ACTS_ALARM, 0, {"Seen", "確認した"}, {"the alarm was seen", "警報を確認した"}},
    {ACT_NEXT,
     "next",
     "",
     12,
     'P',
     ACTS_PRODUCT,
     0,
     {"Next box", "次の箱"},
     {"nothing more of this box can be read: judge it as it is", "この箱はここまで。読み取った分で判定する"}},
    {ACT_NO_LABEL,
     "no-label",
     "",
     3,
     'N',
     ACTS_LABEL,
     0,
     {"No label", "ラベルなし"},
     {"this box carries none: judge it as it is", "この箱にラベルはない。このまま判定する"}},
    {ACT_SAME_BOX,
     "same-box",
     "",
     4,
     'E',
     ACTS_PRODUCT,
     0,
     {"Same box", "同じ箱"},
     {"the label read last belongs to the box before", "今のラベルは前の箱のもの"}},
    {ACT_SURE,
     "sure",
     "",
     5,
     'R',
     ACTS_SECOND,
     0,
     {"Sure", "確定"},
     {"it cannot be read again: judge it as it was read", "読み直せない。読み取ったとおりに判定する"}},
    {ACT_DROP,
     "drop",
     "",
     6,
     'X',
     OPEN_BOX,
     0,
     {"Drop", "取消し"},
     {"begin this box anew: nothing of it counts", "この箱を最初からやり直す（数えない）"}},
    {ACT_DISPOSE,
     "settle",
     "",
     10,
     'G',
     AFTER,
     0,
     {"Settle", "処置"},
     {"say what is done with a held box", "保留した箱の処置を記録する"}},
    {ACT_UNDO,
     "undo",
     "REASON",
     7,
     'U',
     AFTER,
     0,
     {"Undo", "無効にする"},
     {"the last box does not count; its record stays", "直前の箱を数えない（記録は残る）"}},
    {ACT_QUANTITY,
     "quantity",
     "N",
     8,
     'T',
     AFTER | OPEN_BOX,
     0,
     {"Quantity", "個数"},
     {"pieces that the next box counts for", "次の箱を何個と数えるか"}},
    {ACTS_WHY,
     "why",
     "",
     9,
     'W',
     ACTS_ANSWER | ACTS_ALARM,
     0,
     {"Why", "理由"},
     {"rule, law and registry entry behind the answer", "判定の規則、法令、登録内容"}},
    {ACT_DISPOSE,
     "quarantined",
     "[RECORD] [REASON]",
     0,
     0,
     0,
     DISPOSITION_QUARANTINED,
     {"quarantined", "隔離"},
     {"the held box was set aside", "保留した箱を隔離した"}},
    {ACT_DISPOSE,
     "returned",
     "[RECORD] [REASON]",
     0,
     0,
     0,
     DISPOSITION_RETURNED,
     {"returned", "返送"},
     {"it goes back to the supplier", "仕入先へ返送する"}},
    {ACT_DISPOSE,
     "statement",
     "[RECORD] ITEMS",
     0,
     0,
     0,
     DISPOSITION_STATEMENT,
     {"statement of compliance seen", "適合宣言書を確認"},
     {"which items of it were seen, of abcdefg", "確認した項目（abcdefg のうち）"}},
    {ACT_DISPOSE,
     "override",
     "[RECORD] NAME; REASON",
     0,
     0,
     0,
     DISPOSITION_OVERRIDE,
     {"released by a supervisor", "責任者が解除"},
     {"the next line is the supervisor's PIN", "次の行は責任者の PIN"}},
    {ACT_OPEN,
     "open",
     "NAME[; SUPPLIER[; MARKETS]]",
     0,
     0,
     0,
     0,
     {"Open a consignment", "入荷便を開く"},
     {"a delivery begins; markets as gb,jp", "新しい入荷便を始める。市場は gb,jp のように"}},
    {ACT_JOIN,
     "join",
     "NUMBER",
     0,
     0,
     0,
     0,
     {"Join a consignment", "入荷便に加わる"},
     {"work at one that is open already", "開いている入荷便で作業する"}},
    {ACT_CLOSE,
     "close",
     "",
     0,
     0,
     0,
     0,
     {"Close the consignment", "入荷便を閉じる"},
     {"all its boxes have come", "すべての箱が届いた"}},
    {ACT_CLOSE,
     "close-quarantined",
     "",
     0,
     0,
     0,
     DISPOSITION_QUARANTINED,
     {"Set aside what is undecided, and close", "未処置の箱を隔離して閉じる"},
     {"every held box not yet decided is put in quarantine", "処置の決まっていない保留の箱をすべて隔離とする"}},
    {ACTS_CONSIGNMENTS,
     "consignments",
     "",
     0,
     0,
     0,
     0,
     {"Consignments", "入荷便の一覧"},
     {"those that are open, with their numbers", "開いている入荷便とその番号"}},
    {ACT_EXPECTED,
     "expected",
     "FILE",
     0,
     0,
     0,
     0,
     {"Expected boxes", "入荷予定"},
     {"a CSV file of GTIN and quantity: what should come", "GTIN と数量の CSV ファイル（届くはずのもの）"}},
    {ACT_LABEL,
     "label",
     "TEXT",
     0,
     0,
     0,
     0,
     {"Type a label", "ラベルを入力"},
     {"its number, id or address, when it cannot be scanned", "読み取れないラベルの番号、ID、アドレス"}},
    {ACTS_FIND,
     "find",
     "TEXT",
     0,
     'F',
     ACTS_READY | ACTS_PRODUCT,
     0,
     {"Model", "型番検索"},
     {"find the model by name, as the lists write it", "一覧にある型番を検索する"}},
    {ACT_MODEL,
     "model",
     "N",
     0,
     0,
     0,
     0,
     {"Model", "型番"},
     {"which of the models found is on the box", "見つかった型番のうち、箱と同じもの"}},
    {ACT_OPERATOR, "operator", "NAME", 0, 0, 0, 0, {"Operator", "担当者"}, {"who works here", "ここで作業する人"}},
    {ACT_LANG, "lang", "", 11, 'Y', 0, 0, {"日本語", "English"}, {"the other language", "もう一つの言語"}},
    {ACTS_HELP, "help", "", 1, 0, 0, 0, {"Help", "説明"}, {"this page", "この説明"}},
    {ACTS_MENU, "menu", "", 0, 0x1B, 0, 0, {"Menu", "メニュー"}, {"all that can be done", "できることの一覧"}},
    {ACTS_QUIT,
     "quit",
     "",
     0,
     'C',
     0,
     0,
     {"Quit", "終了"},
     {"nothing is lost: go on later where you were", "何も失われず、後で続きから始められる"}},
};

enum { ROWS = sizeof rows / sizeof *rows };

const struct acts_row *acts_row(size_t index)
{
    return index < ROWS ? &rows[index] : NULL;
}

static int32_t control_of(const struct acts_row *row)
{
    return row->control & 0x1F;
}

const struct acts_row *acts_by_key(int function, int32_t control)
{
    for (size_t i = 0; i < ROWS; i++)
        if ((function && rows[i].function == function) ||
            (control && rows[i].control && control_of(&rows[i]) == control))
            return &rows[i];
    return NULL;
}

const struct acts_row *acts_by_act(int act)
{
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].act == act)
            return &rows[i];
    return NULL;
}

const struct acts_row *acts_by_command(const char *name, size_t size)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strlen(rows[i].command) == size && !memcmp(rows[i].command, name, size))
            return &rows[i];
    return NULL;
}

const char *acts_key(const struct acts_row *row, bool functions, char out[ACTS_KEY])
{
    out[0] = 0;
    if (row->function && (functions || !row->control))
        (void)snprintf(out, ACTS_KEY, "F%d", row->function);
    else if (row->control == 0x1B)
        (void)snprintf(out, ACTS_KEY, "Esc");
    else if (row->control)
        (void)snprintf(out, ACTS_KEY, "^%c", row->control);
    return out;
}

unsigned acts_state_from_name(const char *name)
{
    static const char *const names[] = {"ready", "waiting-label", "waiting-product", "second-read", "answer", "alarm"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name))
            return 1u << i;
    return 0;
}

bool acts_statement_item(int index, char *letter, struct words *says)
{
    static const struct words items[] = {
        {"product: its type and batch", "製品の型式とバッチ"},
        {"name and address of each manufacturer and authorised representative", "製造者と認定代理人すべての名称と住所"},
        {"declared to be made by or for the manufacturer", "製造者またはその代理による宣言である旨"},
        {"declared to comply with Sch 1 or Sch 2", "附則 1 または附則 2 に適合する旨"},
        {"the defined support period, right at first supply", "サポート期間（最初の供給時に正しいもの）"},
        {"signature, name and function", "署名、氏名、役職"},
        {"place and date of issue", "発行の場所と日付"},
    };
    if (index < 0 || (size_t)index >= sizeof items / sizeof *items)
        return false;
    *letter = (char)('a' + index);
    *says = items[index];
    return true;
}
