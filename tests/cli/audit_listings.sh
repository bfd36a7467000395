#!/usr/bin/env bash
# kenpin audit of listings: what their words claim, beside what the registry says
. "${BASH_SOURCE%/*}/lib.sh"
make_data

cat >listings.csv <<'CSV'
SKU,Listing title,Description
R-100,Router with JC-STAR ★1 label,"Registration number DEMO-0001. Security updates until 2030-01-01."
R-100,Router,"JC-STAR STAR-1. Guaranteed secure, officially approved!"
C-200,カメラ JC-STAR適合ラベル取得,登録番号：DEMO-0002　サポート期間 2030年まで
R-100,Router ★2,JC-STAR label DEMO-0001; support until 2030
R-100,Router,"JC-STAR label no. DEMO-0004, supported until 2030"
L-300,錠 JC-STAR ★1,安全を保証します。セキュリティアップデート提供
X-500,Lamp,"Cybersecurity Labelling Scheme level 1, CSA/010127/ABC. Security updates for 5 years."
R-100,★★★★★ Best router ★1位,Security updates until 2030
H-400,Hub,"JC-STAR申請中の商品です。サポート期間は 2030 年まで"
R-100,Router,"JC-STAR certified, number DEMO-9999, supported until 2030"
R-100,A plain router,Security updates until 2030
CSV
run audit listings.csv --out l.csv
exits 4
has() { ok "row $1, $2 has: $3" holds "$(cell l.csv "$1" "$2")" "$3"; }
lacks() { ok "row $1, $2 lacks: $3" misses "$(cell l.csv "$1" "$2")" "$3"; }
has 1 notes 'claim-current: JC-STAR'
is_cell l.csv 1 fix ''
has 2 fix 'Add the registration number beside "JC-STAR": DEMO-0001.'
has 2 fix 'Remove "Guaranteed secure"'
has 2 fix 'Remove "officially approved"'
has 2 fix 'Security updates until [date]'
has 3 fix '「JC-STAR」を削除してください。ラベルは失効しています（2025-06-30）'
has 4 fix 'write level 1'
has 5 notes listing-claim-other-model
has 5 fix 'Remove "JC-STAR": label DEMO-0004 is another'
has 6 fix 'ラベルは取り消されています'
has 6 fix '「安全を保証」を削除'
has 7 outcome hold
has 7 notes 'listing-claim'
is_cell l.csv 8 notes ''
is_cell l.csv 8 fix ''
has 9 fix '未交付のラベル'
has 10 fix 'the registry does not list DEMO-9999'
is_cell l.csv 11 fix ''
run evidence show 2 --json
json .facts.event offer
json '.audit.notes[1].code' listing-wording
json '.audit.notes[1].seen' 'Guaranteed secure'
