#!/usr/bin/env bash
# Many tills that pull a delta from one nginx: each a data folder and a process of its own, so many at once. All data is
# invented.
#   tills.sh KENPIN [TILLS] [AT-ONCE]      a release build's program; 1000, 8
set -euo pipefail
here=$(cd -- "$(dirname -- "$0")" && pwd)
kenpin=$(realpath -- "${1:?kenpin}") tills=${2:-1000} at_once=${3:-8}
work=$(mktemp -d "${TMPDIR:-/tmp}/kenpin-tills-XXXXXX")
cd -- "$work"
. "$here/web.sh"
trap 'bench_web_stop; cd /; rm -rf -- "$work"' EXIT
unset KENPIN_DATA XDG_DATA_HOME

list() { # list STEP: 1,000 labels with 18 models; every STEPth label was revoked
    awk -v step="$1" 'BEGIN {
        srand(7)
        print "number,level,status,product,vendor,models,issued,expires"
        for (i = 0; i < 1000; i++) {
            m = ""
            for (k = 0; k < 18; k++) m = m (k ? ", " : "") sprintf("%c%c-%05d%c", 65 + rand() * 26, 65 + rand() * 26, rand() * 99999, 65 + rand() * 26)
            printf "DEMO-%06d,%d,%s,Demo product %d,Demo Works %d Inc.,\"%s\",2025-06-01,2990-05-31\n",
                i, 1 + i % 4, (step && i % step == 7) ? "取消し" : "有効", rand() * 99999, i % 70, m
        }
    }'
}
publish() { # publish STEP TIME
    list "$1" >list.csv
    "$kenpin" --data hq registry import list.csv --scheme jc-star --as-of "$2" --demo >/dev/null
    "$kenpin" --data hq registry publish www/mirror --key bench.key >/dev/null
}
round() { # round WORDS: every till once
    local began ended
    : >failed
    nginx -p "$PWD" -c "$PWD/nginx.conf" -s reopen 2>/dev/null
    sleep 0.3
    : >http.log && : >wire.log
    began=$(date +%s%N)
    seq "$tills" | xargs -P "$at_once" -I{} sh -c "'$kenpin' --data till/{} registry sync kenpin --force >/dev/null 2>>failed || echo '{} failed' >>failed"
    ended=$(date +%s%N)
    sleep 0.5 # the last connections are logged when they end
    echo "$1: $tills tills, $at_once at once, $(((ended - began) / 1000000)) ms, errors $(grep -c 'failed$' failed || true)"
    awk -v n="$tills" '{ out += $3; in_ += $4; code[$1]++ } END { printf "  requests a till %.2f, HTTP bytes a till: out %.0f, in %.0f;", NR / n, out / n, in_ / n; for (c in code) printf " %s: %d", c, code[c]; print "" }' http.log
    awk -v n="$tills" '{ out += $1; in_ += $2 } END { printf "  connections a till %.2f, bytes a till with TLS: out %.0f, in %.0f\n", NR / n, out / n, in_ / n }' wire.log
}

mkdir -p www
"$kenpin" registry key --out bench.key >/dev/null
publish 0 2026-11-21T08:00:00Z
bench_web
mkdir -p base/sources till
echo "{\"name\": \"kenpin\", \"form\": \"kenpin\", \"address\": \"$web/mirror/\", \"hosts\": [\"${web#https://}\"], \"trust\": [\"$(tail -n 1 bench.pub)\"]}" >base/sources/kenpin.json
uptime
for ((i = 1; i <= tills; i++)); do cp -r base "till/$i"; done
round 'the whole list'
round 'nothing new'
publish 10 2026-11-21T09:00:00Z
round 'a delta of 100 changed labels'
copies=$(for ((i = 1; i <= tills; i++)); do "$kenpin" --data "till/$i" registry status --json; done | jq -r '"\(.as_of) \(.labels)"' | sort | uniq -c)
echo "  what the tills have then: $copies"
du -sb www/mirror/* | sort -rn | head -6
uptime
