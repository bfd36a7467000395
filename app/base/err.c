#include "app/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/base/text.h"

int err_set(struct err *err, enum err_code code, const char *en, const char *ja, ...)
{
    if (!err)
        return -1;
    va_list args, again;
    va_start(args, ja);
    va_copy(again, args);
    err->code = code;
    vsnprintf(err->en, sizeof err->en, en, args);
    vsnprintf(err->ja, sizeof err->ja, ja, again);
    text_mend_cut(err->en);
    text_mend_cut(err->ja);
    va_end(again);
    va_end(args);
    return -1;
}

int err_memory(struct err *err)
{
    return err_set(err, ERR_MEMORY, "not enough memory", "メモリーが足りません");
}

const char *err_text(const struct err *err, enum lang lang)
{
    return lang == LANG_JA ? err->ja : err->en;
}
