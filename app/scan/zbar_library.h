#ifndef KENPIN_ZBAR_LIBRARY_H
#define KENPIN_ZBAR_LIBRARY_H

#include <zbar.h>

#include "app/base/err.h"

/* libzbar, linked from its archive: of that only what decodes is taken. The shared library draws in some twenty others
 * (X11, D-Bus, V4L), whose loading takes as long as reading a small picture, and which have no place in a process that
 * looks at hostile pictures. */

struct zbar_library {
    __typeof__(zbar_decode_width) *decode_width;
    __typeof__(zbar_decoder_create) *decoder_create;
    __typeof__(zbar_decoder_destroy) *decoder_destroy;
    __typeof__(zbar_decoder_get_data) *decoder_get_data;
    __typeof__(zbar_decoder_get_data_length) *decoder_get_data_length;
    __typeof__(zbar_decoder_get_direction) *decoder_get_direction;
    __typeof__(zbar_decoder_get_modifiers) *decoder_get_modifiers;
    __typeof__(zbar_decoder_reset) *decoder_reset;
    __typeof__(zbar_decoder_set_config) *decoder_set_config;
    __typeof__(zbar_image_create) *image_create;
    __typeof__(zbar_image_destroy) *image_destroy;
    __typeof__(zbar_image_first_symbol) *image_first_symbol;
    __typeof__(zbar_image_set_data) *image_set_data;
    __typeof__(zbar_image_set_format) *image_set_format;
    __typeof__(zbar_image_set_size) *image_set_size;
    __typeof__(zbar_image_scanner_create) *image_scanner_create;
    __typeof__(zbar_image_scanner_destroy) *image_scanner_destroy;
    __typeof__(zbar_image_scanner_set_config) *image_scanner_set_config;
    __typeof__(zbar_scan_image) *scan_image;
    __typeof__(zbar_symbol_first_component) *symbol_first_component;
    __typeof__(zbar_symbol_get_components) *symbol_get_components;
    __typeof__(zbar_symbol_get_data) *symbol_get_data;
    __typeof__(zbar_symbol_get_data_length) *symbol_get_data_length;
    __typeof__(zbar_symbol_get_loc_size) *symbol_get_loc_size;
    __typeof__(zbar_symbol_get_loc_x) *symbol_get_loc_x;
    __typeof__(zbar_symbol_get_loc_y) *symbol_get_loc_y;
    __typeof__(zbar_symbol_get_modifiers) *symbol_get_modifiers;
    __typeof__(zbar_symbol_get_orientation) *symbol_get_orientation;
    __typeof__(zbar_symbol_get_quality) *symbol_get_quality;
    __typeof__(zbar_symbol_get_type) *symbol_get_type;
    __typeof__(zbar_symbol_next) *symbol_next;
};

extern const struct zbar_library zbar;

/* There is nothing to load; always 0. */
int zbar_library_load(struct err *err) __attribute__((warn_unused_result));

/* Where the archive's calls of D-Bus end (CMakeLists.txt): ZBar announces codes there only when it is asked to, which
 * nobody does. */
_Noreturn void zbar_library_no_dbus(void);

#endif
