#ifndef KENPIN_IMAGE_EXIF_H
#define KENPIN_IMAGE_EXIF_H

#include <stddef.h>
#include <stdint.h>

/* EXIF's Orientation, 1 to 8, from the TIFF structure that EXIF is; 0 when it does not say. `exif` may begin with the
 * six bytes "Exif\0\0" that JPEG puts before it. */
uint8_t image_exif_turn(const uint8_t *exif, size_t size);

#endif
