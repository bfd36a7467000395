#include "app/scan/pdf_complaints.h"

#include <string.h>

/* How lines begin that lose nothing of a page that a code could stand in: kinds, and behind the kind of others, words.
 * Only beginnings are poppler's own; words of the document may stand further on. */
static const char *const harmless_kinds[] = {
    "Syntax Warning", /* poppler knows what was meant */
    "Config Error",   /* of this machine: fonts that are not installed */
    "Fontconfig ",    /* the same, and that it may not write its cache */
};
static const char *const harmless_words[] = {
    "Missing language pack for '",   /* Japanese text without its font */
    "Expected the default config",   /* layers, as some programs write them */
    "Expected the optional content", /* the same */
    "Can't get Fields array",        /* a form without fields */
};

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_harmless(const char *line)
{
    const char *words = strstr(line, ": ");
    for (size_t i = 0; i < sizeof harmless_kinds / sizeof *harmless_kinds; i++)
        if (begins(line, harmless_kinds[i]))
            return true;
    for (size_t i = 0; i < sizeof harmless_words / sizeof *harmless_words && words; i++)
        if (begins(words + 2, harmless_words[i]))
            return true;
    return false;
}

static void line_end(struct pdf_complaints *c)
{
    c->line[c->at] = 0;
    c->at = 0;
    c->locked |= begins(c->line, "Command Line Error: Incorrect password");
    if (c->line[0] && !c->first[0] && !is_harmless(c->line))
        memcpy(c->first, c->line, sizeof c->first);
}

void pdf_complaints_take(struct pdf_complaints *c, const char *bytes, size_t size)
{
    c->bytes += size;
    c->too_many |= c->bytes > PDF_COMPLAINTS_MAX;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n')
            line_end(c);
        else if (c->at < sizeof c->line - 1)
            c->line[c->at++] = (char)(bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '?');
    }
}

void pdf_complaints_end(struct pdf_complaints *c)
{
    if (c->at)
        line_end(c);
}
