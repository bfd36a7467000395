/* Plays tests/golden: short readable cases through the whole path, and sees that no row and no finding is without one.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "app/check/check.h"
#include "app/check/row.h"
#include "app/judge/table.h"
#include "tests/unit/app/world.h"

enum { LINE_MAX_BYTES = 4096, WORDS_MAX = 64, FILES_MAX = 128, ROWS_MAX = 128 };

static int cases, failures;
static int row_cases[2][ROWS_MAX]; /* of gb_table and jp_table, by line of the table */
static int finding_cases[FINDING_CODES];

/* A case being read: the world, what is asked, and what came of it. */
struct play {
    const char *file;
    int line;
    struct world world;
    struct check_ask ask;
    struct symbols codes;
    moment now, last_record;
    char *json;
    char ledger[64];
};

static void complain(const struct play *p, const char *what, const char *seen)
{
    fprintf(stderr, "%s:%d: %s: %s\n", p->file, p->line, what, seen);
    failures++;
}

static void read_world(struct world *w)
{
    char line[LINE_MAX_BYTES], *word[WORDS_MAX];
    FILE *f = fopen(TESTS_DIR "/golden/world.txt", "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        if (line[0] && line[0] != '#' && !world_line(w, word, world_words(line, word, WORDS_MAX)))
            fail_msg("world.txt: %s", line);
    }
    fclose(f);
}

static moment clock_of(void *ctx)
{
    return ((const struct play *)ctx)->now;
}

static void begin(struct play *p)
{
    p->ask = (struct check_ask){
        .codes = &p->codes,
        .role = ROLE_RETAILER,
        .event = EVENT_GOODS_IN,
        .default_scope = SCOPE_IN,
        .default_statement = STATEMENT_UNKNOWN,
        .failure = FAILURE_NONE,
        .lang = LANG_EN,
        .limits = check_default_limits,
        .clock = clock_of,
        .clock_ctx = p,
    };
    moment_parse("2026-11-21T10:15:00Z", &p->now);
    moment_parse("2026-01-01T00:00:00Z", &p->ask.built_at);
    p->last_record = 0;
    read_world(&p->world);
}

static void end(struct play *p)
{
    symbols_clear(&p->codes);
    world_clear(&p->world);
    free(p->json);
    p->json = NULL;
}

/* "%1D" in a code stands for the byte 0x1D. "%P12" before one: it is part 1 of 2 of a message, of a QR code. */
static void add_code(struct play *p, const char *text)
{
    uint8_t bytes[LINE_MAX_BYTES];
    size_t size = 0;
    bool part = !strncmp(text, "%P", 2);
    const char *said = text;
    text += part ? 4 : 0;
    for (; *text; text++) {
        if (!strncmp(text, "%1D", 3)) {
            bytes[size++] = 0x1D;
            text += 2;
        } else {
            bytes[size++] = (uint8_t)*text;
        }
    }
    struct symbol *s = &p->codes.item[p->codes.count++];
    assert_int_equal(
        symbol_set(s, part ? SYMBOLOGY_QR : SYMBOLOGY_NONE, part ? ORIGIN_PICTURE : ORIGIN_TYPED, bytes, size, NULL),
        0);
    if (part)
        s->part = (struct symbol_part){(uint8_t)(said[2] - '0'), (uint8_t)(said[3] - '0'), 0};
}

static void add_markets(struct check_ask *ask, char *list)
{
    for (char *m = strtok(list, ","); m; m = strtok(NULL, ","))
        ask->market[ask->markets++] = market_from_name(m);
}

/* Words as on the command line. */
static void read_call(struct play *p, char **word, size_t words)
{
    struct check_ask *ask = &p->ask;
    for (size_t i = 1; i < words; i++) {
        char *w = word[i], *v = i + 1 < words ? word[i + 1] : "";
        bool took = true;
        if (!strcmp(w, "--label"))
            ask->label[ask->labels++] = v;
        else if (!strcmp(w, "--gtin"))
            ask->gtin = v;
        else if (!strcmp(w, "--sku"))
            ask->sku = v;
        else if (!strcmp(w, "--brand"))
            ask->brand = v;
        else if (!strcmp(w, "--model"))
            ask->model = v;
        else if (!strcmp(w, "--market"))
            add_markets(ask, v);
        else if (!strcmp(w, "--role"))
            ask->role = role_from_name(v);
        else if (!strcmp(w, "--event"))
            ask->event = event_from_name(v);
        else if (!strcmp(w, "--on"))
            ask->on = day_parse(v);
        else if (!strcmp(w, "--scope"))
            ask->scope = scope_from_name(v);
        else if (!strcmp(w, "--statement"))
            ask->statement = statement_from_name(v);
        else if (!strcmp(w, "--failure"))
            ask->failure = failure_from_name(v);
        else if (!strcmp(w, "--requires-star"))
            ask->requires_star = atoi(v);
        else
            took = false;
        if (!took)
            add_code(p, w);
        i += took;
    }
}

static int noted(void *ctx, const struct ledger_record *r, struct err *err)
{
    (void)err;
    *(int64_t *)ctx = r->seq;
    return 0;
}

/* ---- the row of a list: from the desk, and from the record ---- */

static void same_text(struct play *p, const char *what, const char *desk, const char *record)
{
    char seen[512];
    if (!strcmp(desk ? desk : "-", record ? record : "-"))
        return;
    snprintf(seen, sizeof seen, "%s: %s, in the record %s", what, desk ? desk : "-", record ? record : "-");
    complain(p, "row", seen);
}

static void same_lines(struct play *p, const char *what, const struct judge_lines *desk,
                       const struct judge_lines *record)
{
    same_text(p, what, desk->count == record->count ? "" : "count", "");
    for (size_t i = 0; i < desk->count && i < record->count; i++)
        same_text(p, what, desk->item[i], record->item[i]);
}

static void same_market(struct play *p, const struct check_row_market *desk, const struct check_row_market *record)
{
    same_text(p, "market", market_name(desk->market), market_name(record->market));
    same_text(p, "outcome", outcome_name(desk->outcome), outcome_name(record->outcome));
    same_text(p, "route", route_name(desk->route), route_name(record->route));
    same_text(p, "rule", desk->rule, record->rule);
    same_text(p, "reason", desk->reason, record->reason);
    same_text(p, "label", desk->label, record->label);
    same_lines(p, "next", &desk->next, &record->next);
    same_lines(p, "cite", &desk->cite, &record->cite);
    same_text(p, "findings", desk->findings == record->findings ? "" : "others", "");
}

static void same_row(struct play *p, const struct check_row *desk, const struct check_row *record)
{
    const struct {
        const char *what, *desk, *record;
    } texts[] = {
        {"gtin", desk->gtin, record->gtin},
        {"sku", desk->sku, record->sku},
        {"brand", desk->brand, record->brand},
        {"model", desk->model, record->model},
        {"from", desk->from, record->from},
        {"number", desk->number, record->number},
        {"scheme", desk->scheme, record->scheme},
        {"status", desk->status, record->status},
        {"match", desk->match, record->match},
        {"word", desk->word, record->word},
        {"copy", desk->copy, record->copy},
        {"scope", desk->scope, record->scope},
        {"statement", desk->statement, record->statement},
        {"role", desk->role, record->role},
        {"event", desk->event, record->event},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        same_text(p, texts[i].what, texts[i].desk, texts[i].record);
    bool days = desk->on == record->on && desk->issued == record->issued && desk->expires == record->expires;
    same_text(p, "days", days && desk->level == record->level ? "" : "or level", "");
    same_text(p, "worst", desk->worst == record->worst && desk->markets == record->markets ? "" : "others", "");
    for (size_t m = 0; m < desk->markets && m < record->markets; m++)
        same_market(p, &desk->market[m], &record->market[m]);
}

static void compare_rows(struct play *p, const struct registry *registry, const struct shelf *shelf)
{
    struct check_desk *desk = NULL;
    struct check_row of, read;
    struct err err = {0};
    cJSON *record = cJSON_Parse(p->json);
    assert_int_equal(check_desk_open(registry, shelf, &desk, &err), 0);
    assert_int_equal(check_judge(desk, &p->ask, p->now, p->last_record, &err), 0);
    check_row_of(desk, &of);
    check_row_read(record, &read);
    same_row(p, &of, &read);
    cJSON_Delete(record);
    check_desk_close(desk);
}

/* The whole path with a real ledger: what is shown must be on record. */
static void run(struct play *p)
{
    struct registry registry = world_registry(&p->world);
    struct shelf shelf = world_shelf(&p->world);
    struct ledger *ledger = NULL;
    struct checked checked;
    struct receipt earlier;
    struct err err = {0};
    int64_t last = 0;
    remove(p->ledger);
    assert_int_equal(ledger_open(p->ledger, true, &ledger, &err), 0);
    if (p->last_record)
        assert_int_equal(ledger_append(ledger, p->last_record, "{}", &earlier, &err), 0);
    if (check_box(&p->ask, &registry, &shelf, ledger, &checked, &err)) {
        complain(p, "error", err.en);
    } else {
        assert_int_equal(ledger_read(ledger, &(struct ledger_filter){0}, noted, &last, &err), 0);
        if (last != checked.receipt.seq || !last)
            complain(p, "not on record", p->file);
        p->json = checked.json;
        compare_rows(p, &registry, &shelf);
        cases++;
    }
    ledger_close(ledger);
}

static const cJSON *verdict_of(const cJSON *root, const char *market)
{
    const cJSON *v;
    cJSON_ArrayForEach(v, cJSON_GetObjectItem(root, "verdicts"))
    {
        if (!strcmp(cJSON_GetObjectItem(v, "market")->valuestring, market))
            return v;
    }
    return NULL;
}

static const char *text_of(const cJSON *o, const char *key)
{
    const cJSON *item = cJSON_GetObjectItem(o, key);
    return cJSON_IsString(item) ? item->valuestring : "-";
}

/* Which line of the table spoke: the same id may stand in several. */
static void count_row(const cJSON *verdict, const char *market)
{
    bool jp = !strcmp(market, "jp");
    const struct row *table = jp ? jp_table : gb_table;
    for (int i = 0; table[i].id; i++)
        if (!strcmp(table[i].reason.en, text_of(verdict, "reason")) && !strcmp(table[i].id, text_of(verdict, "rule")))
            row_cases[jp][i]++;
}

static void compare_findings(struct play *p, const cJSON *verdict, char **word, size_t words)
{
    finding_set want = 0, have = 0;
    const cJSON *f;
    for (size_t i = 0; i < words; i++) {
        enum finding_code code = finding_from_name(word[i]);
        if (!code)
            complain(p, "no such finding", word[i]);
        want |= FINDING_BIT(code);
    }
    cJSON_ArrayForEach(f, cJSON_GetObjectItem(verdict, "findings"))
    {
        enum finding_code code = finding_from_name(text_of(f, "code"));
        if (!(want & FINDING_BIT(code)))
            complain(p, "unexpected finding", text_of(f, "code"));
        if (!(have & FINDING_BIT(code)))
            finding_cases[code]++;
        have |= FINDING_BIT(code);
    }
    for (int i = FINDING_NONE + 1; i < FINDING_CODES; i++)
        if ((want & ~have) & FINDING_BIT(i))
            complain(p, "missing finding", finding_name((enum finding_code)i));
}

/* "gb pass label U10 : support-unknown" */
static void compare(struct play *p, char **word, size_t words)
{
    if (!p->json) {
        complain(p, "nothing was checked before", word[0]);
        return;
    }
    cJSON *root = cJSON_Parse(p->json);
    const cJSON *v = verdict_of(root, word[0]);
    char seen[256] = "no verdict";
    if (v)
        snprintf(seen, sizeof seen, "%s %s %s %s", word[0], text_of(v, "outcome"), text_of(v, "route"),
                 text_of(v, "rule"));
    if (words < 4 || !v || strcmp(text_of(v, "outcome"), word[1]) != 0 || strcmp(text_of(v, "route"), word[2]) != 0 ||
        strcmp(text_of(v, "rule"), word[3]) != 0) {
        complain(p, "verdict", seen);
    } else {
        count_row(v, word[0]);
        compare_findings(p, v, word + (words > 4 ? 5 : 4), words > 4 ? words - 5 : 0);
    }
    cJSON_Delete(root);
}

/* "label DEMO-GOOD by-model found current model": number, from, answer, status, match of a label */
static void compare_label(struct play *p, char **word, size_t words)
{
    cJSON *root = p->json ? cJSON_Parse(p->json) : NULL;
    const cJSON *l;
    bool found = false;
    cJSON_ArrayForEach(l, cJSON_GetObjectItem(root, "labels"))
    {
        const cJSON *registry = cJSON_GetObjectItem(l, "registry"), *match = cJSON_GetObjectItem(l, "match");
        found |= words == 6 && !strcmp(text_of(l, "number"), word[1]) && !strcmp(text_of(l, "from"), word[2]) &&
                 !strcmp(text_of(registry, "answer"), word[3]) && !strcmp(text_of(registry, "status"), word[4]) &&
                 !strcmp(text_of(match, "kind"), word[5]);
    }
    if (!found)
        complain(p, "no such label", p->json ? p->json : "");
    cJSON_Delete(root);
}

/* "product 09520000000011 R-100 Umineko ER-100 catalogue" */
static void compare_product(struct play *p, char **word, size_t words)
{
    static const char *const keys[] = {"gtin", "sku", "brand", "model", "from"};
    cJSON *root = p->json ? cJSON_Parse(p->json) : NULL;
    const cJSON *o = cJSON_GetObjectItem(root, "product");
    for (size_t i = 0; i < 5; i++)
        if (words != 6 || strcmp(text_of(o, keys[i]), word[i + 1]) != 0)
            complain(p, keys[i], text_of(o, keys[i]));
    cJSON_Delete(root);
}

/* "element 17 270500 2027-05-31": identifier, value, day or - */
static void compare_element(struct play *p, char **word, size_t words)
{
    cJSON *root = p->json ? cJSON_Parse(p->json) : NULL;
    const cJSON *e;
    bool found = false;
    cJSON_ArrayForEach(e, cJSON_GetObjectItem(root, "elements"))
    {
        found |= words == 4 && !strcmp(text_of(e, "ai"), word[1]) && !strcmp(text_of(e, "value"), word[2]) &&
                 !strcmp(text_of(e, "day"), word[3]);
    }
    if (!found)
        complain(p, "no such element", p->json ? p->json : "");
    cJSON_Delete(root);
}

static void play_line(struct play *p, char *line)
{
    char *word[WORDS_MAX];
    size_t words = world_words(line, word, WORDS_MAX);
    if (!strcmp(word[0], "check")) {
        read_call(p, word, words);
        run(p);
    } else if (!strcmp(word[0], "now") && words == 2) {
        moment_parse(word[1], &p->now);
    } else if (!strcmp(word[0], "built") && words == 2) {
        moment_parse(word[1], &p->ask.built_at);
    } else if (!strcmp(word[0], "last-record") && words == 2) {
        moment_parse(word[1], &p->last_record);
    } else if (market_from_name(word[0])) {
        compare(p, word, words);
    } else if (!strcmp(word[0], "label")) {
        compare_label(p, word, words);
    } else if (!strcmp(word[0], "element")) {
        compare_element(p, word, words);
    } else if (!strcmp(word[0], "product") && p->json) {
        compare_product(p, word, words);
    } else if (!world_line(&p->world, word, words)) {
        complain(p, "not understood", word[0]);
    }
}

static void play_file(const char *path, const char *name, const char *ledger)
{
    static char lines[WORDS_MAX][LINE_MAX_BYTES]; /* a case borrows its words until it ends */
    char text[LINE_MAX_BYTES];
    struct play p = {.file = name};
    bool open = false;
    size_t used = 0;
    snprintf(p.ledger, sizeof p.ledger, "%s", ledger);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(text, sizeof text, f)) {
        p.line++;
        text[strcspn(text, "\n")] = 0;
        if (!text[0] && open) {
            end(&p);
            open = false;
        }
        if (!text[0] || text[0] == '#')
            continue;
        if (!open) {
            begin(&p);
            open = true;
            used = 0;
        }
        assert_true(used < WORDS_MAX);
        strcpy(lines[used], text);
        play_line(&p, lines[used++]);
    }
    if (open)
        end(&p);
    fclose(f);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void test_cases(void **state)
{
    (void)state;
    char *names[FILES_MAX], ledger[64] = "/tmp/kenpin-golden-XXXXXX", file[80], path[1024];
    size_t count = 0;
    struct dirent *e;
    DIR *d = opendir(TESTS_DIR "/golden/cases");
    assert_non_null(d);
    while ((e = readdir(d)))
        if (e->d_name[0] != '.' && count < FILES_MAX)
            names[count++] = strdup(e->d_name);
    closedir(d);
    qsort(names, count, sizeof *names, by_name);
    assert_non_null(mkdtemp(ledger));
    snprintf(file, sizeof file, "%s/e.db", ledger);
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/golden/cases/%s", TESTS_DIR, names[i]);
        play_file(path, names[i], file);
        free(names[i]);
    }
    snprintf(path, sizeof path, "rm -r '%s'", ledger);
    assert_int_equal(system(path), 0);
    print_message("%d golden cases\n", cases);
    assert_int_equal(failures, 0);
    assert_true(cases > 0);
}

static int cases_of(int table, const struct row *rows, const char *id)
{
    int sum = 0;
    for (int i = 0; rows[i].id; i++)
        if (!strcmp(rows[i].id, id))
            sum += row_cases[table][i];
    return sum;
}

static void test_every_row_has_cases(void **state)
{
    (void)state;
    const struct row *const tables[] = {gb_table, jp_table};
    int missing = 0;
    for (int t = 0; t < 2; t++)
        for (int i = 0; tables[t][i].id; i++)
            if (row_cases[t][i] < 1 || cases_of(t, tables[t], tables[t][i].id) < 2) {
                fprintf(stderr, "row %s has too few cases: %s\n", tables[t][i].id, tables[t][i].reason.en);
                missing++;
            }
    assert_int_equal(missing, 0);
}

static void test_every_finding_has_cases(void **state)
{
    (void)state;
    int missing = 0;
    for (int i = FINDING_NONE + 1; i < FINDING_CODES; i++)
        if (finding_cases[i] < 2) {
            fprintf(stderr, "finding %s has too few cases\n", finding_name((enum finding_code)i));
            missing++;
        }
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_every_row_has_cases),
        cmocka_unit_test(test_every_finding_has_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
