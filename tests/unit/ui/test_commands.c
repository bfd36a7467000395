/* The tables of commands and options: what must hold of them whatever they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "cache/registry/import.h"
#include "ui/cli/command.h"
#include "ui/cli/help_words.h"

static void check_words(struct words w, const char *of)
{
    if (!w.en || !*w.en || !w.ja || !*w.ja)
        fail_msg("%s lacks a sentence in one language", of);
}

static void every_sentence_stands_in_both_languages(void **state)
{
    (void)state;
    const struct option *tables[COMMAND_TABLES_MAX];
    command_tables(tables);
    for (size_t i = 0; tables[i]; i++)
        for (const struct option *o = tables[i]; o->name; o++)
            check_words(o->help, o->name);
    for (const struct command *const *c = command_list; *c; c++) {
        check_words((*c)->does, (*c)->name);
        assert_non_null((*c)->about[0].en);
        for (size_t i = 0; i < COMMAND_ABOUT_MAX && (*c)->about[i].en; i++)
            check_words((*c)->about[i], (*c)->name);
        for (size_t i = 0; i < COMMAND_EXAMPLE_MAX && (*c)->example[i].line; i++)
            check_words((*c)->example[i].says, (*c)->example[i].line);
    }
    const struct help_item *const lists[] = {help_words_status, help_words_environment, help_words_files};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct help_item *item = lists[i]; item->name; item++)
            check_words(item->says, item->name);
}

/* Options may stand before the command, so that what takes a value has to be known before the command is. */
static void one_name_is_of_one_kind_everywhere(void **state)
{
    (void)state;
    const struct option *tables[COMMAND_TABLES_MAX];
    command_tables(tables);
    for (size_t i = 0; tables[i]; i++)
        for (const struct option *o = tables[i]; o->name; o++)
            for (size_t k = 0; k < i; k++) {
                const struct option *other = options_find(tables[k], o->name, strlen(o->name));
                if (other && !other->argument != !o->argument)
                    fail_msg("--%s takes a value in one command and none in another", o->name);
            }
}

static void no_command_has_a_name_twice(void **state)
{
    (void)state;
    for (const struct command *const *c = command_list; *c; c++)
        for (size_t i = 0; i < COMMAND_SETS_MAX && (*c)->options[i]; i++)
            for (const struct option *o = (*c)->options[i]; o->name; o++) {
                size_t size = strlen(o->name);
                assert_ptr_equal(options_find((*c)->options[i], o->name, size), o);
                assert_null(options_find(context_options, o->name, size));
                for (size_t k = 0; k < i; k++)
                    assert_null(options_find((*c)->options[k], o->name, size));
            }
}

/* Words count as the enums do: the first word is 1. */
static const char *scheme(int i)
{
    return scheme_name((enum scheme)i);
}
static const char *market(int i)
{
    return market_name((enum market)i);
}
static const char *role(int i)
{
    return role_name((enum role)i);
}
static const char *event(int i)
{
    return event_name((enum event)i);
}
static const char *scope(int i)
{
    return scope_name((enum scope)i);
}
static const char *statement(int i)
{
    return statement_name((enum statement)i);
}
static const char *failure(int i)
{
    return failure_name((enum failure)i);
}
static const char *outcome(int i)
{
    return outcome_name((enum outcome)i);
}
static const char *form(int i)
{
    static const char *const names[] = {
        [FORM_NONE] = "", [FORM_CSV] = "csv", [FORM_XLSX] = "xlsx", [FORM_HTML] = "html", [FORM_JSON] = "json"};
    return i >= 0 && i < (int)(sizeof names / sizeof *names) ? names[i] : "";
}
static const char *lang(int i)
{
    return i == LANG_EN ? "en" : i == LANG_JA ? "ja" : "";
}

static void words_to_choose_from_are_those_of_the_enums(void **state)
{
    (void)state;
    static const struct {
        const char *option;
        const char *(*name)(int i);
    } pairs[] = {{"scheme", scheme}, {"market", market},  {"role", role},           {"event", event},
                 {"scope", scope},   {"form", form},      {"statement", statement}, {"failure", failure},
                 {"lang", lang},     {"outcome", outcome}};
    const struct option *tables[COMMAND_TABLES_MAX];
    command_tables(tables);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct option *o = NULL;
        char word[OPTION_CHOICE_TEXT];
        for (size_t k = 0; tables[k] && !o; k++)
            o = options_find(tables[k], pairs[i].option, strlen(pairs[i].option));
        assert_non_null(o);
        int count = 0;
        while (option_choice(o, count + 1, word)) {
            count++;
            assert_string_equal(word, pairs[i].name(count));
        }
        assert_true(count > 1);
        if (strcmp(pairs[i].option, "scheme") != 0) /* other marks have no registry */
            assert_string_equal(pairs[i].name(count + 1), "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_stands_in_both_languages),
        cmocka_unit_test(one_name_is_of_one_kind_everywhere),
        cmocka_unit_test(no_command_has_a_name_twice),
        cmocka_unit_test(words_to_choose_from_are_those_of_the_enums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
