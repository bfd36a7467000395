#ifndef KENPIN_GNUTLS_LIBRARY_H
#define KENPIN_GNUTLS_LIBRARY_H

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "app/base/err.h"

/* GnuTLS, loaded when other devices are to be served: it makes and looks at the certificate. */

struct gnutls_library {
    __typeof__(gnutls_strerror) *error;
    __typeof__(gnutls_x509_privkey_init) *key_init;
    __typeof__(gnutls_x509_privkey_deinit) *key_deinit;
    __typeof__(gnutls_x509_privkey_generate) *key_generate;
    __typeof__(gnutls_x509_privkey_export_pkcs8) *key_export;
    __typeof__(gnutls_x509_crt_init) *init;
    __typeof__(gnutls_x509_crt_deinit) *deinit;
    __typeof__(gnutls_x509_crt_import) *import;
    __typeof__(gnutls_x509_crt_export) *export;
    __typeof__(gnutls_x509_crt_set_version) *set_version;
    __typeof__(gnutls_x509_crt_set_serial) *set_serial;
    __typeof__(gnutls_x509_crt_set_activation_time) *set_from;
    __typeof__(gnutls_x509_crt_set_expiration_time) *set_until;
    __typeof__(gnutls_x509_crt_get_expiration_time) *until;
    __typeof__(gnutls_x509_crt_set_dn) *set_name;
    __typeof__(gnutls_x509_crt_set_key) *set_key;
    __typeof__(gnutls_x509_crt_set_key_usage) *set_usage;
    __typeof__(gnutls_x509_crt_set_key_purpose_oid) *set_purpose;
    __typeof__(gnutls_x509_crt_set_basic_constraints) *set_constraints;
    __typeof__(gnutls_x509_crt_set_subject_alt_name) *set_alternative;
    __typeof__(gnutls_x509_crt_sign2) *sign;
    __typeof__(gnutls_x509_crt_get_fingerprint) *fingerprint;
    __typeof__(gnutls_x509_crt_check_hostname) *is_for;
    __typeof__(gnutls_certificate_allocate_credentials) *credentials;
    __typeof__(gnutls_certificate_free_credentials) *credentials_free;
    __typeof__(gnutls_certificate_set_x509_key_mem) *credentials_set;
};

extern struct gnutls_library gnutls_library; /* all functions, once gnutls_library_load returned 0 */

int gnutls_library_load(struct err *err) __attribute__((warn_unused_result));

#endif
