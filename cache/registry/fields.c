#include "cache/registry/fields.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/base/text.h"
#include "app/label/normal.h"

enum {
    WORD_BYTES_MAX = 256, /* longer text is no status word and no level */
    PREFIX_JA = 2,        /* characters that are enough to mean a word */
    PREFIX_EN = 5,
};

#define JC_STAR (1u << SCHEME_JC_STAR)
#define CLS     (1u << SCHEME_CLS)

struct status_word {
    const char *word; /* NFKC */
    enum status status;
    unsigned prefix;  /* characters */
    unsigned schemes; /* that use it */
};

/* IPA's page about the statuses of a label; pages shorten the words, so a beginning counts too. */
static const struct status_word words[] = {
    {"有効", STATUS_CURRENT, PREFIX_JA, JC_STAR},
    {"有効期限切れ", STATUS_EXPIRED, PREFIX_JA, JC_STAR},
    {"失効猶予(延長申請中)", STATUS_DEFERRED, PREFIX_JA, JC_STAR},
    {"失効(有効期限切れ)", STATUS_EXPIRED, PREFIX_JA, JC_STAR},
    {"失効(自主取下げ)", STATUS_WITHDRAWN, PREFIX_JA, JC_STAR},
    {"取消し", STATUS_REVOKED, PREFIX_JA, JC_STAR},
    {"Active", STATUS_CURRENT, PREFIX_EN, JC_STAR | CLS},
    {"Deferral of expiration (extension procedure in progress)", STATUS_DEFERRED, PREFIX_EN, JC_STAR},
    {"Expired", STATUS_EXPIRED, PREFIX_EN, JC_STAR | CLS},
    {"Withdrawn", STATUS_WITHDRAWN, PREFIX_EN, JC_STAR | CLS},
    {"Revoked", STATUS_REVOKED, PREFIX_EN, JC_STAR | CLS},
    {"Suspended", STATUS_SUSPENDED, PREFIX_EN, CLS},
};

static size_t characters(const char *text)
{
    size_t count = 0;
    while (text_next(&text))
        count++;
    return count;
}

/* The statuses whose words begin with `text` (NFKC, trimmed), as a bit set; of a whole word only that one's. */
static unsigned statuses(enum scheme scheme, const char *text)
{
    size_t size = strlen(text), count = characters(text);
    unsigned found = 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const struct status_word *w = &words[i];
        if (!(w->schemes & 1u << scheme) || strncasecmp(w->word, text, size) != 0)
            continue;
        if (!w->word[size])
            return 1u << w->status;
        if (count >= w->prefix)
            found |= 1u << w->status;
    }
    return found;
}

static enum status one_status(unsigned set, day expires, day today)
{
    for (enum status s = STATUS_CURRENT; s < STATUS_UNCLEAR; s++)
        if (set == 1u << s)
            return s;
    if (set == 0)
        return STATUS_UNCLEAR;
    /* 失効 alone begins the words for expired, withdrawn and deferred */
    return expires && expires < today ? STATUS_EXPIRED : STATUS_WITHDRAWN;
}

int fields_status(enum scheme scheme, const char *word, day expires, day today, enum status *out, struct err *err)
{
    char *folded;
    *out = STATUS_UNCLEAR;
    if (!word || strlen(word) > WORD_BYTES_MAX)
        return 0;
    if (text_nfkc(word, &folded, err))
        return -1;
    text_trim(folded);
    *out = one_status(*folded ? statuses(scheme, folded) : 0, expires, today);
    free(folded);
    return 0;
}

/* `text` is nothing but one to four of `mark`: how many; else 0. */
static int marks(const char *text, const char *mark)
{
    int count = 0;
    for (size_t size = strlen(mark); strncmp(text, mark, size) == 0; text += size)
        count++;
    return *text == 0 && count <= 4 ? count : 0;
}

int fields_level(const char *text, int *out, struct err *err)
{
    static const char *const before[] = {"", "★", "STAR-", "STAR", "LEVEL", "レベル"};
    char *norm;
    *out = 0;
    if (strlen(text) > WORD_BYTES_MAX)
        return 0;
    if (normal_form(text, &norm, err))
        return -1;
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        size_t size = strlen(before[i]);
        if (strncmp(norm, before[i], size) == 0 && norm[size] >= '1' && norm[size] <= '4' && !norm[size + 1])
            *out = norm[size] - '0';
    }
    if (*out == 0)
        *out = marks(norm, "★") + marks(norm, "*");
    free(norm);
    return 0;
}
