/* The shop's own revocations tighten a verdict and never loosen one: the whole path, with the file and without, over
 * every combination of what a label, a box and a call can be. All of them take minutes: ctest takes one in 29, spread
 * over every dimension; with KENPIN_EXHAUSTIVE in the environment all are taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "app/judge/judge.h"
#include "tests/unit/app/world.h"

enum { MARKETS = 3 };

static moment at(const char *text)
{
    moment m = 0;
    assert_true(moment_parse(text, &m));
    return m;
}

static moment clock_of(void *ctx)
{
    return *(const moment *)ctx;
}

/* What a label on the box may be, by the copy. */
static const struct {
    const char *status; /* NULL: not listed */
    bool gone;
} lives[] = {
    {"current", false},   {"expired", false}, {"deferred", false}, {"withdrawn", false}, {"revoked", false},
    {"suspended", false}, {"unclear", false}, {"current", true},   {"revoked", true},    {NULL, false},
};

static const char *const days[] = {" issued=2025-06-01 expires=2027-05-31", " issued=2025-06-01 expires=2026-12-01",
                                   " issued=2025-06-01 expires=2026-11-01", " issued=2027-06-01 expires=2028-05-31",
                                   ""};
static const char *const copies[] = {"2026-11-21T08:00:00Z", "2026-11-17T08:00:00Z", "2026-09-01T08:00:00Z", "none"};
static const char *const models[] = {"ER-1", "ER-2", NULL};

/* What else is on the box. */
static const char *const others[] = {NULL, "DEMO-B", "DEMO-C", "CSA/310527/DEMOB", "CIC", "DEMO-NOWHERE"};

static void line(struct world *w, const char *text)
{
    char copy[512], *word[32];
    snprintf(copy, sizeof copy, "%s", text);
    assert_true(world_line(w, word, world_words(copy, word, 32)));
}

struct box {
    size_t life, days, copy, level, scheme, how; /* how: typed, plain code, only by its model */
};

static const char *const numbers[] = {"DEMO-A", "CSA/310526/DEMOA"};

static void make(struct world *w, const struct box *b)
{
    char text[512];
    static const char *const schemes[] = {"jc-star", "cls"};
    for (int s = 0; s < 2; s++) {
        snprintf(text, sizeof text, "copy %s %s", schemes[s], copies[b->copy]);
        line(w, text);
    }
    if (lives[b->life].status) {
        snprintf(text, sizeof text, "entry %s %s level=%zu status=%s vendor=Umineko models=ER-1 gone=%s%s",
                 schemes[b->scheme], numbers[b->scheme], b->level, lives[b->life].status,
                 lives[b->life].gone ? "yes" : "no", days[b->days]);
        line(w, text);
    }
    line(w,
         "entry jc-star DEMO-B level=1 status=current issued=2025-06-01 expires=2027-05-31 vendor=Umineko models=ER-1");
    line(w,
         "entry jc-star DEMO-C level=2 status=current issued=2025-06-01 expires=2027-05-31 vendor=Umineko models=ER-1");
    line(w, "entry cls CSA/310527/DEMOB level=2 status=current issued=2024-06-01 expires=2027-05-31 vendor=Umineko"
            " models=ER-2");
}

struct outcomes {
    enum outcome of[MARKETS];
};

static struct outcomes judged(struct world *w, const struct check_ask *ask, bool revoked, char **json)
{
    struct registry registry = world_registry(w);
    struct shelf shelf = world_shelf(w);
    struct checked checked;
    struct outcomes out = {0};
    struct err err = {0};
    if (!revoked)
        registry.revocations = NULL;
    if (check_box(ask, &registry, &shelf, NULL, &checked, &err))
        fail_msg("%s", err.en);
    cJSON *root = cJSON_Parse(checked.json);
    for (int m = 0; m < MARKETS; m++) {
        const cJSON *v = cJSON_GetArrayItem(cJSON_GetObjectItem(root, "verdicts"), m);
        out.of[m] = outcome_from_name(cJSON_GetObjectItem(v, "outcome")->valuestring);
    }
    cJSON_Delete(root);
    *json = checked.json;
    return out;
}

static long met, compared, tighter;
static long one_in = 29; /* a prime, so that the sample runs through every dimension */

static void compare(struct world *w, const struct check_ask *ask)
{
    char *without = NULL, *with = NULL;
    struct outcomes a = judged(w, ask, false, &without), b = judged(w, ask, true, &with);
    for (int m = 0; m < MARKETS; m++) {
        if (outcome_worst(a.of[m], b.of[m]) != b.of[m])
            fail_msg("milder with the file:\n%s\n%s", without, with);
        compared++;
        tighter += a.of[m] != b.of[m];
    }
    free(without);
    free(with);
}

static void all_calls(struct world *w, const struct box *b, struct check_ask *ask)
{
    static const struct {
        enum statement statement;
        enum failure failure;
        int star;
    } calls[] = {{STATEMENT_UNKNOWN, FAILURE_NONE, 0},
                 {STATEMENT_COMPLETE, FAILURE_NONE, 0},
                 {STATEMENT_COMPLETE, FAILURE_INFORMED, 0},
                 {STATEMENT_COMPLETE, FAILURE_BELIEVED, 0},
                 {STATEMENT_INCOMPLETE, FAILURE_NONE, 1}};
    struct symbols codes = {0};
    if (b->how == 1) {
        assert_int_equal(symbol_set(&codes.item[codes.count++], SYMBOLOGY_NONE, ORIGIN_TYPED, numbers[b->scheme],
                                    strlen(numbers[b->scheme]), NULL),
                         0);
        ask->codes = &codes;
    }
    for (size_t o = 0; o < sizeof others / sizeof *others; o++)
        for (size_t m = 0; m < 3; m++)
            for (size_t c = 0; c < sizeof calls / sizeof *calls; c++) {
                if (met++ % one_in)
                    continue;
                ask->labels = 0;
                if (b->how == 0)
                    ask->label[ask->labels++] = numbers[b->scheme];
                if (others[o])
                    ask->label[ask->labels++] = others[o];
                ask->brand = "Umineko";
                ask->model = models[m];
                ask->statement = calls[c].statement;
                ask->failure = calls[c].failure;
                ask->requires_star = calls[c].star;
                compare(w, ask);
            }
    symbols_clear(&codes);
    ask->codes = NULL;
}

static void never_milder(void **state)
{
    moment now = at("2026-11-21T10:15:00Z");
    (void)state;
    struct check_ask ask = {
        .market = {MARKET_GB, MARKET_NI, MARKET_JP},
        .markets = MARKETS,
        .role = ROLE_RETAILER,
        .event = EVENT_GOODS_IN,
        .scope = SCOPE_IN,
        .clock = clock_of,
        .clock_ctx = &now,
        .rehearsal = true,
        .lang = LANG_EN,
        .limits = check_default_limits,
    };
    if (getenv("KENPIN_EXHAUSTIVE"))
        one_in = 1;
    struct box b;
    for (b.life = 0; b.life < sizeof lives / sizeof *lives; b.life++)
        for (b.days = 0; b.days < sizeof days / sizeof *days; b.days++)
            for (b.copy = 0; b.copy < sizeof copies / sizeof *copies; b.copy++)
                for (b.level = 1; b.level <= 2; b.level++)
                    for (b.scheme = 0; b.scheme < 2; b.scheme++)
                        for (b.how = 0; b.how < 3; b.how++) {
                            bool unlisted = !lives[b.life].status;
                            if (unlisted && (b.days || b.level > 1 || b.how == 2))
                                continue; /* the same box again */
                            struct world *w = calloc(1, sizeof *w);
                            assert_non_null(w);
                            make(w, &b);
                            line(w, "revoke DEMO-A");
                            line(w, "revoke CSA/310526/DEMOA");
                            all_calls(w, &b, &ask);
                            world_clear(w);
                            free(w);
                        }
    printf("%ld verdicts compared, %ld tighter\n", compared, tighter);
    assert_true(compared > 500000 / one_in);
    assert_true(tighter > 10000 / one_in);
}

static void the_first_line_of_the_scheme_counts(void **state)
{
    struct revocations r = {0};
    struct err err = {0};
    (void)state;
    const struct revocation lines[] = {
        {.number = "demo-2", .line = 2, .scheme = SCHEME_CLS},
        {.number = "DEMO‐2", .line = 4, .reason = (char *)"later"},
        {.number = "DEMO-2", .line = 3, .scheme = SCHEME_JC_STAR},
        {.number = "DEMO-1", .line = 5},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(revocations_add(&r, &lines[i], &err), 0);
    revocations_settle(&r);
    assert_int_equal(revocations_find(&r, SCHEME_JC_STAR, "DEMO-2")->line, 3);
    assert_int_equal(revocations_find(&r, SCHEME_CLS, "DEMO-2")->line, 2);
    assert_int_equal(revocations_find(&r, SCHEME_CLS, "DEMO-1")->line, 5);
    assert_null(revocations_find(&r, SCHEME_CLS, "DEMO-"));
    assert_null(revocations_find(&r, SCHEME_CLS, "DEMO-22"));
    assert_null(revocations_find(NULL, SCHEME_CLS, "DEMO-2"));
    assert_int_equal(revocations_add(&r, &(struct revocation){.number = " - "}, &err), -1);
    assert_true(*err.en && *err.ja);
    revocations_clear(&r);
    revocations_clear(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_line_of_the_scheme_counts),
        cmocka_unit_test(never_milder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
