#!/usr/bin/env bash
# kenpin check: wrong calls, and facts one by one
. "${BASH_SOURCE%/*}/lib.sh"
make_data

wrong 'check needs something of the box' check
wrong 'check needs something of the box' check --brand Example
wrong 'there is no' frobnicate
wrong 'did you mean --gtin?' check --gtni 1
wrong '--gtin needs a value: --gtin GTIN' check --gtin
wrong '--gtin needs a value' check --gtin --sku R-100
wrong '--sku is given twice' check --sku R-100 --sku=R-100
wrong '--json takes no value' check --json=yes --sku R-100
wrong 'check has no option -x' check -x
wrong '--json or --csv' check --json --csv --sku R-100
wrong 'retailer, seller, importer, manufacturer, platform. Did you mean retailer?' check --role retialer --sku R-100
wrong 'gb, ni, jp' check --market uk --sku R-100
wrong 'stands there twice' check --market gb,jp,gb --sku R-100
wrong 'gb, ni, jp' check --market gb, --sku R-100
wrong '0-4' check --requires-star 5 --sku R-100
wrong '0-4' check --requires-star -1 --sku R-100
wrong '2026-11-21' check --on 21/11/2026 --sku R-100
wrong '2026-11-21' check --on 2026-02-30 --sku R-100
wrong '2026-11-21T10:15:00Z' check --as-if yesterday --sku R-100
wrong '2026-11-21T10:15:00Z' check --as-if 1970-01-01T00:00:00Z --sku R-100
wrong 'Did you mean goods-in?' check --event goods-im --sku R-100
wrong 'in, excepted, used, unknown' check --scope out --sku R-100
wrong 'complete, incomplete, absent, unknown' check --statement yes --sku R-100
wrong 'none, informed, believed' check --failure no --sku R-100
wrong 'warn, review, hold, stop, never' check --fail-on pass --sku R-100
wrong 'empty' check --label ''
wrong 'empty' check --sku ' '
wrong 'empty' check ''
wrong 'not valid UTF-8' check --sku $'\xff'
wrong '300 bytes; at most 256' check --sku "$(printf 'x%.0s' {1..300})"
wrong '300 bytes; at most 256' check --sku R-100 --operator "$(printf 'x%.0s' {1..300})"
wrong '9000 bytes; at most 8192' check "$(printf 'x%.0s' {1..9000})"
mapfile -t many < <(yes DEMO-0001 | head -65)
wrong 'more than 64 codes' check "${many[@]}"
wrong 'more than 16 times' check "${many[@]:0:17}" "${many[@]/#/--label=}"
is 'records that wrong calls left' "$(records)" 0

# Every fact arrives.
run check --label DEMO-0001 --gtin 9520000000011 --market=jp,gb --role seller --event sale --on 2026-12-24 \
    --scope in --statement incomplete --failure informed --requires-star 1 --brand 'Demo Works' --model DR-100 \
    --consignment C-1 --operator 山田 --json
json .facts.role seller
json .facts.event sale
json .facts.on 2026-12-24
json .facts.scope in
json .facts.statement incomplete
json .facts.failure informed
json .facts.requires_star 1
json .facts.consignment C-1
json .facts.operator 山田
json '[.verdicts[].market] | join(",")' jp,gb
run check --sku R-100 --json
json .facts.role retailer
json .facts.event goods-in
json .facts.scope in
json .facts.statement unknown
json .facts.failure none
json .facts.requires_star 0
json '[.verdicts[].market] | join(",")' gb

# On a day after its end the label is no good, on a day before it is.
run check --label DEMO-0002 --gtin 9520000000028 --on 2026-01-15 --json
exits 4
json '.verdicts[0].rule' U15
run check --label DEMO-0001 --gtin 9520000000011 --on 2990-06-01 --json
exits 4
json '[.verdicts[0].findings[].code] | index("expired") != null' true

# Options stand before and behind the command and its arguments; -- ends them.
run --market jp check --json 9520000000011
exits 0
json '.verdicts[0].market' jp
run check 9520000000011 --offline --json -- -not-an-option
json '.codes[1].text' -not-an-option
wrong 'needs a command' -- --json

# Typed text is normalised.
run check --sku Ｒ－１００ --model ＤＲ－１００ --json
json .product.sku R-100
json .product.model DR-100
run check --label DEMO-0001 --sku R-100 --consignment ｱｲｳ --json
json .facts.consignment アイウ
