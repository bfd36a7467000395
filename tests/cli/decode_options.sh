#!/usr/bin/env bash
# kenpin decode: --explain, --draw, --jobs, --budget, standard input
. "${BASH_SOURCE%/*}/lib.sh"
cp "$pictures"/*.png .

# What was tried, what it cost and found.
run decode --explain ean.png
exits 0
silent
ok 'what found it' grep -qE '^ean.png: ean13 9520000000011  \([a-z-]+\)$' .out
ok 'what that took' grep -qE '^ean.png:   [a-z-]+ +[0-9]+\.[0-9] ms  1 found$' .out
out_has '357 x 180 pixels'
out_has 'of 2000'
run decode --explain --lang ja ean.png
out_has '画素'
run decode --explain --json ean.png
exits 0
json '.explain.budget_ms' 2000
json '.explain.out_of_time' false
json '.explain.size | join("x")' 357x180
json '.explain.by | length' 1
json '[.explain.stages[].found] | add' 1
json '[.explain.stages[] | select(.ms < 0)] | length' 0
json '.explain.by[0] as $by | [.explain.stages[] | select(.stage == $by)] | length' 1
run decode --json ean.png
json 'has("explain")' false
: >empty.png
run decode --explain --json empty.png # a picture that cannot be read has nothing to explain
exits 1
json 'has("explain")' false

# --budget: 0 is without end.
run decode --budget 0 --explain ean.png
exits 0
out_lacks 'of 2000'
run decode --budget 5000 --explain --json ean.png
json '.explain.budget_ms' 5000
wrong '--budget' decode --budget -1 ean.png
wrong '--budget' decode --budget 1s ean.png
wrong '--jobs' decode --jobs 65 ean.png
run decode --jobs 0 ean.png
exits 0

# --draw: a PNG of the same size.
run decode --draw seen.png ean.png
exits 0
out_has 'ean.png: ean13 9520000000011'
is 'a PNG' "$(head -c 4 seen.png | tail -c 3)" PNG
is 'its size' "$(od -An -tu1 -j16 -N8 seen.png | tr -s ' ')" ' 0 0 1 101 0 0 0 180'
run decode --draw seen_qr.png qr.png
run decode seen_qr.png # the code is outlined, not painted over
out_has 'qr DEMO-0001'
run decode --draw seen.png blank.png
exits 0
ok 'a picture without a code too' [ -s seen.png ]
wrong 'one picture' decode --draw seen.png ean.png qr.png
mkdir folder
cp ean.png folder
wrong 'one picture' decode --draw seen.png folder
before=$(cksum <ean.png)
wrong 'the picture itself' decode --draw ./ean.png ean.png
is 'the picture' "$(cksum <ean.png)" "$before"
run decode --draw /nowhere/seen.png ean.png
exits 1
err_has /nowhere/seen.png
out_has ean13
rm seen.png
run decode --draw seen.png empty.png
exits 1
ok 'nothing drawn' [ ! -e seen.png ]

# - is standard input.
input() { # input FILE ARGS...
    local file=$1
    shift
    out=$("$KENPIN" decode "$@" <"$file" 2>.err)
    status=$?
    err=$(<.err)
}
input ean.png --json -
exits 0
json .file -
json '.codes[0].text' 9520000000011
out=$(cat qr.png | "$KENPIN" decode - ean.png)
is 'from a pipe, with others' "$out" $'-: qr DEMO-0001\nean.png: ean13 9520000000011'
input /dev/null -
exits 1
err_has '-: the file is empty'
input /dev/zero -
exits 1
err_has 'make it smaller'
cp ean.png ./-
input /dev/null ./- # a file of that name
exits 0
is 'a file' "$out" './-: ean13 9520000000011'
