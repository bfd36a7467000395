#!/usr/bin/env bash
# kenpin serve: who opens a stream of events and reads none of them is cut, costs no memory, and holds up nobody.
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/serve_lib.sh"
export ASAN_OPTIONS=${ASAN_OPTIONS-}:quarantine_size_mb=1 # memory is measured
make_data
serve
joins dock 'Dock 1'
posts_as dock /api/act '{"act":"open","name":"PO-1"}'
last='serve_silent.py'
out=$(python3 "$here/serve_silent.py" "$server_pid" "${base##*:}" "kenpin-${base##*:}=$(cat dock)" 2>&1)
json .opened 7
json .reader_has_news true
json '.view_bytes > 40000' true
json '.acts > 100' true
json '.cut_after_s >= 25' true # not before its time: a slow network is no silence
json '.grew_kB * 1024 < .view_bytes * .opened * 5 * 30 / 2' true # all that was not sent would be more: five views a second
echo "$out"
as dock /api/state
replies 200
stop
exits 0
