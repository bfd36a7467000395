#include "app/codes/ai.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/codes/gtin.h"

#define ALL AI_VALUE_MAX

/* GS1 General Specifications 3.2, in order of number. "N3+X..27" is {4, 30, 3}, "N6[+N4]" is {6, 10, ALL}. */
static const struct ai table[] = {
    {"00", "00", 18, 18, ALL, AI_CHECK}, /* SSCC */
    {"01", "03", 14, 14, ALL, AI_CHECK}, /* GTIN, contained GTIN, made-to-order GTIN */
    {"10", "10", 1, 20, 0, AI_PLAIN},    /* batch */
    {"11", "13", 6, 6, ALL, AI_DATE},    /* produced, due, packed */
    {"15", "17", 6, 6, ALL, AI_DATE},    /* best before, sell by, expiry */
    {"20", "20", 2, 2, ALL, AI_PLAIN},
    {"21", "22", 1, 20, 0, AI_PLAIN}, /* serial, consumer product variant */
    {"235", "235", 1, 28, 0, AI_PLAIN},
    {"240", "241", 1, 30, 0, AI_PLAIN}, /* item number of the maker, of the customer */
    {"242", "242", 1, 6, ALL, AI_PLAIN},
    {"243", "243", 1, 20, 0, AI_PLAIN},
    {"250", "251", 1, 30, 0, AI_PLAIN}, /* secondary serial, source entity */
    {"253", "253", 13, 30, 13, AI_CHECK},
    {"254", "254", 1, 20, 0, AI_PLAIN},
    {"255", "255", 13, 25, ALL, AI_CHECK},
    {"30", "30", 1, 8, ALL, AI_PLAIN},
    {"3100", "3169", 6, 6, ALL, AI_PLAIN}, /* measures: the fourth digit is the decimal point's place */
    {"3200", "3379", 6, 6, ALL, AI_PLAIN},
    {"3400", "3579", 6, 6, ALL, AI_PLAIN},
    {"3600", "3699", 6, 6, ALL, AI_PLAIN},
    {"37", "37", 1, 8, ALL, AI_PLAIN},
    {"3900", "3909", 1, 15, ALL, AI_PLAIN}, /* amounts and prices */
    {"3910", "3919", 4, 18, ALL, AI_PLAIN},
    {"3920", "3929", 1, 15, ALL, AI_PLAIN},
    {"3930", "3939", 4, 18, ALL, AI_PLAIN},
    {"3940", "3943", 4, 4, ALL, AI_PLAIN},
    {"3950", "3955", 6, 6, ALL, AI_PLAIN},
    {"400", "401", 1, 30, 0, AI_PLAIN},
    {"402", "402", 17, 17, ALL, AI_CHECK},
    {"403", "403", 1, 30, 0, AI_PLAIN},
    {"410", "417", 13, 13, ALL, AI_CHECK}, /* locations and parties */
    {"420", "420", 1, 20, 0, AI_PLAIN},
    {"421", "421", 4, 12, 3, AI_PLAIN},
    {"422", "422", 3, 3, ALL, AI_PLAIN},
    {"423", "423", 3, 15, ALL, AI_PLAIN},
    {"424", "424", 3, 3, ALL, AI_PLAIN},
    {"425", "425", 3, 15, ALL, AI_PLAIN},
    {"426", "426", 3, 3, ALL, AI_PLAIN},
    {"427", "427", 1, 3, 0, AI_PLAIN},
    {"4300", "4301", 1, 35, 0, AI_PLAIN}, /* transport */
    {"4302", "4306", 1, 70, 0, AI_PLAIN},
    {"4307", "4307", 2, 2, 0, AI_PLAIN},
    {"4308", "4308", 1, 30, 0, AI_PLAIN},
    {"4309", "4309", 20, 20, ALL, AI_PLAIN},
    {"4310", "4311", 1, 35, 0, AI_PLAIN},
    {"4312", "4316", 1, 70, 0, AI_PLAIN},
    {"4317", "4317", 2, 2, 0, AI_PLAIN},
    {"4318", "4318", 1, 20, 0, AI_PLAIN},
    {"4319", "4319", 1, 30, 0, AI_PLAIN},
    {"4320", "4320", 1, 35, 0, AI_PLAIN},
    {"4321", "4323", 1, 1, ALL, AI_PLAIN},
    {"4324", "4325", 10, 10, ALL, AI_DATE},
    {"4326", "4326", 6, 6, ALL, AI_DATE},
    {"4330", "4333", 6, 7, 6, AI_PLAIN},
    {"7001", "7001", 13, 13, ALL, AI_PLAIN},
    {"7002", "7002", 1, 30, 0, AI_PLAIN},
    {"7003", "7003", 10, 10, ALL, AI_DATE},
    {"7004", "7004", 1, 4, ALL, AI_PLAIN},
    {"7005", "7005", 1, 12, 0, AI_PLAIN},
    {"7006", "7006", 6, 6, ALL, AI_DATE},
    {"7007", "7007", 6, 12, ALL, AI_DATE},
    {"7008", "7008", 1, 3, 0, AI_PLAIN},
    {"7009", "7009", 1, 10, 0, AI_PLAIN},
    {"7010", "7010", 1, 2, 0, AI_PLAIN},
    {"7011", "7011", 6, 10, ALL, AI_DATE},
    {"7020", "7022", 1, 20, 0, AI_PLAIN},
    {"7023", "7023", 1, 30, 0, AI_PLAIN},
    {"7030", "7039", 4, 30, 3, AI_PLAIN},
    {"7040", "7040", 4, 4, 1, AI_PLAIN},
    {"7041", "7041", 1, 4, 0, AI_PLAIN},
    {"710", "717", 1, 20, 0, AI_PLAIN}, /* national healthcare numbers */
    {"7230", "7239", 3, 30, 0, AI_PLAIN},
    {"7240", "7240", 1, 20, 0, AI_PLAIN},
    {"7241", "7241", 2, 2, ALL, AI_PLAIN},
    {"7242", "7242", 1, 25, 0, AI_PLAIN},
    {"7250", "7250", 8, 8, ALL, AI_PLAIN},
    {"7251", "7251", 12, 12, ALL, AI_PLAIN},
    {"7252", "7252", 1, 1, ALL, AI_PLAIN},
    {"7253", "7254", 1, 40, 0, AI_PLAIN},
    {"7255", "7255", 1, 10, 0, AI_PLAIN},
    {"7256", "7256", 1, 90, 0, AI_PLAIN},
    {"7257", "7257", 1, 70, 0, AI_PLAIN},
    {"7258", "7258", 3, 3, 0, AI_PLAIN},
    {"7259", "7259", 1, 40, 0, AI_PLAIN},
    {"8001", "8001", 14, 14, ALL, AI_PLAIN},
    {"8002", "8002", 1, 20, 0, AI_PLAIN},
    {"8003", "8003", 14, 30, 14, AI_CHECK},
    {"8004", "8004", 1, 30, 0, AI_PLAIN},
    {"8005", "8005", 6, 6, ALL, AI_PLAIN},
    {"8006", "8006", 18, 18, ALL, AI_PLAIN},
    {"8007", "8007", 1, 34, 0, AI_PLAIN},
    {"8008", "8008", 8, 12, ALL, AI_DATE},
    {"8009", "8009", 1, 50, 0, AI_PLAIN},
    {"8010", "8010", 1, 30, 0, AI_PLAIN},
    {"8011", "8011", 1, 12, ALL, AI_PLAIN},
    {"8012", "8012", 1, 20, 0, AI_PLAIN},
    {"8013", "8013", 1, 30, 0, AI_PLAIN},
    {"8014", "8014", 1, 25, 0, AI_PLAIN},
    {"8017", "8018", 18, 18, ALL, AI_CHECK},
    {"8019", "8019", 1, 10, ALL, AI_PLAIN},
    {"8020", "8020", 1, 25, 0, AI_PLAIN},
    {"8026", "8026", 18, 18, ALL, AI_PLAIN},
    {"8030", "8030", 1, 90, 0, AI_PLAIN},
    {"8100", "8100", 6, 6, ALL, AI_PLAIN},
    {"8101", "8101", 10, 10, ALL, AI_PLAIN},
    {"8102", "8102", 2, 2, ALL, AI_PLAIN},
    {"8110", "8110", 1, 70, 0, AI_PLAIN},
    {"8111", "8111", 4, 4, ALL, AI_PLAIN},
    {"8112", "8112", 1, 70, 0, AI_PLAIN},
    {"8200", "8200", 1, 70, 0, AI_PLAIN}, /* URL */
    {"90", "90", 1, 30, 0, AI_PLAIN},
    {"91", "99", 1, 90, 0, AI_PLAIN}, /* within a company */
};

const struct ai *ai_find(const char *text, char name[AI_TEXT])
{
    size_t digits = 0;
    while (digits < AI_TEXT - 1 && text[digits] >= '0' && text[digits] <= '9')
        digits++;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t size = strlen(table[i].first);
        if (size > digits || memcmp(text, table[i].first, size) < 0 || memcmp(text, table[i].last, size) > 0)
            continue;
        memcpy(name, text, size);
        name[size] = 0;
        return &table[i];
    }
    name[0] = 0;
    return NULL;
}

size_t ai_span(const char *text)
{
    return strspn(text, "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz#");
}

bool ai_predefined(const char *name)
{
    static const char *const begin[] = {"00", "01", "02", "03", "04", "11", "12", "13", "14", "15", "16",
                                        "17", "18", "19", "20", "31", "32", "33", "34", "35", "36", "41"};
    for (size_t i = 0; i < sizeof begin / sizeof begin[0]; i++)
        if (strncmp(name, begin[i], 2) == 0)
            return true;
    return false;
}

static int two(const char *at)
{
    return (at[0] - '0') * 10 + at[1] - '0';
}

/* YYMMDD with a day that may be 00. In the window of the century rule every year that 4 divides has a 29 February. */
static bool is_date(const char *at)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int month = two(at + 2), date = two(at + 4);
    if (month < 1 || month > 12 || date > days[month - 1])
        return false;
    return month != 2 || date < 29 || two(at) % 4 == 0;
}

bool ai_fits(const struct ai *ai, const char *value, size_t size)
{
    if (size < ai->min || size > ai->max)
        return false;
    for (size_t i = 0; i < size && i < ai->digits; i++)
        if (value[i] < '0' || value[i] > '9')
            return false;
    return ai->rule != AI_DATE || is_date(value);
}

bool ai_check(const struct ai *ai, const char *value)
{
    int count = ai->min;
    return ai->rule != AI_CHECK || gtin_check_digit(value, count - 1) == value[count - 1];
}
