#!/usr/bin/env bash
# The rules of the house that a compiler does not see. Prints every line that breaks one; exit status 1 then.
#   house.sh ROOT
# Data flows one way, so no include runs back up; each is written from the root and is there; nothing below ui asks a
# clock, the environment or chance, as these come in as arguments; nothing leans on files outside the repository.
set -euo pipefail
cd -- "${1:?the root of the repository}"

# "folder what it may include"; the first that fits a file counts
arrows=(
    "app/base app/base"
    "app/codes app/base app/codes app/label"
    "app/label app/base app/codes app/label"
    "app/judge app/base app/codes app/label app/judge"
    "app/scan app/base app/codes app/label app/scan"
    "app/evidence app/base app/evidence"
    "app app"
    "cache app cache"
    "ui app cache ui"
    "tests app cache ui tests"
)

# FILE:LINE:TEXT of C without comments, so that a comment may speak of time ().
code() {
    find "$@" -name '*.[ch]' -exec awk '
        FNR == 1 { inside = 0 }
        {
            rest = $0; out = ""
            while (rest != "") {
                at = index(rest, inside ? "*/" : "/*")
                if (!inside) out = out (at ? substr(rest, 1, at - 1) " " : rest)
                if (!at) break
                rest = substr(rest, at + 2)
                inside = !inside
            }
            print FILENAME ":" FNR ":" out
        }' {} +
}

# may FILE TO: true when an arrow lets FILE include TO, and TO is there (or made from TO.in)
may() {
    local arrow words folder
    for arrow in "${arrows[@]}"; do
        read -r -a words <<<"$arrow"
        [[ $1 == "${words[0]}"/* ]] || continue
        for folder in "${words[@]:1}"; do
            [[ $2 == "$folder"/* ]] && [[ $2 != *..* ]] && [[ -f $2 || -f $2.in ]] && return
        done
        return 1
    done
}

# FILE:LINE:TEXT of the includes that break an arrow, are not written from the root, or are not there.
bad_includes() {
    local file line text
    grep -rnE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include[[:space:]]*("|<(app|cache|ui|tests)/)' "$@" |
        while IFS=: read -r file line text; do
            [[ $text =~ [\"\<]([^\"\>]*) ]] && may "$file" "${BASH_REMATCH[1]}" || echo "$file:$line:$text"
        done
}

calls='time|times|clock|clock_gettime|gettimeofday|timespec_get|localtime|localtime_r|getenv|secure_getenv|setlocale'
calls+='|rand|random|rand_r|drand48|getrandom|getentropy|randombytes_[a-z]*|sqlite3_randomness'
sql="'now'|\"now\"|current_timestamp|current_date|current_time|randomblob"

bad_calls() {
    code "$@" | grep -E ":.*(^|[^A-Za-z0-9_.>])($calls)[[:space:]]*\(" || true
    code "$@" | grep -iE ":.*($sql)" || true
}

# The name is put together here, so that this file does not hold it.
outside() {
    local name=..
    name+=/shared
    grep -rnIF --exclude-dir=.git --exclude-dir={build,bench,node_modules} -- "$name" . || true
}

failed=0
# complain RULE LINES
complain() {
    [ -n "$2" ] || return 0
    printf '%s:\n%s\n' "$1" "$2"
    failed=1
}

complain 'an include that runs up, is not written from the root, or is not there' "$(bad_includes app cache ui tests)"
complain 'a clock, the environment or chance below ui' "$(bad_calls app cache)"
complain 'names a file outside the repository' "$(outside)"
exit $failed
