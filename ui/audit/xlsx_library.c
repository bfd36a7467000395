#include "ui/audit/xlsx_library.h"

#include <stddef.h>

#include "app/base/library.h"

struct xlsx_library xlsx_library;

static const struct library_call names[] = {
    {"workbook_new_opt", offsetof(struct xlsx_library, workbook_new_opt)},
    {"workbook_add_worksheet", offsetof(struct xlsx_library, workbook_add_worksheet)},
    {"workbook_add_format", offsetof(struct xlsx_library, workbook_add_format)},
    {"workbook_close", offsetof(struct xlsx_library, workbook_close)},
    {"worksheet_write_string", offsetof(struct xlsx_library, write_string)},
    {"worksheet_write_number", offsetof(struct xlsx_library, write_number)},
    {"worksheet_set_column", offsetof(struct xlsx_library, set_column)},
    {"worksheet_freeze_panes", offsetof(struct xlsx_library, freeze_panes)},
    {"worksheet_autofilter", offsetof(struct xlsx_library, autofilter)},
    {"worksheet_set_landscape", offsetof(struct xlsx_library, set_landscape)},
    {"worksheet_fit_to_pages", offsetof(struct xlsx_library, fit_to_pages)},
    {"worksheet_repeat_rows", offsetof(struct xlsx_library, repeat_rows)},
    {"format_set_bold", offsetof(struct xlsx_library, set_bold)},
    {"format_set_bg_color", offsetof(struct xlsx_library, set_bg_color)},
    {"format_set_font_color", offsetof(struct xlsx_library, set_font_color)},
    {"format_set_num_format", offsetof(struct xlsx_library, set_num_format)},
};

static const struct library library = {"libxlsxwriter.so.4",
                                       "libxlsxwriter4",
                                       {"libxlsxwriter, which writes workbooks", "ブックを書く libxlsxwriter "},
                                       names,
                                       sizeof names / sizeof names[0]};

int xlsx_library_load(struct err *err)
{
    return library_load(&library, &xlsx_library, err);
}
