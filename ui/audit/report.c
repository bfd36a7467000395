#include "ui/audit/report.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

size_t report_headings(const struct report *r, const char *heading[LINE_CELLS_MAX], char own[AUDIT_RESULTS_MAX][40])
{
    size_t count = 0, results = audit_result_headings(r->shape, own);
    for (size_t i = 0; i < r->shape->in->width; i++)
        heading[count++] = r->shape->in->heading[i];
    for (size_t i = 0; i < results; i++)
        heading[count++] = own[i];
    return count;
}

static int failed(const char *path, struct err *err)
{
    return err_set(err, ERR_IO, "%s cannot be written: %s. Make room, then go on with --resume",
                   "%s に書けません: %s。空きを作り、--resume で続けてください", path, strerror(errno));
}

FILE *report_open(const char *path, char name[FILES_PATH_MAX], struct err *err)
{
    int size = snprintf(name, FILES_PATH_MAX, "%s.part", path);
    FILE *out = size > 0 && size < FILES_PATH_MAX ? fopen(name, "we") : NULL;
    if (!out)
        (void)failed(path, err);
    return out;
}

int report_done(FILE *out, const char *name, const char *path, struct err *err)
{
    int rc = 0;
    if (ferror(out) || fflush(out) || fdatasync(fileno(out)))
        rc = failed(path, err);
    if (fclose(out) && !rc)
        rc = failed(path, err);
    if (!rc && rename(name, path))
        rc = failed(path, err);
    if (rc)
        (void)unlink(name);
    return rc;
}

void report_escaped(FILE *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc((unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text, out);
        }
    }
}
