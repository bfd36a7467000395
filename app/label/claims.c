#include "app/label/claims.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"

enum { WINDOW = 64 /* bytes behind a claim in which its number may stand */ };

struct phrase {
    const char *text; /* NFKC, ASCII in small letters */
    enum scheme scheme;
};

static const struct phrase labels[] = {
    {"jc-star", SCHEME_JC_STAR},
    {"jcstar", SCHEME_JC_STAR},
    {"jc star", SCHEME_JC_STAR},
    {"適合ラベル", SCHEME_JC_STAR},
    {"セキュリティ要件適合評価", SCHEME_JC_STAR},
    {"cybersecurity labelling scheme", SCHEME_CLS},
    {"cybersecurity labeling scheme", SCHEME_CLS},
    {"サイバーセキュリティラベリング", SCHEME_CLS},
};

static const char *const pending[] = {"applying for jc-star",
                                      "applied for jc-star",
                                      "jc-star pending",
                                      "jc-star application",
                                      "jc-star申請中",
                                      "jc-star 申請中",
                                      "申請中",
                                      "取得予定",
                                      "適合予定",
                                      "取得見込み",
                                      "label pending",
                                      "certification pending"};

/* A label is a statement about requirements met on a day; nobody guarantees or approves a product by it. */
static const char *const wordings[] = {
    "guaranteed secure",
    "guaranteed security",
    "security guaranteed",
    "100% secure",
    "completely secure",
    "totally secure",
    "hack-proof",
    "hackproof",
    "hack proof",
    "unhackable",
    "cannot be hacked",
    "officially approved",
    "government approved",
    "government-approved",
    "approved by the government",
    "government certified",
    "government-certified",
    "certified by the government",
    "psti approved",
    "psti certified",
    "uk government approved",
    "安全を保証",
    "安全保証",
    "安全性を保証",
    "絶対安全",
    "絶対に安全",
    "完全に安全",
    "100%安全",
    "ハッキングされない",
    "ハッキング不可能",
    "政府公認",
    "政府認定",
    "国が認定",
    "国が認めた",
    "国の認定",
    "国家認定",
    "公式認定",
    "経済産業省認定",
    "ipa認定",
};

static const char *const periods[] = {"security update",  "security support",     "support period",
                                      "support until",    "supported until",      "updates until",
                                      "software update",  "firmware updates for", "セキュリティアップデート",
                                      "セキュリティ更新", "セキュリティサポート", "サポート期間",
                                      "サポート期限",     "サポート終了",         "更新期間",
                                      "アップデート提供", "アップデート期間"};

static const char *const number_words[] = {
    "登録番号", "番号", "registration number", "registration no", "registration id", "number", "no.", "reg.",
    "id:",      "#"};

/* The text in two parallel forms of equal size. */
struct reading {
    char *folded, *lower; /* owned; `lower`: ASCII in small letters */
    struct claims *to;
};

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whole words, where the phrase begins or ends in a letter or digit; Japanese has no spaces. */
static bool stands_alone(const char *text, const char *at, size_t size)
{
    if (is_word(at[0]) && at > text && is_word(at[-1]))
        return false;
    return !(is_word(at[size - 1]) && is_word(at[size]));
}

static const char *find(const char *text, const char *from, const char *phrase)
{
    size_t size = strlen(phrase);
    for (const char *at = from; (at = strstr(at, phrase)); at++)
        if (stands_alone(text, at, size))
            return at;
    return NULL;
}

static bool there_already(const struct claims *c, const struct claim *claim)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct claim *old = &c->item[i];
        bool same_words = old->kind != CLAIM_LABEL && !strcmp(old->quote, claim->quote);
        bool same_label = old->kind == CLAIM_LABEL && old->scheme == claim->scheme &&
                          (!claim->number[0] || !strcmp(old->number, claim->number));
        if (old->kind == claim->kind && (same_words || same_label))
            return true;
    }
    return false;
}

static void add(struct claims *c, const struct claim *claim)
{
    for (size_t i = 0; i < c->count; i++) /* a number said later belongs to the claim before */
        if (c->item[i].kind == CLAIM_LABEL && claim->kind == CLAIM_LABEL && c->item[i].scheme == claim->scheme) {
            if (!c->item[i].level)
                c->item[i].level = claim->level;
            if (!c->item[i].number[0] && claim->number[0]) {
                memcpy(c->item[i].number, claim->number, sizeof claim->number);
                c->item[i].sure = claim->sure;
            }
        }
    if (!there_already(c, claim) && c->count < CLAIMS_MAX)
        c->item[c->count++] = *claim;
}

static void quote(const struct reading *r, const char *at, size_t size, char out[CLAIM_TEXT])
{
    size_t room = size < CLAIM_TEXT - 1 ? size : CLAIM_TEXT - 1;
    memcpy(out, r->folded + (at - r->lower), room);
    out[room] = 0;
    text_mend_cut(out);
}

/* ---- numbers ---- */

static size_t token_size(const char *at)
{
    size_t size = 0;
    while (is_word(at[size]) || ((at[size] == '-' || at[size] == '/') && size && is_word(at[size + 1])))
        size++;
    return size;
}

/* Letters and digits, four at least, a digit among them; no star's level and no year. */
static bool like_number(const char *at, size_t size)
{
    size_t digits = 0;
    for (size_t i = 0; i < size; i++)
        digits += at[i] >= '0' && at[i] <= '9';
    return size >= 4 && digits > 0 && size < CLAIM_TEXT && !(size == 6 && !memcmp(at, "star-", 5)) &&
           !(digits == 4 && size == 4);
}

/* A number in the words behind a claim. */
static void read_number(const struct reading *r, const char *from, struct claim *claim)
{
    const char *end = from + strnlen(from, WINDOW);
    bool said = false;
    for (const char *at = from; at < end;) {
        for (size_t i = 0; !said && i < sizeof number_words / sizeof *number_words; i++)
            said = !strncmp(at, number_words[i], strlen(number_words[i]));
        size_t size = is_word(*at) && (at == from || !is_word(at[-1])) ? token_size(at) : 0;
        if (like_number(at, size)) {
            quote(r, at, size, claim->number);
            claim->sure = said;
            return;
        }
        at += size ? size : 1;
    }
}

/* ★1, STAR-1, レベル1, level 1 close behind; 0 for none. */
static int read_level(const char *from)
{
    static const char *const before[] = {"★", "star-", "☆", "level ", "レベル"};
    enum { NEAR = 24 };
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        const char *at = strstr(from, before[i]);
        if (!at || at - from > NEAR)
            continue;
        at += strlen(before[i]);
        if (*at >= '1' && *at <= '4' && !is_word(at[1]))
            return *at - '0';
    }
    return 0;
}

/* ---- claims ---- */

static void find_labels(const struct reading *r)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        for (const char *at = r->lower; (at = find(r->lower, at, labels[i].text)); at++) {
            size_t size = strlen(labels[i].text);
            struct claim claim = {.kind = CLAIM_LABEL, .scheme = labels[i].scheme};
            quote(r, at, size, claim.quote);
            claim.level = read_level(at + size);
            read_number(r, at + size, &claim);
            add(r->to, &claim);
        }
}

/* "★1" and "STAR-1" alone: not ★★★★★ of reviews, nor ★1位. */
static void find_stars(const struct reading *r)
{
    static const char *const stars[] = {"★", "star-"};
    for (size_t i = 0; i < sizeof stars / sizeof *stars; i++)
        for (const char *at = r->lower; (at = strstr(at, stars[i])); at++) {
            size_t size = strlen(stars[i]);
            const char *behind = at + size + 1;
            bool alone = at == r->lower || (!is_word(at[-1]) && at[-1] != '-');
            bool rating =
                (at[size] && at[size + 1] == '.' && is_word(at[size + 2])) || (at[size] && at[size + 1] == '/');
            if (!alone || rating || at[size] < '1' || at[size] > '4' || text_is_letter_or_digit(text_next(&behind)))
                continue;
            struct claim claim = {.kind = CLAIM_LABEL, .scheme = SCHEME_JC_STAR, .level = at[size] - '0'};
            quote(r, at, size + 1, claim.quote);
            read_number(r, at + size + 1, &claim);
            add(r->to, &claim);
        }
}

/* CLS in capitals, and ids of the full shape. */
static void find_cls(const struct reading *r)
{
    for (const char *at = r->folded; (at = strstr(at, "CLS")); at++)
        if (stands_alone(r->folded, at, 3) && at[3] != '(' && at[3] != '-') {
            struct claim claim = {.kind = CLAIM_LABEL, .scheme = SCHEME_CLS, .quote = "CLS"};
            add(r->to, &claim);
        }
    for (const char *at = r->lower; (at = strstr(at, "csa/")); at++) {
        size_t size = token_size(at);
        struct claim claim = {.kind = CLAIM_LABEL, .scheme = SCHEME_CLS, .sure = true};
        if (size < sizeof "csa/010126/1" - 1 || strspn(at + 4, "0123456789") != 6 || at[10] != '/')
            continue;
        quote(r, at, size, claim.number);
        memcpy(claim.quote, claim.number, sizeof claim.quote);
        add(r->to, &claim);
    }
}

/* "Registration number DEMO-0001" away from any claim: it belongs to the first that says none. */
static void find_number(const struct reading *r)
{
    static const char *const words[] = {"登録番号", "registration number", "registration no", "registration id"};
    for (size_t i = 0; i < sizeof words / sizeof *words && !r->to->number[0]; i++) {
        const char *at = strstr(r->lower, words[i]);
        struct claim claim = {.kind = CLAIM_LABEL};
        if (at)
            read_number(r, at, &claim);
        memcpy(r->to->number, claim.number, sizeof claim.number);
    }
    for (size_t i = 0; r->to->number[0] && i < r->to->count; i++) {
        struct claim *c = &r->to->item[i];
        if (c->kind != CLAIM_LABEL)
            continue;
        if (!c->number[0]) {
            memcpy(c->number, r->to->number, sizeof c->number);
            c->sure = true;
        }
        return;
    }
}

static void find_phrases(const struct reading *r, enum claim_kind kind, const char *const *phrases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *at = find(r->lower, r->lower, phrases[i]);
        struct claim claim = {.kind = kind};
        if (!at)
            continue;
        quote(r, at, strlen(phrases[i]), claim.quote);
        add(r->to, &claim);
    }
}

static bool claims_label(const struct claims *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->item[i].kind == CLAIM_LABEL)
            return true;
    return false;
}

/* Kana, or letters of neither alphabet, say Japanese. */
static bool is_japanese(const char *text)
{
    int32_t c;
    while ((c = text_next(&text)))
        if (c >= 0x3040 && c <= 0x9fff)
            return true;
    return false;
}

int claims_read(const char *text, struct claims *to, struct err *err)
{
    struct reading r = {.to = to};
    char *cut = strndup(text, CLAIMS_TEXT_MAX);
    if (!cut)
        return err_memory(err);
    text_mend_cut(cut);
    int rc = text_nfkc(cut, &r.folded, err);
    if (!rc && !(r.lower = strdup(r.folded)))
        rc = err_memory(err);
    if (!rc) {
        for (char *at = r.lower; *at; at++)
            *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
        find_labels(&r);
        find_stars(&r);
        find_cls(&r);
        find_number(&r);
        if (claims_label(to))
            find_phrases(&r, CLAIM_PENDING, pending, sizeof pending / sizeof *pending);
        find_phrases(&r, CLAIM_WORDING, wordings, sizeof wordings / sizeof *wordings);
        for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
            to->says_period |= find(r.lower, r.lower, periods[i]) != NULL;
        to->japanese |= is_japanese(r.folded);
    }
    free(cut);
    free(r.folded);
    free(r.lower);
    return rc;
}
