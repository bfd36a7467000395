#include "app/scan/scan.h"

static bool is_square(enum symbology s)
{
    return s == SYMBOLOGY_QR || s == SYMBOLOGY_GS1_QR || s == SYMBOLOGY_DATAMATRIX || s == SYMBOLOGY_GS1_DATAMATRIX;
}

/* A product code and a label; a plain Code 128 is a serial number as a rule, and a part of a message is no label yet.
 */
static bool has_box(const struct scan *scan)
{
    bool label = false, product = false;
    for (size_t i = 0; i < scan->hits_count; i++) {
        enum symbology s = scan->hit[i].symbol.symbology;
        label |= is_square(s) && scan->hit[i].symbol.part.index == 0;
        product |= !is_square(s) && s != SYMBOLOGY_CODE128;
    }
    return label && product;
}

bool scan_out_of_time(const struct scan *scan)
{
    const struct reader_ask *ask = scan->ask;
    return ask->now_us && ask->budget_ms && ask->now_us() - scan->started_us >= (int64_t)ask->budget_ms * 1000;
}

bool scan_has_all(const struct scan *scan)
{
    return scan->ask->box && has_box(scan);
}

bool scan_over(const struct scan *scan)
{
    return scan_has_all(scan) || scan_out_of_time(scan);
}

bool scan_covers(const struct scan *scan, struct point at)
{
    for (size_t i = 0; i < scan->hits_count; i++)
        if (scan->hit[i].has_quad && quad_contains(&scan->hit[i].quad, at))
            return true;
    return false;
}

void scan_add(struct scan *scan, struct scan_hit *hit)
{
    if (scan->hits_count == SCAN_HITS_MAX) {
        symbol_clear(&hit->symbol);
        scan->crowded = true;
    } else {
        scan->hit[scan->hits_count++] = *hit;
    }
    *hit = (struct scan_hit){0};
}

void scan_suspect(struct scan *scan, enum stage stage, const struct quad *quad)
{
    if (scan->suspects_count < SCAN_SUSPECTS_MAX)
        scan->suspect[scan->suspects_count++] = (struct scan_suspect){stage, *quad};
}
