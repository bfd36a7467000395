#!/usr/bin/env bash
# kenpin audit of the lists in tests/golden/audits: each says itself what must come out
. "${BASH_SOURCE%/*}/lib.sh"
make_data

show() { # show FILE.csv: a line a row, without what changes from day to day
    python3 - "$1" <<'PY'
import csv, sys
for number, row in enumerate(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')), 1):
    own = lambda name: row.get('kenpin_' + name, row.get(name)) or '-'
    cells = [own('outcome'), own('rule'), own('judged_label'), own('product_gtin'), own('notes')]
    cells += [own('fix')] if 'fix' in row or 'kenpin_fix' in row else []
    cells += ['lapses'] if own('lapses_before_sold') != '-' else []
    print(' | '.join([str(number)] + cells).replace('x' * 20, '…').replace('\n', '⏎'))
PY
}

for case in "$here"/../golden/audits/*.txt; do
    name=$(basename "$case" .txt)
    options=$(grep -m1 '^audit' "$case")
    sed -e '1,/^audit/d' -e '/^---$/,$d' -e 's/↹/\t/g' "$case" >"$name.csv"
    sed -e '1,/^---$/d' "$case" >"$name.wanted"
    # shellcheck disable=SC2086  # options are words
    run $options "$name.csv" --no-record --out "$name.out.csv,$name.xlsx" --fail-on never
    ok "$name: it ran" [ -e "$name.out.csv" ]
    show "$name.out.csv" >"$name.seen"
    ok "$name: $(diff "$name.wanted" "$name.seen")" cmp -s "$name.wanted" "$name.seen"

    # The same list as a workbook gives the same; what is escaped there stays so.
    # shellcheck disable=SC2086
    run $options "$name.xlsx" --no-record --out "$name.book.csv" --fail-on never
    show "$name.book.csv" | sed "s/: '=/: =/" >"$name.book"
    ok "$name, as a workbook: $(diff "$name.wanted" "$name.book")" cmp -s "$name.wanted" "$name.book"
done
