/* The goods-in counter, as a station meets it. tests/golden/counter/ holds what is done and what is shown, in lines
 * that read like a day at the dock door (tests/golden/README.md says how). */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/ui/shop.h"
#include "ui/show/field.h"

enum { LINE_MAX_BYTES = 4096, WORDS = 16, NAME_BYTES = SHOP_PATH };

struct day {
    struct shop shop;
    int64_t key;
    cJSON *view; /* what was shown last */
    char file[SHOP_PATH];
    int line;
};

/* ---- one line of a scenario ---- */

static void at_fault(const struct day *s, const char *what, const char *expected, const char *got)
{
    print_error("%s:%d: %s: expected \"%s\", got \"%s\"\n", s->file, s->line, what, expected, got);
    fail();
}

static void show(struct day *s, struct buffer *view)
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
static void act(struct day *s, char **word, size_t words)
{
    char key[32];
    struct symbols read = {0};
    struct buffer view = {0};
    const char *station = named(word, words, "station"), *said = named(word, words, "key");
    const char *disposition = named(word, words, "disposition"), *lang = named(word, words, "lang");
    snprintf(key, sizeof key, "k%lld", (long long)++s->key);
    struct counter_call call = {
        .station = s->shop.station[station ? atoi(station) : 1],
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
    s->shop.now++;
    must(counter_do(s->shop.counter, &call, &view, &err));
    symbols_clear(&read);
    show(s, &view);
}

/* A code of the command card, by what it does: "> card ack" */
static void card(struct day *s, char **word, size_t words)
{
    struct buffer json = {0};
    const cJSON *code;
    bool found = false;
    must(counter_card(s->shop.counter, &json, &err));
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
static void value_is(struct day *s, const char *path, const char *expected)
{
    char got[NAME_BYTES];
    value_text(path_in(s->view, path), got);
    if (strcmp(got, expected) != 0)
        at_fault(s, path, expected, got);
}

/* "< answer pass answered": state, sound, what is said */
static void shown_is(struct day *s, const char *expected)
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
static void act_and_die(struct day *s, char **word, size_t words)
{
    char work[NAME_BYTES], before[NAME_BYTES], wal[NAME_BYTES];
    shop_path(&s->shop, "counter.db", work);
    shop_path(&s->shop, "before", before);
    counter_close(s->shop.counter);
    copy_file(work, before);
    shop_open_counter(&s->shop);
    act(s, word, words);
    counter_close(s->shop.counter);
    (void)unlink(shop_path(&s->shop, "counter.db-wal", wal));
    (void)unlink(shop_path(&s->shop, "counter.db-shm", wal));
    copy_file(before, work);
    shop_open_counter(&s->shop);
}

static void look(struct day *s, char **word, size_t words)
{
    struct buffer view = {0};
    const char *station = named(word, words, "station");
    must(counter_view(s->shop.counter, s->shop.station[station ? atoi(station) : 1], &view, &err));
    show(s, &view);
}

/* What happens to the shop beside what a station does. */
static void happen(struct day *s, char **word, size_t words)
{
    if (!strcmp(word[0], "restart")) {
        counter_close(s->shop.counter);
        shop_open_counter(&s->shop);
    } else if (!strcmp(word[0], "later")) {
        s->shop.now += number_named(word, words, "seconds");
    } else if (!strcmp(word[0], "registry-later")) {
        s->shop.now++;
        shop_import(&s->shop, shop_registry_later);
    } else if (!strcmp(word[0], "lose-cache.db")) {
        char path[NAME_BYTES];
        counter_close(s->shop.counter);
        (void)unlink(shop_path(&s->shop, "cache.db", path));
        shop_open_counter(&s->shop);
    } else if (!strcmp(word[0], "lose-counter.db")) {
        char path[NAME_BYTES];
        counter_close(s->shop.counter);
        (void)unlink(shop_path(&s->shop, "counter.db", path));
        shop_open_counter(&s->shop);
        shop_name_stations(&s->shop);
    } else if (!strcmp(word[0], "supervisor")) {
        must(counter_supervisor_set(s->shop.counter, named(word, words, "name"), named(word, words, "pin"), &err));
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

static void follow(struct day *s, char *line)
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
    struct day s = {0};
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    shop_open(&s.shop);
    snprintf(s.file, sizeof s.file, "%s", path);
    while (fgets(line, sizeof line, f)) {
        s.line++;
        follow(&s, line);
    }
    fclose(f);
    cJSON_Delete(s.view);
    shop_close(&s.shop);
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
