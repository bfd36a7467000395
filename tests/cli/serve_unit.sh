#!/usr/bin/env bash
# packaging/systemd/kenpin-serve.service under a user manager of systemd, with all that the unit shuts off.
if [ -z "${KENPIN_MANAGER-}" ]; then # with processes, mounts, control groups and a network of its own
    [ -x /lib/systemd/systemd ] && unshare --mount --pid --net --fork --cgroup sh -c 'mount -t tmpfs none /run' 2>/dev/null &&
        KENPIN_MANAGER=1 exec unshare --mount --pid --net --fork --mount-proc --cgroup --kill-child "$0"
    echo 'SKIP: no manager of systemd can be started here'
    exit 77
fi
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/serve_lib.sh"

# A machine on which kenpin is installed and a user is logged in, as far as the manager looks.
mount -t tmpfs none /run && mount -t tmpfs none /usr/local/bin && mount -t tmpfs none /home || exit 1
mkdir -p /run/systemd/system /run/user && mkdir -m 700 /run/user/0 /home/dock && ip link set lo up || exit 1
export HOME=/home/dock
cp -- "$KENPIN" /usr/local/bin/kenpin
export XDG_RUNTIME_DIR=/run/user/0 KENPIN_DATA=$HOME/.local/share/kenpin
unset DBUS_SESSION_BUS_ADDRESS
mkdir -p "$HOME/.config/systemd/user" "$KENPIN_DATA"
cp -- "$here/../../packaging/systemd/kenpin-serve.service" "$HOME/.config/systemd/user/" || exit 1
mkdir "$HOME/.config/systemd/user/kenpin-serve.service.d"
# The leak check of a build with sanitizers traces the program at its end, which the unit forbids: it would hang there.
cat >"$HOME/.config/systemd/user/kenpin-serve.service.d/ended.conf" <<'UNIT'
[Service]
Environment=ASAN_OPTIONS=detect_leaks=0
ExecStopPost=/bin/sh -c 'echo "$SERVICE_RESULT $EXIT_CODE $EXIT_STATUS" >>%h/.local/share/kenpin/ended'
UNIT
make_data
env -u KENPIN_DATA /lib/systemd/systemd --user --log-target=null &
manager=$!
ctl() {
    last="systemctl --user $*"
    out=$(systemctl --user --no-pager "$@" 2>.err)
    status=$? err=$(cat .err)
}
until [ -S /run/user/0/systemd/private ]; do
    kill -0 "$manager" 2>/dev/null || { echo 'SKIP: no manager of systemd can be started here'; trap - EXIT; exit 77; }
    sleep 0.02
done

ctl start kenpin-serve
exits 0
main() { systemctl --user show -P MainPID kenpin-serve; }
answers() { # waits until it does
    local i
    for ((i = 0; i < 1500; i++)); do
        curl -s -o /dev/null http://localhost:8737/join && return
        sleep 0.02
    done
    return 1
}
ok 'it answers' answers
pid=$(main) base=http://localhost:8737
is 'it is kenpin' "$(cat "/proc/$pid/comm")" kenpin
token=$(cat "$KENPIN_DATA/serve.token")
post /api/act '{"act":"scan","text":"9520000000011"}'
replies 200
json .last.outcome pass
call -H "Authorization: Bearer $token" -H 'Content-Type: application/octet-stream' -H 'Idempotency-Key: picture-1' \
    --data-binary "@$pictures/ean.png" "$base/api/picture"
replies 200 # the processes that read pictures can still lock themselves in
json '.codes[0].text' 9520000000011
ok 'nothing new can be gained' grep -q '^NoNewPrivs:.*1' "/proc/$pid/status"
ok 'a filter of calls' grep -q '^Seccomp:.*2' "/proc/$pid/status"
ok 'what it makes is its owner'"'"'s alone' [ "$(stat -c %a "$KENPIN_DATA/serve.token")" = 600 ]
is 'the link is in no log' "$(readlink "/proc/$pid/fd/1")" /dev/null
in_unit() { nsenter --mount --target "$pid" "$@"; }
ok 'it writes its data' in_unit test -w "$KENPIN_DATA/evidence.db"
for place in "$HOME" "$HOME/.config" /usr/local/bin /etc; do
    ok "and not $place" in_unit sh -c '! test -w "$0"' "$place"
done

# It is there again when it was killed, and loses nothing.
kill -KILL "$pid"
last='kill -KILL'
again() {
    local i
    for ((i = 0; i < 1500; i++)); do
        [ "$(main)" != "$pid" ] && [ "$(main)" != 0 ] && answers && return
        sleep 0.02
    done
    return 1
}
ok 'started again' again
get /api/state
json .consignment.boxes 2

ctl stop kenpin-serve
exits 0
is 'ended by itself, on SIGTERM' "$(tail -n 1 "$KENPIN_DATA/ended")" 'success exited 0'
is 'and before that by force' "$(head -n 1 "$KENPIN_DATA/ended")" 'signal killed KILL'
ok 'nothing is left' [ "$(main)" = 0 ]
run evidence verify
exits 0

# A wrong call is not tried for ever.
printf '[Service]\nExecStart=\nExecStart=kenpin serve --wrong\n' >"$HOME/.config/systemd/user/kenpin-serve.service.d/override.conf"
ctl daemon-reload
exits 0
ctl start kenpin-serve
ends() {
    local i
    for ((i = 0; i < 1500; i++)); do
        [ "$(systemctl --user is-active kenpin-serve)" = failed ] && return
        sleep 0.02
    done
    return 1
}
ok 'a wrong call fails' ends
is 'and stays so' "$(systemctl --user show -P NRestarts kenpin-serve)" 0
systemctl --user exit >/dev/null 2>&1
wait "$manager"
