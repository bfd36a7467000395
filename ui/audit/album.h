#ifndef KENPIN_AUDIT_ALBUM_H
#define KENPIN_AUDIT_ALBUM_H

#include "app/scan/pictures.h"
#include "cache/registry/input.h"
#include "cache/registry/table.h"

/* A folder of pictures as a list of boxes: columns "box" and "pictures" (names below the folder, one a line), in the
 * order of their names, as picture_files.h finds them. Each page of a PDF is a box, as on a listing sheet; a whole
 * document is a picture of the box where boxes are folders or prefixes, as a delivery note lies with the photos. */

enum album_boxes {
    ALBUM_BY_NAME, /* A12-front.jpg and A12-side.jpg are one box; IMG-001.jpg is one by itself */
    ALBUM_EACH,
    ALBUM_BY_FOLDER,
    ALBUM_BY_PREFIX, /* up to the last - or _, whatever follows */
};

#define ALBUM_BOX_MAX 16 /* pictures of one box; more are a box of their own */

struct album_seen {
    size_t left_out; /* files that are no pictures by their names, or whose names are no UTF-8 */
    uint64_t digest; /* of the pictures' names, sizes and times, and how many pages PDFs have */
};

struct album_ask {
    const char *path;
    enum album_boxes boxes;
    const struct pictures_ask *eyes; /* that count the pages of PDFs */
    input_progress *progress;        /* told of files, while pages are counted; may be NULL */
    void *progress_ctx;
};

/* ERR_STOPPED when whoever is told of the progress says so, or `eyes` are stopped. */
int album_open(const struct album_ask *ask, struct table *out, struct album_seen *seen, struct err *err)
    __attribute__((warn_unused_result));

#endif
