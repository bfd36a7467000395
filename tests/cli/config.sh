#!/usr/bin/env bash
# The config file, the environment, the language
. "${BASH_SOURCE%/*}/lib.sh"
make_data
mkdir -p "$HOME/.config/kenpin"
ini=$HOME/.config/kenpin/kenpin.ini

# What it says counts where the call says nothing.
cat >"$ini" <<'INI'
; a shop
[defaults]
market = jp, gb
role = seller
event = offer
statement = absent
requires_star = 2
operator = 山田
INI
run check --label DEMO-0001 --sku R-100 --json
exits 4
json '[.verdicts[].market] | join(",")' jp,gb
json .facts.role seller
json .facts.event offer
json .facts.statement unknown # the catalogue's row says so
json .facts.requires_star 2
json .facts.operator 山田
run check --label DEMO-0001 --market gb --role importer --event sale --requires-star 0 --operator Tanaka --json
json '[.verdicts[].market] | join(",")' gb
json .facts.role importer
json .facts.event sale
json .facts.statement absent
json .facts.requires_star 0
json .facts.operator Tanaka

# Limits.
cat >"$ini" <<'INI'
[limits]
fresh = 1h
stale_after = 2d
warn_days = 10
INI
run check --label DEMO-0004 --sku H-400 --json
json .outcome pass
run registry import registry.csv --scheme jc-star --as-of "$(date -u -d '-3 days' +%FT%TZ)" --data other
run check --data other --label DEMO-0001 --json
json '.labels[0].registry.status' unverified

# The language: said, else the file's, else the locale's.
printf '[defaults]\nlang = ja\n' >"$ini"
run registry status
out_has 写し
run registry status --lang en
out_has Copy
rm "$ini"
run_with LC_ALL=ja_JP.UTF-8 registry status
out_has 写し
run_with LANG=ja_JP.UTF-8 registry status
out_has 写し
run_with LC_ALL=C LANG=ja_JP.UTF-8 registry status
out_has Copy
run_with LANG=ja_JP.UTF-8 check --label DEMO-0001 --gtin 9520000000011
exits 0
out_has 合格

# Faults name file and line, and end the call before anything is done.
fault() { # fault LINE WORDS TEXT
    printf '%b' "$3" >"$ini"
    before=$(KENPIN_CONFIG=/dev/null records)
    wrong "kenpin.ini:$1: " check --label DEMO-0001
    err_has "$2"
    is 'records' "$(KENPIN_CONFIG=/dev/null records)" "$before"
}
fault 2 'did you mean market?' '[defaults]\nmarkt = gb\n'
fault 3 'gb, ni, jp' '[defaults]\n\nmarket = uk\n'
fault 2 '[default] has no' '[default]\nmarket = gb\n'
fault 2 '[limits] has no' '[limits]\nmarket = gb\n'
fault 1 'has no' 'market = gb\n'
fault 2 '[defaults] has no' '[defaults]\nlabel = DEMO-0001\n'
fault 3 'stands on line 2' '[defaults]\nmarket = gb\nmarket = jp\n'
fault 2 '24h' '[limits]\nfresh = 1 day\n'
fault 2 '24h' '[limits]\nfresh = 0h\n'
fault 2 '0-3650' '[limits]\nwarn_days = many\n'
fault 2 'neither' '[defaults]\nmarket\n'
fault 2 'too long' "[defaults]\n; $(printf 'x%.0s' {1..300})\n"
printf '[limits]\nfresh = 8d\n' >"$ini"
wrong 'longer than stale_after' registry status
run help # always works
exits 0
rm "$ini"

# Where it is.
printf '[defaults]\nrole = importer\n' >elsewhere.ini
run_with KENPIN_CONFIG=elsewhere.ini check --label DEMO-0001 --json
json .facts.role importer
mkdir -p xdg/kenpin && cp elsewhere.ini xdg/kenpin/kenpin.ini
run_with XDG_CONFIG_HOME="$PWD/xdg" check --label DEMO-0001 --json
json .facts.role importer
run_with KENPIN_CONFIG=missing.ini check --label DEMO-0001
exits 2
err_has missing.ini
run_with KENPIN_CONFIG=. check --label DEMO-0001
exits 2
