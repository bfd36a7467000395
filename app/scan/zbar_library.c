#include "app/scan/zbar_library.h"

#include <stdlib.h>

const struct zbar_library zbar = {
    .decode_width = zbar_decode_width,
    .decoder_create = zbar_decoder_create,
    .decoder_destroy = zbar_decoder_destroy,
    .decoder_get_data = zbar_decoder_get_data,
    .decoder_get_data_length = zbar_decoder_get_data_length,
    .decoder_get_direction = zbar_decoder_get_direction,
    .decoder_get_modifiers = zbar_decoder_get_modifiers,
    .decoder_reset = zbar_decoder_reset,
    .decoder_set_config = zbar_decoder_set_config,
    .image_create = zbar_image_create,
    .image_destroy = zbar_image_destroy,
    .image_first_symbol = zbar_image_first_symbol,
    .image_set_data = zbar_image_set_data,
    .image_set_format = zbar_image_set_format,
    .image_set_size = zbar_image_set_size,
    .image_scanner_create = zbar_image_scanner_create,
    .image_scanner_destroy = zbar_image_scanner_destroy,
    .image_scanner_set_config = zbar_image_scanner_set_config,
    .scan_image = zbar_scan_image,
    .symbol_first_component = zbar_symbol_first_component,
    .symbol_get_components = zbar_symbol_get_components,
    .symbol_get_data = zbar_symbol_get_data,
    .symbol_get_data_length = zbar_symbol_get_data_length,
    .symbol_get_loc_size = zbar_symbol_get_loc_size,
    .symbol_get_loc_x = zbar_symbol_get_loc_x,
    .symbol_get_loc_y = zbar_symbol_get_loc_y,
    .symbol_get_modifiers = zbar_symbol_get_modifiers,
    .symbol_get_orientation = zbar_symbol_get_orientation,
    .symbol_get_quality = zbar_symbol_get_quality,
    .symbol_get_type = zbar_symbol_get_type,
    .symbol_next = zbar_symbol_next,
};

int zbar_library_load(struct err *err)
{
    (void)err;
    return 0;
}

void zbar_library_no_dbus(void)
{
    abort();
}
