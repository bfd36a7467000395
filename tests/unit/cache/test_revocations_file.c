#include "cache/registry/revocations_file.h"
#include "tests/unit/cache/place.h"

/* revocations.csv: read whole, or refused with what is wrong; never passed over. */

static void write_bytes(const struct place *p, const char *bytes, size_t size)
{
    FILE *f = fopen(p->path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

static struct revocations must_read(const struct place *p, const char *text)
{
    struct revocations r;
    struct err err = {0};
    write_bytes(p, text, strlen(text));
    if (revocations_file_read(p->path, &r, &err))
        fail_msg("%s", err.en);
    return r;
}

static void a_missing_file_is_no_revocation(void **state)
{
    struct place *p = *state;
    struct revocations r;
    struct err err = {0};
    assert_int_equal(revocations_file_read(p->path, &r, &err), 0);
    assert_null(r.file);
    assert_int_equal(r.count, 0);
}

static void every_column_is_read(void **state)
{
    struct revocations r = must_read(*state, "date;reason;number;scheme;note\r\n"
                                             "2026-11-20;recalled;ｄｅｍｏ-1;CLS;x\r\n"
                                             ";;DEMO-2;;\r\n"
                                             "令和8年11月1日;;DEMO-3;JC-STAR;\r\n");
    assert_string_equal(r.file, "cache.db"); /* its name, not its path */
    assert_int_equal(strncmp(r.digest, "sha256:", 7), 0);
    assert_int_equal(r.count, 3);
    assert_null(revocations_find(&r, SCHEME_JC_STAR, "DEMO-1"));
    const struct revocation *one = revocations_find(&r, SCHEME_CLS, "DEMO-1");
    assert_string_equal(one->reason, "recalled");
    assert_string_equal(one->number, "ｄｅｍｏ-1");
    assert_int_equal(one->date, 20261120);
    assert_non_null(revocations_find(&r, SCHEME_CLS, "DEMO-2"));
    assert_non_null(revocations_find(&r, SCHEME_JC_STAR, "DEMO-2"));
    assert_int_equal(revocations_find(&r, SCHEME_JC_STAR, "DEMO-3")->date, 20261101);
    revocations_clear(&r);
}

static void assert_refused(const struct place *p, const char *bytes, size_t size, const char *part)
{
    struct revocations r;
    struct err err = {0};
    write_bytes(p, bytes, size);
    assert_int_equal(revocations_file_read(p->path, &r, &err), -1);
    assert_said(&err, ERR_INPUT, part);
    assert_non_null(strstr(err.en, "nothing is checked"));
    assert_non_null(strstr(err.ja, "検査しません"));
    assert_null(r.file);
    assert_int_equal(r.count, 0);
}

static void what_is_wrong_is_never_passed_over(void **state)
{
    static const struct {
        const char *text, *part;
    } wrong[] = {
        {"", "empty"},
        {"\n\n", "empty"},
        {"DEMO-1\nDEMO-2\n", "number"},
        {"number,number\nDEMO-1,DEMO-2\n", "number"},
        {"number,scheme\nDEMO-1,jc star\n", "line 2"},
        {"number,scheme\nDEMO-1,\nDEMO-2,gone\n", "line 3"},
        {"number,date\nDEMO-1,05/06/2026\n", "line 2"},
        {"number,reason\n-,dash\n", "line 2"},
        {"number,reason\n,none\n", "line 2"},
        {"number,reason\nDEMO-1,a,b\n", "line 2"},
        {"number\n\"DEMO-1\n", "line 2"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_refused(*state, wrong[i].text, strlen(wrong[i].text), wrong[i].part);
    assert_refused(*state, "number\nDEMO-1\0\n", 15, "revocations");
    assert_refused(*state, "number\nDEMO-\xff\xff\n", 15, "revocations");
}

/* A file cut anywhere is refused, or is a shorter list that is whole: never one with half a number from a quoted cell.
 */
static void a_cut_file_never_names_half_a_cell(void **state)
{
    const char whole[] = "number,scheme\n\"DEMO-10\",jc-star\n\"DEMO-20\",cls\n";
    struct place *p = *state;
    for (size_t size = 0; size < sizeof whole; size++) {
        struct revocations r;
        struct err err = {0};
        write_bytes(p, whole, size);
        if (revocations_file_read(p->path, &r, &err)) {
            assert_int_equal(err.code, ERR_INPUT);
            continue;
        }
        for (size_t i = 0; i < r.count; i++)
            assert_true(strcmp(r.item[i].norm, "DEMO-10") == 0 || strcmp(r.item[i].norm, "DEMO-20") == 0);
        revocations_clear(&r);
    }
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_missing_file_is_no_revocation),
        IN_PLACE(every_column_is_read),
        IN_PLACE(what_is_wrong_is_never_passed_over),
        IN_PLACE(a_cut_file_never_names_half_a_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
