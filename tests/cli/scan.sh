#!/usr/bin/env bash
# kenpin scan --plain: a delivery of twenty boxes as lines, and what an operator does beside scanning
. "${BASH_SOURCE%/*}/lib.sh"

"$KENPIN" demo --keep demo >/dev/null || exit 1
export KENPIN_DATA=$work/demo/data
before=$(records)

feed() { # feed ARGS...: lines on standard input are read by kenpin scan
    last="kenpin scan $*"
    "$KENPIN" scan "$@" >"$work/.out" 2>"$work/.err"
    status=$?
    out=$(<"$work/.out")
    err=$(<"$work/.err")
}

counter() { # records of the counter: what happened there beside checks
    "$KENPIN" evidence list --json | jq -r "select(.kind == \"counter\") | $1"
}

# Both orders, repeats, a quantity, a wrong one undone, one held: read twice, acknowledged, settled; and closed.
cat >delivery <<'LINES'
:open PO-118; Kakuzaki; gb,jp
9520000000011
9520000000011
9520000000011
9520000000011
9520000000011
9520000000066
9520000000066
9520000000066
https://www.ipa.go.jp/demo/DEMO-0005
9520000000073
9520000000073
9520000000073
https://www.ipa.go.jp/demo/DEMO-0002
9520000000028
9520000000028
9520000000011
:ack
:quarantined waits for the supplier
9520000000080
9520000000080
:quantity 3
9520000000080
9520000000011
:undo read twice
9520000000011
9520000000011
9520000000011
9520000000066
9520000000066
9520000000073
:close
LINES
feed --plain --commands --market gb,jp --operator Sato --station 'Dock 2' <delivery
exits 4
silent
out_has 'PO-118 · 0 boxes'
out_has '✔ PASS  box 1 · Kakuzaki KZ-CAM1'
out_has 'so far 5'
out_has 'Great Britain · U10'
out_has 'Japan · J01'
out_has 'the product'"'"'s code of this box' # the label came first
out_has 'Read the same code once more'
out_has '✖ HOLD  box 12 · Kakuzaki KZ-PLUG2'
out_has 'Not taken: first acknowledge the alarm'
out_has 'Seen. Set the box aside'
out_has 'set aside in quarantine · Sato · waits for the supplier'
out_has 'box 15 ×3'
out_has 'VOID'
out_has 'The consignment is closed'
out_has 'Dock 2 · Sato'
out_has 'JC-STAR, CLS '
out_has ' old · online · no fetch planned'
out_has 'INVENTED DATA'
out_lacks $'\033'
out_lacks $'\a'
is 'boxes on record' "$(counter 'select(.act == "close") | .counter.quantity')" 23
is 'repeats' "$(counter 'select(.act == "repeat") | .act' | wc -l)" 17
is 'what was done with it' "$(counter 'select(.act == "disposition") | .how')" quarantined
is 'void, and not erased' "$(counter 'select(.act == "void") | .reason')" 'read twice'
is 'who' "$(counter '.facts.operator' | sort -u)" Sato
ok 'on record' [ "$(records)" -gt "$before" ]
ok 'nothing is pending' [ ! -s "$(echo "$KENPIN_DATA"/scan-*.pending)" ]

# The same words in Japanese.
feed --plain --lang ja --station 'Dock 2' <<<9520000000011
exits 0
out_has '✔ 合格'
out_has '箱 1'
out_has '架空のデータ'
out_lacks 'PASS'

# A pipe is no terminal: --plain is implied. A last line needs no end.
feed --station pipe < <(printf 9520000000011)
exits 0
out_has '✔ PASS'

# Nobody who may be a scanner commands.
feed --station pipe <<<':close'
exits 1
out_has 'a scan commands nothing'
feed --station pipe <<<':nothing of ours'
exits 1 # the box is open
out_has 'neither a product nor a label'
feed --station pipe --commands <<<$':drop\n:nosuch'
exits 1
out_has 'no command ":nosuch'

# The worst box answered makes the exit status; --fail-on moves the line.
hold=$'9520000000028\n9520000000028'
feed --station one --consignment ONE <<<"$hold"
exits 4
feed --station one --consignment TWO <<<"$hold"
exits 4 # the alarm of the first was not acknowledged
out_has 'first acknowledge'
feed --station two --consignment TWO --fail-on stop <<<"$hold"
exits 0
out_has '✖ HOLD'

# An override by a supervisor whose PIN is on the next line, and in no file. Nobody of that name yet.
feed --station two --commands <<<$':ack\n:override Suzuki; seen the papers\n4711'
exits 0
out_has '> (PIN)'
out_has 'Name and PIN do not fit'
out_lacks 4711
grep -rqa 4711 "$KENPIN_DATA"/*.db "$KENPIN_DATA"/*.pending
is 'the PIN is kept nowhere' $? 1

# The statement of compliance, and what is wrong with a command.
feed --station two --commands <<<':statement xyz'
out_has 'a to g'
feed --station two --commands <<<':statement abcdefg'
exits 0
out_has '! WARN'
feed --station two --commands <<<':expected nosuch.csv'
exits 1
out_has 'nosuch.csv cannot be read'
printf 'gtin,quantity\n9520000000011,2\n9520000000066,1\n' >expected.csv
feed --station two --commands <<<$':expected expected.csv\n9520000000011'
exits 0
out_has 'missing 2, surplus 1'
feed --station two --commands <<<$':help\n:consignments\n:why\n:quit\n9520000000011'
exits 0
out_has ':quarantined [RECORD] [REASON]'
out_has 'Law'
out_has 'TWO · boxes'
out_lacks '> 9520000000011'

# What no code can be.
feed --station one --commands < <(printf '\xff\xfe\xff\n')
exits 1
out_has 'no text'
feed --station one --commands < <(head -c 20000 /dev/zero | tr '\0' x; echo)
exits 1
out_has 'longer than any code'

# Without any list nothing is checked, and the way out stands there.
feed --data empty <<<9520000000011
exits 1
out_has 'Not taken'
out_has 'JC-STAR, CLS no copy'
out_has 'NO LIST'
out_has 'kenpin registry'
out_lacks READY
out_lacks PASS

wrong 'does not go with --as-if' scan --as-if 2026-11-21T10:15:00Z
wrong 'no speed' scan --serial /dev/ttyNOSUCH:17
wrong 'one too many' scan box.png

# ---- a model by its name, where the product's code cannot be read ----

feed --plain --commands --market gb --station find <<'LINES'
:model 1
:find k
:find nothing so named
:find ＫＺ＿plug2
:find kz‐plug
:find まどあき
:find kz_cam
:model 9
:model 1
LINES
exits 1
out_has 'kenpin: find it first, then say its number'
out_has 'The lists name no such model; type two letters or digits of it, or more'
ok 'found whatever its width and hyphens' [ "$(grep -c '^  1 *KZ-PLUG2 · 架空崎電機株式会社 · デモ用スマートプラグ · DEMO-0002' <<<"$out")" = 2 ]
out_has '  1   KZ-CAM1 · 架空崎電機株式会社 · デモ用カメラ · DEMO-0001'
out_has '  2   KZ-CAM1/W'
out_has 'Which of them is on the box? :model and its number'
out_has '✔ PASS  box 1 · 架空崎電機株式会社 KZ-CAM1'
feed --plain --commands --station 検索 --lang ja <<'LINES'
:find kz-cam1
:model 2
LINES
exits 0
out_has '箱と同じものを :model と番号で指定してください'
out_has 'KZ-CAM1/W'
