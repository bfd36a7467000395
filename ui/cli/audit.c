#include "ui/cli/audit_run.h"
#include "ui/cli/exit.h"
#include "ui/cli/eyes.h"

#define AT(member) offsetof(struct audit_call, member)

static const struct option own_options[] = {
    {"out",
     "FILE",
     OPTION_PATHS,
     AT(out),
     0,
     false,
     {"Where the results go: .csv, .xlsx, .jsonl, .html or .xml (JUnit), by the name's ending; may repeat. Default:"
      " CSV on standard output",
      "結果の出力先。名前の末尾で .csv、.xlsx、.jsonl、.html、.xml（JUnit）を選びます。繰り返せます。既定値: 標準出力に CSV"}},
    {"columns",
     "FIELD=HEADING,...|MAP.json",
     OPTION_PATH,
     AT(columns),
     0,
     false,
     {"Which heading is which field, where it is not recognised: gtin=Code,sku=Item",
      "見出しを認識できないときの対応。例: gtin=コード,sku=品目"}},
    {"boxes",
     "picture|folder|prefix",
     OPTION_WORD,
     AT(boxes),
     0,
     false,
     {"Which pictures of a folder are one box: each by itself, those of one folder, or those whose names begin alike up"
      " to the last - or _. Default: A12-front.jpg and A12-side.jpg are one, IMG-001.jpg is one by itself",
      "フォルダーのどの写真を一つの箱とするか: 1 枚ずつ、フォルダーごと、名前の最後の - か _ の前が同じもの。既定値: A12-front.jpg と A12-side.jpg は一つ、IMG-001.jpg は単独"}},
    {"summary", NULL, OPTION_FLAG, AT(summary), 0, false, {"Ten lines on standard output", "標準出力に 10 行の要約"}},
    {"no-record",
     NULL,
     OPTION_FLAG,
     AT(no_record),
     0,
     false,
     {"What if: judge by the clock, record nothing", "試算。時計どおりに判定し、何も記録しません"}},
    {"resume",
     NULL,
     OPTION_FLAG,
     AT(resume),
     0,
     false,
     {"Go on with the audit that was interrupted; the same call otherwise",
      "中断した監査を続けます。ほかの指定は同じにします"}},
    {"sell-through",
     "DAYS",
     OPTION_NUMBER,
     AT(sell_through),
     36500,
     false,
     {"In how many days the stock is sold, where no column says so: what lapses before then is said",
      "在庫が売れるまでの日数（列がない行に使います）。それまでに失効するものを示します"}},
    {"expiring",
     "90d",
     OPTION_DURATION,
     AT(expiring),
     0,
     false,
     {"How near an end counts as near in the summary. Default: 90d", "要約で期限が近いとみなす期間。既定値: 90d"}},
    {"against",
     "EARLIER.jsonl",
     OPTION_PATH,
     AT(against),
     0,
     false,
     {"What changed since that audit, and why: columns change and cause",
      "以前の監査との違いとその原因を change 列と cause 列に示します"}},
    {"budget", "MS", OPTION_NUMBER, AT(budget), EYES_BUDGET_MOST_MS, false, EYES_BUDGET_HELP},
    {"fail-on",
     EXIT_FAIL_ON,
     OPTION_WORD,
     AT(fail_on),
     0,
     false,
     {"From which outcome on the exit status is other than 0. Default: review",
      "どの判定から終了ステータスを 0 以外にするか。既定値: review"}},
    {0},
};

const struct command audit_command = {
    .name = "audit",
    .arguments = "FILE | FOLDER",
    .does = {"many boxes: a stock list or a folder of pictures in, a list with verdicts out",
             "多くの箱を一度に検査する: 在庫一覧や写真のフォルダーから判定の一覧を作る"},
    .about =
        {
            {"Reads a list (CSV, TSV, XLSX, JSON, JSON lines), checks every row as check does, and writes the list"
             " again with the verdicts behind its own columns. Columns are recognised by their headings in English or"
             " Japanese and shown before anything is judged: sku, gtin, brand, model, label, market, role, event, date,"
             " statement, quantity, value, sell_through, title, text, url, picture, location, supplier. What a row says"
             " counts before what the call says.",
             "一覧（CSV、TSV、XLSX、JSON、JSON lines）の各行を check と同じ道筋で検査し、元の列の後に判定を付けて出力します。列は英語か日本語の見出しで認識し、判定の前に表示します: sku, gtin, brand, model, label, market, role, event, date, statement, quantity, value, sell_through, title, text, url, picture, location, supplier。行の値はコマンドの指定より優先します。"},
            {"A folder is a list of boxes: their pictures are read, and what was read from which one stands in the"
             " column codes. A list may name pictures too, below its own folder. Titles and texts of listings are read"
             " for claims; the column fix has the sentence to put in or take out.",
             "フォルダーを指定すると、写真を箱ごとに読み、どの写真から何を読んだかを codes 列に示します。一覧にも、同じフォルダー以下の写真を指定できます。出品のタイトルと説明文は表示内容を調べ、加える文や削る文を fix 列に示します。"},
            {"PDFs count as pictures where poppler is installed (poppler-utils): note.pdf#2 is the second page. In a folder"
             " each page is a box, unless --boxes says folder or prefix: then a document is one more picture of its box,"
             " as it is in a list. 200 pages of a document are read; without poppler each PDF is a row that says so.",
             "poppler（poppler-utils）があれば PDF も画像として読みます。note.pdf#2 は 2 ページ目です。フォルダーでは 1 ページを一つの箱とし、--boxes が folder か prefix のときと一覧の中では、文書全体を箱の画像の一つとします。読むのは 1 文書 200 ページまでです。poppler がなければ、PDF ごとの行にその旨を示します。"},
            {"What spreadsheets do to codes (lost zeros, 4.9E+12, a trailing .0, quotes, full-width digits, two codes in"
             " a cell, placeholders) is put right where the check digit proves it, and said in the column notes. A row"
             " that cannot be read whole, or whose picture cannot be, is not judged; notes says why.",
             "表計算ソフトによるコードの変化（先頭の 0 の欠落、4.9E+12、末尾の .0、引用符、全角数字、一つのセルに二つのコード、空欄代わりの値）は、チェックデジットで確かめられる場合だけ直し、notes 列に示します。全部は読めない行や、画像を読めない行は判定せず、その理由を notes 列に示します。"},
            {"Every row is recorded as evidence before it is written, in groups. An audit that was interrupted goes on"
             " with --resume; no row is judged or recorded twice.",
             "各行は、出力する前に、まとめて証跡に記録します。中断した監査は --resume で続けられ、同じ行を二度判定・記録することはありません。"},
        },
    .example =
        {
            {"kenpin audit stock.csv --market gb,jp --out audited.csv",
             {"A stock list for two markets", "在庫一覧を二つの市場について"}},
            {"kenpin audit photos --out boxes.html", {"A folder of pictures", "写真のフォルダー"}},
            {"kenpin audit stock.csv --summary --no-record --on 2026-12-24",
             {"Ten lines: what would be so on that day", "その日ならどうなるかを 10 行で"}},
        },
    .options = {facts_options, facts_box_options, own_options},
    .call_size = sizeof(struct audit_call),
    .least = 1,
    .most = 1,
    .run = audit_run,
};
