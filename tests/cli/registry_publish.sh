#!/usr/bin/env bash
# kenpin registry key, publish, pull: one folder, many tills
. "${BASH_SOURCE%/*}/lib.sh"
command -v minisign >/dev/null && command -v zstd >/dev/null || { echo "these tests need minisign and zstd"; exit 1; }
make_registry
for i in {11..40}; do echo "DEMO-00$i,1,有効,Demo Thing $i,Demo Works Inc.,DT-$i,2025-06-01,2990-05-31"; done >>registry.csv
sed -e 's/^DEMO-0002,1,有効/DEMO-0002,1,取消し/' -e '/^DEMO-0011/d' registry.csv >second.csv
sed -e 's/Demo Hub/Demo Hub 2/' second.csv >third.csv
echo 'DEMO-0041,1,有効,Demo Thing 41,Demo Works Inc.,DT-41,2025-06-01,2990-05-31' >>third.csv

hq() { KENPIN_DATA=$work/hq "$KENPIN" "$@"; } # where lists are imported and published
import() { hq registry import "$1" --scheme jc-star --as-of "$2" >/dev/null || exit 1; }
publish() { hq registry publish pub --key shop.key "$@" >/dev/null || exit 1; }
pull() { run registry pull "${1:-pub}" --trust shop.pub --data "${2:-till}"; }
shown() { "$KENPIN" registry show "$1" --data "${2:-till}"; } # what a till says of a number

# ---- keys ----

wrong 'one too many' registry key mine.key
run registry key --out shop.key
exits 0
silent
out_has 'tills trust: RW'
is 'the secret key is for its owner' "$(stat -c %a shop.key)" 600
is 'the public key is for all' "$(stat -c %a shop.pub)" 644
run registry key --out shop.key
exits 1
err_has 'is there already'
run registry key --out missing/shop.key
exits 1
err_has missing/shop.pub

# Debian's minisign takes both keys.
echo text >file
ok 'minisign signs with our secret key' minisign -S -s shop.key -m file
ok 'and verifies with our public key' minisign -V -q -p shop.pub -m file

# ---- wrong calls ----

wrong 'registry publish needs DIR' registry publish
wrong 'needs --key FILE' registry publish pub
wrong '1 to 366 days' registry publish pub --key shop.key --valid 0
wrong '--valid' registry publish pub --key shop.key --valid 367
wrong 'does not go with --as-if' registry publish pub --key shop.key --as-if 2026-11-21T10:15:00Z
wrong 'registry pull needs DIR' registry pull
wrong 'needs --trust KEY' registry pull pub
run registry publish pub --key shop.key
exits 1
err_has 'no list here to publish'
pull
exits 1
err_has pub

# Key files that are none, or open to others.
import registry.csv 2026-11-21T08:00:00Z
refused_key() { # refused_key WORDS FILE
    run registry publish pub --key "$2" --data hq
    exits 1
    quiet
    err_has "$1"
}
refused_key 'cannot be read' none.key
refused_key 'no secret key' shop.pub
refused_key 'no secret key' registry.csv
cp shop.key open.key
chmod 640 open.key
refused_key 'chmod 600' open.key
printf 'pw\npw\n' | minisign -G -p locked.pub -s locked.key >/dev/null 2>&1
chmod 600 locked.key
refused_key 'under a password' locked.key
sed '2s/^\(.\{90\}\)./\1A/; 2s/^\(.\{120\}\)./\1B/' shop.key >bent.key
chmod 600 bent.key
refused_key 'damaged' bent.key

# ---- the folder ----

run registry publish pub --key shop.key --data hq
exits 0
silent
out_has 'labels 35'
out_has 'from registry.csv'
ok 'minisign verifies what we signed' minisign -V -q -p shop.pub -m pub/latest.json
is 'the comment' "$(minisign -V -Q -p shop.pub -m pub/latest.json | cut -d' ' -f1-3)" 'kenpin mirror serial'
is 'all may read it' "$(stat -c %a pub pub/latest.json | xargs)" '755 644'
named() { # every file is what its name says
    local f
    for f in pub/*.zst pub/*.json; do
        [[ $f == */latest.json ]] || [ "$(sha256sum <"$f" | cut -d' ' -f1)" = "$(basename "${f%.*}")" ] || return 1
    done
}
ok 'files are named by their SHA-256' named
is 'the content is that of the text' "$(zstd -dc pub/"$(jq -r '.lists[0].snapshot.file' pub/latest.json)" | sha256sum)" \
    "$(jq -r '.lists[0].content[7:]' pub/latest.json)  -"

# A key from minisign -G -W, and a signature by minisign.
minisign -G -W -p theirs.pub -s theirs.key >/dev/null
run registry publish theirs --key theirs.key --data hq
exits 0
ok 'minisign verifies with its own key' minisign -V -q -p theirs.pub -m theirs/latest.json
minisign -S -s theirs.key -m theirs/latest.json -t 'signed by hand' >/dev/null
run registry pull theirs --trust theirs.pub --data by-hand
exits 0

# ---- a till ----

pull
exits 0
silent
out_has 'the whole list was taken'
out_has 'labels 35'
is 'the age is that of the official list' "$("$KENPIN" registry status --data till --json | jq -r '.as_of + " " + .source')" \
    '2026-11-21T08:00:00Z registry.csv'
pull
exits 0
out_has 'files pulled 0'
out_has unchanged
run registry pull pub --trust "$(sed -n 2p shop.pub)" --data by-key
exits 0

# Seen again later: the time moves on, and no list is pulled.
import registry.csv 2026-11-21T08:30:00Z
publish
pull
out_has 'files pulled 0'
out_has 'as of 2026-11-21T08:30:00Z'

# What changed is a delta; what vanished is gone, and a till that comes later knows it too.
import second.csv 2026-11-21T09:00:00Z
publish
cp -r pub second-pub
pull
exits 0
out_has 'what changed was taken'
out_has 'changed 1'
out_has 'gone 1'
ok 'revoked' holds "$(shown DEMO-0002)" revoked
pull pub fresh
out_has 'the whole list was taken'
for till in till fresh; do ok "gone at $till" holds "$(shown DEMO-0011 $till)" 'gone'; done

import third.csv 2026-11-21T10:00:00Z
publish
for till in till fresh; do
    pull pub $till
    out_has 'what changed was taken'
    out_has 'added 1'
done
pull pub late
content() { "$KENPIN" registry show "$1" --data "$2"; }
for number in DEMO-0001 DEMO-0002 DEMO-0004 DEMO-0041; do
    is "$number by deltas and by snapshot" "$(content $number till)" "$(content $number late)"
done

# A till that is two lists behind goes there in one step.
pull second-pub behind
pull pub behind
out_has 'what changed was taken'

# ---- what a till refuses; its copy stays ----

before=$("$KENPIN" registry status --data till --json)
refused() { # refused WORDS FOLDER [TRUST]
    run registry pull "$2" --trust "${3:-shop.pub}" --data till
    exits 1
    quiet
    err_has "$1"
    is 'the copy' "$("$KENPIN" registry status --data till --json | jq -c '[.copy,.as_of]')" \
        "$(jq -c '[.copy,.as_of]' <<<"$before")"
}
bad() { rm -rf bad && cp -r "${1:-pub}" bad; }
refused 'set back' second-pub
refused 'not trusted here' pub theirs.pub
bad; sed -i 's/"labels":\t/"labels":\t9/' bad/latest.json
refused 'not what its signature says' bad
bad; rm bad/latest.json.minisig
refused 'not signed' bad
bad; rm bad/latest.json
refused 'no mirror is published' bad
bad; cp theirs/latest.json.minisig bad/
refused 'not trusted here' bad
bad; sed -i '3s/serial/Serial/' bad/latest.json.minisig
refused 'signature is false' bad
bad; echo >bad/latest.json.minisig
refused 'no whole signature' bad
run registry pull . --trust registry.csv --data till
exits 1
err_has 'no public key'

# Files that are not what was signed. A broken delta leaves the snapshot; a broken snapshot leaves the copy.
snapshot=$(jq -r '.lists[0].snapshot.file' pub/latest.json)
delta=$(jq -r '.lists[0].deltas[0].file.file' pub/latest.json)
bad; truncate -s -1 "bad/$delta"
pull second-pub half
pull bad half
exits 0
err_has 'the delta was of no use'
out_has 'the whole list was taken'
for harm in 'truncate -s -1' 'rm' 'cp registry.csv'; do
    bad; $harm "bad/$snapshot"
    pull bad new
    exits 1
    err_has "$snapshot"
    ok 'no copy' [ -z "$("$KENPIN" registry status --data new --json | jq -r '.copy // empty' | grep -v none)" ]
done

# Signed truly, and of another time.
signed() { # signed JQ: theirs, changed by hand
    bad theirs
    jq "$1" theirs/latest.json >bad/latest.json
    minisign -S -s theirs.key -m bad/latest.json -t 'signed by hand' >/dev/null
}
signed '.made = "2026-01-01T00:00:00Z" | .expires = "2026-01-31T00:00:00Z" | .lists[0].as_of = "2025-12-31T00:00:00Z"'
refused 'was good until 2026-01-31' bad theirs.pub
signed '.made = "2990-01-01T00:00:00Z" | .expires = "2990-01-31T00:00:00Z"'
refused 'Set the clock' bad theirs.pub
signed '.lists[0].as_of = "2990-01-01T00:00:00Z"'
refused 'after the mirror was made' bad theirs.pub
signed '.format = 2'
refused 'update kenpin' bad theirs.pub
signed '.lists[0].snapshot.file = "../../secret.zst"'
refused 'not sound at "snapshot"' bad theirs.pub
signed '.lists[0].rows = .lists[0].content'
run registry pull bad --trust theirs.pub --data new
exits 1
err_has 'not be the one that the mirror names'

# ---- what a publisher refuses ----

run registry publish pub --key theirs.key --data hq
exits 1
err_has 'not signed by this key'
run registry import registry.csv --scheme jc-star --as-of 2026-11-21T07:00:00Z --data stale
run registry publish pub --key shop.key --data stale
exits 1
err_has 'older than the one published'
run registry publish registry.csv --key shop.key --data hq
exits 1
err_has registry.csv

# A demonstration says so at the till, and never replaces a real list there.
run registry import registry.csv --scheme jc-star --as-of now --demo --data demo
run registry publish demo-pub --key shop.key --data demo
exits 0
out_has DEMO
pull demo-pub demo-till
out_has 'demonstration data'
is 'demo' "$("$KENPIN" registry status --data demo-till --json | jq -r .demo)" true
refused 'demonstration data never replaces it' demo-pub
publish
pull pub demo-till
exits 0
is 'nothing of the demonstration stays' "$("$KENPIN" registry status --data demo-till --json | jq -r .demo)" false

# ---- killed while it publishes ----

# Whatever the moment: a till finds a whole state, before or after. Two lists take turns, so that every call has much to do.
import registry.csv now
cp -r hq hq2
KENPIN_DATA=$work/hq2 "$KENPIN" registry import second.csv --scheme jc-star --as-of now >/dev/null || exit 1
rm -rf pub
publish
pulled=0 killed=0
for n in {1..24}; do
    from=hq
    ((n % 2)) && from=hq2
    KENPIN_DATA=$work/$from "$KENPIN" registry import $([ $from = hq ] && echo registry.csv || echo second.csv) --scheme jc-star \
        --as-of now >/dev/null
    KENPIN_DATA=$work/$from "$KENPIN" registry publish pub --key shop.key >/dev/null 2>&1 &
    pid=$!
    sleep "0.0$((RANDOM % 80 + 10))"
    kill -9 $pid 2>/dev/null && killed=$((killed + 1))
    wait $pid 2>/dev/null
    "$KENPIN" registry pull pub --trust shop.pub --data "k$n" >pulled.out 2>&1 && pulled=$((pulled + 1)) || cat pulled.out
    rm -rf "k$n"
done
is 'pulled after a kill' $pulled 24
ok "some were killed ($killed)" [ $killed -gt 0 ]
publish
pull pub last
exits 0
ok 'nothing unfinished is left' [ ! -e pub/.kenpin-part ]
