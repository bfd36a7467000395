"""kenpin scan on the whole screen, worked as an operator does: tests/cli/scan_screen.sh."""
import os
import signal
import subprocess

from terminal import DOWN, ESC, F, RIGHT, UP, Terminal, done, equal, golden

KENPIN = os.environ['KENPIN']
CAMERA, PLUG, HUB = '9520000000011', '9520000000028', '9520000000066'
CTRL_F = '\x06'
CAMERA_LABEL = 'https://www.ipa.go.jp/demo/DEMO-0001'
PLUG_LABEL = 'https://www.ipa.go.jp/demo/DEMO-0002'


def start(*args, rows=24, columns=80, term='xterm-256color', locale='C.UTF-8'):
    return Terminal([KENPIN, 'scan', '--market', 'gb,jp', '--silent', *args], rows, columns, TERM=term, LC_ALL=locale)


def delivery():
    subprocess.run([KENPIN, 'counter', 'supervisor', 'Suzuki'], input=b'4711\n', check=True, stdout=subprocess.DEVNULL)
    t = start('--station', 'Dock 2', '--operator', 'Sato', '--consignment', 'PO-118')
    t.wait('PO-118', 'The consignment is open', 'F1 Help')
    golden(t, 'ready.en')
    t.scan(CAMERA)
    t.wait('PASS', 'F9 Why')
    golden(t, 'pass.en')
    t.scan(PLUG_LABEL)
    t.wait('PRODUCT?', PLUG_LABEL, 'F4 Same box')
    t.scan(PLUG)
    t.wait('READ AGAIN', 'F5 Sure')
    t.scan(PLUG)
    t.wait('✖ HOLD', 'F2 Seen', '1 box waits for a decision')
    golden(t, 'hold.en')

    # Nothing that a scanner types acknowledges it: no code, no letter, no Enter, no function key within a scan.
    t.send(CAMERA + F[2])  # no line end
    t.wait('Not taken: first acknowledge')
    t.scan(F[2] + CAMERA)
    t.key('y', '\n> y')
    t.send('\r')
    t.until(lambda text: '\n> y' not in text, 'the line to be taken')
    t.wait('Not taken: first acknowledge', 'F2 Seen')
    t.key(F[2], 'Seen. Set the box aside', 'F10 Settle')

    # A scan never lands in a question: it goes to the counter, and the question stays.
    t.key(F[10], 'What is done', 'quarantined')
    t.scan(CAMERA)
    t.wait('the same as box 1, so far 2', 'What is done')
    t.lacks('F9 Why')
    t.key(DOWN, '> What is done')
    t.key(RIGHT, '< returned >')
    t.key(RIGHT, '< statement of compliance seen >', '[ ] place and date of issue')
    t.key(RIGHT, '< released by a supervisor >', 'PIN')
    t.key(DOWN, '> Supervisor')
    t.type('Suzuki')
    t.key(DOWN, '> PIN')
    t.type('4710', shown='****')
    t.lacks('4710')
    t.key(DOWN, '> Reason')
    t.type('papers seen')
    t.key('\x0f', 'Name and PIN do not fit')
    t.until(lambda text: '****' not in text and 'papers seen' in text, 'the PIN to be forgotten')
    t.key(UP, '> PIN')
    t.type('4711', shown='****')
    t.key(F[2], 'Noted what was done with the box', 'F8 Quantity')
    t.lacks('waits for a decision')

    # Pieces, a box too many, and what was read by hand.
    t.key(F[8], '> Quantity')
    t.key('3', '3_')
    t.key(F[2], 'counts as 3', 'F7 Undo')
    t.scan(CAMERA)
    t.wait('×3')
    t.key(F[7], '> Undo')
    t.type('twice')
    t.key(F[2], 'VOID', 'no longer counts', 'F9 Why')
    t.type(HUB, '\n> ')
    t.key('\r', 'Madeup MD-HUB1')

    # Why, help, the other language; then the menu closes the consignment.
    t.key(F[9], 'PgUp', 'DEMONSTRATION DATA')
    t.key(ESC, 'F9 Why')
    t.key(F[1], 'F2 ^O')
    golden(t, 'help.en')
    t.key(F[11], 'F11 English')
    t.key('\x19', 'F11 日本語')
    t.key(ESC, 'Enter chooses')
    t.choose('Close the consignment')
    t.key('\r', 'F2 or Ctrl-O does it')
    t.key(F[2], 'The consignment is closed')
    t.send('\x03')
    equal(t.ended(), 4, 'exit status')


def japanese():
    t = start('--station', '二番', '--operator', '佐藤', '--consignment', '入荷便一', locale='ja_JP.UTF-8')
    t.wait('入荷便一', '入荷便を開きました', 'F1 説明')
    golden(t, 'ready.ja')
    t.scan(PLUG)
    t.wait('もう一度')
    t.scan(PLUG)
    t.wait('保留', 'F2 確認した')
    golden(t, 'hold.ja')
    t.key(F[2], 'F10 処置')
    t.key(F[10], 'F2 か Ctrl-O')
    golden(t, 'settle.ja')
    t.key(ESC, 'F10 処置')
    t.key(ESC, 'Enter で選択')
    t.choose('担当者')
    t.key('\r', 'F2 か Ctrl-O')
    t.send('佐藤太郎')  # as an input method hands it over
    t.wait('佐藤太郎_')
    t.key(F[2], '二番 · 佐藤太郎')
    t.send('\x03')
    equal(t.ended(), 4, 'exit status')


def models():
    """The product's code cannot be read: its model is found by name, as somebody types it."""
    t = start('--station', 'models', '--consignment', 'MODELS')
    t.wait('The consignment is open')
    t.scan(CAMERA_LABEL)
    t.wait('PRODUCT?', '^F Model', 'Esc Menu')
    t.key(CTRL_F, '> Model')
    t.type('zz')
    t.key(F[2], 'The lists name no such model')
    t.wait('> Model', 'zz_')
    for _ in 'zz':
        t.send('\x7f')
    t.until(lambda text: 'zz_' not in text, 'the line to be empty')
    t.type('kz ')
    t.scan(CAMERA)  # a scan never lands in a question
    t.wait('PASS', '> Model', 'kz _')
    t.key(F[2], 'which of the models found is on the box', '> KZ-CAM1 ')
    golden(t, 'models.en')
    t.key(DOWN, '> KZ-CAM1/W')
    t.key(DOWN, '> KZ-PLUG2')
    t.key(UP, '> KZ-CAM1/W')
    t.key(DOWN, '> KZ-PLUG2')
    t.key(F[2], 'HOLD', 'F2 Seen')
    t.lacks('which of the models')
    t.key(F[2], 'Seen. Set the box aside')
    t.send(CTRL_F)
    t.wait('> Model')
    t.key(ESC, 'F10 Settle')
    t.send('\x03')
    equal(t.ended(), 4, 'exit status')

    t = start('--station', '検索', '--consignment', '型番', locale='ja_JP.UTF-8')
    t.wait('入荷便を開きました', '^F 型番検索')
    t.type(':find', '\n> ')
    t.key(' ｋｚｃａｍ', '> :find ｋｚｃａｍ')  # as an input method hands it over
    t.key('\r', '箱と同じもの', '> KZ-CAM1 ', 'デモ用カメラ')
    golden(t, 'models.ja')
    t.key(F[2], '合格')
    t.send('\x03')
    equal(t.ended(), 0, 'exit status')


def two_stations():
    """What one was told stays while another works at the same consignment; the counts are everybody's."""
    t = start('--station', 'first', '--consignment', 'TWO')
    t.wait('The consignment is open')
    t.key(F[8], '> Quantity')
    t.key('3', '3_')
    t.key(F[2], 'counts as 3')
    subprocess.run([KENPIN, 'scan', '--station', 'second', '--consignment', 'TWO'], input=HUB.encode(), check=True,
                   stdout=subprocess.DEVNULL)
    t.wait('TWO · 1 box, 1 piece', 'counts as 3')
    t.send('\x03')
    equal(t.ended(), 0, 'exit status')


def sizes():
    t = start('--station', 'sizes')
    t.wait('F1 Help')
    t.resize(40, 120)
    t.until(lambda text: 'F1 Help' in text.split('\n')[39], 'the keys in the last line of 40')
    t.resize(10, 40)
    t.until(lambda text: 'F8' in text.split('\n')[9], 'the keys in the last line of 10')
    t.scan(CAMERA)
    t.wait('PASS')
    t.send('\x03')
    equal(t.ended(), 0, 'exit status')


def terminals():
    for term in ('xterm-256color', 'screen', 'linux', 'vt100'):
        t = start('--station', term, term=term)
        t.wait('READY', 'Menu')
        t.scan(CAMERA)
        t.wait('PASS', 'DEMO-0001', '架空崎電機')
        equal(t.screen.coloured, term != 'vt100', 'colours on ' + term)
        t.send('\x03')
        equal(t.ended(), 0, 'exit status')
    t = Terminal([KENPIN, 'scan', '--lang', 'en'], TERM='nosuch', LC_ALL='C')
    t.wait('use --plain')
    equal(t.ended(), 1, 'exit status')


def bells():
    t = Terminal([KENPIN, 'scan', '--station', 'bells'], TERM='xterm', LC_ALL='C.UTF-8')
    t.wait('READY')
    t.scan(CAMERA)
    t.wait('PASS')
    t.until(lambda _: t.screen.bells == 1, 'one bell')
    t.scan(PLUG)
    t.wait('READ AGAIN')
    t.until(lambda _: t.screen.bells == 3, 'two more')
    t.scan(PLUG)
    t.wait('HOLD')
    t.until(lambda _: t.screen.bells == 6, 'and three')
    t.send('\x03')
    equal(t.ended(), 4, 'exit status')


def signals():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        t = start('--station', 'signals')
        t.wait('READY')
        t.send('952')
        t.wait('> 952')
        t.kill(number)
        equal(t.ended(), 0, 'exit status')


def plain_keys():
    """--plain on a terminal: typed lines may command, scanned ones never."""
    t = Terminal([KENPIN, 'scan', '--plain', '--station', 'plain', '--silent'], TERM='xterm', LC_ALL='C.UTF-8')
    t.wait('READY', ':help')
    t.scan(PLUG)
    t.wait('READ AGAIN')
    t.scan(PLUG)
    t.wait('HOLD')
    t.scan(':ack')
    t.wait('a scan commands nothing')
    t.type(':ack', '\n')
    t.send('\r')
    t.wait('Seen. Set the box aside')
    t.type(':quit', '\n')
    t.send('\r')
    equal(t.ended(), 1, 'exit status')


for part in (delivery, japanese, models, two_stations, sizes, terminals, bells, signals, plain_keys):
    part()
done()
