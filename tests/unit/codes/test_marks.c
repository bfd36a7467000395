#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/label/marks.h"

#define GERMANY "IT-Sicherheitskennzeichen (BSI)"
#define FINLAND "Tietoturvamerkki (Finnish Cybersecurity Label)"
#define KOREA   "CIC (Korea)"
#define USA     "U.S. Cyber Trust Mark"
#define CE      "CE (EU Cyber Resilience Act)"

static void test_names(void **state)
{
    (void)state;
    static const struct {
        const char *text, *mark;
    } cases[] = {
        {"IT-Sicherheitskennzeichen", GERMANY},
        {"it sicherheitskennzeichen", GERMANY},
        {"IT-Sicherheitskennzeichen (BSI)", GERMANY},
        {"BSI IT-Sicherheitskennzeichen", GERMANY},
        {"ＩＴ－Ｓｉｃｈｅｒｈｅｉｔｓｋｅｎｎｚｅｉｃｈｅｎ", GERMANY}, /* full width */
        {"sik-01234", GERMANY},
        {"Tietoturvamerkki", FINLAND},
        {"Finnish Cybersecurity Label", FINLAND},
        {"CIC", KOREA},
        {"CIC Basic", KOREA},
        {"Korea CIC", KOREA},
        {"Cyber Trust Mark", USA},
        {"U.S. Cyber Trust Mark", USA},
        {"us cyber-trust mark", USA},
        {"CE", CE},
        {" ce ", CE},
        {"CE marking", CE},
        {"CEマーク", CE},
        {"EU Cyber Resilience Act", CE},
        {"CLS(MD)", "CLS(MD)"},
        {"CLS (MD)", "CLS(MD)"},
        {"cls-md", "CLS(MD)"},
        {"CLS（ＭＤ）", "CLS(MD)"},
        {"CLS(MD) 123", "CLS(MD)"},
        {"CLS(MD)123", "CLS(MD)"},
        {"CLS-Ready", "CLS-Ready"},
        {"CLS Ready", "CLS-Ready"},
        {"CLS–Ready", "CLS-Ready"}, /* an en dash */
        {"CCDS", "CCDS"},
        {"CCDS-1234", "CCDS"},
        {"CCDSサーティフィケーション", "CCDS"},
        {"JISEC", "JISEC"},
        {"JISEC C0123", "JISEC"},
        {"giteki", "giteki (技適)"},
        {"技適", "giteki (技適)"},
        {"技適マーク", "giteki (技適)"},
        {"技適 R 201-123456", "giteki (技適)"},
        {"技術基準適合証明", "giteki (技適)"},
        /* no mark of another scheme */
        {"", NULL},
        {" ", NULL},
        {"---", NULL},
        {"CSA/210527/A", NULL},
        {"CSA/CIC", NULL},
        {"DEMO-0001", NULL},
        {"DEMO-CIC-0001", NULL},
        {"JC-STAR", NULL},
        {"CLS", NULL},
        {"CLS(IoT)", NULL},
        {"CLS-0001", NULL},
        {"CLS-MDX", NULL}, /* a letter follows */
        {"CICADA", NULL},
        {"CE-0001", NULL}, /* could begin a number */
        {"CE0001", NULL},
        {"CECE", NULL},
        {"Cube", NULL},
        {"ER-100", NULL},
        {"C", NULL},
        {"123456", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *mark = mark_by_name(cases[i].text);
        if (!mark != !cases[i].mark || (mark && strcmp(mark, cases[i].mark) != 0))
            fail_msg("\"%s\" named %s, not %s", cases[i].text, mark ? mark : "nothing", cases[i].mark);
    }
}

static void test_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *host, *path, *mark;
    } cases[] = {
        {"www.bsi.bund.de", "/IT-Sicherheitskennzeichen/sik-01234", GERMANY},
        {"bsi.bund.de", "/dok/it-sicherheitskennzeichen", GERMANY},
        {"www.bsi.bund.de", "/", NULL},
        {"notbsi.bund.de", "/IT-Sicherheitskennzeichen/sik-01234", NULL},
        {"bsi.bund.de.example", "/IT-Sicherheitskennzeichen/sik-01234", NULL},
        {"www.example", "/IT-Sicherheitskennzeichen", NULL},
        {"", "", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *mark = mark_by_address(cases[i].host, cases[i].path);
        if (!mark != !cases[i].mark || (mark && strcmp(mark, cases[i].mark) != 0))
            fail_msg("%s%s: %s", cases[i].host, cases[i].path, mark ? mark : "nothing");
    }
}

/* Every mark that can be named says in both languages what it is. */
static void test_words(void **state)
{
    (void)state;
    static const char *const names[] = {GERMANY,   FINLAND,     KOREA,  USA,     CE,
                                        "CLS(MD)", "CLS-Ready", "CCDS", "JISEC", "giteki (技適)"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct words w = mark_words(names[i]);
        assert_non_null(w.en);
        assert_non_null(w.ja);
        assert_non_null(strstr(w.en, "no UK or Japanese verdict."));
        assert_non_null(strstr(w.ja, "判定には使えません。"));
    }
    assert_null(mark_words("CSA").en);
    assert_null(mark_words(NULL).ja);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
