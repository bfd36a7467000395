/* A registry's workbook: what begins with PK is taken as it is; else it is the parts of one, NUL between them, in the
 * order below, so that what is in them is reached past the checksums of a ZIP. */
#include <stdint.h>
#include <zip.h>

#include "cache/registry/xlsx.h"
#include "tests/fuzz/demand.h"

#define VIEWS_MAX 256

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOC  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELS "http://schemas.openxmlformats.org/package/2006/relationships"

struct part {
    const char *name;
    const char *usual; /* where the bytes end before this one; NULL = then it is not there */
};

static const struct part parts[] = {
    {"xl/worksheets/sheet1.xml", NULL},
    {"xl/sharedStrings.xml", NULL},
    {"xl/styles.xml",
     "<styleSheet xmlns=\"" MAIN "\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
    {"xl/worksheets/_rels/sheet1.xml.rels", NULL},
    {"xl/workbook.xml",
     "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" DOC "\"><sheets><sheet r:id=\"a\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships xmlns=\"" RELS "\"><Relationship Id=\"a\" Type=\"" DOC
     "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
     "<Relationship Id=\"b\" Type=\"" DOC "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
     "<Relationship Id=\"c\" Type=\"" DOC "/styles\" Target=\"styles.xml\"/></Relationships>"},
    {"_rels/.rels", NULL},
    {"[Content_Types].xml", NULL},
};

static void add(zip_t *zip, const char *name, const void *bytes, size_t size)
{
    zip_source_t *from = zip_source_buffer(zip, bytes, size, 0);
    demand(from);
    zip_int64_t index = zip_file_add(zip, name, from, 0);
    demand(index >= 0 && zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) == 0);
}

/* The parts in `data` in a ZIP. Owned by the caller. */
static void *make(const uint8_t *data, size_t size, size_t *zip_size)
{
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
    demand(to);
    zip_source_keep(to);
    zip_t *zip = zip_open_from_source(to, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    demand(zip);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const uint8_t *end = size > 0 ? memchr(data, 0, size) : NULL;
        size_t length = end ? (size_t)(end - data) : size;
        if (length > 0)
            add(zip, parts[i].name, data, length);
        else if (parts[i].usual)
            add(zip, parts[i].name, parts[i].usual, strlen(parts[i].usual));
        data += length + (end != NULL);
        size -= length + (end != NULL);
    }
    demand(zip_close(zip) == 0);
    zip_stat_t stat;
    demand(zip_source_stat(to, &stat) == 0 && zip_source_open(to) == 0);
    void *bytes = malloc(stat.size);
    demand(bytes && zip_source_read(to, bytes, stat.size) == (zip_int64_t)stat.size);
    zip_source_close(to);
    zip_source_free(to);
    *zip_size = stat.size;
    return bytes;
}

static void read_book(const void *bytes, size_t size)
{
    struct input in;
    struct table t;
    struct err err = {0};
    input_memory(bytes, size, &in);
    if (xlsx_open(&in, &t, &err)) {
        look_at_err(&err);
        return;
    }
    demand(read_views(&t, VIEWS_MAX + 1) <= VIEWS_MAX);
    read_list(&t);
    table_close(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size >= 2 && memcmp(data, "PK", 2) == 0) {
        read_book(data, size);
        return 0;
    }
    size_t zip_size;
    void *zip = make(data, size, &zip_size);
    read_book(zip, zip_size);
    free(zip);
    return 0;
}
