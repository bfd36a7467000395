# Real servers on 127.0.0.1 for the tests of the command line: nginx with TLS from a throw-away CA, and the fault server
# behind it. Needs lib.sh and $FAULT_SERVER. After web_start:
#
#   $web          https://127.0.0.1:PORT, which serves the folder www and what `web_place` adds
#   $web_wrong    the same under a certificate of another name      $web_expired  ... of a day long past
#   $web_closed   a port where nobody listens                       $web_faults   the fault server, TLS before it
#   web_requests  how many requests $web has had                    web_last      the last one: STATUS PATH ENCODING
#
# shellcheck shell=bash disable=SC2034,SC2154  # what is set here is read by the tests, and the other way round

for need in nginx openssl faketime brotli; do
    command -v "$need" >/dev/null || PATH=$PATH:/usr/sbin
    command -v "$need" >/dev/null || { echo "these tests need $need"; exit 1; }
done

web_key() { # web_key NAME SUBJECT-ALTERNATIVE-NAME [WHEN]: a certificate of the CA, of a day's length
    local at=()
    [ -z "${3-}" ] || at=(faketime "$3")
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=demo -keyout "tls/$1.key" -out "tls/$1.csr" \
        2>/dev/null &&
        "${at[@]}" openssl x509 -req -in "tls/$1.csr" -CA tls/ca.pem -CAkey tls/ca.key -days 1 -out "tls/$1.pem" \
            -extfile <(echo "subjectAltName=$2") 2>/dev/null
}

web_config() { # web_config PORT: five ports from there on
    local user='' server='ssl_protocols TLSv1.2 TLSv1.3; root www; access_log access.log seen; default_type text/plain;
        types { text/csv csv; text/html html; application/json json; } etag on; gzip on; gzip_types text/csv; gzip_min_length 100;'
    [ "$(id -u)" != 0 ] || user='user root;'
    cat <<CONF
load_module ${web_modules}/ngx_stream_module.so;
$user
worker_processes 1; pid nginx.pid; error_log error.log;
events { worker_connections 64; }
http {
    log_format seen '\$status \$request_uri \$sent_http_content_encoding';
    client_body_temp_path tmp/1; proxy_temp_path tmp/2; fastcgi_temp_path tmp/3; uwsgi_temp_path tmp/4; scgi_temp_path tmp/5;
    server { listen 127.0.0.1:$1 ssl; ssl_certificate tls/good.pem; ssl_certificate_key tls/good.key; $server
        include places.conf;
    }
    server { listen 127.0.0.1:$(($1 + 1)) ssl; ssl_certificate tls/wrong.pem; ssl_certificate_key tls/wrong.key; $server }
    server { listen 127.0.0.1:$(($1 + 2)) ssl; ssl_certificate tls/expired.pem; ssl_certificate_key tls/expired.key; $server }
}
stream {
    server { listen 127.0.0.1:$(($1 + 3)) ssl; ssl_certificate tls/good.pem; ssl_certificate_key tls/good.key;
        proxy_pass 127.0.0.1:$web_fault; }
}
CONF
}

web_place() { # web_place PATH DIRECTIVES: what $web answers there; before web_start
    echo "location = $1 { $2 }" >>places.conf
}

web_start() {
    local port try
    mkdir -p tls www tmp
    touch places.conf access.log
    web_modules=$(dirname -- "$(find /usr/lib/nginx /usr/lib/*/nginx -name ngx_stream_module.so 2>/dev/null | head -1)")
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=demo CA' -days 2 \
        -keyout tls/ca.key -out tls/ca.pem 2>/dev/null || exit 1
    web_key good 'IP:127.0.0.1' && web_key wrong 'DNS:demo.invalid' &&
        web_key expired 'IP:127.0.0.1' '2020-01-01 00:00:00' || exit 1
    mkfifo fault.in fault.port
    "${FAULT_SERVER:?}" <fault.in >fault.port &
    exec 8>fault.in # it ends when this does
    read -r web_fault <fault.port || exit 1
    # nobody hands out five free ports in a row: one that is taken makes nginx say so
    for try in {1..50}; do
        port=$((20000 + RANDOM % 12000))
        web_config "$port" >nginx.conf
        if nginx -p "$work" -c "$work/nginx.conf" 2>nginx.err; then
            web=https://127.0.0.1:$port
            web_wrong=https://127.0.0.1:$((port + 1)) web_expired=https://127.0.0.1:$((port + 2))
            web_faults=https://127.0.0.1:$((port + 3)) web_closed=https://127.0.0.1:$((port + 4))
            export CURL_CA_BUNDLE=$work/tls/ca.pem
            trap 'web_ended=$?; web_stop; (exit "$web_ended"); finish' EXIT
            return
        fi
        grep -q 'in use' nginx.err || break
    done
    echo "nginx did not start: $(cat nginx.err)"
    exit 1
}

web_stop() {
    exec 8>&-
    nginx -p "$work" -c "$work/nginx.conf" -s quit 2>/dev/null
}

web_requests() { wc -l <access.log; }
web_last() { tail -n 1 access.log; }

# fault_row NAME WHAT: with FAULT_TABLE=FILE in the environment, a row of what was said of a fault, what the exit status
# was, and what a check said after it.
fault_row() {
    [ -z "${FAULT_TABLE-}" ] || echo "| $1 | $(head -n 1 <<<"$err" | sed -e "s/^kenpin: $1: //" -e "s/:[0-9]\{5\}/:PORT/g" -e 's/|/\\|/g') | $status | $2 |" >>"$FAULT_TABLE"
}

# source NAME ADDRESS [MORE]: a description of JC-STAR's demonstration list in the data folder; MORE is added to it.
source_json() {
    local host=${2#https://}
    mkdir -p "$KENPIN_DATA/sources"
    cat >"$KENPIN_DATA/sources/$1.json" <<JSON
{"name": "$1", "scheme": "jc-star", "demo": true, "proved": true, "address": "$2", "hosts": ["${host%%/*}"]${3:+, $3}}
JSON
}
