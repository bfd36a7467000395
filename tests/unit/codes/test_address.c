#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/label/address.h"

static const char *const kinds[] = {"not", "foreign", "official", "unofficial", "mark"};

struct example {
    const char *text;
    enum scheme scheme;
};

static void check_kind(const struct example *examples, size_t count, enum address_kind kind)
{
    for (size_t i = 0; i < count; i++) {
        struct address a;
        address_read(examples[i].text, &a);
        if (a.kind != kind || a.scheme != examples[i].scheme)
            fail_msg("\"%s\" is %s (%s), not %s (%s)", examples[i].text, kinds[a.kind], scheme_name(a.scheme),
                     kinds[kind], scheme_name(examples[i].scheme));
    }
}

#define CHECK_KIND(examples, kind) check_kind(examples, sizeof(examples) / sizeof *(examples), kind)

static void test_official(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"https://www.ipa.go.jp/security/jc-star/list/jc-star-product-list/index.html", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp/security/jc-star/DEMO-0001", SCHEME_JC_STAR},
        {"http://www.ipa.go.jp/security/jc-star/DEMO-0001", SCHEME_JC_STAR},
        {"HTTPS://WWW.IPA.GO.JP/SECURITY/JC-STAR/DEMO-0001", SCHEME_JC_STAR},
        {"https://ipa.go.jp", SCHEME_JC_STAR},
        {"https://ipa.go.jp/", SCHEME_JC_STAR},
        {"https://ipa.go.jp?id=DEMO-0001", SCHEME_JC_STAR},
        {"https://ipa.go.jp#top", SCHEME_JC_STAR},
        {"https://jc-star.ipa.go.jp/x", SCHEME_JC_STAR},
        {"https://a.b.ipa.go.jp/x", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp./x", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp:443/x", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp:80/x", SCHEME_JC_STAR},
        {"http://www.ipa.go.jp:443/x", SCHEME_JC_STAR},
        {"http://www.ipa.go.jp:/x", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp.:443/x", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp/a@b", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp/a:8443/b", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp/x?next=https://evil.example/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp/x?q=a\\b", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp/%E8%A3%BD%E5%93%81", SCHEME_JC_STAR},
        {" https://www.ipa.go.jp/x\r\n", SCHEME_JC_STAR},
        {"\ufeffhttps://www.ipa.go.jp/x", SCHEME_JC_STAR},
        {"https://csa.gov.sg/", SCHEME_CLS},
        {"https://www.csa.gov.sg/our-programmes/certification-and-labelling-schemes", SCHEME_CLS},
        {"https://go.gov.sg/csa-cls", SCHEME_CLS},
        {"https://go.gov.sg/csa-cls/", SCHEME_CLS},
        {"https://go.gov.sg/csa-cls/list?x=1", SCHEME_CLS},
        {"HTTPS://GO.GOV.SG/CSA-CLS", SCHEME_CLS},
    };
    CHECK_KIND(examples, ADDRESS_OFFICIAL);
}

/* Nothing here may be alarming: it is what stands on boxes every day. */
static void test_foreign(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"http://192.168.1.1:8080/setup", SCHEME_NONE},
        {"http://192.168.11.1/", SCHEME_NONE},
        {"http://[fe80::1]:8080/", SCHEME_NONE},
        {"http://router.example.com", SCHEME_NONE},
        {"http://tplinkwifi.net", SCHEME_NONE},
        {"https://www.example.com/products/ER-100?utm=box#top", SCHEME_NONE},
        {"https://www.example.co.jp/サポート/", SCHEME_NONE},
        {"https://user@shop.example/", SCHEME_NONE},
        {"https://www.buffalo.jp/product/detail/wxr18000be10p.html", SCHEME_NONE},
        {"https://id.gs1.org/01/04901234567894/10/ABC?17=270531", SCHEME_NONE},
        {"https://www.amazon.co.jp/dp/B000000000", SCHEME_NONE},
        {"https://日本語.example/", SCHEME_NONE},
        {"https://xn--wgv71a.jp/", SCHEME_NONE},
        {"https://xn--bcher-kva.example/", SCHEME_NONE},
        {"https://xn--99999999999.example/", SCHEME_NONE}, /* no punycode */
        {"https://xn--.example/", SCHEME_NONE},
        /* other agencies, and names that are merely near */
        {"https://www.meti.go.jp/policy/netsecurity/", SCHEME_NONE},
        {"https://www.npa.go.jp/", SCHEME_NONE},
        {"https://www.jpo.go.jp/", SCHEME_NONE},
        {"https://www.iga.go.jp/", SCHEME_NONE},
        {"https://www.caas.gov.sg/", SCHEME_NONE},
        {"https://www.cea.gov.sg/", SCHEME_NONE},
        {"https://www.cpsa.gov.sg/", SCHEME_NONE},
        {"https://www.ipa.example/", SCHEME_NONE},
        {"https://ipa.go.example/", SCHEME_NONE},
        {"https://www.csagroup.org/", SCHEME_NONE},
        {"https://csa-iot.org/csa_product/", SCHEME_NONE},
        {"https://go.gov.sg/another", SCHEME_NONE},
        {"https://go.gov.sg/", SCHEME_NONE},
        /* an official name only in a query or fragment */
        {"https://evil.example/?u=https://www.ipa.go.jp/security/jc-star/", SCHEME_NONE},
        {"https://evil.example?www.ipa.go.jp", SCHEME_NONE},
        {"https://evil.example#@www.ipa.go.jp/", SCHEME_NONE},
        {"https://evil.example/#/security/jc-star", SCHEME_NONE},
        {"https://evil.example/?csa-cls", SCHEME_NONE},
        {"https://evil.example/?\\@www.ipa.go.jp", SCHEME_NONE},
        {"https://evil.example/security/other", SCHEME_NONE},
        /* no page of the official host, but nothing deceives */
        {"https://www.ipa.go.jp/x y", SCHEME_NONE},
        {"https://www.ipa.go.jp/x\nhello", SCHEME_NONE},
        {"https://www.ipa.go.jp/x\x01", SCHEME_NONE},
    };
    CHECK_KIND(examples, ADDRESS_FOREIGN);
}

static void test_name_inside_another(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"https://www.ipa.go.jp.evil.example/security/x", SCHEME_JC_STAR},
        {"https://ipa.go.jp.evil.example", SCHEME_JC_STAR},
        {"https://notipa.go.jp/", SCHEME_JC_STAR},
        {"https://ipa.go.jp-labels.example/", SCHEME_JC_STAR},
        {"https://ipa-go-jp.example/", SCHEME_JC_STAR},
        {"https://www-ipa-go-jp.example/", SCHEME_JC_STAR},
        {"https://ipa_go_jp.example/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jpx/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp../", SCHEME_JC_STAR},
        {"https://.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://a..ipa.go.jp/", SCHEME_JC_STAR},
        {"https://a!.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://[www.ipa.go.jp]/", SCHEME_JC_STAR},
        {"https://www.csa.gov.sg.evil.example/", SCHEME_CLS},
        {"https://csa-gov-sg.example/", SCHEME_CLS},
        {"https://evilcsa.gov.sg/", SCHEME_CLS},
        {"https://www.ipa.go.jp\u2044security.evil.example/", SCHEME_JC_STAR}, /* a fraction slash */
        {"https://www.ipa.go.jp%2Fx.evil.example/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp%40evil.example/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp&x.evil.example/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp;evil.example/", SCHEME_JC_STAR},
    };
    CHECK_KIND(examples, ADDRESS_UNOFFICIAL);
}

static void test_lookalikes(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"https://www.ip\u0430.go.jp/", SCHEME_JC_STAR},   /* Cyrillic а */
        {"https://www.xn--ip-8kc.go.jp/", SCHEME_JC_STAR}, /* the same in punycode */
        {"https://www.XN--IP-8KC.go.jp/", SCHEME_JC_STAR},
        {"https://xn--pa-goc.go.jp/", SCHEME_JC_STAR}, /* Cyrillic і */
        {"https://xn--pa-gpa.go.jp/", SCHEME_JC_STAR}, /* dotless ı */
        {"https://ipa.xn--g-1tb.jp/", SCHEME_JC_STAR}, /* Cyrillic о */
        {"https://xn--eda26lsj.xn--g-smb.xn--j-5tb/", SCHEME_JC_STAR},
        {"https://www.xn--ip-8kc.go.jp.evil.example/", SCHEME_JC_STAR},
        {"https://xn--sa-nmc.gov.sg/", SCHEME_CLS},                /* Cyrillic с */
        {"https://www.cs\u03b1.gov.sg/", SCHEME_CLS},              /* Greek α */
        {"https://www.\uff49\uff50\uff41.go.jp/", SCHEME_JC_STAR}, /* full width: browsers would go to the real one */
        {"https://www.ipa\u3002go\u3002jp/", SCHEME_JC_STAR},      /* ideographic full stop: so here */
        {"https://www.ipa\uff61go\uff0ejp/", SCHEME_JC_STAR},
        {"https://www.ipa.\u0261o.jp/", SCHEME_JC_STAR}, /* ɡ */
        {"https://www.ipa.g\u00f6.jp/", SCHEME_JC_STAR}, /* an accent */
        {"https://www.ip\u00e1.go.jp/", SCHEME_JC_STAR},
        {"https://www.ipa\u200b.go.jp/", SCHEME_JC_STAR}, /* zero width space */
        {"https://www.i\u00adpa.go.jp/", SCHEME_JC_STAR}, /* soft hyphen */
        {"https://www.ip\u24d0.go.jp/", SCHEME_JC_STAR},  /* ⓐ */
        {"https://www.lpa.go.jp/", SCHEME_JC_STAR},
        {"https://www.1pa.go.jp/", SCHEME_JC_STAR},
        {"https://www.Ipa.g0.jp/", SCHEME_JC_STAR},
        {"https://ipa.qo.jp/", SCHEME_JC_STAR},
        {"https://csa.g0v.sg/", SCHEME_CLS},
        {"https://c5a.gov.sg/", SCHEME_CLS},
        {"https://www.ipa\u2010go\u2010jp.example/", SCHEME_JC_STAR},
        {"https://www%2Eipa%2Ego%2Ejp/", SCHEME_JC_STAR},
        {"https://%77ww.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://www.ip%D0%B0.go.jp/", SCHEME_JC_STAR},
        /* a slip of the hand: doubled or swapped */
        {"https://ippa.go.jp/", SCHEME_JC_STAR},
        {"https://www.ipa.goo.jp/", SCHEME_JC_STAR},
        {"https://ipa.og.jp/", SCHEME_JC_STAR},
        {"https://ipa.go.pj./", SCHEME_JC_STAR},
        {"https://csa.gvo.sg/", SCHEME_CLS},
        {"https://www.csa.gov.gs/", SCHEME_CLS},
        {"https://cssa.gov.sg/", SCHEME_CLS},
    };
    CHECK_KIND(examples, ADDRESS_UNOFFICIAL);
}

static void test_users_ports_backslashes(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"https://www.ipa.go.jp@evil.example/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp:443@evil.example/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp%2F@evil.example/", SCHEME_JC_STAR},
        {"https://user@www.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://user:pass@www.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://@www.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://evil.example@www.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://www.ip\u0430.go.jp@evil.example/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp:8443/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp:0443/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp:4430/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp:evil/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp:80:80/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp\\@evil.example/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp\\.evil.example/", SCHEME_JC_STAR},
        {"https://evil.example\\@www.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://evil.example\\www.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp/security\\jc-star/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp\\security", SCHEME_JC_STAR},
        {"https:\\\\www.ipa.go.jp\\security\\x", SCHEME_JC_STAR},
        {"https:/\\www.ipa.go.jp/", SCHEME_JC_STAR},
        {"https:/www.ipa.go.jp/", SCHEME_JC_STAR},
        {"http:www.ipa.go.jp", SCHEME_JC_STAR},
        {"https:///www.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://www.csa.gov.sg:8080/", SCHEME_CLS},
        {"https://u@go.gov.sg/csa-cls", SCHEME_CLS},
        {"https://go.gov.sg:8443/csa-cls", SCHEME_CLS},
        {"https://go.gov.sg/csa-cls/../elsewhere", SCHEME_CLS},
        {"https://go.gov.sg/csa-cls/%2e%2e/elsewhere", SCHEME_CLS},
        {"https://go.gov.sg/x/csa-cls", SCHEME_CLS},
        {"https://go.gov.sg/csa-clsx", SCHEME_CLS},
        {"https://www.ipa.go\t.jp/", SCHEME_JC_STAR},
        {"https://www.ipa.go.\njp/", SCHEME_JC_STAR},
        {"https://www.ipa.go.jp /x", SCHEME_JC_STAR},
        {"ht\ntps://www.ipa.go.jp/", SCHEME_JC_STAR},
        {"https://\x01www.ipa.go.jp/", SCHEME_JC_STAR},
    };
    CHECK_KIND(examples, ADDRESS_UNOFFICIAL);
}

static void test_schemes_path_elsewhere(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"https://evil.example/security/jc-star/DEMO-0001", SCHEME_JC_STAR},
        {"https://evil.example/SECURITY/JC-Star", SCHEME_JC_STAR},
        {"https://evil.example/security%2Fjc-star", SCHEME_JC_STAR},
        {"https://evil.example/security/%6Ac-star", SCHEME_JC_STAR},
        {"https://evil.example/security\\jc-star", SCHEME_JC_STAR},
        {"https://evil.example\\security\\jc-star", SCHEME_JC_STAR},
        {"https://evil.example/my-jc-star-page", SCHEME_JC_STAR},
        {"http://192.168.1.1:8080/security/jc-star", SCHEME_JC_STAR},
        {"https://evil.example/csa-cls", SCHEME_CLS},
        {"https://evil.example/go.gov.sg/csa-cls?x", SCHEME_CLS},
        {"https://go.gov.sg.evil.example/csa-cls", SCHEME_CLS},
        {"https://jc-star.example/", SCHEME_JC_STAR},
        {"https://www.jcstar-check.example/", SCHEME_JC_STAR},
        {"https://jc\u2010star.example/", SCHEME_JC_STAR},
        {"https://csa-cls.example/", SCHEME_CLS},
        {"https://www.bsi.bund.de/jc-star/IT-Sicherheitskennzeichen", SCHEME_JC_STAR},
    };
    CHECK_KIND(examples, ADDRESS_UNOFFICIAL);
}

static void test_marks(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"https://www.bsi.bund.de/IT-Sicherheitskennzeichen/sik-01234", SCHEME_OTHER},
        {"https://bsi.bund.de/dok/it-sicherheitskennzeichen", SCHEME_OTHER},
        {"HTTPS://WWW.BSI.BUND.DE/IT%2DSicherheitskennzeichen", SCHEME_OTHER},
    };
    CHECK_KIND(examples, ADDRESS_MARK);
    static const struct example others[] = {
        {"https://www.bsi.bund.de/", SCHEME_NONE},
        {"https://user@www.bsi.bund.de/IT-Sicherheitskennzeichen/sik-01234", SCHEME_NONE},
        {"https://www.bsi.bund.de:8443/IT-Sicherheitskennzeichen/sik-01234", SCHEME_NONE},
        {"https://bsi.bund.de.example/IT-Sicherheitskennzeichen/sik-01234", SCHEME_NONE},
    };
    CHECK_KIND(others, ADDRESS_FOREIGN);
    struct address a;
    address_read(examples[0].text, &a);
    assert_string_equal(a.mark, "IT-Sicherheitskennzeichen (BSI)");
}

static void test_no_address(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"", SCHEME_NONE},
        {" ", SCHEME_NONE},
        {"DEMO-0001", SCHEME_NONE},
        {"CSA/210527/A", SCHEME_NONE},
        {"www.ipa.go.jp", SCHEME_NONE},
        {"//www.ipa.go.jp/", SCHEME_NONE},
        {"ftp://www.ipa.go.jp/", SCHEME_NONE},
        {"javascript:location='https://www.ipa.go.jp'", SCHEME_NONE},
        {"mailto:a@ipa.go.jp", SCHEME_NONE},
        {"httpx://www.ipa.go.jp/", SCHEME_NONE},
        {"xhttps://www.ipa.go.jp/", SCHEME_NONE},
        {"http", SCHEME_NONE},
        {"http:", SCHEME_NONE},
        {"http://", SCHEME_NONE},
        {"https:///", SCHEME_NONE},
        {"https://?www.ipa.go.jp", SCHEME_NONE},
        {"https://:443/", SCHEME_NONE},
        {"https:/shop.example", SCHEME_NONE},
        {"http:shop.example", SCHEME_NONE},
        {"HTTP: see www.ipa.go.jp", SCHEME_NONE}, /* a sentence */
    };
    CHECK_KIND(examples, ADDRESS_NOT);
}

static void test_long_host(void **state)
{
    (void)state;
    /* Longer than a host's name can be: 50 labels of 9, and one label of 64 */
    char text[600] = "https://";
    for (int i = 0; i < 50; i++)
        strcat(text, "aaaaaaaa.");
    strcat(text, "ipa.go.jp/");
    struct address a;
    address_read(text, &a);
    assert_int_equal(a.kind, ADDRESS_UNOFFICIAL);
    strcpy(text, "https://");
    for (int i = 0; i < 64; i++)
        strcat(text, "a");
    strcat(text, ".ipa.go.jp/");
    address_read(text, &a);
    assert_int_equal(a.kind, ADDRESS_UNOFFICIAL);
    memmove(text + 8, text + 9, strlen(text + 9) + 1); /* 63 */
    address_read(text, &a);
    assert_int_equal(a.kind, ADDRESS_OFFICIAL);
}

static void test_key(void **state)
{
    (void)state;
    static const struct {
        const char *text, *key;
    } cases[] = {
        {"https://www.ipa.go.jp/security/jc-star/DEMO-0001", "ipa.go.jp/security/jc-star/DEMO-0001"},
        {"http://IPA.go.jp/security/jc-star/DEMO-0001/", "ipa.go.jp/security/jc-star/DEMO-0001"},
        {"HTTPS://www.ipa.go.jp.:443/security/jc-star/DEMO-0001/index.html", "ipa.go.jp/security/jc-star/DEMO-0001"},
        {"https://www.ipa.go.jp:80/", "ipa.go.jp"},
        {"https://www.ipa.go.jp:/index.html", "ipa.go.jp"},
        {"https://www.ipa.go.jp", "ipa.go.jp"},
        {" https://www.ipa.go.jp/x\n", "ipa.go.jp/x"},
        {"https://www.ipa.go.jp/x/?id=1", "ipa.go.jp/x?id=1"},
        {"https://www.ipa.go.jp/x/index.html?id=1#a", "ipa.go.jp/x?id=1"},
        {"https://www.ipa.go.jp/X", "ipa.go.jp/X"}, /* the case of a path counts */
        {"https://www.ipa.go.jp/xindex.html", "ipa.go.jp/xindex.html"},
        {"https://www2.ipa.go.jp/x", "www2.ipa.go.jp/x"},
        {"https://www.ipa.go.jp:8443/x", "ipa.go.jp:8443/x"},
        {"https://User@www.ipa.go.jp/x", "User@ipa.go.jp/x"},
        {"https://www.", "www"},
        {"https:/www.ipa.go.jp/x", NULL},
        {"ftp://www.ipa.go.jp/x", NULL},
        {"DEMO-0001", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *key = NULL;
        assert_int_equal(address_key(cases[i].text, &key, NULL), 0);
        if (!key != !cases[i].key || (key && strcmp(key, cases[i].key) != 0))
            fail_msg("\"%s\": %s", cases[i].text, key ? key : "no key");
        free(key);
    }
}

static void test_parts(void **state)
{
    (void)state;
    static const struct {
        const char *text, *parts[4];
    } cases[] = {
        {"https://www.ipa.go.jp/security/jc-star/DEMO-0001", {"DEMO-0001"}},
        {"https://www.ipa.go.jp/security/jc-star/DEMO-0001/", {"DEMO-0001"}},
        {"https://www.ipa.go.jp/security/jc-star/DEMO-0001/index.html", {"DEMO-0001"}},
        {"https://www.ipa.go.jp/list?id=DEMO-0001&lang=ja#top", {"list", "DEMO-0001", "ja"}},
        {"https://www.ipa.go.jp/?DEMO-0001", {"DEMO-0001"}},
        {"https://www.ipa.go.jp?no=DEMO%2D0001&&x=", {"DEMO-0001"}},
        {"https://www.ipa.go.jp/a%2Fb", {"a/b"}},
        {"https://www.ipa.go.jp/%E7%99%BB%E9%8C%B2?q=a=b", {"登録", "a=b"}},
        {"https://www.ipa.go.jp/%E7%99?q=%FF%41%zz%4", {"%E7%99", "%FFA%zz%4"}}, /* what is no UTF-8 stays */
        {"https://www.ipa.go.jp/a%00b?q=%25%34%31", {"a%00b", "%41"}},           /* decoded once */
        {"https://www.ipa.go.jp/%ED%A0%80", {"%ED%A0%80"}},                      /* a surrogate */
        {"https://www.ipa.go.jp/", {NULL}},
        {"https://www.ipa.go.jp", {NULL}},
        {"DEMO-0001", {NULL}},
        {"https:/www.ipa.go.jp/DEMO-0001", {NULL}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct address_parts p;
        size_t want = 0;
        while (want < 4 && cases[i].parts[want])
            want++;
        assert_int_equal(address_parts(cases[i].text, &p, NULL), 0);
        if (p.count != want)
            fail_msg("\"%s\": %zu parts", cases[i].text, p.count);
        for (size_t n = 0; n < want; n++)
            assert_string_equal(p.item[n], cases[i].parts[n]);
        address_parts_clear(&p);
        address_parts_clear(&p);
    }
}

static void test_many_parts(void **state)
{
    (void)state;
    char text[256] = "https://www.ipa.go.jp/x?";
    for (int i = 0; i < 40; i++)
        strcat(text, "a=b&");
    struct address_parts p;
    assert_int_equal(address_parts(text, &p, NULL), 0);
    assert_int_equal(p.count, ADDRESS_PARTS_MAX);
    address_parts_clear(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_official),
        cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_name_inside_another),
        cmocka_unit_test(test_lookalikes),
        cmocka_unit_test(test_users_ports_backslashes),
        cmocka_unit_test(test_schemes_path_elsewhere),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_no_address),
        cmocka_unit_test(test_long_host),
        cmocka_unit_test(test_key),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_many_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
