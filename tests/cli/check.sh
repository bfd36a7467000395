#!/usr/bin/env bash
# kenpin check: outcomes, exit statuses, what is recorded, what is printed
. "${BASH_SOURCE%/*}/lib.sh"

# Without any copy it is never a pass: review, and the command that gets one.
run check --label DEMO-0001 --gtin 9520000000011
exits 3
silent
out_has REVIEW
out_has 'kenpin registry import'
out_lacks PASS
run check --label DEMO-0001 --json
exits 3
json .outcome review
json '.labels[0].registry.answer' none
json '[.verdicts[].findings[].code] | index("no-answer") != null' true

make_data

# 0: nothing worse than warn
run check --label DEMO-0001 --gtin 9520000000011
exits 0
silent
out_has PASS
out_has U10
out_has DEMONSTRATION
out_has 'Not legal advice'
run check --label DEMO-0004 --gtin 9520000000042 --json
exits 0
json .outcome warn
json '.verdicts[0].rule' U11
run check --label DEMO-0001 --gtin 9520000000011 --scope excepted --json
exits 0
json .outcome out

# 3: review; 4: hold; 5: stop
run check --label DEMO-0001 --gtin 9520000000011 --market ni
exits 3
run check --label DEMO-0003 --gtin 9520000000035
exits 4
out_has HOLD
run check --label DEMO-0001 --gtin 9520000000028 --json # a genuine number on another model
exits 4
json '.verdicts[0].rule' U16
json '.labels[0].match.kind' brand
run check --label DEMO-0003 --gtin 9520000000035 --failure believed
exits 5
out_has STOP

# The worst market wins.
run check --label DEMO-0003 --gtin 9520000000035 --market jp --json
exits 3
run check --label DEMO-0003 --gtin 9520000000035 --market jp,gb --json
exits 4
json .outcome hold
json '[.verdicts[].market] | join(",")' jp,gb

# --fail-on moves the line; what is below it gives 0.
warns=(--label DEMO-0004 --gtin 9520000000042)
holds=(--label DEMO-0003 --gtin 9520000000035)
stops=("${holds[@]}" --failure believed)
run check "${warns[@]}" --fail-on warn
exits 3
run check --label DEMO-0001 --gtin 9520000000011 --fail-on warn
exits 0
run check --market ni --label DEMO-0001 --fail-on review
exits 3
run check --market ni --label DEMO-0001 --fail-on hold
exits 0
run check "${holds[@]}" --fail-on hold
exits 4
run check "${holds[@]}" --fail-on stop
exits 0
run check "${stops[@]}" --fail-on stop
exits 5
run check "${stops[@]}" --fail-on never
exits 0
out_has STOP

# A typed code, full width and all; a QR code's text and an EAN are codes as well as options.
run check 9520000000011 --label 'ＤＥＭＯ－０００１' --json
exits 0
json '.codes[0].symbology' ean13
json '.codes[0].from' typed
json '.product.gtin' 09520000000011
json '.product.sku' R-100
json '.product.from' catalogue
json '.labels[0].number' DEMO-0001
json '.labels[0].from' typed
json '.codes | length' 1
run check --sku R-100 --label DEMO-0001 --json
exits 0
json '.product.gtin' 09520000000011
run check --gtin 9520000000011 --json # no label read: found by brand and model
exits 0
json '.labels[0].from' by-model

# FNC1 and bytes that are no text stay as they are.
run check $'\x1d''0109520000000011' --label DEMO-0001 --json
json '.codes[0].bytes' HTAxMDk1MjAwMDAwMDAwMTE=
json '.product.gtin' 09520000000011
run check $'\xff\xfe\xff' --label DEMO-0001 --gtin 9520000000011 --json
json '.codes[0].text' ''
json '.codes[0].bytes' //7/

# A bad GTIN is a finding, no wrong call.
run check --label DEMO-0001 --gtin 9520000000012 --json
json '[.verdicts[0].findings[].code] | index("gtin-bad-check-digit") != null' true

# Every check left a record, in order, and the receipt is the ledger's.
run check --label DEMO-0001 --gtin 9520000000011 --consignment C-17 --operator Tanaka --json
seq=$(jq .receipt.seq <<<"$out")
is 'the number of the last record' "$seq" "$(records)"
shown=$out
run evidence show "$seq" --json
is 'the record shown again' "$out" "$shown"
json .facts.consignment C-17
json .facts.operator Tanaka
json .schema 1

# JSON is one line; CSV has a row a market under a heading.
run check --label DEMO-0001 --gtin 9520000000011 --market gb,jp --json
is 'lines of JSON' "$(wc -l <.out)" 1
run check --label DEMO-0001 --gtin 9520000000011 --market gb,jp --csv
exits 0
is 'lines of CSV' "$(wc -l <.out)" 3

# No colours when it is no terminal.
run check --label DEMO-0001 --gtin 9520000000011
out_lacks $'\033'
