#ifndef KENPIN_XLSX_LIBRARY_H
#define KENPIN_XLSX_LIBRARY_H

#include <xlsxwriter.h>

#include "app/base/err.h"

/* libxlsxwriter, loaded when a workbook is to be written: it brings OpenSSL along. */

struct xlsx_library {
    __typeof__(workbook_new_opt) *workbook_new_opt;
    __typeof__(workbook_add_worksheet) *workbook_add_worksheet;
    __typeof__(workbook_add_format) *workbook_add_format;
    __typeof__(workbook_close) *workbook_close;
    __typeof__(worksheet_write_string) *write_string;
    __typeof__(worksheet_write_number) *write_number;
    __typeof__(worksheet_set_column) *set_column;
    __typeof__(worksheet_freeze_panes) *freeze_panes;
    __typeof__(worksheet_autofilter) *autofilter;
    __typeof__(worksheet_set_landscape) *set_landscape;
    __typeof__(worksheet_fit_to_pages) *fit_to_pages;
    __typeof__(worksheet_repeat_rows) *repeat_rows;
    __typeof__(format_set_bold) *set_bold;
    __typeof__(format_set_bg_color) *set_bg_color;
    __typeof__(format_set_font_color) *set_font_color;
    __typeof__(format_set_num_format) *set_num_format;
};

extern struct xlsx_library xlsx_library; /* all functions, once xlsx_library_load returned 0 */

int xlsx_library_load(struct err *err) __attribute__((warn_unused_result));

#endif
