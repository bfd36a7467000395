#!/usr/bin/env bash
# kenpin audit of pictures: a folder as boxes, and a column of a list
. "${BASH_SOURCE%/*}/lib.sh"
make_data
mkdir -p shelf/A12 shelf/B
cp "$pictures/ean.png" shelf/A1-front.png
cp "$pictures/qr.png" shelf/A1-side.png
cp "$pictures/ean.png" shelf/IMG-001.png
cp "$pictures/qr.png" shelf/IMG-002.png
cp "$pictures/blank.png" shelf/blank.png
cp "$pictures/ean.png" shelf/B/x.png
cp "$pictures/qr.png" shelf/B/y.png
echo nothing >shelf/broken.jpg
ln -s /etc/passwd shelf/link.png

# One box: by a name that says which side it is. What was read, and from which picture.
run audit shelf --out s.csv --market gb,jp
exits 4
is_cell s.csv 1 box A1
is_cell s.csv 1 outcome pass
is_cell s.csv 1 codes 'ean13 9520000000011 (A1-front.png); qr DEMO-0001 (A1-side.png)'
is_cell s.csv 4 box IMG-001
is_cell s.csv 4 codes 'ean13 9520000000011 (IMG-001.png)'
is_cell s.csv 6 box blank
is_cell s.csv 6 outcome hold
is_cell s.csv 6 jp_outcome review
is_cell s.csv 6 notes 'picture-no-code: blank.png'
is_cell s.csv 7 outcome ''
ok 'what cannot be read is not judged' holds "$(cell s.csv 7 notes)" 'not checked: broken.jpg: not a picture'
is_cell s.csv 8 box link
is_cell s.csv 8 notes "not checked: link.png leads out of the list's folder and was not opened"
is records "$(records)" 6
run evidence show 1 --json
json '.codes[1].picture' A1-side.png
json '.audit.file' shelf

run audit shelf --no-record --out s.html --fail-on never
ok 'the page says what was read' holds "$(<s.html)" 'read: qr DEMO-0001 (IMG-002.png)'

run audit shelf --boxes folder --no-record --out f.csv --fail-on never
is_cell f.csv 2 box B
is_cell f.csv 2 codes 'ean13 9520000000011 (B/x.png); qr DEMO-0001 (B/y.png)'
run audit shelf --boxes prefix --no-record --out p.csv --fail-on never
is_cell p.csv 4 box IMG
run audit shelf --boxes picture --no-record --out e.csv --fail-on never
is_cell e.csv 1 box A1-front
mkdir none
run audit none
exits 1
err_has 'no picture in this folder'
touch none/notes.txt
cp "$pictures/ean.png" none/a.png
run audit none --no-record --fail-on never
err_has 'left out: 1'

# A column of a list, beside what is typed; a path that leaves the folder is not opened.
cat >list.csv <<'CSV'
SKU,Picture,Photo
R-100,shelf/A1-side.png,
C-200,shelf/A1-front.png;shelf/A1-side.png,
R-100,../x.png,
R-100,/etc/passwd,
R-100,shelf/A1-side.png,shelf/link.png
R-100,gone.png,
R-100,shelf/A1-side.png,shelf/A1-front.png
R-100,https://demo.invalid/a.png,
CSV
run audit list.csv --out l.csv --out l.jsonl --fail-on never --market jp
exits 3
is_cell l.csv 1 codes 'qr DEMO-0001 (shelf/A1-side.png)'
is_cell l.csv 1 outcome pass
ok 'a picture of another product' holds "$(cell l.csv 2 findings)" two-products
for row in 3 4 5 6; do
    is_cell l.csv $row outcome ''
    is_cell l.csv $row seq ''
done
ok 'a path that leaves' holds "$(cell l.csv 3 notes)" 'not checked: ../x.png leads out'
ok 'a whole path' holds "$(cell l.csv 4 notes)" 'not checked: /etc/passwd leads out'
ok 'a link, in the second column' holds "$(cell l.csv 5 notes)" 'not checked: shelf/link.png leads out'
is_cell l.csv 6 notes 'not checked: gone.png: no such file; check the name'
is_cell l.csv 7 codes 'qr DEMO-0001 (shelf/A1-side.png); ean13 9520000000011 (shelf/A1-front.png)'
is_cell l.csv 8 notes 'picture-address: https://demo.invalid/a.png'
is why "$(sed -n 6p l.jsonl | jq -r '.kind + " " + .why + " " + .input.SKU')" \
    'not-checked not checked: gone.png: no such file; check the name R-100'

# A picture for which its time did not suffice is not judged by what was read of it.
mkdir slow
cp "$pictures/ean.png" slow/A2-front.png
{ printf 'P5 1000 700 255 ' && garbage 700000; } >slow/A2-side.pgm
run audit slow --budget 1 --no-record --out slow.csv
exits 3
is_cell slow.csv 1 outcome ''
err_has 'slow: 1 row, as of'
ok 'what ran out of time' holds "$(cell slow.csv 1 notes)" 'not all of it was looked at within the 1 ms'
run audit slow --budget 0 --no-record --out slow.csv --fail-on never
isnt 'with all the time it takes' "$(cell slow.csv 1 outcome)" ''

# Boxes of a folder are told apart in an earlier audit.
run audit shelf --out then.jsonl --fail-on never
run audit shelf --against then.jsonl --out against.csv --fail-on never
for row in 1 2 3 4 5 6; do is_cell against.csv $row change same; done
mv shelf/IMG-001.png shelf/IMG-003.png
run audit shelf --against then.jsonl --out against.csv --fail-on never
is_cell against.csv 4 change same
is_cell against.csv 5 change new
