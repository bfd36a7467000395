#include "ui/audit/against.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/show/field.h"

enum { FIRST_ROOM = 1024, RULE_TEXT = 8, LINE_BYTES = 16 * 1024 * 1024 };

/* What a verdict rested on, as far as it can change. */
struct basis {
    uint64_t key;
    uint64_t product, registry, copy, facts, program; /* digests of what each says; 0 = nothing */
    day on, expires;
    uint8_t outcome, lapsed;
    char rule[RULE_TEXT];
};

struct against {
    struct basis *slot; /* owned; key 0 = free */
    size_t room, count;
};

/* ---- digests ---- */

static const uint64_t fnv_start = 14695981039346656037ull, fnv_prime = 1099511628211ull;

static void mix(uint64_t *h, const char *text)
{
    for (; text && *text; text++)
        *h = (*h ^ (unsigned char)*text) * fnv_prime;
    *h = (*h ^ 0x1f) * fnv_prime;
}

static void mix_number(uint64_t *h, int64_t number)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)number);
    mix(h, text);
}

static bool is_lapsed(const struct check_row *row)
{
    static const char *const words[] = {"expired", "deferred", "withdrawn", "suspended", "gone", "revoked"};
    for (size_t i = 0; row->status && i < sizeof words / sizeof *words; i++)
        if (!strcmp(row->status, words[i]))
            return true;
    for (size_t m = 0; m < row->markets; m++)
        if (row->market[m].findings & FINDING_BIT(FINDING_EXPIRED))
            return true;
    return false;
}

static struct basis basis_of(const struct check_row *row, uint64_t key, const char *program)
{
    struct basis b = {.key = key,
                      .product = fnv_start,
                      .registry = fnv_start,
                      .copy = fnv_start,
                      .facts = fnv_start,
                      .program = fnv_start,
                      .on = row->on,
                      .expires = row->expires,
                      .outcome = (uint8_t)row->outcome,
                      .lapsed = is_lapsed(row)};
    mix(&b.product, row->brand);
    mix(&b.product, row->model);
    mix(&b.product, row->from);
    mix(&b.product, row->scope);
    mix(&b.product, row->statement);
    mix(&b.registry, row->number);
    mix(&b.registry, row->word);
    mix_number(&b.registry, row->level);
    mix_number(&b.registry, row->expires);
    mix_number(&b.registry, row->issued);
    mix(&b.registry, row->match);
    mix(&b.copy, row->copy);
    mix(&b.facts, row->role);
    mix(&b.facts, row->event);
    for (size_t m = 0; m < row->markets; m++)
        mix(&b.facts, market_name(row->market[m].market));
    mix(&b.program, program);
    (void)snprintf(b.rule, sizeof b.rule, "%s", row->markets ? row->market[row->worst].rule : "");
    return b;
}

/* ---- which row it is ---- */

/* Two of a row: by all that it says of its box and its markets, and for a row whose markets changed by its box alone.
 */
struct keys {
    uint64_t exact, box;
};

static uint64_t start_key(const char *gtin, const char *sku, const char *brand, const char *model)
{
    uint64_t h = fnv_start;
    mix(&h, gtin);
    mix(&h, sku);
    mix(&h, brand);
    mix(&h, model);
    return h;
}

/* `pictures`: the cell as it stands; boxes of a folder have nothing else. */
static struct keys end_key(uint64_t h, const char *pictures, const struct check_row *row)
{
    mix(&h, pictures);
    struct keys k = {.exact = h, .box = h ? h : 1};
    for (size_t m = 0; m < row->markets; m++)
        mix(&k.exact, market_name(row->market[m].market));
    k.exact = k.exact ? k.exact : 1;
    return k;
}

static struct keys keys_asked(const struct check_ask *ask, const char *pictures, const struct check_row *row)
{
    uint64_t h = start_key(ask->gtin, ask->sku, ask->brand, ask->model);
    for (size_t i = 0; i < ask->labels; i++)
        mix(&h, ask->label[i]);
    return end_key(h, pictures, row);
}

static struct keys keys_read(const cJSON *record, const char *heading, const struct check_row *row)
{
    const cJSON *typed = field(record, "typed"), *label;
    const char *pictures = field_text(field(record, "input"), heading);
    uint64_t h = start_key(field_text(typed, "gtin"), field_text(typed, "sku"), field_text(typed, "brand"),
                           field_text(typed, "model"));
    cJSON_ArrayForEach(label, field(typed, "labels")) mix(&h, cJSON_IsString(label) ? label->valuestring : "");
    return end_key(h, pictures + strspn(pictures, " "), row);
}

static struct basis *slot_of(const struct against *a, uint64_t key)
{
    size_t at = (size_t)(key >> 7) & (a->room - 1);
    while (a->slot[at].key && a->slot[at].key != key)
        at = (at + 1) & (a->room - 1);
    return &a->slot[at];
}

static int make_room(struct against *a, struct err *err)
{
    if (a->room && a->count * 10 < a->room * 7)
        return 0;
    struct against larger = {.room = a->room ? a->room * 2 : FIRST_ROOM};
    larger.slot = calloc(larger.room, sizeof *larger.slot);
    if (!larger.slot)
        return err_memory(err);
    for (size_t i = 0; i < a->room; i++)
        if (a->slot[i].key)
            *slot_of(&larger, a->slot[i].key) = a->slot[i];
    free(a->slot);
    a->slot = larger.slot;
    a->room = larger.room;
    return 0;
}

/* ---- reading ---- */

/* The first of several rows that say the same counts. */
static int keep(struct against *a, const struct check_row *row, uint64_t key, const char *program, struct err *err)
{
    if (make_room(a, err))
        return -1;
    struct basis *slot = slot_of(a, key);
    if (!slot->key) {
        *slot = basis_of(row, key, program);
        a->count++;
    }
    return 0;
}

static int add(struct against *a, const char *line, const char *heading, int64_t number, struct err *err)
{
    cJSON *record = NULL;
    struct check_row row;
    if (field_parse(line, &record, NULL) || !field(record, "verdicts")) {
        bool not_checked = record && field_is(record, "kind", "not-checked");
        cJSON_Delete(record);
        return not_checked
                   ? 0
                   : err_set(err, ERR_INPUT,
                             "--against: line %lld is no record of an audit: give the .jsonl that an audit wrote",
                             "--against: %lld 行目は監査の記録ではありません。監査が出力した .jsonl を指定してください",
                             (long long)number);
    }
    check_row_read(record, &row);
    struct keys k = keys_read(record, heading, &row);
    const char *program = field_text(record, "program");
    int rc = keep(a, &row, k.exact, program, err) || keep(a, &row, k.box, program, err) ? -1 : 0;
    cJSON_Delete(record);
    return rc;
}

static int read_lines(FILE *in, const char *heading, struct against *a, struct err *err)
{
    char *line = malloc(LINE_BYTES);
    int rc = 0;
    if (!line)
        return err_memory(err);
    for (int64_t number = 1; !rc && fgets(line, LINE_BYTES, in); number++) {
        if (number > AGAINST_ROWS_MAX)
            rc = err_set(err, ERR_INPUT, "--against: more than %d rows", "--against: %d 行を超えています",
                         AGAINST_ROWS_MAX);
        else if (!strchr(line, '\n') && !feof(in))
            rc = err_set(err, ERR_INPUT, "--against: line %lld is longer than %d bytes, or holds a NUL",
                         "--against: %lld 行目が %d バイトを超えるか、NUL を含みます", (long long)number, LINE_BYTES);
        else if (line[strspn(line, " \t\r\n")])
            rc = add(a, line, heading, number, err);
    }
    free(line);
    if (!rc && ferror(in))
        rc = err_set(err, ERR_IO, "--against: reading failed", "--against: 読み取りに失敗しました");
    return rc;
}

int against_read(const char *path, const char *heading, struct against **out, struct err *err)
{
    *out = NULL;
    FILE *in = fopen(path, "re");
    if (!in)
        return err_set(err, ERR_INPUT, "--against: %s cannot be read: %s", "--against: %s を読めません: %s", path,
                       strerror(errno));
    struct against *a = calloc(1, sizeof *a);
    if (!a) {
        (void)fclose(in);
        return err_memory(err);
    }
    int rc = make_room(a, err) || read_lines(in, heading, a, err) ? -1 : 0;
    (void)fclose(in);
    if (rc)
        against_free(a);
    else
        *out = a;
    return rc;
}

void against_free(struct against *a)
{
    if (!a)
        return;
    free(a->slot);
    free(a);
}

/* ---- what changed ---- */

static void add_cause(char cause[AGAINST_CAUSE], const char *word)
{
    size_t used = strlen(cause);
    (void)snprintf(cause + used, AGAINST_CAUSE - used, "%s%s", used ? "; " : "", word);
}

/* The days between which the label's end lies, or its word changed by the date alone. */
static void find_causes(const struct basis *then, const struct basis *now, char cause[AGAINST_CAUSE])
{
    if (then->registry != now->registry)
        add_cause(cause, "registry");
    if (then->product != now->product)
        add_cause(cause, "catalogue");
    if (then->facts != now->facts)
        add_cause(cause, "facts");
    if (cause[0])
        return;
    if (then->program != now->program)
        add_cause(cause, "rules");
    else if (then->on != now->on)
        add_cause(cause, "date");
    else
        add_cause(cause, then->copy != now->copy ? "registry" : "rules");
}

static bool is_fine(int outcome)
{
    return outcome == OUTCOME_OUT || outcome == OUTCOME_PASS || outcome == OUTCOME_WARN;
}

const char *against_change(const struct against *a, const struct check_ask *ask, const char *pictures,
                           const struct check_row *row, char cause[AGAINST_CAUSE])
{
    struct keys k = keys_asked(ask, pictures, row);
    const struct basis *then = slot_of(a, k.exact);
    if (!then->key)
        then = slot_of(a, k.box);
    struct basis now = basis_of(row, k.exact, "kenpin " KENPIN_VERSION);
    cause[0] = 0;
    if (!then->key)
        return "new";
    if (then->outcome == now.outcome && !strcmp(then->rule, now.rule) && then->lapsed == now.lapsed)
        return "same";
    find_causes(then, &now, cause);
    if (now.lapsed && !then->lapsed)
        return "newly-lapsed";
    if (is_fine(now.outcome) && !is_fine(then->outcome))
        return "newly-fine";
    if (then->outcome == now.outcome)
        return "changed";
    return outcome_worst((enum outcome)then->outcome, (enum outcome)now.outcome) == (enum outcome)now.outcome
               ? "worse"
               : "better";
}
