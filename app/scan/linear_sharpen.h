#ifndef KENPIN_LINEAR_SHARPEN_H
#define KENPIN_LINEAR_SHARPEN_H

/* Undoes blur along a scan line: finds the line that, blurred by a Gaussian of `sigma` samples, gives `grey`, and stays
 * between the darkest and the lightest of its surroundings as print does (van Cittert's iteration with bounds; Jansson
 * 1970). `length` is at most LINE_MAX. */
void linear_sharpen(const float *grey, int length, float sigma, float *out);

#endif
