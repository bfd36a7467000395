#ifndef KENPIN_MHD_LIBRARY_H
#define KENPIN_MHD_LIBRARY_H

#include <microhttpd.h>

#include "app/base/err.h"

/* libmicrohttpd, loaded when a page is to be served: it brings GnuTLS along. */

struct mhd_library {
    __typeof__(MHD_start_daemon) *start_daemon;
    __typeof__(MHD_stop_daemon) *stop_daemon;
    __typeof__(MHD_add_connection) *add_connection;
    __typeof__(MHD_get_connection_info) *connection_info;
    __typeof__(MHD_get_connection_values) *values;
    __typeof__(MHD_lookup_connection_value) *lookup;
    __typeof__(MHD_queue_response) *queue_response;
    __typeof__(MHD_create_response_from_buffer) *from_buffer;
    __typeof__(MHD_create_response_from_callback) *from_callback;
    __typeof__(MHD_add_response_header) *add_header;
    __typeof__(MHD_destroy_response) *destroy_response;
};

extern struct mhd_library mhd_library; /* all functions, once mhd_library_load returned 0 */

int mhd_library_load(struct err *err) __attribute__((warn_unused_result));

#endif
