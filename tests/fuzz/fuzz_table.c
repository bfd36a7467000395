/* A registry's list, from any bytes: as CSV with each delimiter, as JSON, as a map of columns, as one cell.
 *   clang -g -fsanitize=fuzzer,address,undefined ... fuzz_table.c; without libFuzzer, replay.c is its main(). */
#include <stdint.h>

#include "cache/registry/csv.h"
#include "cache/registry/dates.h"
#include "cache/registry/fields.h"
#include "cache/registry/json_table.h"
#include "tests/fuzz/demand.h"

#define DELIMITERS 3

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void as_csv(const uint8_t *data, size_t size)
{
    struct input in;
    struct table t;
    input_memory(data, size, &in);
    demand(csv_open(&in, &t, NULL) == 0);
    demand(read_views(&t, DELIMITERS + 1) == DELIMITERS);
    read_list(&t);
    table_close(&t);
}

static void as_json(const uint8_t *data, size_t size)
{
    struct input in;
    struct table t;
    struct err err = {0};
    input_memory(data, size, &in);
    if (json_table_open(&in, &t, &err)) {
        look_at_err(&err);
        return;
    }
    read_view(&t);
    read_list(&t);
    table_close(&t);
}

static void as_cell(const uint8_t *data, size_t size)
{
    char *text = NULL;
    day first = 0, last = 0;
    enum status status;
    int level;
    demand(text_from_bytes(data, size, &text, NULL) == 0);
    if (!text)
        return;
    demand(dates_read(text, DATES_FIRST, &first, NULL) == 0 && dates_read(text, DATES_LAST, &last, NULL) == 0);
    look_at_day(first);
    look_at_day(last);
    demand(!first || !last || first <= last);
    demand(fields_status(SCHEME_CLS, text, last, TODAY, &status, NULL) == 0 && status != STATUS_NONE);
    demand(fields_level(text, &level, NULL) == 0 && level >= 0 && level <= 4);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    as_csv(data, size);
    as_json(data, size);
    as_cell(data, size);
    return 0;
}
