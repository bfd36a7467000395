#!/usr/bin/env bash
# kenpin demo
. "${BASH_SOURCE%/*}/lib.sh"

run demo
exits 0
silent
out_has DEMO
out_has PASS
out_has HOLD
out_has REVIEW
ok 'the data folder is not touched' [ ! -e "$KENPIN_DATA" ]

run demo --lang ja
exits 0
out_has デモ

run demo --keep kept
exits 0
ok 'pictures are left' [ -s kept/pictures/current.png ]
run decode kept/pictures/current.png
exits 0
out_has 'ean13 952'

wrong 'does not go with --as-if' demo --as-if 2026-11-21T10:15:00Z
wrong 'one too many' demo box.png
