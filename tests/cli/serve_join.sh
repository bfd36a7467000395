#!/usr/bin/env bash
# kenpin serve: devices that join by a code, are cut off, guess, or ask too often.
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/serve_lib.sh"
make_data
serve

# ---- by a code, once ----

joins dock 'Dock 1'
posts_as dock /api/invite '{}'
replies 200
json '.qr.size == (.qr.rows | length)' true
json '.expires_at | length' 20
code=$(jq -r .code <<<"$out") url=$(jq -r .url <<<"$out")
is 'the address holds the code behind the #, where no server sees it' "$url" "$base/join#$code"
joins phone Phone "$code"
replies 200
json .station.name Phone
joins other Other "$code"
replies 403
as other /api/state
replies 401

# ---- cut off ----

as dock /api/stations
json '.stations | length' 2
json '.stations[] | select(.name == "Dock 1") | .you' true
phone=$(jq '.stations[] | select(.name == "Phone") | .id' <<<"$out")
: >events
curl -sN --max-time 60 -H "Cookie: kenpin-${base##*:}=$(cat phone)" "$base/api/events" >events &
events_pid=$!
until grep -q '^event: state' events; do sleep 0.02; done
posts_as dock "/api/stations/$phone/cut" '{}'
replies 200
wait "$events_pid"
is 'its stream ended' "$?" 0
as phone /api/state
replies 401
posts_as phone /api/act '{"act":"scan","text":"9520000000011"}'
replies 401
as phone /
replies 302
as dock /api/stations
json '[.stations[] | select(.name == "Phone")] | length' 0
posts_as dock /api/stations/999/cut '{}'
ok 'one that is not there' [ "$code" != 500 ]

# ---- guesses ----

for i in 1 2 3 4 5; do
    joins thief Thief "guess-$i"
done
joins thief Thief guess-6
replies 429
ok 'says when again' grep -qi '^retry-after: [0-9]' .head
posts_as dock /api/invite '{}'
code=$(jq -r .code <<<"$out")
joins thief Thief "$code" # a right one is not looked at now either, or a guess could be told from it
json .error.code too-many
as dock /api/state
replies 200 # who has joined goes on

for ((i = 0; i < 70; i++)); do
    printf 'next\nurl = "%s/api/state"\nheader = "Authorization: Bearer guess-%s"\noutput = /dev/null\nwrite-out = "%%{http_code}\\n"\n' "$base" "$i"
done | sed 1d >guesses
curl -sK guesses >codes
ok 'guessed tokens are refused' grep -qx 401 codes
ok 'and then not looked at for a while' grep -qx 429 codes
ok 'none gets through' [ "$(sort -u codes | tr '\n' ' ')" = '401 429 ' ]

# ---- too often ----

for ((i = 0; i < 200; i++)); do
    printf 'next\nurl = "%s/api/act"\nheader = "Authorization: Bearer %s"\nheader = "Content-Type: application/json"\nheader = "Idempotency-Key: often-%s"\ndata-raw = "{\\"act\\":\\"quantity\\",\\"number\\":2}"\noutput = /dev/null\nwrite-out = "%%{http_code}\\n"\n' "$base" "$token" "$i"
done | sed 1d >often
curl -sK often >codes &
one=$!
curl -sK often >codes2
wait "$one"
ok 'acts beyond the rate are refused' grep -qx 429 codes codes2
as dock /api/state
replies 200 # another station is not held up

stop
exits 0
