#!/usr/bin/env bash
# kenpin registry status
. "${BASH_SOURCE%/*}/lib.sh"

# Nothing here: said, with the command that gets a copy; no folder is made.
run registry status
exits 0
silent
out_has 'kenpin registry import FILE --scheme jc-star'
out_has 'kenpin registry import FILE --scheme cls'
ok 'no data folder was made' [ ! -e "$KENPIN_DATA" ]
run registry status --json
exits 0
quiet

make_registry
run registry import registry.csv --scheme jc-star --as-of 2026-11-21T08:00:00Z --demo
run registry status
exits 0
out_has DEMONSTRATION
out_has registry.csv
out_has 'labels 5'
out_has 'revoked 1'
out_has '--scheme cls'
run registry status --json
exits 0
is 'an object a copy' "$(wc -l <.out)" 1
json .scheme jc-star
json .source registry.csv
json .as_of 2026-11-21T08:00:00Z
json .labels 5

# Its age, as if the clock said so.
run registry status --as-if 2026-11-21T09:00:00Z --json
json .age_s 3600
run registry status --lang ja
out_has '写し'
wrong 'one too many' registry status registry.csv
