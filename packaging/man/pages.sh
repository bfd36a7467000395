#!/usr/bin/env bash
# Writes kenpin's man pages (English and Japanese) and bash's completion.
#   pages.sh KENPIN FOLDER    ->  FOLDER/man/man1/kenpin*.1  FOLDER/man/ja/man1/kenpin*.1  FOLDER/kenpin.bash
set -euo pipefail
kenpin=${1:?the program}
out=${2:?a folder}

commands=$("$kenpin" help --list)
for lang in en ja; do
    pages=$out/man/man1
    [ "$lang" = en ] || pages=$out/man/$lang/man1
    mkdir -p -- "$pages"
    "$kenpin" help --lang "$lang" --man >"$pages/kenpin.1"
    while read -r -a words; do
        page=kenpin-${words[*]}
        "$kenpin" help --lang "$lang" --man "${words[@]}" >"$pages/${page// /-}.1"
    done <<<"$commands"
done
"$kenpin" help --completion bash >"$out/kenpin.bash"
