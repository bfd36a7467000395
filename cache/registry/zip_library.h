#ifndef KENPIN_ZIP_LIBRARY_H
#define KENPIN_ZIP_LIBRARY_H

#include <zip.h>

#include "app/base/err.h"

/* libzip, loaded with the first workbook: linking it, and the OpenSSL that it brings, would cost every check a
 * millisecond of start-up. */

struct zip_library {
    __typeof__(zip_discard) *discard;
    __typeof__(zip_error_code_zip) *error_code_zip;
    __typeof__(zip_error_init) *error_init;
    __typeof__(zip_error_set) *error_set;
    __typeof__(zip_error_to_data) *error_to_data;
    __typeof__(zip_fclose) *fclose;
    __typeof__(zip_file_get_error) *file_get_error;
    __typeof__(zip_fopen_index) *fopen_index;
    __typeof__(zip_fread) *fread;
    __typeof__(zip_get_error) *get_error;
    __typeof__(zip_get_name) *get_name;
    __typeof__(zip_get_num_entries) *get_num_entries;
    __typeof__(zip_open_from_source) *open_from_source;
    __typeof__(zip_source_free) *source_free;
    __typeof__(zip_source_function_create) *source_function_create;
    __typeof__(zip_source_seek_compute_offset) *source_seek_compute_offset;
    __typeof__(zip_stat_index) *stat_index;
    __typeof__(zip_stat_init) *stat_init;
};

extern struct zip_library zip_library; /* all functions, once zip_library_load returned 0 */

/* Any number of times. ERR_IO where the library is not installed. */
int zip_library_load(struct err *err) __attribute__((warn_unused_result));

#endif
