#!/usr/bin/env bash
# The proxies that the environment names, as curl knows them
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/../servers/web.sh"

mkdir -p www
make_registry
cp registry.csv www/list.csv
web_start
proxy() { # proxy NAME [PASSWORD]: sets $proxy_NAME; what it was asked stands in NAME.log
    : >"$1.log"
    "${PROXY_SERVER:?}" "$1.log" "${@:2}" <fault.in >"$1.port" 8>&- &
    until [ -s "$1.port" ]; do sleep 0.01; done
    printf -v "proxy_$1" '127.0.0.1:%s' "$(<"$1.port")"
}
proxy open
proxy locked "$(printf 'demo:secret' | base64)"
host=${web#https://}
source_json shop "$web/list.csv"
sync() { run_with "$@" registry sync shop --force; }
row() { # row FAULT: the old copy is what it was
    is "the copy after $1" "$("$KENPIN" registry status --json | jq -r .copy)" "$old_copy"
    fault_row "$1" 'whole'
}
asked() { is "asked of $1" "$(wc -l <"$1.log")" "$2"; }

# By each name it may have; not for hosts that it is not for, and http's is none of ours.
sync https_proxy="http://$proxy_open"
exits 0
is 'what it was asked' "$(tail -n 1 open.log)" "CONNECT $host HTTP/1.1"
asked open 1
sync HTTPS_PROXY="http://$proxy_open"
exits 0
asked open 2
sync ALL_PROXY="$proxy_open"
exits 0
asked open 3
sync https_proxy="http://$proxy_open" no_proxy=127.0.0.1
exits 0
sync https_proxy="http://$proxy_open" NO_PROXY='*'
exits 0
sync http_proxy="http://$proxy_open"
exits 0
asked open 3

old_copy=$("$KENPIN" registry status --json | jq -r .copy)

# A password, which is never shown.
sync https_proxy="http://demo:secret@$proxy_locked"
exits 0
sync https_proxy="http://demo:wrong@$proxy_locked"
exits 1
err_has '407'
err_lacks wrong
row proxy-password
err_has 'the copy here stays as it is'

# None there, none that knows the host, none of that name. The certificate is the list's, and checked all the same.
sync https_proxy="http://${web_closed#https://}"
exits 1
err_has 'cannot be reached'
row proxy-closed
sync https_proxy=http://demo.invalid:1
exits 1
err_has "the proxy's name is not known"
row proxy-unknown
source_json shop "$web_closed/list.csv"
sync https_proxy="http://$proxy_open"
exits 1
err_has '502'
row proxy-refuses
source_json shop "$web_wrong/list.csv"
sync https_proxy="http://$proxy_open"
exits 1
err_has 'certificate is not trusted'
row proxy-certificate

# A label's own page goes the same way.
sed -e '1s/$/,url/' -e "2,\$s|\$|,$web/list.csv|" registry.csv >linked.csv
"$KENPIN" registry import linked.csv --scheme jc-star --demo --as-of "$(date -u -d '-1 day -1 hour' +%FT%TZ)" --data page.data >/dev/null || exit 1
mkdir -p page.data/sources
source_json shop "$web/list.csv" '"entry": "link"'
cp "$KENPIN_DATA/sources/shop.json" page.data/sources/
before=$(wc -l <open.log)
run_with https_proxy="http://$proxy_open" check --label DEMO-0001 --market jp --data page.data --json
json '.labels[0].asked.why' 'the page holds several labels'
asked open $((before + 1))
