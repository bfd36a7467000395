#include "cache/registry/zip_library.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct zip_library zip_library;

static const struct {
    const char *name;
    size_t at;
} names[] = {
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

static int missing(const char *why, struct err *err)
{
    return err_set(err, ERR_IO, "libzip, which reads workbooks, is not here (%s): install libzip4",
                   "ブックを読む libzip がありません（%s）。libzip4 をインストールしてください", why);
}

int zip_library_load(struct err *err)
{
    static bool loaded;
    if (loaded)
        return 0;
    void *library = dlopen("libzip.so.4", RTLD_NOW | RTLD_LOCAL); /* stays until the process ends */
    if (!library)
        return missing(dlerror(), err);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        void *call = dlsym(library, names[i].name);
        if (!call)
            return missing(names[i].name, err);
        memcpy((char *)&zip_library + names[i].at, &call, sizeof call); /* ISO C has no cast from one to the other */
    }
    loaded = true;
    return 0;
}
