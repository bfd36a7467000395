#include "app/scan/pdf_info.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define POINTS_MAX 1e9 /* of a side; a page has 14,400 by the book (ISO 32000-1 annex C) */

/* One line, ended; a longer one is none that is looked for. */
struct line {
    char text[128];
    size_t at; /* behind it */
};

static bool next_line(const char *text, size_t size, struct line *line)
{
    if (line->at >= size)
        return false;
    const char *from = text + line->at, *end = memchr(from, '\n', size - line->at);
    size_t length = end ? (size_t)(end - from) : size - line->at;
    line->at += length + (end != NULL);
    if (length >= sizeof line->text)
        length = 0;
    memcpy(line->text, from, length);
    line->text[length] = 0;
    return true;
}

/* "Page    3 rot:   90": behind the number and `what`, NULL when it is another line. */
static const char *of_page(const char *line, unsigned long *page, const char *what)
{
    static const char start[] = "Page ";
    char *end;
    if (strncmp(line, start, sizeof start - 1) != 0)
        return NULL;
    *page = strtoul(line + sizeof start - 1, &end, 10);
    return *page > 0 && *page <= PDF_PAGES_MAX && !strncmp(end, what, strlen(what)) ? end + strlen(what) : NULL;
}

static bool points(const char *from, char **end, double *out)
{
    *out = strtod(from, end);
    return *end != from && isfinite(*out) && *out > 0 && *out <= POINTS_MAX;
}

/* "Page    3 size:  595.28 x 841.89 pts (A4)" */
static void take_size(const char *line, struct pdf_info *out)
{
    unsigned long page;
    struct pdf_page seen;
    char *end;
    const char *at = of_page(line, &page, " size:");
    if (at && points(at, &end, &seen.width) && !strncmp(end, " x ", 3) && points(end + 3, &end, &seen.height))
        out->page[page - 1] = seen;
}

/* A quarter turn: what is seen is as wide as the page is high. */
static void take_turn(const char *line, struct pdf_info *out)
{
    unsigned long page;
    const char *at = of_page(line, &page, " rot:");
    if (!at || strtol(at, NULL, 10) % 180 == 0)
        return;
    struct pdf_page *p = &out->page[page - 1];
    *p = (struct pdf_page){p->height, p->width};
}

/* Behind the last line that begins with "Pages:", as a title could hold one too; all of the document's own texts stand
 * before it. */
static bool find_pages(const char *text, size_t size, struct line *at, size_t *pages)
{
    static const char start[] = "Pages:";
    struct line line = {.at = 0};
    bool found = false;
    while (next_line(text, size, &line)) {
        char *end;
        if (strncmp(line.text, start, sizeof start - 1) != 0)
            continue;
        unsigned long count = strtoul(line.text + sizeof start - 1, &end, 10);
        found = !*end && count > 0 && count <= 100000000;
        *pages = count;
        *at = line;
    }
    return found;
}

bool pdf_info_read(const char *text, size_t size, struct pdf_info *out)
{
    struct line line = {.at = 0};
    *out = (struct pdf_info){0};
    if (!find_pages(text, size, &line, &out->pages))
        return false;
    while (next_line(text, size, &line)) {
        take_size(line.text, out);
        take_turn(line.text, out);
    }
    for (size_t i = 0; i < out->pages && i < PDF_PAGES_MAX; i++)
        if (!(out->page[i].width > 0))
            return false;
    return true;
}
