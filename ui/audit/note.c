#include "ui/audit/note.h"

#include <string.h>

#include "app/codes/repair.h"

static const struct {
    const char *name;
    struct words words;
} notes[AUDIT_NOTES] = {
    [NOTE_NONE] = {"", {"", ""}},
    [NOTE_NOTHING_GIVEN] = {"nothing-given",
                            {"the row names no product and no label: give a GTIN, a SKU, a model or a label",
                             "商品もラベルも分かりません。GTIN、SKU、型番、ラベルのいずれかが要ります"}},
    [NOTE_UNKNOWN_WORD] = {"unknown-word",
                           {"this word is not known here; the call's own value was used",
                            "知らない語です。コマンドで指定した値を使いました"}},
    [NOTE_UNKNOWN_STATEMENT] = {"unknown-statement",
                                {"this word is not known here, so that the statement counts as unknown",
                                 "知らない語です。適合宣言書は不明として扱いました"}},
    [NOTE_BAD_DATE] = {"bad-date",
                       {"this is no date such as 2026-11-21; the day of the audit was used",
                        "2026-11-21 のような日付ではありません。監査の日を使いました"}},
    [NOTE_PICTURE_NO_CODE] = {"picture-no-code",
                              {"no code found: come closer, hold the code flat, avoid glare",
                               "コードを読み取れません。近づけ、平らにし、反射を避けて撮り直してください"}},
    [NOTE_PICTURE_ADDRESS] =
        {"picture-address",
         {"an address; nothing is fetched: save the picture beside the list and name the file",
          "アドレスです。何も取得しません。画像を一覧と同じ場所に保存し、ファイル名を書いてください"}},
    [NOTE_PAGE_NO_CODE] = {"page-no-code",
                           {"no code found on the page: there is none, or it is too small, or drawn too faintly",
                            "ページにコードが見つかりません。コードがないか、小さすぎるか、薄すぎます"}},
    [NOTE_PAGE_COARSE] = {"page-coarse",
                          {"a page so large that it was read at fewer than 150 dots an inch: small codes may be missed",
                           "ページが大きく 150 dpi 未満で読みました。小さなコードを見落とすおそれがあります"}},
    [NOTE_CLAIM_CURRENT] = {"claim-current", {"a label is claimed, and it is current", "ラベルの表示があり、有効です"}},
};

const char *audit_note_name(enum audit_note note)
{
    return notes[note < AUDIT_NOTES ? note : NOTE_NONE].name;
}

struct words audit_note_words(enum audit_note note)
{
    return notes[note < AUDIT_NOTES ? note : NOTE_NONE].words;
}

struct words audit_note_words_of(const char *code)
{
    for (int i = NOTE_NONE + 1; i < AUDIT_NOTES; i++)
        if (!strcmp(notes[i].name, code))
            return notes[i].words;
    for (int i = REPAIR_NONE + 1; i < REPAIR_KINDS; i++)
        if (!strcmp(repair_name((enum repair_kind)i), code))
            return repair_words((enum repair_kind)i);
    return (struct words){NULL, NULL};
}
