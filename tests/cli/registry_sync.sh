#!/usr/bin/env bash
# kenpin registry sync against real servers, sound and broken
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/../servers/web.sh"

mkdir -p www
make_registry
for i in {11..40}; do echo "DEMO-00$i,1,有効,Demo Thing $i,Demo Works Inc.,DT-$i,2025-06-01,2990-05-31"; done >>registry.csv
cp registry.csv www/list.csv
: >www/empty
echo '<html><head><title>Sign in</title></head><body><form><input type=password></form></body></html>' >www/login.html
echo '<html><head><title>Out of order</title></head><body>Sorry</body></html>' >www/error.html
garbage 3000 >www/garbage
head -n 18 registry.csv >www/half.csv
head -n 1 registry.csv >www/headings.csv
sed 's/DEMO-0002/DEMO-0001/' registry.csv >www/twice.csv
head -c 300M /dev/zero | gzip -1 >www/bomb
head -c 300M /dev/zero | brotli -1 >www/bombr
echo '<a href="other.pdf">report</a> <a href="/list.csv">The list (CSV)</a>' >www/page.html
echo '<a href="/list.csv">List (CSV)</a> <a href="/half.csv">Old list (CSV)</a>' >www/two.html
echo '<a href="https://demo.invalid/list.csv">The list (CSV)</a>' >www/away.html
echo '<script>load("d_0123456789abcdef")</script>' >www/dataset.html
row() { echo "{\"number\":\"DEMO-$1\",\"status\":\"Active\",\"expires\":\"2990-05-31\",\"models\":\"DX-$1\"}"; }
answer() { echo "{\"success\":true,\"result\":{\"records\":[$1],\"total\":3}}"; }
mkdir www/store
answer "$(row 0001),$(row 0002)" >www/store/0.json
answer "$(row 0003)" >www/store/2.json
web_place /429 'add_header Retry-After 3600 always; return 429;'
web_place /403 'return 403;'
web_place /500 'return 500;'
web_place /503 'add_header Retry-After "Fri, 01 Jan 2990 00:00:00 GMT" always; return 503;'
web_place /404 'return 404;'
web_place /204 'return 204;'
web_place /304 'return 304;'
web_place /moved 'return 302 /list.csv;'
web_place /elsewhere 'return 302 https://demo.invalid/list.csv;'
web_place /plain 'return 302 http://127.0.0.1/list.csv;'
web_place /loop 'return 302 /loop;'
web_place /bomb 'add_header Content-Encoding gzip;'
web_place /bombr 'add_header Content-Encoding br;'
web_place /notgzip 'add_header Content-Encoding gzip; return 200 "this is not gzip";'
web_place /aged 'alias www/list.csv; if ($http_if_none_match = "") { add_header Age 86400; }'
web_place /store 'try_files /store/$arg_offset.json =404;'
web_start

copy() { "$KENPIN" registry status --json | jq -r .copy; }
as_of() { "$KENPIN" registry status --json | jq -r .as_of; }

# ---- sound ----

wrong 'does not go with --as-if' registry sync --as-if 2026-11-21T10:15:00Z
run registry sync --offline
exits 1
quiet
err_has '--offline'

# Nothing here: a copy comes, compressed on its way.
source_json shop "$web/list.csv"
run registry sync shop
exits 0
silent
out_has 'shop: a new copy, as of'
out_has 'labels 35'
out_has 'added 35'
out_has 'demonstration data'
is 'the request' "$(web_last)" '200 /list.csv gzip'
run registry status
out_has "$web/list.csv"
ok 'nothing is left of what was fetched' [ -z "$(find "$KENPIN_DATA" -name 'sync.*' ! -name sync.lock)" ]

# Not due: nothing is asked.
before=$(web_requests)
run registry sync shop
exits 0
out_has 'not due before'
is requests "$(web_requests)" "$before"

# Unchanged: one request, 304, and no import.
copy_before=$(copy)
before=$(web_requests)
run registry sync shop --force
exits 0
out_has 'shop: unchanged, as of'
out_lacks labels
is requests "$(web_requests)" $((before + 1))
is 'the request' "$(web_last)" '304 /list.csv -'
is 'the copy' "$(copy)" "$copy_before"
run registry sync shop --force --dry-run
exits 0
out_has 'nothing would change'

# The list said so when it was asked: what stood in a cache for a day is a day old, and fresh when it is confirmed.
source_json aged "$web/aged"
run registry sync aged --data aged.data
exits 1
mkdir -p aged.data && cp -r "$KENPIN_DATA/sources" aged.data/
run registry sync aged --data aged.data
exits 0
run registry status --json --data aged.data
ok 'a day old' [ "$(jq .age_s <<<"$out")" -ge 86400 ]
run registry sync aged --data aged.data
exits 0
out_has 'not due'
run registry sync aged --data aged.data --force
exits 0
out_has unchanged
run registry status --json --data aged.data
ok 'fresh' [ "$(jq .age_s <<<"$out")" -lt 3600 ]

# Another description may read the same list differently: it is fetched whole.
source_json shop "$web/list.csv" '"interval_hours": 1'
run registry sync shop
exits 0
out_has 'a new copy'
out_has 'added 0'
is 'the request' "$(web_last)" '200 /list.csv gzip'
is 'the copy' "$(copy)" "$copy_before"

# A dry run says what would change.
sed -e '/DEMO-0040/d' -e 's/Demo Hub/Demo Hub 2/' registry.csv >www/list.csv
run registry sync shop --force --dry-run
exits 0
out_has 'nothing was changed'
out_has 'changed 1'
out_has 'gone 1'
is 'the copy' "$(copy)" "$copy_before"
run registry sync shop --force
exits 0
out_has 'gone 1'
isnt 'the copy' "$(copy)" "$copy_before"
cp registry.csv www/list.csv

# A page that leads to the list; a redirect; pages of records.
source_json page "$web/page.html" '"find": {"link": "*.csv"}'
run registry sync page
exits 0
out_has 'returned 1'
is 'the request' "$(web_last)" '200 /list.csv gzip'
source_json xpath "$web/page.html" '"find": {"xpath": "//a[contains(., '"'CSV'"')]/@href"}'
run registry sync xpath
exits 0
source_json moved "$web/moved"
before=$(web_requests)
run registry sync moved
exits 0
is requests "$(web_requests)" $((before + 2))
source_json records "$web/dataset.html" "\"find\": {\"id\": \"d_\", \"then\": \"$web/store?resource_id={}\"}, \"paging\": {\"limit\": 2}"
run registry sync records --data records.data
exits 1
mkdir -p records.data
cp -r "$KENPIN_DATA/sources" records.data/
run registry sync records --data records.data
exits 0
out_has 'labels 3'
is 'the request' "$(web_last)" '200 /store?resource_id=d_0123456789abcdef&limit=2&offset=2 -'

# Headings that have to be named; one that is not there.
sed '1s/number/番号1/' registry.csv >www/headed.csv
source_json headed "$web/headed.csv" '"headings": {"number": "番号1"}'
run registry sync headed
exits 0
source_json headless "$web/list.csv" '"headings": {"number": "番号1"}'
run registry sync headless
exits 1
err_has '番号1'

# The shipped ones without an address are passed over, and say so when they are named.
run registry sync csa-cls
exits 1
err_has 'address of csa-cls is not known'
run registry sync ipa-psti
exits 1
err_has 'no list of labels'
run registry sync nosuch
exits 1
err_has 'there is no source "nosuch"'

# ---- broken ----

# The old copy whole, its age true, the reason plain, exit status 1, and a check that still answers.
"$KENPIN" registry import registry.csv --scheme jc-star --demo --as-of now >/dev/null
old_copy=$(copy) old_time=$(as_of)
fault() { # fault NAME ADDRESS WORDS [MORE OF THE DESCRIPTION]
    source_json "$1" "$2" "\"interval_hours\": 1${4:+, $4}"
    run registry sync "$1" --timeout 2s
    exits 1
    quiet
    err_has "$3"
    err_has "$1: the copy here stays as it is, as of $old_time"
    is "the copy after $1" "$(copy)" "$old_copy"
    is "its time after $1" "$(as_of)" "$old_time"
    is "what a check rests on after $1" \
        "$("$KENPIN" check --label DEMO-0001 --model DR-100 --market jp --json | jq -r '.outcome + " " + .labels[0].registry.copy')" \
        "pass $old_copy"
    fault_row "$1" "$([ "$(copy) $(as_of)" = "$old_copy $old_time" ] && echo whole, its time true, a check passes on it)"
    ok "nothing is left of $1" [ -z "$(find "$KENPIN_DATA" -name 'sync.*' ! -name sync.lock)" ]
}
fault refused "$web_closed/list.csv" 'cannot be reached'
fault wrong "$web_wrong/list.csv" 'certificate is not trusted'
fault expired "$web_expired/list.csv" 'certificate is not trusted'
fault drip "$web_faults/drip" 'took too long'
fault stall "$web_faults/stall" 'took too long'
fault silent "$web_faults/silent" 'took too long'
fault truncated "$web_faults/truncated" '127.0.0.1'
fault chunks "$web_faults/chunks" '127.0.0.1'
fault shorter "$web_faults/shorter" 'the list is empty'
fault endless "$web_faults/endless" 'more than 1048576 bytes' '"most_mb": 1'
fault headers "$web_faults/headers" '127.0.0.1'
fault noise "$web_faults/noise" '127.0.0.1'
fault nothing "$web_faults/nothing" '127.0.0.1'
fault bomb "$web/bomb" 'more than 2097152 bytes' '"most_mb": 2'
fault bombr "$web/bombr" 'more than 2097152 bytes' '"most_mb": 2'
fault notgzip "$web/notgzip" '127.0.0.1'
fault too-often "$web/429" 'answered 429: it was asked too often'
fault forbidden "$web/403" 'answered 403'
fault trouble "$web/500" 'answered 500'
fault later "$web/503" 'answered 503'
fault missing "$web/404" 'answered 404'
fault no-content "$web/204" 'answered 204'
fault unasked "$web/304" 'answered 304'
fault loop "$web/loop" 'more than 5 redirects'
fault elsewhere "$web/elsewhere" 'demo.invalid is none of'
fault plain "$web/plain" 'is no https address'
fault login "$web/login.html" 'a login page came in place of the list (its title: Sign in)'
fault error "$web/error.html" 'its title: Out of order' '"form": "csv"'
fault other-form "$web/list.csv" 'what came is no JSON' '"form": "json"'
fault no-sheet "$web/garbage" 'what came is no XLSX' '"form": "xlsx"'
fault empty "$web/empty" 'the answer is empty'
fault headings "$web/headings.csv" 'the list is empty'
fault half "$web/half.csv" '--accept-shrink'
fault twice "$web/twice.csv" 'DEMO-0001'
fault garbage "$web/garbage" 'garbage'
fault away "$web/away.html" 'demo.invalid is none of' '"find": {"link": "*.csv"}'
fault two "$web/two.html" 'several addresses fit' '"find": {"link": "*.csv"}'
fault nolink "$web/page.html" 'no link of the page fits "*.xlsx". Links seen: report (other.pdf)' '"find": {"link": "*.xlsx"}'
run check --label DEMO-0001 --model DR-100 --market jp
is 'a check answers from the old copy' "$(jq -r .labels[0].registry.copy < <("$KENPIN" check --label DEMO-0001 --json))" \
    "$old_copy"

# What a server asked for is kept across runs, and --force does not go against it.
before=$(web_requests)
for name in too-often forbidden later; do
    run registry sync "$name" --force
    exits 1
    err_has 'the server asked not to be asked again before'
done
run registry sync trouble
exits 1
err_has 'unless with --force'
is requests "$(web_requests)" "$before"
run registry sync trouble --force
is requests "$(web_requests)" $((before + 1))

# Descriptions that cannot be used.
described() { # described WORDS JSON
    echo "$2" >"$KENPIN_DATA/sources/bad.json"
    run registry sync bad
    exits 1
    quiet
    err_has "$1"
    err_has bad.json
}
described 'there is no key "adress"' '{"name": "bad", "adress": "https://demo.invalid/"}'
described 'none of the description' '{"name": "bad", "hosts": ["www.ipa.go.jp"], "address": "https://demo.invalid/"}'
described 'is no https address' '{"name": "bad", "hosts": ["demo.invalid"], "address": "http://demo.invalid/"}'
described 'no field "nummer"' '{"name": "bad", "hosts": ["demo.invalid"], "headings": {"nummer": "x"}}'
described 'make them the same' '{"name": "good", "hosts": ["demo.invalid"]}'
described 'not JSON' '{"name": '
rm "$KENPIN_DATA/sources/bad.json"

# With a reason a list may shrink.
run registry sync half --accept-shrink 'the list was split' --force
exits 0
out_has 'labels 17'
cp "$KENPIN_DATA"/sources/*.json . && rm "$KENPIN_DATA"/sources/*.json && cp shop.json "$KENPIN_DATA/sources"

# Two at once take turns.
"$KENPIN" registry sync shop --force >one 2>&1 &
first=$!
"$KENPIN" registry sync shop --force >two 2>&1
ok 'the second of two' [ $? -eq 0 ]
ok 'the first of two' wait "$first"

# Killed at any moment, it leaves the old or the new copy, whole. KILLS=200 for the long run.
for side in A B; do
    echo 'number,status,product,models,expires'
    for i in {1..1500}; do echo "DEMO-$i,Active,$side,D$side-$i,2990-05-31"; done
done >both.csv
head -n 1501 both.csv >A.csv
tail -n 1501 both.csv >B.csv
cp A.csv www/list.csv
"$KENPIN" registry sync shop --force --accept-shrink 'another demonstration' >/dev/null 2>&1
whole=0
for ((i = 0; i < ${KILLS:-20}; i++)); do
    cp "$([ $((i % 2)) = 0 ] && echo B || echo A).csv" www/list.csv
    { timeout -s KILL "0.$(printf %03d $((RANDOM % 600 + 5)))" "$KENPIN" registry sync shop --force; } >/dev/null 2>&1
    sides=$("$KENPIN" registry show DEMO-1 --json && "$KENPIN" registry show DEMO-1500 --json)
    sides=$(jq -r .product <<<"$sides" | sort -u)
    labels=$("$KENPIN" registry status --json | jq .labels)
    [[ $sides == [AB] && $labels == 1500 ]] && whole=$((whole + 1))
done
is 'whole copies after a kill' "$whole" "${KILLS:-20}"
run registry sync shop --force
exits 0
