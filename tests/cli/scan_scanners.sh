#!/usr/bin/env bash
# kenpin scan with scanners of its own, and killed: scan_scanners.py
. "${BASH_SOURCE%/*}/lib.sh"

"$KENPIN" demo --keep demo >/dev/null || exit 1
export KENPIN_DATA=$work/demo/data KENPIN
ok 'scanners' python3 "$here/scan_scanners.py"
