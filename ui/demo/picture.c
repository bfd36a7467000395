#include "ui/demo/picture.h"

#include "ui/demo/draw.h"

int picture_write(const struct boxes_box *b, day today, const char *path, struct err *err)
{
    char ean[GTIN_TEXT], number[BOXES_TEXT], qr[BOXES_TEXT];
    int level = 0;
    enum scheme scheme = boxes_print(b, today, number, &level);
    boxes_ean(b, ean);
    struct draw_box box = {
        .brand = b->brand,
        .model = b->model,
        .title = b->product,
        .gtin13 = ean,
        .label_title = scheme_title(scheme),
        .label_text = number,
        .qr = boxes_label(b, today, qr),
        .stars = level,
        .asterisks = scheme == SCHEME_CLS,
    };
    return draw_box(path, &box, err);
}
