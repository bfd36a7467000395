#include "ui/cli/help_text.h"

#include <string.h>

#include "ui/cli/help_words.h"
#include "ui/show/pen.h"

enum { STEP = 2, DEEP = 6, NAMES = 24 /* columns of a command's name */ };

static void heading(struct pen *p, struct words w)
{
    pen_gap(p);
    pen_paint(p, PAINT_STRONG);
    pen_say(p, w);
    pen_paint(p, PAINT_PLAIN);
    pen_end(p);
}

static void paragraph(struct pen *p, struct words w, int indent)
{
    pen_line(p, indent);
    pen_say(p, w);
    pen_end(p);
}

static void item(struct pen *p, const char *name, struct words says)
{
    pen_line(p, STEP);
    pen_put(p, name);
    pen_end(p);
    paragraph(p, says, DEEP);
}

static void options(struct pen *p, const struct option *o)
{
    char name[HELP_OPTION_TEXT];
    for (; o->name; o++)
        item(p, help_words_option(o, name), o->help);
}

static void items(struct pen *p, struct words head, const struct help_item *list)
{
    heading(p, head);
    for (; list->name; list++)
        item(p, list->name, list->says);
}

static void commands(struct pen *p, const char *group)
{
    for (const struct command *const *c = command_list; *c; c++) {
        if (group && !command_in_group(*c, group))
            continue;
        pen_line(p, STEP);
        pen_put(p, (*c)->name);
        pen_tab(p, NAMES);
        pen_hang(p, NAMES);
        pen_say(p, (*c)->does);
        pen_end(p);
    }
}

static void of_command(struct pen *p, const struct command *c)
{
    static const struct words all = {"The options of all commands: kenpin help",
                                     "全コマンド共通のオプション: kenpin help"};
    pen_put(p, "kenpin");
    pen_space(p, 1);
    pen_put(p, c->name);
    pen_put(p, c->options[0] ? " [options] " : " ");
    pen_put(p, c->arguments);
    pen_end(p);
    paragraph(p, c->does, STEP);
    for (size_t i = 0; i < COMMAND_ABOUT_MAX && c->about[i].en; i++) {
        pen_gap(p);
        paragraph(p, c->about[i], STEP);
    }
    if (c->options[0])
        heading(p, (struct words){"Options", "オプション"});
    for (size_t i = 0; i < COMMAND_SETS_MAX && c->options[i]; i++)
        options(p, c->options[i]);
    if (c->example[0].line)
        heading(p, (struct words){"Examples", "例"});
    for (size_t i = 0; i < COMMAND_EXAMPLE_MAX && c->example[i].line; i++)
        item(p, c->example[i].line, c->example[i].says);
    heading(p, all);
}

static void of_config(struct pen *p)
{
    const struct option *const defaults[] = {facts_options, config_language};
    char name[HELP_OPTION_TEXT];
    for (const struct words *w = help_words_config; w->en; w++)
        paragraph(p, *w, 0);
    heading(p, (struct words){"[defaults]", "[defaults]"});
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        for (const struct option *o = defaults[i]; o->name; o++)
            if (o->config)
                item(p, help_words_key(o, name), o->help);
    heading(p, (struct words){"[limits]", "[limits]"});
    for (const struct option *o = config_limits; o->name; o++)
        item(p, help_words_key(o, name), o->help);
}

static void of_all(struct pen *p)
{
    pen_put(p, "kenpin " KENPIN_VERSION ": ");
    pen_say(p, help_words_about);
    heading(p, (struct words){"Commands", "コマンド"});
    commands(p, NULL);
    heading(p, (struct words){"Options of all commands, before or behind the command",
                              "全コマンド共通のオプション（コマンドの前後どちらでも）"});
    options(p, context_options);
    items(p, (struct words){"Exit status", "終了ステータス"}, help_words_status);
    items(p, (struct words){"Environment", "環境変数"}, help_words_environment);
    items(p, (struct words){"Files", "ファイル"}, help_words_files);
    heading(p, (struct words){"Not legal advice", "法的助言ではありません"});
    paragraph(p, help_words_advice, STEP);
}

static bool group_of(struct pen *p, const char *word)
{
    for (const struct command *const *c = command_list; *c; c++)
        if (command_in_group(*c, word)) {
            commands(p, word);
            return true;
        }
    return false;
}

int help_text_for(struct context *ctx, const char *const *words, size_t count)
{
    struct show_style style = context_style(ctx);
    struct pen p = pen_on(stdout, &style);
    struct err err = {0};
    size_t used;
    if (count == 0) {
        of_all(&p);
    } else if (count == 1 && !strcmp(words[0], "config")) {
        of_config(&p);
    } else if (count > 1 || !group_of(&p, words[0])) {
        const struct command *c = command_find(words, count, &used, &err);
        if (c && used < count)
            (void)err_set(&err, ERR_USAGE, "help: \"%s\" is one word too many", "help: 「%s」が余分です", words[used]);
        if (!c || used < count)
            return context_fail(ctx, &err);
        of_command(&p, c);
    }
    pen_end(&p);
    return STATUS_OK;
}
