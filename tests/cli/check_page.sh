#!/usr/bin/env bash
# One label now: a check that may ask the entry's own page, of real servers, sound and broken
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/../servers/web.sh"

page() { # page FILE NUMBER STATUS MODELS [MORE]: a label's page, of headings and values
    mkdir -p www/label
    cat >"www/label/$1" <<HTML
<!DOCTYPE html><html><head><title>Demo label $2</title></head><body><h1>適合ラベル</h1><dl>
<dt>登録番号</dt><dd>$2</dd><dt>レベル</dt><dd>★1</dd><dt>ステータス</dt><dd>$3</dd>
<dt>型番</dt><dd>$4</dd><dt>申請者</dt><dd>Demo Works Inc.</dd><dt>発行日</dt><dd>2025-06-01</dd>
<dt>有効期限</dt><dd>${5:-2990-05-31}</dd></dl></body></html>
HTML
}
page DEMO-0001.html DEMO-0001 有効 'DR-100、DR-101'
page DEMO-0004.html DEMO-0004 取消し DH-400
page DEMO-0003.html DEMO-0003 有効 DL-300
page DEMO-0006.html DEMO-0006 有効 ''
page DEMO-0007.html DEMO-9999 有効 DX-7
page DEMO-0100.html DEMO-0100 有効 DN-100
mkdir -p www/label/DEMO && page DEMO/0102.html DEMO/0102 有効 DN-102 # asked for as %2F
echo '<html><title>Sign in</title><form><input type=password></form></html>' >www/login.html
echo '<html><title>Out of order</title><body>Sorry</body></html>' >www/error.html
garbage 3000 >www/garbage.html
: >www/empty.html
{ cat www/label/DEMO-0001.html && head -c 3M /dev/zero | tr '\0' ' '; } >www/large.html
web_place /missing 'return 404;'
web_place /429 'add_header Retry-After 3600 always; return 429;'
web_place /500 'return 500;'
web_place /elsewhere 'return 302 https://demo.invalid/label/DEMO-0001.html;'
web_place /moved 'return 302 /label/DEMO-0001.html;'
web_start

# A list of three days ago that links to each label's page.
old=$(date -u -d '-3 days' +%FT%TZ)
listed() { # listed ADDRESS...: makes list.csv; label n, from 11 on, links to the n-th address
    local n=11 address
    {
        echo number,level,status,product,vendor,models,issued,expires,url
        for i in 0001,1,有効,Router,DR-100 0003,1,取消し,Lock,DL-300 0004,1,有効,Hub,DH-400 0006,1,有効,Lamp,DX-6 0007,1,有効,Fan,DX-7; do
            IFS=, read -r number level status product model <<<"$i"
            echo "DEMO-$number,$level,$status,Demo $product,Demo Works Inc.,$model,2025-06-01,2990-05-31,$web/label/DEMO-$number.html"
        done
        for address; do
            echo "DEMO-00$n,1,有効,Demo Thing,Demo Works Inc.,DT-$n,2025-06-01,2990-05-31,$address"
            n=$((n + 1))
        done
    } >list.csv
}
described() { # described NAME [MORE]: the one description, whose pages may be asked where MORE says so
    rm -f "$KENPIN_DATA"/sources/*.json
    mkdir -p "$KENPIN_DATA/sources"
    echo "{\"name\": \"$1\", \"scheme\": \"jc-star\", \"demo\": true, \"proved\": true, \"address\": \"$web/list.csv\"," \
        "\"hosts\": [\"${web#https://}\", \"${web_faults#https://}\", \"${web_closed#https://}\", \"${web_wrong#https://}\"]${2:+, $2}}" \
        >"$KENPIN_DATA/sources/$1.json"
}
asked() { # asked N: that many requests since the last call
    local now
    now=$(web_requests)
    is requests $((now - ${asked_before:-0})) "$1"
    asked_before=$now
}
faults=("$web_faults/stall" "$web_faults/drip" "$web_faults/silent" "$web_faults/truncated" "$web_faults/noise"
    "$web_faults/nothing" "$web_closed/x" "$web_wrong/label/DEMO-0001.html" "$web/login.html" "$web/error.html"
    "$web/garbage.html" "$web/empty.html" "$web/large.html" "$web/missing" "$web/500" "$web/elsewhere" "$web/moved" "$web/429")
listed "${faults[@]}"
"$KENPIN" registry import list.csv --scheme jc-star --demo --as-of "$old" >/dev/null || exit 1
list_copy=$("$KENPIN" registry status --json | jq -r .copy)

# ---- who is asked ----

# Nobody, unless a description says how.
described plain
run check --label DEMO-0001 --model DR-100 --market jp --json
exits 0
json '.labels[0].asked' null
json '.verdicts[0].outcome' warn
asked 0

# By the list's own link.
described shop '"entry": "link"'
run check --label DEMO-0001 --model DR-100 --market jp --json
exits 0
silent
json '.labels[0].asked.answer' found
json '.labels[0].asked.address' "$web/label/DEMO-0001.html"
json '.labels[0].registry.source' "$web/label/DEMO-0001.html"
json '.labels[0].registry.copy' "sha256:$(sha256sum www/label/DEMO-0001.html | cut -d' ' -f1)"
json '.labels[0].registry.age_s < 60' true
json '.verdicts[0].outcome' pass
json '[.verdicts[0].findings[].code] | index("answer-stale")' null
json '[.verdicts[0].findings[].code] | index("demo") != null' true
asked 1
is 'the request' "$(web_last)" '200 /label/DEMO-0001.html gzip'

# What it said is kept, and the list's copy is what it was.
run check --label DEMO-0001 --model DR-100 --market jp --json --offline
json '.labels[0].registry.source' "$web/label/DEMO-0001.html"
json '.verdicts[0].outcome' pass
run check --label DEMO-0001 --model DR-100 --market jp
out_has "$web/label/DEMO-0001.html"
asked 0
run registry show DEMO-0001
exits 0
out_has 'list.csv'
out_has 'By its own page:'
run registry show DEMO-0001 --json
is 'the list and the page' "$(jq -r .source <<<"$out" | tr '\n' ' ')" "list.csv $web/label/DEMO-0001.html "
is 'the copy of the list' "$("$KENPIN" registry status --json | jq -r .copy)" "$list_copy"

# A picture's or a printed address is never asked: what in it is the number is, by the description's form.
described shop "\"entry\": \"$web/label/{}.html\""
run check https://www.ipa.go.jp/security/jc-star/DEMO-0100 --model DN-100 --market jp --json
exits 0
json '.labels[0].registry.source' "$web/label/DEMO-0100.html"
json '.labels[0].number' DEMO-0100
json '.verdicts[0].outcome' pass
asked 1
run check --label DEMO/0102 --model DN-102 --market jp --json
json '.labels[0].number' DEMO/0102
is 'the request' "$(web_last)" '200 /label/DEMO%2F0102.html gzip'
asked 1
run check --label DEMO-0101 --market jp --json # not listed, and no page
exits 3
json '.verdicts[0].rule' J09
json '.labels[0].asked.why' '127.0.0.1:'"${web##*:}"' answered 404: there is no such page any more: has the list moved?'
run check --label DEMO-0101 --market jp --json
json '.labels[0].asked.why' 'shop: this page was asked a short while ago, or too many were within the hour'
asked 1
run check SKU-1 --market jp # what is no label is nobody's business
asked 0

# Not with --offline, nor in a rehearsal.
run check --label DEMO-0004 --market jp --json --offline
json '.labels[0].asked' null
run check --label DEMO-0004 --market jp --json --as-if 2989-01-01T00:00:00Z
json '.labels[0].asked' null
asked 0

# ---- a page cannot make a verdict milder than the list ----

run check --label DEMO-0003 --model DL-300 --market jp --json # revoked in the list
exits 3
json '.labels[0].registry.status' revoked
json '.labels[0].asked' null
asked 0
run check --label DEMO-0004 --model DH-400 --market jp --json # its page says what the list does not yet
exits 3
json '.labels[0].registry.status' revoked
json '.labels[0].registry.source' "$web/label/DEMO-0004.html"
asked 1
run check --label DEMO-0004 --model DH-400 --market jp --json --offline
json '.labels[0].registry.status' revoked
run check --label DEMO-0006 --model DX-6 --market jp --json # the page has no models
exits 0
json '.labels[0].registry.copy' "$list_copy"
json '.labels[0].asked.why' "the page says less of the label than the list does, so the list's word counts"
json '.verdicts[0].outcome' warn
run check --label DEMO-0007 --model DX-7 --market jp --json # it is another's
json '.labels[0].registry.copy' "$list_copy"
json '.labels[0].asked.why' 'the page is of another label (DEMO-9999)'
asked 2

# A new list counts more than pages asked before it. Gone is gone, whatever stands on a page.
sed '/DEMO-0001/d' list.csv >list2.csv
"$KENPIN" registry import list2.csv --scheme jc-star --demo --as-of now --data "$KENPIN_DATA" >/dev/null || exit 1
run check --label DEMO-0001 --model DR-100 --market jp --json
json '.labels[0].registry.answer' absent
json '.labels[0].registry.status' gone
run check --label DEMO-0004 --model DH-400 --market jp --json
json '.labels[0].registry.status' current
asked 0

# ---- broken ----

rm -rf "$KENPIN_DATA"
"$KENPIN" registry import list.csv --scheme jc-star --demo --as-of "$old" >/dev/null || exit 1
n=11
fault() { # fault NAME WORDS: the next label of the list
    local began ms
    described "$1" '"entry": "link"'
    began=$(date +%s%N)
    run check --label "DEMO-00$n" --model "DT-$n" --market jp --json --ask-within 1s
    ms=$((($(date +%s%N) - began) / 1000000))
    exits 0
    silent
    json '.labels[0].registry.copy' "$list_copy"
    json '.verdicts[0].outcome' warn
    json '.receipt.seq > 0' true
    json '.labels[0].asked.answer' none
    ok "why, of $1: $2" holds "$(jq -r '.labels[0].asked.why' <<<"$out")" "$2"
    ok "in time: $1, $ms ms" [ "$ms" -lt 5000 ]
    n=$((n + 1))
}
fault stall 'took too long'
fault drip 'took too long'
fault silent 'took too long'
fault truncated '127.0.0.1'
fault noise '127.0.0.1'
fault nothing '127.0.0.1'
fault refused 'cannot be reached'
fault wrong 'certificate is not trusted'
fault login 'a login page'
fault error 'no table with these headings'
fault garbage ''
fault empty ''
fault large 'more than 2097152 bytes'
fault missing 'answered 404'
fault trouble 'answered 500'
fault elsewhere 'demo.invalid is none of'
fault moved 'another label (DEMO-0001)'
asked_before=$(web_requests)
fault too-often 'answered 429'
asked 1
run check --label DEMO-0012 --model DT-12 --market jp
out_has 'its own page gave no answer: '

# What a server asked for holds for its list, too; a network that fails is left alone for a while.
run registry sync too-often --force
exits 1
err_has 'asked not to be asked again before'
described stall '"entry": "link"'
run check --label DEMO-0013 --market jp --json
json '.labels[0].asked.why | startswith("stall: it did not answer")' true
asked 0
run check --label DEMO-0013 --market jp --lang ja
out_has 'ラベルのページからは答えが得られません'
ok 'nothing is left of what was fetched' [ -z "$(find "${TMPDIR:-/tmp}" -maxdepth 2 -newer list.csv -path '*/kenpin-??????/entry.page*' 2>/dev/null)" ]

# Settings and descriptions.
mkdir -p "$HOME/.config/kenpin"
printf '[limits]\nask_within = 2s\n' >"$HOME/.config/kenpin/kenpin.ini"
run check --label DEMO-0001 --model DR-100 --market jp
exits 0
bad() { # bad WORDS ENTRY
    described bad "\"entry\": \"$2\""
    run registry sync bad
    exits 1
    err_has "$1"
}
bad '"entry" is "link"' page
bad '"entry" is "link"' "$web/label/"
bad '"entry" is "link"' 'https://{}.demo.invalid/x'
bad 'none of the description' 'https://demo.invalid/{}'
