# nginx on 127.0.0.1 for the benches, with TLS from a throw-away CA. Serves the folder www of the present one. Sets $web and
# CURL_CA_BUNDLE. What it answered stands in http.log: status, address, bytes out, bytes in, seconds; what went through
# each connection, TLS and all, in wire.log: bytes out, bytes in.
# shellcheck shell=bash disable=SC2034

bench_web() {
    local modules port user='' try
    PATH=$PATH:/usr/sbin
    modules=$(dirname -- "$(find /usr/lib/nginx /usr/lib/*/nginx -name ngx_stream_module.so 2>/dev/null | head -1)")
    mkdir -p tls tmp www
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=demo' -days 2 -addext 'subjectAltName=IP:127.0.0.1' \
        -keyout tls/key.pem -out tls/ca.pem 2>/dev/null
    [ "$(id -u)" != 0 ] || user='user root;'
    for try in {1..50}; do
        port=$((20000 + RANDOM % 12000))
        cat >nginx.conf <<CONF
load_module $modules/ngx_stream_module.so; $user worker_processes 1; pid nginx.pid; error_log error.log;
events { worker_connections 1024; }
http {
    log_format seen '\$status \$request_uri \$bytes_sent \$request_length \$request_time'; access_log http.log seen;
    client_body_temp_path tmp/1; proxy_temp_path tmp/2; fastcgi_temp_path tmp/3; uwsgi_temp_path tmp/4; scgi_temp_path tmp/5;
    server { listen 127.0.0.1:$((port + 1)) ssl; ssl_certificate tls/ca.pem; ssl_certificate_key tls/key.pem;
        ssl_protocols TLSv1.2 TLSv1.3; root www; gzip on; gzip_types text/plain text/csv application/json; default_type text/plain; }
}
stream {
    log_format wire '\$bytes_sent \$bytes_received';
    server { listen 127.0.0.1:$port; proxy_pass 127.0.0.1:$((port + 1)); access_log wire.log wire; }
}
CONF
        nginx -p "$PWD" -c "$PWD/nginx.conf" 2>nginx.err && break
        grep -q 'in use' nginx.err || { cat nginx.err; return 1; }
    done
    web=https://127.0.0.1:$port
    export CURL_CA_BUNDLE=$PWD/tls/ca.pem
}

bench_web_stop() { nginx -p "$PWD" -c "$PWD/nginx.conf" -s quit 2>/dev/null || true; }
