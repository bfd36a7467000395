#!/usr/bin/env bash
# kenpin registry import
. "${BASH_SOURCE%/*}/lib.sh"
make_registry
for i in {11..30}; do echo "DEMO-00$i,1,有効,Demo Thing $i,Demo Works Inc.,DT-$i,2025-06-01,2990-05-31"; done >>registry.csv

wrong 'registry import needs FILE' registry import
wrong 'needs --scheme jc-star or --scheme cls' registry import registry.csv
wrong 'jc-star, cls' registry import registry.csv --scheme psti
wrong 'csv, xlsx, html, json' registry import registry.csv --scheme cls --form xls
wrong 'does not go with --as-if' registry import registry.csv --scheme jc-star --as-if 2026-11-21T10:15:00Z
wrong 'now, 2026-11-21T10:15:00Z' registry import registry.csv --scheme jc-star --as-of today
wrong 'one too many' registry import registry.csv other.csv --scheme jc-star

# What it did is said: source, time, counts.
run registry import registry.csv --scheme jc-star --as-of 2026-11-21T17:00:00+09:00 --data real
exits 0
silent
out_has 'JC-STAR from registry.csv'
out_has 'as of 2026-11-21T08:00:00Z'
out_has 'labels 25'
out_has 'added 25'
out_lacks demonstration

# Invented data says so, and never replaces real data.
run registry import registry.csv --scheme jc-star --as-of now --demo --data real
exits 1
quiet
err_has 'a real JC-STAR list'
run registry import registry.csv --scheme jc-star --as-of 2026-11-21T08:00:00Z --demo
exits 0
out_has 'demonstration data'

# Without --as-of it is the file's own time, and said.
touch -d '2026-11-21T09:00:00Z' registry.csv
run registry import registry.csv --scheme jc-star --demo
exits 0
out_has 'as of 2026-11-21T09:00:00Z'
out_has "the file's own time"
out_has 'added 0'

# What changed, vanished and came back.
sed -e '/DEMO-0005/d' -e 's/Demo Hub/Demo Hub 2/' registry.csv >next.csv
printf 'DEMO-0006,1,perhaps,Demo Bell,Demo Works Inc.,DB-600,2025-06-01,some day\n' >>next.csv
run registry import next.csv --scheme jc-star --as-of now --demo
exits 0
out_has 'added 1'
out_has 'changed 1'
out_has 'gone 1'
out_has 'status words not known, or none: 1'
out_has 'dates that cannot be read: 1'
run registry import registry.csv --scheme jc-star --as-of now --demo
exits 0
out_has 'returned 1'

# Refused files leave the old copy.
before=$("$KENPIN" registry status --json | jq -r .copy)
refused() { # refused WORDS FILE [OPTIONS]
    run registry import "${@:2}" --scheme jc-star --as-of now --demo
    exits 1
    quiet
    err_has "$1"
    is 'the copy' "$("$KENPIN" registry status --json | jq -r .copy)" "$before"
}
: >empty.csv
refused empty.csv empty.csv
echo 'number,product' >columns.csv
echo 'DEMO-0001,Demo Router' >>columns.csv
refused 'columns.csv' columns.csv
sed 's/DEMO-0002/DEMO-0001/' registry.csv >twice.csv
refused DEMO-0001 twice.csv
head -2 registry.csv >shrunk.csv
refused --accept-shrink shrunk.csv
refused missing.csv missing.csv
refused map.json registry.csv --columns map.json
run registry import shrunk.csv --scheme jc-star --as-of now --demo --accept-shrink 'the list was split'
exits 0

# JSON, and headings that have to be named.
cat >list.json <<'JSON'
[{"id": "CSA/310590/DEMO1", "st": "Active", "exp": "2090-05-31", "model": ["DM-1", "DM-2"]}]
JSON
echo '{"number": "id", "status": "st", "expires": "exp", "models": "model"}' >map.json
run registry import list.json --scheme cls --columns map.json --as-of now --form json
exits 0
out_has 'CLS from list.json'
run registry show DM-2
exits 0
out_has CSA/310590/DEMO1

run registry import registry.csv --scheme jc-star --as-of now --demo --lang ja
exits 0
out_has 'ラベル'

# A copy dated after the clock is taken, and said.
run registry import registry.csv --scheme jc-star --as-of 2099-01-01T00:00:00Z
exits 0
err_has "is after this machine's clock"
