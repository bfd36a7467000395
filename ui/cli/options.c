#include "ui/cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "ui/cli/nearest.h"

enum { NAME_TEXT = 64 /* "--name" as messages show it */, SEEN_MAX = 64 };

struct parser {
    const struct option_set *sets;
    const char *command;
    int argc, at;
    char **argv;
    const struct option *seen[SEEN_MAX]; /* those with a value, to find one given twice */
    size_t seen_count;
    struct options *out;
};

const struct option *options_find(const struct option *table, const char *name, size_t size)
{
    for (const struct option *o = table; o && o->name; o++)
        if (strlen(o->name) == size && !memcmp(o->name, name, size))
            return o;
    return NULL;
}

static bool looks_like_option(const char *arg)
{
    return arg[0] == '-' && arg[1];
}

/* "--name=value" and "--name": the bytes of the name. */
static size_t name_size(const char *arg)
{
    return strcspn(arg + 2, "=");
}

static const struct option *find(const struct option_set *sets, const char *arg, void **call)
{
    for (size_t i = 0; i < OPTIONS_SETS_MAX && sets[i].options; i++) {
        const struct option *o = options_find(sets[i].options, arg + 2, name_size(arg));
        if (o) {
            *call = sets[i].call;
            return o;
        }
    }
    return NULL;
}

static int unknown(const struct parser *p, const char *arg, struct err *err)
{
    char name[NAME_TEXT], shown[NAME_TEXT];
    const char *near = NULL;
    text_copy(shown, sizeof shown, arg);
    if (!strncmp(arg, "--", 2))
        shown[strcspn(shown, "=")] = 0;
    text_copy(name, sizeof name, shown + strspn(shown, "-"));
    struct nearest nearest = nearest_to(name);
    for (size_t i = 0; i < OPTIONS_SETS_MAX && p->sets[i].options; i++)
        for (const struct option *o = p->sets[i].options; o->name; o++)
            if (nearest_try(&nearest, o->name))
                near = o->name;
    const char *of = p->command ? p->command : "kenpin";
    const char *help = p->command ? p->command : "help";
    if (near)
        return err_set(err, ERR_USAGE, "%s has no option %s; did you mean --%s? All of them: kenpin help %s",
                       "%s に %s というオプションはありません。--%s のことですか？ 一覧: kenpin help %s", of, shown,
                       near, help);
    return err_set(err, ERR_USAGE,
                   "%s has no option %s. All of them: kenpin help %s. A code that begins with - goes behind --",
                   "%s に %s というオプションはありません。一覧: kenpin help %s。- で始まるコードは -- の後に置きます",
                   of, shown, help);
}

static int twice(struct parser *p, const struct option *o, struct err *err)
{
    if (!o->argument || o->kind == OPTION_TEXTS || o->kind == OPTION_PATHS)
        return 0;
    for (size_t i = 0; i < p->seen_count; i++)
        if (p->seen[i] == o)
            return err_set(err, ERR_USAGE, "--%s is given twice; which one counts?",
                           "--%s が二度指定されています。どちらか一つにしてください", o->name);
    if (p->seen_count == SEEN_MAX)
        return err_set(err, ERR_USAGE, "too many options", "オプションが多すぎます");
    p->seen[p->seen_count++] = o;
    return 0;
}

/* A value that begins with -- is an option whose neighbour lost its value. */
static const char *next_value(struct parser *p)
{
    if (p->at + 1 >= p->argc || !strncmp(p->argv[p->at + 1], "--", 2))
        return NULL;
    return p->argv[++p->at];
}

static int take(struct parser *p, struct err *err)
{
    const char *arg = p->argv[p->at], *equals = NULL, *value;
    char shown[NAME_TEXT];
    void *call = NULL;
    const struct option *o = NULL;
    if (!strcmp(arg, "-h"))
        arg = "--help";
    if (!strncmp(arg, "--", 2)) {
        equals = strchr(arg, '=');
        o = find(p->sets, arg, &call);
    }
    if (!o)
        return unknown(p, arg, err);
    snprintf(shown, sizeof shown, "--%s", o->name);
    if (!o->argument && equals)
        return err_set(err, ERR_USAGE, "%s takes no value", "%s は値を取りません", shown);
    value = !o->argument ? "" : equals ? equals + 1 : next_value(p);
    if (!value)
        return err_set(err, ERR_USAGE, "%s needs a value: %s %s", "%s には値が要ります: %s %s", shown, shown,
                       o->argument);
    return twice(p, o, err) || option_set(o, shown, value, call, &p->out->keep, err) ? -1 : 0;
}

int options_parse(const struct option_set sets[OPTIONS_SETS_MAX], const char *command, int argc, char **argv,
                  struct options *out, struct err *err)
{
    struct parser p = {.sets = sets, .command = command, .argc = argc, .argv = argv, .out = out};
    bool ended = false;
    *out = (struct options){0};
    out->args = calloc((size_t)argc + 1, sizeof *out->args);
    if (!out->args)
        return err_memory(err);
    for (p.at = 0; p.at < argc; p.at++) {
        if (ended || !looks_like_option(argv[p.at])) {
            out->args[out->count++] = argv[p.at];
        } else if (!strcmp(argv[p.at], "--")) {
            ended = true;
        } else if (take(&p, err)) {
            options_clear(out);
            return -1;
        }
    }
    return 0;
}

void options_clear(struct options *o)
{
    option_keep_clear(&o->keep);
    free(o->args);
    *o = (struct options){0};
}

static bool takes_value(const struct option *const *tables, const char *arg)
{
    for (; *tables; tables++) {
        const struct option *o = options_find(*tables, arg + 2, name_size(arg));
        if (o)
            return o->argument && !strchr(arg, '=');
    }
    return false;
}

size_t options_words(const struct option *const *tables, int argc, char **argv, const char **words, size_t most)
{
    size_t count = 0;
    for (int i = 0; i < argc && count < most; i++) {
        if (!looks_like_option(argv[i]))
            words[count++] = argv[i];
        else if (!strcmp(argv[i], "--"))
            break;
        else if (!strncmp(argv[i], "--", 2) && takes_value(tables, argv[i]))
            i++;
    }
    return count;
}
