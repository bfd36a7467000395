#include "app/scan/matrix_ell.h"

#include <math.h>

#define MODULE_MIN 1.3f /* pixels; below that, modules run into each other */
#define SIDE_MIN   6.5f /* modules, as measured; the shortest side has 8 */
#define SIDE_MAX   160.0f
#define COS_MAX    0.6f /* of the angle at the corner: 53 to 127 degrees */

bool ell_could_be(const struct ink *ink, const struct ell *ell)
{
    struct side up = side_of(ink, ell->corner, ell->up, ell->right);
    struct side right = side_of(ink, ell->corner, ell->right, ell->up);
    return side_could_be(&up) && side_could_be(&right);
}

static bool is_inside(const struct ink *ink, struct point p)
{
    return p.x >= 0 && p.y >= 0 && p.x <= (float)ink->image->width && p.y <= (float)ink->image->height;
}

static bool is_side(float length, float module)
{
    return module >= MODULE_MIN && length >= SIDE_MIN * module && length <= SIDE_MAX * module;
}

static bool is_plausible(const struct ink *ink, const struct ell *e)
{
    float up = point_distance(e->corner, e->up), right = point_distance(e->corner, e->right);
    float dot =
        (e->up.x - e->corner.x) * (e->right.x - e->corner.x) + (e->up.y - e->corner.y) * (e->right.y - e->corner.y);
    return is_inside(ink, e->up) && is_inside(ink, e->right) && is_side(up, e->module_up) &&
           is_side(right, e->module_right) && e->module_up < 2 * e->module_right &&
           e->module_right < 2 * e->module_up && fabsf(dot) < COS_MAX * up * right;
}

bool ell_refine(const struct ink *ink, struct ell *ell, float reach)
{
    struct side up = side_of(ink, ell->corner, ell->up, ell->right);
    struct side right = side_of(ink, ell->corner, ell->right, ell->up);
    ell->module_up = ell->module_right = 0;
    if (!side_refine(&up, reach) || !side_refine(&right, reach) || !side_meet(&up, &right, &ell->corner))
        return false;
    ell->module_up = side_thickness(&right); /* which is seen across, in the direction of the other */
    ell->module_right = side_thickness(&up);
    ell->up = side_point(&up, side_end(&up, ell->module_right));
    ell->right = side_point(&right, side_end(&right, ell->module_up));
    ell->contrast = fminf(side_contrast(&up, 0), side_contrast(&right, 0));
    return is_plausible(ink, ell);
}
