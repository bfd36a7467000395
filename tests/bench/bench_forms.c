/* The same invented registry, 100,000 labels with 1.8 million models, as CSV, XLSX and HTML: seconds and peak memory of
 * reading and importing each, in a process and a cache of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zip.h>

#include "cache/registry/import.h"

enum { LABELS = 100000, MODELS = 18, CELL = 512, NAME = 300 };

#define NOW 1795255200 /* 2026-11-21T10:00:00Z */

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOC  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELS "http://schemas.openxmlformats.org/package/2006/relationships"

static const char *const headings[] = {"number", "level", "status", "product", "vendor", "models", "issued", "expires"};

static void demand(int holds, const char *what)
{
    if (holds)
        return;
    perror(what);
    exit(1);
}

/* Some 400 bytes. */
static const char *models(int label)
{
    static char cell[CELL];
    int used = 0;
    for (int m = 0; m < MODELS; m++)
        used += snprintf(cell + used, sizeof cell - (size_t)used, "%sDEMO-M-%06d-%02d/%c", m ? "、" : "", label, m,
                         'A' + m);
    return cell;
}

static FILE *create(const char *path)
{
    FILE *f = fopen(path, "wb");
    demand(f != NULL, path);
    return f;
}

static void write_csv(const char *path)
{
    FILE *f = create(path);
    for (int i = 0; i < 8; i++)
        fprintf(f, "%s%s", headings[i], i < 7 ? "," : "\n");
    for (int i = 0; i < LABELS; i++)
        fprintf(f, "DEMO-%06d,1,Active,Invented %d,Invented Works %d,\"%s\",2025-06-01,2027-05-31\n", i, i, i % 500,
                models(i));
    demand(fclose(f) == 0, path);
}

static void write_html(const char *path)
{
    FILE *f = create(path);
    fputs("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Demo</title></head><body><table>\n<thead><tr>",
          f);
    for (int i = 0; i < 8; i++)
        fprintf(f, "<th scope=\"col\">%s</th>", headings[i]);
    fputs("</tr></thead>\n<tbody>\n", f);
    for (int i = 0; i < LABELS; i++)
        fprintf(
            f,
            "<tr>\n<td>DEMO-%06d</td>\n<td>1</td>\n<td>Active</td>\n<td>Invented %d</td>\n<td>Invented Works %d</td>\n"
            "<td>%s</td>\n<td>2025-06-01</td>\n<td>2027-05-31</td>\n</tr>\n",
            i, i, i % 500, models(i));
    fputs("</tbody></table></body></html>\n", f);
    demand(fclose(f) == 0, path);
}

/* Shared: the headings, Active, 500 vendors, then number, product and models of each label. */
enum { ACTIVE = 8, VENDORS = 9, LABEL = VENDORS + 500 };

static void write_strings(const char *path)
{
    FILE *f = create(path);
    fputs("<sst xmlns=\"" MAIN "\">", f);
    for (int i = 0; i < 8; i++)
        fprintf(f, "<si><t>%s</t></si>", headings[i]);
    fputs("<si><t>Active</t></si>", f);
    for (int i = 0; i < 500; i++)
        fprintf(f, "<si><t>Invented Works %d</t></si>", i);
    for (int i = 0; i < LABELS; i++)
        fprintf(f, "<si><t>DEMO-%06d</t></si><si><t>Invented %d</t></si><si><t>%s</t></si>", i, i, models(i));
    fputs("</sst>", f);
    demand(fclose(f) == 0, path);
}

static void write_sheet(const char *path)
{
    FILE *f = create(path);
    fputs("<worksheet xmlns=\"" MAIN "\"><sheetData><row r=\"1\" spans=\"1:8\">", f);
    for (int i = 0; i < 8; i++)
        fprintf(f, "<c r=\"%c1\" t=\"s\"><v>%d</v></c>", 'A' + i, i);
    fputs("</row>", f);
    for (int i = 0, r = 2; i < LABELS; i++, r++)
        fprintf(f,
                "<row r=\"%d\" spans=\"1:8\"><c r=\"A%d\" t=\"s\"><v>%d</v></c><c r=\"B%d\"><v>1</v></c>"
                "<c r=\"C%d\" t=\"s\"><v>%d</v></c><c r=\"D%d\" t=\"s\"><v>%d</v></c><c r=\"E%d\" t=\"s\"><v>%d</v></c>"
                "<c r=\"F%d\" t=\"s\"><v>%d</v></c><c r=\"G%d\" s=\"1\"><v>45809</v></c>"
                "<c r=\"H%d\" s=\"1\"><v>46538</v></c></row>",
                r, r, LABEL + 3 * i, r, r, ACTIVE, r, LABEL + 3 * i + 1, r, VENDORS + i % 500, r, LABEL + 3 * i + 2, r,
                r);
    fputs("</sheetData></worksheet>", f);
    demand(fclose(f) == 0, path);
}

static void write_xlsx(const char *path, const char *strings, const char *sheet)
{
    static const char book[] =
        "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" DOC "\"><sheets><sheet name=\"a\" r:id=\"a\"/></sheets></workbook>";
    static const char rels[] =
        "<Relationships xmlns=\"" RELS "\"><Relationship Id=\"a\" Type=\"" DOC "/worksheet\" Target=\"sheet.xml\"/>"
        "<Relationship Id=\"b\" Type=\"" DOC "/sharedStrings\" Target=\"strings.xml\"/>"
        "<Relationship Id=\"c\" Type=\"" DOC "/styles\" Target=\"styles.xml\"/></Relationships>";
    static const char styles[] =
        "<styleSheet xmlns=\"" MAIN "\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    write_strings(strings);
    write_sheet(sheet);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    demand(zip != NULL, path);
    zip_file_add(zip, "xl/workbook.xml", zip_source_buffer(zip, book, sizeof book - 1, 0), 0);
    zip_file_add(zip, "xl/_rels/workbook.xml.rels", zip_source_buffer(zip, rels, sizeof rels - 1, 0), 0);
    zip_file_add(zip, "xl/styles.xml", zip_source_buffer(zip, styles, sizeof styles - 1, 0), 0);
    zip_file_add(zip, "xl/strings.xml", zip_source_file(zip, strings, 0, -1), 0);
    zip_file_add(zip, "xl/sheet.xml", zip_source_file(zip, sheet, 0, -1), 0);
    demand(zip_close(zip) == 0, path);
    unlink(strings);
    unlink(sheet);
}

static void import(const char *path, const char *cache)
{
    struct db db;
    struct err err = {0};
    struct import_result result;
    struct import_ask ask = {.path = path, .scheme = SCHEME_JC_STAR, .as_of = NOW, .now = NOW, .demo = true};
    if (db_open(cache, DB_WRITE, &db, &err) || import_file(&db, &ask, &result, &err)) {
        fprintf(stderr, "%s\n", err.en);
        _exit(1);
    }
    db_close(&db);
    _exit(result.labels.labels == LABELS && result.labels.models == LABELS * MODELS ? 0 : 1);
}

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int measure(const char *path, const char *cache)
{
    struct stat st;
    struct rusage used;
    int status = 0;
    double start = now_s();
    pid_t child = fork();
    if (child == 0)
        import(path, cache);
    demand(child > 0 && wait4(child, &status, 0, &used) == child && stat(path, &st) == 0, path);
    printf("%-5s %6.1f MB: %6.2f s (%.2f s of processor), %ld MB peak%s\n", strrchr(path, '.') + 1,
           (double)st.st_size / 1e6, now_s() - start,
           (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6 + (double)used.ru_stime.tv_sec +
               (double)used.ru_stime.tv_usec / 1e6,
           used.ru_maxrss / 1024, status ? " FAILED" : "");
    unlink(cache);
    unlink(path);
    return status;
}

int main(void)
{
    char dir[] = "/tmp/kenpin-bench-XXXXXX", csv[NAME], xlsx[NAME], html[NAME], strings[NAME], sheet[NAME], cache[NAME];
    demand(mkdtemp(dir) != NULL, dir);
    snprintf(csv, sizeof csv, "%s/list.csv", dir);
    snprintf(xlsx, sizeof xlsx, "%s/list.xlsx", dir);
    snprintf(html, sizeof html, "%s/list.html", dir);
    snprintf(strings, sizeof strings, "%s/strings.xml", dir);
    snprintf(sheet, sizeof sheet, "%s/sheet.xml", dir);
    snprintf(cache, sizeof cache, "%s/cache.db", dir);
    write_csv(csv);
    write_xlsx(xlsx, strings, sheet);
    write_html(html);
    int status = measure(csv, cache) | measure(xlsx, cache) | measure(html, cache);
    rmdir(dir);
    return status != 0;
}
