"""Streams of events that nobody reads: tests/cli/serve_silent.sh. Arguments: the server's process, its port, a cookie."""
import http.client
import json
import os
import select
import socket
import sys
import time

PATIENCE = int(os.environ.get('KENPIN_PATIENCE', 120))
server, port, cookie = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
end = time.monotonic() + PATIENCE


def sockets():
    """How many the server has open."""
    count = 0
    for fd in os.listdir('/proc/%d/fd' % server):
        try:
            count += os.readlink('/proc/%d/fd/%s' % (server, fd)).startswith('socket:')
        except FileNotFoundError:
            pass
    return count


def memory():
    """Its own, in kB: what no file stands behind."""
    with open('/proc/%d/status' % server, encoding='ascii') as file:
        return int(next(line for line in file if line.startswith('RssAnon:')).split()[1])


def stream(room):
    s = socket.socket()
    if room:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    s.connect(('127.0.0.1', port))
    s.sendall(('GET /api/events HTTP/1.1\r\nHost: localhost:%d\r\nCookie: %s\r\n\r\n' % (port, cookie)).encode())
    if not s.recv(15).startswith(b'HTTP/1.1 200'):
        sys.exit('FAILED: no stream')
    return s


acting = http.client.HTTPConnection('localhost', port, timeout=20)  # one for all, so that the server's sockets can be counted


def act(n, call):
    acting.request('POST', '/api/act', json.dumps(call), {
        'Cookie': cookie, 'Content-Type': 'application/json', 'Idempotency-Key': 'silent-%d' % n})
    return json.load(acting.getresponse())


for n in range(12):  # a view that is long
    view = act(n, {'act': 'scan', 'text': '%d nothing that is known ' % n + 'x' * 3500})
size = len(json.dumps(view))
reader = stream(0)
before = sockets()
silent = [stream(4096) for _ in range(7)]
opened = sockets() - before
at_first, began, n, most, news = memory(), time.monotonic(), 100, 0, b''
while sockets() > before:
    if time.monotonic() > end:
        sys.exit('FAILED: %d of %d streams that nobody reads are still there after %d s' % (sockets() - before, opened, PATIENCE))
    n += 1
    view = act(n, {'act': 'quantity', 'number': 1 + n % 900})
    most = max(most, memory())
    while select.select([reader], [], [], 0.05)[0]:
        news = (news + reader.recv(1 << 20))[-2 * size:]
wanted = b'"quantity":%d' % (1 + n % 900)
while wanted not in news and select.select([reader], [], [], max(end - time.monotonic(), 0))[0]:
    news = (news + reader.recv(1 << 20))[-2 * size:]
print(json.dumps({'opened': opened, 'cut_after_s': round(time.monotonic() - began), 'acts': n - 100, 'view_bytes': size,
                  'grew_kB': most - at_first, 'reader_has_news': wanted in news}))
