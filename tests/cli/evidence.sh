#!/usr/bin/env bash
# kenpin evidence list, show, verify
. "${BASH_SOURCE%/*}/lib.sh"

# Nothing here yet.
run evidence list
exits 0
quiet
err_has 'no records yet'
run evidence list --csv
exits 0
is 'lines of CSV' "$(wc -l <.out)" 1
run evidence verify
exits 0
out_has 'no records yet'
run evidence verify --head "$(printf '0%.0s' {1..64})"
exits 1
run evidence show 1
exits 1
err_has 'there is no record 1'
ok 'no data folder was made' [ ! -e "$KENPIN_DATA" ]

make_data
run check --label DEMO-0001 --gtin 9520000000011 --consignment C-17 --json
nowhere=sha256:$(printf 'f%.0s' {1..64})
head=$(jq -r .receipt.hash <<<"$out")
run check --label DEMO-0003 --gtin 9520000000035 --consignment C-17 --market gb,jp
run check --label DEMO-0004 --gtin 9520000000042 --consignment C-18
run catalogue confirm --gtin 9520000000059 --label DEMO-0005 --operator Tanaka

run evidence list
exits 0
silent
is 'a line a record' "$(wc -l <.out)" 4
seqs() { # seqs WANTED OPTIONS...
    run evidence list --json "${@:2}"
    exits 0
    is "records with ${*:2}" "$(jq .receipt.seq <<<"$out" | paste -sd,)" "$1"
}
seqs 1,2,3,4
seqs 1,2 --consignment C-17
seqs 2 --consignment C-17 --outcome hold
seqs 2 --label DEMO-0003
seqs 2 --label demo-0003
seqs 3 --gtin 9520000000042
seqs 3 --gtin 09520000000042
seqs 1,2,3,4 --since 2026-01-01
seqs '' --before 2026-01-01
seqs '' --since 2990-01-01T00:00:00Z
run evidence list --outcome stop
exits 0
quiet
err_has 'no record is such'
run evidence list --csv # a confirmation has no verdicts
is 'lines of CSV' "$(wc -l <.out)" 5

run evidence show 2
exits 0
out_has HOLD
run evidence show ２ --json
exits 0
json .receipt.seq 2

run evidence verify
exits 0
out_has 'records 4'
run evidence verify --json
json .chain whole
json .records 4
json .bad_seq null
run evidence verify --head "$head"
exits 0
run evidence verify --head "${head#sha256:}"
exits 0
run evidence verify --head "$nowhere" --json
exits 1
json .chain tail-missing
run evidence verify --head "$nowhere" --lang ja
exits 1
out_has '末尾が欠けています'

wrong '2026-11-21' evidence list --since yesterday
wrong 'out, pass, warn, review, hold, stop' evidence list --outcome good
wrong 'is no GTIN' evidence list --gtin 9520000000012
wrong '--json or --csv' evidence list --json --csv
wrong 'is no record' evidence show first
wrong 'is no record' evidence show 0
wrong 'evidence show needs SEQ' evidence show
wrong 'no hash' evidence verify --head abc

# Bytes changed behind its back are found and named; the others can still be read.
grep -q C-18 "$KENPIN_DATA/evidence.db" && sed -i 's/"consignment":"C-18"/"consignment":"C-19"/' "$KENPIN_DATA/evidence.db"
run evidence verify
exits 1
out_has 'BROKEN at record 3'
run evidence verify --json
exits 1
json .chain broken
json .bad_seq 3
json .records 2
run evidence show 1
exits 0
