"""A program in a terminal that is no more than a program: what it draws, and keys for it.

Understands what curses writes for the terminals that the tests name, and fails on anything else, so that a screen is
never compared by half."""
import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
import unicodedata

PATIENCE = int(os.environ.get("KENPIN_PATIENCE", 60))  # seconds until something that never comes is a failure


def width(c):
    if unicodedata.combining(c):
        return 0
    return 2 if unicodedata.east_asian_width(c) in 'WF' else 1


class Screen:
    def __init__(self, rows, columns):
        self.resize(rows, columns)
        self.coloured = False
        self.bells = 0
        self.rest = ''
        self.modes = set()  # that were set and not taken back: ?1049 another screen, ?1 and = keys of its own, ?25 no cursor

    def resize(self, rows, columns):
        self.rows, self.columns = rows, columns
        self.cells = [[' '] * columns for _ in range(rows)]
        self.y = self.x = 0
        self.kept = 0, 0
        self.top, self.bottom = 0, rows - 1
        self.last = ' '

    def text(self):
        return '\n'.join(''.join(row).rstrip() for row in self.cells)

    def scroll(self, count, at=None):
        at = self.top if at is None else at
        for _ in range(abs(count)):
            if count > 0:
                del self.cells[at]
                self.cells.insert(self.bottom, [' '] * self.columns)
            else:
                del self.cells[self.bottom]
                self.cells.insert(at, [' '] * self.columns)

    def put(self, c):
        w = width(c)
        if w == 0:
            self.cells[self.y][max(self.x - 1, 0)] += c
            return
        if self.x + w > self.columns:
            self.x, self.y = 0, min(self.y + 1, self.rows - 1)
        self.cells[self.y][self.x] = c
        if w == 2:
            self.cells[self.y][self.x + 1] = ''
        self.x += w
        self.last = c

    def control(self, c):
        if c == '\r':
            self.x = 0
        elif c == '\n':
            if self.y == self.bottom:
                self.scroll(1)
            else:
                self.y = min(self.y + 1, self.rows - 1)
        elif c == '\b':
            self.x = max(self.x - 1, 0)
        elif c == '\a':
            self.bells += 1
        elif c == '\t':
            self.x = min((self.x // 8 + 1) * 8, self.columns - 1)
        elif c not in '\0\x0e\x0f':
            raise AssertionError('control %r' % c)

    def erase(self, y, x, count):
        for i in range(x, min(x + count, self.columns)):
            self.cells[y][i] = ' '

    def mode(self, name, on):
        if name in ('?1049', '?1', '=', '?25'):
            (self.modes.add if on else self.modes.discard)(name)

    def csi(self, mark, numbers, final):
        n = [int(v) if v else 0 for v in numbers.split(';')]
        one = max(n[0], 1)
        if mark == '?' and final in 'hl':
            self.mode('?' + numbers, (final == 'h') != (numbers == '25'))
        if mark or final in 'hlt':
            return
        if final == 'm':
            self.coloured = self.coloured or any(30 <= v <= 49 and v not in (39, 49) for v in n)
        elif final == 'H':
            self.y = min(one, self.rows) - 1
            self.x = min(max(n[1] if len(n) > 1 else 1, 1), self.columns) - 1
        elif final == 'd':
            self.y = min(one, self.rows) - 1
        elif final == 'G':
            self.x = min(one, self.columns) - 1
        elif final == 'A':
            self.y = max(self.y - one, 0)
        elif final == 'B':
            self.y = min(self.y + one, self.rows - 1)
        elif final == 'C':
            self.x = min(self.x + one, self.columns - 1)
        elif final == 'D':
            self.x = max(self.x - one, 0)
        elif final == 'K':
            self.erase(self.y, *((self.x, self.columns) if n[0] == 0 else (0, self.x + 1) if n[0] == 1 else (0, self.columns)))
        elif final == 'J':
            rows = range(self.y + 1, self.rows) if n[0] == 0 else range(self.y) if n[0] == 1 else range(self.rows)
            for y in rows:
                self.erase(y, 0, self.columns)
            if n[0] < 2:
                self.csi('', str(n[0]), 'K')
        elif final == 'X':
            self.erase(self.y, self.x, one)
        elif final == 'P':
            row = self.cells[self.y]
            del row[self.x:self.x + one]
            row += [' '] * (self.columns - len(row))
        elif final == '@':
            row = self.cells[self.y]
            row[self.x:self.x] = [' '] * one
            del row[self.columns:]
        elif final == 'L':
            self.scroll(-one, self.y)
        elif final == 'M':
            self.scroll(one, self.y)
        elif final == 'S':
            self.scroll(one)
        elif final == 'T':
            self.scroll(-one)
        elif final == 'r':
            self.top, self.bottom = one - 1, (n[1] if len(n) > 1 and n[1] else self.rows) - 1
            self.y = self.x = 0
        elif final == 'b':
            for _ in range(one):
                self.put(self.last)
        else:
            raise AssertionError('CSI %s%s%s' % (mark, numbers, final))

    escape = re.compile(r'\x1b(?:\[([?>=]?)([0-9;]*)([@-~])|[()*+].|[=>78M]|\][^\a\x1b]*(?:\a|\x1b\\))')

    def feed(self, text):
        text = self.rest + text
        self.rest = ''
        at = 0
        while at < len(text):
            c = text[at]
            if c != '\x1b':
                self.put(c) if c >= ' ' else self.control(c)
                at += 1
                continue
            m = self.escape.match(text, at)
            if not m and len(text) - at < 32:
                self.rest = text[at:]
                return
            assert m, 'escape %r' % text[at:at + 20]
            if m.group(3):
                self.csi(*m.groups())
            elif m.group() == '\x1b7':
                self.kept = self.y, self.x
            elif m.group() == '\x1b8':
                self.y, self.x = self.kept
            elif m.group() in ('\x1b=', '\x1b>'):
                self.mode('=', m.group() == '\x1b=')
            elif m.group() == '\x1bM':
                if self.y == self.top:
                    self.scroll(-1)
                else:
                    self.y -= 1
            at = m.end()


class Terminal:
    """Starts argv in a terminal of its own."""

    def __init__(self, argv, rows=24, columns=80, **env):
        self.screen = Screen(rows, columns)
        self.partial = b''
        self.status = None
        self.fd, line = os.openpty()
        fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
        self.settings = termios.tcgetattr(line)
        self.pid = os.fork()
        if self.pid == 0:
            os.login_tty(line)
            os.execve(argv[0], argv, {**os.environ, **env})
        os.close(line)
        self.name = argv

    def read(self, seconds):
        """What comes in that time; False when nothing did."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # it has ended
            data = b''
        if not data:
            return None
        data = self.partial + data
        cut = len(data)
        while cut > 0 and data[cut - 1] & 0xC0 == 0x80:
            cut -= 1
        if cut > 0 and data[cut - 1] >= 0xC0 and len(data) - cut + 1 < (2 if data[cut - 1] < 0xE0 else 3 if data[cut - 1] < 0xF0 else 4):
            cut -= 1
        else:
            cut = len(data)
        self.partial = data[cut:]
        self.screen.feed(data[:cut].decode())
        return True

    def until(self, true, what):
        end = time.monotonic() + PATIENCE
        while not true(self.screen.text()):
            if time.monotonic() > end or self.read(1) is None:
                fail('waited for %s; the screen shows:\n%s' % (what, self.screen.text()))

    def wait(self, *words):
        self.until(lambda text: all(w in text for w in words), ' and '.join(map(repr, words)))
        passed()

    def lacks(self, word):
        check(word not in self.screen.text(), '%r is on the screen:\n%s' % (word, self.screen.text()))

    def send(self, data):
        os.write(self.fd, data if isinstance(data, bytes) else data.encode())

    def scan(self, text):
        self.send(text + '\r')

    def key(self, data, *wanted):
        """A key, and what it brings onto the screen, which must not have been there: it goes with what is still drawn."""
        for word in wanted:
            self.until(lambda text, word=word: word not in text, '%r to go before %r' % (word, data))
        self.send(data)
        self.wait(*wanted)

    def marked(self):
        """The line that is chosen in what lies over the middle."""
        return [line for line in self.screen.text().split('\n')[:-2] if line.startswith('> ')]

    def choose(self, name):
        """Down to that line."""
        while name not in self.marked()[0]:
            before = self.marked()
            self.send(DOWN)
            self.until(lambda _: len(self.marked()) == 1 and self.marked() != before, 'the next line')

    def type(self, text, before='', shown=None):
        """One key after the other, each when the one before is shown, behind `before`."""
        for i, c in enumerate(text):
            so_far = before + (shown or text)[:i + 1]
            self.send(c)
            self.until(lambda screen: so_far in screen, repr(so_far))

    def resize(self, rows, columns):
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))

    def kill(self, number):
        os.kill(self.pid, number)

    def ended(self):
        """Its exit status, when it has ended by itself; the signal that ended it, below 0. The terminal is as it was then."""
        end = time.monotonic() + PATIENCE
        while self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > end:
                fail('it does not end; the screen shows:\n%s' % self.screen.text())
            else:
                self.read(0.01)
        while self.read(0):
            pass
        if self.status != -signal.SIGKILL:
            self.is_as_before()
        os.close(self.fd)
        return self.status

    def is_as_before(self):
        equal(termios.tcgetattr(self.fd), self.settings, 'settings of the terminal')
        equal(self.screen.modes, set(), 'modes of the terminal')


F = {n: '\x1bO' + 'PQRS'[n - 1] if n < 5 else '\x1b[%d~' % {5: 15, 6: 17, 7: 18, 8: 19, 9: 20, 10: 21, 11: 23, 12: 24}[n]
     for n in range(1, 13)}
UP, DOWN, RIGHT, LEFT = '\x1bOA', '\x1bOB', '\x1bOC', '\x1bOD'
ESC = '\x1b'

count = [0, 0]


def passed():
    count[0] += 1


def fail(what):
    print('FAILED: ' + what, flush=True)
    print('%d passed, %d failed' % (count[0], count[1] + 1))
    sys.exit(1)


def check(true, what):
    if not true:
        fail(what)
    passed()


def equal(seen, wanted, what):
    check(seen == wanted, '%s: %r is not %r' % (what, seen, wanted))


def steady(text):
    """Without what differs from run to run: dates, ages, hashes, the version."""
    text = re.sub(r'less than a minute|\d+ minutes?|1 分足らず|\d+ 分', 'AGE', text)
    text = re.sub(r'\d{4}-\d\d-\d\d', 'YYYY-MM-DD', text)
    text = re.sub(r'\d\d:\d\d UTC', 'HH:MM UTC', text)
    text = re.sub(r'sha256:[0-9a-f]{12}', 'sha256:' + '0' * 12, text)
    return re.sub(r'kenpin \d+\.\d+\.\d+', 'kenpin N.N.N', text)


def golden(terminal, name):
    """The screen as tests/cli/screens/NAME.txt keeps it; written anew with KENPIN_SCREENS=write."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'screens', name + '.txt')
    if os.environ.get('KENPIN_SCREENS') == 'write':
        while terminal.read(1):
            pass
        with open(path, 'w', encoding='utf-8') as file:
            file.write(steady(terminal.screen.text()) + '\n')
    with open(path, encoding='utf-8') as file:
        wanted = file.read()
    terminal.until(lambda text: steady(text) + '\n' == wanted, 'the screen to be as in ' + name)
    passed()


def done():
    print('%d passed, 0 failed' % count[0])
