#include "ui/web/tls.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/web/gnutls_library.h"
#include "ui/web/net_address.h"
#include "ui/web/private_file.h"

enum { PEM_MAX = 64 * 1024, PATH_BYTES = 4200, SERIAL_BYTES = 16, LASTS_DAYS = 730, DAY_SECONDS = 86400 };

#define G gnutls_library

static int failed(int code, struct err *err)
{
    return err_set(err, ERR_IO, "the certificate: %s", "証明書: %s", G.error(code));
}

static gnutls_datum_t datum(const char *text)
{
    return (gnutls_datum_t){(unsigned char *)(uintptr_t)text, (unsigned)strlen(text)}; /* it is only read */
}

void tls_clear(struct tls *t)
{
    if (t->key)
        sodium_memzero(t->key, strlen(t->key));
    free(t->certificate);
    free(t->key);
    *t = (struct tls){0};
}

/* ---- looking at one ---- */

static int import(const struct tls *t, gnutls_x509_crt_t *crt)
{
    gnutls_datum_t pem = datum(t->certificate);
    int code = G.init(crt);
    if (code == 0 && (code = G.import(*crt, &pem, GNUTLS_X509_FMT_PEM)) != 0)
        G.deinit(*crt);
    return code;
}

static int belong_together(const struct tls *t)
{
    gnutls_certificate_credentials_t both;
    gnutls_datum_t certificate = datum(t->certificate), key = datum(t->key);
    int code = G.credentials(&both);
    if (code)
        return code;
    code = G.credentials_set(both, &certificate, &key, GNUTLS_X509_FMT_PEM);
    G.credentials_free(both);
    return code < 0 ? code : 0;
}

static int look(struct tls *t)
{
    unsigned char hash[32];
    size_t size = sizeof hash;
    gnutls_x509_crt_t crt;
    int code = belong_together(t);
    if (!code)
        code = import(t, &crt);
    if (code)
        return code;
    code = G.fingerprint(crt, GNUTLS_DIG_SHA256, hash, &size);
    for (size_t i = 0; !code && i < sizeof hash; i++)
        (void)snprintf(t->fingerprint + 3 * i, 4, i + 1 < sizeof hash ? "%02X:" : "%02X", hash[i]);
    t->until = G.until(crt);
    G.deinit(crt);
    return code;
}

bool tls_is_for(const struct tls *t, const char *name)
{
    gnutls_x509_crt_t crt;
    if (import(t, &crt))
        return false;
    bool is = G.is_for(crt, name) != 0;
    G.deinit(crt);
    return is;
}

int tls_given(const char *certificate, const char *key, struct tls *out, struct err *err)
{
    *out = (struct tls){0};
    if (gnutls_library_load(err) || private_file_read(certificate, PEM_MAX, false, &out->certificate, err) ||
        private_file_read(key, PEM_MAX, false, &out->key, err))
        return -1;
    if (!out->certificate || !out->key)
        return err_set(err, ERR_INPUT, "there is no file %s", "%s というファイルはありません",
                       out->certificate ? key : certificate);
    int code = look(out);
    return code ? err_set(err, ERR_INPUT, "%s and %s are no certificate with its key, in PEM: %s",
                          "%s と %s は、証明書とその鍵（PEM）ではありません: %s", certificate, key, G.error(code))
                : 0;
}

/* ---- making one ---- */

static int add_names(gnutls_x509_crt_t crt, const char *const *name, size_t count)
{
    int code = 0;
    for (size_t i = 0; !code && i < count; i++) {
        struct net_address a;
        const void *bytes = name[i];
        unsigned size = (unsigned)strlen(name[i]);
        bool is_address = net_address_parse(name[i], &a);
        if (is_address) {
            bool six = a.any.sa_family == AF_INET6;
            bytes = six ? (const void *)&a.v6.sin6_addr : &a.v4.sin_addr;
            size = six ? sizeof a.v6.sin6_addr : sizeof a.v4.sin_addr;
        }
        code = G.set_alternative(crt, is_address ? GNUTLS_SAN_IPADDRESS : GNUTLS_SAN_DNSNAME, bytes, size,
                                 i ? GNUTLS_FSAN_APPEND : GNUTLS_FSAN_SET);
    }
    return code;
}

static int fill(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, const char *const *name, size_t count, moment now)
{
    uint8_t serial[SERIAL_BYTES];
    randombytes_buf(serial, sizeof serial);
    serial[0] = (uint8_t)((serial[0] & 0x7f) | 1); /* above zero */
    int code = G.set_version(crt, 3);
    code = code ? code : G.set_serial(crt, serial, sizeof serial);
    code = code ? code : G.set_from(crt, now - DAY_SECONDS); /* other devices' clocks */
    code = code ? code : G.set_until(crt, now + (moment)LASTS_DAYS * DAY_SECONDS);
    code = code ? code : G.set_name(crt, "CN=kenpin", NULL);
    code = code ? code : G.set_key(crt, key);
    code = code ? code : G.set_constraints(crt, 0, -1);
    code = code ? code : G.set_usage(crt, GNUTLS_KEY_DIGITAL_SIGNATURE);
    code = code ? code : G.set_purpose(crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
    code = code ? code : add_names(crt, name, count);
    return code ? code : G.sign(crt, crt, key, GNUTLS_DIG_SHA256, 0);
}

static int to_text(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, struct tls *out)
{
    size_t certificate = PEM_MAX, secret = PEM_MAX;
    out->certificate = calloc(1, PEM_MAX + 1);
    out->key = calloc(1, PEM_MAX + 1);
    if (!out->certificate || !out->key)
        return GNUTLS_E_MEMORY_ERROR;
    int code = G.export(crt, GNUTLS_X509_FMT_PEM, out->certificate, &certificate);
    return code ? code : G.key_export(key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, out->key, &secret);
}

static int make(const char *const *name, size_t count, moment now, struct tls *out)
{
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t crt;
    int code = G.key_init(&key);
    if (code)
        return code;
    code = G.init(&crt);
    if (!code) {
        code = G.key_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
        code = code ? code : fill(crt, key, name, count, now);
        code = code ? code : to_text(crt, key, out);
        G.deinit(crt);
    }
    G.key_deinit(key);
    out->made = true;
    return code ? code : look(out);
}

/* ---- the one that is kept ---- */

static bool is_good(struct tls *t, moment now)
{
    return t->certificate && t->key && look(t) == 0 && t->until > now;
}

int tls_own(const char *folder, const char *const *name, size_t count, moment now, struct tls *out, struct err *err)
{
    char certificate[PATH_BYTES], key[PATH_BYTES];
    *out = (struct tls){0};
    (void)snprintf(certificate, sizeof certificate, "%s/serve-cert.pem", folder);
    (void)snprintf(key, sizeof key, "%s/serve-key.pem", folder);
    if (gnutls_library_load(err) || private_file_read(certificate, PEM_MAX, false, &out->certificate, err) ||
        private_file_read(key, PEM_MAX, true, &out->key, err))
        return -1;
    if (is_good(out, now))
        return 0;
    tls_clear(out);
    int code = make(name, count, now, out);
    if (code)
        return failed(code, err);
    return private_file_write(key, out->key, err) || private_file_write(certificate, out->certificate, err) ? -1 : 0;
}
