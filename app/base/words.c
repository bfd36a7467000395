#include "app/base/words.h"

const char *words_in(struct words w, enum lang lang)
{
    const char *s = lang == LANG_JA ? w.ja : w.en;
    return s ? s : "";
}
