#!/usr/bin/env bash
# kenpin scan on the whole screen: scan_screen.py, in a terminal that is no more than a program
. "${BASH_SOURCE%/*}/lib.sh"

"$KENPIN" demo --keep demo >/dev/null || exit 1
export KENPIN_DATA=$work/demo/data KENPIN
ok 'the screen' python3 "$here/scan_screen.py"
