#include "ui/cli/help_completion.h"

#include <string.h>

#include "ui/cli/command.h"

/* What does not depend on the tables. `words` holds what is no option nor an option's value. */
static const char before[] = "# bash completion for kenpin\n"
                             "_kenpin()\n"
                             "{\n"
                             "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                             "    local values='' options='' next='' words='' i\n"
                             "    COMPREPLY=()\n"
                             "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                             "        case ${COMP_WORDS[i]} in\n"
                             "        ";
static const char after_valued[] = "--)\n"
                                   "            ((i++)) ;;\n"
                                   "        -*) ;;\n"
                                   "        *) words+=\"${COMP_WORDS[i]} \" ;;\n"
                                   "        esac\n"
                                   "    done\n"
                                   "    case $prev in\n";
static const char after_values[] = "    esac\n"
                                   "    case $words in\n";
static const char after_options[] = "    if [[ $prev == --* && -n $values ]]; then\n"
                                    "        next=$values\n"
                                    "    elif [[ $cur == -* ]]; then\n"
                                    "        next=\"$options $global\"\n"
                                    "    fi\n"
                                    "    if [[ $next == FILES || -z $next ]]; then\n"
                                    "        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
                                    "    else\n"
                                    "        mapfile -t COMPREPLY < <(compgen -W \"$next\" -- \"$cur\")\n"
                                    "    fi\n"
                                    "}\n"
                                    "complete -o filenames -F _kenpin kenpin\n";

static void names(FILE *out, const struct option *o)
{
    for (; o->name; o++)
        fprintf(out, "--%s ", o->name);
}

/* Does an earlier table have that name already? The same name takes the same words wherever it stands, or none. */
static bool is_known(const struct option *const *tables, const struct option *const *at, const char *name)
{
    for (; tables < at; tables++)
        if (options_find(*tables, name, strlen(name)))
            return true;
    return false;
}

static void each_valued(FILE *out, const struct option *const *tables, void (*put)(FILE *out, const struct option *o))
{
    for (const struct option *const *at = tables; *at; at++)
        for (const struct option *o = *at; o->name; o++)
            if (o->kind != OPTION_FLAG && !is_known(tables, at, o->name))
                put(out, o);
}

/* An option's own line in `case $prev`. */
static void values(FILE *out, const struct option *o)
{
    char word[OPTION_CHOICE_TEXT];
    fprintf(out, "    --%s) values='%s", o->name, o->kind == OPTION_PATH || o->kind == OPTION_PATHS ? "FILES" : " ");
    for (int i = 1; option_choice(o, i, word); i++)
        fprintf(out, "%s ", word);
    fputs("' ;;\n", out);
}

static void valued(FILE *out, const struct option *o)
{
    fprintf(out, "--%s|", o->name);
}

static void first_words(FILE *out)
{
    size_t last = 0;
    const char *name = "";
    for (const struct command *const *c = command_list; *c; name = (*c)->name, c++) {
        size_t size = strcspn((*c)->name, " ");
        if (size != last || strncmp(name, (*c)->name, size))
            fprintf(out, "%.*s ", (int)size, (*c)->name);
        last = size;
    }
}

static void second_words(FILE *out, const char *group, size_t size)
{
    for (const struct command *const *c = command_list; *c; c++)
        if (command_group((*c)->name) == size && !strncmp((*c)->name, group, size))
            fprintf(out, "%s ", (*c)->name + size + 1);
}

/* A line for each command, and behind those of a group one for the group. */
static void commands(FILE *out)
{
    for (const struct command *const *c = command_list; *c; c++) {
        size_t group = command_group((*c)->name);
        fprintf(out, "    '%s '*) next='' options='", (*c)->name);
        for (size_t i = 0; i < COMMAND_SETS_MAX && (*c)->options[i]; i++)
            names(out, (*c)->options[i]);
        fputs("' ;;\n", out);
        if (group && (!c[1] || strncmp((*c)->name, c[1]->name, group + 1))) {
            fprintf(out, "    '%.*s '*) next='", (int)group, (*c)->name);
            second_words(out, (*c)->name, group);
            fputs("' ;;\n", out);
        }
    }
    fputs("    *) next='", out);
    first_words(out);
    fputs("' ;;\n", out);
}

void help_completion_bash(FILE *out)
{
    const struct option *tables[COMMAND_TABLES_MAX];
    command_tables(tables);
    fputs(before, out);
    each_valued(out, tables, valued);
    fputs(after_valued, out);
    each_valued(out, tables, values);
    fputs(after_values, out);
    commands(out);
    fputs("    esac\n    local global='", out);
    names(out, context_options);
    fputs("'\n", out);
    fputs(after_options, out);
}
