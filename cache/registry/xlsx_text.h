#ifndef KENPIN_XLSX_TEXT_H
#define KENPIN_XLSX_TEXT_H

#include "cache/registry/markup.h"

/* A string of a workbook, shared or in its cell: plain text or runs of text, and how to read it aloud (rPh), which is
 * no part of it. */

struct xlsx_text {
    bool inside;   /* a t that counts */
    int phonetics; /* depth within rPh */
};

void xlsx_text_start(struct xlsx_text *x, const struct markup_tag *tag);
void xlsx_text_end(struct xlsx_text *x, const struct markup_tag *tag);

/* In place: _x000D_ becomes what it stands for (ST_Xstring); characters that no text holds are dropped. Returns the new
 * size. */
size_t xlsx_text_plain(char *text, size_t size);

#endif
