/* Whatever stands on a box or in a registry's cell, as text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/base/text.h"
#include "app/label/address.h"
#include "app/label/cls.h"
#include "app/label/marks.h"
#include "app/label/models.h"
#include "app/label/normal.h"

#define TODAY 20261121

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_valid(const char *text)
{
    check(text_valid(text, strlen(text)));
}

static void try_address(const char *text)
{
    struct address a;
    struct address_parts parts;
    char *key = NULL;
    address_read(text, &a);
    check((a.kind == ADDRESS_MARK) == (a.mark != NULL));
    check((a.kind > ADDRESS_FOREIGN) == (a.scheme != SCHEME_NONE));
    check(address_key(text, &key, NULL) == 0);
    check(address_parts(text, &parts, NULL) == 0);
    if (a.kind == ADDRESS_OFFICIAL)
        check(key != NULL);
    if (key)
        check_valid(key);
    for (size_t i = 0; i < parts.count; i++)
        check_valid(parts.item[i]);
    free(key);
    address_parts_clear(&parts);
}

/* The normal form of a normal form is itself. */
static void try_normal(const char *text)
{
    char *once = NULL, *twice = NULL, *loose = NULL, *company = NULL;
    check(normal_form(text, &once, NULL) == 0 && normal_form(once, &twice, NULL) == 0);
    check(strcmp(once, twice) == 0);
    check(normal_loose(text, &loose, NULL) == 0 && normal_company(text, &company, NULL) == 0);
    check_valid(once);
    check_valid(loose);
    check_valid(company);
    check(*once == '\0' || *company != '\0' || strspn(once, ",") == strlen(once));
    free(once);
    free(twice);
    free(loose);
    free(company);
}

static void try_models(const char *text)
{
    struct models m = {0};
    if (models_split(&m, text, NULL) == 0)
        for (size_t i = 0; i < m.count; i++) {
            check_valid(m.item[i].raw);
            check_valid(m.item[i].norm);
            check(!models_series_like(&m.item[i], ""));
            if (m.item[0].norm[0])
                models_series_like(&m.item[i], m.item[0].norm);
        }
    models_clear(&m);
}

static void try_ids(const char *text)
{
    struct cls_id id;
    check(cls_read(text, TODAY, &id) == (id.id[0] != '\0'));
    const char *mark = mark_by_name(text);
    if (mark)
        check(mark_words(mark).en != NULL && strncmp(text, "CSA/", 4) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = NULL;
    if (size > 8192 || text_from_bytes(data, size, &text, NULL) != 0 || !text)
        return 0;
    try_address(text);
    try_normal(text);
    try_models(text);
    try_ids(text);
    free(text);
    return 0;
}
