#!/usr/bin/env bash
# kenpin registry changes, and registry show --on: what each copy changed, and what an entry was on a day.
. "${BASH_SOURCE%/*}/lib.sh"

run registry changes
exits 1
quiet
err_has 'there is no copy of any registry here'
run registry show DEMO-0001 --on 2026-09-01
exits 1
err_has 'there is no copy of any registry here'

copy() { # copy FILE TIME
    "$KENPIN" registry import "$1" --scheme jc-star --as-of "$2" --demo --accept-shrink 'a test' >/dev/null || exit 1
}
make_registry
copy registry.csv 2026-09-01T08:00:00Z
first=$("$KENPIN" registry status --json | jq -r .copy)
run registry changes
exits 0
silent
out_has 'no changes' # the first copy is all new
run registry changes --json
exits 0
quiet

# A check of two labels: one listed, one that is not yet.
run check --label DEMO-0004 --label demo-0006 --gtin 9520000000042
run check --label DEMO-0001
sed -e '/DEMO-0005/d' -e 's/Demo Hub/Demo Hub 2/' -e '/DEMO-0004/s/有効/取消し/' \
    -e 's/"DR-100, DR-101"/"DR-101, DR-102"/' registry.csv >next.csv
printf 'DEMO-0006,2,有効,Demo Bell,Demo Works Inc.,DB-600,2025-06-01,2990-05-31\n' >>next.csv
copy next.csv 2026-10-01T20:00:00Z # the 2nd in Japan
second=$("$KENPIN" registry status --json | jq -r .copy)
copy registry.csv 2026-11-01T08:00:00Z

run registry changes --json
exits 0
silent
of() { out=$(jq -c "select(.number == \"$1\" and .copy.source == \"$2\")" <<<"$out_all"); }
out_all=$out
is 'all changes' "$(jq -s length <<<"$out")" 8
of DEMO-0006 next.csv
json .change new
json .scheme jc-star
json .copy.as_of 2026-10-01T20:00:00Z
json .copy.copy "$second"
json .copy.demo true
json .checked.times 1 # it was asked for before it was listed, in small letters
json .checked.last_seq 1
of DEMO-0004 next.csv
json .change changed
json '.fields | map(.field) | join(" ")' 'status word product'
json '.fields[0].before' current
json '.fields[0].after' revoked
json '.fields[1].after' 取消し
json '.fields[2].before' 'Demo Hub'
json .checked.times 1
of DEMO-0001 next.csv
json '.fields[0].field' models
json '.fields[0].before | join(" ")' 'DR-100 DR-101'
json '.fields[0].after | join(" ")' 'DR-101 DR-102'
json .checked.last_seq 2
of DEMO-0005 next.csv
json .change gone
json .last.source registry.csv
json .last.copy "$first"
json .checked null
of DEMO-0005 registry.csv
json .change returned
json .last.copy "$first"
json '.fields | length' 0
of DEMO-0006 registry.csv
json .change gone

# For a person.
run registry changes
exits 0
out_has DEMONSTRATION
out_has '+ new DEMO-0006 · Demo Works Inc. · Demo Bell'
out_has '~ changed DEMO-0004'
out_has 'status: current → revoked'
out_has 'product: Demo Hub → Demo Hub 2'
out_has 'models: +DR-102 -DR-100'
out_has '- gone DEMO-0005'
out_has 'last in registry.csv, as of 2026-09-01 08:00 UTC'
out_has '= returned DEMO-0005'
out_has 'checked here: times 1, last in record 2'
out_has 'new 1 · changed 4 · gone 2 · returned 1'
out_has 'of labels checked here: 6'
run registry changes --lang ja
exits 0
out_has '消失 DEMO-0005'

# Since a day, a moment, a copy.
since() { # since TEXT COUNT
    run registry changes --json --since "$1"
    exits 0
    is "changes since $1" "$(jq -s length <<<"$out")" "$2"
}
since 2026-10-01 8
since 2026-10-01T20:00:01Z 4
since 2026-11-02 0
since "$second" 4
since "${second#sha256:}" 4
since "$(cut -c1-15 <<<"$second")" 4
since "${first:7:8}" 8 # the oldest copy with it
for none in sha256:00000000 00000000 2026-13-01 yesterday "${second:7:7}" 'sha256:%_______'; do
    run registry changes --since "$none"
    exits 1
    quiet
    err_has 'no copy has a digest'
done
wrong 'one too many' registry changes DEMO-0001

# As of a day, on the scheme's own calendar.
on() { # on DATE NUMBER
    run registry show "$2" --on "$1" --json
    exits 0
}
on 2026-09-30 DEMO-0004
json .status current
json .product 'Demo Hub'
json .copy "$first"
json .as_of 2026-09-01T08:00:00Z
on 2026-10-01 DEMO-0004 # in Japan the copy is of the 2nd
json .status current
on 2026-10-02 DEMO-0004
json .status revoked
json .product 'Demo Hub 2'
json .copy "$second"
on 2026-12-01 DEMO-0004
json .status current
on 2026-10-15 DEMO-0005
json .status gone
json .last.copy "$first"
json .first_without.copy "$second"
on 2026-11-01 DEMO-0005
json .status current
json .last null
on 2026-10-15 DR-102 # a model it has no longer
json .number DEMO-0001
on 2026-10-15 demo-0006
json .level 2
on 2026-11-15 DEMO-0006
json .status gone
run registry show DEMO-0006 --on 2026-09-15
exits 1
quiet
err_has 'in the copies up to 2026-09-15'
run registry show DR-100 --on 2026-10-15
exits 1
run registry show DEMO-0001 --on 2026-08-31
exits 1
err_has 'nothing is kept of 2026-08-31'
run registry show DEMO-0005 --on 2026-10-15
exits 0
out_has 'gone from the list'
out_has 'Gone from next.csv, as of 2026-10-01 20:00 UTC, 13 days old'
run registry show DEMO-0006
exits 0
out_has 'Last in  next.csv'
wrong '--on' registry show DEMO-0001 --on yesterday

# A copy that is only seen again is of both days.
copy registry.csv 2026-11-10T08:00:00Z
on 2026-11-05 DEMO-0001
json .as_of 2026-11-01T08:00:00Z
on 2026-11-10 DEMO-0001
json .as_of 2026-11-10T08:00:00Z
since 2026-11-02 0

# What is real leaves nothing of a demonstration, its history included.
run registry import registry.csv --scheme jc-star --as-of 2026-11-12T08:00:00Z
exits 0
run registry changes --json
exits 0
quiet
run registry show DEMO-0001 --on 2026-11-05
exits 1
