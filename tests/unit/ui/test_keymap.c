/* Keys of a USB scanner as characters: tests/unit/ui/term/scanner_keys.txt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "ui/term/keymap.h"

enum { LINE = 256, CASES = 9 };

/* Characters as the file writes them. */
static void note(char seen[LINE], char c)
{
    size_t at = strlen(seen);
    if (c == '\r')
        snprintf(seen + at, LINE - at, "\\r");
    else if (c < ' ')
        snprintf(seen + at, LINE - at, "\\x%02x", (unsigned)c);
    else
        snprintf(seen + at, LINE - at, "%c", c);
}

static void a_scanner_is_understood(void **state)
{
    (void)state;
    FILE *file = fopen(TESTS_DIR "/unit/ui/term/scanner_keys.txt", "r");
    char line[LINE], wanted[LINE] = "", seen[LINE] = "";
    struct keymap map = {0};
    int cases = 0;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        unsigned code;
        int value;
        line[strcspn(line, "\n")] = 0;
        if (line[0] == '=') {
            assert_string_equal(seen, wanted);
            snprintf(wanted, sizeof wanted, "%s", line[1] ? line + 2 : "");
            map = (struct keymap){0};
            seen[0] = 0;
            cases++;
        } else if (sscanf(line, "%u %d", &code, &value) == 2) {
            char c = keymap_key(&map, code, value);
            if (c)
                note(seen, c);
        }
    }
    assert_string_equal(seen, wanted);
    assert_int_equal(cases, CASES);
    fclose(file);
}

static void no_number_is_outside(void **state)
{
    (void)state;
    struct keymap map = {0};
    assert_int_equal(keymap_key(&map, 767, 1), 0); /* KEY_MAX */
    assert_int_equal(keymap_key(&map, UINT32_MAX, 1), 0);
    assert_int_equal(keymap_key(&map, 0, 1), 0);
    assert_int_equal(keymap_key(&map, 2, -1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scanner_is_understood),
        cmocka_unit_test(no_number_is_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
