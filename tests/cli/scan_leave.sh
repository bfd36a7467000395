#!/usr/bin/env bash
# kenpin scan leaves the terminal and a serial line as they were, whatever ended or stopped it: scan_leave.py
. "${BASH_SOURCE%/*}/lib.sh"

"$KENPIN" demo --keep demo >/dev/null || exit 1
export KENPIN_DATA=$work/demo/data KENPIN
ok 'every way out' python3 "$here/scan_leave.py"
