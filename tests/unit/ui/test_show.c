/* What a person reads: golden texts in tests/unit/ui/show (NAME.json is the record, NAME.LANG.txt what is shown). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/show/show.h"

enum { FILE_MAX = 65536 };

static const struct show_style en = {.lang = LANG_EN, .columns = 80}, ja = {.lang = LANG_JA, .columns = 80};

/* A file of the golden folder; the caller frees it. */
static char *golden(const char *name, const char *ending)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/unit/ui/show/%s.%s", TESTS_DIR, name, ending);
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, FILE_MAX);
    if (!file || !text)
        fail_msg("%s cannot be read", path);
    size_t size = fread(text, 1, FILE_MAX - 1, file);
    assert_true(size < FILE_MAX - 1);
    fclose(file);
    return text;
}

/* What show_check_text prints; the caller frees it. */
static char *shown(const char *json, const struct show_style *style)
{
    char *text = NULL;
    size_t size = 0;
    struct err err = {0};
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    if (show_check_text(out, json, style, &err))
        fail_msg("%s", err.en);
    fclose(out);
    return text;
}

static void expect_golden(const char *name, const char *ending, const struct show_style *style)
{
    char *json = golden(name, "json"), *expected = golden(name, ending), *got = shown(json, style);
    if (strcmp(expected, got) != 0)
        fail_msg("%s.%s is otherwise:\n%s", name, ending, got);
    free(json);
    free(expected);
    free(got);
}

static void a_pass_says_so_first(void **state)
{
    (void)state;
    expect_golden("pass", "en.txt", &en);
    expect_golden("pass", "ja.txt", &ja);
}

static void two_markets_begin_with_the_worst(void **state)
{
    (void)state;
    expect_golden("expired-two-markets", "en.txt", &en);
    expect_golden("expired-two-markets", "ja.txt", &ja);
}

static void a_rehearsal_says_that_nothing_is_recorded(void **state)
{
    (void)state;
    expect_golden("no-copy-rehearsal", "en.txt", &en);
    expect_golden("no-copy-rehearsal", "ja.txt", &ja);
}

static void a_confirmation_names_who_and_what(void **state)
{
    (void)state;
    expect_golden("confirmation", "en.txt", &en);
    expect_golden("confirmation", "ja.txt", &ja);
}

static void a_narrow_terminal_keeps_every_line_within_it(void **state)
{
    (void)state;
    struct show_style narrow = {.lang = LANG_JA, .columns = 60};
    expect_golden("hostile", "ja60.txt", &narrow);
}

static void hostile_text_reaches_the_terminal_as_signs(void **state)
{
    (void)state;
    char *json = golden("hostile", "json"), *text = shown(json, &en);
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 && *c != '\n')
            fail_msg("byte 0x%02X in: %s", (unsigned char)*c, c);
    static const char *const hidden[] = {"\u202e", "\u2066", "\u200b", "\u200f", "\u2028", "\xc2\x9b"};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        assert_null(strstr(text, hidden[i]));
    assert_non_null(strstr(text, "␛[2J␛]0;PASS␇␍␊"));
    assert_non_null(strstr(text, "<U+202E>"));
    free(json);
    free(text);
    expect_golden("hostile", "en.txt", &en);
}

static void colour_never_stands_alone(void **state)
{
    (void)state;
    struct show_style colour = en;
    colour.colour = true;
    char *json = golden("expired-two-markets", "json"), *text = shown(json, &colour), *plain = shown(json, &en);
    assert_non_null(strstr(text, "\033[1;31m✖ HOLD\033[0m"));
    assert_non_null(strstr(text, "\033[1;33m! WARN\033[0m"));
    /* without its colours it is the same text */
    char *to = text;
    for (const char *at = text; *at;)
        if (*at == '\033')
            at = strchr(at, 'm') + 1;
        else
            *to++ = *at++;
    *to = 0;
    assert_string_equal(text, plain);
    free(json);
    free(text);
    free(plain);
}

static void every_outcome_has_a_word_and_a_symbol(void **state)
{
    (void)state;
    for (int o = OUTCOME_NONE; o <= OUTCOME_STOP; o++) {
        struct words w = show_outcome_words((enum outcome)o);
        assert_true(w.en && w.en[0] && w.ja && w.ja[0]);
        assert_true(show_outcome_symbol((enum outcome)o)[0]);
        assert_true(o == OUTCOME_PASS || strcmp(w.en, "PASS") != 0);
    }
    assert_string_equal(words_in(show_outcome_words((enum outcome)99), LANG_EN), "NOT JUDGED");
}

static void an_unknown_outcome_is_never_a_pass(void **state)
{
    (void)state;
    static const char *const records[] = {
        "{}",
        "{\"verdicts\":[{}]}",
        "{\"verdicts\":[{\"outcome\":\"splendid\",\"market\":\"gb\"}],\"outcome\":\"splendid\"}",
        "{\"verdicts\":7,\"labels\":\"x\",\"codes\":{\"a\":1},\"facts\":[],\"product\":null,\"receipt\":{}}",
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        char *text = shown(records[i], &en);
        assert_null(strstr(text, "PASS"));
        free(text);
    }
}

static void what_is_no_record_is_an_error(void **state)
{
    (void)state;
    struct err err = {0};
    FILE *out = fopen("/dev/null", "w");
    assert_non_null(out);
    assert_int_equal(show_check_text(out, "", &en, &err), -1);
    assert_int_equal(show_check_text(out, "[1]", &en, &err), -1);
    assert_int_equal(show_check_csv(out, "{", true, &err), -1);
    assert_int_equal(show_record_line(out, "\"x\"", &en, &err), -1);
    assert_int_equal(err.code, ERR_DATA);
    fclose(out);
}

static char *safe(const char *text)
{
    char *shown_as = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&shown_as, &size);
    assert_non_null(out);
    show_safe(out, text);
    fclose(out);
    return shown_as;
}

static void safe_text_keeps_what_a_person_can_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"KZ-CAM1 株式会社 ★1", "KZ-CAM1 株式会社 ★1"},
        {"01\x1d"
         "21",
         "01␝21"},
        {"\x1b[31m", "␛[31m"},
        {"a\tb\nc\x7f", "a␉b␊c␡"},
        {"\u200e\u2069\ufeff", "<U+200E><U+2069><U+FEFF>"},
        {"\U000e0041", "<U+E0041>"},
        {"cut \xe3\x81", "cut \xef\xbf\xbd\xef\xbf\xbd"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = safe(cases[i].text);
        assert_string_equal(text, cases[i].shown);
        free(text);
    }
}

static void a_list_has_one_line_a_record(void **state)
{
    (void)state;
    static const char *const names[] = {"pass", "expired-two-markets", "hostile", "confirmation"};
    char *text = NULL, *expected = golden("list", "en.txt");
    size_t size = 0;
    struct err err = {0};
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *json = golden(names[i], "json");
        assert_int_equal(show_record_line(out, json, &en, &err), 0);
        free(json);
    }
    fclose(out);
    if (strcmp(text, expected) != 0)
        fail_msg("list.en.txt is otherwise:\n%s", text);
    free(text);
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pass_says_so_first),
        cmocka_unit_test(two_markets_begin_with_the_worst),
        cmocka_unit_test(a_rehearsal_says_that_nothing_is_recorded),
        cmocka_unit_test(a_confirmation_names_who_and_what),
        cmocka_unit_test(a_narrow_terminal_keeps_every_line_within_it),
        cmocka_unit_test(hostile_text_reaches_the_terminal_as_signs),
        cmocka_unit_test(colour_never_stands_alone),
        cmocka_unit_test(every_outcome_has_a_word_and_a_symbol),
        cmocka_unit_test(an_unknown_outcome_is_never_a_pass),
        cmocka_unit_test(what_is_no_record_is_an_error),
        cmocka_unit_test(safe_text_keeps_what_a_person_can_read),
        cmocka_unit_test(a_list_has_one_line_a_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
