#!/usr/bin/env bash
# kenpin help, the man pages, the completion, --version
. "${BASH_SOURCE%/*}/lib.sh"

run help
exits 0
silent
out_has 'registry import'
out_has 'Exit status'
out_has 'not legal advice'
run --help
exits 0
run help --lang ja
exits 0
out_has '法的助言ではなく'
run --version
exits 0
is version "${out%% *}" kenpin

# Every command has help in two languages, a man page in two languages, and its options in both.
run help --list
commands=$out
while read -r -a words; do
    for lang in en ja; do
        run help --lang "$lang" "${words[@]}"
        exits 0
        silent
        out_has "kenpin ${words[*]}"
        [ "$lang" = en ] || is "${words[*]} --help" "$("$KENPIN" "${words[@]}" --help --lang "$lang")" "$out"
        run help --lang "$lang" --man "${words[@]}"
        exits 0
        out_has '.TH "KENPIN-'
        printf '%s\n' "$out" >page.1
        if command -v mandoc >/dev/null; then
            is "mandoc on ${words[*]}" "$(mandoc -T lint -W warning page.1)" ''
        fi
        if command -v groff >/dev/null && command -v preconv >/dev/null && [ "$lang" = en ]; then
            is "groff on ${words[*]}" "$(preconv -e utf-8 page.1 | groff -man -Tutf8 -ww -z 2>&1)" ''
        fi
    done
done <<<"$commands"
run help --man
exits 0
out_has '.TH "KENPIN" "1"'
out_has 'stale_after'
run help config
exits 0
out_has 'requires_star = N'
out_has 'warn_days = N'
run help registry
exits 0
out_has 'registry status'
run registry --help
exits 0

# Commands of a later version are absent.
for command in 'evidence export'; do
    read -r -a words <<<"$command"
    wrong "there is no command \"$command\"" "${words[@]}"
done
wrong 'did you mean check?' chekc
wrong 'There are: import, probe, sync, status, show' registry
wrong 'check, scan, serve, audit, decode, registry, catalogue, counter, evidence, demo, help'
wrong 'did you mean evidence verify?' evidence verfy
wrong 'did you mean --version?' --verison
wrong 'there is no command "frobnicate"' help frobnicate
wrong 'コマンドはありません' --lang ja frobnicate
wrong 'en, ja' help --lang de

# The completion knows commands, options and words.
run help --completion bash
exits 0
printf '%s\n' "$out" >completion.bash
completes() { # completes WANTED WORDS...
    local wanted=$1
    shift
    # shellcheck disable=SC2016
    is "completion of $*" "$(bash -c '. ./completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kenpin
        echo "${COMPREPLY[*]}"' bash "$@")" "$wanted"
}
completes 'check catalogue counter' kenpin c
completes 'import probe sync status show changes key publish pull' kenpin registry ''
completes 'seller' kenpin check --role s
completes 'jc-star cls' kenpin registry import --scheme ''
completes '--market' kenpin --data folder check --ma

# The page of the API is written by hand, in both languages: they name the same things, and quotes are not taken for roff's.
pages=$here/../../packaging/man
names() {
    sed -n 's/^\.\(It\|Va\|Li\|Pa\|Fl\|Xr\) //p' "$1" | sed 's/ No .*//; s/ Ns .*//' | tr -cs 'A-Za-z0-9_/-' '\n' | sort -u
}
last='kenpin-api.5'
is 'both name the same' "$(diff <(names "$pages/kenpin-api.5") <(names "$pages/kenpin-api.ja.5"))" ''
ok 'many things' [ "$(names "$pages/kenpin-api.5" | wc -l)" -gt 150 ]
for page in kenpin-api.5 kenpin-api.ja.5; do
    is "bare quotes in $page" "$(grep -n '^\..*"' "$pages/$page")" ''
    if command -v groff >/dev/null && command -v preconv >/dev/null; then
        is "groff on $page" "$(preconv -e utf-8 "$pages/$page" | groff -mdoc -Tutf8 -ww -z 2>&1 | grep -v "can't break line")" ''
    fi
done
