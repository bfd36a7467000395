#!/usr/bin/env bash
# kenpin serve: clients that send slowly, do not read, or are too many, hold up nobody and are let go.
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/serve_lib.sh"
make_data
serve

# Sends a body byte by byte, so that the connection is never idle; prints how many seconds it took until the server ended it.
cat >drip.py <<'PY'
import socket, sys, time
port, token = int(sys.argv[1]), sys.argv[2]
s = socket.create_connection(('127.0.0.1', port))
s.sendall((f'POST /api/act HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: drip\r\n'
           'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n').encode())
began = time.monotonic()
s.settimeout(0.5)
try:
    while time.monotonic() - began < 60:
        s.sendall(b' ')
        try:
            if not s.recv(1000):
                break
        except TimeoutError:
            pass
except OSError:
    pass
print(int(time.monotonic() - began))
PY
python3 drip.py "${base##*:}" "$token" >drip.out &
drip=$!

# As many connections as one address may have, silent.
cat >many.py <<'PY'
import socket, sys
port = int(sys.argv[1])
held, refused = [], 0
for i in range(100):
    s = socket.create_connection(('127.0.0.1', port))
    s.settimeout(0.3 if i > 62 else 0.01)
    try:
        refused += not s.recv(1)
    except TimeoutError:
        held.append(s)
    except OSError:
        refused += 1
print(len(held), refused)
PY
read -r held refused < <(python3 many.py "${base##*:}")
ok "one address holds some connections ($held) and not all ($refused refused)" [ "$held" -lt 70 -a "$held" -gt 10 -a "$refused" -gt 20 ]
get /api/state
replies 200

wait "$drip"
took=$(cat drip.out)
ok "a body that drips is cut by its deadline (after $took s)" [ "$took" -ge 10 -a "$took" -lt 40 ]
get /api/state
replies 200
json .station.operator null

stop
exits 0
