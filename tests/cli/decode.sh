#!/usr/bin/env bash
# kenpin decode
. "${BASH_SOURCE%/*}/lib.sh"
cp "$pictures"/*.png .

run decode ean.png qr.png
exits 0
silent
is 'the codes, in order' "$out" $'ean.png: ean13 9520000000011\nqr.png: qr DEMO-0001'
ok 'no data folder was made' [ ! -e "$KENPIN_DATA" ]

run decode --json ean.png qr.png
exits 0
is 'an object a line' "$(wc -l <.out)" 2
json .file $'ean.png\nqr.png'
json '.codes[0].symbology' $'ean13\nqr'
json '.codes[0].text' $'9520000000011\nDEMO-0001'
json '.codes[0].bytes' $'OTUyMDAwMDAwMDAxMQ==\nREVNTy0wMDAx'
json '.codes[0].corners | length' $'4\n4'
json '.ms | type' $'number\nnumber'
ok 'ms has one decimal' grep -qE '"ms":[0-9]+\.[0-9]\}' .out

# A message over several codes: whole where all are there, else each says which part it is.
run decode part1.png part2.png parts.png
exits 0
is 'parts, and what they make' "$out" $'part1.png: qr DEMO-0001  (part 1 of 2: the others belong with it)
part2.png: qr 2  (part 2 of 2: the others belong with it)
parts.png: qr DEMO-0001  (joined of 2 parts)'
run decode --lang ja part1.png parts.png
out_has '全 2 部のうち第 1 部'
out_has '2 部を結合'
run decode --json part1.png parts.png qr.png
json '.codes[0].part | tojson' $'{"index":1,"of":2,"parity":29}\nnull\nnull'
json '.codes[0].parts' $'null\n2\nnull'

# No code is no failure; what to try is said.
run decode blank.png
exits 0
quiet
err_has 'no code found in blank.png'
run decode --json blank.png
exits 0
json '.codes | length' 0
json 'has("error")' false

# One that cannot be read is, and the others are still read.
: >empty.png
run decode ean.png empty.png missing.png qr.png
exits 1
out_has 'ean.png: ean13'
out_has 'qr.png: qr'
err_has empty.png
err_has missing.png
run decode --json empty.png qr.png
exits 1
json '.codes | length' $'0\n1'
json 'has("error")' $'true\nfalse'

mkdir folder
run decode folder
exits 1
err_has 'no picture in this folder'
wrong 'decode needs PICTURE' decode
wrong 'no option --gtin' decode --gtin 9520000000011 ean.png

# Names may be any bytes.
cp ean.png $'\xff\033.png'
run decode --json $'\xff\033.png'
exits 0
json '.codes[0].text' 9520000000011
run decode $'\xff\033.png'
out_lacks $'\033'

run decode --lang ja blank.png
err_has '読み取れません'
