#ifndef KENPIN_CURL_H
#define KENPIN_CURL_H

#include <curl/curl.h>

#include "app/base/err.h"

/* libcurl, loaded when something is fetched: linking it would cost every check some milliseconds of start-up. */

struct curl_calls {
    CURLcode (*global_init)(long flags);
    CURL *(*easy_init)(void);
    void (*easy_reset)(CURL *curl);
    void (*easy_cleanup)(CURL *curl);
    CURLcode (*easy_setopt)(CURL *curl, CURLoption option, ...);
    CURLcode (*easy_perform)(CURL *curl);
    CURLcode (*easy_getinfo)(CURL *curl, CURLINFO info, ...);
    const char *(*easy_strerror)(CURLcode code);
    struct curl_slist *(*slist_append)(struct curl_slist *list, const char *text);
    void (*slist_free_all)(struct curl_slist *list);
};

/* *out is static. ERR_IO where the library is not installed. */
int curl_load(const struct curl_calls **out, struct err *err) __attribute__((warn_unused_result));

#endif
