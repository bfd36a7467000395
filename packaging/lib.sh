# shellcheck shell=bash
# What packaging/run and packaging/test share: install what is missing, build, say plainly what failed.
# Nothing here asks, needs a terminal, or writes to standard output.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
logs=$root/build/log

# say ENGLISH JAPANESE: one sentence in the language of the locale.
say() {
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    ja*) printf '%s\n' "$2" >&2 ;;
    *) printf '%s\n' "$1" >&2 ;;
    esac
}

die() {
    say "kenpin: $1" "kenpin: $2"
    exit 1
}

# quietly NAME COMMAND...: runs it with its chatter in a log, which is shown only when it fails.
quietly() {
    local log=$logs/$1.log
    shift
    "$@" >"$log" 2>&1 </dev/null && return
    tail -n 40 -- "$log" >&2
    say "The whole log: $log" "ログの全文: $log"
    return 1
}

# packages [tests]: what building needs, or all that testing needs as well. Whoever has a node with npm keeps it: Debian's
# npm and another's nodejs cannot be installed beside each other.
packages() {
    # shellcheck disable=SC2016
    local leave='/^# \[tests\]/,$d' but='^$'
    [ "${1:-}" != tests ] || leave=
    ! has_node || but='^(nodejs|npm)?$'
    sed -e "$leave" -e 's/#.*//' -e 's/[[:space:]]//g' -- "$root/packaging/packages" | grep -vE "$but"
}

has_node() {
    command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null
}

missing_packages() {
    local installed
    # dpkg-query fails when it knows one of them not at all; what it prints about the others holds.
    # shellcheck disable=SC2016
    installed=$(packages "$@" | xargs dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null) || true
    packages "$@" | while read -r package; do
        grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
    done
}

is_debian_12() {
    # shellcheck source=/dev/null
    (. "${KENPIN_OS_RELEASE:-/etc/os-release}" && [ "${ID:-} ${VERSION_ID:-}" = "debian 12" ]) 2>/dev/null
}

# Fills the array `as_root` with what makes a command run as root.
become_root() {
    as_root=()
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null || return
    as_root=(sudo)
    sudo -n true 2>/dev/null || { : </dev/tty; } 2>/dev/null # sudo may want a password: only where somebody can type it
}

# Another apt at work is no failure: wait for it, two minutes at most.
apt_get() {
    local try
    for try in 1 2 3 4 5 6 7 8 9 10 11 12; do
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120 \
            "$@" 2>&1 | tee "$logs/apt-try.log"
        [ "${PIPESTATUS[0]}" = 0 ] && return
        grep -qE 'Could not get lock|Unable to lock|Unable to acquire' "$logs/apt-try.log" || return 1
        echo "attempt $try: another apt is at work"
        sleep 10
    done
    return 1
}

apt_install() {
    apt_get update || echo "apt-get update failed; going on with the package lists that are here"
    apt_get install --no-install-recommends -- "$@"
}

install_missing() {
    local missing list
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    list=${missing[*]}
    is_debian_12 || die \
        "this is not Debian 12, so nothing was installed. Needed, by their Debian names: $list. Install them, then run this again" \
        "Debian 12 ではないため、何もインストールしていません。必要なパッケージ（Debian での名前）: $list。インストールしてから、もう一度実行してください"
    become_root || die \
        "these packages are missing: $list. Installing them needs root or sudo: run this as root, or let an administrator run: apt-get install $list" \
        "次のパッケージがありません: $list。インストールには root または sudo が必要です。root で実行するか、管理者に apt-get install $list を依頼してください"
    say "Installing: $list" "インストールしています: $list"
    quietly apt apt_install "${missing[@]}" || die \
        "apt-get could not install: $list. See above for the reason (no network? disk full?), then run this again" \
        "apt-get でインストールできませんでした: $list。理由は上の出力にあります（ネットワーク、ディスクの空き）。直してから、もう一度実行してください"
}

# build PRESET TARGET. Configured only once, as ninja sees by itself when that must be done again; anew when the folder has
# moved, as cmake keeps whole paths.
build() {
    local preset=$1 target=$2 folder=$root/build/$1
    if [ ! -f "$folder/build.ninja" ] || ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        say "Building kenpin ($preset); this takes a minute or two" "kenpin をビルドしています（$preset）。1～2 分かかります"
        quietly "configure-$preset" cmake --fresh -S "$root" --preset "$preset" || die \
            "the build could not be prepared (cmake, see above)" "ビルドの準備（cmake）に失敗しました。上の出力を見てください"
    fi
    quietly "build-$preset" cmake --build "$folder" --target "$target" || die \
        "the build failed (see above)" "ビルドに失敗しました。上の出力を見てください"
}

# What the tests in a browser import, by the lock file; again only when that has changed.
install_browser_tests() {
    local place=$root/tests/browser
    cmp -s -- "$place/package-lock.json" "$place/node_modules/as-of-lock.json" && return
    quietly npm npm ci --prefix "$place" || die \
        "npm could not fetch what the tests in a browser need. See above for the reason (no network?), then run this again" \
        "npm でブラウザーのテストに必要なものを取得できませんでした。理由は上の出力にあります（ネットワーク）。直してから、もう一度実行してください"
    cp -- "$place/package-lock.json" "$place/node_modules/as-of-lock.json"
}

# prepare [tests]: two of these at once take turns; the lock is let go before kenpin or a test runs.
prepare() {
    mkdir -p -- "$logs" || die "cannot write to $root/build" "$root/build に書き込めません"
    exec 9>"$logs/lock"
    flock 9
    install_missing "$@"
}

prepared() {
    exec 9>&-
}
