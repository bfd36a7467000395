#!/usr/bin/env bash
# kenpin audit of files that are none: a clear answer, and nothing is recorded
. "${BASH_SOURCE%/*}/lib.sh"
make_data

refuses() { # refuses WORDS FILE [ARGS]: exit status 1, nothing recorded, nothing written
    local words=$1
    shift
    run audit "$@"
    exits 1
    quiet
    err_has "$words"
}

printf 'a,b\n1,2\n' >none.csv
refuses 'no usable column' none.csv
err_has 'Headings seen: a | b'
err_has '--columns gtin=HEADING'
: >empty.csv
refuses 'the file is empty' empty.csv
printf 'sku,gtin\n' >head.csv
refuses 'no rows' head.csv
printf 'SKU,JAN,EAN\nx,1,2\n' >twice.csv
refuses 'two columns may be gtin: "JAN" and "EAN"; say which with --columns gtin=HEADING' twice.csv
run audit twice.csv --columns gtin=EAN --no-record --fail-on never
exits 0
refuses 'there is no heading "Nope"' twice.csv --columns gtin=Nope
wrong 'there is no field "price"' audit twice.csv --columns price=JAN
{ printf 'sku'; printf ',c%d' {1..5000}; echo; } >wide.csv
refuses 'more than 256 cells in a row' wide.csv
{ printf 'sku,note\nR-100,'; head -c 50000000 /dev/zero | tr '\0' x; echo; } >long.csv
refuses 'is larger than' long.csv
printf 'sku,note\nR-100,"never closed\nC-200,x\n' >quote.csv
refuses 'line 2: the quote opened here is never closed' quote.csv
printf 'sku,note\nR-100,日本語の注記\nC-200,\x93\xfa\x96\x7b\n' >mixed.csv
refuses 'line 3: ' mixed.csv
printf 'sku,note\nR-100,a\0b\n' >nul.csv
refuses 'there is a NUL byte' nul.csv
refuses 'No such file' gone.csv
printf '{"sku":"R-100"}\nno\n' >bad.jsonl
refuses 'line 2: this line is no JSON object' bad.jsonl
printf 'PK\3\4rubbish' >bad.xlsx
run audit bad.xlsx
exits 1
mkdir -p z && (cd z && head -c 300000000 /dev/zero >x && zip -q ../bomb.xlsx x) && rm -r z
run audit bomb.xlsx
exits 1
quiet
is records "$(records)" 0

# A short row, a long one and an empty line are no end.
printf 'sku,gtin,n\nR-100\n\nC-200,9520000000028,x,more,\nL-300,9520000000035,y\n' >ragged.csv
run audit ragged.csv --out r.csv --fail-on never
exits 0
is rows "$(wc -l <r.csv)" 4
is_cell r.csv 1 outcome pass
is_cell r.csv 2 outcome hold
is_cell r.csv 3 outcome hold
wrong 'needs FILE | FOLDER' audit
