#ifndef KENPIN_AUDIT_ALBUM_H
#define KENPIN_AUDIT_ALBUM_H

#include "cache/registry/table.h"

/* A folder of pictures as a list of boxes: columns "box" and "pictures" (names below the folder, one a line), in the
 * order of their names. Links are not followed. */

enum album_boxes {
    ALBUM_BY_NAME, /* A12-front.jpg and A12-side.jpg are one box; IMG-001.jpg is one by itself */
    ALBUM_EACH,
    ALBUM_BY_FOLDER,
    ALBUM_BY_PREFIX, /* up to the last - or _, whatever follows */
};

#define ALBUM_PICTURES_MAX 200000
#define ALBUM_BOX_MAX      16 /* pictures of one box; more are a box of their own */

int album_open(const char *path, enum album_boxes boxes, struct table *out, struct err *err)
    __attribute__((warn_unused_result));

#endif
