#!/usr/bin/env bash
# Figures beside a peer, in one run: a whole check and an import of 100,000 labels with 1.8 million models against the
# sqlite3 shell, and verdicts a second. Run by hand: tests/bench/bench.sh [BUILD]. Needs hyperfine, sqlite3, GNU time.
# All data is made up here.
set -euo pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$top/build/release}
kenpin=$build/kenpin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
labels=100000 models=18

registry() { # CSV as a registry would give it: one line a label
    awk -v n="$labels" -v m="$models" 'BEGIN {
        print "number,level,status,product,vendor,models,issued,expires"
        for (i = 0; i < n; i++) {
            list = ""
            for (j = 0; j < m; j++) list = list (j ? "、" : "") sprintf("DM-%06d-%02d/%c", i, j, 65 + j)
            printf "DEMO-%06d,1,Active,Invented %d,Invented Works %d,\"%s\",2025-06-01,2027-05-31\n", i, i, i % 500, list
        } }'
}

rows() { # the same rows for the peer: $1 = label, one line a label; model, one line a model
    awk -v n="$labels" -v m="$models" -v what="$1" 'BEGIN {
        for (i = 0; i < n; i++) {
            if (what == "label")
                printf "DEMO-%06d,1,Active,Invented %d,Invented Works %d,2025-06-01,2027-05-31\n", i, i, i % 500
            else
                for (j = 0; j < m; j++) printf "DM-%06d-%02d/%c,DEMO-%06d\n", i, j, 65 + j, i
        } }'
}

peer_import() { # $1 = files to import: label, or label and model
    rm -f "$work/peer.db"
    sqlite3 "$work/peer.db" 'create table label(number text primary key, level, status, product, vendor, issued, expires);
                             create table model(name text, number text); create index by_model on model(name);'
    for table in $1; do
        sqlite3 -cmd '.mode csv' "$work/peer.db" ".import $work/$table.csv $table"
    done
}

measure() { # prints seconds and peak MB of a command
    command time -f '%e s, %M kB peak' "$@" 2>&1 >/dev/null | tail -n 1
}

registry >"$work/registry.csv"
rows label >"$work/label.csv"
rows model >"$work/model.csv"
printf 'sku,gtin,brand,model\nR-1,9520000000011,Invented Works 123,DM-050123-04/E\n' >"$work/catalogue.csv"
data=$work/data
export KENPIN_CONFIG=/dev/null

echo "== import: $labels labels, $((labels * models)) models"
echo "kenpin registry import:              $(measure "$kenpin" --data "$data" registry import "$work/registry.csv" --scheme jc-star --as-of now)"
echo "  the same file again (unchanged):   $(measure "$kenpin" --data "$data" registry import "$work/registry.csv" --scheme jc-star --as-of now)"
export -f peer_import
export work
echo "sqlite3 .import of labels and models: $(measure bash -c 'peer_import "label model"')"
echo "sqlite3 .import of labels alone:      $(measure bash -c 'peer_import label')"
peer_import "label model"
"$kenpin" --data "$data" catalogue import "$work/catalogue.csv" >/dev/null

echo "== one check as a whole process"
hyperfine -N --warmup 20 --runs 300 --style none --export-csv "$work/check.csv" \
    "sqlite3 $data/cache.db \"select * from entry where scheme=1 and norm='DEMO-050123'\"" \
    "sqlite3 $work/peer.db \"select * from label where number='DEMO-050123'\"" \
    "$kenpin --data $data check --label DEMO-050123 --gtin 9520000000011" 2>"$work/log" || { cat "$work/log"; exit 1; }
awk -F, 'NR > 1 { ms[NR] = $2 * 1000; printf "%-60.60s mean %.2f ms\n", $1, $2 * 1000 }
         END { printf "ratio to sqlite3 on cache.db: %.2f\n", ms[4] / ms[2] }' "$work/check.csv"
echo "kenpin check: $(measure "$kenpin" --data "$data" check --label DEMO-050123 --gtin 9520000000011)"

echo "== judging alone"
"$build/tests/bench_judge"
