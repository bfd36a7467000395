#ifndef KENPIN_DRAW_CANVAS_H
#define KENPIN_DRAW_CANVAS_H

#include <stddef.h>
#include <stdint.h>

#include "app/base/err.h"

/* Grey pixels to draw on; what lies outside is cut off. */
struct draw_canvas {
    uint8_t *grey; /* owned; row by row, 0 = black */
    int width, height;
};

struct draw_point {
    int x, y;
};

#define DRAW_CORNERS_MAX 16

int draw_canvas_make(struct draw_canvas *c, int width, int height, uint8_t grey, struct err *err)
    __attribute__((warn_unused_result));
void draw_canvas_clear(struct draw_canvas *c);

void draw_canvas_fill(struct draw_canvas *c, int x, int y, int width, int height, uint8_t grey);
void draw_canvas_frame(struct draw_canvas *c, int x, int y, int width, int height, int thick, uint8_t grey);
/* The inside by the even-odd rule; at most DRAW_CORNERS_MAX corners. */
void draw_canvas_polygon(struct draw_canvas *c, const struct draw_point *corner, size_t count, uint8_t grey);

int draw_canvas_save(const struct draw_canvas *c, const char *path, struct err *err)
    __attribute__((warn_unused_result));

/* Text in capitals of 5 x 7 dots, one dot being `scale` pixels, from the top left. What has no letter is a small box.
 */
void draw_canvas_text(struct draw_canvas *c, int x, int y, int scale, uint8_t grey, const char *text);
int draw_canvas_text_width(const char *text, int scale);

#endif
