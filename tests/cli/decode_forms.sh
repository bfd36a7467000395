#!/usr/bin/env bash
# kenpin decode: every form of picture, and pictures that are stored turned
. "${BASH_SOURCE%/*}/lib.sh"
cp "$pictures"/forms/* .

for form in jpg png webp gif bmp pbm heic avif; do
    run decode "box.$form"
    exits 0
    silent
    is "$form" "$out" "box.$form: datamatrix DEMO-0001"
done
run decode --jobs 2 box.heic box.png box.avif box.jpg box.heic # readers that may have threads, and others
exits 0
is 'all of them' "$(grep -c DEMO-0001 .out)" 5
"$KENPIN" decode - <box.avif >.out 2>.err
ok 'from standard input too' grep -q DEMO-0001 .out

# Corners are in pixels of what is stored; what is drawn stands upright.
run decode --json box.jpg
stored=$(jq -c '.codes[0].corners' .out)
run decode --json --draw seen.png turned.jpg
exits 0
is 'the same corners' "$(jq -c '.codes[0].corners' .out)" "$stored"
is 'rows are columns' "$(od -An -tu1 -j16 -N8 seen.png | tr -s ' ')" ' 0 0 0 88 0 0 0 200'

# Cut and lying ones are said to be, by their names.
for form in gif bmp pbm heic avif; do
    head -c $(($(stat -c %s "box.$form") / 2)) "box.$form" >"short.$form"
    run decode "short.$form"
    exits 1
    err_has "short.$form: the "
done
