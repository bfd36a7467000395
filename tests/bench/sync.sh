#!/usr/bin/env bash
# What a sync of an unchanged list costs beside the server's own time: one conditional request. All data is invented.
#   sync.sh KENPIN [TIMES]      a release build's program; 30
set -euo pipefail
here=$(cd -- "$(dirname -- "$0")" && pwd)
kenpin=$(realpath -- "${1:?kenpin}") times=${2:-30}
work=$(mktemp -d "${TMPDIR:-/tmp}/kenpin-sync-XXXXXX")
cd -- "$work"
. "$here/web.sh"
trap 'bench_web_stop; cd /; rm -rf -- "$work"' EXIT
unset XDG_DATA_HOME
export KENPIN_DATA=$work/data
mkdir -p www data/sources
awk 'BEGIN { print "number,level,status,product,vendor,models,issued,expires"
    for (i = 0; i < 100000; i++) printf "DEMO-%06d,1,Active,Invented %d,Invented Works %d,DM-%06d,2025-06-01,2990-05-31\n", i, i, i % 500, i }' >www/list.csv
bench_web
echo "{\"name\": \"shop\", \"scheme\": \"jc-star\", \"demo\": true, \"address\": \"$web/list.csv\", \"hosts\": [\"${web#https://}\"]}" >data/sources/shop.json
"$kenpin" registry sync shop >/dev/null 2>&1
median() { sort -n | awk '{ v[NR] = $1 } END { printf "median %.1f ms, %.1f to %.1f\n", v[int((NR + 1) / 2)], v[1], v[NR] }'; }
uptime
: >http.log && : >wire.log
for ((i = 0; i < times; i++)); do
    began=$(date +%s%N)
    "$kenpin" registry sync shop --force >/dev/null 2>&1
    echo $((($(date +%s%N) - began) / 1000))
done | awk '{ print $1 / 1000 }' | median | sed 's/^/kenpin registry sync, unchanged: /'
sleep 0.3
awk -v n="$times" '{ out += $3; in_ += $4; time += $5 } END { printf "  requests %.2f, bytes out %.0f, in %.0f, the server by its own log %.1f ms\n", NR / n, out / n, in_ / n, time / n * 1000 }' http.log
tag=$(curl -s --cacert "$CURL_CA_BUNDLE" -I "$web/list.csv" | tr -d '\r' | awk 'tolower($1) == "etag:" { print $2 }')
for ((i = 0; i < times; i++)); do
    began=$(date +%s%N)
    curl -s --cacert "$CURL_CA_BUNDLE" -o /dev/null -H "If-None-Match: $tag" "$web/list.csv"
    echo $((($(date +%s%N) - began) / 1000))
done | awk '{ print $1 / 1000 }' | median | sed 's/^/the same request by curl, a process each: /'
for ((i = 0; i < times; i++)); do
    curl -s --cacert "$CURL_CA_BUNDLE" -o /dev/null -w '%{time_total}\n' -H "If-None-Match: $tag" "$web/list.csv"
done | awk '{ print $1 * 1000 }' | median | sed 's/^/connection, TLS and answer by curl: /'
for ((i = 0; i < times; i++)); do
    began=$(date +%s%N)
    "$kenpin" registry status >/dev/null
    echo $((($(date +%s%N) - began) / 1000))
done | awk '{ print $1 / 1000 }' | median | sed 's/^/kenpin registry status, no network: /'
