#!/usr/bin/env bash
# kenpin counter: card, stations, supervisors; and what happened at the counter in evidence list and show
. "${BASH_SOURCE%/*}/lib.sh"

"$KENPIN" demo --keep demo >/dev/null || exit 1
export KENPIN_DATA=$work/demo/data
counter() { # counter ARGS...: lines on standard input
    last="kenpin $*"
    "$KENPIN" "$@" >"$work/.out" 2>"$work/.err"
    status=$?
    out=$(<"$work/.out")
    err=$(<"$work/.err")
}

# Supervisors: a PIN is one line of standard input where that is no terminal.
run counter supervisors
exits 0
err_has 'no supervisor yet'
counter counter supervisor Suzuki <<<4711
exits 0
out_has 'Suzuki may release'
counter counter supervisor Suzuki <<<47
exits 2
err_has '4 to 64'
counter counter supervisor Suzuki </dev/null
exits 1
err_has 'no PIN'
counter counter supervisor Suzuki < <(printf '4711\x03\n')
exits 1
err_has 'nothing was changed'
run counter supervisors
exits 0
is supervisors "$out" Suzuki
grep -rqa 4711 "$KENPIN_DATA"
is 'the PIN is kept nowhere' $? 1
wrong 'needs NAME' counter supervisor
counter counter supervisor Tanaka <<<4712
run counter supervisor Tanaka --remove
exits 0
out_has 'Tanaka releases nothing any more'
run counter supervisor Tanaka --remove
exits 1
err_has 'there is no supervisor Tanaka'
run counter supervisors
is supervisors "$out" Suzuki
wrong 'card, stations, supervisor, supervisors' counter

# The card's codes act, whoever reads them; each shop has its own.
run counter card
exits 0
out_has 'acknowledge the alarm'
run counter card --lang ja
out_has '警報を確認した'
run counter card --json
exits 0
ack=$(jq -r '.codes[] | select(.act == "ack") | .text' <<<"$out")
run counter card --json --data elsewhere
isnt 'the secret of another shop' "$(jq -r '.codes[] | select(.act == "ack") | .text' <<<"$out")" "$ack"
counter scan --station Dock --operator Sato --commands <<LINES
:open PO-7; Kakuzaki
9520000000028
9520000000028
$ack
:override Tanaka; papers seen
4712
:override Suzuki; papers seen
4711
9520000000011
9520000000011
:undo twice
952000
:drop
:close
LINES
exits 4
out_has 'Seen. Set the box aside'
out_has 'Name and PIN do not fit'
out_has 'released by a supervisor'
out_has 'VOID'

# Every record of it in one line, and whole.
run evidence list --consignment PO-7
exits 0
silent
is 'records' "$(wc -l <<<"$out")" 9
out_has 'opened   Sato'
out_has 'seen     Sato'
out_has 'released by a supervisor · by Suzuki papers seen'
out_has 'repeat   Sato'
out_has 'void     Sato'
out_has 'dropped  Sato'
out_has 'closed   Sato'
run evidence list --lang ja --consignment PO-7
out_has '開始     Sato'
show() { # show ACT [OPTIONS]: the record of that act
    local seq
    seq=$("$KENPIN" evidence list --json | jq "select(.act == \"$1\") | .receipt.seq")
    run evidence show "$seq" "${@:2}"
    exits 0
}
show open
out_has 'a consignment was opened'
out_has 'supplier Kakuzaki'
show disposition
out_has 'what was done with a held box'
out_has 'by Suzuki'
out_has 'papers seen'
show disposition --lang ja
out_has '責任者が解除した'
show repeat
out_has 'one more box like an earlier one'
out_has '✔ PASS'
out_has 'ean13 9520000000011'
show drop
out_has 'codes that no box came of'
out_has 952000
show close
out_has 'Pieces   2'
run evidence list --csv --consignment PO-7 # verdicts alone
is 'lines' "$(wc -l <<<"$out")" 3
run evidence verify
exits 0

# Stations, and one that was lost.
run counter stations
exits 0
out_has 'terminal    Dock · last seen'
run counter stations --lang ja
out_has '端末        Dock'
run counter stations
id=${out%% *}
run counter stations --cut-off 99
exits 1
err_has 'no station 99'
run counter stations --cut-off "$id"
exits 0
out_has 'cut off: Dock'
run counter stations
exits 0
quiet
err_has 'no station'
wrong 'does not go with --as-if' counter stations --as-if 2026-11-21T10:15:00Z
