#ifndef KENPIN_PICTURE_FILES_H
#define KENPIN_PICTURE_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "app/base/err.h"

/* The pictures that are named, and all in the folders that are named, in one list: their names only, nothing is
 * opened. */

#define PICTURE_FILES_MAX   1000000u
#define PICTURE_FILES_DEPTH 64 /* folders within folders */

struct picture_file {
    char *path;
    size_t root;        /* which folder it lies in; PICTURE_FILES_NO_ROOT when it was named itself */
    bool only_if_known; /* nothing but its first bytes can say whether it is a picture */
};

#define PICTURE_FILES_NO_ROOT ((size_t)-1)

/* What is counted of a folder that was named. */
struct picture_root {
    const char *path; /* borrowed */
    size_t pictures, left_out;
};

struct picture_files {
    struct picture_file *item; /* owned */
    size_t count, room;
    struct picture_root *root; /* owned; one for each folder named */
    size_t roots, roots_room;
};

/* A folder's entries come in the order of their names' bytes, what lies in a folder within it at its place. Links to
 * folders are not followed, so that no loop can be; a folder that cannot be read is listed itself, to fail in its
 * place. Neither devices nor pipes within a folder are listed. */
int picture_files_add(struct picture_files *files, const char *path, struct err *err)
    __attribute__((warn_unused_result));
void picture_files_clear(struct picture_files *files);

/* Whether the name ends as a picture's does: ".jpg". */
bool picture_files_named(const char *path);

#endif
