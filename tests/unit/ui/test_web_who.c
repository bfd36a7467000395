/* Who may speak to the counter's server, and under which names: Host and Origin, addresses, secrets, the page's files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/web/assets.h"
#include "ui/web/inside.h"
#include "ui/web/net_address.h"
#include "ui/web/origins.h"
#include "ui/web/private_file.h"
#include "ui/web/secret.h"

static void make(struct origins *o, bool tls, uint16_t port)
{
    *o = (struct origins){.tls = tls, .port = port};
    origins_add(o, "localhost");
    origins_add(o, "[::1]");
    origins_add(o, "dock-pc.local");
    origins_add(o, "LOCALHOST");
    assert_int_equal(o->count, 3);
}

static void a_host_is_one_of_ours_with_our_port(void **state)
{
    (void)state;
    static const char *const good[] = {"localhost:8737", "LocalHost:8737", "[::1]:8737", "dock-pc.local:8737"};
    static const char *const bad[] = {"",
                                      "localhost",
                                      "localhost:",
                                      "localhost:80",
                                      "localhost:87370",
                                      "localhost:08737",
                                      "localhost:8737 ",
                                      "localhost:8737.evil.example",
                                      "localhost.:8737",
                                      "localhost.evil.example:8737",
                                      "evil.example:8737",
                                      "evil.localhost:8737",
                                      "user@localhost:8737",
                                      "[::1]",
                                      "::1:8737",
                                      "127.0.0.1:8737"};
    struct origins o;
    make(&o, false, 8737);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(origins_host(&o, good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (origins_host(&o, bad[i]))
            fail_msg("%s is taken for ours", bad[i]);
    make(&o, true, 443);
    assert_true(origins_host(&o, "localhost"));
    assert_true(origins_host(&o, "localhost:443"));
    make(&o, false, 443);
    assert_false(origins_host(&o, "localhost"));
}

static void an_origin_is_the_page_that_this_host_gave(void **state)
{
    (void)state;
    struct origins o;
    make(&o, false, 8737);
    assert_true(origins_origin(&o, "http://localhost:8737", "localhost:8737"));
    assert_false(origins_origin(&o, "https://localhost:8737", "localhost:8737"));
    assert_false(origins_origin(&o, "http://localhost:8738", "localhost:8737"));
    assert_false(origins_origin(&o, "http://[::1]:8737", "localhost:8737"));
    assert_false(origins_origin(&o, "http://localhost:8737/", "localhost:8737"));
    assert_false(origins_origin(&o, "http://evil.example", "evil.example"));
    assert_false(origins_origin(&o, "null", "localhost:8737"));
    make(&o, true, 8737);
    assert_true(origins_origin(&o, "https://localhost:8737", "localhost:8737"));
    assert_false(origins_origin(&o, "http://localhost:8737", "localhost:8737"));
    assert_true(origins_site("same-origin") && origins_site("none"));
    assert_false(origins_site("same-site") || origins_site("cross-site") || origins_site("SAME-ORIGIN "));
}

static void addresses_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum net_kind kind;
    } cases[] = {
        {"127.0.0.1", NET_HERE},
        {"127.255.0.9", NET_HERE},
        {"::1", NET_HERE},
        {"10.0.0.1", NET_PRIVATE},
        {"172.16.0.1", NET_PRIVATE},
        {"172.31.255.255", NET_PRIVATE},
        {"192.168.1.2", NET_PRIVATE},
        {"100.64.0.1", NET_PRIVATE},
        {"fd00::2", NET_PRIVATE},
        {"fc00::1", NET_PRIVATE},
        {"169.254.1.1", NET_LINK},
        {"fe80::1", NET_LINK},
        {"172.32.0.1", NET_PUBLIC},
        {"11.0.0.1", NET_PUBLIC},
        {"192.169.0.1", NET_PUBLIC},
        {"100.128.0.1", NET_PUBLIC},
        {"203.0.113.5", NET_PUBLIC},
        {"2001:db8::1", NET_PUBLIC},
        {"::ffff:192.168.1.2", NET_PRIVATE},
        {"::ffff:8.8.8.8", NET_PUBLIC},
        {"0.0.0.0", NET_PUBLIC},
        {"::", NET_PUBLIC},
    };
    struct net_address a, b;
    char text[NET_ADDRESS_TEXT];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(net_address_parse(cases[i].text, &a));
        if (net_address_kind(&a) != cases[i].kind)
            fail_msg("%s is of kind %d", cases[i].text, net_address_kind(&a));
        assert_string_equal(net_address_text(&a, text), cases[i].text);
    }
    assert_false(net_address_parse("localhost", &a));
    assert_false(net_address_parse("127.1", &a));
    assert_false(net_address_parse("", &a));
    assert_true(net_address_parse("10.0.0.1", &a) && net_address_parse("10.0.0.1", &b));
    net_address_set_port(&b, 8737);
    assert_true(net_address_same(&a, &b));
    assert_true(net_address_parse("::1", &b));
    assert_false(net_address_same(&a, &b));
}

static void limits_know_an_ipv6_caller_by_its_network(void **state)
{
    (void)state;
    struct net_address a, b;
    uint8_t one[LIMITS_KEY], other[LIMITS_KEY];
    assert_true(net_address_parse("fd00::1", &a) && net_address_parse("fd00::ffff:2", &b));
    net_address_key(&a, one);
    net_address_key(&b, other);
    assert_memory_equal(one, other, LIMITS_KEY);
    assert_true(net_address_parse("fd00:0:0:1::1", &b));
    net_address_key(&b, other);
    assert_memory_not_equal(one, other, LIMITS_KEY);
    assert_true(net_address_parse("10.0.0.1", &a) && net_address_parse("10.0.0.2", &b));
    net_address_key(&a, one);
    net_address_key(&b, other);
    assert_memory_not_equal(one, other, LIMITS_KEY);
}

static void a_secret_is_known_by_its_hash(void **state)
{
    (void)state;
    char text[SECRET_TEXT], other[SECRET_TEXT];
    secret_make(text);
    secret_make(other);
    struct secret s = secret_of(text);
    assert_true(secret_is(&s, text));
    assert_false(secret_is(&s, other));
    assert_false(secret_is(&s, ""));
}

static void a_token_is_made_once_and_only_its_owner_reads_it(void **state)
{
    (void)state;
    char folder[] = "/tmp/kenpin-who-XXXXXX", path[64], one[SECRET_TEXT], again[SECRET_TEXT];
    struct stat st;
    struct err err;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/token", folder);
    assert_int_equal(secret_file(path, one, &err), 0);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(secret_file(path, again, &err), 0);
    assert_string_equal(one, again);
    assert_int_equal(chmod(path, 0644), 0);
    assert_int_equal(secret_file(path, again, &err), -1);
    assert_int_equal(err.code, ERR_DATA);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(private_file_write(path, "short\n", &err), 0);
    assert_int_equal(secret_file(path, again, &err), -1);
    assert_int_equal(private_file_write(path, "a line that is longer than any token may ever be, by far\n", &err), 0);
    assert_int_equal(secret_file(path, again, &err), -1);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

/* ---- paths ---- */

static void a_path_is_one_call_by_one_method(void **state)
{
    (void)state;
    int64_t number;
    const char *allow;
    assert_non_null(endpoint_find("GET", "/api/state", &number, &allow));
    assert_null(endpoint_find("POST", "/api/state", &number, &allow));
    assert_string_equal(allow, "GET");
    assert_null(endpoint_find("GET", "/api/act", &number, &allow));
    assert_string_equal(allow, "POST");
    assert_non_null(endpoint_find("GET", "/api/records/17", &number, &allow));
    assert_int_equal(number, 17);
    assert_non_null(endpoint_find("POST", "/api/stations/3/cut", &number, &allow));
    assert_int_equal(number, 3);
    static const char *const none[] = {
        "/api/records/", "/api/records/1x", "/api/records/-1",   "/api/records/1/2",   "/api/state/",
        "/api/statex",   "/api/",           "/api/stations/cut", "/api/stations/3/cu", "/api/records/1234567890123456"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        if (endpoint_find("GET", none[i], &number, &allow) || allow)
            fail_msg("%s is found", none[i]);
    }
}

static void whoever_has_not_joined_may_only_join(void **state)
{
    (void)state;
    static const char *const closed[] = {"/api/act",   "/api/frame",  "/api/picture",
                                         "/api/check", "/api/invite", "/api/stations/1/cut"};
    int64_t number;
    const char *allow;
    assert_true(endpoint_find("POST", "/api/join", &number, &allow)->open);
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        const struct endpoint *e = endpoint_find("POST", closed[i], &number, &allow);
        assert_non_null(e);
        assert_false(e->open);
        assert_true(e->body != BODY_NONE && e->most > 0 && e->rate != RATE_NONE);
    }
}

/* ---- the page's files ---- */

static void the_page_is_small_and_whole(void **state)
{
    (void)state;
    size_t all = 0, count = 0;
    for (const struct asset *f = assets_built; f->name; f++, count++) {
        all += f->size;
        assert_non_null(assets_type(f));
        assert_int_equal(strlen(f->digest), 64);
    }
    assert_true(count > 3);
    if (all >= ASSETS_BYTES_MAX)
        fail_msg("the page has %zu bytes", all);
}

static void a_document_has_a_short_name(void **state)
{
    (void)state;
    assert_string_equal(assets_find("/")->name, "index.html");
    assert_string_equal(assets_find("/join")->name, "join.html");
    assert_string_equal(assets_find("/page.css")->name, "page.css");
    assert_string_equal(assets_type(assets_find("/page.css")), "text/css; charset=utf-8");
    assert_string_equal(assets_type(assets_find("/page.js")), "text/javascript; charset=utf-8");
    assert_false(assets_is_closed(assets_find("/join")));
    assert_false(assets_is_closed(assets_find("/page.js")));
    assert_true(assets_is_closed(assets_find("/")));
    assert_true(assets_is_closed(assets_find("/card")));
    assert_true(assets_is_closed(assets_find("/card.html")));
    assert_null(assets_find("/../serve.token"));
    assert_null(assets_find("/package"));
    assert_null(assets_find("page.css"));
    assert_null(assets_find(""));
    assert_null(assets_find("/a-name-that-is-much-longer-than-any-file-of-the-page-can-have-in-this-house"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_host_is_one_of_ours_with_our_port),
        cmocka_unit_test(an_origin_is_the_page_that_this_host_gave),
        cmocka_unit_test(addresses_are_told_apart),
        cmocka_unit_test(limits_know_an_ipv6_caller_by_its_network),
        cmocka_unit_test(a_secret_is_known_by_its_hash),
        cmocka_unit_test(a_token_is_made_once_and_only_its_owner_reads_it),
        cmocka_unit_test(a_path_is_one_call_by_one_method),
        cmocka_unit_test(whoever_has_not_joined_may_only_join),
        cmocka_unit_test(the_page_is_small_and_whole),
        cmocka_unit_test(a_document_has_a_short_name),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
