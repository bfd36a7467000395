#!/usr/bin/env bash
# kenpin serve --lan: over TLS, with its own certificate or the shop's; on this machine alone here.
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/serve_lib.sh"
make_data

# ---- what is a wrong call ----

wrong 'served with --lan only' serve --address 192.168.1.2
wrong 'say --lan twice' serve --lan --address 203.0.113.5
wrong 'is no address' serve --address localhost
wrong 'go together' serve --lan --cert a.pem
wrong 'goes with --lan' serve --cert a.pem --key a.pem
wrong 'opened at the counter' serve --consignment PO-1
wrong 'takes no value' serve --lan=yes
wrong 'serve does not go with --as-if' serve --as-if 2026-11-21T10:15:00Z
run serve --lan --address 127.0.0.1 --cert missing.pem --key missing.pem
exits 1
err_has 'no file missing.pem'
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout one.key -out one.pem -days 5 -subj /CN=localhost \
    -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout other.key -out other.pem -days 5 -subj /CN=other 2>/dev/null
run serve --lan --address 127.0.0.1 --cert one.pem --key other.key
exits 1
err_has 'no certificate with its key'
faketime '2020-01-01' openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout old.key -out old.pem -days 5 \
    -subj /CN=localhost 2>/dev/null
run serve --lan --address 127.0.0.1 --cert old.pem --key old.key
exits 1
err_has 'has ended'

# ---- its own, made once ----

serve --lan --address 127.0.0.1
cacert=$KENPIN_DATA/serve-cert.pem
ok 'says the fingerprint' grep -qF "$(openssl x509 -in "$cacert" -noout -fingerprint -sha256 | cut -d= -f2)" serve.out
ok 'says why HTTPS' grep -q camera serve.out
ok 'the key is for its owner alone' [ "$(stat -c %a "$KENPIN_DATA/serve-key.pem")" = 600 ]
openssl x509 -in "$cacert" -noout -text >text
ok 'ECDSA on P-256' grep -q 'prime256v1' text
ok 'for this machine' grep -q 'DNS:localhost, IP Address:127.0.0.1' text
ok 'for two years' holds "$(openssl x509 -in "$cacert" -noout -checkend $((729 * 86400)))" "will not expire"
joins dock 'Dock 1'
replies 200
ok 'a cookie for TLS alone' grep -qi '^set-cookie: __Host-kenpin-.*; Secure' .head
as dock /api/state
json .station.name 'Dock 1'
as dock / 
replies 200
call "http://${base#https://}/api/state"
isnt 'without TLS' "$code" 200
call -k --tls-max 1.1 "$base/join"
isnt 'TLS 1.1' "$code" 200
posts_as dock /api/act '{"act":"operator","name":"A"}' -H "Origin: $base"
replies 200
posts_as dock /api/act '{"act":"operator","name":"A"}' -H "Origin: http://${base#https://}"
replies 403
stop
exits 0
before=$(sha256sum "$cacert" "$KENPIN_DATA/serve-key.pem")
serve --lan --address 127.0.0.1
is 'the same certificate again' "$(sha256sum "$cacert" "$KENPIN_DATA/serve-key.pem")" "$before"
as dock /api/state
replies 200
stop
exits 0
chmod 644 "$KENPIN_DATA/serve-key.pem"
run serve --lan --address 127.0.0.1
exits 1
err_has 'others may read'
chmod 600 "$KENPIN_DATA/serve-key.pem"

# ---- the shop's ----

serve --lan --address 127.0.0.1 --cert one.pem --key one.key --lang ja
cacert=one.pem
as dock /api/state
replies 200
ok '日本語' grep -q '証明書の SHA-256' serve.out
stop
exits 0

# ---- the link alone ----

run serve --link --port 1234
exits 0
out_has "http://localhost:1234/join#$token"
run serve --link --lan
out_has "https://localhost:8737/join#$token"
