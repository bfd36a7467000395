# What the tests of `kenpin serve` share, behind lib.sh.
# shellcheck shell=bash disable=SC2154,SC2034

server_pid='' base='' token=''

# serve ARGS...: starts it on a port of the system's choice; leaves $server_pid, $base (http://localhost:PORT), $token.
serve() {
    local link
    : >serve.out # of the one before
    "$KENPIN" serve --port 0 "$@" >serve.out 2>serve.err &
    server_pid=$!
    until link=$(grep -om1 'https\?://localhost:[0-9]*/join#[A-Za-z0-9_-]*' serve.out); do
        kill -0 "$server_pid" 2>/dev/null || { echo "serve ended: $(cat serve.err)"; exit 1; }
        sleep 0.02
    done
    base=${link%%/join*} token=${link##*#}
}

# stop [SIGNAL]: ends it and leaves its exit status in $status.
stop() {
    last="kill -${1:-TERM} of kenpin serve"
    kill -"${1:-TERM}" "$server_pid"
    wait "$server_pid"
    status=$?
    server_pid=
}

trap '[ -z "$server_pid" ] || kill -KILL "$server_pid"; finish' EXIT

# call ARGS...: curl; leaves $code (the status), $out (the body), $head.
call() {
    last="curl $*"
    code=$(curl -sS --max-time 20 -o .out -D .head -w '%{http_code}' "$@" 2>.err)
    out=$(tr -d '\0' <.out) head=$(cat .head) err=$(cat .err) status=$code
}

keys=0
# get PATH ARGS..., post PATH JSON ARGS...: with the token of scripts; each post with a key of its own.
get() { call -H "Authorization: Bearer $token" "$base$1" "${@:2}"; }
post() {
    keys=$((keys + 1))
    call -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H "Idempotency-Key: $$-$keys" \
        --data-raw "$2" "$base$1" "${@:3}"
}

replies() { ok "HTTP status $1 (seen: $code)" [ "$code" = "$1" ]; }

# joins WHO NAME [CODE]: a browser, whose cookie is kept in the file WHO.
joins() {
    keys=$((keys + 1))
    call -H 'Content-Type: application/json' -H "Idempotency-Key: $$-$keys" ${cacert+--cacert "$cacert"} \
        --data-raw "{\"code\":\"${3-$token}\",\"name\":\"$2\"}" "$base/api/join"
    sed -n 's/^[Ss]et-[Cc]ookie: *[^=]*=\([^;]*\).*/\1/p' .head >"$1"
}
# as WHO PATH ARGS...; posts_as WHO PATH JSON ARGS...: with that cookie, whatever port the server has by now.
as() {
    local name=kenpin-${base##*:}
    [[ $base = http:* ]] || name=__Host-$name
    call -H "Cookie: $name=$(cat "$1")" ${cacert+--cacert "$cacert"} "$base$2" "${@:3}"
}
posts_as() {
    keys=$((keys + 1))
    as "$1" "$2" -H 'Content-Type: application/json' -H "Idempotency-Key: $$-$keys" --data-raw "$3" "${@:4}"
}
