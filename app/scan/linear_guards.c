#include "app/scan/linear_guards.h"

#include <math.h>

/* Modules. A guard's pair of elements has two, whatever ink and light do to its bars; half as much again is too far. */
#define PAIR_LOW  1.3f
#define PAIR_HIGH 2.7f
/* The middle guard's place, as a part of the length, may be off by this much: modules that shrink to half. */
#define MIDDLE_OFF  0.1f
#define SPREAD_MOST 0.6f /* of a module: a bar that is gone has spread by minus one */

#define GUARDS_MAX 3

static const struct kind {
    zbar_symbol_type_t type;
    int elements, modules;
    float paper; /* modules of light on either side at least. A UPC-E looks like the first half of an EAN; the longest
                    space within has four. */
    struct guard {
        int first, count; /* elements */
        float middle;     /* modules from the start */
    } guard[GUARDS_MAX];
} kinds[GUARDS_KINDS] = {
    {ZBAR_EAN13, 59, 95, 3.5f, {{0, 3, 1.5f}, {27, 5, 47.5f}, {56, 3, 93.5f}}},
    {ZBAR_EAN8, 43, 67, 3.5f, {{0, 3, 1.5f}, {19, 5, 33.5f}, {40, 3, 65.5f}}},
    {ZBAR_UPCE, 33, 51, 4.5f, {{0, 3, 1.5f}, {27, 6, 48}}},
    {ZBAR_UPCE, 33, 51, 4.5f, {{0, 6, 3}, {30, 3, 49.5f}}}, /* from its end */
};

static bool has_paper(const struct linear_edges *e, int first, int last, float least)
{
    return (first == 0 || e->at[first] - e->at[first - 1] >= least) &&
           (last + 1 >= e->count || e->at[last + 1] - e->at[last] >= least);
}

static bool has_guards(const struct linear_edges *e, int first, const struct kind *k, float module)
{
    for (int g = 0; g < GUARDS_MAX; g++)
        for (int i = 0; i + 1 < k->guard[g].count; i++) {
            const float *at = e->at + first + k->guard[g].first + i;
            float pair = at[2] - at[0];
            if (pair < PAIR_LOW * module || pair > PAIR_HIGH * module)
                return false;
        }
    return true;
}

/* How much wider than spaces bars are on average where both should be one module, by half. */
static float find_spread(const struct linear_edges *e, int first, const struct kind *k)
{
    float sum[2] = {0, 0};
    int count[2] = {0, 0};
    for (int g = 0; g < GUARDS_MAX; g++)
        for (int i = k->guard[g].first; i < k->guard[g].first + k->guard[g].count; i++) {
            sum[i % 2] += e->at[first + i + 1] - e->at[first + i];
            count[i % 2]++;
        }
    return (sum[0] / (float)count[0] - sum[1] / (float)count[1]) / 2;
}

/* Where the middle of a guard is, from 0 at the first edge to 1 at the last one. */
static float place_of(const struct linear_edges *e, int first, const struct kind *k, int g)
{
    const float *at = e->at + first;
    const struct guard *guard = &k->guard[g];
    float middle = (at[guard->first] + at[guard->first + guard->count]) / 2;
    return (middle - at[0]) / (at[k->elements] - at[0]);
}

/* Modules shrink from one end to the other as perspective has it, by x -> (1 + p) x / (1 + p x); the p that puts the
 * middle guard where it belongs. A UPC-E has none. */
static bool find_bend(const struct linear_edges *e, int first, const struct kind *k, float *bend)
{
    *bend = 0;
    if (!k->guard[2].count)
        return true;
    float is = place_of(e, first, k, 1), belongs = k->guard[1].middle / (float)k->modules;
    *bend = (belongs - is) / (is * (1 - belongs));
    return fabsf(belongs - is) <= MIDDLE_OFF;
}

bool linear_guards_find(const struct linear_edges *e, int first, int kind, struct guards_code *out)
{
    const struct kind *k = &kinds[kind];
    int last = first + k->elements;
    if (first % 2 || last >= e->count)
        return false;
    float length = e->at[last] - e->at[first], module = length / (float)k->modules, bend = 0;
    if (!has_paper(e, first, last, k->paper * module) || !has_guards(e, first, k, module) ||
        !find_bend(e, first, k, &bend))
        return false;
    float spread = find_spread(e, first, k);
    if (fabsf(spread) > SPREAD_MOST * module)
        return false;
    *out = (struct guards_code){.type = k->type};
    out->edges.count = k->elements + 1;
    for (int i = 0; i <= k->elements; i++) {
        float x = (e->at[first + i] + (i % 2 ? -spread : spread) / 2 - e->at[first]) / length;
        out->edges.at[i] = e->at[first] + length * (1 + bend) * x / (1 + bend * x);
    }
    return true;
}
