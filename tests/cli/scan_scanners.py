"""Scanners with a line of their own, and a program that is killed: tests/cli/scan_scanners.sh."""
import fcntl
import os
import select
import signal
import sqlite3
import subprocess
import time

from terminal import PATIENCE, Terminal, check, done, equal, fail

KENPIN, DATA = os.environ['KENPIN'], os.environ['KENPIN_DATA']
CAMERA, HUB, LAMP = '9520000000011', '9520000000066', '9520000000073'


class Scanner:
    """A serial scanner on a pseudo terminal; `path` is where it is plugged in."""

    def __init__(self, path):
        self.path = path
        self.plug()

    def plug(self):
        self.fd, line = os.openpty()
        if os.path.lexists(self.path):
            os.unlink(self.path)
        os.symlink(os.ttyname(line), self.path)
        self.line = line  # open, so that a code is not lost before the program has opened it

    def send(self, data):
        os.write(self.fd, data)

    def pull(self):
        os.unlink(self.path)
        os.close(self.line)
        os.close(self.fd)


def until(true, what):
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            fail('waited for ' + what)
        select.select([], [], [], 0.02)


def counters(what):
    """How many records of this kind there are."""
    with sqlite3.connect('file:%s/evidence.db?mode=ro' % DATA, uri=True) as db:
        return db.execute('select count(*) from record where ' + what).fetchone()[0]


BOX = """json_extract(text, '$.counter.box') > 0"""


def serial():
    scanner = Scanner('ttyScanner')
    t = Terminal([KENPIN, 'scan', '--serial', 'ttyScanner:115200', '--station', 'serial', '--silent'], TERM='xterm',
                 LC_ALL='C.UTF-8')
    t.wait('READY')
    for box, (code, end) in enumerate(((CAMERA, b'\r'), (HUB, b'\n'), (LAMP, b'\r\n'), (CAMERA, b'')), 1):
        scanner.send(code.encode() + end)
        t.wait('box %d ·' % box)
    scanner.send(b':quit\r')  # whatever a code says, a scanner commands nothing
    t.wait('a scan commands nothing')
    scanner.send(b'\xff\xfe\xff\r')
    t.wait('no text')
    scanner.send(b'x' * 10000 + b'\r')
    t.wait('longer than any code')
    scanner.pull()
    t.wait('SCANNER AWAY: ttyScanner')
    scanner.plug()
    t.until(lambda text: 'AWAY' not in text, 'the scanner to be back')
    scanner.send(HUB.encode() + b'\r')
    t.wait('box 5 ·')
    t.send('\x03')
    equal(t.ended(), 1, 'exit status')  # some lines were not taken

    # It may be plugged in later; but what is no line at all is told at once.
    scanner.pull()
    t = Terminal([KENPIN, 'scan', '--serial', 'ttyScanner', '--station', 'serial', '--silent'], TERM='xterm', LC_ALL='C.UTF-8')
    t.wait('SCANNER AWAY')
    t.send('\x03')
    equal(t.ended(), 0, 'exit status')
    p = subprocess.run([KENPIN, 'scan', '--serial', '/dev/null'], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    equal(p.returncode, 1, 'exit status')
    check('no serial line' in p.stderr, p.stderr)


def same_station():
    """Two programs under one name would share an open box."""
    t = Terminal([KENPIN, 'scan', '--station', 'one', '--silent'], TERM='xterm', LC_ALL='C.UTF-8')
    t.wait('READY')
    p = subprocess.run([KENPIN, 'scan', '--station', 'one'], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    equal(p.returncode, 1, 'exit status')
    check('--station' in p.stderr, p.stderr)
    t.kill(signal.SIGKILL)
    equal(t.ended(), -signal.SIGKILL, 'ended by')


def resumed(station, wanted):
    """Started again: what was read is answered, and there are so many boxes."""
    t = Terminal([KENPIN, 'scan', '--station', station, '--silent'], TERM='xterm', LC_ALL='C.UTF-8')
    t.wait('PASS')
    t.send('\x03')
    t.ended()
    equal(counters(BOX), wanted, 'boxes on record')
    check(all(os.path.getsize(os.path.join(DATA, n)) == 0 for n in os.listdir(DATA) if n.endswith('.pending')),
          'nothing is pending')


def killed_before_the_record():
    """The scanner has said its beep; the record cannot be written yet, and the program dies."""
    scanner = Scanner('ttyKilled')
    before = counters(BOX)
    t = Terminal([KENPIN, 'scan', '--serial', 'ttyKilled', '--station', 'killed', '--silent'], TERM='xterm',
                 LC_ALL='C.UTF-8')
    t.wait('READY')
    lock = sqlite3.connect(DATA + '/evidence.db', isolation_level=None)
    lock.execute('begin immediate')
    scanner.send(CAMERA.encode() + b'\r')
    until(lambda: any(os.path.getsize(os.path.join(DATA, n)) for n in os.listdir(DATA) if n.endswith('.pending')),
          'the line to be pending')
    t.kill(signal.SIGKILL)
    equal(t.ended(), -signal.SIGKILL, 'ended by')
    lock.execute('rollback')
    lock.close()
    equal(counters(BOX), before, 'boxes on record')
    resumed('killed', before + 1)


def killed_before_the_answer():
    """The record is there, the answer cannot be printed, and the program dies."""
    before = counters(BOX)
    read, write = os.pipe()
    room = fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
    os.write(write, b' ' * (room - 600))  # what it says at first fits in, the answer does not
    p = subprocess.Popen([KENPIN, 'scan', '--station', 'answer'], stdin=subprocess.PIPE, stdout=write)
    os.close(write)
    p.stdin.write(CAMERA.encode() + b'\n')
    p.stdin.flush()
    until(lambda: counters(BOX) == before + 1, 'the record')
    p.send_signal(signal.SIGKILL)
    equal(p.wait(), -signal.SIGKILL, 'ended by')
    seen = os.read(read, room).decode(errors='ignore')
    check('READY' in seen and 'this model is listed' not in seen, 'the answer was not told: ' + seen)
    os.close(read)
    resumed('answer', before + 1)


def no_devices():
    p = subprocess.run([KENPIN, 'scan', '--device', 'list'], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    check(p.returncode in (0, 1) and (p.stdout or p.stderr), 'a list, or why there is none')
    t = Terminal([KENPIN, 'scan', '--device', '/dev/input/event999', '--station', 'usb', '--silent'], TERM='xterm',
                 LC_ALL='C.UTF-8')
    t.wait('SCANNER AWAY: /dev/input/event999')
    t.send('\x03')
    equal(t.ended(), 0, 'exit status')
    p = subprocess.run([KENPIN, 'scan', '--device', '/dev/null'], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    equal(p.returncode, 1, 'exit status')
    check('cannot be used as a scanner' in p.stderr, p.stderr)


for part in (serial, same_station, killed_before_the_record, killed_before_the_answer, no_devices):
    part()
done()
