#include "app/scan/zbar_library.h"

#include <stddef.h>

#include "app/base/library.h"

struct zbar_library zbar;

/* Where the address of each function goes. */
static const struct library_call functions[] = {
    {"zbar_decode_width", offsetof(struct zbar_library, decode_width)},
    {"zbar_decoder_create", offsetof(struct zbar_library, decoder_create)},
    {"zbar_decoder_destroy", offsetof(struct zbar_library, decoder_destroy)},
    {"zbar_decoder_get_data", offsetof(struct zbar_library, decoder_get_data)},
    {"zbar_decoder_get_data_length", offsetof(struct zbar_library, decoder_get_data_length)},
    {"zbar_decoder_get_direction", offsetof(struct zbar_library, decoder_get_direction)},
    {"zbar_decoder_get_modifiers", offsetof(struct zbar_library, decoder_get_modifiers)},
    {"zbar_decoder_reset", offsetof(struct zbar_library, decoder_reset)},
    {"zbar_decoder_set_config", offsetof(struct zbar_library, decoder_set_config)},
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

static const struct library library = {"libzbar.so.0",
                                       "libzbar0",
                                       {"libzbar, which reads pictures", "画像のコードを読む libzbar "},
                                       functions,
                                       sizeof functions / sizeof functions[0]};

int zbar_library_load(struct err *err)
{
    if (zbar.symbol_next) /* the last one to be filled */
        return 0;
    return library_load(&library, &zbar, err);
}
