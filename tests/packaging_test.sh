#!/usr/bin/env bash
# What packaging/lib.sh does about missing packages, with an apt, a dpkg and a sudo that only pretend.
#   packaging_test.sh ROOT
# shellcheck disable=SC2016
set -euo pipefail
root=$(cd -- "${1:?the root of the repository}" && pwd -P)
place=$(mktemp -d)
trap 'rm -rf -- "$place"' EXIT
mkdir "$place/bin" "$place/repository"
cp -r -- "$root/packaging" "$place/repository"

pretend() {
    printf '#!/bin/sh\n%s\n' "$2" >"$place/bin/$1"
    chmod +x "$place/bin/$1"
}

# Everything is there but what $MISSING names; apt-get writes down how it was called, and ends as $APT says.
pretend dpkg-query 'shift 3; for p in "$@"; do case " $MISSING " in *" $p "*) ;; *) echo "installed $p" ;; esac; done'
pretend apt-get 'echo "apt-get $*" >>"$PLACE/calls"
case "$APT" in
well) ;;
locked) [ -e "$PLACE/unlocked" ] || { touch "$PLACE/unlocked"; echo "E: Could not get lock /var/lib/dpkg/lock"; exit 100; } ;;
*) echo "E: Unable to fetch some archives"; exit 100 ;;
esac'
pretend id 'echo "$USER_ID"'
pretend sudo 'echo "sudo $*" >>"$PLACE/calls"; [ "$SUDO" = yes ] || exit 1; [ "$1" = -n ] && shift; exec "$@"'
pretend sleep ':'
pretend npm 'exit 1'
pretend node '[ "$NODE" = good ]'
printf 'ID=debian\nVERSION_ID="12"\n' >"$place/debian"
printf 'ID=fedora\nVERSION_ID=41\n' >"$place/fedora"

# expect NAME STATUS [VARIABLE=VALUE...]: what it says is then in $place/out, what it called in $place/calls
expect() {
    local name=$1 status=$2 got=0
    shift 2
    rm -f -- "$place/unlocked" "$place/calls"
    touch "$place/calls"
    env PATH="$place/bin:$PATH" PLACE="$place" LC_ALL=C MISSING= APT=well USER_ID=0 SUDO=no NODE=good WITH= \
        KENPIN_OS_RELEASE="$place/debian" "$@" \
        setsid bash -c 'set -euo pipefail; . "$0"; mkdir -p "$logs"; install_missing $WITH' "$place/repository/packaging/lib.sh" \
        >"$place/stdout" 2>"$place/out" </dev/null || got=$?
    [ "$got" = "$status" ] || fault "$name: exit status $got, not $status"
    [ ! -s "$place/stdout" ] || fault "$name: wrote to standard output"
    case=$name
}

failed=0
fault() {
    echo "$1"
    cat "$place/out" "$place/calls"
    failed=1
}
says() {
    grep -qF -- "$1" "$place/out" || fault "$case: does not say: $1"
}
calls() {
    grep -qE -- "$1" "$place/calls" || fault "$case: does not call: $1"
}
calls_nothing() {
    ! grep -q "^${1:-}" "$place/calls" || fault "$case: calls ${1:-something}"
}

expect "everything there" 0
calls_nothing

expect "two missing, root" 0 MISSING="cmake libzbar-dev"
calls '^apt-get -y .* update$'
calls '^apt-get -y .* install --no-install-recommends -- cmake libzbar-dev$'
calls_nothing sudo

expect "one missing, sudo" 0 MISSING=cmake USER_ID=1000 SUDO=yes
calls '^sudo env DEBIAN_FRONTEND=noninteractive apt-get .* install .* cmake$'

expect "one missing, neither" 1 MISSING=cmake USER_ID=1000
says "missing: cmake"
says "root or sudo"
calls_nothing apt-get

expect "another apt at work" 0 MISSING=cmake APT=locked
calls '^apt-get .* install .* cmake$'

expect "apt fails" 1 MISSING=cmake APT=fails
says "Unable to fetch some archives"
says "could not install: cmake"

expect "another system" 1 MISSING="cmake gcc" KENPIN_OS_RELEASE="$place/fedora"
says "not Debian 12"
says "gcc cmake"
calls_nothing apt-get

expect "another system that has everything" 0 KENPIN_OS_RELEASE="$place/fedora"
calls_nothing

expect "for tests only" 0 MISSING="jq chromium"
calls_nothing

expect "for tests" 0 MISSING="cmake jq chromium" WITH=tests
calls '^apt-get .* install .* -- cmake jq chromium$'

expect "a node is there, whoever it came from" 0 MISSING="nodejs npm" WITH=tests
calls_nothing

expect "a node that is too old" 0 MISSING="nodejs npm" WITH=tests NODE=old
calls '^apt-get .* install .* -- nodejs npm$'

expect "Japanese" 1 MISSING=cmake APT=fails LC_ALL= LANG=ja_JP.UTF-8
says "インストールできませんでした: cmake"
exit $failed
