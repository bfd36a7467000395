#ifndef KENPIN_XLSX_RELS_H
#define KENPIN_XLSX_RELS_H

#include "cache/registry/arena.h"
#include "cache/registry/xlsx_zip.h"

/* What a part of a workbook refers to (ECMA-376-2, 9.3): its .rels file. One file is read, none is followed. */

enum xlsx_rel_kind { XLSX_REL_NONE, XLSX_REL_BOOK, XLSX_REL_SHEET, XLSX_REL_STRINGS, XLSX_REL_STYLES, XLSX_REL_LINK };

struct xlsx_rel {
    uint32_t id, target; /* where they begin in the text */
    enum xlsx_rel_kind kind;
};

struct xlsx_rels {
    struct arena text;
    struct xlsx_rel *item; /* owned; by id */
    size_t count, room;
};

#define XLSX_RELS_MAX 200000 /* a sheet of Excel's has up to 65,530 links */

/* Those of `part`; of the package itself for "". None when there is no such file. */
int xlsx_rels_read(struct xlsx_zip *z, const char *part, struct xlsx_rels *out, struct err *err)
    __attribute__((warn_unused_result));
void xlsx_rels_clear(struct xlsx_rels *r); /* safe on {0} and twice */

/* The target of that kind with that id, borrowed; NULL when there is none. */
const char *xlsx_rels_find(const struct xlsx_rels *r, struct markup_value id, enum xlsx_rel_kind kind);
/* The first of that kind. */
const char *xlsx_rels_first(const struct xlsx_rels *r, enum xlsx_rel_kind kind);

/* The member that `target` in `part` means. False when it is none within the file. */
bool xlsx_rels_member(const char *part, const char *target, char out[XLSX_NAME_MAX]);

#endif
