/* A registry's page, from any bytes: every table of it, and as an import would read it. */
#include <stdint.h>

#include "cache/registry/html.h"
#include "tests/fuzz/demand.h"

#define VIEWS_MAX 1000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in;
    struct table t;
    struct err err = {0};
    input_memory(data, size, &in);
    if (html_open(&in, "https://www.vendor.example/list/index.html", &t, &err)) {
        look_at_err(&err);
        return 0;
    }
    demand(read_views(&t, VIEWS_MAX + 1) <= VIEWS_MAX);
    read_list(&t);
    table_close(&t);
    return 0;
}
