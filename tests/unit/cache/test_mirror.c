#include "tests/unit/cache/fair.h"

#include <sodium.h>
#include <zstd.h>

#include "cache/registry/snapshot.h"

/* A publisher, a folder, a till. */

struct stage {
    struct place *hq, *till;
    char pub[300];
    struct db from, to;
    struct minisign_secret key;
    struct fair fair;
};

static void begin(struct stage *s)
{
    assert_int_equal(place_make((void **)&s->hq), 0);
    assert_int_equal(place_make((void **)&s->till), 0);
    snprintf(s->pub, sizeof s->pub, "%s/pub", s->till->dir);
    s->from = open_db(s->hq, DB_WRITE);
    s->to = open_db(s->till, DB_WRITE);
    s->key = fair_key(7);
    s->fair = (struct fair){0};
}

static void end(struct stage *s)
{
    struct folder folder;
    struct place pub = {0};
    struct place *p = calloc(1, sizeof *p);
    db_close(&s->from);
    db_close(&s->to);
    fair_clear(&s->fair);
    if (folder_open(s->pub, &folder, NULL) == 0) {
        assert_int_equal(folder_remove(&folder, ".kenpin-lock", NULL), 0);
        folder_close(&folder);
    }
    memcpy(pub.dir, s->pub, sizeof pub.dir);
    *p = pub;
    assert_int_equal(place_remove((void **)&p), 0);
    assert_int_equal(place_remove((void **)&s->hq), 0);
    assert_int_equal(place_remove((void **)&s->till), 0);
}

static const char *digest(char name)
{
    static char text[72];
    snprintf(text, sizeof text, "sha256:%064d", name);
    return text;
}

/* Beside the rows in hand there are these, so that a delta is smaller than a snapshot. */
enum { OTHERS = 40, LIST_MAX = 64 };

static void list(struct stage *s, char name, moment as_of, const struct one *rows)
{
    struct labels_options o = jc_star(as_of, digest(name));
    struct one all[LIST_MAX] = {0};
    struct many others;
    size_t count = OTHERS;
    memcpy(all, many(&others, 7000, OTHERS), OTHERS * sizeof *all);
    while (rows->number && count < LIST_MAX - 1)
        all[count++] = *rows++;
    for (size_t i = 0; i < OTHERS; i++)
        all[i].url = all[i].number; /* something that does not pack well */
    must_import(&s->from, &o, all);
}

static struct publish_result publish(struct stage *s, moment now)
{
    struct publish_ask ask = {.folder = s->pub, .key = &s->key, .now = now, .days = PUBLISH_DAYS};
    struct publish_result r;
    struct err err = {0};
    if (publish_folder(&s->from, &ask, &r, &err))
        fail_msg("publish: %s", err.en);
    fair_load(&s->fair, s->pub);
    return r;
}

static struct mirror_result pull_into(struct stage *s, struct db *db)
{
    struct mirror_ask ask = fair_ask(&s->fair, &s->key, NOW);
    struct mirror_result r;
    struct err err = {0};
    if (mirror_pull(db, &ask, &r, &err))
        fail_msg("pull: %s", err.en);
    return r;
}

static struct mirror_result pull(struct stage *s)
{
    return pull_into(s, &s->to);
}

static void refuse(struct stage *s, const struct mirror_ask *ask, const char *part)
{
    struct mirror_result r;
    struct err err = {0};
    int64_t entries = number(&s->to, "SELECT count(*) FROM entry");
    assert_int_equal(mirror_pull(&s->to, ask, &r, &err), -1);
    assert_said(&err, ERR_INPUT, part);
    assert_int_equal(sqlite3_get_autocommit(s->to.handle), 1);
    assert_int_equal(number(&s->to, "SELECT count(*) FROM entry"), entries);
}

/* All that a check can see of two caches is the same; ids may differ. */
static void assert_same_rows(struct db *a, const char *path)
{
    char text[600];
    snprintf(text, sizeof text, "ATTACH '%s' AS other", path);
    sql(a, text);
#define VIEW(db)                                                                                                       \
    "SELECT e.scheme, norm, number, product_id, level, status, word, issued, expires, product, vendor, url, url_hash," \
    " models, fingerprint, gone_copy IS NULL FROM " db ".entry e"
    assert_int_equal(number(a, "SELECT count(*) FROM (" VIEW("main") " EXCEPT " VIEW("other") ")"), 0);
    assert_int_equal(number(a, "SELECT count(*) FROM (" VIEW("other") " EXCEPT " VIEW("main") ")"), 0);
#define COUNTS(db) "SELECT status, labels, models FROM " db ".copy_count c JOIN " db ".present p ON p.copy = c.copy"
    assert_int_equal(number(a, "SELECT count(*) FROM (" COUNTS("main") " EXCEPT " COUNTS("other") ")"), 0);
    assert_int_equal(number(a, "SELECT count(*) FROM (" COUNTS("other") " EXCEPT " COUNTS("main") ")"), 0);
    sql(a, "DETACH other");
}

static size_t listing(struct db *db, const char *model)
{
    struct registry r = labels_registry(db);
    struct entries e;
    assert_int_equal(r.by_model(r.ctx, SCHEME_JC_STAR, model, &e, NULL), 0);
    size_t count = e.count;
    entries_clear(&e);
    return count;
}

/* Texts with everything that a line must not break at. */
static const struct one FIRST[] = {
    {.number = "DEMO-1", .models = "ER-1, ER-2", .url = "https://www.ipa.go.jp/x?a=1\t\\"},
    {.number = "ＤＥＭＯ－２", .models = "ER-1, GYESシリーズ"},
    {.number = "DEMO-3", .models = "ER-3"},
    {.number = "DEMO\\t4", .models = "ER-4"},
    {0}};
static const struct one SECOND[] = {{.number = "DEMO-1", .models = "ER-1, ER-9", .status = STATUS_REVOKED},
                                    {.number = "ＤＥＭＯ－２", .models = "ER-1, GYESシリーズ"},
                                    {.number = "DEMO\\t4", .models = "ER-4"},
                                    {.number = "DEMO-5", .models = "ER-3"},
                                    {0}};
static const struct one THIRD[] = {{.number = "DEMO-1", .models = "ER-1, ER-9", .status = STATUS_REVOKED},
                                   {.number = "DEMO-3", .models = "ER-3, ER-33"},
                                   {.number = "DEMO-5", .models = "ER-5"},
                                   {.number = "DEMO-6"},
                                   {0}};

static void a_snapshot_leaves_the_same_rows(void **state)
{
    (void)state;
    struct stage s;
    begin(&s);
    list(&s, 'a', NOW - 50, FIRST);
    publish(&s, NOW);
    struct mirror_result r = pull(&s);
    assert_int_equal(r.lists, 1);
    assert_int_equal(r.list[0].did, MIRROR_SNAPSHOT);
    assert_int_equal(r.list[0].labels.added, OTHERS + 4);
    assert_same_rows(&s.to, s.hq->path);
    assert_int_equal(listing(&s.to, "ER-1"), OTHERS + 2);
    struct answer a = ask_number(&s.to, SCHEME_JC_STAR, "DEMO-1");
    assert_string_equal(a.copy.source, "list.csv");
    assert_string_equal(a.copy.digest, digest('a'));
    assert_int_equal(a.copy.as_of, NOW - 50);
    answer_clear(&a);
    assert_int_equal(pull(&s).list[0].did, MIRROR_SAME);
    end(&s);
}

/* From list to list by deltas, in one leap, and by the snapshot: three tills that know the same. */
static void deltas_leave_what_a_snapshot_leaves(void **state)
{
    (void)state;
    struct place *leaps, *fresh;
    struct stage s;
    begin(&s);
    assert_int_equal(place_make((void **)&leaps) + place_make((void **)&fresh), 0);
    struct db leap = open_db(leaps, DB_WRITE), new = open_db(fresh, DB_WRITE);
    list(&s, 'a', NOW - 50, FIRST);
    publish(&s, NOW - 3);
    pull(&s);
    pull_into(&s, &leap);
    list(&s, 'b', NOW - 40, SECOND);
    publish(&s, NOW - 2);
    struct mirror_result r = pull(&s);
    assert_int_equal(r.list[0].did, MIRROR_DELTA);
    assert_int_equal(r.list[0].labels.changed, 1);
    assert_int_equal(r.list[0].labels.added, 1);
    assert_int_equal(r.list[0].labels.gone, 1);
    assert_int_equal(r.list[0].labels.labels, OTHERS + 4);
    assert_same_rows(&s.to, s.hq->path);
    assert_int_equal(listing(&s.to, "ER-3"), OTHERS + 2); /* one of them gone */
    assert_answer(&s.to, "DEMO-3", ANSWER_ABSENT, STATUS_GONE);
    list(&s, 'c', NOW - 30, THIRD);
    publish(&s, NOW - 1);
    r = pull(&s);
    assert_int_equal(r.list[0].did, MIRROR_DELTA);
    assert_int_equal(r.list[0].labels.returned, 1);
    assert_int_equal(pull_into(&s, &leap).list[0].did, MIRROR_DELTA);
    assert_int_equal(pull_into(&s, &new).list[0].did, MIRROR_SNAPSHOT);
    assert_same_rows(&s.to, s.hq->path);
    assert_same_rows(&s.to, leaps->path);
    assert_same_rows(&s.to, fresh->path);
    assert_int_equal(listing(&s.to, "ER-3"), OTHERS + 1);
    assert_int_equal(listing(&leap, "ER-3"), OTHERS + 1);
    assert_answer(&new, "DEMO-2", ANSWER_ABSENT, STATUS_GONE);
    assert_answer(&new, "DEMO-1", ANSWER_FOUND, STATUS_REVOKED);
    db_close(&leap);
    db_close(&new);
    assert_int_equal(place_remove((void **)&leaps) + place_remove((void **)&fresh), 0);
    end(&s);
}

static void the_age_is_the_lists(void **state)
{
    (void)state;
    struct stage s;
    begin(&s);
    list(&s, 'a', NOW - 500, FIRST);
    publish(&s, NOW - 9);
    pull(&s);
    publish(&s, NOW - 8); /* publishing again does not make a list younger */
    assert_int_equal(pull(&s).list[0].did, MIRROR_SAME);
    struct answer a = ask_number(&s.to, SCHEME_JC_STAR, "DEMO-1");
    assert_int_equal(a.copy.as_of, NOW - 500);
    answer_clear(&a);
    list(&s, 'a', NOW - 100, FIRST);
    publish(&s, NOW - 7);
    int asked = s.fair.asked;
    struct mirror_result r = pull(&s);
    assert_int_equal(r.list[0].did, MIRROR_SEEN);
    assert_int_equal(s.fair.asked - asked, 2);
    a = ask_number(&s.to, SCHEME_JC_STAR, "DEMO-1");
    assert_int_equal(a.copy.as_of, NOW - 100);
    answer_clear(&a);
    assert_int_equal(number(&s.to, "SELECT count(*) FROM copy"), 1);
    end(&s);
}

static void a_copy_of_another_way_takes_the_snapshot(void **state)
{
    (void)state;
    struct stage s;
    begin(&s);
    list(&s, 'a', NOW - 50, FIRST);
    publish(&s, NOW - 2);
    struct labels_options o = jc_star(NOW - 60, digest('z'));
    must_import(&s.to, &o, TWO);
    struct mirror_result r = pull(&s);
    assert_int_equal(r.list[0].did, MIRROR_SNAPSHOT);
    assert_answer(&s.to, "DEMO-1", ANSWER_FOUND, STATUS_CURRENT);
    o = jc_star(NOW - 10, digest('y'));
    o.accept_shrink = "a test";
    must_import(&s.to, &o, FIRST);
    list(&s, 'b', NOW - 40, SECOND);
    publish(&s, NOW - 1);
    assert_int_equal(pull(&s).list[0].did, MIRROR_OLDER); /* what is here is newer */
    end(&s);
}

/* ---- refusals ---- */

static void rollback_freeze_and_strangers(void **state)
{
    (void)state;
    struct stage s;
    struct fair old = {0};
    begin(&s);
    list(&s, 'a', NOW - 50, FIRST);
    publish(&s, NOW - 2);
    fair_load(&old, s.pub);
    publish(&s, NOW - 1);
    pull(&s);
    struct mirror_ask ask = fair_ask(&old, &s.key, NOW);
    refuse(&s, &ask, "set back");
    ask = fair_ask(&s.fair, &s.key, NOW + 8 * 86400);
    refuse(&s, &ask, "was good until");
    ask = fair_ask(&s.fair, &s.key, NOW - 3 * 86400);
    refuse(&s, &ask, "Set the clock");
    struct minisign_secret stranger = fair_key(8);
    ask = fair_ask(&s.fair, &stranger, NOW);
    refuse(&s, &ask, "not trusted here");
    memcpy(ask.trusted[0].id, s.key.id, sizeof s.key.id);
    refuse(&s, &ask, "signature is false");
    ask = fair_ask(&s.fair, &s.key, NOW);
    ask.trusted_count = 0;
    refuse(&s, &ask, "not trusted here");
    fair_clear(&old);
    end(&s);
}

/* latest.json and its signature, with any byte changed, or cut at any byte. */
static void every_byte_counts(void **state)
{
    (void)state;
    static const char *const names[] = {LATEST_NAME, LATEST_SIGNATURE_NAME};
    struct stage s;
    begin(&s);
    list(&s, 'a', NOW - 50, FIRST);
    publish(&s, NOW);
    struct mirror_ask ask = fair_ask(&s.fair, &s.key, NOW);
    for (size_t n = 0; n < 2; n++) {
        struct fair_file *f = fair_find(&s.fair, names[n]);
        size_t size = f->size, from = 0;
        if (n)
            from = (size_t)((uint8_t *)memchr(f->bytes, '\n', size) - f->bytes); /* before: not trusted */
        for (size_t at = from; at < size - 1; at++) {
            f->bytes[at] ^= 1;
            refuse(&s, &ask, "");
            f->bytes[at] ^= 1;
            f->size = at;
            refuse(&s, &ask, "");
            f->size = size;
        }
    }
    assert_int_equal(number(&s.to, "SELECT count(*) FROM mirror"), 0); /* no serial of what was not signed */
    assert_int_equal(pull(&s).list[0].did, MIRROR_SNAPSHOT);
    end(&s);
}

static void every_byte_of_a_list_counts(void **state)
{
    (void)state;
    struct stage s;
    begin(&s);
    list(&s, 'a', NOW - 50, FIRST);
    struct publish_result r = publish(&s, NOW);
    struct mirror_ask ask = fair_ask(&s.fair, &s.key, NOW);
    struct fair_file *f = fair_find(&s.fair, r.latest.list[0].snapshot.name);
    size_t size = f->size;
    for (size_t at = 0; at < size; at++) {
        f->bytes[at] ^= 0x10;
        refuse(&s, &ask, "not what its name says");
        f->bytes[at] ^= 0x10;
        f->size = at;
        refuse(&s, &ask, "not what its name says");
        f->size = size;
    }
    end(&s);
}

/* Signed truly, and unsound inside: the file itself is read without trust. */
static void every_byte_is_read_with_care(void **state)
{
    (void)state;
    struct stage s;
    struct snapshot *list_of = NULL;
    struct snapshot_head head;
    struct snapshot_record record;
    struct err err;
    bool more;
    begin(&s);
    list(&s, 'a', NOW - 50, FIRST);
    struct publish_result r = publish(&s, NOW);
    const struct latest_file *named = &r.latest.list[0].snapshot;
    struct fair_file *f = fair_find(&s.fair, named->name);
    char *text = malloc((size_t)named->text + 1);
    size_t room = ZSTD_compressBound((size_t)named->text);
    uint8_t *packed = malloc(room);
    assert_true(text && packed);
    assert_int_equal(ZSTD_decompress(text, (size_t)named->text, f->bytes, f->size), named->text);
    for (int64_t at = 0; at < 2 * named->text; at++) {
        size_t size = (size_t)(at < named->text ? named->text : at - named->text);
        char was = text[at % named->text];
        if (at < named->text)
            text[at] = (char)(was ^ 3);
        size_t n = ZSTD_compress(packed, room, text, size, 1);
        int rc = snapshot_open(packed, n, (int64_t)size, &list_of, &head, &err);
        while (rc == 0 && (rc = snapshot_next(list_of, &record, &more, &err)) == 0 && more)
            assert_non_null(record.label.norm);
        if (rc)
            assert_true(err.en[0] && err.ja[0]);
        else
            assert_true(at < named->text); /* a cut list never reads as a whole one */
        snapshot_close(list_of);
        text[at % named->text] = was;
    }
    free(text);
    free(packed);
    end(&s);
}

static void a_bomb_stays_packed(void **state)
{
    (void)state;
    enum { BOMB = 64 << 20 };
    char *zeros = calloc(1, BOMB);
    size_t room = ZSTD_compressBound(BOMB);
    uint8_t *packed = malloc(room);
    struct pack_reader *r;
    char *line;
    size_t size;
    struct err err;
    (void)state;
    assert_true(zeros && packed);
    memset(zeros, 'x', BOMB);
    size_t n = ZSTD_compress(packed, room, zeros, BOMB, 1);
    assert_true(n < BOMB / 1000);
    for (int64_t said = 0; said < 3; said++) { /* less than it holds, and more than a line may have */
        const int64_t text[] = {100, BOMB - 1, BOMB};
        assert_int_equal(pack_open(packed, n, text[said], &r, &err), 0);
        assert_int_equal(pack_line(r, &line, &size, &err), -1);
        assert_said(&err, ERR_INPUT, "cannot be unpacked");
        pack_close(r);
    }
    assert_int_equal(pack_open(packed, n, PACK_TEXT_MAX + 1, &r, &err), -1);
    free(zeros);
    free(packed);
}

/* ---- the folder ---- */

/* Caught between the two renames: the new signature beside the old latest.json. */
static void between_two_renames_it_is_the_state_before(void **state)
{
    (void)state;
    struct stage s;
    struct fair before = {0};
    begin(&s);
    list(&s, 'a', NOW - 50, FIRST);
    publish(&s, NOW - 2);
    fair_load(&before, s.pub);
    list(&s, 'b', NOW - 40, SECOND);
    publish(&s, NOW - 1);
    struct fair_file *json = fair_find(&s.fair, LATEST_NAME), *old = fair_find(&before, LATEST_NAME), held = *json;
    *json = *old;
    assert_int_equal(pull(&s).serial, NOW - 2);
    *json = held;
    assert_int_equal(pull(&s).serial, NOW - 1);
    fair_clear(&before);
    end(&s);
}

static void serials_grow_whatever_the_clock(void **state)
{
    (void)state;
    struct stage s;
    begin(&s);
    list(&s, 'a', NOW - 5000, FIRST);
    assert_int_equal(publish(&s, NOW).latest.serial, NOW);
    assert_int_equal(publish(&s, NOW).latest.serial, NOW + 1);
    assert_int_equal(publish(&s, NOW - 1000).latest.serial, NOW + 2);
    assert_int_equal(publish(&s, NOW + 1000).latest.serial, NOW + 1000);
    end(&s);
}

/* A till may hold a latest.json until it expires: its files are there till then, and go after. */
static void files_stay_as_long_as_a_latest_names_them(void **state)
{
    (void)state;
    struct stage s;
    const struct one *const lists[] = {FIRST, SECOND, THIRD};
    char first[PACK_NAME_TEXT];
    begin(&s);
    list(&s, 0, NOW - 5000, lists[0]);
    strcpy(first, publish(&s, NOW).latest.list[0].snapshot.name);
    for (char n = 1; n < 2 * LATEST_DELTAS_MAX + 3; n++) {
        struct one more[] = {FIRST[0], {.number = "DEMO-9", .models = (char[]){'E', 'R', (char)('A' + n), 0}}, {0}};
        list(&s, n, NOW - 5000 + n, more);
        struct publish_result r = publish(&s, NOW + n);
        assert_true(r.latest.list[0].deltas <= LATEST_DELTAS_MAX);
        assert_non_null(fair_find(&s.fair, first));
    }
    struct publish_result r = publish(&s, NOW + (PUBLISH_DAYS + 2) * 86400);
    assert_true(r.removed > 0);
    assert_null(fair_find(&s.fair, first));
    for (size_t i = 0; i < s.fair.count; i++)
        if (pack_is_name(s.fair.item[i].name))
            assert_true(latest_names(&r.latest, s.fair.item[i].name));
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_snapshot_leaves_the_same_rows),
        cmocka_unit_test(deltas_leave_what_a_snapshot_leaves),
        cmocka_unit_test(the_age_is_the_lists),
        cmocka_unit_test(a_copy_of_another_way_takes_the_snapshot),
        cmocka_unit_test(rollback_freeze_and_strangers),
        cmocka_unit_test(every_byte_counts),
        cmocka_unit_test(every_byte_of_a_list_counts),
        cmocka_unit_test(every_byte_is_read_with_care),
        cmocka_unit_test(a_bomb_stays_packed),
        cmocka_unit_test(between_two_renames_it_is_the_state_before),
        cmocka_unit_test(serials_grow_whatever_the_clock),
        cmocka_unit_test(files_stay_as_long_as_a_latest_names_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
