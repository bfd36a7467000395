#include "ui/demo/table.h"

#include "ui/show/field.h"
#include "ui/show/say.h"

/* Where the columns begin. */
enum { STORY = 17, GB = 47, JP = 62, REASON = 3 };

/* What the catalogue lacks and where the data came from are not why a box was held. */
static bool tells_why(enum finding_code code)
{
    return code != FINDING_NONE && code != FINDING_DEMO && code != FINDING_SUPPORT_ENDED &&
           code != FINDING_SUPPORT_UNKNOWN;
}

static struct words why(const cJSON *verdict)
{
    const cJSON *finding;
    enum finding_code first = FINDING_NONE;
    cJSON_ArrayForEach(finding, field(verdict, "findings"))
    {
        enum finding_code code = finding_from_name(field_text(finding, "code"));
        if (code == FINDING_UNOFFICIAL_URL || (tells_why(code) && first == FINDING_NONE))
            first = code;
    }
    if (first == FINDING_NONE)
        return (struct words){field_text(verdict, "reason"), field_text(verdict, "reason")};
    return finding_words(first);
}

static void put_outcome(struct pen *p, const cJSON *verdict, int column)
{
    pen_tab(p, column);
    pen_outcome(p, outcome_from_name(field_text(verdict, "outcome")));
    pen_space(p, 1);
    pen_paint(p, PAINT_DIM);
    pen_put(p, field_text(verdict, "rule"));
    pen_paint(p, PAINT_PLAIN);
}

static void put_box(struct pen *p, const struct boxes_box *b, const cJSON *record)
{
    const cJSON *verdicts = field(record, "verdicts"), *gb = cJSON_GetArrayItem(verdicts, 0);
    pen_line(p, 1);
    pen_paint(p, PAINT_STRONG);
    pen_put(p, b->name);
    pen_put(p, ".png");
    pen_paint(p, PAINT_PLAIN);
    pen_tab(p, STORY);
    pen_say(p, b->story);
    put_outcome(p, gb, GB);
    put_outcome(p, cJSON_GetArrayItem(verdicts, 1), JP);
    pen_line(p, REASON);
    pen_paint(p, PAINT_DIM);
    pen_say(p, why(gb));
}

static void put_heading(struct pen *p)
{
    pen_line(p, 1);
    pen_paint(p, PAINT_DIM);
    pen_say(p, (struct words){"picture", "画像"});
    pen_tab(p, STORY);
    pen_say(p, (struct words){"what is the matter with the box", "箱の状態"});
    pen_tab(p, GB);
    pen_say(p, say_market("gb"));
    pen_tab(p, JP);
    pen_say(p, say_market("jp"));
}

static void put_kept(struct pen *p, const char *folder)
{
    pen_gap(p);
    pen_say(p, (struct words){"Pictures, lists, catalogue and data are in ", "画像、一覧、台帳、データの場所: "});
    pen_put(p, folder);
    pen_line(p, 2);
    pen_whole(p, "kenpin --data ");
    pen_whole(p, folder);
    pen_whole(p, "/data check --market gb,jp ");
    pen_whole(p, folder);
    pen_whole(p, "/pictures/expired.png");
}

int table_show(FILE *out, char *const record[BOXES], const struct demo_ask *ask, struct err *err)
{
    struct pen pen = pen_on(out, &ask->style), *p = &pen;
    say_demo(p);
    pen_line(p, 0);
    pen_say(p, (struct words){"Eight boxes come in at a shop that sells in Great Britain and in Japan.",
                              "英国と日本で販売する店に、八つの箱が入荷しました。"});
    pen_gap(p);
    put_heading(p);
    for (size_t i = 0; i < BOXES; i++) {
        cJSON *box = NULL;
        if (field_parse(record[i], &box, err))
            return -1;
        put_box(p, &boxes[i], box);
        cJSON_Delete(box);
    }
    if (ask->keep)
        put_kept(p, ask->keep);
    pen_gap(p);
    pen_say(
        p, (struct words){"Judged for goods-in by a retailer who has seen no statement of compliance. No legal advice.",
                          "入荷時、小売、適合宣言書は未確認として判定。法的助言ではありません。"});
    pen_end(p);
    return 0;
}
