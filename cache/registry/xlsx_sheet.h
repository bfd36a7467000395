#ifndef KENPIN_XLSX_SHEET_H
#define KENPIN_XLSX_SHEET_H

#include "cache/registry/xlsx_rels.h"
#include "cache/registry/xlsx_strings.h"
#include "cache/registry/xlsx_styles.h"

/* One sheet into a grid: what its cells hold, where they are merged, where they lead. */

/* What the sheets of a workbook share; all borrowed. */
struct xlsx_shared {
    const struct xlsx_strings *strings;
    const struct xlsx_styles *styles;
    bool from_1904;
};

#define XLSX_MERGED_MAX 1000000 /* rows that merged cells reach over, all together */

/* Fills the last table of `grid`. */
int xlsx_sheet_read(struct xlsx_zip *z, const char *part, const struct xlsx_shared *shared, struct grid *grid,
                    struct err *err) __attribute__((warn_unused_result));

#endif
