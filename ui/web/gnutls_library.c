#include "ui/web/gnutls_library.h"

#include <stddef.h>

#include "app/base/library.h"

struct gnutls_library gnutls_library;

static const struct library_call names[] = {
    {"gnutls_strerror", offsetof(struct gnutls_library, error)},
    {"gnutls_x509_privkey_init", offsetof(struct gnutls_library, key_init)},
    {"gnutls_x509_privkey_deinit", offsetof(struct gnutls_library, key_deinit)},
    {"gnutls_x509_privkey_generate", offsetof(struct gnutls_library, key_generate)},
    {"gnutls_x509_privkey_export_pkcs8", offsetof(struct gnutls_library, key_export)},
    {"gnutls_x509_crt_init", offsetof(struct gnutls_library, init)},
    {"gnutls_x509_crt_deinit", offsetof(struct gnutls_library, deinit)},
    {"gnutls_x509_crt_import", offsetof(struct gnutls_library, import)},
    {"gnutls_x509_crt_export", offsetof(struct gnutls_library, export)},
    {"gnutls_x509_crt_set_version", offsetof(struct gnutls_library, set_version)},
    {"gnutls_x509_crt_set_serial", offsetof(struct gnutls_library, set_serial)},
    {"gnutls_x509_crt_set_activation_time", offsetof(struct gnutls_library, set_from)},
    {"gnutls_x509_crt_set_expiration_time", offsetof(struct gnutls_library, set_until)},
    {"gnutls_x509_crt_get_expiration_time", offsetof(struct gnutls_library, until)},
    {"gnutls_x509_crt_set_dn", offsetof(struct gnutls_library, set_name)},
    {"gnutls_x509_crt_set_key", offsetof(struct gnutls_library, set_key)},
    {"gnutls_x509_crt_set_key_usage", offsetof(struct gnutls_library, set_usage)},
    {"gnutls_x509_crt_set_key_purpose_oid", offsetof(struct gnutls_library, set_purpose)},
    {"gnutls_x509_crt_set_basic_constraints", offsetof(struct gnutls_library, set_constraints)},
    {"gnutls_x509_crt_set_subject_alt_name", offsetof(struct gnutls_library, set_alternative)},
    {"gnutls_x509_crt_sign2", offsetof(struct gnutls_library, sign)},
    {"gnutls_x509_crt_get_fingerprint", offsetof(struct gnutls_library, fingerprint)},
    {"gnutls_x509_crt_check_hostname", offsetof(struct gnutls_library, is_for)},
    {"gnutls_certificate_allocate_credentials", offsetof(struct gnutls_library, credentials)},
    {"gnutls_certificate_free_credentials", offsetof(struct gnutls_library, credentials_free)},
    {"gnutls_certificate_set_x509_key_mem", offsetof(struct gnutls_library, credentials_set)},
};

static const struct library library = {"libgnutls.so.30",
                                       "libgnutls30",
                                       {"GnuTLS, which makes certificates", "証明書を作る GnuTLS "},
                                       names,
                                       sizeof names / sizeof names[0]};

int gnutls_library_load(struct err *err)
{
    return library_load(&library, &gnutls_library, err);
}
