#ifndef KENPIN_HTML_CHARSET_H
#define KENPIN_HTML_CHARSET_H

#include "cache/registry/input.h"

/* In which encoding a page says it is written (WHATWG HTML 13.2.3.2), as iconv calls it. NULL when it says UTF-8 or
 * nothing: that is then seen from its bytes. One that is not read is ERR_INPUT. *charset is static. */
int html_charset(struct input *in, const char **charset, struct err *err) __attribute__((warn_unused_result));

#endif
