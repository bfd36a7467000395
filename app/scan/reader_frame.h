#ifndef KENPIN_READER_FRAME_H
#define KENPIN_READER_FRAME_H

#include "app/scan/scan.h"

/* Stages that show ZBar a whole picture in one size or another, for QR codes that the first stage did not find or could
 * not read. */

int frame_quarter_stage(struct scan *scan, struct err *err) __attribute__((warn_unused_result));
int frame_half_stage(struct scan *scan, struct err *err) __attribute__((warn_unused_result));
int frame_stage(struct scan *scan, struct err *err) __attribute__((warn_unused_result));

#endif
