#include "tests/unit/cache/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static void demand(bool holds)
{
    if (!holds)
        abort();
}

char *book_zip(const struct book_member *members, size_t count, size_t *size)
{
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
    demand(to);
    zip_source_keep(to);
    zip_t *zip = zip_open_from_source(to, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    demand(zip);
    for (size_t i = 0; i < count; i++) {
        const struct book_member *m = &members[i];
        zip_source_t *from = zip_source_buffer(zip, m->bytes, m->size ? m->size : strlen(m->bytes), 0);
        demand(from && zip_file_add(zip, m->name, from, ZIP_FL_ENC_UTF_8) >= 0);
    }
    demand(zip_close(zip) == 0);
    zip_stat_t stat;
    demand(zip_source_stat(to, &stat) == 0 && zip_source_open(to) == 0);
    char *bytes = malloc(stat.size);
    demand(bytes && zip_source_read(to, bytes, stat.size) == (zip_int64_t)stat.size);
    zip_source_close(to);
    zip_source_free(to);
    *size = stat.size;
    return bytes;
}

static const char *or_usual(const char *text, const char *usual)
{
    return text ? text : usual;
}

char *book_make(const struct book *b, size_t *size)
{
    const struct book_member parts[] = {
        {"[Content_Types].xml", or_usual(b->types, BOOK_TYPES("/xl/workbook.xml", BOOK_IS_BOOK)), 0},
        {"_rels/.rels", or_usual(b->rels, BOOK_REL_LIST(BOOK_REL("rId1", "officeDocument", "xl/workbook.xml"))), 0},
        {"xl/workbook.xml",
         or_usual(b->workbook, BOOK_WORKBOOK("<sheets><sheet name=\"List\" sheetId=\"1\" r:id=\"rId1\"/></sheets>")),
         0},
        {"xl/_rels/workbook.xml.rels",
         or_usual(b->workbook_rels, BOOK_REL_LIST(BOOK_REL("rId1", "worksheet", "worksheets/sheet1.xml")
                                                      BOOK_REL("rId2", "sharedStrings", "sharedStrings.xml")
                                                          BOOK_REL("rId3", "styles", "styles.xml"))),
         0},
        {"xl/styles.xml",
         or_usual(b->styles, BOOK_STYLES("<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>")), 0},
        {"xl/sharedStrings.xml", or_usual(b->strings, BOOK_STRINGS("")), 0},
        {"xl/worksheets/sheet1.xml", or_usual(b->sheet, BOOK_ROWS("")), 0},
        {"xl/worksheets/_rels/sheet1.xml.rels", or_usual(b->sheet_rels, BOOK_REL_LIST("")), 0},
    };
    struct book_member all[16];
    size_t count = sizeof parts / sizeof parts[0];
    memcpy(all, parts, sizeof parts);
    for (size_t i = 0; i < sizeof b->more / sizeof b->more[0] && b->more[i].name; i++)
        all[count++] = b->more[i];
    return book_zip(all, count, size);
}

static void add(char *out, size_t room, const char *text)
{
    size_t used = strlen(out);
    snprintf(out + used, room - used, "%s", text);
}

void book_show(const struct row *row, char *out, size_t room)
{
    static const char *const before[] = {[CELL_NUMBER] = "#", [CELL_DATE] = "@", [CELL_OTHER] = "?"};
    out[0] = 0;
    for (size_t i = 0; i < row->count; i++) {
        const struct cell *cell = &row->cell[i];
        char text[DAY_TEXT];
        demand(cell->kind <= CELL_OTHER && cell->text && (cell->kind == CELL_LINK) == (cell->link != NULL));
        demand(cell->kind != CELL_DATE || strcmp(cell->text, day_text(cell->date, text)) == 0);
        demand((cell->kind == CELL_NONE || cell->kind == CELL_OTHER) == (cell->text[0] == 0));
        add(out, room, i ? "|" : "");
        add(out, room, before[cell->kind] ? before[cell->kind] : "");
        add(out, room, cell->text);
        add(out, room, cell->link ? "->" : "");
        add(out, room, cell->link ? cell->link : "");
    }
}

void book_show_all(struct table *t, char *out, size_t room)
{
    struct row row;
    struct err err = {0};
    bool more = true;
    char line[32], shown[4096];
    out[0] = 0;
    while (t->next(t->ctx, &row, &more, &err) == 0 && more) {
        snprintf(line, sizeof line, "%lld:", (long long)row.line);
        book_show(&row, shown, sizeof shown);
        add(out, room, line);
        add(out, room, shown);
        add(out, room, "\n");
    }
    if (err.code) {
        demand(err.ja[0]);
        add(out, room, "! ");
        add(out, room, err.en);
    }
}
