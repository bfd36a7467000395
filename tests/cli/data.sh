#!/usr/bin/env bash
# The data folder and its trouble, --as-if, closed and full outputs, several calls at once
. "${BASH_SOURCE%/*}/lib.sh"

# Where it is, and who may look in.
(
    unset KENPIN_DATA
    "$KENPIN" check --label DEMO-0001 >/dev/null
    XDG_DATA_HOME=$PWD/xdg "$KENPIN" check --label DEMO-0001 >/dev/null
)
ok 'in the home' [ -f "$HOME/.local/share/kenpin/evidence.db" ]
ok 'by the environment' [ -f xdg/kenpin/evidence.db ]
is 'rights of the folder' "$(stat -c %a xdg/kenpin)" 700
is 'rights of the file' "$(stat -c %a xdg/kenpin/evidence.db)" 600
run check --data here --label DEMO-0001
ok 'as said' [ -f here/evidence.db ]
wrong 'empty' check --data '' --label DEMO-0001

make_data

# A rehearsal: nothing is recorded, the receipt is null, the age counts from then.
before=$(records)
run check --label DEMO-0001 --gtin 9520000000011 --as-if "$(date -u +%FT%TZ)" --json
exits 0
json .receipt null
run check --label DEMO-0001 --gtin 9520000000011 --as-if "$(date -u -d '+30 days' +%FT%TZ)" --json
exits 3
json '.labels[0].registry.status' unverified
json '[.verdicts[0].findings[].code] | index("answer-stale") != null' true
run check --label DEMO-0001 --gtin 9520000000011 --as-if 2026-06-01T00:00:00Z --json
json '[.verdicts[0].findings[].code] | index("clock-suspect")' null
is 'records' "$(records)" "$before"
run check --data nowhere --label DEMO-0001 --as-if 2026-06-01T00:00:00Z
exits 3
ok 'a rehearsal makes no folder' [ ! -e nowhere ]

# A stale copy never looks clean.
run registry import registry.csv --scheme jc-star --as-of "$(date -u -d '-20 days' +%FT%TZ)" --data stale
run check --data stale --label DEMO-0001 --model DR-100 --brand 'Demo Works' --json
exits 3
json .outcome review
json '.labels[0].registry.status' unverified

# A folder that cannot be made or written: exit 1, nothing shown as checked.
: >file
for folder in file file/below; do
    run check --data "$folder" --label DEMO-0001
    exits 1
    quiet
    err_has "$folder"
    run registry import registry.csv --scheme jc-star --data "$folder"
    exits 1
    quiet
done
mkdir -p taken/evidence.db
run check --data taken --label DEMO-0001
exits 1
quiet

# A damaged cache is set aside and said so; the evidence is untouched; the next import fills a new one.
run check --label DEMO-0001 --gtin 9520000000011
exits 0
cp -r "$KENPIN_DATA" damaged
evidence=$(sha256sum <damaged/evidence.db)
garbage 5000 >damaged/cache.db
rm -f damaged/cache.db-wal damaged/cache.db-shm
run registry status --data damaged
exits 0
err_has 'set aside as'
err_has 'damaged/cache.db.damaged-1'
is 'the evidence' "$(sha256sum <damaged/evidence.db)" "$evidence"
garbage 5000 >damaged/cache.db
run check --data damaged --label DEMO-0001 --gtin 9520000000011
exits 3
err_has 'damaged/cache.db.damaged-2'
out_has REVIEW
out_lacks PASS
run registry import registry.csv --scheme jc-star --as-of now --data damaged
exits 0
run catalogue import catalogue.csv --data damaged
run check --data damaged --label DEMO-0001 --gtin 9520000000011
exits 0
run evidence verify --data damaged
exits 0

# Damaged evidence is left alone, and nothing is checked.
cp -r "$KENPIN_DATA" broken
garbage 5000 >broken/evidence.db
before=$(sha256sum <broken/evidence.db)
run check --data broken --label DEMO-0001
exits 1
quiet
err_has evidence.db
is 'the file' "$(sha256sum <broken/evidence.db)" "$before"

# Written by a newer program: left alone, said so. The version stands in bytes 60 to 63 of SQLite's header.
newer() { printf '\x00\x00\x03\xe7' | dd of="$1" bs=1 seek=60 conv=notrunc status=none; }
cp -r "$KENPIN_DATA" newer
newer newer/cache.db
run check --data newer --label DEMO-0001
exits 1
quiet
err_has 'newer kenpin'
cp -r "$KENPIN_DATA" newer2
newer newer2/evidence.db
run check --data newer2 --label DEMO-0001
exits 1
quiet
err_has newer

# Outputs that do not take it: exit 1, the record stays.
before=$(records)
"$KENPIN" check --label DEMO-0001 --gtin 9520000000011 >/dev/full 2>.err
is 'status with a full output' $? 1
ok 'said' grep -q 'stdout cannot be written' .err
"$KENPIN" check --label DEMO-0001 --gtin 9520000000011 >&- 2>.err
is 'status with a closed output' $? 1
is 'records' "$(records)" $((before + 2))
"$KENPIN" help 2>.err | :
is 'status with nobody reading is no signal' "$((PIPESTATUS[0] < 128))" 1

# Many at once: all succeed, one chain.
before=$(records)
for i in 1 2 3 4 5 6; do
    "$KENPIN" check --label DEMO-0001 --gtin 9520000000011 --json >"many.$i" &
done
wait
is 'all passed' "$(jq -r .outcome many.* | sort | uniq -c | tr -s ' ')" ' 6 pass'
is 'all have their own number' "$(jq .receipt.seq many.* | sort -u | wc -l)" 6
is 'records' "$(records)" $((before + 6))
run evidence verify
exits 0

# Colours only on a terminal, and not with NO_COLOR.
if command -v script >/dev/null; then
    on_terminal() { script -qec "$KENPIN check --label DEMO-0001 --gtin 9520000000011" /dev/null </dev/null; }
    ok 'colours on a terminal' holds "$(on_terminal)" $'\033[1'
    ok 'none with NO_COLOR' misses "$(NO_COLOR=1 on_terminal)" $'\033[1'
fi
