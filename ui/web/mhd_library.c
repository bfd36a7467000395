#include "ui/web/mhd_library.h"

#include <stddef.h>

#include "app/base/library.h"

struct mhd_library mhd_library;

static const struct library_call names[] = {
    {"MHD_start_daemon", offsetof(struct mhd_library, start_daemon)},
    {"MHD_stop_daemon", offsetof(struct mhd_library, stop_daemon)},
    {"MHD_add_connection", offsetof(struct mhd_library, add_connection)},
    {"MHD_get_connection_info", offsetof(struct mhd_library, connection_info)},
    {"MHD_get_connection_values", offsetof(struct mhd_library, values)},
    {"MHD_lookup_connection_value", offsetof(struct mhd_library, lookup)},
    {"MHD_queue_response", offsetof(struct mhd_library, queue_response)},
    {"MHD_create_response_from_buffer", offsetof(struct mhd_library, from_buffer)},
    {"MHD_create_response_from_callback", offsetof(struct mhd_library, from_callback)},
    {"MHD_add_response_header", offsetof(struct mhd_library, add_header)},
    {"MHD_destroy_response", offsetof(struct mhd_library, destroy_response)},
};

static const struct library library = {"libmicrohttpd.so.12",
                                       "libmicrohttpd12",
                                       {"libmicrohttpd, which serves the page", "画面を配信する libmicrohttpd "},
                                       names,
                                       sizeof names / sizeof names[0]};

int mhd_library_load(struct err *err)
{
    return library_load(&library, &mhd_library, err);
}
