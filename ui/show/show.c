#include "ui/show/show.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ui/show/pen.h"

static const struct {
    const char *symbol;
    struct words words;
    enum paint paint;
} outcomes[] = {
    [OUTCOME_NONE] = {"?", {"NOT JUDGED", "未判定"}, PAINT_BAD}, [OUTCOME_OUT] = {"–", {"OUT", "対象外"}, PAINT_STRONG},
    [OUTCOME_PASS] = {"✔", {"PASS", "合格"}, PAINT_GOOD},        [OUTCOME_WARN] = {"!", {"WARN", "注意"}, PAINT_CARE},
    [OUTCOME_REVIEW] = {"?", {"REVIEW", "要確認"}, PAINT_ASK},   [OUTCOME_HOLD] = {"✖", {"HOLD", "保留"}, PAINT_BAD},
    [OUTCOME_STOP] = {"■", {"STOP", "停止"}, PAINT_STOP},
};

static enum outcome known(enum outcome o)
{
    return (size_t)o < sizeof outcomes / sizeof *outcomes ? o : OUTCOME_NONE;
}

const char *show_outcome_symbol(enum outcome o)
{
    return outcomes[known(o)].symbol;
}

struct words show_outcome_words(enum outcome o)
{
    return outcomes[known(o)].words;
}

void pen_outcome(struct pen *p, enum outcome o)
{
    enum paint before = p->wanted;
    char text[64];
    snprintf(text, sizeof text, "%s %s", show_outcome_symbol(o), words_in(show_outcome_words(o), p->lang));
    pen_paint(p, outcomes[known(o)].paint);
    pen_put(p, text);
    pen_paint(p, before);
}

struct show_style show_style_for(FILE *out, enum lang lang)
{
    struct show_style style = {.lang = lang, .columns = 80};
    int fd = fileno(out);
    if (fd < 0 || !isatty(fd))
        return style;
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        style.columns = size.ws_col;
    const char *term = getenv("TERM"), *none = getenv("NO_COLOR");
    style.colour = term && term[0] && strcmp(term, "dumb") && !(none && none[0]); /* no-color.org */
    return style;
}
