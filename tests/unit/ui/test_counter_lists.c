/* What all stations of a counter see: consignments, records, models by what is remembered of them, the command card. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "tests/unit/ui/shop.h"
#include "ui/counter/fold.h"
#include "ui/show/field.h"

static cJSON *parsed(struct buffer *json)
{
    cJSON *out = cJSON_Parse(json->bytes);
    assert_non_null(out);
    buffer_clear(json);
    return out;
}

static cJSON *act(struct shop *s, struct counter_call call)
{
    struct buffer view = {0};
    call.station = call.station ? call.station : s->station[1];
    must(counter_do(s->counter, &call, &view, &err));
    return parsed(&view);
}

static void scan(struct shop *s, const char *text)
{
    cJSON_Delete(act(s, (struct counter_call){.act = ACT_SCAN, .text = text, .how = ORIGIN_SCAN}));
}

static void a_consignment_with_its_boxes(void **state)
{
    struct shop s;
    struct buffer json = {0};
    (void)state;
    shop_open(&s);
    cJSON_Delete(act(&s, (struct counter_call){.act = ACT_OPEN, .name = "PO-1"}));
    scan(&s, "9520000001018");
    scan(&s, "9520000001018");
    cJSON_Delete(act(&s, (struct counter_call){.act = ACT_CLOSE}));
    must(counter_consignments(s.counter, &json, &err));
    cJSON *list = parsed(&json);
    const cJSON *first = cJSON_GetArrayItem(field(list, "consignments"), 0);
    assert_string_equal(field_text(first, "name"), "PO-1");
    assert_string_not_equal(field_text(first, "closed_at"), "");
    int64_t id = field_number(first, "id");
    cJSON_Delete(list);
    must(counter_consignment(s.counter, id, &json, &err));
    cJSON *one = parsed(&json);
    assert_int_equal(field_number(field(one, "consignment"), "boxes"), 2);
    assert_int_equal(cJSON_GetArraySize(field(one, "boxes")), 2);
    assert_int_equal(field_number(cJSON_GetArrayItem(field(one, "boxes"), 1), "repeat_of"), 1);
    assert_memory_equal(field_text(field(one, "head"), "hash"), "sha256:", 7);
    assert_int_equal(cJSON_GetArraySize(field(field(one, "qr"), "rows")), field_number(field(one, "qr"), "size"));
    cJSON_Delete(one);
    struct err why = {0};
    assert_int_equal(counter_consignment(s.counter, id + 1, &json, &why), -1);
    assert_int_equal(why.code, ERR_INPUT);
    buffer_clear(&json);
    shop_close(&s);
}

static void search_finds(struct shop *s, const char *text, const char *model)
{
    struct buffer json = {0};
    must(counter_search(s->counter, text, &json, &err));
    cJSON *found = parsed(&json);
    assert_string_equal(field_text(cJSON_GetArrayItem(field(found, "models"), 0), "model"), model);
    cJSON_Delete(found);
}

static void models_by_what_is_remembered(void **state)
{
    struct shop s;
    (void)state;
    shop_open(&s);
    search_finds(&s, "ND-1", "ND-1");
    search_finds(&s, "nd1/w", "ND-1/W");  /* case and punctuation aside */
    search_finds(&s, "ＮＤ－４", "ND-4"); /* full-width */
    search_finds(&s, "somebody", "XX-9"); /* by the vendor */
    search_finds(&s, "devices ltd nd 4", "ND-4");
    search_finds(&s, "x", ""); /* too little to look for */
    search_finds(&s, "", "");
    shop_import(&s, "number,level,status,vendor,models,issued,expires\n"
                    "DEMO-0201,1,Active,架空電機,カメラーＡ,2026-01-15,2027-12-31\n"
                    "DEMO-0202,1,Active,架空電機,ND-1,2026-01-15,2027-12-31\n"
                    "DEMO-0203,1,Active,架空電機,ND-2,2026-01-15,2027-12-31\n"
                    "DEMO-0204,1,Active,架空電機,ND-3,2026-01-15,2027-12-31\n"
                    "DEMO-0101,1,Active,架空電機,A-1,2026-01-15,2027-12-31\n"
                    "DEMO-0104,1,Active,架空電機,A-4,2026-01-15,2027-12-31\n"
                    "DEMO-0105,1,Active,架空電機,A-5,2026-01-15,2027-12-31\n"
                    "DEMO-0109,1,Active,架空電機,A-9,2026-01-15,2027-12-31\n");
    search_finds(&s, "かめらA", "カメラーＡ"); /* hiragana, without the long vowel */
    search_finds(&s, "ｶﾒﾗ", "カメラーＡ");     /* half-width */
    shop_close(&s);
}

static void a_script_checks_once(void **state)
{
    struct shop s;
    struct check_ask ask = {.gtin = "9520000001018",
                            .market = {MARKET_GB},
                            .markets = 1,
                            .role = ROLE_RETAILER,
                            .event = EVENT_SALE,
                            .default_scope = SCOPE_IN,
                            .default_statement = STATEMENT_UNKNOWN,
                            .failure = FAILURE_NONE,
                            .limits = check_default_limits};
    char *first, *again, *other;
    (void)state;
    shop_open(&s);
    ask.clock = shop_clock;
    ask.clock_ctx = &s;
    must(counter_check(s.counter, &ask, "key-1", NULL, &first, &err));
    must(counter_check(s.counter, &ask, "key-1", NULL, &again, &err));
    must(counter_check(s.counter, &ask, NULL, NULL, &other, &err));
    assert_string_equal(first, again);
    assert_string_not_equal(first, other);
    cJSON *record = cJSON_Parse(first);
    assert_string_equal(field_text(record, "outcome"), "pass");
    assert_int_equal(field_number(field(record, "receipt"), "seq"), 1);
    cJSON_Delete(record);
    free(first);
    free(again);
    free(other);
    /* a key that did something else is no check's */
    cJSON_Delete(act(&s, (struct counter_call){.act = ACT_OPERATOR, .name = "Sato", .key = "key-2"}));
    struct err why = {0};
    assert_int_equal(counter_check(s.counter, &ask, "key-2", NULL, &first, &why), -1);
    assert_int_equal(why.code, ERR_CONFLICT);
    shop_close(&s);
}

/* What schema 1 did not keep of a key is not held against who asks again. */
static void a_counter_of_schema_1_goes_on(void **state)
{
    struct shop s;
    char path[SHOP_PATH];
    const uint8_t this[COUNTER_WHAT] = {1}, that[COUNTER_WHAT] = {2};
    struct counter_call call = {.act = ACT_OPERATOR, .name = "Sato", .key = "old"}, other = call;
    struct buffer view = {0};
    struct err why = {0};
    sqlite3 *db;
    (void)state;
    shop_open(&s);
    cJSON_Delete(act(&s, call));
    counter_close(s.counter);
    assert_int_equal(sqlite3_open(shop_path(&s, "counter.db", path), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "ALTER TABLE act DROP COLUMN what; PRAGMA user_version = 1", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    shop_open_counter(&s);
    call.what = this;
    cJSON_Delete(act(&s, call));
    call.key = other.key = "new";
    cJSON_Delete(act(&s, call));
    other.station = s.station[1];
    other.what = that;
    assert_int_equal(counter_do(s.counter, &other, &view, &why), -1);
    assert_int_equal(why.code, ERR_CONFLICT);
    buffer_clear(&view);
    shop_close(&s);
}

static void who_is_cut_off_is_nobody(void **state)
{
    struct shop s;
    char token[STATION_TOKEN_MAX], other[STATION_TOKEN_MAX] = "guessed";
    int64_t id, found;
    struct buffer view = {0};
    struct err why = {0};
    (void)state;
    shop_open(&s);
    must(counter_station_new(s.counter, STATION_BROWSER, "Phone", &id, token, &err));
    must(counter_station_by_token(s.counter, token, &found, &err));
    assert_int_equal(found, id);
    must(counter_station_by_token(s.counter, other, &found, &err));
    assert_int_equal(found, 0);
    must(counter_station_cut(s.counter, id, &err));
    must(counter_station_by_token(s.counter, token, &found, &err));
    assert_int_equal(found, 0);
    assert_int_equal(counter_view(s.counter, id, &view, &why), -1);
    assert_int_equal(why.code, ERR_USAGE);
    buffer_clear(&view);
    shop_close(&s);
}

/* Printed in one shop, a command does nothing in another. */
static void the_card_is_the_shops_own(void **state)
{
    struct shop s, t;
    struct buffer one = {0}, two = {0};
    (void)state;
    shop_open(&s);
    shop_open(&t);
    must(counter_card(s.counter, &one, &err));
    must(counter_card(t.counter, &two, &err));
    assert_string_not_equal(one.bytes, two.bytes);
    cJSON *card = parsed(&one);
    const cJSON *code;
    int codes = 0;
    cJSON_ArrayForEach(code, field(card, "codes"))
    {
        assert_string_not_equal(field_text(field(code, "label"), "en"), "");
        assert_string_not_equal(field_text(field(code, "label"), "ja"), "");
        codes++;
    }
    assert_true(codes >= 20);
    cJSON_Delete(card);
    buffer_clear(&two);
    shop_close(&s);
    shop_close(&t);
}

static void pins_have_their_bounds(void **state)
{
    struct shop s;
    struct err why = {0};
    struct buffer json = {0};
    (void)state;
    shop_open(&s);
    assert_int_equal(counter_supervisor_set(s.counter, "Tanaka", "123", &why), -1);
    assert_int_equal(counter_supervisor_set(s.counter, "", "1234", &why), -1);
    must(counter_supervisor_set(s.counter, "Tanaka", "1234", &err));
    must(counter_supervisors(s.counter, &json, &err));
    assert_string_equal(json.bytes, "{\"supervisors\":[\"Tanaka\"]}");
    buffer_clear(&json);
    shop_close(&s);
}

/* Too many are no more begun, by name or by the first scan; and those that are open can still be worked at and closed.
 */
static void so_many_are_open_and_no_more(void **state)
{
    struct shop s;
    struct buffer view = {0};
    struct err why = {0};
    const struct counter_call first = {.act = ACT_SCAN, .text = "9520000001018", .how = ORIGIN_SCAN};
    (void)state;
    shop_open(&s);
    for (int i = 0; i < FOLD_CONSIGNMENTS_MAX; i++)
        cJSON_Delete(act(&s, (struct counter_call){.act = ACT_OPEN, .name = "PO"}));
    struct counter_call call = first;
    call.station = s.station[2];
    assert_int_equal(counter_do(s.counter, &call, &view, &why), -1);
    assert_int_equal(why.code, ERR_INPUT);
    counter_close(s.counter);
    shop_open_counter(&s);
    cJSON_Delete(act(&s, (struct counter_call){.act = ACT_CLOSE}));
    cJSON *shown = act(&s, call);
    assert_int_equal(field_number(field(shown, "consignment"), "boxes"), 1);
    cJSON_Delete(shown);
    buffer_clear(&view);
    shop_close(&s);
}

/* What was read is not there any more: nothing is taken that would not be counted. */
static void other_evidence_is_not_gone_on_with(void **state)
{
    static const char *const files[] = {"evidence.db", "evidence.db-wal", "evidence.db-shm"};
    struct shop s;
    struct err why = {0};
    char path[SHOP_PATH];
    (void)state;
    shop_open(&s);
    scan(&s, "9520000001018");
    counter_close(s.counter);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        (void)unlink(shop_path(&s, files[i], path));
    struct counter_setup setup = {.folder = s.folder, .random = randombytes_buf};
    assert_int_equal(counter_open(&setup, &s.counter, &why), -1);
    assert_int_equal(why.code, ERR_DATA);
    (void)unlink(shop_path(&s, "counter.db", path));
    shop_open_counter(&s);
    shop_close(&s);
}

enum { PROGRAMS = 3, SCANS = 20 };

/* In a program of its own. */
static int scans_all(struct shop *s, int station)
{
    struct counter_call call = {.station = s->station[station], .act = ACT_JOIN, .number = 1, .how = ORIGIN_SCAN};
    struct buffer view = {0};
    struct err why = {0};
    int failed = 0;
    shop_open_counter(s);
    for (int i = 0; i <= SCANS; i++) {
        failed += counter_do(s->counter, &call, &view, &why) != 0;
        buffer_clear(&view);
        call.act = ACT_SCAN;
        call.text = i % 2 ? "9520000001018" : "9520000001056";
    }
    counter_close(s->counter);
    return failed;
}

/* Each at its station, all at one consignment: no box is lost, none is there twice, and none is refused. */
static void several_programs_at_once(void **state)
{
    struct shop s;
    struct buffer json = {0};
    int how, failed = 0;
    (void)state;
    shop_open(&s);
    cJSON_Delete(act(&s, (struct counter_call){.act = ACT_OPEN, .name = "PO-1"}));
    counter_close(s.counter);
    for (int i = 1; i <= PROGRAMS; i++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0)
            _exit(scans_all(&s, i) != 0);
    }
    for (int i = 1; i <= PROGRAMS; i++)
        failed += wait(&how) < 0 || how != 0;
    assert_int_equal(failed, 0);
    shop_open_counter(&s);
    must(counter_consignment(s.counter, 1, &json, &err));
    cJSON *one = parsed(&json);
    assert_int_equal(cJSON_GetArraySize(field(one, "boxes")), PROGRAMS * SCANS);
    cJSON_Delete(one);
    shop_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_consignment_with_its_boxes), cmocka_unit_test(models_by_what_is_remembered),
        cmocka_unit_test(a_script_checks_once),         cmocka_unit_test(a_counter_of_schema_1_goes_on),
        cmocka_unit_test(who_is_cut_off_is_nobody),     cmocka_unit_test(the_card_is_the_shops_own),
        cmocka_unit_test(pins_have_their_bounds),       cmocka_unit_test(several_programs_at_once),
        cmocka_unit_test(so_many_are_open_and_no_more), cmocka_unit_test(other_evidence_is_not_gone_on_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
