#include "app/codes/layout.h"

#include <string.h>

#include "app/base/text.h"

/* The 47 keys that all these keyboards have, by place: the number row, then three rows of letters, first without shift,
 * then with it. A space is a key that types nothing there. */
#define US                                                                                                             \
    "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"                                                                 \
    "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"
#define JAPAN                                                                                                          \
    " 1234567890-^qwertyuiop@[]asdfghjkl;:zxcvbnm,./"                                                                  \
    " !\"#$%&'() =~QWERTYUIOP`{}ASDFGHJKL+*ZXCVBNM<>?"
#define GERMANY                                                                                                        \
    "^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-"                                                             \
    "°!\"§$%&/()=?`QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_"
#define FRANCE                                                                                                         \
    "²&é\"'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!"                                                           \
    " 1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§"
#define ITALY                                                                                                          \
    "\\1234567890'ìqwertyuiopè+ùasdfghjklòàzxcvbnm,.-"                                                            \
    "|!\"£$%&/()=?^QWERTYUIOPé*§ASDFGHJKLç°ZXCVBNM;:_"
#define SPAIN                                                                                                          \
    "º1234567890'¡qwertyuiop`+çasdfghjklñ´zxcvbnm,.-"                                                             \
    "ª!\"·$%&/()=?¿QWERTYUIOP^*ÇASDFGHJKLÑ¨ZXCVBNM;:_"
#define SWEDEN                                                                                                         \
    "§1234567890+´qwertyuiopå¨'asdfghjklöäzxcvbnm,.-"                                                            \
    "½!\"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLÖÄZXCVBNM;:_"
#define NORWAY                                                                                                         \
    "|1234567890+\\qwertyuiopå¨'asdfghjkløæzxcvbnm,.-"                                                             \
    "§!\"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLØÆZXCVBNM;:_"
#define DENMARK                                                                                                        \
    "½1234567890+´qwertyuiopå¨'asdfghjklæøzxcvbnm,.-"                                                            \
    "§!\"#¤%&/()=?`QWERTYUIOPÅ^*ASDFGHJKLÆØZXCVBNM;:_"

static const struct {
    const char *scanner, *computer;
} pairs[] = {
    {US, JAPAN}, {JAPAN, US},  {US, GERMANY}, {US, FRANCE},  {US, ITALY},
    {US, SPAIN}, {US, SWEDEN}, {US, NORWAY},  {US, DENMARK},
};

size_t layout_count(void)
{
    return sizeof pairs / sizeof pairs[0];
}

/* The character at the place that `c` has on `computer`; 0 when no key types it. */
static int32_t undo(const char *scanner, const char *computer, int32_t c)
{
    int32_t there;
    if (c == ' ' || c < 0x20)
        return c;
    while ((there = text_next(&computer)) != 0) {
        int32_t sent = text_next(&scanner);
        if (there == c)
            return sent == ' ' ? 0 : sent;
    }
    return 0;
}

bool layout_undo(size_t which, const char *seen, char *out, size_t room)
{
    char *end = out;
    int32_t c;
    while ((c = text_next(&seen)) != 0) {
        int32_t sent = undo(pairs[which].scanner, pairs[which].computer, c);
        if (sent == 0 || (size_t)(end - out) + 5 > room)
            return false;
        end = text_put(end, sent);
    }
    *end = 0;
    return true;
}
