#include "app/scan/linear_sharpen.h"

#include <math.h>
#include <string.h>

#include "app/scan/linear_edges.h"
#include "app/scan/linear_lines.h"

#define ROUNDS     12
#define RADIUS_MAX 24

struct kernel {
    int radius;
    float weight[RADIUS_MAX + 1]; /* from the middle outwards */
};

static void make_kernel(float sigma, struct kernel *k)
{
    float sum = 0;
    k->radius = (int)(sigma * 2.5f) + 1;
    k->radius = k->radius < RADIUS_MAX ? k->radius : RADIUS_MAX;
    for (int i = 0; i <= k->radius; i++) {
        k->weight[i] = expf(-(float)(i * i) / (2 * sigma * sigma));
        sum += i ? 2 * k->weight[i] : k->weight[i];
    }
    for (int i = 0; i <= k->radius; i++)
        k->weight[i] /= sum;
}

/* `line` has the kernel's radius of room on either side, which is filled with its ends. */
static void blur(float *line, int length, const struct kernel *k, float *out)
{
    for (int i = 1; i <= k->radius; i++) {
        line[-i] = line[0];
        line[length - 1 + i] = line[length - 1];
    }
    for (int x = 0; x < length; x++)
        out[x] = k->weight[0] * line[x];
    for (int i = 1; i <= k->radius; i++) {
        float w = k->weight[i];
        for (int x = 0; x < length; x++)
            out[x] += w * (line[x - i] + line[x + i]);
    }
}

void linear_sharpen(const float *grey, int length, float sigma, float *out)
{
    float room[LINE_MAX + 2 * RADIUS_MAX], blurred[LINE_MAX];
    float low[LINE_MAX], high[LINE_MAX];
    float *line = room + RADIUS_MAX;
    struct kernel k;
    make_kernel(sigma, &k);
    linear_bounds(grey, length, low, high);
    memcpy(line, grey, (size_t)length * sizeof *line);
    for (int round = 0; round < ROUNDS; round++) {
        blur(line, length, &k, blurred);
        for (int x = 0; x < length; x++) {
            float v = line[x] + grey[x] - blurred[x];
            v = v > low[x] ? v : low[x];
            line[x] = v < high[x] ? v : high[x];
        }
    }
    memcpy(out, line, (size_t)length * sizeof *line);
}
