"""However kenpin scan ends or is stopped, the terminal and a serial line are as they were: tests/cli/scan_leave.sh.

Terminal.ended() compares the terminal's settings and modes."""
import fcntl
import os
import signal
import sqlite3
import struct
import termios

from terminal import Terminal, check, done, equal

KENPIN, DATA = os.environ['KENPIN'], os.environ['KENPIN_DATA']
FACES = {'full': (), 'plain': ('--plain',)}


def start(*args):
    t = Terminal([KENPIN, 'scan', '--silent', *args], TERM='xterm', LC_ALL='C.UTF-8')
    t.wait('READY')
    return t


def is_taken(t):
    """A test that compares what was never changed says nothing."""
    check(not termios.tcgetattr(t.fd)[3] & (termios.ICANON | termios.ECHO | termios.ISIG), 'the program has the terminal')


def keys(face, args):
    for way in ('\x03', '\x04', ':quit\r') if face == 'plain' else ('\x03',):
        t = start('--station', face + '-keys', *args)
        is_taken(t)
        t.type(way[:-1], '\n')
        t.send(way[-1])
        equal(t.ended(), 0, repr(way))


def signals(face, args):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        t = start('--station', face + str(number), *args)
        is_taken(t)
        t.type('95', '\n> ' if face == 'full' else '\n')
        t.kill(number)
        equal(t.ended(), 0, number)


def faults(face, args):
    """Of which it dies; under a sanitizer, which tells of them in its own way, not always by the signal."""
    for number in (signal.SIGSEGV, signal.SIGABRT):
        t = start('--station', face + 'fault', *args)
        is_taken(t)
        t.kill(number)
        check(t.ended() != 0, 'it dies of %s' % number)


def errors(face, args):
    """What goes wrong when the screen is there already; and before it is."""
    t = start('--station', 'broken', *args)
    t.kill(signal.SIGKILL)
    equal(t.ended(), -signal.SIGKILL, 'ended by')
    with sqlite3.connect('file:%s/counter.db?mode=ro' % DATA, uri=True) as db:
        number = db.execute("select id from station where name = 'broken'").fetchone()[0]
    with open('%s/scan-%d.pending' % (DATA, number), 'w', encoding='utf-8') as file:
        file.truncate(20 * 1024 * 1024)  # more than any queue
    t = Terminal([KENPIN, 'scan', '--silent', '--station', 'broken', *args], TERM='xterm', LC_ALL='C.UTF-8')
    equal(t.ended(), 1, 'a file that cannot be taken up')
    os.unlink('%s/scan-%d.pending' % (DATA, number))
    t = Terminal([KENPIN, 'scan', '--silent', '--serial', '/dev/null', *args], TERM='xterm', LC_ALL='C.UTF-8')
    equal(t.ended(), 1, 'no serial line')


def goes_on(t):
    t.until(lambda _: not termios.tcgetattr(t.fd)[3] & termios.ICANON, 'the program to have the terminal')
    t.scan('9520000000011')
    t.wait('PASS')
    t.send('\x03')
    equal(t.ended(), 0, 'exit status')


def stopped(face, args):
    """As in a shell with job control: the shell has the terminal while the program is stopped, and goes on with it."""
    script = '"$0" scan --silent --station stop-%s %s; read -r line; fg >/dev/null; exit' % (face, ' '.join(args))
    t = Terminal(['/bin/bash', '--norc', '-m', '-c', script, KENPIN], TERM='xterm', LC_ALL='C.UTF-8')
    t.wait('READY')
    is_taken(t)
    with open('/proc/%d/task/%d/children' % (t.pid, t.pid), encoding='ascii') as file:
        os.kill(int(file.read()), signal.SIGTSTP)
    t.wait('Stopped')
    t.is_as_before()
    t.send('\n')
    t.until(lambda text: face == 'plain' or ('READY' in text and 'Stopped' not in text), 'the screen again')
    goes_on(t)


def stopped_unasked(face, args):
    """SIGSTOP gives no time to leave the terminal; whoever takes it meanwhile sets it up and draws on it."""
    t = start('--station', 'unasked-' + face, *args)
    t.kill(signal.SIGSTOP)
    os.waitid(os.P_PID, t.pid, os.WSTOPPED | os.WNOWAIT)
    termios.tcsetattr(t.fd, termios.TCSANOW, t.settings)
    t.screen.resize(24, 80)
    t.kill(signal.SIGCONT)
    if face == 'full':
        t.wait('READY', 'F1 Help')
    goes_on(t)


def stopped_without_a_shell(face, args):
    """Nobody would go on with it, so that it does not stop."""
    t = start('--station', 'orphan-' + face, *args)
    t.kill(signal.SIGTSTP)
    goes_on(t)


def is_alone(line):
    return struct.unpack('i', fcntl.ioctl(line, 0x80045440, bytes(4)))[0] != 0  # TIOCGEXCL


def serial(face, args):
    """A line that others had set up, and have open still."""
    for way in (signal.SIGTERM, signal.SIGQUIT, '\x03'):
        scanner, line = os.openpty()
        before = termios.tcgetattr(line)
        t = start('--station', 'serial-' + face, '--serial', os.ttyname(line) + ':115200', *args)
        now = termios.tcgetattr(line)
        check(now[3] != before[3] and now[4] == termios.B115200 and is_alone(line), 'the program has the line')
        if isinstance(way, str):
            t.send(way)
        else:
            t.kill(way)
        equal(t.ended(), 0, 'exit status')
        equal(termios.tcgetattr(line), before, 'settings of the line')
        check(not is_alone(line), 'others may open the line again')
        os.close(line)
        os.close(scanner)


for each in FACES.items():
    keys(*each)
    signals(*each)
    faults(*each)
    errors(*each)
    stopped(*each)
    stopped_unasked(*each)
    stopped_without_a_shell(*each)
    serial(*each)
done()
