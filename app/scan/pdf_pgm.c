#include "app/scan/pdf_pgm.h"

/* "P", "5", then three numbers, each with one white space behind: what pdftoppm writes, and nothing else that PNM would
 * allow (comments, more spaces), so that a head cannot be endless either. */
enum { FIELD_P, FIELD_5, FIELD_BREAK, FIELD_WIDTH, FIELD_HEIGHT, FIELD_TOP, FIELD_PIXELS };

static bool digit(struct pdf_pgm *p, uint8_t c, uint32_t most, uint32_t *number)
{
    enum { DIGITS = 9 };
    if (p->digits == DIGITS || (c == '0' && p->digits == 0))
        return false;
    p->digits++;
    *number = *number * 10 + (c - '0');
    return *number <= most;
}

/* A number's next digit, or the space that ends it. */
static bool number(struct pdf_pgm *p, uint8_t c, uint32_t most, uint32_t *out)
{
    if (c >= '0' && c <= '9')
        return digit(p, c, most, out);
    if ((c != '\n' && c != ' ') || p->digits == 0)
        return false;
    p->digits = 0;
    p->field++;
    return true;
}

static bool top(struct pdf_pgm *p, uint8_t c)
{
    static const char text[] = "255\n";
    if (c != (uint8_t)text[p->digits])
        return false;
    p->digits++;
    p->field += !text[p->digits];
    return true;
}

static bool head(struct pdf_pgm *p, uint8_t c)
{
    switch (p->field) {
    case FIELD_P:
    case FIELD_5:
    case FIELD_BREAK:
        return c == (uint8_t) "P5\n"[p->field++];
    case FIELD_WIDTH:
        return number(p, c, p->most_width, &p->width);
    case FIELD_HEIGHT:
        return number(p, c, p->most_height, &p->height);
    default:
        return top(p, c);
    }
}

static bool wrong(struct pdf_pgm *p)
{
    p->state = PDF_PGM_WRONG;
    return false;
}

bool pdf_pgm_take(struct pdf_pgm *p, const uint8_t *bytes, size_t size)
{
    size_t at = 0;
    if (p->state == PDF_PGM_NONE && size > 0)
        p->state = PDF_PGM_HEAD;
    for (; at < size && p->state == PDF_PGM_HEAD; at++) {
        if (!head(p, bytes[at]))
            return wrong(p);
        if (p->field == FIELD_PIXELS) {
            p->to_come = (uint64_t)p->width * p->height;
            p->state = PDF_PGM_PIXELS;
        }
    }
    if (size - at > p->to_come || p->state == PDF_PGM_WRONG)
        return wrong(p);
    p->to_come -= size - at;
    if (p->state == PDF_PGM_PIXELS && p->to_come == 0)
        p->state = PDF_PGM_WHOLE;
    return true;
}
