#include "app/scan/zbar_library.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct zbar_library zbar;

/* Where the address of each function goes. */
static const struct {
    const char *name;
    size_t at;
} functions[] = {
    {"zbar_image_create", offsetof(struct zbar_library, image_create)},
    {"zbar_image_destroy", offsetof(struct zbar_library, image_destroy)},
    {"zbar_image_first_symbol", offsetof(struct zbar_library, image_first_symbol)},
    {"zbar_image_set_data", offsetof(struct zbar_library, image_set_data)},
    {"zbar_image_set_format", offsetof(struct zbar_library, image_set_format)},
    {"zbar_image_set_size", offsetof(struct zbar_library, image_set_size)},
    {"zbar_image_scanner_create", offsetof(struct zbar_library, image_scanner_create)},
    {"zbar_image_scanner_destroy", offsetof(struct zbar_library, image_scanner_destroy)},
    {"zbar_image_scanner_set_config", offsetof(struct zbar_library, image_scanner_set_config)},
    {"zbar_scan_image", offsetof(struct zbar_library, scan_image)},
    {"zbar_symbol_first_component", offsetof(struct zbar_library, symbol_first_component)},
    {"zbar_symbol_get_components", offsetof(struct zbar_library, symbol_get_components)},
    {"zbar_symbol_get_data", offsetof(struct zbar_library, symbol_get_data)},
    {"zbar_symbol_get_data_length", offsetof(struct zbar_library, symbol_get_data_length)},
    {"zbar_symbol_get_loc_size", offsetof(struct zbar_library, symbol_get_loc_size)},
    {"zbar_symbol_get_loc_x", offsetof(struct zbar_library, symbol_get_loc_x)},
    {"zbar_symbol_get_loc_y", offsetof(struct zbar_library, symbol_get_loc_y)},
    {"zbar_symbol_get_modifiers", offsetof(struct zbar_library, symbol_get_modifiers)},
    {"zbar_symbol_get_orientation", offsetof(struct zbar_library, symbol_get_orientation)},
    {"zbar_symbol_get_quality", offsetof(struct zbar_library, symbol_get_quality)},
    {"zbar_symbol_get_type", offsetof(struct zbar_library, symbol_get_type)},
    {"zbar_symbol_next", offsetof(struct zbar_library, symbol_next)},
};

int zbar_library_load(struct err *err)
{
    static bool loaded;
    if (loaded)
        return 0;
    void *library = dlopen("libzbar.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return err_set(err, ERR_IO, "pictures cannot be read, because libzbar.so.0 is missing: install libzbar0",
                       "libzbar.so.0 がないため画像を読めません。libzbar0 を入れてください");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *address = dlsym(library, functions[i].name);
        if (!address)
            return err_set(err, ERR_IO, "this libzbar.so.0 has no %s: install Debian's libzbar0",
                           "この libzbar.so.0 には %s がありません。Debian の libzbar0 を入れてください",
                           functions[i].name);
        memcpy((char *)&zbar + functions[i].at, &address, sizeof address);
    }
    loaded = true;
    return 0;
}
