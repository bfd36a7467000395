#include "tests/unit/cache/tables.h"

#include "cache/registry/dates.h"
#include "cache/registry/fields.h"

struct date_case {
    const char *text;
    day first, last; /* of a period; the same for a day */
};

static day date(const char *text, enum dates_end end)
{
    struct err err;
    day d;
    assert_int_equal(dates_read(text, end, &d, &err), 0);
    return d;
}

static void serials(void **state)
{
    (void)state;
    assert_int_equal(dates_serial("46163", false), 20260521);
    assert_int_equal(dates_serial("44701", true), 20260521);
    assert_int_equal(dates_serial("44701.25", true), 20260521);
    assert_int_equal(dates_serial("18537", true), 0);
    assert_int_equal(dates_serial("78539", true), 0);
    assert_int_equal(dates_serial("100", true), 0);
    assert_int_equal(dates_serial("44701x", true), 0);
}

static void dates(void **state)
{
    (void)state;
    static const struct date_case cases[] = {
        /* every form of the specification */
        {"2026-05-21", 20260521, 20260521},
        {"2026/5/21", 20260521, 20260521},
        {"2026.5.21", 20260521, 20260521},
        {"2026年5月21日", 20260521, 20260521},
        {"令和8年5月21日", 20260521, 20260521},
        {"令和元年5月1日", 20190501, 20190501},
        {"R8.5.21", 20260521, 20260521},
        {"平成31年4月30日", 20190430, 20190430},
        {"H31.4.30", 20190430, 20190430},
        {"46163", 20260521, 20260521}, /* Excel's serial, and with a time */
        {"46163.75", 20260521, 20260521},
        {"20000", 19541003, 19541003},
        {"21 May 2026", 20260521, 20260521},
        {"21-may-2026", 20260521, 20260521},
        {"1 Sept. 2026", 20260901, 20260901},
        {"May 21, 2026", 20260521, 20260521},
        {"December 4 2025", 20251204, 20251204},
        /* as people and spreadsheets write them */
        {" 2026-05-21\n", 20260521, 20260521},
        {"２０２６年５月２１日", 20260521, 20260521},
        {"２０２６／０５／２１", 20260521, 20260521},
        {"2026年 5月 21日", 20260521, 20260521},
        {"令和 8 年 5 月 21 日", 20260521, 20260521},
        {"㋿8年5月21日", 20260521, 20260521},
        {"2026‐05‐21", 20260521, 20260521},
        {"2026−05−21", 20260521, 20260521},
        {"2026年5月21日（木）", 20260521, 20260521},
        /* a time behind it: the day as it is written */
        {"2026-05-21T00:00:00", 20260521, 20260521},
        {"2026-05-21T23:59:59.999Z", 20260521, 20260521},
        {"2026-05-21 00:00:00+08:00", 20260521, 20260521},
        {"2026-05-21 00:00:00 +0900", 20260521, 20260521},
        {"2026/5/21 0:00", 20260521, 20260521},
        /* periods */
        {"2025/5/21〜2027/5/20", 20250521, 20270520},
        {"2025/5/21～2027/5/20", 20250521, 20270520},
        {"2025年5月21日 ~ 2027年5月20日", 20250521, 20270520},
        {"2025-05-21 - 2027-05-20", 20250521, 20270520},
        {"2025年5月21日から2027年5月20日まで", 20250521, 20270520},
        {"21 May 2025 to 20 May 2027", 20250521, 20270520},
        {"2027年5月20日まで", 0, 20270520},
        {"〜2027/5/20", 0, 20270520},
        {"2025/5/21〜", 20250521, 0},
        /* leap days */
        {"2028-02-29", 20280229, 20280229},
        {"2027-02-29", 0, 0},
        {"2026-02-30", 0, 0},
        {"2026-13-01", 0, 0},
        {"2026-00-10", 0, 0},
        {"2026-11-31", 0, 0},
        /* none, and never guessed */
        {"", 0, 0},
        {"-", 0, 0},
        {"なし", 0, 0},
        {"05/06/2026", 0, 0},
        {"5/6/26", 0, 0},
        {"26-05-21", 0, 0},
        {"21 May 26", 0, 0},
        {"2026-05", 0, 0},
        {"2026年5月", 0, 0},
        {"2026-05/21", 0, 0},
        {"2026-05-211", 0, 0},
        {"2026-05-21 or later", 0, 0},
        {"2026-05-21x", 0, 0},
        {"20260521", 0, 0},
        {"2026", 0, 0},
        {"19999", 0, 0},
        {"80001", 0, 0},
        {"46163.", 0, 0},
        {"1748736000", 0, 0},
        {"4e4", 0, 0},
        {"令和0年5月21日", 0, 0},
        {"令和元年4月30日", 0, 0}, /* still 平成 */
        {"昭和64年1月7日", 0, 0},
        {"31 June 2026", 0, 0},
        {"21 Mays 2026", 0, 0},
        {"2027/5/20〜2025/5/21", 0, 0}, /* ends before it begins */
        {"2025/5/21〜5/20", 0, 0},
        {"2年間", 0, 0},
        {"3000-01-01", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        day first = date(cases[i].text, DATES_FIRST), last = date(cases[i].text, DATES_LAST);
        if (first != cases[i].first || last != cases[i].last)
            fail_msg("%s: %d and %d", cases[i].text, (int)first, (int)last);
    }
    char longer[1000];
    memset(longer, ' ', sizeof longer);
    memcpy(longer, "2026-05-21", 10);
    longer[sizeof longer - 1] = 0;
    assert_int_equal(date(longer, DATES_LAST), 0);
}

struct status_case {
    enum scheme scheme;
    const char *word;
    day expires;
    enum status status;
};

enum { TODAY = 20261121 };

static void status_words(void **state)
{
    (void)state;
    const enum scheme jc = SCHEME_JC_STAR, cls = SCHEME_CLS;
    const struct status_case cases[] = {
        /* the whole vocabulary */
        {jc, "有効", 0, STATUS_CURRENT},
        {jc, "失効猶予（延長申請中）", 0, STATUS_DEFERRED},
        {jc, "失効（有効期限切れ）", 0, STATUS_EXPIRED},
        {jc, "失効（自主取下げ）", 0, STATUS_WITHDRAWN},
        {jc, "取消し", 0, STATUS_REVOKED},
        {jc, "有効期限切れ", 0, STATUS_EXPIRED},
        {jc, "Active", 0, STATUS_CURRENT},
        {jc, "Deferral of expiration (extension procedure in progress)", 0, STATUS_DEFERRED},
        {jc, "Expired", 0, STATUS_EXPIRED},
        {jc, "Withdrawn", 0, STATUS_WITHDRAWN},
        {jc, "Revoked", 0, STATUS_REVOKED},
        {cls, "Active", 0, STATUS_CURRENT},
        {cls, "Expired", 0, STATUS_EXPIRED},
        {cls, "Withdrawn", 0, STATUS_WITHDRAWN},
        {cls, "Revoked", 0, STATUS_REVOKED},
        {cls, "Suspended", 0, STATUS_SUSPENDED},
        /* written otherwise: half-width brackets, spaces around, case */
        {jc, " 失効(自主取下げ)\n", 0, STATUS_WITHDRAWN},
        {jc, "　有効　", 0, STATUS_CURRENT},
        {jc, "ACTIVE", 0, STATUS_CURRENT},
        {jc, "Ｅｘｐｉｒｅｄ", 0, STATUS_EXPIRED},
        /* shortened */
        {jc, "失効猶予", 0, STATUS_DEFERRED},
        {jc, "失効猶", 0, STATUS_DEFERRED},
        {jc, "失効（有効", 0, STATUS_EXPIRED},
        {jc, "失効（自", 0, STATUS_WITHDRAWN},
        {jc, "取消", 0, STATUS_REVOKED},
        {jc, "有効期", 0, STATUS_EXPIRED},
        {jc, "Activ", 0, STATUS_CURRENT},
        {jc, "Deferral", 0, STATUS_DEFERRED},
        {jc, "revoke", 0, STATUS_REVOKED},
        {cls, "Suspend", 0, STATUS_SUSPENDED},
        /* 失効 alone: by the date, on the day of the list */
        {jc, "失効", TODAY - 1, STATUS_EXPIRED},
        {jc, "失効", TODAY, STATUS_WITHDRAWN},
        {jc, "失効", TODAY + 100, STATUS_WITHDRAWN},
        {jc, "失効", 0, STATUS_WITHDRAWN},
        {jc, "失効（", TODAY - 1, STATUS_EXPIRED},
        {jc, "失効（", 0, STATUS_WITHDRAWN},
        /* too short, too long, the other way round, another scheme's, anything else */
        {jc, "有", 0, STATUS_UNCLEAR},
        {jc, "取", 0, STATUS_UNCLEAR},
        {jc, "Act", 0, STATUS_UNCLEAR},
        {jc, "Acti", 0, STATUS_UNCLEAR},
        {jc, "Activex", 0, STATUS_UNCLEAR},
        {jc, "Active (renewed)", 0, STATUS_UNCLEAR},
        {jc, "有効です", 0, STATUS_UNCLEAR},
        {jc, "無効", 0, STATUS_UNCLEAR},
        {jc, "Inactive", 0, STATUS_UNCLEAR},
        {jc, "取消しました", 0, STATUS_UNCLEAR},
        {jc, "効", 0, STATUS_UNCLEAR},
        {jc, "-", 0, STATUS_UNCLEAR},
        {jc, "", 0, STATUS_UNCLEAR},
        {jc, " ", 0, STATUS_UNCLEAR},
        {jc, NULL, 0, STATUS_UNCLEAR},
        {jc, "Suspended", 0, STATUS_UNCLEAR},
        {cls, "Deferral of expiration (extension procedure in progress)", 0, STATUS_UNCLEAR},
        {cls, "Deferral", 0, STATUS_UNCLEAR},
        {cls, "失効猶予", 0, STATUS_UNCLEAR},
        {cls, "有効", 0, STATUS_UNCLEAR},
        {SCHEME_NONE, "Active", 0, STATUS_UNCLEAR},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum status status;
        struct err err;
        assert_int_equal(fields_status(cases[i].scheme, cases[i].word, cases[i].expires, TODAY, &status, &err), 0);
        if (status != cases[i].status)
            fail_msg("%d %s: %s, not %s", (int)cases[i].scheme, cases[i].word, status_name(status),
                     status_name(cases[i].status));
    }
}

struct level_case {
    const char *text;
    int level;
};

static void levels(void **state)
{
    (void)state;
    static const struct level_case cases[] = {
        {"★1", 1},
        {"★2", 2},
        {"★3", 3},
        {"★4", 4},
        {"★", 1},
        {"★★", 2},
        {"★★★★", 4},
        {"1", 1},
        {"4", 4},
        {"STAR-1", 1},
        {"star-2", 2},
        {"STAR1", 1},
        {"Level 1", 1},
        {"LEVEL 4", 4},
        {"レベル1", 1},
        {"レベル２", 2},
        {"レベル 3", 3},
        {"***", 3},
        {"＊", 1},
        {"１", 1},
        {"★１", 1},
        {"ＳＴＡＲ－１", 1},
        {" ★ 1 ", 1},
        {"STAR‐1", 1},
        {"", 0},
        {"0", 0},
        {"5", 0},
        {"★5", 0},
        {"★★★★★", 0},
        {"12", 0},
        {"Level 2 (provisional)", 0},
        {"Level", 0},
        {"STAR-", 0},
        {"★*", 0},
        {"1.5", 0},
        {"-1", 0},
        {"high", 0},
        {"☆1", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int level;
        struct err err;
        assert_int_equal(fields_level(cases[i].text, &level, &err), 0);
        if (level != cases[i].level)
            fail_msg("%s: %d", cases[i].text, level);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates),
        cmocka_unit_test(serials),
        cmocka_unit_test(status_words),
        cmocka_unit_test(levels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
