#!/usr/bin/env bash
# What a mirror of 100,000 labels with 1.8 million models costs, and a delta of 100 changed labels (invented data).
#   mirror.sh KENPIN BENCH_MIRROR      a release build's programs
set -euo pipefail
kenpin=$(realpath -- "${1:?kenpin}") bench=$(realpath -- "${2:?bench_mirror}")
work=$(mktemp -d "${TMPDIR:-/tmp}/kenpin-bench-XXXXXX")
trap 'rm -rf -- "$work"' EXIT
cd -- "$work"
export KENPIN_DATA=$work/hq

list() { # list FILE STEP: every STEPth label revoked; model names that do not pack as a row of numbers would
    awk -v step="$2" 'BEGIN {
        srand(7)
        print "number,level,status,product,vendor,models,issued,expires"
        for (i = 0; i < 100000; i++) {
            m = ""
            for (k = 0; k < 18; k++) m = m (k ? ", " : "") sprintf("%c%c-%05d%c", 65 + rand() * 26, 65 + rand() * 26, rand() * 99999, 65 + rand() * 26)
            printf "DEMO-%06d,%d,%s,Demo product %d,Demo Works %d Inc.,\"%s\",2025-06-01,2990-05-31\n",
                i, 1 + i % 4, (step && i % step == 7) ? "取消し" : "有効", rand() * 99999, i % 700, m
        }
    }' >"$1"
}
timed() { # timed WORDS COMMAND...
    local TIMEFORMAT="$1: %R s (%U of the processor)"
    time "${@:2}" >/dev/null
}

list first.csv 0
list second.csv 1000
"$kenpin" registry key --out bench.key >/dev/null
timed 'import' "$kenpin" registry import first.csv --scheme jc-star --as-of 2026-11-21T08:00:00Z --demo
timed 'publish, first' "$kenpin" registry publish pub --key bench.key
mkdir till
"$bench" pub bench.pub till/cache.db
"$kenpin" registry import second.csv --scheme jc-star --as-of 2026-11-21T09:00:00Z --demo >/dev/null
timed 'publish, with a delta of 100 labels' "$kenpin" registry publish pub --key bench.key
for n in 1 2 3 4 5; do
    cp -r till again
    "$bench" pub bench.pub again/cache.db
    [ $n = 1 ] && "$bench" pub bench.pub again/cache.db
    rm -r again
done
jq -r '.lists[0] | "snapshot \(.snapshot.size) bytes, delta \(.deltas[0].file.size) bytes"' pub/latest.json
wc -c pub/latest.json pub/latest.json.minisig | tail -1
