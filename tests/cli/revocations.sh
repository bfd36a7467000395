#!/usr/bin/env bash
# DATA/revocations.csv: the shop's own revocations tighten a verdict, and are never passed over.
. "${BASH_SOURCE%/*}/lib.sh"
make_data
file=$KENPIN_DATA/revocations.csv
check() {
    run check --label DEMO-0001 --gtin 9520000000011 --market gb,jp --json "$@"
}

# Without the file nothing is said of it.
check
exits 0
json .revocations null
json '.labels[0].revocation' null

# A label that the registry calls current.
printf 'number,scheme,reason,date\ndemo-0001,jc-star,"recalled, by the maker",2026-11-20\nDEMO-0099,,,\n' >"$file"
check
exits 4
silent
json '.verdicts[0].rule' U08
json '.verdicts[1].rule' J02
json '.labels[0].registry.status' revoked
json '.labels[0].registry.word' 'revocations.csv: recalled, by the maker'
json '.labels[0].revocation.file' revocations.csv
json '.labels[0].revocation.digest' "sha256:$(sha256sum <"$file" | cut -d' ' -f1)"
json '.labels[0].revocation.number' demo-0001
json '.labels[0].revocation.date' 2026-11-20
json '.labels[0].revocation.listed_status' current
json '.labels[0].revocation.listed_word' 有効
json '.revocations.file' revocations.csv
json '.revocations.digest' "sha256:$(sha256sum <"$file" | cut -d' ' -f1)"
json '.revocations.labels' 2
json '[.verdicts[0].findings[] | select(.code == "revoked") | .actual] | join("|")' 'revocations.csv: recalled, by the maker'
run check --label DEMO-0001 --gtin 9520000000011
exits 4
out_has 'Own list revoked by revocations.csv: recalled, by the maker · 2026-11-20'
out_has 'the registry current'
run evidence show 2
out_has 'Own list revoked by revocations.csv'
run check --label DEMO-0001 --lang ja
out_has 自店の一覧
run check --label DEMO-0001 --as-if 2026-11-21T10:15:00Z # a rehearsal too
exits 4

# One that is not listed, and one that the file does not name: which file was looked at is on record all the same.
run check --label DEMO-0099 --json
exits 4
json '.labels[0].revocation.listed_status' not-listed
json '.labels[0].revocation.reason' null
run check --label DEMO-0004 --gtin 9520000000042 --json
exits 0
json '.labels[0].revocation' null
json '.revocations.labels' 2

# Japanese headings, Shift_JIS, no rows.
printf '登録番号,理由\nDEMO-0001,回収\n' | iconv -f UTF-8 -t CP932 >"$file"
check
exits 4
json '.labels[0].revocation.reason' 回収
echo number >"$file"
check
exits 0
json '.revocations.labels' 0

# A file that is broken anywhere stops every check, and nothing is recorded.
before=$(records)
refused() { # refused WORDS
    check
    exits 1
    quiet
    err_has "$1"
    err_has 'revocations.csv'
    err_has 'nothing is checked'
    is records "$(records)" "$before"
}
: >"$file"
refused revocations.csv
echo 'label;why' >"$file"
refused 'label'
printf 'number,scheme\nDEMO-0001,psti\n' >"$file"
refused 'line 2'
printf 'number,date\nDEMO-0002,2026-11-20\nDEMO-0001,soon\n' >"$file"
refused 'line 3'
printf 'number,reason\nDEMO-0002,x\n,y\n' >"$file"
refused 'line 3'
printf 'number,reason\nDEMO-0002\n' >"$file"
refused 'line 2'
printf 'number\n"DEMO-0001\n' >"$file"
refused 'line 2'
printf 'number\nDEMO-\xff\xff\x00\n' >"$file"
refused revocations.csv
rm "$file"
mkdir "$file"
refused revocations.csv
rmdir "$file"
ln -s nowhere.csv "$file"
refused revocations.csv
check --lang ja
exits 1
err_has '検査しません'
rm "$file"
printf 'number\nDEMO-0001\n' >own.csv
ln -s "$work/own.csv" "$file" # kept elsewhere
check
exits 4
if [ "$(id -u)" != 0 ]; then
    chmod 0 own.csv
    before=$(records)
    refused revocations.csv
fi
