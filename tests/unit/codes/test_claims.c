/* What the words of a listing claim. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/label/claims.h"

/* "jc-star 1 DEMO-0001; wording officially approved" */
static void expect(const char *text, const char *claims)
{
    static const char *const kinds[] = {"", "", "pending", "wording"};
    struct claims c = {0};
    char seen[1024] = "";
    assert_int_equal(claims_read(text, &c, NULL), 0);
    for (size_t i = 0; i < c.count; i++) {
        const struct claim *k = &c.item[i];
        size_t used = strlen(seen);
        if (k->kind == CLAIM_LABEL)
            snprintf(seen + used, sizeof seen - used, "%s%s %d%s%s", i ? "; " : "", scheme_name(k->scheme), k->level,
                     k->number[0] ? " " : "", k->number);
        else
            snprintf(seen + used, sizeof seen - used, "%s%s %s", i ? "; " : "", kinds[k->kind], k->quote);
    }
    if (strcmp(seen, claims) != 0)
        fail_msg("%s\n  seen:   %s\n  wanted: %s", text, seen, claims);
}

static void labels_are_found_with_level_and_number(void **state)
{
    (void)state;
    expect("Router with JC-STAR ★1, registration number DEMO-0001", "jc-star 1 DEMO-0001");
    expect("Registration No. DEMO-0001. It holds a JC-STAR label.", "jc-star 0 DEMO-0001");
    expect("ＪＣ－ＳＴＡＲ　ＳＴＡＲ－２　登録番号：ＤＥＭＯ－０００２", "jc-star 2 DEMO-0002");
    expect("セキュリティ要件適合評価 適合ラベル レベル1", "jc-star 1");
    expect("★1 取得", "jc-star 1");
    expect("Singapore Cybersecurity Labelling Scheme, CSA/010127/ABC1", "cls 0 CSA/010127/ABC1");
    expect("CLS rated", "cls 0");
}

static void what_only_looks_like_a_claim_is_none(void **state)
{
    (void)state;
    expect("★★★★★ best seller ★1位 rated ★4.5", "");
    expect("Mercedes CLS-Class floor mat, clsx, eclss", "");
    expect("CSA certified cable, CSA/2026", "");
    expect("a five-star-1st class", "");
}

static void what_no_label_allows_is_found(void **state)
{
    (void)state;
    expect("Guaranteed secure and OFFICIALLY APPROVED", "wording Guaranteed secure; wording OFFICIALLY APPROVED");
    expect("絶対に安全な政府公認", "wording 絶対に安全; wording 政府公認");
    expect("JC-STAR申請中", "jc-star 0; pending JC-STAR申請中; pending 申請中");
    expect("特許申請中", "");
}

static void the_update_period_and_the_language_are_found(void **state)
{
    struct claims c = {0};
    (void)state;
    assert_int_equal(claims_read("Security updates until 2030", &c, NULL), 0);
    assert_true(c.says_period && !c.japanese);
    c = (struct claims){0};
    assert_int_equal(claims_read("サポート期間は 2030 年まで", &c, NULL), 0);
    assert_true(c.says_period && c.japanese);
    c = (struct claims){0};
    assert_int_equal(claims_read("Nice router", &c, NULL), 0);
    assert_false(c.says_period);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_found_with_level_and_number),
        cmocka_unit_test(what_only_looks_like_a_claim_is_none),
        cmocka_unit_test(what_no_label_allows_is_found),
        cmocka_unit_test(the_update_period_and_the_language_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
