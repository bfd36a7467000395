#include "app/codes/box.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/codes/gs1.h"
#include "app/codes/link.h"
#include "app/codes/parts.h"
#include "app/codes/shown.h"
#include "app/codes/wedge.h"
#include "app/label/address.h"
#include "app/label/cls.h"
#include "app/label/marks.h"
#include "app/label/normal.h"

#define PLAIN_MAX  128 /* bytes of a text that may be a number or a SKU */
#define LABEL_MAX  SYMBOL_BYTES_MAX
#define REPAIR_MIN 8 /* digits of a code from which lost zeros are given back */

static void note(struct box *box, enum finding_code code, const char *expected, const char *actual)
{
    char left[FINDING_TEXT_MAX], right[FINDING_TEXT_MAX];
    finding_add(&box->findings, code, shown_text(expected, left), shown_text(actual, right));
}

static int too_many(struct err *err)
{
    return err_set(err, ERR_INPUT, "more than %d different codes on one box: check it in parts",
                   "1 箱に %d を超える種類のコードがあります。分けて検査してください", BOX_MAX);
}

/* Products */

static int add_good(struct box *box, const char gtin[GTIN_TEXT], const char *actual, struct err *err)
{
    if (gtin_is_book(gtin))
        return 0;
    if (gtin_in_store(gtin)) {
        note(box, FINDING_GTIN_IN_STORE, "", actual);
        return 0;
    }
    for (size_t i = 0; i < box->gtins; i++)
        if (strcmp(box->gtin[i], gtin) == 0)
            return 0;
    if (box->gtins == BOX_MAX)
        return too_many(err);
    memcpy(box->gtin[box->gtins++], gtin, GTIN_TEXT);
    return 0;
}

/* The digits with the check digit that they should have; "" when they have it, or are none. */
static void mended(const char *digits, char out[GTIN_TEXT])
{
    size_t count = strlen(digits);
    out[0] = 0;
    if (count < 2 || count >= GTIN_TEXT || strspn(digits, "0123456789") < count)
        return;
    char right = gtin_check_digit(digits, (int)count - 1);
    if (right == digits[count - 1])
        return;
    memcpy(out, digits, count + 1);
    out[count - 1] = right;
}

/* What a reading of `actual` gave. */
static int add_gtin(struct box *box, enum gtin_trouble trouble, const char *gtin, const char *actual, struct err *err)
{
    char expected[GTIN_TEXT];
    switch (trouble) {
    case GTIN_BAD_CHECK:
        mended(actual, expected);
        note(box, FINDING_GTIN_BAD_CHECK_DIGIT, expected, actual);
        return 0;
    case GTIN_REPAIRED:
        note(box, FINDING_GTIN_REPAIRED, gtin, actual);
        return add_good(box, gtin, actual, err);
    case GTIN_GOOD:
        return add_good(box, gtin, actual, err);
    default:
        return 0;
    }
}

/* Labels */

static void ref_clear(struct ref *ref)
{
    free(ref->text);
    free(ref->product_id);
    *ref = (struct ref){0};
}

/* What two references of one kind are the same by. */
static int ref_key(const struct ref *ref, char **key, struct err *err)
{
    *key = NULL;
    if (ref->kind == REF_URL && address_key(ref->text, key, err))
        return -1;
    return *key ? 0 : normal_form(ref->text, key, err);
}

static int is_there(const struct box *box, const struct ref *ref, bool *there, struct err *err)
{
    char *key = NULL, *other = NULL;
    *there = false;
    int rc = ref_key(ref, &key, err);
    for (size_t i = 0; rc == 0 && !*there && i < box->refs; i++) {
        if (box->ref[i].kind != ref->kind)
            continue;
        rc = ref_key(&box->ref[i], &other, err);
        *there = rc == 0 && strcmp(key, other) == 0;
        free(other);
        other = NULL;
    }
    free(key);
    return rc;
}

/* Adds a copy of `ref`, whose texts are borrowed, unless the box has it. */
static int add_ref(struct box *box, const struct ref *ref, struct err *err)
{
    bool there;
    if (is_there(box, ref, &there, err))
        return -1;
    if (there)
        return 0;
    if (box->refs == BOX_MAX)
        return too_many(err);
    struct ref *to = &box->ref[box->refs];
    *to = *ref;
    to->text = strdup(ref->text);
    to->product_id = ref->product_id ? strdup(ref->product_id) : NULL;
    if (!to->text || (ref->product_id && !to->product_id)) {
        ref_clear(to);
        return err_memory(err);
    }
    box->refs++;
    return 0;
}

/* The text of a reference is only borrowed here; add_ref copies it. */
static struct ref make_ref(enum ref_kind kind, enum scheme scheme, enum origin from, const char *text)
{
    return (struct ref){.kind = kind, .scheme = scheme, .from = from, .text = (char *)(uintptr_t)text};
}

static int add_text(struct box *box, enum ref_kind kind, enum scheme scheme, enum origin from, const char *text,
                    struct err *err)
{
    struct ref ref = make_ref(kind, scheme, from, text);
    return add_ref(box, &ref, err);
}

static int add_plain(struct box *box, enum origin from, const char *text, struct err *err)
{
    if (*text == 0 || strlen(text) > PLAIN_MAX)
        return 0;
    return add_text(box, REF_PLAIN, SCHEME_NONE, from, text, err);
}

static const char *official_host(enum scheme scheme)
{
    return scheme == SCHEME_JC_STAR ? "www.ipa.go.jp" : scheme == SCHEME_CLS ? "www.csa.gov.sg" : "";
}

/* `text` was read as the address `a`. Somebody's page is nothing to a box. */
static int add_address(struct box *box, enum origin from, const struct address *a, const char *text, struct err *err)
{
    struct ref mark = make_ref(REF_MARK, SCHEME_OTHER, from, text);
    switch (a->kind) {
    case ADDRESS_OFFICIAL:
        return add_text(box, REF_URL, a->scheme, from, text, err);
    case ADDRESS_UNOFFICIAL:
        note(box, FINDING_UNOFFICIAL_URL, official_host(a->scheme), text);
        return 0;
    case ADDRESS_MARK:
        mark.mark = a->mark;
        return add_ref(box, &mark, err);
    default:
        return 0;
    }
}

/* A CLS id in any case; *taken is false when `text` is none. Any other CSA/... is one only when the list holds it. */
static int add_cls(struct box *box, enum origin from, const char *text, day today, bool *taken, struct err *err)
{
    char upper[PLAIN_MAX + 1];
    struct cls_id id;
    size_t size = strlen(text);
    *taken = false;
    if (size < 5 || size > PLAIN_MAX)
        return 0;
    for (size_t i = 0; i <= size; i++)
        upper[i] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] ^ 0x20) : text[i];
    if (strncmp(upper, "CSA/", 4) != 0)
        return 0;
    *taken = true;
    if (!cls_read(upper, today, &id) || id.short_form)
        return add_text(box, REF_CLS_SHORT, SCHEME_NONE, from, text, err);
    struct ref ref = make_ref(REF_CLS, SCHEME_CLS, from, text);
    ref.product_id = id.product_id;
    ref.printed_expires = id.printed;
    ref.implausible = id.implausible;
    if (id.implausible)
        note(box, FINDING_ID_IMPLAUSIBLE, "CSA/DDMMYY/…", text);
    return add_ref(box, &ref, err);
}

/* Codes */

static bool is_blank(char c)
{
    return c != 0 && (unsigned char)c <= ' ';
}

/* White space and control characters at both ends, which no number has; a separator in front is GS1's. */
static char *trim_ends(char *text)
{
    size_t size = strlen(text);
    while (size > 0 && is_blank(text[size - 1]))
        text[--size] = 0;
    while (is_blank(*text) && *text != GS1_SEPARATOR)
        text++;
    return text_trim(text);
}

struct code {
    const char *text; /* put right, without its AIM identifier */
    const char *came;
    enum symbology symbology;
    enum origin from;
    bool elements; /* its carrier announces GS1 element strings */
    bool keyboard; /* it came through a keyboard */
};

static int read_address(struct box *box, const struct code *code, const char *text, bool *taken, struct err *err)
{
    char digits[GTIN_TEXT], gtin[GTIN_TEXT];
    struct address address;
    enum gtin_trouble trouble = link_read(text, digits, gtin);
    address_read(text, &address);
    *taken = address.kind != ADDRESS_NOT;
    if (add_gtin(box, trouble, gtin, digits, err))
        return -1;
    return add_address(box, code->from, &address, text, err);
}

/* For the record: a batch or a serial number is what a statement of compliance names (SI 2023/1007 Sch 4(a)). */
static void keep_element(struct box *box, const struct gs1_field *field)
{
    if (field->value[0] && box->elements < GS1_FIELDS_MAX)
        box->element[box->elements++] = *field;
}

static int read_elements(struct box *box, const struct code *code, bool *taken, struct err *err)
{
    char gtin[GTIN_TEXT], text[FINDING_TEXT_MAX];
    struct gs1 gs1;
    bool unused, proved = false, numbered = false;
    *taken = gs1_read(code->text, code->elements, &gs1);
    if (!*taken)
        return 0;
    if (gs1.separator_lost && code->keyboard)
        note(box, FINDING_SEPARATOR_LOST, gs1_text(&gs1, text, sizeof text), code->came);
    for (size_t i = 0; i < gs1.count; i++) {
        const struct gs1_field *field = &gs1.field[i];
        enum gtin_trouble trouble = gs1_gtin(field, gtin);
        keep_element(box, field);
        numbered = numbered || trouble != GTIN_NOT;
        proved = proved || trouble == GTIN_GOOD || trouble == GTIN_REPAIRED;
        if (add_gtin(box, trouble, gtin, field->value, err))
            return -1;
        if (strcmp(field->ai, "8200") == 0 && read_address(box, code, field->value, &unused, err))
            return -1;
    }
    /* Nothing but its shape says that it is element strings: with a wrong check digit it may be anything. */
    *taken = code->elements || proved || !numbered;
    return 0;
}

static bool is_spaced_digits(const char *text)
{
    return text[0] != 0 && text[strspn(text, "0123456789 ")] == 0;
}

/* Digits of no known carrier. A number that is not proved may be a SKU or a label's number as well. */
static int read_digits(struct box *box, const struct code *code, bool *taken, struct err *err)
{
    char gtin[GTIN_TEXT];
    *taken = false;
    if (code->symbology != SYMBOLOGY_NONE || !is_spaced_digits(code->text) || strlen(code->text) < REPAIR_MIN)
        return 0;
    enum gtin_trouble trouble = gtin_from_typed(code->text, gtin);
    bool spaced = strchr(code->text, ' ') != NULL;
    if (spaced && trouble != GTIN_GOOD)
        return 0;
    *taken = trouble == GTIN_GOOD || trouble == GTIN_REPAIRED;
    return add_gtin(box, trouble, gtin, code->text, err);
}

static int read_code(struct box *box, const struct code *code, day today, struct err *err)
{
    char gtin[GTIN_TEXT];
    bool taken;
    enum gtin_trouble trouble = gtin_from_symbol(code->symbology, code->text, gtin);
    if (trouble != GTIN_NOT)
        return add_gtin(box, trouble, gtin, code->text, err);
    if (read_elements(box, code, &taken, err))
        return -1;
    if (!taken && read_digits(box, code, &taken, err))
        return -1;
    if (!taken && read_address(box, code, code->text, &taken, err))
        return -1;
    if (!taken && add_cls(box, code->from, code->text, today, &taken, err))
        return -1;
    return taken ? 0 : add_plain(box, code->from, code->text, err);
}

static bool announces_elements(enum symbology symbology)
{
    return symbology == SYMBOLOGY_GS1_128 || symbology == SYMBOLOGY_GS1_QR || symbology == SYMBOLOGY_GS1_DATAMATRIX;
}

static int add_symbol(struct box *box, const struct symbol *s, day today, struct err *err)
{
    struct wedge wedge = {0};
    struct code code = {.came = s->text, .symbology = s->symbology, .from = s->from};
    int rc = -1;
    if (!s->text)
        return 0;
    code.keyboard = s->from == ORIGIN_SCAN || s->from == ORIGIN_TYPED;
    if (code.keyboard) {
        if (wedge_read(s->text, s->symbology, &wedge, &box->findings, err))
            goto done;
    } else {
        wedge.text = strdup(s->text);
        if (!wedge.text) {
            err_memory(err);
            goto done;
        }
    }
    if (code.symbology == SYMBOLOGY_NONE)
        code.symbology = wedge.symbology;
    code.elements = wedge.elements || announces_elements(code.symbology);
    code.text = trim_ends(wedge.text);
    rc = read_code(box, &code, today, err);
done:
    wedge_clear(&wedge);
    return rc;
}

/* Whether an earlier symbol is a part of the same message. */
static bool is_met(const struct symbols *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (parts_same(&all->item[i], &all->item[n]))
            return true;
    return false;
}

/* "3" of all, and "1, 3" of those that are there. */
static void note_missing(struct box *box, const struct symbols *all, size_t n)
{
    char expected[16], actual[FINDING_TEXT_MAX] = "";
    snprintf(expected, sizeof expected, "1-%u", all->item[n].part.of);
    for (unsigned index = 1; index <= all->item[n].part.of; index++)
        for (size_t i = 0; i < all->count; i++)
            if (all->item[i].part.index == index && parts_same(&all->item[i], &all->item[n])) {
                size_t at = strlen(actual);
                snprintf(actual + at, sizeof actual - at, "%s%u", at ? ", " : "", index);
                break;
            }
    note(box, FINDING_CODE_IN_PARTS, expected, actual);
    box->unread = true;
}

/* The message that symbol n is a part of, once. */
static int add_message(struct box *box, const struct symbols *all, size_t n, day today, struct err *err)
{
    size_t order[PARTS_MAX];
    struct symbol whole = {0};
    if (is_met(all, n))
        return 0;
    if (!parts_find(all, n, order)) {
        note_missing(box, all, n);
        return 0;
    }
    if (parts_join(all, order, &whole, err))
        return -1;
    int rc = add_symbol(box, &whole, today, err);
    symbol_clear(&whole);
    return rc;
}

int box_add_symbols(struct box *box, const struct symbols *all, day today, struct err *err)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct symbol *s = &all->item[i];
        if (s->part.index ? add_message(box, all, i, today, err) : add_symbol(box, s, today, err))
            return -1;
    }
    return 0;
}

/* Typed facts */

/* NFKC without white space around; ERR_USAGE for nothing and for too much. `option` is what it was given with. */
static int typed(const char *text, const char *option, char **out, struct err *err)
{
    *out = NULL;
    if (!text_valid(text, strlen(text)))
        return err_set(err, ERR_USAGE, "%s is not valid UTF-8: type it again",
                       "%s が UTF-8 ではありません。入力し直してください", option);
    if (strlen(text) > LABEL_MAX)
        return err_set(err, ERR_USAGE, "%s is longer than %d bytes: give the number alone",
                       "%s が %d バイトを超えています。番号だけを指定してください", option, LABEL_MAX);
    if (text_nfkc(text, out, err))
        return -1;
    if (*trim_ends(*out) == 0) {
        free(*out);
        *out = NULL;
        return err_set(err, ERR_USAGE, "%s is empty: give the number, or leave it out",
                       "%s が空です。番号を指定するか、省いてください", option);
    }
    return 0;
}

static int add_label_text(struct box *box, const char *text, day today, struct err *err)
{
    struct address address;
    bool taken;
    if (add_cls(box, ORIGIN_TYPED, text, today, &taken, err))
        return -1;
    if (taken)
        return 0;
    address_read(text, &address);
    if (address.kind != ADDRESS_NOT && address.kind != ADDRESS_FOREIGN) /* whatever else is typed is a number */
        return add_address(box, ORIGIN_TYPED, &address, text, err);
    struct ref mark = make_ref(REF_MARK, SCHEME_OTHER, ORIGIN_TYPED, text);
    mark.mark = mark_by_name(text);
    if (mark.mark)
        return add_ref(box, &mark, err);
    return add_text(box, REF_NUMBER, SCHEME_JC_STAR, ORIGIN_TYPED, text, err);
}

int box_add_label(struct box *box, const char *text, day today, struct err *err)
{
    char *plain = NULL;
    if (typed(text, "--label", &plain, err))
        return -1;
    int rc = add_label_text(box, trim_ends(plain), today, err);
    free(plain);
    return rc;
}

int box_add_gtin(struct box *box, const char *text, struct err *err)
{
    char gtin[GTIN_TEXT], *plain = NULL;
    if (typed(text, "--gtin", &plain, err))
        return -1;
    const char *digits = trim_ends(plain);
    enum gtin_trouble trouble = gtin_from_typed(digits, gtin);
    int rc = add_gtin(box, trouble == GTIN_NOT ? GTIN_BAD_CHECK : trouble, gtin, digits, err);
    free(plain);
    return rc;
}

void box_clear(struct box *box)
{
    for (size_t i = 0; i < box->refs; i++)
        ref_clear(&box->ref[i]);
    *box = (struct box){0};
}
