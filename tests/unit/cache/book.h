#ifndef KENPIN_TEST_BOOK_H
#define KENPIN_TEST_BOOK_H

#include "cache/registry/table.h"

/* Workbooks and other ZIPs, made for a test. */

struct book_member {
    const char *name;
    const char *bytes;
    size_t size; /* 0 = up to the NUL */
};

/* Owned by the caller. */
char *book_zip(const struct book_member *members, size_t count, size_t *size);

#define BOOK_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define BOOK_DOC  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define BOOK_RELS "http://schemas.openxmlformats.org/package/2006/relationships"
#define BOOK_TYPE "http://schemas.openxmlformats.org/package/2006/content-types"

#define BOOK_SHEET(inside)                                                                                             \
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"" BOOK_MAIN                     \
    "\" xmlns:r=\"" BOOK_DOC "\">" inside "</worksheet>"
#define BOOK_ROWS(rows)            BOOK_SHEET("<sheetData>" rows "</sheetData>")
#define BOOK_STRINGS(inside)       "<sst xmlns=\"" BOOK_MAIN "\">" inside "</sst>"
#define BOOK_STYLES(inside)        "<styleSheet xmlns=\"" BOOK_MAIN "\">" inside "</styleSheet>"
#define BOOK_REL_LIST(rels)        "<Relationships xmlns=\"" BOOK_RELS "\">" rels "</Relationships>"
#define BOOK_REL(id, kind, target) "<Relationship Id=\"" id "\" Type=\"" BOOK_DOC "/" kind "\" Target=\"" target "\"/>"
#define BOOK_LINK(id, target)                                                                                          \
    "<Relationship Id=\"" id "\" Type=\"" BOOK_DOC "/hyperlink\" Target=\"" target "\" TargetMode=\"External\"/>"
#define BOOK_WORKBOOK(inside) "<workbook xmlns=\"" BOOK_MAIN "\" xmlns:r=\"" BOOK_DOC "\">" inside "</workbook>"
#define BOOK_TYPES(part, type)                                                                                         \
    "<Types xmlns=\"" BOOK_TYPE "\"><Override PartName=\"" part "\" ContentType=\"" type "\"/></Types>"
#define BOOK_IS_BOOK "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

/* A workbook as Excel arranges it. What is NULL is as usual: one sheet, nothing shared, two styles, the second a date.
 */
struct book {
    const char *sheet, *sheet_rels, *strings, *styles, *workbook, *workbook_rels, *rels, *types;
    struct book_member more[4]; /* as many as have a name */
};

char *book_make(const struct book *b, size_t *size);

/* A row with the kind of each cell: text, #number, @date, text->link, ? for what is none. */
void book_show(const struct row *row, char *out, size_t room);

/* All rows of the table's present view, each "line:cell|cell" and a newline; what was refused as "! sentence". */
void book_show_all(struct table *t, char *out, size_t room);

#endif
