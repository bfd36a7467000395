/* One value, one command line, one mistyped word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "ui/cli/nearest.h"
#include "ui/cli/options.h"

struct call {
    bool loud;
    const char *name, *file;
    struct option_texts tags;
    int colour;
    struct option_words colours;
    struct option_number stars;
    day on;
    moment at, since;
    int64_t age;
};

#define AT(member) offsetof(struct call, member)
#define HELP                                                                                                           \
    {                                                                                                                  \
        "help", "説明"                                                                                               \
    }

static const struct option table[] = {
    {"loud", NULL, OPTION_FLAG, AT(loud), 0, false, HELP},
    {"name", "NAME", OPTION_TEXT, AT(name), 8, false, HELP},
    {"file", "FILE", OPTION_PATH, AT(file), 0, false, HELP},
    {"tag", "TEXT", OPTION_TEXTS, AT(tags), 0, false, HELP},
    {"colour", "red|sea-green|TEXT", OPTION_WORD, AT(colour), 0, false, HELP},
    {"colours", "red|sea-green", OPTION_WORDS, AT(colours), 0, false, HELP},
    {"stars", "N", OPTION_NUMBER, AT(stars), 4, false, HELP},
    {"on", "DATE", OPTION_DAY, AT(on), 0, false, HELP},
    {"at", "TIME|now", OPTION_MOMENT, AT(at), 0, false, HELP},
    {"since", "DATE", OPTION_SINCE, AT(since), 0, false, HELP},
    {"age", "DURATION", OPTION_DURATION, AT(age), 0, false, HELP},
    {0},
};

#define ARGS_MAX 24

struct parsed {
    struct call call;
    struct options options;
    struct err err;
    int result;
};

/* Parses a line of words separated by single spaces. */
static struct parsed parse(const char *line)
{
    static char words[512];
    static char *argv[ARGS_MAX];
    struct parsed p = {0};
    int argc = 0;
    assert_true(strlen(line) < sizeof words);
    strcpy(words, line);
    for (char *at = words; *line && at && argc < ARGS_MAX; argc++) {
        argv[argc] = at;
        at = strchr(at, ' ');
        if (at)
            *at++ = 0;
    }
    const struct option_set sets[OPTIONS_SETS_MAX] = {{table, &p.call}};
    p.result = options_parse(sets, "paint", argc, argv, &p.options, &p.err);
    return p;
}

static void each_kind_of_value_arrives(void **state)
{
    (void)state;
    struct parsed p =
        parse("wall --loud --name=Ａｂ --file x=y --tag a --tag b --colour sea-green --colours red,sea-green"
              " --stars 0 --on 2026-11-21 --at now --since 2026-11-21 --age 90m door");
    assert_int_equal(p.result, 0);
    assert_true(p.call.loud);
    assert_string_equal(p.call.name, "Ab"); /* NFKC */
    assert_string_equal(p.call.file, "x=y");
    assert_int_equal(p.call.tags.count, 2);
    assert_string_equal(p.call.tags.item[1], "b");
    assert_int_equal(p.call.colour, 2);
    assert_int_equal(p.call.colours.count, 2);
    assert_int_equal(p.call.colours.item[0], 1);
    assert_true(p.call.stars.said && p.call.stars.value == 0);
    assert_int_equal(p.call.on, 20261121);
    assert_true(p.call.at == OPTION_NOW);
    assert_true(p.call.since == 1795219200); /* 2026-11-21T00:00:00Z */
    assert_true(p.call.age == 5400);
    assert_int_equal(p.options.count, 2);
    assert_string_equal(p.options.args[0], "wall");
    assert_string_equal(p.options.args[1], "door");
    options_clear(&p.options);
    options_clear(&p.options);
}

static void what_stands_behind_the_dashes_is_no_option(void **state)
{
    (void)state;
    struct parsed p = parse("- --loud -- --name --loud");
    assert_int_equal(p.result, 0);
    assert_int_equal(p.options.count, 3);
    assert_string_equal(p.options.args[0], "-");
    assert_string_equal(p.options.args[1], "--name");
    assert_null(p.call.name);
    options_clear(&p.options);
}

static void wrong_lines_are_refused_in_both_languages(void **state)
{
    (void)state;
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"--lod", "did you mean --loud?"},
        {"--colr=red", "--colour"},
        {"-l", "no option -l"},
        {"--", NULL},
        {"--loud=1", "takes no value"},
        {"--name", "--name needs a value: --name NAME"},
        {"--name --loud", "--name needs a value"},
        {"--name=", "empty"},
        {"--name=123456789", "at most 8"},
        {"--name=\xff", "not valid UTF-8"},
        {"--name a --name b", "given twice"},
        {"--file=", "empty"},
        {"--colour=rad", "did you mean red?"},
        {"--colour=TEXT", "red, sea-green"},
        {"--colour=", "empty"},
        {"--colours=red,red", "twice"},
        {"--colours=red,", "red, sea-green"},
        {"--stars 5", "0-4"},
        {"--stars 1x", "0-4"},
        {"--stars 99999999999999999999", "0-4"},
        {"--on 2026-02-29", "2026-11-21"},
        {"--at 2026-11-21", "now"},
        {"--at 1970-01-01T00:00:00Z", "now"}, /* 0 is no moment */
        {"--since yesterday", "2026-11-21"},
        {"--age 5", "24h"},
        {"--age 0h", "24h"},
        {"--age 9999999999d", "24h"},
        {"--tag 1 --tag 2 --tag 3 --tag 4 --tag 5 --tag 6 --tag 7 --tag 8", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p = parse(cases[i].line);
        if (!cases[i].says) {
            assert_int_equal(p.result, 0);
            options_clear(&p.options);
            continue;
        }
        assert_int_equal(p.result, -1);
        assert_int_equal(p.err.code, ERR_USAGE);
        if (!strcasestr(p.err.en, cases[i].says))
            fail_msg("%s: \"%s\" does not say \"%s\"", cases[i].line, p.err.en, cases[i].says);
        assert_true(p.err.ja[0] && strcmp(p.err.en, p.err.ja) != 0);
        assert_null(p.options.args);
    }
}

static void the_command_is_found_among_options(void **state)
{
    (void)state;
    const struct option *const tables[] = {table, NULL};
    const char *words[2];
    char *argv[] = {"--loud", "--name", "bob", "--colour=red", "--unknown", "paint", "--file", "f", "wall", "door"};
    assert_int_equal(options_words(tables, 10, argv, words, 2), 2);
    assert_string_equal(words[0], "paint");
    assert_string_equal(words[1], "wall");
    assert_int_equal(options_words(tables, 3, argv, words, 2), 0);
}

static const char *nearest(const char *typed)
{
    static const char *const known[] = {"gtin", "sku", "market", "label", NULL};
    struct nearest n = nearest_to(typed);
    const char *best = NULL;
    for (size_t i = 0; known[i]; i++)
        if (nearest_try(&n, known[i]))
            best = known[i];
    return best;
}

static void the_nearest_word_is_near(void **state)
{
    (void)state;
    char longest[512];
    assert_string_equal(nearest("gtni"), "gtin");
    assert_string_equal(nearest("markets"), "market");
    assert_string_equal(nearest("lable"), "label");
    assert_null(nearest("consignment"));
    assert_null(nearest("x"));
    assert_null(nearest(""));
    memset(longest, 'm', sizeof longest);
    longest[sizeof longest - 1] = 0;
    assert_null(nearest(longest));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_value_arrives),
        cmocka_unit_test(what_stands_behind_the_dashes_is_no_option),
        cmocka_unit_test(wrong_lines_are_refused_in_both_languages),
        cmocka_unit_test(the_command_is_found_among_options),
        cmocka_unit_test(the_nearest_word_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
