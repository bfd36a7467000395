/* What poppler's programs print of a hostile document, cut anyhow: the first byte says whose it is, the second how it
 * is cut. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/scan/pdf_complaints.h"
#include "app/scan/pdf_info.h"
#include "app/scan/pdf_name.h"
#include "app/scan/pdf_pgm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 5000 };

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static void try_pgm(const uint8_t *data, size_t size, size_t chunk)
{
    struct pdf_pgm p = {.most_width = MOST, .most_height = MOST};
    bool good = true;
    for (size_t at = 0; at < size; at += chunk) {
        bool taken = pdf_pgm_take(&p, data + at, chunk < size - at ? chunk : size - at);
        demand(good || !taken); /* what is wrong stays so */
        good = taken;
        demand(good == (p.state != PDF_PGM_WRONG));
    }
    if (p.state < PDF_PGM_PIXELS || p.state == PDF_PGM_WRONG)
        return;
    uint64_t pixels = (uint64_t)p.width * p.height;
    demand(p.width > 0 && p.width <= MOST && p.height > 0 && p.height <= MOST && p.to_come <= pixels);
    demand((p.state == PDF_PGM_WHOLE) == (p.to_come == 0));
    demand(size >= pixels - p.to_come);
}

static void try_info(const uint8_t *data, size_t size)
{
    static struct pdf_info info;
    if (!pdf_info_read((const char *)data, size, &info))
        return;
    demand(info.pages > 0);
    for (size_t i = 0; i < info.pages && i < PDF_PAGES_MAX; i++)
        demand(info.page[i].width > 0 && info.page[i].height > 0 && info.page[i].width < 1e10 &&
               info.page[i].height < 1e10);
}

static void try_complaints(const uint8_t *data, size_t size, size_t chunk)
{
    struct pdf_complaints c = {0};
    for (size_t at = 0; at < size; at += chunk)
        pdf_complaints_take(&c, (const char *)data + at, chunk < size - at ? chunk : size - at);
    pdf_complaints_end(&c);
    demand(strlen(c.first) < sizeof c.first);
    for (const char *at = c.first; *at; at++)
        demand(*at >= ' ' && *at <= '~');
}

static void try_name(const uint8_t *data, size_t size)
{
    size_t file;
    unsigned page;
    char *name = strndup((const char *)data, size);
    demand(name != NULL);
    if (pdf_name_split(name, &file, &page)) {
        demand(file > 4 && file <= strlen(name) && (page > 0) == (file < strlen(name)));
    }
    free(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t chunk = (size_t)data[1] + 1;
    switch (data[0] % 4) {
    case 0:
        try_pgm(data + 2, size - 2, chunk);
        break;
    case 1:
        try_info(data + 2, size - 2);
        break;
    case 2:
        try_complaints(data + 2, size - 2, chunk);
        break;
    default:
        try_name(data + 2, size - 2);
    }
    return 0;
}
