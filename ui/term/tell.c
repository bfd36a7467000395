#include <string.h>

#include "ui/show/field.h"
#include "ui/show/say.h"
#include "ui/term/inside.h"

enum { NAME_AT = 4, SAYS_AT = 34 };

/* ---- help ---- */

static void put_name(struct pen *p, const struct acts_row *row, bool commands)
{
    char key[ACTS_KEY], control[ACTS_KEY];
    if (commands) {
        pen_put(p, ":");
        pen_put(p, row->command);
        pen_space(p, 1);
        pen_put(p, row->takes);
        return;
    }
    pen_put(p, acts_key(row, true, key));
    acts_key(row, false, control);
    if (strcmp(key, control) != 0) {
        pen_put(p, " ");
        pen_put(p, control);
    }
    pen_tab(p, NAME_AT + 9);
    pen_say(p, row->name);
}

static void put_bells(struct pen *p)
{
    const char *pattern;
    struct words says;
    pen_gap(p);
    pen_line(p, 0);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, (struct words){"The bell", "ベル"});
    for (int i = 0; bells_row(i, &pattern, &says); i++) {
        if (!says.en)
            continue;
        pen_line(p, NAME_AT);
        for (const char *c = pattern; *c; c++)
            pen_put(p, *c == ' ' ? "   " : "*");
        pen_tab(p, NAME_AT + 20);
        pen_say(p, says);
    }
}

void tell_beginner(struct pen *p)
{
    static const struct words lines[] = {
        {"1. Scan the product's code (EAN/JAN) and the label of a box, in either order.",
         "1. 箱の商品コード（JAN/EAN）とラベルを読み取ります。順序は問いません。"},
        {"2. The answer comes by itself: its colour, its word and its bell say what to do.",
         "2. 結果は自動で表示されます。色、語、ベルで何をすべきか分かります。"},
        {"3. Go on with the next box. One like a box before needs its product's code alone.",
         "3. 次の箱へ進みます。前と同じ箱は商品コードだけで足ります。"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        pen_line(p, 2);
        pen_hang(p, 5);
        pen_say(p, lines[i]);
    }
}

void tell_help(struct pen *p, bool commands)
{
    const struct acts_row *row;
    tell_beginner(p);
    pen_gap(p);
    if (commands)
        pen_say(p,
                (struct words){"A line that begins with a colon is a command:", "コロンで始まる行は次のコマンドです:"});
    else
        pen_say(p, (struct words){"What cannot be scanned is typed, and ended with Enter. Keys, ^O for Ctrl-O:",
                                  "読み取れないものは入力して Enter を押します。キー（^O は Ctrl-O）:"});
    for (size_t i = 0; (row = acts_row(i)); i++) {
        if (commands ? row->act == ACTS_MENU : !row->function && !row->control)
            continue;
        pen_line(p, NAME_AT);
        put_name(p, row, commands);
        pen_tab(p, SAYS_AT);
        pen_hang(p, SAYS_AT);
        pen_say(p, row->says);
    }
    put_bells(p);
    pen_end(p);
}

/* ---- why ---- */

int tell_why(FILE *out, const struct show_style *style, const cJSON *view, struct err *err)
{
    const cJSON *check = field(field(view, "last"), "check");
    if (!check)
        return err_set(err, ERR_INPUT, "no box was answered yet", "まだ判定した箱はありません");
    char *json = cJSON_PrintUnformatted(check);
    int rc = json ? show_check_text(out, json, style, err) : err_memory(err);
    cJSON_free(json);
    return rc;
}

/* ---- consignments ---- */

static void put_consignment(struct pen *p, const cJSON *one)
{
    char at[SAY_TEXT];
    pen_line(p, 0);
    pen_number(p, field_number(one, "id"));
    pen_tab(p, 8);
    pen_hang(p, 8);
    pen_put(p, field_text(one, "name"));
    pen_say(p, (struct words){" · boxes ", " · 箱 "});
    pen_number(p, field_number(one, "boxes"));
    pen_say(p, (struct words){", waiting for a decision ", "、処置待ち "});
    pen_number(p, field_number(one, "alerts"));
    pen_say(p, (struct words){" · opened ", " · 開始 "});
    pen_put(p, say_moment(field_text(one, "opened_at"), at));
}

int tell_consignments(struct pen *p, struct counter *counter, struct err *err)
{
    struct buffer json = {0};
    cJSON *list = NULL;
    const cJSON *one;
    int shown = 0;
    int rc = counter_consignments(counter, &json, err);
    if (rc == 0)
        rc = field_parse(json.bytes ? json.bytes : "", &list, err);
    cJSON_ArrayForEach(one, field(list, "consignments"))
    {
        if (field(one, "closed_at"))
            continue;
        put_consignment(p, one);
        shown++;
    }
    if (rc == 0 && !shown) {
        pen_line(p, 0);
        pen_say(p, (struct words){"no consignment is open", "開いている入荷便はありません"});
    }
    pen_end(p);
    cJSON_Delete(list);
    buffer_clear(&json);
    return rc;
}
