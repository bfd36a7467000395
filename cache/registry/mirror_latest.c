#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cache/registry/folder.h"
#include "cache/registry/mirror.h"

/* latest.json, if a trusted key signed it. */

int mirror_get_folder(void *ctx, const char *name, size_t max, uint8_t **bytes, size_t *size, struct err *err)
{
    return folder_read(ctx, name, max, bytes, size, err);
}

void mirror_kept_names(const void *bytes, size_t size, char json[MIRROR_KEPT_TEXT], char signature[MIRROR_KEPT_TEXT])
{
    char digest[PACK_DIGEST_TEXT];
    pack_digest(bytes, size, digest);
    const char *hex = strchr(digest, ':') + 1;
    snprintf(json, MIRROR_KEPT_TEXT, "%s.json", hex);
    snprintf(signature, MIRROR_KEPT_TEXT, "%s.json.minisig", hex);
}

static int no_signature(struct err *err)
{
    return err_set(
        err, ERR_INPUT,
        "the mirror's latest.json is not what its signature says; nothing was changed. Pull again in a minute,"
        " and if it stays so, do not use this mirror",
        "ミラーの latest.json が署名と一致しないため、何も変更していません。少し待ってやり直し、それでも同じ"
        "場合はこのミラーを使わないでください");
}

/* The trusted key that made the signature, by itself: whatever it was for. */
static int find_key(const struct minisign_signature *s, const struct minisign_public *trusted, size_t count, size_t *by,
                    struct err *err)
{
    char id[MINISIGN_ID_TEXT];
    for (*by = 0; *by < count; ++*by)
        if (memcmp(trusted[*by].id, s->id, sizeof s->id) == 0)
            return minisign_is_by(s, &trusted[*by])
                       ? 0
                       : err_set(
                             err, ERR_INPUT,
                             "the mirror's signature is false: it bears the id of key %s and is not by it; nothing"
                             " was changed. Do not use this mirror",
                             "ミラーの署名は偽物です。鍵 %s の番号が付いていますが、その鍵による署名ではありません。"
                             "何も変更していません。このミラーを使わないでください",
                             minisign_id(s->id, id));
    return err_set(err, ERR_INPUT,
                   "the mirror is signed by key %s, which is not trusted here; nothing was changed. If that is right,"
                   " trust its public key",
                   "ミラーは鍵 %s で署名されていますが、この鍵は信頼されていません。何も変更していません。正しい場合は"
                   "その公開鍵を信頼する鍵に加えてください",
                   minisign_id(s->id, id));
}

static int get_signature(const struct mirror_get *get, const char *name, struct minisign_signature *out,
                         struct err *err)
{
    uint8_t *bytes;
    size_t size;
    if (get->get(get->ctx, name, MINISIGN_FILE_MAX, &bytes, &size, err))
        return -1;
    int result = bytes ? minisign_signature_read(bytes, size, out, err)
                       : err_set(err, ERR_INPUT, "the mirror has no %s: it is not signed; nothing was changed",
                                 "ミラーに %s がなく、署名されていません。何も変更していません", name);
    free(bytes);
    return result;
}

/* Between the renames of latest.json.minisig and latest.json a folder has a true signature beside the state before:
 * that state's own signature is kept under the name of its digest. */
static int kept_signature(const struct mirror_get *get, const struct minisign_public *trusted, size_t count,
                          const uint8_t *bytes, size_t size, size_t *by, struct err *err)
{
    char json[MIRROR_KEPT_TEXT], name[MIRROR_KEPT_TEXT];
    struct minisign_signature s;
    uint8_t *sig;
    size_t sig_size;
    mirror_kept_names(bytes, size, json, name);
    if (get->get(get->ctx, name, MINISIGN_FILE_MAX, &sig, &sig_size, err))
        return -1;
    int result = sig ? minisign_signature_read(sig, sig_size, &s, err) : no_signature(err);
    free(sig);
    if (result || find_key(&s, trusted, count, by, err))
        return -1;
    return minisign_fits(&s, &trusted[*by], bytes, size) ? 0 : no_signature(err);
}

static int verify(const struct mirror_get *get, const struct minisign_public *trusted, size_t count,
                  const uint8_t *bytes, size_t size, size_t *by, struct err *err)
{
    struct minisign_signature s;
    if (get_signature(get, LATEST_SIGNATURE_NAME, &s, err) || find_key(&s, trusted, count, by, err))
        return -1;
    if (minisign_fits(&s, &trusted[*by], bytes, size))
        return 0;
    return kept_signature(get, trusted, count, bytes, size, by, err);
}

int mirror_latest(const struct mirror_get *get, const struct minisign_public *trusted, size_t count, bool *there,
                  struct latest *out, size_t *by, struct err *err)
{
    uint8_t *bytes;
    size_t size;
    *out = (struct latest){0};
    if (get->get(get->ctx, LATEST_NAME, LATEST_BYTES_MAX, &bytes, &size, err))
        return -1;
    if (there)
        *there = bytes != NULL;
    if (!bytes)
        return there ? 0
                     : err_set(err, ERR_INPUT, "there is no latest.json: no mirror is published there",
                               "latest.json がありません。ここにミラーは公開されていません");
    int result = verify(get, trusted, count, bytes, size, by, err) || latest_read(bytes, size, out, err) ? -1 : 0;
    free(bytes);
    return result;
}
