#!/usr/bin/env bash
# The rules of house.sh can fail: in a small tree that keeps them, each line below breaks one.
#   house_test.sh HOUSE_SH
set -euo pipefail
house=${1:?the script to try}
place=$(mktemp -d)
trap 'rm -rf -- "$place"' EXIT

tree() {
    rm -rf -- "$place/tree"
    mkdir -p "$place"/tree/{app/{base,codes,label,judge,scan,evidence,check},cache/registry,ui/cli,tests/unit,tests/bench}
    cd "$place/tree"
    for header in app/base/err app/codes/gtin app/label/entry app/judge/judge app/scan/image app/evidence/ledger \
        app/check/check cache/db ui/cli/options; do
        : >"$header.h"
    done
    : >app/build.h.in
    printf '/* the time (of day) */\n#include "app/base/err.h"\n#include <time.h>\nint x = json_time(3);\n' >app/codes/gtin.c
    printf '#include "app/check/check.h"\n#include "cache/db.h"\n' >cache/db.c
    printf '#include "app/build.h"\n#include "cache/db.h"\nint main(void) { return time(0) ? 1 : 0; }\n' >ui/cli/main.c
    printf '#include "ui/cli/options.h"\n' >tests/unit/test_options.c
    echo "see ../""shared/samples" >tests/bench/README
}

failed=0
tree
if ! "$house" . >"$place/out"; then
    echo "a tree that keeps the rules is refused:"
    cat "$place/out"
    failed=1
fi

# breaks FILE LINE: with this line at its end the file breaks a rule, and the line is named
breaks() {
    tree
    printf '%s\n' "$2" >>"$1"
    if "$house" . >"$place/out" || ! grep -qF -- "$1:$(wc -l <"$1"):" "$place/out"; then
        echo "$1 may hold: $2"
        failed=1
    fi
}

breaks app/base/err.h '#include "app/codes/gtin.h"'
breaks app/codes/gtin.h '#include "app/judge/judge.h"'
breaks app/judge/judge.h '#include "app/evidence/ledger.h"'
breaks app/scan/image.h '#include "app/judge/judge.h"'
breaks app/evidence/ledger.h '#include "app/codes/gtin.h"'
breaks app/check/check.h '#include "cache/db.h"'
breaks cache/db.h '  #  include "ui/cli/options.h"'
breaks cache/db.h '#include <ui/cli/options.h>'
breaks cache/db.c '#include "db.h"'
breaks cache/db.c '#include "../app/base/err.h"'
breaks ui/cli/main.c '#include "app/base/../base/err.h"'
breaks ui/cli/main.c '#include "app/base/missing.h"'
breaks app/base/err.h 'long now(void) { return time(0); }'
breaks app/base/err.h '/* so */ int a = clock_gettime (0, 0); /* and so */'
breaks cache/db.c 'const char *home = getenv("HOME");'
breaks cache/registry/csv.c 'if (gettimeofday(&t, 0))'
breaks cache/db.c '"INSERT INTO copy (at) VALUES (CURRENT_TIMESTAMP)"'
breaks cache/db.c "\"SELECT strftime('%s', 'now')\""
breaks tests/unit/test_options.c "open(\"../../..""/shared/domain/law.md\");"
exit $failed
