#include "ui/cli/nearest.h"

#include <string.h>

enum { WORD_MAX = 40, NEAR = 3 /* letters of difference for each that a word may have */ };

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: two neighbours that changed places count as one fault. */
static int distance(const char *a, int la, const char *b, int lb)
{
    int row[3][WORD_MAX + 1];
    for (int j = 0; j <= lb; j++)
        row[0][j] = j;
    for (int i = 1; i <= la; i++) {
        int *now = row[i % 3], *up = row[(i + 2) % 3], *upper = row[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= lb; j++) {
            now[j] = min(min(up[j], now[j - 1]) + 1, up[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = min(now[j], upper[j - 2] + 1);
        }
    }
    return row[la % 3][lb];
}

struct nearest nearest_to(const char *typed)
{
    return (struct nearest){typed, WORD_MAX};
}

bool nearest_try(struct nearest *n, const char *known)
{
    size_t typed = strlen(n->typed), size = strlen(known);
    if (typed == 0 || typed > WORD_MAX || size > WORD_MAX)
        return false;
    int d = distance(n->typed, (int)typed, known, (int)size);
    if (d > (int)size / NEAR + 1 || d >= (int)size || d >= n->distance)
        return false;
    n->distance = d;
    return true;
}
