#ifndef KENPIN_MEMORY_FILE_H
#define KENPIN_MEMORY_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* A file that has no name and is nowhere but in memory: what is handed to a reader that may open nothing. All return
 * false with errno where it did not work. */

bool memory_file_make(int *fd); /* the caller closes it */
bool memory_file_put(int fd, const void *bytes, size_t size);
bool memory_file_seal(int fd); /* nobody changes it any more */

#endif
