#!/usr/bin/env bash
# kenpin audit of PDFs: pages as pictures, drawn by poppler's programs in a process that can do nothing else
. "${BASH_SOURCE%/*}/lib.sh"
make_data
pdf() { python3 "$here/pdf.py" "$@" || exit 1; }
ean=$pictures/ean.png qr=$pictures/qr.png
other=$work/other.png
: "${FAKE_POPPLER:?the programs in place of those of poppler}"

# The cells of a list, by its row or its box: python starts slowly, and there are many to look at.
declare -A cells
look() { # look FILE.csv
    local key value
    cells=()
    while IFS= read -r -d '' key && IFS= read -r -d '' value; do cells[$key]=$value; done < <(python3 -c '
import csv, sys
for n, row in enumerate(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8")), 1):
    for heading, value in row.items():
        for name in (str(n), row.get("box")):
            print(f"{name} {heading}", value, sep="\0", end="\0")' "$1")
}
is_of() { is "$1, $2" "${cells[$1 $2]-none}" "$3"; }              # is_of BOX HEADING WANTED
note_of() { ok "$1: $2" holds "${cells[$1 notes]-none}" "$2"; } # note_of BOX WORDS
no_pass() { # no_pass BOX HEADING: another outcome
    isnt "$1, $2" "${cells[$1 $2]-none}" none
    isnt "$1, $2" "${cells[$1 $2]-none}" pass
}
refused() { # refused BOX WORDS: not judged
    is_of "$1" outcome ''
    is_of "$1" seq ''
    note_of "$1" "not checked: $2"
}

# A page says what the picture on it says: the boxes of the demonstration, as pictures and as the pages of one document.
"$KENPIN" demo --keep demo >/dev/null 2>&1 || exit 1
pdf demo/sheet.pdf demo/pictures/*.png
cp demo/pictures/expired.png "$other" # of another product, with a label of its own
run --data demo/data audit --budget 0 demo/pictures --no-record --out as-pictures.csv --market gb,jp
exits 4
mkdir pages && mv demo/sheet.pdf pages
run --data demo/data audit --budget 0 pages --no-record --out as-pages.csv --market gb,jp
exits 4
said() { # said FILE.csv: the verdicts
    python3 - "$1" <<'PY'
import csv, re, sys
for row in csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')):
    codes = '; '.join(sorted(re.sub(r' \(.*?\)', '', row['codes']).split('; ')))
    print(row['outcome'], row['jp_outcome'], row['gtin'] if 'gtin' in row else '', row['findings'], codes)
PY
}
ok 'pages as pictures' [ -n "$(said as-pages.csv)" ]
is 'what is said of pages' "$(said as-pages.csv)" "$(said as-pictures.csv)"
look as-pages.csv
is_of 8 box sheet.pdf#8
is_of 8 pictures sheet.pdf#8

# A folder: each page is a box. What is not read has a row that says why, whatever is wrong with it.
mkdir -p shelf/in
cp "$ean" shelf/A1-front.png
pdf shelf/A1-note.pdf "$ean,$qr"
pdf shelf/in/SHEET.PDF "$ean,$qr" '' "$qr" --turn 90
pdf shelf/two.pdf "$ean,$qr,$other"
pdf shelf/locked.pdf --password secret "$ean,$qr"
pdf shelf/whole.pdf "$ean,$qr" "$other" && head -c -400 shelf/whole.pdf >shelf/truncated.pdf && rm shelf/whole.pdf
pdf shelf/huge.pdf --box 1000000,1000000 "$ean,$qr"
pdf shelf/poster.pdf --box 5000,5000 ''
pdf shelf/page.jpg "$ean,$qr"
cp "$ean" shelf/picture.pdf
: >shelf/empty.pdf
pdf shelf/.hidden.pdf "$ean,$qr"
LC_ALL=C sed 's/ Do Q/ Dx Q/' shelf/A1-note.pdf >shelf/broken.pdf # no drawing operator of that name
pdf outside.pdf "$ean,$qr" '' && ln -s ../outside.pdf shelf/link.pdf
run audit --budget 0 shelf --out s.csv --market gb,jp
exits 4
look s.csv
is_of A1 codes 'ean13 9520000000011 (A1-front.png)' # pages are no side of a box
is_of A1-note.pdf#1 outcome pass
is_of A1-note.pdf#1 codes 'ean13 9520000000011 (A1-note.pdf#1); qr DEMO-0001 (A1-note.pdf#1)'
is_of in/SHEET.PDF#1 outcome pass
is_of in/SHEET.PDF#2 outcome hold
is_of in/SHEET.PDF#2 jp_outcome review
is_of in/SHEET.PDF#2 notes 'page-no-code: in/SHEET.PDF#2'
is_of in/SHEET.PDF#3 codes 'qr DEMO-0001 (in/SHEET.PDF#3)'
no_pass two.pdf#1 outcome
no_pass two.pdf#1 jp_outcome
ok 'says so' holds "${cells[two.pdf#1 findings]}" two-products
refused locked.pdf 'locked.pdf: locked with a password'
refused truncated.pdf 'truncated.pdf: the PDF is truncated'
refused huge.pdf#1 'huge.pdf#1: the page is 352.8 x 352.8 m'
is_of poster.pdf#1 notes 'page-coarse: poster.pdf#1; page-no-code: poster.pdf#1'
refused page 'page.jpg: not a picture'
note_of page 'kenpin audit reads its pages where its name ends in .pdf'
refused picture.pdf 'picture.pdf: no PDF, whatever its name says: it begins with 89 50 4E 47'
refused empty.pdf 'empty.pdf: the file is empty'
refused broken.pdf#1 'broken.pdf#1: damaged, so that something on it may be missing (poppler says: Syntax Error'
refused link.pdf "link.pdf leads out of the list's folder and was not opened"
err_has 'left out: 1' # .hidden.pdf
run evidence show 2 --json
json '.codes[1].picture' A1-note.pdf#1
run --lang ja audit --budget 0 shelf --no-record --out s.csv --fail-on never
look s.csv
refused_ja() { note_of "$1" "検査していません。$2"; }
refused_ja locked.pdf 'locked.pdf: パスワードで保護されています'
refused_ja truncated.pdf 'truncated.pdf: PDF が途中で切れています'

# As one box with its pictures.
run audit --budget 0 shelf --boxes prefix --no-record --out s.csv --fail-on never
look s.csv
is_of A1 outcome pass
is_of A1 codes 'ean13 9520000000011 (A1-front.png); qr DEMO-0001 (A1-note.pdf#1)'
run audit --budget 0 shelf/in --boxes folder --no-record --out s.csv --fail-on never
look s.csv
is_of . codes 'qr DEMO-0001 (SHEET.PDF#1); ean13 9520000000011 (SHEET.PDF#1)'
is_of . notes 'page-no-code: SHEET.PDF#2'

# A column of a list: the document is all its pages, or the one that is named.
pdf 'a, b.pdf' "$qr"
pdf note.pdf "$ean" '' '' "$qr" ''
pdf mixed.pdf "$ean,$qr" "$other"
pdf long.pdf --box 100,100 --times 10000
cat >list.csv <<'CSV'
SKU,Picture
R-100,note.pdf
R-100,note.pdf#4
R-100,note.pdf#3
R-100,note.pdf#6
R-100,note.pdf#0
,mixed.pdf
R-100,long.pdf
R-100,long.pdf#201
R-100,../note.pdf#1
R-100,gone.pdf
R-100,note.pdf#1;note.pdf#4
R-100,"a, b.pdf#1"
CSV
run audit --budget 0 list.csv --out l.csv --out l.jsonl --fail-on never --market jp
look l.csv
exits 3
is_of 1 codes 'ean13 9520000000011 (note.pdf#1); qr DEMO-0001 (note.pdf#4)'
is_of 1 outcome pass
is_of 1 notes 'page-no-code: note.pdf#2-3,5'
is_of 2 codes 'qr DEMO-0001 (note.pdf#4)'
is_of 3 codes ''
is_of 3 notes 'page-no-code: note.pdf#3'
is_of 4 notes 'not checked: note.pdf#6: there is no such page: the document has 5'
is_of 5 notes 'not checked: note.pdf#0: no such file; check the name'
no_pass 6 outcome
ok 'says so' holds "${cells[6 findings]}" two-products
is_of 7 notes 'not checked: long.pdf: the document has 10000 pages, and at most 200 are read as one box; split it'
is_of 8 notes 'not checked: long.pdf#201: the document has 10000 pages, and those behind the first 200 are not read: split it'
is_of 9 notes "not checked: ../note.pdf#1 leads out of the list's folder and was not opened"
is_of 10 notes 'not checked: gone.pdf: no such file; check the name'
is_of 11 outcome pass
is_of 12 codes 'qr DEMO-0001 (a, b.pdf#1)'

# 10,000 pages: the first 200, and a row that says that the others were not read. So many are drawn by the programs that
# are quicker than those of poppler.
fake=(PATH="$FAKE_POPPLER:$PATH")
mkdir long && echo '%PDF-1.7 pages:10000 %%EOF' >long/long.pdf
run_with "${fake[@]}" audit long --no-record --out long.csv --fail-on never
look long.csv
err_has '201 rows'
is_of 200 notes 'page-no-code: long.pdf#200'
note_of long.pdf#201 'not checked: long.pdf#201: the document has 10000 pages'

# Nothing that a document asks for is done.
mkdir active
/usr/bin/python3 -c '
import socket
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1], flush=True)
while True: print(s.accept()[0].recv(99), flush=True)' >asked &
listener=$!
trap 'kill $listener 2>/dev/null; finish' EXIT
until [ -s asked ]; do :; done
pdf active/a.pdf --active "$(head -1 asked)" "$ean,$qr"
run audit --budget 0 active --no-record --out a.csv --fail-on never
look a.csv
kill $listener && wait $listener 2>/dev/null
trap finish EXIT
no_pass a.pdf#1 notes
is 'asked over the network' "$(wc -l <asked)" 1
ok 'nothing is started' [ ! -e launched -a ! -e active/launched -a ! -e /launched ]

# What grows without end when it is unpacked stays bounded.
mkdir bomb && pdf bomb/b.pdf --bomb 200 "$ean,$qr"
run audit --budget 0 bomb --no-record --out b.csv --fail-on never
look b.csv
no_pass b.pdf#1 outcome

# decode reads no PDF, and says what does.
run decode note.pdf
exits 1
err_has 'a PDF document); kenpin audit reads its pages'

# Without poppler every PDF is a row that says what to install; pictures are read as ever.
mkdir bare none && cp "$ean" bare/a.png && pdf bare/b.pdf "$ean,$qr"
run_with PATH="$work/none" audit bare --no-record --out s.csv --fail-on never
look s.csv
exits 3
is_of a codes 'ean13 9520000000011 (a.png)'
is_of b.pdf outcome ''
note_of b.pdf 'b.pdf: a PDF is drawn by poppler, and its program pdfinfo is not here: install poppler-utils'
run_with PATH="$work/none" --lang ja audit bare --no-record --out s.csv --fail-on never
look s.csv
refused_ja b.pdf 'b.pdf: PDF を読むには poppler の pdfinfo が必要です。poppler-utils をインストールしてください'
rm bare/a.png
run audit --budget 0 bare --no-record --out s.csv
look s.csv
exits 0
run_with PATH="$work/none" audit bare --no-record --out s.csv
look s.csv
exits 3

# An audit that was killed goes on with the page it was at. In an earlier audit pages are told apart.
mkdir cut && echo '%PDF-1.7 pages:60 %%EOF' >cut/c.pdf
run_with "${fake[@]}" audit cut --no-record --out clean.csv --fail-on never
exits 0
env "${fake[@]}" "$KENPIN" audit cut --no-record --out cut.csv --fail-on never >.out 2>.err &
pid=$!
until [ "$(wc -l 2>/dev/null <cut.csv)" -gt 1 ] || ! kill -0 $pid; do :; done 2>/dev/null
kill -KILL $pid
wait $pid 2>/dev/null
if [ -e cut.csv.resume ]; then
    ok 'it was killed half-way' [ "$(wc -l <cut.csv)" -lt 61 ]
    run_with "${fake[@]}" audit cut --no-record --out cut.csv --resume --fail-on never
    exits 0
fi
ok 'the same, byte for byte' cmp clean.csv cut.csv
run audit --budget 0 pages --out then.jsonl --fail-on never
run audit --budget 0 pages --against then.jsonl --out now.csv --fail-on never
look now.csv
for row in 1 4 8; do is_of $row change same; done

# Its process hangs: the program that waits for it is killed, or told to stop, and nobody is left behind.
mkdir hang && echo '%PDF-1.7 draw:hang %%EOF' >hang/h.pdf && cp "$ean" hang/a.png
drawing() { # the number of the process that draws, if there is one
    local exe
    for exe in /proc/[0-9]*/exe; do
        [ "$exe" -ef "$FAKE_POPPLER/pdftoppm" ] && echo "${exe//[^0-9]/}"
    done
    true
}
for signal in KILL INT; do
    last="a drawing that hangs, $signal"
    env "${fake[@]}" "$KENPIN" audit hang --no-record --out h.csv >.out 2>.err &
    pid=$!
    until child=$(drawing) && [ -n "$child" ] || ! kill -0 $pid; do :; done
    ok 'it is drawing' [ -n "$child" ]
    kill -$signal $pid
    wait $pid 2>/dev/null
    status=$?
    [ $signal = KILL ] || exits 1
    for ((i = 0; i < 100; i++)); do [ -n "$(drawing)" ] || break; done
    is 'left behind' "$(drawing)" ''
done
err=$(<.err)
err_has stopped
