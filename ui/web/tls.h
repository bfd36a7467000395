#ifndef KENPIN_TLS_H
#define KENPIN_TLS_H

#include "app/base/day.h"
#include "app/base/err.h"

/* The certificate with which other devices are served: the shop's own, or one that is made once and kept. */

#define TLS_FINGERPRINT 96 /* SHA-256 as "AB:CD:...", with NUL */

struct tls {
    char *certificate, *key; /* owned; PEM */
    char fingerprint[TLS_FINGERPRINT];
    moment until; /* it ends */
    bool made;    /* just now */
};

/* ERR_INPUT where they are not there, are none, or do not belong together. */
int tls_given(const char *certificate, const char *key, struct tls *out, struct err *err)
    __attribute__((warn_unused_result));

/* FOLDER/serve-cert.pem and serve-key.pem; made, for these names and addresses and two years, when they are not there
 * or have ended. */
int tls_own(const char *folder, const char *const *name, size_t count, moment now, struct tls *out, struct err *err)
    __attribute__((warn_unused_result));

/* Whether it stands for the name or address. */
bool tls_is_for(const struct tls *t, const char *name);

void tls_clear(struct tls *t); /* safe on {0} and twice */

#endif
