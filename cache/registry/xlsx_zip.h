#ifndef KENPIN_XLSX_ZIP_H
#define KENPIN_XLSX_ZIP_H

#include "cache/registry/input.h"
#include "cache/registry/markup.h"
#include "cache/registry/zip_library.h"

/* The ZIP around a workbook: its members are found by name and read as XML. Nothing is written anywhere, so that names
 * are only compared. Bounded in everything that a file says about itself, and in what really comes out of it. */

#define XLSX_FILE_MAX     (256ll * 1024 * 1024)
#define XLSX_MEMBERS_MAX  16384
#define XLSX_MEMBER_MAX   (256ull * 1024 * 1024)  /* bytes of one member, unpacked */
#define XLSX_UNPACKED_MAX (1024ull * 1024 * 1024) /* of all that is read, each time it is read */
#define XLSX_RATIO_MAX    200                     /* of a member larger than XLSX_RATIO_FROM */
#define XLSX_RATIO_FROM   (16ull * 1024 * 1024)

struct xlsx_zip {
    struct input *in; /* borrowed */
    zip_t *zip;       /* owned */
    zip_error_t error;
    int64_t at;    /* where libzip reads */
    int64_t taken; /* bytes that members took so far, for the progress */
    uint64_t unpacked;
    struct err trouble; /* why `in` could not be read */
};

#define XLSX_NAME_MAX 256 /* bytes of a member's name that is looked for, with the NUL */

/* *z must stay where it is until it is closed. */
int xlsx_zip_open(struct input *in, struct xlsx_zip *z, struct err *err) __attribute__((warn_unused_result));
void xlsx_zip_close(struct xlsx_zip *z); /* safe on {0} and twice */

/* *index is -1 when there is no such member; case counts not. Two of that name are ERR_INPUT. */
int xlsx_zip_find(struct xlsx_zip *z, const char *name, int64_t *index, struct err *err)
    __attribute__((warn_unused_result));
/* Some member's name ends so. */
bool xlsx_zip_has_ending(struct xlsx_zip *z, const char *ending);

/* Reads a member to its end, checksum and all. */
int xlsx_zip_read(struct xlsx_zip *z, int64_t index, const char *name, const struct markup_events *events, void *ctx,
                  struct err *err) __attribute__((warn_unused_result));

#endif
