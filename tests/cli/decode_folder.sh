#!/usr/bin/env bash
# kenpin decode: folders
. "${BASH_SOURCE%/*}/lib.sh"

mkdir -p box/inner
cp "$pictures/ean.png" box/b.png
cp "$pictures/qr.png" box/inner/a.png
cp "$pictures/qr.png" box/A.png
cp "$pictures/ean.png" box/picture # no ending: its first bytes tell
echo text >box/notes.txt
printf '\0\1\2' >box/data

# In the order of the names' bytes; what is no picture is left out and counted.
run decode box
exits 0
is 'the order' "$out" $'box/A.png: qr DEMO-0001\nbox/b.png: ean13 9520000000011\nbox/inner/a.png: qr DEMO-0001\nbox/picture: ean13 9520000000011'
err_has 'left out: 2'
run decode --json box/
exits 0
json .file $'box/A.png\nbox/b.png\nbox/inner/a.png\nbox/picture'
run decode --lang ja box
err_has '読み飛ばしました'

# Files and folders as they were given.
run decode box/picture box/inner box/A.png
exits 0
is 'as given' "$(cut -d: -f1 <<<"$out" | tr '\n' ' ')" 'box/picture box/inner/a.png box/A.png '

# A folder without a picture is a failure of that folder, and of no other.
mkdir -p empty text/inner
echo text >text/inner/notes.txt
run decode empty box/inner
exits 1
out_has 'box/inner/a.png: qr'
err_has 'empty: no picture in this folder'
run decode text
exits 1
quiet
err_has 'text: no picture in this folder (other files: 1)'

# What is named as a picture and is none is no other file: something went wrong with it.
: >box/zero.jpg
run decode box
exits 1
err_has 'box/zero.jpg: the file is empty'
is 'the others are read' "$(wc -l <.out)" 4
rm box/zero.jpg

# Links to folders are not followed: no loop.
ln -s .. box/up
ln -s . box/here
ln -s loop.png box/loop.png
ln -s b.png box/link.png
mkfifo box/pipe box/pipe.png
run decode box
exits 1
is 'each once' "$(wc -l <.out)" 5
out_has 'box/link.png: ean13'
err_has 'box/loop.png: cannot be read'
rm box/loop.png

# What may not be read is said, and the others are read.
mkdir box/closed
cp "$pictures/qr.png" box/closed
chmod 0 box/closed
cp "$pictures/qr.png" box/secret.png
chmod 0 box/secret.png
if [ "$(id -u)" != 0 ]; then # root may read all
    run decode box
    exits 1
    err_has 'box/closed: may not be read'
    err_has 'box/secret.png: may not be read'
    is 'the others are read' "$(wc -l <.out)" 5
fi
chmod 700 box/closed
rm -r box/closed box/secret.png

# Names may be any bytes, and are shown safely.
cp "$pictures/qr.png" $'box/new\nline.png'
cp "$pictures/qr.png" $'box/\xff\033[2J.png'
run decode box
exits 0
is 'lines' "$(wc -l <.out)" 7
out_lacks $'\033'
run decode --json box
json 'select(.file | contains("new")) | .file' $'box/new\nline.png'
is 'objects' "$(wc -l <.out)" 7

# Many, in order, with several processes at work; and the same whatever their number.
mkdir many
cp "$pictures/qr.png" many/10000.png
python3 -c 'import os
for i in range(10001, 11500): os.link("many/10000.png", f"many/{i}.png")'
rm many/10750.png
printf 'broken' >many/10750.png
run decode --jobs 3 many
exits 1
err_has 'many/10750.png'
is 'how many' "$(wc -l <.out)" 1499
ok 'in order' sort -c .out
mv .out three
rm many/10[5-9]* many/11*
run decode --jobs 1 many
ok 'the same with one' cmp .out <(head -n 500 three)
