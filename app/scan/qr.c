#include "app/scan/scan.h"

int qr_stage(struct scan *scan, struct err *err)
{
    (void)scan;
    (void)err;
    return 0;
}
