#include "app/scan/pdf_name.h"

#include <string.h>
#include <strings.h>

/* A page's number; false when there is anything else. */
static bool number(const char *text, unsigned *out)
{
    enum { MOST = 1000000000 };
    *out = 0;
    if (*text < '1' || *text > '9')
        return false;
    for (; *text >= '0' && *text <= '9'; text++)
        *out = *out < MOST / 10 ? *out * 10 + (unsigned)(*text - '0') : MOST;
    return !*text;
}

bool pdf_name_split(const char *name, size_t *file, unsigned *page)
{
    static const char ending[] = ".pdf";
    const size_t end = sizeof ending - 1;
    const char *hash = strrchr(name, '#');
    *file = hash && number(hash + 1, page) ? (size_t)(hash - name) : strlen(name);
    if (!hash || name[*file] != '#')
        *page = 0;
    return *file > end && strncasecmp(name + *file - end, ending, end) == 0;
}
