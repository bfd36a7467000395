#!/usr/bin/env bash
# kenpin serve: who may ask what, and what comes back; with curl, as a script would.
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/serve_lib.sh"
make_data
serve

# ---- the page ----

call "$base/join"
replies 200
ok 'a document' grep -qi '^content-type: text/html; charset=utf-8' .head
ok 'nothing from elsewhere' grep -qi "^content-security-policy: default-src 'none'; script-src 'self'" .head
ok 'no frame around it' grep -qi "frame-ancestors 'none'" .head
ok 'no guessing of types' grep -qi '^x-content-type-options: nosniff' .head
tag=$(sed -n 's/^[Ee][Tt]ag: *\("[^"]*"\).*/\1/p' .head)
call -H "If-None-Match: $tag" "$base/join"
replies 304
call "$base/"
replies 302
ok 'who has not joined is led to /join' grep -qi '^location: /join' .head
call "$base/page.css"
replies 200
call "$base/../serve.token" --path-as-is
replies 404
call -X POST -d '' "$base/"
replies 405

# ---- who may ask ----

for path in state consignments stations card search?q=x events records/1 consignments/1; do
    call "$base/api/$path"
    replies 401
    json .error.code not-joined
done
call -H 'Authorization: Bearer wrong' "$base/api/state"
replies 401
get /api/state
replies 200
json .station.kind script
json .state ready
ok 'the token is for its owner alone' [ "$(stat -c %a "$KENPIN_DATA/serve.token")" = 600 ]

post /api/act '{"act":"name","name":"other"}' # else the next call of a script would be another station's
replies 400

joins jar 'Dock 2' nonsense
replies 403
joins jar 'Dock 2'
replies 200
json .station.name 'Dock 2'
ok 'a cookie that no script of a page reads' grep -qi '^set-cookie: kenpin-.*; HttpOnly; SameSite=Strict; Path=/' .head
as jar /
replies 200
joins jar2 again
json .station.id 3
as jar /api/join -H 'Content-Type: application/json' -H 'Idempotency-Key: again' --data-raw "{\"code\":\"$token\"}"
json .station.id 2 # who has joined stays who it is

# ---- from elsewhere ----

get /api/state -H 'Host: evil.example'
replies 421
get /api/state -H "Host: evil.example:${base##*:}"
replies 421
get /api/state -H "Host: localhost.evil.example:${base##*:}"
replies 421
get /api/state -H "Host: 127.0.0.1:${base##*:}"
replies 200
get /api/state -H "Host: [::1]:${base##*:}"
replies 200
get /api/state -H 'Host: localhost:1'
replies 421
get /api/state -H 'Sec-Fetch-Site: cross-site'
replies 403
get /api/state -H 'Sec-Fetch-Site: same-site'
replies 403
get /api/state -H 'Sec-Fetch-Site: same-origin'
replies 200
post /api/act '{"act":"operator","name":"A"}' -H "Origin: $base"
replies 200
for origin in http://evil.example null "${base/http/https}" "http://127.0.0.1:${base##*:}" http://localhost:1; do
    post /api/act '{"act":"operator","name":"B"}' -H "Origin: $origin"
    replies 403
done
get /api/state
json .station.operator A

# ---- what may be sent ----

seq_before=$(records)
get /api/act
replies 405
ok 'says which method' grep -qi '^allow: POST' .head
get '/api/act?act=scan&text=9520000000011'
replies 405
get /api/nothing
replies 404
post /api/state '{}'
replies 405
is 'no GET and no wrong call records anything' "$(records)" "$seq_before"

call -H "Authorization: Bearer $token" -H 'Content-Type: application/json' --data-raw '{"act":"operator","name":"C"}' "$base/api/act"
replies 400 # no key
for key in '' 'a b' 'a/b' "$(printf 'k%.0s' {1..65})"; do
    call -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H "Idempotency-Key: $key" \
        --data-raw '{"act":"operator","name":"C"}' "$base/api/act"
    replies 400
done
post /api/act '{"act":"operator","name":"C"}' -H 'Idempotency-Key: second'
replies 400
call -H "Authorization: Bearer $token" -H 'Content-Type: text/plain' -H 'Idempotency-Key: k' --data-raw '{"act":"operator","name":"C"}' "$base/api/act"
replies 415
for body in '' '[]' '{' '{"act":"fly"}' '{"act":"scan","text":1}' '{"act":"scan","text":"a\u0000b"}' '{"act":"scan","colour":"red"}' \
    '{"act":"scan","act":"undo"}' '{"text":"9520000000011"}' '{"act":"quantity","number":-1}' '{"act":"quantity","number":1.5}' \
    '{"act":"open","markets":["gb","gb"]}' '{"act":"open","markets":["fr"]}' '{"act":"scan","text":[[[[[[[[["x"]]]]]]]]]}' $'{"act":"scan","text":"\xff"}'; do
    post /api/act "$body"
    replies 400
    json '.error | has("en") and has("ja")' true
done
# A key is for one act of one station: for another, nothing is done, and that is said.
keyed() { # KEY PATH JSON ARGS...
    call -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H "Idempotency-Key: $1" \
        --data-raw "$3" "$base$2" "${@:4}"
}
check='{"market":["gb"],"gtin":"9520000000011","label":["DEMO-0001"]}' longest=$(printf 'k%.0s' {1..64})
keyed "$longest" /api/check "$check"
replies 200
seq=$(jq .receipt.seq <<<"$out")
keyed "$longest" /api/check "$check"
json .receipt.seq "$seq"
keyed one /api/act '{"act":"scan","text":"9520000000066"}'
replies 200
seq_before=$(records)
for body in '{"act":"scan","text":"9520000000073"}' '{"act":"undo","reason":"x"}'; do
    keyed one /api/act "$body"
    replies 409
    json .error.code key-used
    json '.error.en | contains("another act, of 20")' true
    json '.error.ja | contains("別の操作")' true
done
keyed "$longest" /api/check "${check/0001/0002}"
replies 409
keyed one /api/check "$check"
replies 409
call -H "Authorization: Bearer $token" -H 'Content-Type: image/png' -H 'Idempotency-Key: one' --data-binary "@$pictures/ean.png" "$base/api/picture"
replies 409
joins other 'Dock 9'
as other /api/act -H 'Content-Type: application/json' -H 'Idempotency-Key: one' --data-raw '{"act":"scan","text":"9520000000066"}'
replies 409
keyed one /api/act '{ "act": "scan", "text": "9520000000066" }'
replies 200
is 'nothing was done twice, nor in place of another' "$(records)" "$seq_before"

head -c 3000000 /dev/zero | tr '\0' x >large
post /api/act '' --data-binary @large
replies 413
head -c 70000 large >medium
post /api/check '' --data-binary @medium
replies 413
call -H "Authorization: Bearer $token" -H 'Transfer-Encoding: chunked' -H 'Content-Type: application/json' -H 'Idempotency-Key: k' \
    --data-binary @medium "$base/api/act"
replies 411
get /api/state -H "X-Long: $(head -c 40000 large)"
ok 'a head without end is refused' [ "$code" = 431 -o "$code" = 413 -o "$code" = 414 -o "$code" = 000 ]
get /api/state
json .station.operator A

stop
exits 0
