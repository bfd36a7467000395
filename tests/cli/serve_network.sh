#!/usr/bin/env bash
# kenpin serve --lan on real addresses: two machines in network namespaces, the shop's with a private and a public address
# (of the blocks for documentation, which lead nowhere), and a phone beside it.
if [ -z "${KENPIN_NETWORK-}" ]; then # in namespaces of its own, whoever runs it
    for how in --mount\ --net --user\ --map-root-user\ --mount\ --net; do
        # shellcheck disable=SC2086
        unshare $how sh -c 'mount -t tmpfs none /run && ip netns add try' 2>/dev/null &&
            KENPIN_NETWORK=1 exec unshare $how "$0"
    done
    echo 'SKIP: network namespaces may not be made here (unshare, ip netns add)'
    exit 77
fi
mount -t tmpfs none /run || exit 1
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/serve_lib.sh"
make_data

# ---- two machines and the wire between them ----

in_shop() { ip netns exec shop "$@"; }
in_phone() { ip netns exec phone "$@"; }

wire() {
    local name
    ip netns add shop && ip netns add phone && ip link add wire netns shop type veth peer name wire netns phone || return
    for name in shop phone; do
        ip -n "$name" link set lo up && ip -n "$name" link set wire up || return
    done
    ip -n phone address add 192.168.77.2/24 dev wire && ip -n phone address add 203.0.113.2/24 dev wire &&
        ip -n phone address add fd77::2/64 dev wire nodad && ip -n shop address add 203.0.113.1/24 dev wire
}
ok 'two machines and a wire' wire
outside=$KENPIN
printf '#!/bin/sh\nexec ip netns exec shop %q "$@"\n' "$outside" >shop_kenpin
chmod +x shop_kenpin
KENPIN=$work/shop_kenpin
phone() { # phone ARGS...: curl of the phone
    last="phone: curl $*"
    code=$(in_phone curl -sS --max-time 20 --cacert "$KENPIN_DATA/serve-cert.pem" -o .out -D .head -w '%{http_code}' "$@" 2>.err)
    status=$? out=$(tr -d '\0' <.out) head=$(cat .head) err=$(cat .err)
}
shop() { # shop PATH JSON: the shop's own browser
    keys=$((keys + 1))
    last="shop: $1"
    out=$(in_shop curl -sS --cacert "$KENPIN_DATA/serve-cert.pem" -H "Cookie: __Host-kenpin-${base##*:}=$(cat dock)" \
        -H 'Content-Type: application/json' -H "Idempotency-Key: shop-$keys" --data-raw "$2" "$base$1" 2>.err)
    status=$? err=$(cat .err)
}

# ---- public addresses alone ----

run serve --lan
exits 1
err_has 'public addresses only'
run serve --lan --lang ja
err_has 'グローバルアドレスしかなく'

# ---- a private one, of either family ----

ok 'private addresses' ip -n shop address add 192.168.77.1/24 dev wire
ok 'and of IPv6' ip -n shop address add fd77::1/64 dev wire nodad
serve --lan
port=${base##*:}
shown=$(cat serve.out)
lan=https://192.168.77.1:$port
ok 'says its private addresses' grep -qF "Other devices: $lan" serve.out
ok 'of both families' grep -qF "Other devices: https://[fd77::1]:$port" serve.out
ok 'and of no public one' misses "$shown" 203.0.113.1
ok 'says that' grep -qF "not served on this machine's public addresses (1)" serve.err
seen=$(in_phone openssl s_client -connect "192.168.77.1:$port" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 | cut -d= -f2)
ok "the phone sees the certificate whose fingerprint is shown ($seen)" grep -qxF "Certificate, SHA-256: $seen" serve.out
phone "$lan/join"
replies 200
ok 'a page' holds "$out" '<html'
phone "https://[fd77::1]:$port/join"
replies 200
phone --cacert /dev/null "$lan/join"
isnt 'a certificate that is not known' "$status" 0
phone "https://203.0.113.1:$port/join"
is 'nothing listens on the public address: connection refused' "$status" 7
phone "http://192.168.77.1:$port/join"
isnt 'without TLS' "$code" 200
isnt 'it is not even an answer' "$status" 0

# ---- the phone joins by the link that is shown ----

keys=0
in_shop curl -sS --cacert "$KENPIN_DATA/serve-cert.pem" -D .head -o /dev/null -H 'Content-Type: application/json' -H 'Idempotency-Key: dock' \
    --data-raw "{\"code\":\"$token\",\"name\":\"Dock 1\"}" "$base/api/join"
sed -n 's/^[Ss]et-[Cc]ookie: *[^=]*=\([^;]*\).*/\1/p' .head >dock
shop /api/invite '{}'
url=$(jq -r .url <<<"$out")
ok "the link leads to an address that a phone can reach ($url)" holds "$url" "$lan/join#"
join=(-H 'Content-Type: application/json' --data-raw "{\"code\":\"${url##*#}\",\"name\":\"Phone\"}")
phone "${join[@]}" -H 'Idempotency-Key: phone-1' "${url%%#*}"
isnt 'the page takes no POST' "$code" 200
phone "${join[@]}" -H 'Idempotency-Key: phone-1' "$lan/api/join"
replies 200
json .station.name Phone
ok 'a cookie for TLS alone' grep -qi '^set-cookie: __Host-kenpin-.*; Secure' .head
cookie=$(sed -n 's/^[Ss]et-[Cc]ookie: *\([^;]*\).*/\1/p' .head)
phone "${join[@]}" -H 'Idempotency-Key: phone-2' "$lan/api/join"
replies 403 # once
phone -H "Cookie: $cookie" "$lan/api/state"
replies 200
act=(-H "Cookie: $cookie" -H 'Content-Type: application/json' --data-raw '{"act":"scan","text":"9520000000011"}')
phone "${act[@]}" -H 'Idempotency-Key: box-1' -H "Origin: $lan" "$lan/api/act"
replies 200
json .last.outcome pass

# ---- no other name and no other address, even with the cookie ----

for host in "kenpin.example:$port" "203.0.113.1:$port" "192.168.77.2:$port" 192.168.77.1 "192.168.77.1:1" ''; do
    phone -H "Cookie: $cookie" -H "Host: $host" "$lan/api/state"
    ok "Host \"$host\" is refused ($code)" [ "$code" = 421 -o "$code" = 400 ]
done
phone --resolve "kenpin.example:$port:192.168.77.1" -k -H "Cookie: $cookie" "https://kenpin.example:$port/api/state"
replies 421 # a name that was made to lead here
for origin in https://kenpin.example "http://192.168.77.1:$port" "https://192.168.77.1" "https://203.0.113.1:$port" "https://[fd77::1]:$port" null; do
    phone "${act[@]}" -H 'Idempotency-Key: box-2' -H "Origin: $origin" "$lan/api/act"
    ok "Origin $origin is refused ($code)" [ "$code" = 403 ]
done
phone "${act[@]}" -H 'Idempotency-Key: box-2' -H 'Sec-Fetch-Site: cross-site' "$lan/api/act"
replies 403
phone -H "Cookie: $cookie" "$lan/api/state"
json .consignment.boxes 1
stop
exits 0

# ---- a public one: asked for twice ----

run serve --lan --address 203.0.113.1 --port 0
exits 2
err_has 'say --lan twice'
run serve --address 203.0.113.1 --port 0
exits 2
err_has 'with --lan only'
serve --lan --lan
port=${base##*:}
ok 'says it' grep -qF "Other devices: https://203.0.113.1:$port" serve.out
ok 'its certificate is of before, which does not name it' grep -qF 'the certificate does not name 203.0.113.1' serve.err
phone "https://203.0.113.1:$port/join"
isnt 'and a browser warns' "$status" 0
stop
exits 0
rm "$KENPIN_DATA/serve-cert.pem"
serve --lan --lan
port=${base##*:}
ok 'made anew, it names all' misses "$(cat serve.err)" 'does not name'
phone "https://203.0.113.1:$port/join"
replies 200
phone "https://192.168.77.1:$port/join"
replies 200
phone "https://203.0.113.1:$port/api/state"
replies 401
stop
exits 0
