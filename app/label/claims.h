#ifndef KENPIN_CLAIMS_H
#define KENPIN_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/base/err.h"
#include "app/label/scheme.h"

/* What the words of a listing claim about security labels. Words are found, not understood: whether a claim is true is
 * the check's to say. */

enum claim_kind {
    CLAIM_NONE,
    CLAIM_LABEL,   /* it has a label of `scheme` */
    CLAIM_PENDING, /* it will have one: not to be said without a provisional number (law, P5) */
    CLAIM_WORDING, /* what no label allows to be said: guaranteed secure, officially approved */
};

#define CLAIM_TEXT 96 /* bytes, with the NUL */
#define CLAIMS_MAX 16

struct claim {
    enum claim_kind kind;
    enum scheme scheme;
    int level;               /* claimed; 0 = none said */
    char quote[CLAIM_TEXT];  /* as it stands there, after NFKC */
    char number[CLAIM_TEXT]; /* a number or id that follows; "" = none */
    bool sure;               /* a word such as 登録番号 says that it is one, or its shape does */
};

struct claims {
    struct claim item[CLAIMS_MAX];
    size_t count;
    bool says_period;        /* how long security updates come */
    char number[CLAIM_TEXT]; /* said to be one, with no claim beside it; "" = none */
    bool japanese;           /* the language of the text, for the sentences to put in or take out */
};

#define CLAIMS_TEXT_MAX ((size_t)256 * 1024) /* bytes that are looked at */

/* Adds what `text` (valid UTF-8) claims; each claim once. */
int claims_read(const char *text, struct claims *to, struct err *err) __attribute__((warn_unused_result));

#endif
