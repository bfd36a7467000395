#!/usr/bin/env bash
# kenpin registry sync of lists as workbooks and pages, sound and broken, and on a disk that fills
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/../servers/web.sh"

mkdir -p www
{
    echo number,level,status,product,vendor,models,issued,expires
    for i in {10..49}; do echo "DEMO-00$i,1,有効,Demo Thing $i,Demo Works Inc.,DT-$i、DT-$i/W,2025-06-01,2990-05-31"; done
} >list.csv
workbook() { "${XLSX_MAKER:?}" "www/$1.xlsx" "${@:2}" || exit 1; } # of the CSV on standard input
page() { # page NAME: a page with the table of the CSV on standard input
    {
        echo '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Demo list</title></head><body>'
        echo '<table><tr><td>Menu</td><td>Search</td></tr></table><table>'
        sed -e 's|,|</td><td>|g' -e 's|^|<tr><td>|' -e 's|$|</td></tr>|'
        echo '</table></body></html>'
    } >"www/$1.html"
}
for form in workbook page; do
    $form list <list.csv
    $form half < <(head -n 21 list.csv)
    $form headings < <(head -n 1 list.csv)
    $form other < <(sed '1s/number,/what,/' list.csv)
    $form twice < <(sed 's/DEMO-0011/DEMO-0010/' list.csv)
    $form next < <(sed -e '/DEMO-0012/d' -e 's/Thing 13/Thing 13 II/' list.csv)
done
workbook bomb 300 < <(head -n 1 list.csv)
for form in xlsx html; do
    head -c $(($(wc -c <www/list.$form) / 2)) www/list.$form >www/truncated.$form
    garbage 3000 >www/garbage.$form
    : >www/empty.$form
    head -c 300M /dev/zero | gzip -1 >www/packed.$form
    web_place /packed.$form 'add_header Content-Encoding gzip;'
done
head -c -100 www/list.html >www/cut.html # within the last label
{ head -c 1000 www/list.xlsx && garbage 3000; } >www/broken.xlsx
(cat www/list.html && yes '<table><tr><td>x' | head -c 6M) >www/large.html
echo '<html><head><title>Sign in</title></head><body><form><input type=password></form></body></html>' >www/login.html
echo '<html><head><title>Out of order</title></head><body>Sorry</body></html>' >www/error.html
for name in list next half headings other twice garbage empty truncated broken bomb packed; do
    echo "<p><a href='/x.pdf'>Notes</a> <a href='/$name.xlsx'>The list (Excel)</a></p>" >"www/$name-page.html"
done
web_start

copy() { "$KENPIN" registry status --json | jq -r .copy; }
as_of() { "$KENPIN" registry status --json | jq -r .as_of; }
excel='"form": "xlsx", "find": {"link": "*.xlsx"}'

# ---- sound ----

source_json book "$web/list-page.html" "$excel"
run registry sync book
exits 0
silent
out_has 'labels 40'
out_has 'models 80'
run registry sync book --force
exits 0
out_has 'unchanged'
is 'the request' "$(web_last)" '304 /list.xlsx -'
source_json book "$web/next-page.html" "$excel"
run registry sync book
exits 0
out_has 'changed 1'
out_has 'gone 1'
source_json page "$web/list.html" '"form": "html"'
run registry sync page
exits 0
out_has 'returned 1'
out_has 'labels 40'
run registry sync page --force
exits 0
out_has 'unchanged'
is 'the request' "$(web_last)" '304 /list.html -'

# ---- broken ----

# The old copy whole, its age true, the reason plain, exit status 1, and a check answers from the old copy.
"$KENPIN" registry import list.csv --scheme jc-star --demo --as-of now >/dev/null || exit 1
old_copy=$(copy) old_time=$(as_of)
stands() { # stands NAME
    is "the copy after $1" "$(copy)" "$old_copy"
    is "its time after $1" "$(as_of)" "$old_time"
    is "what a check rests on after $1" \
        "$("$KENPIN" check --label DEMO-0010 --model DT-10 --market jp --json | jq -r '.outcome + " " + .labels[0].registry.copy')" \
        "pass $old_copy"
    fault_row "$1" "$([ "$(copy) $(as_of)" = "$old_copy $old_time" ] && echo whole, its time true, a check passes on it)"
}
fault() { # fault NAME ADDRESS WORDS MORE
    source_json "$1" "$2" "\"interval_hours\": 1, $4"
    run registry sync "$1" --timeout 20s
    exits 1
    quiet
    err_has "$3"
    err_has "$1: the copy here stays as it is, as of $old_time"
    ok "nothing is left of $1" [ -z "$(find "$KENPIN_DATA" -name 'sync.*' ! -name sync.lock)" ]
    stands "$1"
}
fault book-truncated "$web/truncated-page.html" 'damaged' "$excel"
fault book-garbage "$web/garbage-page.html" 'what came is no XLSX' "$excel"
fault book-broken "$web/broken-page.html" 'damaged' "$excel"
fault book-bomb "$web/bomb-page.html" '' "$excel"
fault book-packed "$web/packed-page.html" 'more than 2097152 bytes' "$excel, \"most_mb\": 2"
fault book-empty "$web/empty-page.html" 'the answer is empty' "$excel"
fault book-headings "$web/headings-page.html" 'the list is empty' "$excel"
fault book-other "$web/other-page.html" 'no column for number' "$excel"
fault book-half "$web/half-page.html" '--accept-shrink' "$excel"
fault book-twice "$web/twice-page.html" 'DEMO-0010' "$excel"
fault book-login "$web/login.html" 'a login page came in place of the list' '"form": "xlsx"'
fault book-error "$web/error.html" 'its title: Out of order' '"form": "xlsx"'
fault book-moved "$web/error.html" 'no link of the page fits' "$excel"
fault page-cut "$web/cut.html" 'the page breaks off before its end' '"form": "html"'
fault page-truncated "$web/truncated.html" 'the page breaks off before its end' '"form": "html"'
fault page-garbage "$web/garbage.html" 'what came is no HTML' '"form": "html"'
fault page-large "$web/large.html" 'more than 2097152 bytes' '"form": "html", "most_mb": 2'
fault page-packed "$web/packed.html" 'more than 2097152 bytes' '"form": "html", "most_mb": 2'
fault page-empty "$web/empty.html" 'the answer is empty' '"form": "html"'
fault page-headings "$web/headings.html" 'the list is empty' '"form": "html"'
fault page-other "$web/other.html" 'no column for number' '"form": "html"'
fault page-half "$web/half.html" '--accept-shrink' '"form": "html"'
fault page-twice "$web/twice.html" 'DEMO-0010' '"form": "html"'
fault page-login "$web/login.html" 'a login page came in place of the list (its title: Sign in)' '"form": "html"'
fault page-error "$web/error.html" 'none at all on the page "Out of order"' '"form": "html"'

# ---- a disk that fills ----

{
    head -n 1 list.csv
    for i in {10..2009}; do echo "DEMO-00$i,1,有効,Demo Thing $i,Demo Works Inc.,DT-$i、DT-$i/W,2025-06-01,2990-05-31"; done
} >www/long.csv
size=$(($(wc -c <www/long.csv) / 1024))

# A file may grow so far and no further: while it is fetched, and while it is imported.
full() { # full NAME KILOBYTES WORDS
    source_json "$1" "$web/long.csv" '"interval_hours": 1'
    last="ulimit -f $2; kenpin registry sync $1"
    (ulimit -f "$2" && exec "$KENPIN" registry sync "$1") >.out 2>.err </dev/null
    status=$? out=$(<.out) err=$(<.err)
    exits 1
    quiet
    err_has "$3"
    err_has "$1: the copy here stays as it is, as of $old_time"
    ok "nothing is left of $1" [ -z "$(find "$KENPIN_DATA" -name 'sync.*' ! -name sync.lock)" ]
    stands "$1"
}
full full-fetch $((size / 2)) 'cannot be written'
full full-import $((size + 8)) 'cache.db'

# A disk of its own, where the system lets a user make one.
filled='mount -t tmpfs -o size=$1 tmpfs disk && cp -r "$KENPIN_DATA/." disk/ && "$KENPIN" registry sync long --data disk
    echo "status $?"; df --output=avail disk | tail -1 >avail
    "$KENPIN" registry status --json --data disk | jq -r .copy; ls disk
    "$KENPIN" check --label DEMO-0010 --model DT-10 --market jp --json --data disk | jq -r .outcome'
if unshare -rm true 2>/dev/null; then
    source_json long "$web/long.csv"
    mkdir -p disk
    base=$(($(du -sk "$KENPIN_DATA" | cut -f1) + 40))
    for more in $((size / 2)) $((size + 100)); do
        last="a disk of $((base + more)) kB: kenpin registry sync long"
        unshare -rm bash -c "$filled" _ "$((base + more))k" >.out 2>.err </dev/null
        out=$(<.out) err=$(<.err) status=$(sed -n 's/^status //p' .out)
        exits 1
        err_has "the copy here stays as it is, as of $old_time"
        out_has "$old_copy"
        out_lacks sync.list
        is 'what a check says of the old copy' "$(tail -n 1 .out)" pass
        fault_row "disk-$more" 'whole, its time true, a check passes on it'
    done
fi

# With room again it goes through.
source_json long "$web/long.csv"
run registry sync long
exits 0
out_has 'labels 2000'
