/* The ledger as its users see it: appending and listing. */
#include "tests/unit/evidence/place.h"

#include <fcntl.h>
#include <sodium.h>

/* The seqs that a filter lets through, as "1 3 4". */
struct listing {
    char seqs[256];
    int stop_after; /* 0 = never */
};

static int list_one(void *ctx, const struct ledger_record *record, struct err *err)
{
    struct listing *list = ctx;
    size_t used = strlen(list->seqs);
    (void)err;
    snprintf(list->seqs + used, sizeof list->seqs - used, "%s%lld", used ? " " : "", (long long)record->seq);
    return list->stop_after && record->seq == list->stop_after ? 7 : 0;
}

static void expect_listing(struct ledger *l, struct ledger_filter filter, const char *seqs)
{
    struct listing list = {0};
    struct err err = {0};
    if (ledger_read(l, &filter, list_one, &list, &err))
        fail_msg("%s", err.en);
    assert_string_equal(list.seqs, seqs);
}

static void first_record_is_number_one_and_hashes_as_the_header_says(void **state)
{
    struct place *p = *state;
    struct ledger *l = opened(p->path, true);
    struct receipt r = appended(l, NOON, "{\"名\":\"箱\"}");
    assert_int_equal(r.seq, 1);

    unsigned char input[32 + 64] = {0}, hash[32];
    const char *text = "{\"名\":\"箱\"}";
    memcpy(input + 32, text, strlen(text));
    crypto_hash_sha256(hash, input, 32 + strlen(text));
    char hex[65];
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    assert_memory_equal(r.hash, "sha256:", 7);
    assert_string_equal(r.hash + 7, hex);
    ledger_close(l);
}

static void second_record_hashes_over_the_first(void **state)
{
    struct place *p = *state;
    struct ledger *l = opened(p->path, true);
    struct receipt first = appended(l, NOON, "same"), second = appended(l, NOON, "same");
    assert_int_equal(second.seq, 2);

    unsigned char input[32 + 4], hash[32];
    sodium_hex2bin(input, 32, first.hash + 7, 64, NULL, NULL, NULL);
    memcpy(input + 32, "same", 4);
    crypto_hash_sha256(hash, input, sizeof input);
    char hex[65];
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    assert_string_equal(second.hash + 7, hex);
    ledger_close(l);
}

static int same_record(void *ctx, const struct ledger_record *record, struct err *err)
{
    const struct receipt *receipt = ctx;
    (void)err;
    assert_int_equal(record->seq, receipt->seq);
    assert_int_equal(record->at, NOON);
    assert_string_equal(record->text, "{\"n\":1}");
    assert_string_equal(record->hash, receipt->hash);
    return 0;
}

static void a_record_is_read_back_as_it_was_written(void **state)
{
    struct place *p = *state;
    struct receipt receipt;
    fill(p->path, 1, &receipt);
    struct ledger *l = opened(p->path, false);
    struct err err = {0};
    assert_int_equal(ledger_read(l, &(struct ledger_filter){0}, same_record, &receipt, &err), 0);
    ledger_close(l);
}

static void the_moment_of_the_last_record(void **state)
{
    struct place *p = *state;
    struct ledger *l = opened(p->path, true);
    struct err err = {0};
    moment at = 1;
    assert_int_equal(ledger_last_at(l, &at, &err), 0);
    assert_int_equal(at, 0);
    appended(l, NOON, "{}");
    appended(l, NOON - 60, "{}"); /* by a clock that was put back: still the last */
    assert_int_equal(ledger_last_at(l, &at, &err), 0);
    assert_int_equal(at, NOON - 60);
    ledger_close(l);
}

/* Else scanning again would make a wrong clock right. */
static void a_record_with_a_wrong_clock_is_no_measure(void **state)
{
    struct place *p = *state;
    struct receipt receipt;
    struct err err = {0};
    moment at = 0;
    struct ledger *l = opened(p->path, true);
    assert_int_equal(ledger_append(l, 5000, "{\"kind\":\"check\"}", &receipt, &err), 0);
    assert_int_equal(ledger_append(l, 1000, "{\"findings\":[{\"code\":\"clock-suspect\"}]}", &receipt, &err), 0);
    assert_int_equal(ledger_last_at(l, &at, &err), 0);
    assert_int_equal(at, 5000);
    ledger_close(l);
}

static void no_file_is_no_ledger_and_makes_none(void **state)
{
    struct place *p = *state;
    assert_null(opened(p->path, false));
    assert_int_equal(access(p->path, F_OK), -1);
    char deeper[400];
    snprintf(deeper, sizeof deeper, "%s/no/such/evidence.db", p->folder);
    assert_null(opened(deeper, false));
}

static void an_empty_file_is_no_ledger_and_becomes_one(void **state)
{
    struct place *p = *state;
    write_file(p->path, "", 0); /* as a full disk leaves it */
    assert_null(opened(p->path, false));
    fill(p->path, 1, NULL);
    assert_int_equal(verified_file(p->path, NULL).records, 1);
}

static void names_that_sqlite_reads_otherwise_are_files(void **state)
{
    static const char *const names[] = {":memory:", "file:evidence.db?mode=memory", "-evidence.db"};
    struct place *p = *state;
    int here = open(".", O_RDONLY | O_DIRECTORY);
    assert_int_equal(chdir(p->folder), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fill(names[i], 1, NULL);
        assert_int_equal(access(names[i], F_OK), 0);
    }
    assert_int_equal(fchdir(here), 0);
    close(here);
}

static void a_link_is_followed(void **state)
{
    struct place *p = *state;
    char link[400];
    fill(p->path, 2, NULL);
    snprintf(link, sizeof link, "%s/link.db", p->folder);
    assert_int_equal(symlink("evidence.db", link), 0);
    fill(link, 1, NULL);
    assert_int_equal(verified_file(p->path, NULL).records, 3);
}

static void a_closed_ledger_is_one_file(void **state)
{
    struct place *p = *state;
    char wal[400];
    fill(p->path, 3, NULL);
    snprintf(wal, sizeof wal, "%s-wal", p->path);
    assert_int_equal(access(wal, F_OK), -1);
}

static void what_is_no_text_is_not_recorded(void **state)
{
    struct place *p = *state;
    struct ledger *l = opened(p->path, true);
    struct receipt r = {.seq = 9};
    struct err err = {0};
    assert_int_equal(ledger_append(l, NOON, "{\"a\":\"\xff\"}", &r, &err), -1);
    assert_int_equal(err.code, ERR_INPUT);
    assert_int_equal(r.seq, 0);
    char *long_text = malloc(LEDGER_TEXT_MAX + 2);
    memset(long_text, 'x', LEDGER_TEXT_MAX + 1);
    long_text[LEDGER_TEXT_MAX + 1] = 0;
    assert_int_equal(ledger_append(l, NOON, long_text, &r, &err), -1);
    assert_int_equal(err.code, ERR_INPUT);
    long_text[LEDGER_TEXT_MAX] = 0; /* the longest there may be */
    assert_int_equal(appended(l, NOON, long_text).seq, 1);
    assert_int_equal(verified(l, NULL).records, 1);
    free(long_text);
    ledger_close(l);
}

/* ---- listing ---- */

static void listing_filters(void **state)
{
    static const char *const texts[] = {
        /* 1 */ "{\"kind\":\"check\",\"outcome\":\"pass\",\"product\":{\"gtin\":\"04901234567894\"},"
                "\"facts\":{\"consignment\":\"C-1\"},\"labels\":[{\"number\":\"DEMO-0001\"}]}",
        /* 2 */
        "{\"kind\":\"check\",\"outcome\":\"hold\",\"product\":{\"gtin\":null},\"facts\":{\"consignment\":null},"
        "\"labels\":[{\"number\":null},{\"number\":\"DEMO-0002\"},{\"number\":\"DEMO-0001\"}]}",
        /* 3 */ "{\"kind\":\"confirmation\",\"gtin\":\"04901234567894\",\"entry\":{\"number\":\"DEMO-0001\"}}",
        /* 4 */ "{\"kind\":\"check\",\"outcome\":\"pass\",\"labels\":[]}",
        /* 5: other shapes than ours */
        "{\"outcome\":{\"a\":1},\"labels\":[\"DEMO-0001\",7,[]],\"product\":3,\"facts\":\"x\"}",
        /* 6 */ "no JSON at all",
    };
    struct place *p = *state;
    struct ledger *l = opened(p->path, true);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        appended(l, NOON + 100 * (moment)i, texts[i]);

    expect_listing(l, (struct ledger_filter){0}, "1 2 3 4 5 6");
    expect_listing(l, (struct ledger_filter){.outcome = "pass"}, "1 4");
    expect_listing(l, (struct ledger_filter){.outcome = "stop"}, "");
    expect_listing(l, (struct ledger_filter){.label = "DEMO-0001"}, "1 2 3");
    expect_listing(l, (struct ledger_filter){.label = "demo-0002"}, "2");
    expect_listing(l, (struct ledger_filter){.gtin = "04901234567894"}, "1 3");
    expect_listing(l, (struct ledger_filter){.consignment = "C-1"}, "1");
    expect_listing(l, (struct ledger_filter){.kind = "check"}, "1 2 4");
    expect_listing(l, (struct ledger_filter){.kind = "check", .outcome = "pass", .label = "DEMO-0001"}, "1");
    expect_listing(l, (struct ledger_filter){.since = NOON + 100}, "2 3 4 5 6");
    expect_listing(l, (struct ledger_filter){.before = NOON + 100}, "1");
    expect_listing(l, (struct ledger_filter){.since = NOON + 100, .before = NOON + 300}, "2 3");
    expect_listing(l, (struct ledger_filter){.seq = 6}, "6");
    expect_listing(l, (struct ledger_filter){.seq = 7}, "");
    ledger_close(l);
}

static void the_reader_may_stop(void **state)
{
    struct place *p = *state;
    fill(p->path, 5, NULL);
    struct ledger *l = opened(p->path, false);
    struct listing list = {.stop_after = 2};
    struct err err = {0};
    assert_int_equal(ledger_read(l, &(struct ledger_filter){0}, list_one, &list, &err), 7);
    assert_string_equal(list.seqs, "1 2");
    ledger_close(l);
}

static int collect_text(void *ctx, const struct ledger_record *record, struct err *err)
{
    (void)err;
    assert_true(strlen(record->text) < 32);
    strcat(strcat(ctx, record->text), "|");
    return 0;
}

static void a_damaged_record_does_not_end_the_listing(void **state)
{
    struct place *p = *state;
    char texts[256] = "";
    struct err err = {0};
    fill(p->path, 3, NULL);
    tamper(p->path, "UPDATE record SET text = CAST(x'7B22FF227D' AS TEXT), hash = x'00' WHERE seq = 2");
    struct ledger *l = opened(p->path, false);
    assert_int_equal(ledger_read(l, &(struct ledger_filter){0}, collect_text, texts, &err), 0);
    assert_string_equal(texts, "{\"n\":1}||{\"n\":3}|");
    expect_listing(l, (struct ledger_filter){.outcome = "pass"}, "");
    ledger_close(l);
}

static void a_group_is_one_chain_all_of_it_or_none(void **state)
{
    struct place *p = *state;
    struct ledger *l = opened(p->path, true);
    struct receipt before = appended(l, NOON, "{\"n\":1}"), r[3];
    const struct ledger_item items[] = {{NOON, "{\"n\":2}"}, {NOON, "{\"n\":3}"}, {NOON, "{\"n\":4}"}};
    const struct ledger_item broken[] = {{NOON, "{\"n\":5}"}, {NOON, "\xff"}};
    struct err err = {0};
    int64_t last = 0;
    assert_int_equal(ledger_append_group(l, items, 3, r, &err), 0);
    assert_int_equal(r[0].seq, before.seq + 1);
    assert_int_equal(r[2].seq, before.seq + 3);
    assert_int_equal(ledger_append_group(l, broken, 2, r, &err), -1);
    assert_int_equal(ledger_last_seq(l, &last, &err), 0);
    assert_int_equal(last, 4);
    assert_int_equal(verified(l, before.hash).chain, CHAIN_WHOLE);
    expect_listing(l, (struct ledger_filter){.after = 2}, "3 4");
    ledger_close(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(first_record_is_number_one_and_hashes_as_the_header_says),
        T(a_group_is_one_chain_all_of_it_or_none),
        T(second_record_hashes_over_the_first),
        T(a_record_is_read_back_as_it_was_written),
        T(the_moment_of_the_last_record),
        T(a_record_with_a_wrong_clock_is_no_measure),
        T(no_file_is_no_ledger_and_makes_none),
        T(an_empty_file_is_no_ledger_and_becomes_one),
        T(names_that_sqlite_reads_otherwise_are_files),
        T(a_link_is_followed),
        T(a_closed_ledger_is_one_file),
        T(what_is_no_text_is_not_recorded),
        T(listing_filters),
        T(the_reader_may_stop),
        T(a_damaged_record_does_not_end_the_listing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
