#!/usr/bin/env bash
# kenpin decode: pictures that are none, or wish to be harmful
. "${BASH_SOURCE%/*}/lib.sh"
cp "$pictures/ean.png" good.png

# bad NAME WORDS: the file cannot be read, and says so with its name and these words; the good ones around it are read.
bad() {
    run decode good.png "$1" good.png
    exits 1
    is 'the good ones are read' "$out" $'good.png: ean13 9520000000011\ngood.png: ean13 9520000000011'
    err_has "$1: "
    err_has "$2"
    is 'one line says it' "$(wc -l <.err)" 1
    run decode --lang ja --json "$1"
    exits 1
    json '.codes | length' 0
    json '.error | length > 9' true
    json '.ms | type' number
}

bytes() { printf "$1"; }

: >empty.png
bad empty.png 'is empty'
head -c 300 good.png >short.png
bad short.png 'truncated'
head -c 20 good.png >header.png
bad header.png 'truncated'
{
    head -c 16 good.png
    bytes '\0\0\x4e\x1f\0\0\x4e\x1f' # 19,999 x 19,999 pixels
    tail -c +25 good.png
} >huge.png
bad huge.png 'million'
{
    head -c 16 good.png
    bytes '\xff\xff\xff\xff\xff\xff\xff\xff'
    tail -c +25 good.png
} >vast.png
bad vast.png 'below'
{
    head -c 200 good.png
    head -c 2000 /dev/zero
    tail -c +2201 good.png
} >holes.png
bad holes.png 'damaged'
bytes '\xff\xd8\xff\xe0\0\x10JFIF' >short.jpg
bad short.jpg ''
bytes 'RIFF\xff\xff\xff\x7fWEBPVP8 \xff\xff\xff\x7f' >long.webp
bad long.webp ''
echo 'a text' >text.png
bad text.png 'not a'
mkdir folder.png
mkfifo pipe.png
bad pipe.png 'not a file'
bad /dev/zero 'not a file'
bad missing.png 'no such file'
head -c 70000000 /dev/zero >large.png
bad large.png 'make it smaller'
ln -s loop.png loop.png
bad loop.png 'cannot be read'
cp good.png closed.png
chmod 0 closed.png
[ "$(id -u)" = 0 ] || bad closed.png 'may not be read' # root may

# One pixel is a picture, without a code.
bytes '\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\x0a\x49\x44\x41\x54\x78\x9c\x63\xf8\x0f\x00\x01\x01\x01\x00\xb1\x38\xf6\x14\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82' >one.png
run decode one.png
exits 0
quiet
err_has 'no code found in one.png'

# A closed standard output, or one that is full, is said; nothing hangs.
last='kenpin decode good.png >&-'
"$KENPIN" decode good.png >&- 2>.err
status=$?
exits 1
last='kenpin decode good.png >/dev/full'
"$KENPIN" decode good.png >/dev/full 2>.err
status=$?
exits 1
err=$(<.err)
err_has 'cannot be written'
last='kenpin decode ... | head -1'
mkdir many
for i in $(seq 100 399); do cp good.png "many/$i.png"; done
is 'a reader that leaves' "$("$KENPIN" decode many 2>/dev/null | head -n 1)" 'many/100.png: ean13 9520000000011'

# Ctrl-C: whole lines until then, exit status 1, no process left behind.
last='Ctrl-C'
"$KENPIN" decode good.png many many many many many many many many many many many many >.out 2>.err &
pid=$!
until [ -s .out ]; do :; done
kill -TERM "$pid"
wait "$pid"
status=$?
exits 1
err=$(<.err)
err_has stopped
ok 'some were read' [ "$(wc -l <.out)" -lt 3601 ]
ok 'whole lines' [ "$(grep -c 'ean13 9520000000011$' .out)" = "$(wc -l <.out)" ]
ok 'the last line is whole' [ -z "$(tail -c 1 .out)" ]
