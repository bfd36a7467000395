/* Memory runs out at every allocation of a whole check, one after the other (malloc and its kin are wrapped by the
 * linker): the check fails cleanly, says so, and what is on record is exactly what was reported as checked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/check/check.h"
#include "tests/unit/app/world.h"

static long left = -1; /* allocations until one fails; -1 = none does */

static bool fails(void)
{
    return left >= 0 && left-- == 0;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

static moment noon(void *ctx)
{
    (void)ctx;
    return 1795262400; /* 2026-11-21T12:00:00Z */
}

static void put(struct world *w, const char *text)
{
    char line[512], *word[32];
    snprintf(line, sizeof line, "%s", text);
    assert_true(world_line(w, word, world_words(line, word, 32)));
}

/* Asks of the world copy memory too, and abort when it runs out: they are outside what is tried here. */
static int64_t records(struct ledger *ledger)
{
    struct ledger_state state;
    assert_int_equal(ledger_verify(ledger, NULL, NULL, NULL, &state, NULL), 0);
    assert_int_equal(state.chain, CHAIN_WHOLE);
    return state.records;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    char folder[] = "/tmp/kenpin-faults-XXXXXX", path[64];
    struct world world = {0};
    struct registry registry = world_registry(&world);
    struct shelf shelf = world_shelf(&world);
    struct symbols codes = {0};
    struct ledger *ledger = NULL;
    put(&world, "copy jc-star 2026-11-21T08:00:00Z");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/e.db", folder);
    assert_int_equal(ledger_open(path, true, &ledger, NULL), 0);
    const char *text = "(01)09520000000011(10)ABC";
    assert_int_equal(symbol_set(&codes.item[codes.count++], SYMBOLOGY_NONE, ORIGIN_TYPED, text, strlen(text), NULL), 0);
    struct check_ask ask = {
        .codes = &codes,
        .label = {"DEMO-0001", "CIC", "https://www.ipa.go.jp.example.com/"},
        .labels = 3,
        .brand = "Umineko Co., Ltd.",
        .model = "ＥＲ‐１００",
        .market = {MARKET_GB, MARKET_JP},
        .markets = 2,
        .role = ROLE_RETAILER,
        .event = EVENT_GOODS_IN,
        .scope = SCOPE_IN,
        .statement = STATEMENT_UNKNOWN,
        .failure = FAILURE_NONE,
        .clock = noon,
        .limits = check_default_limits,
    };
    int64_t good = 0;
    long tried = 0;
    for (bool whole = false; !whole && tried < 100000; tried++) {
        struct checked checked;
        struct err err = {0};
        left = tried;
        int rc = check_box(&ask, &registry, &shelf, ledger, &checked, &err);
        whole = left >= 0; /* it never came to the one that fails */
        left = -1;
        assert_int_equal(rc, whole ? 0 : rc);
        if (rc) {
            assert_int_not_equal(err.code, ERR_NONE);
            assert_null(checked.json);
        } else {
            assert_non_null(checked.json);
            good++;
        }
        assert_int_equal(records(ledger), good);
        checked_clear(&checked);
    }
    assert_true(tried > 20);
    print_message("%ld allocations failed in turn\n", tried - 1);
    ledger_close(ledger);
    symbols_clear(&codes);
    world_clear(&world);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
