#include "cache/registry/zip_library.h"

#include <stddef.h>

#include "app/base/library.h"

struct zip_library zip_library;

static const struct library_call names[] = {
    {"zip_discard", offsetof(struct zip_library, discard)},
    {"zip_error_code_zip", offsetof(struct zip_library, error_code_zip)},
    {"zip_error_init", offsetof(struct zip_library, error_init)},
    {"zip_error_set", offsetof(struct zip_library, error_set)},
    {"zip_error_to_data", offsetof(struct zip_library, error_to_data)},
    {"zip_fclose", offsetof(struct zip_library, fclose)},
    {"zip_file_get_error", offsetof(struct zip_library, file_get_error)},
    {"zip_fopen_index", offsetof(struct zip_library, fopen_index)},
    {"zip_fread", offsetof(struct zip_library, fread)},
    {"zip_get_error", offsetof(struct zip_library, get_error)},
    {"zip_get_name", offsetof(struct zip_library, get_name)},
    {"zip_get_num_entries", offsetof(struct zip_library, get_num_entries)},
    {"zip_open_from_source", offsetof(struct zip_library, open_from_source)},
    {"zip_source_free", offsetof(struct zip_library, source_free)},
    {"zip_source_function_create", offsetof(struct zip_library, source_function_create)},
    {"zip_source_seek_compute_offset", offsetof(struct zip_library, source_seek_compute_offset)},
    {"zip_stat_index", offsetof(struct zip_library, stat_index)},
    {"zip_stat_init", offsetof(struct zip_library, stat_init)},
};

static const struct library library = {"libzip.so.4",
                                       "libzip4",
                                       {"libzip, which reads workbooks", "ブックを読む libzip "},
                                       names,
                                       sizeof names / sizeof names[0]};

int zip_library_load(struct err *err)
{
    if (zip_library.stat_init) /* the last one to be filled */
        return 0;
    return library_load(&library, &zip_library, err);
}
