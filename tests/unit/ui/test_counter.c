/* The goods-in counter, as a station meets it. tests/golden/counter/ holds what is done and what is shown, in lines
 * that read like a day at the dock door (tests/golden/README.md says how). */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "cache/registry/import.h"
#include "cache/registry/products.h"
#include "ui/counter/counter.h"
#include "ui/show/field.h"

enum { LINE_MAX_BYTES = 4096, WORDS = 16, STATIONS = 4, NAME_BYTES = 512 };

/* ---- the shop ---- */

static const char catalogue[] = "sku,gtin,brand,model,vendor,scope,statement,support_until\n"
                                "R-1,9520000001018,Nosuch,ND-1,Nosuch Devices Ltd.,in,unknown,2031-12-31\n"
                                "R-2,9520000001025,Nosuch,ND-2,Nosuch Devices Ltd.,in,unknown,2031-12-31\n"
                                "R-3,9520000001032,Nosuch,ND-3,Nosuch Devices Ltd.,in,complete,2031-12-31\n"
                                "R-4,9520000001049,Nosuch,ND-4,Nosuch Devices Ltd.,in,unknown,2031-12-31\n"
                                "R-5,9520000001056,Other,OT-5,Other Makers,in,unknown,2031-12-31\n";

/* ND-2 carries a label whose vendor is written otherwise, so that it is not found by its model; ND-4's was revoked. */
static const char registry[] = "number,level,status,vendor,models,issued,expires\n"
                               "DEMO-0101,1,Active,Nosuch Devices Ltd.,\"ND-1, ND-1/W\",2026-01-15,2027-12-31\n"
                               "DEMO-0105,1,Active,Other Makers Ltd.,OT-5,2026-01-15,2027-12-31\n"
                               "DEMO-0104,1,Revoked,Nosuch Devices Ltd.,ND-4,2026-01-15,2027-12-31\n"
                               "DEMO-0109,1,Active,Somebody Else,XX-9,2026-01-15,2027-12-31\n";
static const char registry_later[] = "number,level,status,vendor,models,issued,expires\n"
                                     "DEMO-0101,1,Revoked,Nosuch Devices Ltd.,\"ND-1, ND-1/W\",2026-01-15,2027-12-31\n"
                                     "DEMO-0105,1,Active,Other Makers Ltd.,OT-5,2026-01-15,2027-12-31\n"
                                     "DEMO-0104,1,Revoked,Nosuch Devices Ltd.,ND-4,2026-01-15,2027-12-31\n"
                                     "DEMO-0109,1,Active,Somebody Else,XX-9,2026-01-15,2027-12-31\n";

struct shop {
    char folder[64];
    moment now;
    struct counter *counter;
    int64_t station[STATIONS + 1]; /* by the number that the scenario calls it */
    int64_t key;
    cJSON *view; /* what was shown last */
    char file[NAME_BYTES];
    int line;
};

static moment clock_of(void *ctx)
{
    struct shop *s = ctx;
    return s->now;
}

static void say_err(const struct err *err)
{
    print_error("%s\n", err->en);
}

#define must(call)                                                                                                     \
    do {                                                                                                               \
        struct err err = {0};                                                                                          \
        if (call) {                                                                                                    \
            say_err(&err);                                                                                             \
            fail();                                                                                                    \
        }                                                                                                              \
    } while (0)

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static const char *in_folder(const struct shop *s, const char *name, char out[NAME_BYTES])
{
    snprintf(out, NAME_BYTES, "%s/%s", s->folder, name);
    return out;
}

static void fill_cache(struct shop *s, const char *list)
{
    char db_path[NAME_BYTES], path[NAME_BYTES];
    struct db db;
    struct import_result imported;
    struct products_result products;
    must(db_open(in_folder(s, "cache.db", db_path), DB_WRITE, &db, &err));
    write_file(in_folder(s, "list.csv", path), list);
    struct import_ask ask = {.path = path, .scheme = SCHEME_JC_STAR, .as_of = s->now, .now = s->now, .demo = true};
    must(import_file(&db, &ask, &imported, &err));
    write_file(in_folder(s, "products.csv", path), catalogue);
    must(products_import(&db, path, s->now, NULL, NULL, &products, &err));
    db_close(&db);
}

static void open_counter(struct shop *s)
{
    struct counter_setup setup = {.folder = s->folder, .random = randombytes_buf};
    setup.ask = (struct check_ask){
        .market = {MARKET_GB},
        .markets = 1,
        .role = ROLE_RETAILER,
        .event = EVENT_GOODS_IN,
        .default_scope = SCOPE_IN,
        .default_statement = STATEMENT_UNKNOWN,
        .failure = FAILURE_NONE,
        .clock = clock_of,
        .clock_ctx = s,
        .lang = LANG_EN,
        .limits = check_default_limits,
    };
    must(counter_open(&setup, &s->counter, &err));
}

static void name_stations(struct shop *s)
{
    for (int i = 1; i <= STATIONS; i++) {
        char name[] = {'D', 'o', 'c', 'k', ' ', (char)('0' + i), 0};
        must(counter_station_named(s->counter, STATION_TERMINAL, name, &s->station[i], &err));
    }
}

static void shop_open(struct shop *s)
{
    *s = (struct shop){.now = 1795937400}; /* 2026-11-29T07:30:00Z */
    strcpy(s->folder, "/tmp/kenpin-counter-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    fill_cache(s, registry);
    open_counter(s);
    name_stations(s);
}

static void shop_close(struct shop *s)
{
    static const char *const files[] = {"cache.db",        "cache.db-wal",    "cache.db-shm", "evidence.db",
                                        "evidence.db-wal", "evidence.db-shm", "counter.db",   "counter.db-wal",
                                        "counter.db-shm",  "list.csv",        "products.csv", "before"};
    char path[NAME_BYTES];
    counter_close(s->counter);
    cJSON_Delete(s->view);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        (void)unlink(in_folder(s, files[i], path));
    (void)rmdir(s->folder);
}

/* ---- one line of a scenario ---- */

static void at_fault(const struct shop *s, const char *what, const char *expected, const char *got)
{
    print_error("%s:%d: %s: expected \"%s\", got \"%s\"\n", s->file, s->line, what, expected, got);
    fail();
}

static void show(struct shop *s, struct buffer *view)
{
    cJSON_Delete(s->view);
    s->view = cJSON_Parse(view->bytes);
    if (!s->view)
        print_error("%s:%d: no JSON: %s\n", s->file, s->line, view->bytes);
    assert_non_null(s->view);
    buffer_clear(view);
}

/* "name=value" of the words. */
static const char *named(char **word, size_t words, const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 0; i < words; i++)
        if (!strncmp(word[i], name, size) && word[i][size] == '=')
            return word[i] + size + 1;
    return NULL;
}

static int64_t number_named(char **word, size_t words, const char *name)
{
    const char *text = named(word, words, name);
    return text ? strtoll(text, NULL, 10) : 0;
}

static void read_symbols(char **word, size_t words, struct symbols *out)
{
    for (size_t i = 0; i < words; i++)
        if (!strchr(word[i], '=')) {
            must(symbol_set(&out->item[out->count], SYMBOLOGY_NONE, ORIGIN_PICTURE, word[i], strlen(word[i]), &err));
            symbol_guess(&out->item[out->count++]);
        }
}

/* "> scan 952... key=K station=2" */
static void act(struct shop *s, char **word, size_t words)
{
    char key[32];
    struct symbols read = {0};
    struct buffer view = {0};
    const char *station = named(word, words, "station"), *said = named(word, words, "key");
    const char *disposition = named(word, words, "disposition"), *lang = named(word, words, "lang");
    snprintf(key, sizeof key, "k%lld", (long long)++s->key);
    struct counter_call call = {
        .station = s->station[station ? atoi(station) : 1],
        .key = said ? said : key,
        .act = counter_act_from_name(word[0]),
        .text = words > 1 ? word[1] : NULL,
        .how = named(word, words, "typed") ? ORIGIN_TYPED : ORIGIN_SCAN,
        .brand = named(word, words, "brand"),
        .model = named(word, words, "model"),
        .number = number_named(word, words, "number"),
        .seq = number_named(word, words, "seq"),
        .disposition = disposition ? counter_disposition_from_name(disposition) : DISPOSITION_NONE,
        .items = named(word, words, "items"),
        .name = named(word, words, "name"),
        .supplier = named(word, words, "supplier"),
        .reason = named(word, words, "reason"),
        .pin = named(word, words, "pin"),
        .lang = lang && !strcmp(lang, "ja") ? LANG_JA : LANG_EN,
    };
    if (call.act == ACT_READ) {
        read_symbols(word + 1, words - 1, &read);
        call.read = &read;
    }
    s->now++;
    must(counter_do(s->counter, &call, &view, &err));
    symbols_clear(&read);
    show(s, &view);
}

/* A code of the command card, by what it does: "> card ack" */
static void card(struct shop *s, char **word, size_t words)
{
    struct buffer json = {0};
    const cJSON *code;
    bool found = false;
    must(counter_card(s->counter, &json, &err));
    cJSON *all = cJSON_Parse(json.bytes);
    cJSON_ArrayForEach(code, field(all, "codes"))
    {
        if (found || !field_is(code, "act", word[1]) ||
            (number_named(word, words, "number") &&
             field_number(code, "number") != number_named(word, words, "number")))
            continue;
        char text[64], *scan[] = {"scan", text};
        snprintf(text, sizeof text, "%s", field_text(code, "text"));
        act(s, scan, 2);
        found = true;
    }
    assert_true(found);
    cJSON_Delete(all);
    buffer_clear(&json);
}

static const cJSON *path_in(const cJSON *at, const char *path)
{
    char copy[NAME_BYTES], *rest = copy, *step;
    snprintf(copy, sizeof copy, "%s", path);
    while (at && (step = strsep(&rest, ".")))
        at = *step >= '0' && *step <= '9' ? cJSON_GetArrayItem(at, atoi(step)) : field(at, step);
    return at;
}

static void value_text(const cJSON *value, char out[NAME_BYTES])
{
    if (cJSON_IsArray(value))
        snprintf(out, NAME_BYTES, "%d items", cJSON_GetArraySize(value));
    else if (cJSON_IsString(value))
        snprintf(out, NAME_BYTES, "%s", value->valuestring);
    else if (cJSON_IsNumber(value))
        snprintf(out, NAME_BYTES, "%lld", (long long)value->valuedouble);
    else
        snprintf(out, NAME_BYTES, "%s", cJSON_IsBool(value) ? cJSON_IsTrue(value) ? "true" : "false" : "-");
}

/* "? consignment.boxes 2" */
static void value_is(struct shop *s, const char *path, const char *expected)
{
    char got[NAME_BYTES];
    value_text(path_in(s->view, path), got);
    if (strcmp(got, expected) != 0)
        at_fault(s, path, expected, got);
}

/* "< answer pass answered": state, sound, what is said */
static void shown_is(struct shop *s, const char *expected)
{
    char got[NAME_BYTES];
    snprintf(got, sizeof got, "%s %s %s", field_text(s->view, "state"), field_text(s->view, "sound"),
             field_text(field(s->view, "say"), "code"));
    if (strcmp(got, expected) != 0)
        at_fault(s, "shown", expected, got);
}

static void copy_file(const char *from, const char *to)
{
    char bytes[65536];
    size_t size;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    while ((size = fread(bytes, 1, sizeof bytes, in)) > 0)
        assert_int_equal(fwrite(bytes, 1, size, out), size);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

/* The act goes on record, and the program dies before counter.db learns of it. */
static void act_and_die(struct shop *s, char **word, size_t words)
{
    char work[NAME_BYTES], before[NAME_BYTES], wal[NAME_BYTES];
    in_folder(s, "counter.db", work);
    in_folder(s, "before", before);
    counter_close(s->counter);
    copy_file(work, before);
    open_counter(s);
    act(s, word, words);
    counter_close(s->counter);
    (void)unlink(in_folder(s, "counter.db-wal", wal));
    (void)unlink(in_folder(s, "counter.db-shm", wal));
    copy_file(before, work);
    open_counter(s);
}

static void look(struct shop *s, char **word, size_t words)
{
    struct buffer view = {0};
    const char *station = named(word, words, "station");
    must(counter_view(s->counter, s->station[station ? atoi(station) : 1], &view, &err));
    show(s, &view);
}

/* What happens to the shop beside what a station does. */
static void happen(struct shop *s, char **word, size_t words)
{
    if (!strcmp(word[0], "restart")) {
        counter_close(s->counter);
        open_counter(s);
    } else if (!strcmp(word[0], "later")) {
        s->now += number_named(word, words, "seconds");
    } else if (!strcmp(word[0], "registry-later")) {
        s->now++;
        fill_cache(s, registry_later);
    } else if (!strcmp(word[0], "lose-counter.db")) {
        char path[NAME_BYTES];
        counter_close(s->counter);
        (void)unlink(in_folder(s, "counter.db", path));
        open_counter(s);
        name_stations(s);
    } else if (!strcmp(word[0], "supervisor")) {
        must(counter_supervisor_set(s->counter, named(word, words, "name"), named(word, words, "pin"), &err));
    } else if (!strcmp(word[0], "dies")) {
        act_and_die(s, word + 1, words - 1);
    } else if (!strcmp(word[0], "look")) {
        look(s, word, words);
    } else {
        print_error("%s:%d: %s is nothing that happens\n", s->file, s->line, word[0]);
        fail();
    }
}

/* Cut at blanks; "~" stands for one within a word, "\n" for a line's end. */
static size_t cut(char *line, char **word)
{
    size_t count = 0;
    char *step;
    while ((step = strsep(&line, " \n"))) {
        if (!*step || count == WORDS)
            continue;
        char *to = step;
        for (char *from = step; *from; from++, to++) {
            bool end = from[0] == '\\' && from[1] == 'n';
            *to = end ? '\n' : *from == '~' ? ' ' : *from;
            from += end;
        }
        *to = 0;
        word[count++] = step;
    }
    return count;
}

static void follow(struct shop *s, char *line)
{
    char *word[WORDS], whole[LINE_MAX_BYTES];
    line[strcspn(line, "\n")] = 0;
    snprintf(whole, sizeof whole, "%s", line);
    size_t words = cut(line + (*line != 0), word);
    if (whole[0] == '>' && words && !strcmp(word[0], "card"))
        card(s, word, words);
    else if (whole[0] == '>' && words)
        act(s, word, words);
    else if (whole[0] == '<')
        shown_is(s, whole + 2);
    else if (whole[0] == '?' && words == 2)
        value_is(s, word[0], word[1]);
    else if (whole[0] == '!' && words)
        happen(s, word, words);
    else if (whole[0] && whole[0] != '#')
        at_fault(s, "line", "> < ? ! or #", whole);
}

static void play(const char *path)
{
    char line[LINE_MAX_BYTES];
    struct shop s;
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    shop_open(&s);
    snprintf(s.file, sizeof s.file, "%s", path);
    while (fgets(line, sizeof line, f)) {
        s.line++;
        follow(&s, line);
    }
    fclose(f);
    shop_close(&s);
}

static void every_scenario(void **state)
{
    static const char folder[] = TESTS_DIR "/golden/counter";
    struct dirent **list;
    int played = 0, count = scandir(folder, &list, NULL, alphasort);
    (void)state;
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        char path[NAME_BYTES];
        if (strstr(list[i]->d_name, ".txt")) {
            snprintf(path, sizeof path, "%s/%s", folder, list[i]->d_name);
            play(path);
            played++;
        }
        free(list[i]);
    }
    free(list);
    assert_true(played > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_scenario)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
