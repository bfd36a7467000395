#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache/registry/page.h"
#include "cache/registry/source.h"
#include "cache/registry/web.h"

#define NAMED "\"name\": \"shop\", \"hosts\": [\"*.demo.invalid\", \"localhost:8443\"]"

static struct source source;
static struct err err;

static int forget(void **state)
{
    (void)state;
    source_clear(&source);
    err = (struct err){0};
    return 0;
}

static int read_text(const char *text)
{
    source_clear(&source);
    return source_read(text, strlen(text), &source, &err);
}

static void refused(const char *text, const char *words)
{
    assert_int_equal(read_text(text), -1);
    assert_int_equal(err.code, ERR_INPUT);
    if (!strstr(err.en, words))
        fail_msg("\"%s\" lacks \"%s\"", err.en, words);
    assert_true(err.ja[0]);
    assert_string_equal(source.name, "");
}

static void a_whole_description(void **state)
{
    (void)state;
    assert_int_equal(
        read_text("{" NAMED ", \"about\": \"A demonstration\", \"proved\": true, \"demo\": true, \"scheme\": \"cls\","
                  " \"address\": \"https://www.demo.invalid/list\", \"form\": \"json\", \"paging\": {\"limit\": 100},"
                  " \"find\": {\"id\": \"d_\", \"then\": \"https://data.demo.invalid/?id={}\", \"else\": \"page\"},"
                  " \"headings\": {\"number\": \"No.\"}, \"most_mb\": 3, \"interval_hours\": 12}"),
        0);
    assert_string_equal(source.name, "shop");
    assert_int_equal(source.scheme, SCHEME_CLS);
    assert_int_equal(source.form, SOURCE_FORM_JSON);
    assert_int_equal(source.find, SOURCE_FIND_ID);
    assert_int_equal(source.paging, 100);
    assert_int_equal(source.most_mb, 3);
    assert_int_equal(source.interval_hours, 12);
    assert_true(source.else_page && source.proved && source.demo && !source.shipped);
    assert_string_equal(source.columns.heading[FIELD_NUMBER], "No.");
}

static void what_is_not_said_is_careful(void **state)
{
    (void)state;
    assert_int_equal(read_text("{" NAMED "}"), 0);
    assert_int_equal(source.scheme, SCHEME_NONE);
    assert_false(source.proved);
    assert_string_equal(source.address, "");
    assert_int_equal(source.interval_hours, 6);
}

static void each_fault_names_its_key(void **state)
{
    (void)state;
    refused("[]", "is {\"key\": value}");
    refused("{\"name\": ", "not JSON");
    refused("{}", "\"name\" is missing");
    refused("{\"name\": \"shop\", \"address\": \"https://demo.invalid/\"}", "\"hosts\" is missing");
    refused("{" NAMED ", \"form\": \"kenpin\", \"scheme\": \"cls\"}", "a mirror (form kenpin) has \"trust\"");
    refused("{" NAMED ", \"form\": \"kenpin\", \"address\": \"https://www.demo.invalid/\"}", "ends in /");
    refused("{" NAMED ", \"trust\": [\"RWnothing\"]}", "\"trust\" takes public keys");
    refused("{\"name\": \"../shop\"}", "\"name\" takes");
    refused("{\"name\": \"shop\", \"name\": \"shop\"}", "\"name\" is there twice");
    refused("{" NAMED ", \"adress\": \"x\"}", "no key \"adress\"");
    refused("{" NAMED ", \"find\": {\"links\": \"x\"}}", "no key \"links\"");
    refused("{" NAMED ", \"find\": {}}", "one of link, xpath and id");
    refused("{" NAMED ", \"find\": {\"link\": \"x\", \"xpath\": \"y\"}}", "one of link, xpath and id");
    refused("{" NAMED ", \"find\": {\"id\": \"x\"}}", "\"id\" and \"then\" belong together");
    refused("{" NAMED ", \"scheme\": \"psti\"}", "none, jc-star, cls");
    refused("{" NAMED ", \"form\": \"pdf\"}", "csv, json, xlsx, html");
    refused("{" NAMED ", \"paging\": {\"limit\": 0}}", "\"limit\" takes a whole number");
    refused("{" NAMED ", \"paging\": {\"limit\": 5}, \"form\": \"csv\"}", "\"paging\" is for");
    refused("{" NAMED ", \"proved\": \"yes\"}", "\"proved\" is true or false");
    refused("{" NAMED ", \"interval_hours\": 0.5}", "\"interval_hours\" takes");
    refused("{" NAMED ", \"headings\": {\"nummer\": \"x\"}}", "no field \"nummer\"");
    refused("{" NAMED ", \"about\": \"\\u001b[2J\"}", "control character");
    refused("{\"name\": \"shop\", \"hosts\": []}", "at least one name");
    refused("{\"name\": \"shop\", \"hosts\": [\"a/b\"]}", "\"hosts\" takes names");
    refused("{" NAMED ", \"scheme\": \"cls\", \"entry\": \"x\"}", "\"entry\" is \"link\"");
    refused("{" NAMED ", \"scheme\": \"cls\", \"entry\": \"https://www.demo.invalid/\"}", "\"entry\" is \"link\"");
    refused("{" NAMED ", \"scheme\": \"cls\", \"entry\": \"https://{}.demo.invalid/\"}", "\"entry\" is \"link\"");
    refused("{" NAMED ", \"scheme\": \"cls\", \"entry\": \"https://evil.invalid/{}\"}",
            "none of the description's hosts");
    refused("{" NAMED ", \"entry\": \"link\"}", "\"entry\" goes with \"scheme\"");
    refused("{" NAMED ", \"address\": \"https://evil.invalid/\"}", "none of the description's hosts");
}

/* Only https to a listed host, however the address is written. */
static void what_may_be_asked(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "https://www.demo.invalid/",
        "https://WWW.Demo.Invalid/list?q=1",
        "HTTPS://www.demo.invalid:443/",
        "https://localhost:8443/list#at",
    };
    static const char *const no[] = {
        "http://www.demo.invalid/",
        "https://demo.invalid/",
        "https://www.demo.invalid.evil.invalid/",
        "https://evil.invalid/www.demo.invalid",
        "https://www.demo.invalid@evil.invalid/",
        "https://user@www.demo.invalid/",
        "https://evil.invalid\\@www.demo.invalid/",
        "https://www.demo.invalid\\.evil.invalid/",
        "https://www.demo.invalid:8443/",
        "https://localhost/",
        "https://localhost:84430/",
        "https://xdemo.invalid/",
        "https://www.demo.invalid./",
        "https://www.demo.invalid /",
        "https://www.demo.\xE3\x81\x82.invalid/",
        "https:///www.demo.invalid/",
        "//www.demo.invalid/",
        "file:///etc/passwd",
        "",
    };
    assert_int_equal(read_text("{" NAMED "}"), 0);
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (source_allows(&source, yes[i], &err))
            fail_msg("%s: %s", yes[i], err.en);
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        if (!source_allows(&source, no[i], &err))
            fail_msg("%s was allowed", no[i]);
}

static void hosts_that_are_not_official(void **state)
{
    (void)state;
    assert_int_equal(
        read_text("{\"name\": \"a\", \"scheme\": \"jc-star\", \"hosts\": [\"*.ipa.go.jp\", \"ipa.go.jp\"]}"), 0);
    assert_null(source_foreign_host(&source));
    assert_int_equal(read_text("{\"name\": \"a\", \"scheme\": \"jc-star\", \"hosts\": [\"www.csa.gov.sg\"]}"), 0);
    assert_string_equal(source_foreign_host(&source), "www.csa.gov.sg");
    assert_int_equal(read_text("{" NAMED "}"), 0);
    assert_string_equal(source_foreign_host(&source), "*.demo.invalid");
}

static void patterns(void **state)
{
    (void)state;
    assert_true(web_fits("List (Excel)", "*excel*"));
    assert_true(web_fits("/a/list.XLSX", "*.xlsx"));
    assert_true(web_fits("", "*"));
    assert_true(web_fits("aab", "a*b"));
    assert_true(web_fits("abc", "a?c"));
    assert_false(web_fits("list.xls", "*.xlsx"));
    assert_false(web_fits("", "?"));
    assert_false(web_fits("abc", "abcd"));
}

/* ---- pages ---- */

static int find_in(const char *find, const char *page, char out[SOURCE_ADDRESS_MAX])
{
    char text[1024];
    (void)snprintf(text, sizeof text, "{" NAMED ", \"find\": %s}", find);
    assert_int_equal(read_text(text), 0);
    return page_find(&source, "https://www.demo.invalid/a/index.html", page, strlen(page), out, &err);
}

static void finds(const char *find, const char *page, const char *wanted)
{
    char address[SOURCE_ADDRESS_MAX];
    if (find_in(find, page, address))
        fail_msg("%s", err.en);
    assert_string_equal(address, wanted);
}

static void does_not(const char *find, const char *page, const char *words)
{
    char address[SOURCE_ADDRESS_MAX];
    assert_int_equal(find_in(find, page, address), -1);
    if (!strstr(err.en, words))
        fail_msg("\"%s\" lacks \"%s\"", err.en, words);
}

static void a_link_by_its_text_or_address(void **state)
{
    (void)state;
    finds("{\"link\": \"*.xlsx\"}", "<p><a href='list.xlsx'>the list</a>", "https://www.demo.invalid/a/list.xlsx");
    finds("{\"link\": \"製品一覧*\"}", "<meta charset=utf-8><a href='/x?id=1'>\n 製品一覧 <b>(Excel)</b></a>",
          "https://www.demo.invalid/x?id=1");
    finds("{\"link\": \"*.xlsx\"}", "<base href='https://b.demo.invalid/c/'><a href='../l.xlsx#top'>",
          "https://b.demo.invalid/l.xlsx");
    finds("{\"link\": \"*.xlsx\"}", "<a href='l.xlsx'>1</a><a href='./l.xlsx'>again</a>",
          "https://www.demo.invalid/a/l.xlsx");
    finds("{\"link\": \"*.xlsx\"}", "<a href='一 覧.xlsx'>", "https://www.demo.invalid/a/%E4%B8%80%20%E8%A6%A7.xlsx");
    does_not("{\"link\": \"*.xlsx\"}", "<a href='a.pdf'>report</a>", "Links seen: report (a.pdf)");
    does_not("{\"link\": \"*.xlsx\"}", "<a href='a.xlsx'></a><a href='b.xlsx'></a>", "several addresses fit");
    does_not("{\"link\": \"*.xlsx\"}", "<a href='https://evil.invalid/a.xlsx'>", "evil.invalid is none of");
    does_not("{\"link\": \"*.xlsx\"}", "<a href='javascript:a.xlsx'>", "no https address");
    does_not("{\"link\": \"*.xlsx\"}", "", "empty");
}

static void an_xpath(void **state)
{
    (void)state;
    finds("{\"xpath\": \"//li[2]/a\"}", "<li><a href=1>x</a><li><a href=2>x</a>", "https://www.demo.invalid/a/2");
    finds("{\"xpath\": \"//a/@href\"}", "<a href=1>x</a>", "https://www.demo.invalid/a/1");
    does_not("{\"xpath\": \"//a[\"}", "<a href=1>x</a>", "is no XPath");
    does_not("{\"xpath\": \"1 + 1\"}", "<a href=1>x</a>", "is no XPath");
    does_not("{\"xpath\": \"//b\"}", "<a href=1>x</a>", "nothing in the page fits");
}

static void an_id_or_the_page_itself(void **state)
{
    static const char find[] =
        "{\"id\": \"d_\", \"then\": \"https://data.demo.invalid/?id={}&x=1\", \"else\": \"page\"}";
    (void)state;
    finds(find, "<script>x('d_0123abcd4567')</script>", "https://data.demo.invalid/?id=d_0123abcd4567&x=1");
    finds(find, "<i class=d_small id=bad_0123abcd4567>", "");
    does_not(find, "d_0123abcd4567 d_0123abcd4568", "several addresses fit");
}

static void what_a_page_is(void **state)
{
    static const char login[] = "\xEF\xBB\xBF \n<title>Sign\n in</title><form><input type='PASSWORD'>";
    struct page_look look;
    (void)state;
    assert_int_equal(page_look(login, sizeof login - 1, &look, &err), 0);
    assert_true(look.html && look.login);
    assert_string_equal(look.title, "Sign in");
    assert_int_equal(page_look("number,status\n", 14, &look, &err), 0);
    assert_false(look.html);
    assert_int_equal(page_look("<p>x<input>", 11, &look, &err), 0);
    assert_true(look.html && !look.login);
}

/* What is shipped can be read, keeps to what is known, and claims nothing. */
static void the_shipped_ones(void **state)
{
    struct source_names names;
    (void)state;
    assert_int_equal(source_names("/nonexistent", &names, &err), 0);
    assert_true(names.count >= 3);
    for (size_t i = 0; i < names.count; i++) {
        source_clear(&source);
        if (source_find("/nonexistent", names.item[i], &source, &err))
            fail_msg("%s: %s", names.item[i], err.en);
        assert_true(source.shipped);
        assert_false(source.proved);
    }
    assert_int_equal(source_find("/nonexistent", "../etc/passwd", &source, &err), -1);
}

static void a_page_that_breaks_off(void **state)
{
    (void)state;
    static const struct {
        const char *tail;
        bool whole;
    } cases[] = {
        {"<table><tr><td>1</table></body></html>\n", true},
        {"<table><tr><td>1</TABLE>", true},
        {"<tr><td>1</table>\n<p>", true},
        {"<table></table><table><tr><td>1", false},
        {"<tr><td>1", false},
        {"</table", true},
        {"", false},
        {"<table><tr><td>1</tab", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (page_is_whole(cases[i].tail, strlen(cases[i].tail)) != cases[i].whole)
            fail_msg("%s", cases[i].tail);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_that_breaks_off),
        cmocka_unit_test_teardown(a_whole_description, forget),
        cmocka_unit_test_teardown(what_is_not_said_is_careful, forget),
        cmocka_unit_test_teardown(each_fault_names_its_key, forget),
        cmocka_unit_test_teardown(what_may_be_asked, forget),
        cmocka_unit_test_teardown(hosts_that_are_not_official, forget),
        cmocka_unit_test_teardown(patterns, forget),
        cmocka_unit_test_teardown(a_link_by_its_text_or_address, forget),
        cmocka_unit_test_teardown(an_xpath, forget),
        cmocka_unit_test_teardown(an_id_or_the_page_itself, forget),
        cmocka_unit_test_teardown(what_a_page_is, forget),
        cmocka_unit_test_teardown(the_shipped_ones, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
