#!/usr/bin/env bash
# A till that gets its lists from a mirror over the network: kenpin registry sync with a source of the form kenpin
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/../servers/web.sh"
mkdir -p www
make_registry
for i in {11..60}; do echo "DEMO-00$i,1,有効,Demo Thing $i,Demo Works Inc.,DT-$i,2025-06-01,2990-05-31"; done >>registry.csv
web_start
"$KENPIN" registry key --out shop.key >/dev/null || exit 1
"$KENPIN" registry key --out other.key >/dev/null || exit 1
key=$(tail -n 1 shop.pub)
official() { # official FILE TIME: the mirror has that list of that time, and publishes
    "$KENPIN" registry import "$1" --scheme jc-star --demo --as-of "$2" --data mirror >/dev/null &&
        "$KENPIN" registry publish www/kenpin --key shop.key --data mirror >/dev/null || exit 1
}
mirror_json() { # mirror_json KEY [ADDRESS]
    mkdir -p "$KENPIN_DATA/sources"
    cat >"$KENPIN_DATA/sources/kenpin.json" <<JSON
{"name": "kenpin", "form": "kenpin", "address": "${2-$web/kenpin/}", "hosts": ["${web#https://}"], "trust": ["$1"]}
JSON
}
till() { "$KENPIN" registry status --json | jq -r "$1"; }

# As it came it is not set up, says so when it is named, and is passed over else.
run registry sync kenpin
exits 1
err_has 'kenpin is not set up'
run registry probe kenpin
exits 1
out_has 'A mirror of your own'

# The whole list, with the official list's own age.
official registry.csv 2026-01-02T03:04:05Z
mirror_json "$key"
run registry probe kenpin
exits 0
out_has "signed by $key"
out_has 'labels 55'
run registry sync kenpin
exits 0
silent
out_has 'the whole list was taken'
is 'the labels' "$(till .labels)" 55
is 'its time' "$(till .as_of)" 2026-01-02T03:04:05Z
before=$(web_requests)
run registry sync kenpin
exits 0
out_has 'not due before'
out_has '; --force asks now'
out_lacks 'as of )'
is requests "$(web_requests)" "$before"
run registry sync kenpin --force
exits 0
out_has unchanged

# What changed.
sed 's/Demo Hub/Demo Hub 2/' registry.csv >next.csv
official next.csv 2026-01-03T03:04:05Z
run registry sync kenpin --force
exits 0
out_has 'what changed was taken'
out_has 'changed 1'
is 'its time' "$(till .as_of)" 2026-01-03T03:04:05Z
run registry sync kenpin --force --dry-run
exits 1
err_has 'has no --dry-run'

# Refused: another key, a signature that is gone, a file that was changed, nothing there. The copy stays.
before=$(till .copy)
stays() { # stays WORDS
    run registry sync kenpin --force
    exits 1
    quiet
    err_has "$1"
    is 'the copy' "$(till .copy)" "$before"
}
mirror_json "$(tail -n 1 other.pub)"
stays 'kenpin: '
mirror_json "$key"
sed -i 's/"serial"/"sErial"/' www/kenpin/latest.json
stays 'kenpin: '
mirror_json "$key" "$web/nothing/"
stays 'there is no latest.json'
mirror_json "$key" "$web_closed/kenpin/"
run registry sync kenpin --force
exits 1
err_has 'none of the description'
