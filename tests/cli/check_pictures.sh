#!/usr/bin/env bash
# kenpin check: pictures
. "${BASH_SOURCE%/*}/lib.sh"
make_data
cp "$pictures"/*.png .

# Two pictures of one box.
run check ean.png qr.png --json
exits 0
silent
json '[.codes[].symbology] | join(",")' ean13,qr
json '[.codes[].from] | unique | join(",")' picture
json '.labels[0].number' DEMO-0001
json '.labels[0].from' scanned

# A message over several codes counts once all its parts are there, in one picture or in several of the box. A part by
# itself is never taken for the whole: the first of these is a good label's number, and the whole is not.
run check --market jp part1.png --json
exits 3
json '.labels | length' 0
json '.verdicts[0].findings[0].code' code-in-parts
json '.codes[0].part | tojson' '{"index":1,"of":2,"parity":29}'
json '.outcome' review
run check --market jp part1.png
out_has 'one of several that make up a message'
run check --market jp --lang ja part1.png
out_has '一部しか読めていません'
run check --market jp ean.png part2.png part1.png --json
json '[.verdicts[0].findings[].code] | index("code-in-parts")' null
json '[.labels[].from] | join(",")' by-model # and not DEMO-0001, scanned
run check ean.png parts.png --json
exits 0
json '.labels[0].number' DEMO-0001
json '.labels[0].from' scanned

# What its time did not suffice for may show another code: nothing is judged by the rest of the box.
{ printf 'P5 1000 700 255 ' && garbage 700000; } >noise.pgm
run check ean.png noise.pgm --budget 1
exits 1
quiet
err_has 'not all of it was looked at within the 1 ms that a picture has'
run check ean.png noise.pgm --budget 1 --lang ja
exits 1
err_has '制限時間 1 ミリ秒'
run check ean.png noise.pgm --budget 0
exits 0
err_has 'no code found in noise.pgm'
wrong '--budget' check ean.png --budget -1

# A file of that name makes it a picture; ./ forces it, so that a missing one is an error.
run check ean.png --label DEMO-0001 --json
exits 0
run check ./missing.png --label DEMO-0001
exits 1
quiet
err_has missing.png
run check missing.png --label DEMO-0001 --gtin 9520000000011 --json # a code, and said so
err_has './ before it'
json '.codes[0].text' missing.png
mkdir 9520000000028 # a folder is no picture
run check 9520000000028 --json
json '.codes[0].from' typed

# No code in any picture: a label may hide there, so nothing is checked, whatever else was given; and nothing is recorded.
before=$(records)
run check blank.png
exits 1
quiet
err_has 'no code found in blank.png'
err_has 'nothing was checked'
run check blank.png --label DEMO-0001 --gtin 9520000000011 --json
exits 1
quiet
err_has 'leave the picture out'
is 'records' "$(records)" "$before"
run check blank.png qr.png --gtin 9520000000011 --json # another side of the box showed one
exits 0
err_has 'no code found in blank.png'
is 'records' "$(records)" $((before + 1))

# Pictures that cannot be read: exit 1, nothing recorded, nothing on stdout.
: >empty.png
head -c 200 ean.png >short.png
echo 'not a picture' >text.jpg
before=$(records)
for picture in empty.png short.png text.jpg; do
    run check "$picture" --label DEMO-0001 --gtin 9520000000011
    exits 1
    quiet
    err_has "$picture"
done
is 'records' "$(records)" "$before"

# A name is shown safely.
printf 'x' >$'e\033[2Jvil.png'
run check $'e\033[2Jvil.png'
exits 1
err_lacks $'\033'
