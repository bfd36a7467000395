/* CSV without quotes, from standard input, as a workbook, for tests: xlsx_maker FILE.xlsx [MEGABYTES]. With MEGABYTES
 * so much white space stands behind the rows, which packs to nothing: a bomb. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/cache/book.h"

enum { MEGABYTE = 1 << 20, LINE_MAX_HERE = 4096, BOMB_MOST = 1024 };

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    perror(what);
    exit(1);
}

static void put_cells(FILE *to, char *line)
{
    line[strcspn(line, "\n")] = 0;
    fputs("<row>", to);
    for (char *cell; (cell = strsep(&line, ","));) {
        fputs("<c t=\"inlineStr\"><is><t>", to);
        for (const char *p = cell; *p; p++)
            *p == '&' ? fputs("&amp;", to) : *p == '<' ? fputs("&lt;", to) : fputc(*p, to);
        fputs("</t></is></c>", to);
    }
    fputs("</row>", to);
}

static char *make_sheet(int megabytes)
{
    char *sheet = NULL, line[LINE_MAX_HERE];
    size_t size = 0;
    FILE *to = open_memstream(&sheet, &size);
    demand(to != NULL, "memory");
    fputs("<worksheet xmlns=\"" BOOK_MAIN "\"><sheetData>", to);
    while (fgets(line, sizeof line, stdin))
        put_cells(to, line);
    for (long i = 0; i < (long)megabytes * MEGABYTE; i++)
        fputc(' ', to);
    fputs("</sheetData></worksheet>", to);
    demand(fclose(to) == 0, "memory");
    return sheet;
}

int main(int argc, char **argv)
{
    demand(argc >= 2, "xlsx_maker FILE.xlsx [MEGABYTES]");
    int megabytes = argc > 2 ? atoi(argv[2]) : 0;
    size_t size;
    char *sheet = make_sheet(megabytes < BOMB_MOST ? megabytes : BOMB_MOST);
    char *bytes = book_make(&(struct book){.sheet = sheet}, &size);
    FILE *out = fopen(argv[1], "wb");
    demand(out && fwrite(bytes, 1, size, out) == size && fclose(out) == 0, argv[1]);
    free(bytes);
    free(sheet);
    return 0;
}
