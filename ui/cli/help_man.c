#include "ui/cli/help_man.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/build.h"
#include "ui/cli/help_words.h"

enum { NAME_TEXT = 64, LINE_BYTES = 72 };

struct page {
    FILE *out;
    enum lang lang;
};

/* Text that roff takes as it stands: no escapes, plain dashes. */
static void plain(FILE *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\\')
            fputs("\\e", out);
        else if (text[i] == '-')
            fputs("\\-", out);
        else
            fputc(text[i], out);
    }
}

/* A line for each sentence, as roff likes it, and none too long where spaces allow. */
static void sentences(struct page *p, struct words w)
{
    size_t column = 0, size;
    bool ended = false;
    for (const char *word = words_in(w, p->lang); *word; word += size + (word[size] == ' ')) {
        size = strcspn(word, " ");
        if (column > 0 && (ended || column + 1 + size > LINE_BYTES)) {
            fputc('\n', p->out);
            column = 0;
        } else if (column > 0) {
            fputc(' ', p->out);
            column++;
        }
        if (column == 0 && (word[0] == '.' || word[0] == '\''))
            fputs("\\&", p->out);
        plain(p->out, word, size);
        column += size;
        ended = size > 0 && word[size - 1] == '.';
    }
    fputc('\n', p->out);
}

static void section(struct page *p, struct words name)
{
    fprintf(p->out, ".SH \"%s\"\n", words_in(name, p->lang));
}

static void bold(struct page *p, const char *text)
{
    fputs("\\fB", p->out);
    plain(p->out, text, strlen(text));
    fputs("\\fR", p->out);
}

static void item(struct page *p, const char *name, struct words says)
{
    fputs(".TP\n", p->out);
    bold(p, name);
    fputc('\n', p->out);
    sentences(p, says);
}

static void options(struct page *p, const struct option *o)
{
    char name[HELP_OPTION_TEXT];
    for (; o->name; o++)
        item(p, help_words_option(o, name), o->help);
}

static void items(struct page *p, struct words head, const struct help_item *list)
{
    section(p, head);
    for (; list->name; list++)
        item(p, list->name, list->says);
}

static void page_name(const struct command *c, char out[NAME_TEXT])
{
    snprintf(out, NAME_TEXT, "kenpin%s%s", c ? "-" : "", c ? c->name : "");
    for (char *at = out; *at; at++)
        if (*at == ' ')
            *at = '-';
}

static void head(struct page *p, const struct command *c, struct words does)
{
    char name[NAME_TEXT], date[DAY_TEXT];
    page_name(c, name);
    fputs(".TH \"", p->out);
    for (const char *at = name; *at; at++)
        fputc(toupper((unsigned char)*at), p->out);
    fprintf(p->out, "\" \"1\" \"%s\" \"kenpin %s\" \"\"\n", day_text(day_at(KENPIN_BUILT_AT, CALENDAR_UTC), date),
            KENPIN_VERSION);
    fputs(".ad l\n", p->out); /* Japanese has few spaces to stretch */
    section(p, (struct words){"NAME", "名前"});
    plain(p->out, name, strlen(name));
    fputs(" \\- ", p->out);
    sentences(p, does);
}

static void foot(struct page *p)
{
    items(p, (struct words){"EXIT STATUS", "終了ステータス"}, help_words_status);
    items(p, (struct words){"ENVIRONMENT", "環境変数"}, help_words_environment);
    items(p, (struct words){"FILES", "ファイル"}, help_words_files);
    section(p, (struct words){"NOT LEGAL ADVICE", "法的助言ではありません"});
    sentences(p, help_words_advice);
}

static void see_also(struct page *p, const struct command *but)
{
    char name[NAME_TEXT];
    section(p, (struct words){"SEE ALSO", "関連項目"});
    if (but)
        fputs(".BR kenpin (1)", p->out);
    for (const struct command *const *c = command_list; *c; c++) {
        if (*c == but || (but && command_group((*c)->name) == 0))
            continue;
        page_name(*c, name);
        fprintf(p->out, "%s.BR ", but || c != command_list ? ",\n" : "");
        plain(p->out, name, strlen(name));
        fputs(" (1)", p->out);
    }
    fputc('\n', p->out);
}

void help_man_command(FILE *out, const struct command *c, enum lang lang)
{
    struct page page = {out, lang}, *p = &page;
    head(p, c, c->does);
    section(p, (struct words){"SYNOPSIS", "書式"});
    bold(p, "kenpin");
    fputc(' ', out);
    bold(p, c->name);
    fputs(c->options[0] ? " [options]" : "", out);
    fputs(c->arguments[0] ? " " : "", out);
    plain(out, c->arguments, strlen(c->arguments));
    fputc('\n', out);
    section(p, (struct words){"DESCRIPTION", "説明"});
    for (size_t i = 0; i < COMMAND_ABOUT_MAX && c->about[i].en; i++) {
        fputs(i ? ".PP\n" : "", out);
        sentences(p, c->about[i]);
    }
    section(p, (struct words){"OPTIONS", "オプション"});
    for (size_t i = 0; i < COMMAND_SETS_MAX && c->options[i]; i++)
        options(p, c->options[i]);
    options(p, context_options);
    if (c->example[0].line)
        section(p, (struct words){"EXAMPLES", "例"});
    for (size_t i = 0; i < COMMAND_EXAMPLE_MAX && c->example[i].line; i++)
        item(p, c->example[i].line, c->example[i].says);
    foot(p);
    see_also(p, c);
}

static void config(struct page *p)
{
    const struct option *const tables[] = {facts_options, config_language, config_limits};
    char name[HELP_OPTION_TEXT];
    section(p, (struct words){"CONFIG FILE", "設定ファイル"});
    for (const struct words *w = help_words_config; w->en; w++)
        sentences(p, *w);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (tables[i] != config_language)
            fprintf(p->out, ".SS \"%s\"\n", tables[i] == config_limits ? "[limits]" : "[defaults]");
        for (const struct option *o = tables[i]; o->name; o++)
            if (o->config)
                item(p, help_words_key(o, name), o->help);
    }
}

void help_man_all(FILE *out, enum lang lang)
{
    struct page page = {out, lang}, *p = &page;
    char name[NAME_TEXT];
    head(p, NULL, help_words_about);
    section(p, (struct words){"SYNOPSIS", "書式"});
    fputs("\\fBkenpin\\fR [options] command [options] [arguments]\n", out);
    section(p, (struct words){"COMMANDS", "コマンド"});
    for (const struct command *const *c = command_list; *c; c++) {
        snprintf(name, sizeof name, "kenpin %s", (*c)->name);
        item(p, name, (*c)->does);
    }
    section(p, (struct words){"OPTIONS", "オプション"});
    options(p, context_options);
    config(p);
    foot(p);
    see_also(p, NULL);
}
