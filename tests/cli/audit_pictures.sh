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
is_cell s.csv 7 notes 'picture-unreadable: broken.jpg'
is records "$(records)" 7
run evidence show 1 --json
json '.codes[1].picture' A1-side.png
json '.audit.file' shelf

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
err_has 'there is no picture in none'

# A column of a list, beside what is typed; a path that leaves the folder is not opened.
cat >list.csv <<'CSV'
SKU,Picture
R-100,shelf/A1-side.png
C-200,shelf/A1-front.png;shelf/A1-side.png
R-100,../x.png
R-100,/etc/passwd
R-100,shelf/link.png
R-100,gone.png
CSV
run audit list.csv --out l.csv --fail-on never
exits 0
is_cell l.csv 1 codes 'qr DEMO-0001 (shelf/A1-side.png)'
is_cell l.csv 1 outcome pass
ok 'a picture of another product' holds "$(cell l.csv 2 findings)" two-products
is_cell l.csv 3 notes 'picture-outside: ../x.png'
is_cell l.csv 4 notes 'picture-outside: /etc/passwd'
is_cell l.csv 5 notes 'picture-outside: shelf/link.png'
is_cell l.csv 6 notes 'picture-unreadable: gone.png'
