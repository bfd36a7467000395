#!/usr/bin/env bash
# kenpin serve at work: an act that comes twice, two stations, pictures and frames, events, a server killed in between.
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/serve_lib.sh"
make_data
serve

# ---- acts, once each ----

scan() { # scan WHO TEXT KEY
    as "$1" /api/act -H 'Content-Type: application/json' -H "Idempotency-Key: $3" \
        --data-raw "{\"act\":\"scan\",\"text\":\"$2\"}"
}
joins dock 'Dock 1'
joins phone Phone
posts_as dock /api/act '{"act":"open","name":"PO-1"}'
consignment=$(jq .consignment.id <<<"$out")
posts_as phone /api/act "{\"act\":\"join\",\"number\":$consignment}"
json .consignment.name PO-1
scan dock 9520000000011 box-1 # its model is in the registry under its brand
json .state answer
json .last.outcome pass
json .did box-1
before=$(records)
scan dock 9520000000011 box-1
json .consignment.boxes 1
is 'the same key records nothing' "$(records)" "$before"
scan dock 9520000000011 box-2
json .consignment.boxes 2
json .consignment.repeats 1
scan phone 9520000000011 box-3
json .consignment.boxes 3
json .station.name Phone

# ---- events ----

: >events
curl -sN --max-time 60 -H "Cookie: kenpin-${base##*:}=$(cat dock)" "$base/api/events" >events &
events_pid=$!
until_events() { # until_events TEXT: what the stream says, once it does
    local i
    for ((i = 0; i < 1500; i++)); do
        grep -q -- "$1" events && break
        sleep 0.02
    done
    ok "an event has $1" grep -q -- "$1" events
}
until_events '^event: state'
until_events '"boxes":3'
posts_as phone /api/act '{"act":"quantity","number":2}'
scan phone 9520000000011 box-4
until_events '"pieces":5'
posts_as dock /api/act '{"act":"lang","lang":"ja"}'
until_events '"lang":"ja"'
"$KENPIN" registry import registry.csv --scheme cls --as-of now --demo >/dev/null 2>&1 # another program
until_events '"scheme":"cls","there":true'

# ---- to look up, and a check without a consignment ----

as dock /api/consignments
json '.consignments[0].name' PO-1
as dock "/api/consignments/$consignment"
json '.boxes | length' 4
as dock /api/consignments/9999
replies 404
as dock '/api/search?q=dr-10'
json '.models[0].model' DR-100
as dock /api/search
replies 400
as dock /api/card
json '.codes | length > 10' true
post /api/check '{"market":["gb","jp"],"gtin":"9520000000011","label":["DEMO-0001"],"operator":"Sato"}'
replies 200
json '.verdicts | length' 2
json .facts.operator Sato
seq=$(jq .receipt.seq <<<"$out")
call -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H 'Idempotency-Key: check-1' \
    --data-raw '{"gtin":"9520000000011"}' "$base/api/check"
first=$out
call -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H 'Idempotency-Key: check-1' \
    --data-raw '{"gtin":"9520000000011"}' "$base/api/check"
is 'the same key gives the same record' "$out" "$first"
get "/api/records/$seq"
json .receipt.seq "$seq"
get /api/records/99999
replies 404
post /api/check '{"market":["gb"]}'
replies 400

# ---- pictures and frames ----

picture() { # picture WHO FILE KEY
    as "$1" /api/picture -H 'Content-Type: application/octet-stream' -H "Idempotency-Key: $3" --data-binary "@$2"
}
joins eye Camera
posts_as eye /api/act '{"act":"open","name":"PO-2"}'
picture eye "$pictures/ean.png" picture-1
replies 200
json '.codes[0].symbology' ean13
json '.codes[0].corners | length' 4
json .view.last.outcome pass
json .view.last.check.codes[0].from picture
picture eye "$pictures/blank.png" picture-2
replies 200
json '.codes | length' 0
json .view.sound refused
head -c 60 "$pictures/ean.png" >cut.png
picture eye cut.png picture-3
replies 400
echo hello >hello.png
picture eye hello.png picture-4
replies 400

# A black-and-white picture as a frame of grey bytes.
size=$(python3 - "$pictures/forms/box.pbm" frame <<'PY'
import sys
_, size, bits = open(sys.argv[1], 'rb').read().split(b'\n', 2)
w, h = map(int, size.split())
row = (w + 7) // 8
open(sys.argv[2], 'wb').write(bytes(0 if bits[y * row + x // 8] >> (7 - x % 8) & 1 else 255 for y in range(h) for x in range(w)))
print(f'w={w}&h={h}')
PY
)
frame() { # frame WHO QUERY FILE
    keys=$((keys + 1))
    as "$1" "/api/frame?$2" -H 'Content-Type: application/octet-stream' -H "Idempotency-Key: frame-$keys" --data-binary "@$3"
}
# Frames as a camera sends them, one right behind the other, until two agreed: a machine at its limit may take too long
# between them.
frames() { # frames WHO QUERY FILE
    local cookie i k
    cookie=kenpin-${base##*:}=$(cat "$1")
    for ((i = 0; i < 20; i++)); do
        for k in 1 2 3; do
            printf 'url = "%s/api/frame?%s"\nheader = "Cookie: %s"\nheader = "Content-Type: application/octet-stream"\n' "$base" "$2" "$cookie"
            printf 'header = "Idempotency-Key: frames-%s-%s"\ndata-binary = "@%s"\noutput = "frame.%s"\nnext\n' "$i" "$k" "$3" "$k"
        done | sed '$d' >frames.curl
        last='curl of three frames'
        curl -sSK frames.curl 2>.err
        for k in 1 2 3; do
            out=$(cat "frame.$k")
            [ "$(jq .agreed <<<"$out")" != true ] || return
        done
    done
}
joins eye 'Camera 2'
posts_as eye /api/act '{"act":"open","name":"PO-3"}'
frames eye "$size" frame
json '.codes[0].text' DEMO-0001
json '.codes[0].corners | length' 4
json .agreed true
json '.view.box.codes[0].text' DEMO-0001
json '.view.state' waiting-product
before=$(records)
frame eye "$size" frame
json .agreed false
is 'what stays in sight counts once' "$(records)" "$before"
frame eye 'w=10&h=10' frame
replies 400
frame eye 'w=-1&h=1' frame
replies 400
frame eye '' frame
replies 400

# ---- killed ----

kill "$events_pid" 2>/dev/null
wait "$events_pid"
as dock "/api/consignments/$consignment"
boxes=$(jq .consignment.boxes <<<"$out")
for i in 1 2 3 4 5 6; do # at other moments of an act
    (scan dock 9520000000011 "kill-$i") &
    sleep "0.00$i"
    stop KILL
    wait
    serve
    scan dock 9520000000011 "kill-$i" # as a page that got no reply
    replies 200
done
json .consignment.boxes "$((boxes + 6))"
as dock "/api/consignments/$consignment"
json '.boxes | length' "$((boxes + 6))"
json '[.boxes[].box] | unique | length' "$((boxes + 6))"
as eye /api/state
json '.box.codes[0].text' DEMO-0001 # an open box is still open
run evidence verify
exits 0

stop INT
exits 0
