#include "ui/demo/draw.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

#include "app/codes/gtin.h"
#include "ui/demo/draw_canvas.h"

enum { WIDTH = 900, HEIGHT = 700 };
enum { BLACK = 20, DARK = 70, PAPER = 255, CARD = 242, LID = 224, SIDE = 198, TABLE = 172, PALE = 205 };

/* The front of the carton, and how far its lid and side go back to the upper right. */
enum { LEFT = 40, TOP = 130, RIGHT = 800, BOTTOM = 670, BACK = 60 };

static bool given(const char *text)
{
    return text && *text;
}

static void carton(struct draw_canvas *c)
{
    const struct draw_point outline[] = {{LEFT - 3, TOP - 1},
                                         {LEFT + BACK - 1, TOP - BACK - 3},
                                         {RIGHT + BACK + 3, TOP - BACK - 3},
                                         {RIGHT + BACK + 3, BOTTOM - BACK + 1},
                                         {RIGHT + 1, BOTTOM + 3},
                                         {LEFT - 3, BOTTOM + 3}};
    const struct draw_point lid[] = {{LEFT, TOP}, {LEFT + BACK, TOP - BACK}, {RIGHT + BACK, TOP - BACK}, {RIGHT, TOP}};
    const struct draw_point side[] = {
        {RIGHT, TOP}, {RIGHT + BACK, TOP - BACK}, {RIGHT + BACK, BOTTOM - BACK}, {RIGHT, BOTTOM}};
    const struct draw_point tape[] = {{395, TOP}, {395 + BACK, TOP - BACK}, {445 + BACK, TOP - BACK}, {445, TOP}};
    draw_canvas_polygon(c, outline, sizeof outline / sizeof *outline, DARK);
    draw_canvas_polygon(c, lid, sizeof lid / sizeof *lid, LID);
    draw_canvas_polygon(c, side, sizeof side / sizeof *side, SIDE);
    draw_canvas_polygon(c, tape, sizeof tape / sizeof *tape, CARD);
    draw_canvas_fill(c, LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, DARK);
    draw_canvas_fill(c, LEFT + 1, TOP + 2, RIGHT - LEFT - 3, BOTTOM - TOP - 2, CARD);
}

/* In the largest letters that fit. */
static void line(struct draw_canvas *c, int x, int y, int width, int scale, const char *text)
{
    while (scale > 1 && draw_canvas_text_width(text, scale) > width)
        scale--;
    draw_canvas_text(c, x, y, scale, BLACK, text);
}

static void centred(struct draw_canvas *c, int x, int y, int width, int scale, uint8_t grey, const char *text)
{
    while (scale > 1 && draw_canvas_text_width(text, scale) > width)
        scale--;
    draw_canvas_text(c, x + (width - draw_canvas_text_width(text, scale)) / 2, y, scale, grey, text);
}

static void headings(struct draw_canvas *c, const struct draw_box *what)
{
    enum { X = 72, ROOM = 696 };
    static const char says[] = "DEMONSTRATION - INVENTED";
    draw_canvas_fill(c, LEFT + 1, TOP + 2, RIGHT - LEFT - 3, 40, DARK);
    centred(c, LEFT, TOP + 12, RIGHT - LEFT, 3, PAPER, says);
    if (given(what->brand))
        line(c, X, 196, ROOM, 7, what->brand);
    if (given(what->model))
        line(c, X, 266, ROOM, 5, what->model);
    if (given(what->title))
        line(c, X, 324, 330, 3, what->title);
    draw_canvas_text(c, X, 356, 2, DARK, "NO SUCH PRODUCT EXISTS");
}

/* EAN-13, GS1 General Specifications 5.2.1: seven modules a digit, the leftmost being 0x40. */
enum { MODULE = 3, DIGIT = 7, EAN_MODULES = 95, GUARD = 3, MIDDLE = 5 };

static const uint8_t odd_codes[10] = {0x0D, 0x19, 0x13, 0x3D, 0x23, 0x31, 0x2F, 0x3B, 0x37, 0x0B};
/* Which of the left half's digits are of even parity, for the first digit; the first of them being 0x20. */
static const uint8_t even_digits[10] = {0x00, 0x0B, 0x0D, 0x0E, 0x13, 0x19, 0x1C, 0x15, 0x16, 0x1A};

static unsigned mirrored(unsigned code)
{
    unsigned to = 0;
    for (int i = 0; i < DIGIT; i++)
        to |= (code >> i & 1u) << (DIGIT - 1 - i);
    return to;
}

/* Code `modules` wide at module `at`. */
static void bars(struct draw_canvas *c, int x, int y, int height, int at, int modules, unsigned code)
{
    for (int i = 0; i < modules; i++)
        if (code >> (modules - 1 - i) & 1)
            draw_canvas_fill(c, x + (at + i) * MODULE, y, MODULE, height, 0);
}

static bool is_ean13(const char *digits)
{
    return strlen(digits) == 13 && strspn(digits, "0123456789") == 13 && gtin_check_digit(digits, 12) == digits[12];
}

static int ean13(struct draw_canvas *c, int x, int y, const char *digits, struct err *err)
{
    enum { TALL = 150, LONG = 164, FIGURES = 156, SCALE = 3, QUIET = 11 };
    if (!is_ean13(digits))
        return err_set(err, ERR_INPUT, "%s: not an EAN-13 with its check digit",
                       "%s: チェックデジットの合う EAN-13 ではありません", digits);
    draw_canvas_fill(c, x - QUIET * MODULE, y - 12, (EAN_MODULES + 2 * QUIET) * MODULE, LONG + 36, PAPER);
    unsigned even = even_digits[digits[0] - '0'];
    char figure[2] = "";
    for (int i = 0; i < 12; i++) {
        unsigned odd = odd_codes[digits[i + 1] - '0'], right = ~odd & 0x7F;
        bool is_even = i < 6 && even >> (5 - i) & 1;
        int at = GUARD + i * DIGIT + (i < 6 ? 0 : MIDDLE);
        bars(c, x, y, TALL, at, DIGIT, i >= 6 ? right : is_even ? mirrored(right) : odd);
        figure[0] = digits[i + 1];
        draw_canvas_text(c, x + at * MODULE + 3, y + FIGURES, SCALE, BLACK, figure);
    }
    bars(c, x, y, LONG, 0, GUARD, 0x5);
    bars(c, x, y, LONG, GUARD + 6 * DIGIT, MIDDLE, 0xA);
    bars(c, x, y, LONG, EAN_MODULES - GUARD, GUARD, 0x5);
    figure[0] = digits[0];
    draw_canvas_text(c, x - 8 * MODULE, y + FIGURES, SCALE, BLACK, figure);
    return 0;
}

/* The QR with its quiet zone of four modules, centred in a square of paper. */
static int qr(struct draw_canvas *c, int x, int y, int side, const char *text, struct err *err)
{
    enum { QUIET = 4 };
    QRcode *code = QRcode_encodeData((int)strlen(text), (const unsigned char *)text, 0, QR_ECLEVEL_M);
    if (!code)
        return errno == ENOMEM
                   ? err_memory(err)
                   : err_set(err, ERR_INPUT, "%.60s: too long for a QR code", "%.60s: QR コードには長すぎます", text);
    int module = side / (code->width + 2 * QUIET), offset = (side - module * code->width) / 2, status = 0;
    draw_canvas_fill(c, x, y, side, side, PAPER);
    for (int i = 0; i < code->width * code->width; i++)
        if (code->data[i] & 1)
            draw_canvas_fill(c, x + offset + i % code->width * module, y + offset + i / code->width * module, module,
                             module, 0);
    if (module < 2)
        status =
            err_set(err, ERR_INPUT, "%.60s: too long for the label's QR", "%.60s: ラベルの QR には長すぎます", text);
    QRcode_free(code);
    return status;
}

static void star(struct draw_canvas *c, int x, int y, int radius, uint8_t grey)
{
    /* thousandths of the radius, clockwise from the top */
    static const struct draw_point corner[10] = {{0, -1000}, {225, -309}, {951, -309}, {363, 118},   {588, 809},
                                                 {0, 382},   {-588, 809}, {-363, 118}, {-951, -309}, {-225, -309}};
    struct draw_point at[10];
    for (int i = 0; i < 10; i++)
        at[i] = (struct draw_point){x + corner[i].x * radius / 1000, y + corner[i].y * radius / 1000};
    draw_canvas_polygon(c, at, 10, grey);
}

static int label(struct draw_canvas *c, int x, int y, const struct draw_box *what, struct err *err)
{
    enum { PANEL_WIDTH = 344, PANEL_HEIGHT = 336, QR_SIDE = 198, STARS = 4 };
    draw_canvas_fill(c, x, y, PANEL_WIDTH, PANEL_HEIGHT, PAPER);
    draw_canvas_frame(c, x, y, PANEL_WIDTH, PANEL_HEIGHT, 4, DARK);
    centred(c, x + 10, y + 16, PANEL_WIDTH - 20, 5, BLACK, what->label_title);
    for (int i = 0; i < STARS; i++) {
        int at = x + PANEL_WIDTH / 2 + (2 * i - STARS + 1) * 22;
        uint8_t grey = i < what->stars ? BLACK : PALE;
        if (what->asterisks)
            draw_canvas_text(c, at - 12, y + 58, 5, grey, "*");
        else
            star(c, at, y + 78, 19, grey);
    }
    if (given(what->label_text))
        centred(c, x + 10, y + 104, PANEL_WIDTH - 20, 3, BLACK, what->label_text);
    return given(what->qr) ? qr(c, x + (PANEL_WIDTH - QR_SIDE) / 2, y + 131, QR_SIDE, what->qr, err) : 0;
}

int draw_box(const char *path, const struct draw_box *what, struct err *err)
{
    struct draw_canvas c = {0};
    int status = draw_canvas_make(&c, WIDTH, HEIGHT, TABLE, err);
    if (status != 0)
        return status;
    carton(&c);
    headings(&c, what);
    if (given(what->gtin13))
        status = ean13(&c, 108, 452, what->gtin13, err);
    if (status == 0 && given(what->label_title))
        status = label(&c, 436, 316, what, err);
    if (status == 0)
        status = draw_canvas_save(&c, path, err);
    draw_canvas_clear(&c);
    return status;
}
