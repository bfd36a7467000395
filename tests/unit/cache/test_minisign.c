#include "tests/unit/cache/place.h"

#include <sodium.h>

#include "cache/registry/keyfile.h"

/* Keys and signatures in minisign's formats. That Debian's minisign agrees is shown by tests/cli/registry_publish.sh.
 */

static const char TEXT[] = "what is signed";

static struct minisign_secret key_of(uint8_t seed)
{
    uint8_t bytes[MINISIGN_SEED_BYTES] = {seed}, id[MINISIGN_ID_BYTES] = {1, 2, 3, 4, 5, 6, 7, seed};
    struct minisign_secret s;
    assert_int_equal(minisign_make(bytes, id, &s, NULL), 0);
    return s;
}

static void a_key_is_read_back(void **state)
{
    (void)state;
    struct minisign_secret key = key_of(8), again;
    struct minisign_public public, other;
    char text[MINISIGN_SECRET_TEXT], line[MINISIGN_PUBLIC_TEXT], id[MINISIGN_ID_TEXT];
    minisign_secret_text(&key, text);
    assert_int_equal(minisign_secret_read(text, strlen(text), &again, NULL), 0);
    assert_memory_equal(&key, &again, sizeof key);
    minisign_public_of(&key, &public);
    minisign_public_text(&public, line);
    assert_memory_equal(line, "RW", 2);
    assert_int_equal(minisign_public_read(line, strlen(line), &other, NULL), 0);
    assert_memory_equal(&public, &other, sizeof public);
    assert_string_equal(minisign_id(public.id, id), "0807060504030201");
    minisign_forget(&again);
    assert_true(sodium_is_zero((const unsigned char *)&again, sizeof again));
}

static void a_signature_fits_its_file_and_its_key(void **state)
{
    (void)state;
    struct minisign_secret key = key_of(1), stranger = key_of(2);
    struct minisign_public public, theirs;
    struct minisign_signature s;
    char text[MINISIGN_SIGNATURE_TEXT];
    minisign_public_of(&key, &public);
    minisign_public_of(&stranger, &theirs);
    assert_int_equal(minisign_sign(&key, TEXT, strlen(TEXT), "serial 1", text, NULL), 0);
    assert_int_equal(minisign_signature_read(text, strlen(text), &s, NULL), 0);
    assert_string_equal(s.comment, "serial 1");
    assert_true(minisign_fits(&s, &public, TEXT, strlen(TEXT)));
    assert_false(minisign_fits(&s, &public, TEXT, strlen(TEXT) - 1));
    assert_false(minisign_fits(&s, &theirs, TEXT, strlen(TEXT)));
    memcpy(theirs.id, public.id, sizeof theirs.id); /* it may say what it likes of whose it is */
    assert_false(minisign_is_by(&s, &theirs));
}

/* Every byte of a signature file matters: changed or cut anywhere it is refused or fits no more, unless the change is
 * in the comment that says it is not trusted, or in how lines end. */
static void a_signature_is_whole_or_nothing(void **state)
{
    (void)state;
    struct minisign_secret key = key_of(1);
    struct minisign_public public;
    struct minisign_signature s;
    char text[MINISIGN_SIGNATURE_TEXT], bent[MINISIGN_SIGNATURE_TEXT];
    struct err err;
    minisign_public_of(&key, &public);
    assert_int_equal(minisign_sign(&key, TEXT, strlen(TEXT), "serial 1", text, NULL), 0);
    size_t size = strlen(text), free_text = (size_t)(strchr(text, '\n') - text);
    for (size_t at = free_text; at < size - 1; at++)
        for (int bit = 0; bit < 8; bit++) {
            memcpy(bent, text, size + 1);
            bent[at] = (char)(bent[at] ^ (1 << bit));
            if (minisign_signature_read(bent, size, &s, &err) == 0)
                assert_false(minisign_fits(&s, &public, TEXT, strlen(TEXT)));
            else
                assert_said(&err, ERR_INPUT, "signature");
        }
    for (size_t cut = 0; cut < size - 1; cut++)
        assert_true(minisign_signature_read(text, cut, &s, &err) || !minisign_fits(&s, &public, TEXT, strlen(TEXT)));
}

static void keys_that_are_none_are_refused(void **state)
{
    (void)state;
    struct minisign_secret key = key_of(1), out;
    struct minisign_public public;
    struct err err;
    char text[MINISIGN_SECRET_TEXT];
    minisign_secret_text(&key, text);
    size_t size = strlen(text), first = (size_t)(strchr(text, '\n') - text);
    for (size_t cut = 0; cut < size - 1; cut++)
        assert_int_equal(minisign_secret_read(text, cut, &out, &err), -1);
    for (size_t at = first; at < size - 1; at++) {
        char was = text[at];
        text[at] = was == 'x' ? 'y' : 'x';
        /* What stands for a password's strength means nothing without a password. */
        if (minisign_secret_read(text, size, &out, &err) == 0)
            assert_memory_equal(&key, &out, sizeof out);
        text[at] = was;
    }
    assert_int_equal(minisign_public_read("RWshort", 7, &public, &err), -1);
    assert_said(&err, ERR_INPUT, "no public key");
    assert_int_equal(minisign_public_read(text, size, &public, &err), -1);
}

static void a_comment_is_one_line(void **state)
{
    (void)state;
    struct minisign_secret key = key_of(1);
    char text[MINISIGN_SIGNATURE_TEXT], longest[MINISIGN_COMMENT_MAX + 1];
    struct err err;
    memset(longest, 'x', sizeof longest);
    longest[MINISIGN_COMMENT_MAX] = '\0';
    assert_int_equal(minisign_sign(&key, TEXT, 1, longest, text, &err), -1);
    longest[MINISIGN_COMMENT_MAX - 1] = '\0';
    assert_int_equal(minisign_sign(&key, TEXT, 1, longest, text, &err), 0);
    assert_int_equal(minisign_sign(&key, TEXT, 1, "two\nlines", text, &err), -1);
    assert_said(&err, ERR_INPUT, "one line");
}

static void a_key_file_is_for_its_owner(void **state)
{
    const struct place *p = *state;
    struct minisign_secret key = key_of(1), out;
    char path[400], public[400];
    struct err err;
    snprintf(path, sizeof path, "%s/shop.key", p->dir);
    snprintf(public, sizeof public, "%s/shop.pub", p->dir);
    assert_int_equal(keyfile_write(path, public, &key, &err), 0);
    assert_int_equal(keyfile_secret(path, &out, &err), 0);
    assert_memory_equal(&key, &out, sizeof key);
    for (unsigned mode = 1; mode <= 077; mode++) {
        assert_int_equal(chmod(path, 0600 | mode), 0);
        assert_int_equal(keyfile_secret(path, &out, &err), -1);
        assert_said(&err, ERR_INPUT, "chmod 600");
    }
    assert_int_equal(keyfile_write(path, public, &key, &err), -1);
    assert_said(&err, ERR_INPUT, "there already");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_read_back),
        cmocka_unit_test(a_signature_fits_its_file_and_its_key),
        cmocka_unit_test(a_signature_is_whole_or_nothing),
        cmocka_unit_test(keys_that_are_none_are_refused),
        cmocka_unit_test(a_comment_is_one_line),
        cmocka_unit_test_setup_teardown(a_key_file_is_for_its_owner, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
