#!/usr/bin/env bash
# kenpin audit: a stock list in, the same list with verdicts out
. "${BASH_SOURCE%/*}/lib.sh"
make_data

cat >stock.csv <<'CSV'
SKU,JAN,Brand,Model,Label number,Quantity,Note
R-100,9520000000011,Demo Works,DR-100,DEMO-0001,5,"a ""quoted"" note, with comma"
C-200,9520000000028,Demo Works,DC-200,DEMO-0002,7,
L-300,9520000000035,Demo Works,DL-300,DEMO-0003,1,=1+1
H-400,9520000000042,Demo Works,DH-400,,2,名前
CSV

# Columns are kept in order, rows keep their order, verdicts come behind; the worst outcome is the exit status.
run audit stock.csv --out a.csv
exits 4
quiet
err_has 'columns: SKU = sku, JAN = gtin, Brand = brand, Model = model, Label number = label, Quantity = quantity'
is heading "$(head -1 a.csv | tr -d '\r' | cut -d, -f1-9)" 'SKU,JAN,Brand,Model,Label number,Quantity,Note,outcome,market'
is rows "$(cell a.csv 4 SKU)" H-400
is_cell a.csv 1 outcome pass
is_cell a.csv 1 rule U10
is_cell a.csv 1 Note 'a "quoted" note, with comma'
is_cell a.csv 2 outcome hold
is_cell a.csv 2 expires 2025-06-30
is_cell a.csv 3 status revoked
is_cell a.csv 3 Note "'=1+1"
is_cell a.csv 4 judged_label DEMO-0004
is_cell a.csv 4 outcome warn
is_cell a.csv 4 Note 名前
is_cell a.csv 1 seq 1
is_cell a.csv 4 seq 4
is records "$(records)" 4
ok 'nothing is left to take up' [ ! -e a.csv.resume ]
run evidence show 2 --json
json .audit.file stock.csv
json .audit.row 2
json .audit.line 3

# To standard output; what if; the line moved.
run audit stock.csv --no-record --fail-on never
exits 0
out_has 'R-100,9520000000011'
out_lacks ',seq'
is records "$(records)" 4
run audit stock.csv --as-if 2026-11-21T10:15:00Z --fail-on never
exits 0
is records "$(records)" 4

# Ten lines.
run audit stock.csv --no-record --summary --market gb,jp --fail-on never
exits 0
is lines "$(wc -l <<<"$out")" 10
out_has 'stock.csv: 4 rows'
out_has 'jp: '
run audit stock.csv --no-record --summary --lang ja --fail-on never
out_has '4 行'

# Lines of JSON are the records with the row beside them.
run audit stock.csv --no-record --out a.jsonl --fail-on never
is lines "$(wc -l <a.jsonl)" 4
is outcome "$(sed -n 2p a.jsonl | jq -r .outcome)" hold
is input "$(sed -n 4p a.jsonl | jq -r .input.Note)" 名前
is receipt "$(sed -n 4p a.jsonl | jq -r .receipt)" null
ok 'no CSV where none was asked for' [ ! -e a.jsonl.resume.csv ]

# Markets have columns of their own, and a row may name them.
run audit stock.csv --no-record --market gb,jp --out m.csv --fail-on never
is_cell m.csv 2 gb_outcome hold
is_cell m.csv 2 jp_outcome warn
is_cell m.csv 2 market gb
cat >facts.csv <<'CSV'
SKU,Market,Role,Event,Date,Statement,Remark,sell-through,location
C-200,UK,importer,sale,2025-06-15,,,,
C-200,Japan; gb,,,2026/1/15,complete,,,
C-200,日本,,,someday,,,30,A-1
C-200,Mars,,,,,,,
H-400,,,,,,,365,
CSV
run audit facts.csv --out f.csv --fail-on never
exits 0
is_cell f.csv 1 kenpin_market gb
is_cell f.csv 2 gb_rule U12
is_cell f.csv 2 jp_rule J02
is_cell f.csv 3 kenpin_market jp
is_cell f.csv 3 notes 'bad-date: someday'
is_cell f.csv 4 notes 'unknown-word: Mars'
is_cell f.csv 4 kenpin_market gb
is_cell f.csv 5 lapses_before_sold "$(cell f.csv 5 expires)"
is_cell f.csv 3 lapses_before_sold ''
seq=$(cell f.csv 1 seq)
run evidence show "$seq" --json
json .facts.role importer
json .facts.event sale
json .facts.on 2025-06-15

# Headings: Japanese, a title above them, semicolons, tabs, CP932; a heading that the list has already.
printf '在庫一覧;;\n商品コード;JANコード;登録番号;outcome\nR-100;9520000000011;DEMO-0001;x\n' | iconv -f UTF-8 -t CP932 >ja.csv
run audit ja.csv --out j.csv
exits 0
is_cell j.csv 1 商品コード R-100
is_cell j.csv 1 outcome x
is_cell j.csv 1 kenpin_outcome pass
printf 'Item No.\tBarcode\tJC-STAR number\nR-100\t9520000000011\tDEMO-0001\n' >t.tsv
run audit t.tsv --out t.csv
exits 0
is_cell t.csv 1 outcome pass
printf '{"sku":"R-100","label":["DEMO-0001"],"n":3}\n{"sku":"C-200","other":"x"}\n' >l.jsonl
run audit l.jsonl --out l.csv
exits 4
is_cell l.csv 1 n 3
is_cell l.csv 2 other x
is_cell l.csv 1 outcome pass
printf 'Code,What,Other\nR-100,9520000000011,DEMO-0001\n' >own.csv
run audit own.csv --columns 'sku=Code,gtin=What,label=Other' --out o.csv
exits 0
is_cell o.csv 1 outcome pass
echo '{"sku": "Code"}' >map.json
run audit own.csv --columns map.json --no-record --out o.csv --fail-on never
err_has 'Code = sku; kept as they are: 2'

# What spreadsheets do to codes.
cat >dirty.csv <<'CSV'
sku,gtin
a,'9520000000011
b,9520000000011.0
c,9.520000000011E+12
d,9.52E+12
e,９５２００００００００１１
f,9520000000011 9520000000028
g,0000000000000
h,N/A
9520000000011,
j,"9,520,000,000,011"
k,95200000000
l,9520000000012
m,12345670
n,
CSV
run audit dirty.csv --out d.csv --market gb,jp
exits 4
for row in 1 2 3 5 9 10; do is_cell d.csv "$row" product_gtin 09520000000011; done
is_cell d.csv 1 notes "text-quote: '9520000000011 > 9520000000011"
is_cell d.csv 2 notes 'decimal-tail: 9520000000011.0 > 9520000000011'
is_cell d.csv 3 notes 'scientific: 9.520000000011E+12 > 9520000000011'
is_cell d.csv 4 notes 'digits-lost: 9.52E+12'
is_cell d.csv 5 notes 'full-width: ９５２００００００００１１ > 9520000000011'
is_cell d.csv 6 outcome hold
ok 'two products are a finding' holds "$(cell d.csv 6 findings)" two-products
is_cell d.csv 7 notes 'placeholder: 0000000000000'
is_cell d.csv 8 notes 'placeholder: N/A'
is_cell d.csv 9 notes 'gtin-in-sku: 9520000000011'
is_cell d.csv 10 notes 'grouped: 9,520,000,000,011 > 9520000000011'
ok 'a wrong check digit is a finding' holds "$(cell d.csv 12 findings)" gtin-bad-check-digit

# A row that says nothing is an answer, never a pass.
printf 'sku,gtin,x\n,,y\nR-100,,z\n' >empty.csv
run audit empty.csv --market jp --out e.csv
exits 3
is_cell e.csv 1 outcome review
is_cell e.csv 1 notes nothing-given
is_cell e.csv 2 outcome pass

# One GTIN on several SKUs is said, and changes no row.
printf 'sku,gtin\nA-1,9520000000011\nA-2,9520000000011\n' >twice.csv
run audit twice.csv --no-record --summary --fail-on never
out_has "with another SKU's GTIN 1"
err_has 'GTIN 09520000000011 stands on row 1 and, with another SKU, on row 2'
