# What the tests of the command line share. A test is a script that begins with
#
#     . "${BASH_SOURCE%/*}/lib.sh"
#     run check --label DEMO-0001        # $KENPIN; leaves $status, $out and $err
#     exits 3                            # every claim is counted, a failing one is shown with what the call printed
#     out_has REVIEW
#
# and works in a folder of its own with its own data folder, home and environment.
# shellcheck shell=bash disable=SC2034  # what is set here is read by the tests
set -uo pipefail

: "${KENPIN:?the program to test}"
KENPIN=$(realpath -- "$KENPIN")
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
pictures=$here/pictures
command -v jq >/dev/null || { echo "these tests need jq"; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/kenpin-cli-XXXXXX")
cd -- "$work" || exit 1
unset XDG_DATA_HOME XDG_CONFIG_HOME KENPIN_CONFIG LC_ALL LC_MESSAGES LANG LANGUAGE NO_COLOR
export HOME=$work/home KENPIN_DATA=$work/data TERM=xterm
mkdir -- "$HOME"

# Debian's own: what comes before it in the PATH may be a wrapper that takes a second to start.
python3() { /usr/bin/python3 "$@"; }

# Bytes that are nothing, and the same in every run: no page, list or picture begins so.
garbage() { # garbage BYTES
    head -c "$1" /dev/zero | openssl enc -aes-128-ctr -K "$(printf %032d 0)" -iv "$(printf %032d 0)"
}

passed=0 failed=0 last=

# The closing line, whatever ended the script.
finish() {
    local ended=$?
    cd / && rm -rf -- "$work"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && [ "$ended" -eq 0 ]
    exit $?
}
trap finish EXIT

ok() { # ok WHAT COMMAND...: the command succeeds
    local what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED line %s: %s\n  call:   %s\n  status: %s\n' "${BASH_LINENO[-2]}" "$what" "$last" "${status-}"
        printf '  stdout: %s\n  stderr: %s\n' "${out-}" "${err-}"
    fi
}

# Runs the program. Its standard output is no terminal. run_with NAME=VALUE... ARGS... puts them into its environment.
run() {
    run_with "$@"
}

run_with() {
    local set=()
    while [[ ${1-} =~ ^[A-Za-z_]+= ]]; do
        set+=("$1")
        shift
    done
    last="${set[*]} kenpin $*"
    env "${set[@]}" "$KENPIN" "$@" >"$work/.out" 2>"$work/.err" </dev/null
    status=$?
    out=$(tr -d '\0' <"$work/.out")
    err=$(tr -d '\0' <"$work/.err")
}

holds() { [[ $1 == *"$2"* ]]; }
misses() { [[ $1 != *"$2"* ]]; }

exits() { ok "exit status $1" [ "$status" = "$1" ]; }
is() { ok "$1: $2 is $3" [ "$2" = "$3" ]; } # is WHAT SEEN WANTED
isnt() { ok "$1: $2 is not $3" [ "$2" != "$3" ]; }
out_has() { ok "stdout has: $1" holds "$out" "$1"; }
out_lacks() { ok "stdout lacks: $1" misses "$out" "$1"; }
err_has() { ok "stderr has: $1" holds "$err" "$1"; }
err_lacks() { ok "stderr lacks: $1" misses "$err" "$1"; }
quiet() { ok "nothing on stdout" [ -z "$out" ]; }
silent() { ok "nothing on stderr" [ -z "$err" ]; }

json() { # json FILTER WANTED: of the JSON on stdout
    local seen
    seen=$(jq -r "$1" <<<"$out" 2>&1)
    ok "$1 is $2 (seen: $seen)" [ "$seen" = "$2" ]
}

# A call that is wrong: exit status 2, nothing on stdout, and stderr says the words.
wrong() { # wrong WORDS ARGS...
    local words=$1
    shift
    run "$@"
    exits 2
    quiet
    err_has "$words"
}

records() { # how many there are
    "$KENPIN" evidence verify --json | jq .records
}

# ---- invented data ----

registry() { # registry FILE.csv [OPTIONS]: as JC-STAR's, as of now
    "$KENPIN" registry import "$1" --scheme jc-star --as-of now --demo "${@:2}" >/dev/null || exit 1
}

# One label of every kind; vendors that do not exist.
make_registry() {
    local soon
    soon=$(date -u -d '+30 days' +%F)
    cat >registry.csv <<CSV
number,level,status,product,vendor,models,issued,expires
DEMO-0001,1,有効,Demo Router,Demo Works Inc.,"DR-100, DR-101",2025-06-01,2990-05-31
DEMO-0002,1,有効,Demo Camera,Demo Works Inc.,DC-200,2025-06-01,2025-06-30
DEMO-0003,1,取消し,Demo Lock,Demo Works Inc.,DL-300,2025-06-01,2990-05-31
DEMO-0004,1,有効,Demo Hub,Demo Works Inc.,DH-400,2025-06-01,$soon
DEMO-0005,1,有効,Demo Lamps,Demo Works Inc.,LAMP-Xシリーズ,2025-06-01,2990-05-31
CSV
}

# GTINs under GS1's demonstration prefix 952.
make_catalogue() {
    cat >catalogue.csv <<'CSV'
sku,gtin,brand,model,vendor,name,scope,statement,support_until
R-100,9520000000011,Demo Works,DR-100,,Router,in,unknown,2990-01-01
C-200,9520000000028,Demo Works,DC-200,,Camera,in,unknown,2990-01-01
L-300,9520000000035,Demo Works,DL-300,,Lock,in,unknown,2990-01-01
H-400,9520000000042,Demo Works,DH-400,,Hub,in,unknown,2990-01-01
X-500,9520000000059,Demo Works,LAMP-X5,,Lamp,in,unknown,2990-01-01
CSV
}

make_data() { # both, imported
    make_registry
    make_catalogue
    registry registry.csv
    "$KENPIN" catalogue import catalogue.csv >/dev/null || exit 1
}

# ---- lists with verdicts ----

cell() { # cell FILE.csv ROW HEADING: of a list that python reads as any program would
    python3 - "$@" <<'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))
print(rows[int(sys.argv[2]) - 1][sys.argv[3]])
PY
}
is_cell() { is "row $2, $3" "$(cell "$@")" "$4"; } # is_cell FILE ROW HEADING WANTED
