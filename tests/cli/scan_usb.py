"""kenpin scan --device: tests/cli/scan_usb.sh. What scanners send stands in scan_usb.txt.

Where there is no /dev/input the kernel's side of it is tests/servers/evdev.c; libevdev and all behind it are the real ones.
Where a test may make devices of its own (/dev/uinput), it is all done with the kernel's own, too."""
import atexit
import errno
import fcntl
import glob
import os
import re
import select
import signal
import sqlite3
import struct
import subprocess
import time

from terminal import PATIENCE, Terminal, check, done, equal, fail, passed

KENPIN, DATA, KERNEL = os.environ['KENPIN'], os.environ['KENPIN_DATA'], os.environ['EVDEV_KERNEL']
HERE = os.path.dirname(os.path.abspath(__file__))
NAME = 'Kuromatsu HandScan 10'  # no such maker
EVENT = struct.Struct('@llHHi')  # struct input_event
EV_SYN, EV_KEY, EV_REL, EV_MSC, EV_LED, EV_REP = 0, 1, 2, 4, 0x11, 0x14
SYN_REPORT, SYN_DROPPED, MSC_SCAN = 0, 3, 4
PACE = 0.004  # seconds between two reports: no scanner sends all of them at once, and the kernel has room for 20 of them
HEADER = '/usr/include/linux/input-event-codes.h'
CODES = {m[1]: int(m[2], 0) for m in re.finditer(r'^#define\s+KEY_(\w+)\s+(0x[0-9a-f]+|\d+)\s', open(HEADER).read(), re.M)}
SIGNS = {'': 1, '-': 0, '~': 2}


def streams():
    """Each of scan_usb.txt: what comes of it, and its reports."""
    found = []
    for line in open(os.path.join(HERE, 'scan_usb.txt'), encoding='utf-8'):
        if line.startswith('= '):
            found.append((line[2:].strip(), []))
        elif not line.startswith('#'):
            found[-1:] and found[-1][1].extend(line.split())
    return found


def typed(text):
    """The reports of a code of digits."""
    return [word for c in text for word in (c, c + '-')] + ['ENTER', 'ENTER-']


class Scanner:
    """`send` is what differs: where its events go to. `kind` begins the names of its stations."""

    held = frozenset()

    def report(self, word):
        events = b''
        for key in word.split(','):
            name = key.rstrip('-~')
            value = SIGNS[key[len(name):]]
            self.held = self.held - {CODES[name]} if value == 0 else self.held | {CODES[name]}
            if value < 2:
                events += EVENT.pack(0, 0, EV_MSC, MSC_SCAN, 0x70000 + CODES[name])
            events += EVENT.pack(0, 0, EV_KEY, CODES[name], value)
        return events + EVENT.pack(0, 0, EV_SYN, SYN_REPORT, 0)

    def type(self, words):
        for word in words:
            self.send(self.report(word))


class Piped(Scanner):
    """One of tests/servers/evdev.c."""

    kind = 'piped '

    def __init__(self, number, name=NAME, kind='keyboard'):
        self.device = '/dev/input/event%d' % number
        self.path = os.path.join(INPUT, 'event%d' % number)
        self.says = (name, kind)
        self.plug()

    def plug(self):
        self.held = frozenset()
        self.tell()
        os.mkfifo(self.path)
        self.fd = os.open(self.path, os.O_RDWR)

    def tell(self):
        with open(self.path + '.new', 'w', encoding='utf-8') as file:
            file.write('\n'.join(map(str, (*self.says, *sorted(self.held)))) + '\n')
        os.rename(self.path + '.new', self.path + '.is')

    def send(self, events):
        os.write(self.fd, events)

    def pull(self):
        os.unlink(self.path)
        os.close(self.fd)

    def is_taken(self):
        with open(self.path, 'rb', opener=lambda path, flags: os.open(path, flags | os.O_NONBLOCK)) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def drop(self, program, words):
        """The kernel has no room for these any more; what is down by now it tells when it is asked."""
        for word in words:
            self.report(word)
        self.tell()
        self.send(EVENT.pack(0, 0, EV_SYN, SYN_DROPPED, 0) + EVENT.pack(0, 0, EV_SYN, SYN_REPORT, 0))


class Made(Scanner):
    """One of the kernel's own."""

    kind = 'made '

    def __init__(self, name=NAME):
        self.name = name
        self.plug()

    def plug(self):
        self.fd = os.open('/dev/uinput', os.O_WRONLY)
        for bit in (EV_KEY, EV_MSC, EV_REP):
            fcntl.ioctl(self.fd, 0x40045564, bit)  # UI_SET_EVBIT
        for code in range(1, 128):
            fcntl.ioctl(self.fd, 0x40045565, code)  # UI_SET_KEYBIT
        fcntl.ioctl(self.fd, 0x40045568, MSC_SCAN)  # UI_SET_MSCBIT
        fcntl.ioctl(self.fd, 0x405C5503, struct.pack('@HHHH80sI', 3, 0, 0, 1, self.name.encode(), 0))  # UI_DEV_SETUP
        fcntl.ioctl(self.fd, 0x5501)  # UI_DEV_CREATE
        system = fcntl.ioctl(self.fd, 0x8040552C, bytes(64)).split(b'\0')[0].decode()  # UI_GET_SYSNAME
        until(lambda: glob.glob('/sys/class/input/%s/event*' % system), 'the device')
        self.path = self.device = '/dev/input/' + os.path.basename(glob.glob('/sys/class/input/%s/event*' % system)[0])
        until(lambda: os.path.exists(self.path), self.path)

    def send(self, events):
        os.write(self.fd, events)
        time.sleep(PACE)

    def pull(self):
        fcntl.ioctl(self.fd, 0x5502)  # UI_DEV_DESTROY
        os.close(self.fd)

    def is_taken(self):
        with open(self.path, 'rb') as file:
            try:
                fcntl.ioctl(file, 0x40044590, 1)  # EVIOCGRAB
            except OSError as e:
                return e.errno == errno.EBUSY
        return False

    def drop(self, program, words):
        """The program is held up until the kernel has no room for what comes."""
        program.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, program.pid, os.WSTOPPED | os.WNOWAIT)
        for word in typed('9520000000066') * 2 + words:
            os.write(self.fd, self.report(word))
        program.send_signal(signal.SIGCONT)


def until(true, what):
    end = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > end:
            fail('waited for ' + what)
        select.select([], [], [], 0.02)


def environment():
    """With the other kernel, which stands before the sanitizers, where they are."""
    more = {'LC_ALL': 'C.UTF-8', 'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'}
    if INPUT:
        more.update(INPUT_FOLDER=INPUT, LD_PRELOAD=KERNEL)
    return {**os.environ, **more}


class Scan:
    """kenpin scan --plain, and the lines that it prints."""

    def __init__(self, device, station):
        self.program = subprocess.Popen([KENPIN, 'scan', '--plain', '--market', 'gb,jp', '--device', device, '--station', station],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment())
        atexit.register(self.program.kill)
        self.rest = b''
        self.said = []

    def line(self, start):
        """The next line that begins so, without that; those before it are passed over."""
        end = time.monotonic() + PATIENCE
        while True:
            while b'\n' in self.rest:
                line, self.rest = self.rest.split(b'\n', 1)
                self.said.append(line.decode())
                if self.said[-1].startswith(start):
                    passed()
                    return self.said[-1][len(start):]
            data = None
            if select.select([self.program.stdout], [], [], max(end - time.monotonic(), 0))[0]:
                data = os.read(self.program.stdout.fileno(), 65536)
            if not data:
                fail('waited for a line %r; it said:\n%s' % (start, '\n'.join(self.said)))
            self.rest += data

    def has(self, scanner):
        """Nobody may try before whether it is taken: whoever tries has it for a moment."""
        self.line('… READY')
        check(scanner.is_taken(), 'the scanner is taken')

    def end(self, wanted):
        self.program.send_signal(signal.SIGTERM)
        self.said += (self.rest + self.program.stdout.read()).decode().split('\n')
        check(self.program.wait() == wanted, 'ended with %d, not %d; it said:\n%s' % (self.program.returncode, wanted, '\n'.join(self.said)))
        self.program.stdout.close()
        self.program.stdin.close()


def on_record():
    """The codes of all boxes, in their order."""
    with sqlite3.connect('file:%s/evidence.db?mode=ro' % DATA, uri=True) as db:
        return [row[0] for row in db.execute("select json_extract(text, '$.codes[0].text') from record "
                                             "where json_extract(text, '$.counter.box') > 0 order by seq")]


def every_way_of_typing(scanner):
    s = Scan(NAME[:9], scanner.kind + 'ways')
    s.has(scanner)
    for wanted, words in streams():
        scanner.type(words)
        equal(s.line('> '), wanted, 'the line')
    s.end(1)  # a box is open


def to_the_counter(scanner):
    before, codes = on_record(), ['9520000000011', '9520000000066', '9520000000066', '9520000000011']
    s = Scan(scanner.device, scanner.kind + 'counter')
    s.has(scanner)
    for n, code in enumerate(codes, 1):
        scanner.type(typed(code))
        s.line('✔ PASS  box %d' % n)
    s.end(0)
    equal(on_record()[len(before):], codes, 'codes on record')
    until(lambda: not scanner.is_taken(), 'the scanner to be given back')


def lost_keys(scanner):
    """DEMO-00012 that loses its last key would be DEMO-0001, and another label."""
    s = Scan(scanner.device, scanner.kind + 'lost')
    s.has(scanner)
    scanner.type(['9', '9-', '5', '5-', '2'])
    scanner.drop(s.program, ['2-', 'LEFTSHIFT', 'CAPSLOCK', 'CAPSLOCK-', 'ENTER', 'ENTER-'])
    s.line('kenpin: this computer lost keys of that scan')
    scanner.type(['A', 'A-', 'LEFTSHIFT-', 'B', 'B-', 'ENTER', 'ENTER-'])  # shift is down still, and CAPS LOCK forgotten
    equal(s.line('> '), 'Ab', 'the line')
    check(not any(line.startswith('> 9') for line in s.said), 'nothing of it was taken')
    s.end(1)


def meanwhile(scanner):
    """Scans that come while the program waits for the disk: the kernel alone has no room for one of them."""
    before = on_record()
    s = Scan(scanner.device, scanner.kind + 'meanwhile')
    s.has(scanner)
    lock = sqlite3.connect(DATA + '/evidence.db', isolation_level=None)
    lock.execute('begin immediate')
    for _ in range(5):
        scanner.type(typed('9520000000066'))
    check(on_record() == before, 'nothing is on record yet')
    lock.execute('rollback')
    lock.close()
    for n in range(1, 6):
        s.line('✔ PASS  box %d' % n)
    s.end(0)
    equal(on_record()[len(before):], ['9520000000066'] * 5, 'codes on record')


def pulled_out(scanner):
    s = Scan(NAME, scanner.kind + 'pulled')
    s.has(scanner)
    scanner.type(['9', '9-', 'LEFTSHIFT'])
    scanner.pull()
    until_said(s, 'SCANNER AWAY: ' + NAME)
    scanner.plug()
    until(scanner.is_taken, 'the scanner to be taken again')
    scanner.type(typed('9520000000066'))
    equal(s.line('> '), '9520000000066', 'the line: nothing is left of the half one, nor of the shift key')
    s.end(0)


def until_said(s, words):
    while words not in s.line(''):
        pass


def one_program_alone(scanner):
    s = Scan(scanner.device, scanner.kind + 'first')
    s.has(scanner)
    for lang, words in (('en', 'another program has taken'), ('ja', '別のプログラムが専有しています')):
        p = subprocess.run([KENPIN, 'scan', '--plain', '--lang', lang, '--device', NAME, '--station', 'second'], stdin=subprocess.DEVNULL,
                           capture_output=True, text=True, env=environment())
        equal(p.returncode, 1, 'exit status')
        check(words in p.stderr and scanner.device in p.stderr, p.stderr)
    s.end(0)


def killed(scanner):
    """The kernel gives it back, whatever ended the program."""
    s = Scan(scanner.device, scanner.kind + 'killed')
    s.has(scanner)
    s.program.kill()
    s.program.wait()
    check(not scanner.is_taken(), 'it is free again')
    s.program.stdout.close()
    s.program.stdin.close()


def listed(scanner):
    p = subprocess.run([KENPIN, 'scan', '--device', 'list'], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment())
    equal(p.returncode, 0, 'exit status')
    wanted = '%s %s · types as a scanner or a keyboard does' % (scanner.device, NAME)
    check(wanted in ' '.join(p.stdout.split()), p.stdout)
    return p.stdout


def whole_screen(scanner):
    """Keys of the terminal and the scanner beside each other."""
    t = Terminal([KENPIN, 'scan', '--device', scanner.device, '--station', scanner.kind + 'screen', '--silent'], **{**environment(), 'TERM': 'xterm'})
    t.wait('READY')
    t.type('952', '\n> ')
    scanner.type(typed('9520000000011'))
    t.wait('box 1 ·', '\n> 952')
    t.send('\x03')
    equal(t.ended(), 0, 'exit status')


def hostile_pipe():
    """What no keyboard of the kernel sends; and what is no keyboard."""
    mouse = Piped(2, 'Mouse of ' + NAME, 'mouse')
    odd = Piped(7, '\x1b[2J' + 'x' * 400)
    scanner = Piped(11)
    check('Mouse of' in listed(scanner) and '\x1b' not in listed(scanner), 'all are listed, and safe to show')
    s = Scan(NAME, scanner.kind + 'hostile')
    s.has(scanner)  # and not the mouse before it
    for kind, code, value in ((EV_REL, 0, 5), (EV_LED, 1, 1), (99, 9, 1), (0xFFFF, 0xFFFF, -1), (EV_KEY, 0xFFFF, 1), (EV_KEY, 0x2FF, 1),
                              (EV_KEY, 2, 7), (EV_KEY, 3, -1), (EV_SYN, 99, 99)):
        scanner.send(EVENT.pack(0, 0, kind, code, value))
    scanner.type(typed('9520000000011'))
    equal(s.line('> '), '9520000000011', 'the line')
    for _ in range(80):
        scanner.send(scanner.report('X') * 40)  # no key is let go, and no line ends
    until_said(s, 'names neither a product nor a label')
    s.end(1)
    for one in (mouse, odd, scanner):
        one.pull()


def all_of_it(scanner):
    for part in (every_way_of_typing, to_the_counter, lost_keys, meanwhile, pulled_out, one_program_alone, killed, listed, whole_screen):
        part(scanner)
    scanner.pull()


INPUT = os.path.join(os.getcwd(), 'input')
os.mkdir(INPUT)
all_of_it(Piped(3))
hostile_pipe()
INPUT = None
if os.access('/dev/uinput', os.W_OK):
    all_of_it(Made())
else:
    print('skipped: the same with devices of the kernel, as there is no /dev/uinput that may be written')
done()
