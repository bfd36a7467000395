#include "ui/counter/qr.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

enum { WIDTH_MAX = 177 }; /* of version 40 */

int qr_put(struct json *j, struct json_node *in, const char *key, const char *text, struct err *err)
{
    char row[WIDTH_MAX + 1];
    QRcode *code = QRcode_encodeData((int)strlen(text), (const unsigned char *)text, 0, QR_ECLEVEL_M);
    if (!code && errno == ENOMEM)
        return err_memory(err);
    if (!code || code->width > WIDTH_MAX) {
        QRcode_free(code);
        return err_set(err, ERR_INPUT, "this text is too long for a QR code", "QR コードに入らない長さです");
    }
    struct json_node *o = json_object(j, in, key);
    json_number(j, o, "size", code->width);
    struct json_node *rows = json_array(j, o, "rows");
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++)
            row[x] = code->data[y * code->width + x] & 1 ? '1' : '0'; /* the other bits say what a module is for */
        row[code->width] = 0;
        json_line(j, rows, row);
    }
    QRcode_free(code);
    return 0;
}
