#!/usr/bin/env bash
# kenpin catalogue confirm, catalogue confirmed
. "${BASH_SOURCE%/*}/lib.sh"

run catalogue confirmed
exits 0
quiet
err_has 'nothing was confirmed yet'
run catalogue confirm --gtin 9520000000059 --label DEMO-0005 --operator Tanaka
exits 1
err_has 'there is no copy of any registry'

make_data

wrong 'takes one of --gtin, --sku, --model with --label NUMBER' catalogue confirm
wrong 'takes one of' catalogue confirm --gtin 9520000000059 --sku X-500 --label DEMO-0005 --operator Tanaka
wrong 'takes one of' catalogue confirm --gtin 9520000000059 --operator Tanaka
wrong 'takes one of' catalogue confirm --brand Demo --operator Tanaka
wrong 'takes one of' catalogue confirm --brand Demo --vendor Demo --label DEMO-0005 --operator Tanaka
wrong 'who confirms?' catalogue confirm --gtin 9520000000059 --label DEMO-0005
wrong 'is no GTIN' catalogue confirm --gtin 9520000000012 --label DEMO-0005 --operator Tanaka
wrong 'in-store' catalogue confirm --gtin 2000000000015 --label DEMO-0005 --operator Tanaka
wrong 'does not go with --as-if' catalogue confirm --gtin 9520000000059 --label DEMO-0005 --operator Tanaka \
    --as-if 2026-11-21T10:15:00Z
run catalogue confirm --gtin 9520000000059 --label DEMO-9999 --operator Tanaka
exits 1
quiet
err_has 'no label DEMO-9999 is listed now'
is 'records so far' "$(records)" 0

# A series is nobody's model until a person has looked.
run check --label DEMO-0005 --gtin 9520000000059 --json
exits 3
json '.labels[0].match.kind' unknown
run catalogue confirm --gtin 9520000000059 --label demo-0005 --operator Tanaka
exits 0
silent
out_has 'confirmed by Tanaka: record 2'
out_has '09520000000059 | Demo Works | LAMP-X5'
out_has 'DEMO-0005 | Demo Works Inc. | LAMP-Xシリーズ'
run check --label DEMO-0005 --gtin 9520000000059 --json
exits 0
json '.labels[0].match.kind' model
run catalogue confirmed
exits 0
out_has holds
out_has Tanaka
run catalogue confirmed --json
json .holds true
run catalogue confirm --gtin 9520000000059 --label DEMO-0005 --operator Sato
out_has 'confirmed again by Sato'

# It is on record, and verify counts it in.
run evidence show 2 --json
exits 0
json .kind confirmation
json .operator Tanaka
run evidence show 2
out_has Tanaka
run evidence verify
exits 0

# It ends when the row changes, and when the entry does.
sed 's/LAMP-X5,/LAMP-X5 v2,/' catalogue.csv >changed.csv
run catalogue import changed.csv
run check --label DEMO-0005 --gtin 9520000000059 --json
exits 3
json '.labels[0].match.kind' unknown
run catalogue confirmed --json
json .holds false
run catalogue import catalogue.csv
sed 's/Demo Lamps/Demo Lamps 2/' registry.csv >changed.csv
registry changed.csv
run check --label DEMO-0005 --gtin 9520000000059 --json
exits 3

# By SKU, by model, and of a brand.
run catalogue confirm --sku X-500 --label DEMO-0005 --operator Tanaka
exits 0
run check --label DEMO-0005 --sku X-500 --json
exits 0
run catalogue confirm --model LAMP-X9 --label DEMO-0005 --operator Tanaka
exits 0
run check --label DEMO-0005 --model LAMP-X9 --brand 'Demo Works' --json
exits 0
run check --label DEMO-0001 --model DR-100 --brand 'Demo Home' --json
exits 3
run catalogue confirm --brand 'Demo Home' --vendor 'Demo Works Inc.' --operator Tanaka
exits 0
out_has 'Demo Home'
run check --label DEMO-0001 --model DR-100 --brand 'Demo Home' --json
exits 0

# Of a product that is not in the catalogue; of a label that is not current.
run catalogue confirm --gtin 9520000000066 --label DEMO-0001 --operator Tanaka
exits 0
err_has 'not in the catalogue'
run catalogue confirm --gtin 9520000000035 --label DEMO-0003 --operator Tanaka
exits 0
err_has 'not current'
run catalogue confirm --gtin 9520000000035 --label DEMO-0003 --operator 田中 --lang ja
out_has '田中 が再び確認しました'

# A lost cache takes its confirmations back from the evidence.
rm -f "$KENPIN_DATA"/cache.db*
run registry import changed.csv --scheme jc-star --as-of now
exits 0
err_has 'confirmations taken back from the evidence: '
run catalogue import catalogue.csv
exits 0
silent
run check --label DEMO-0005 --sku X-500 --json
exits 0
json '.labels[0].match.kind' model
