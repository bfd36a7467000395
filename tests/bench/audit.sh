#!/usr/bin/env bash
# An audit beside the sqlite3 shell, in one run: a list of 1,000,000 rows against 100,000 labels and a catalogue of
# 200,000 products; a workbook of 100,000 rows in and out. Run by hand: tests/bench/audit.sh [BUILD] [ROWS]. Needs
# sqlite3, GNU time. All data is made up here.
set -euo pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$top/build/release}
rows=${2:-1000000}
kenpin=$build/kenpin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export KENPIN_CONFIG=/dev/null KENPIN_DATA=$work/data

made='function digit(s,  i, t) { for (i = 1; i <= 12; i++) t += substr(s, i, 1) * (i % 2 ? 1 : 3); return (10 - t % 10) % 10 }
      function gtin(i,  g) { g = sprintf("952%09d", i); return g digit(g) }'
awk 'BEGIN { print "number,level,status,product,vendor,models,issued,expires"
     for (i = 0; i < 100000; i++)
         printf "DEMO-%06d,1,Active,Invented %d,Invented Works %d,\"DM-%06d/A、DM-%06d/B\",2025-06-01,%s\n",
             i, i, i % 500, i, i, i % 10 ? "2027-05-31" : "2026-05-31" }' >registry.csv
awk "$made"' BEGIN { print "sku,gtin,brand,model,name,scope,statement,support_until"
     for (i = 0; i < 200000; i++)
         printf "SKU-%06d,%s,Invented Works %d,DM-%06d/%s,Invented %d,in,unknown,2030-01-01\n",
             i, gtin(i), int(i / 2) % 500, int(i / 2), i % 2 ? "A" : "B", i }' >catalogue.csv
awk -v n="$rows" "$made"' BEGIN { srand(7); print "SKU,JAN,Brand,Model,Label number,Quantity,Location,Note"
     for (r = 0; r < n; r++) {
         i = int(rand() * 200000)
         printf "SKU-%06d,%s,Invented Works %d,DM-%06d/%s,%s,%d,A-%02d-%02d,row %d\n", i, gtin(i), int(i / 2) % 500,
             int(i / 2), i % 2 ? "A" : "B", r % 3 ? sprintf("DEMO-%06d", i / 2) : "", r % 40, r % 50, r % 12, r
     } }' >stock.csv

sqlite3 peer.db <<'SQL'
.mode csv
create table label(number text primary key, level, status, product, vendor, models, issued, expires);
create table product(sku text primary key, gtin text unique, brand, model, name, scope, statement, support_until);
.import --skip 1 registry.csv label
.import --skip 1 catalogue.csv product
SQL
peer() {
    sqlite3 peer.db <<'SQL'
.mode csv
create table stock(sku, gtin, brand, model, label, quantity, location, note);
.import --skip 1 stock.csv stock
.headers on
.output peer.csv
select s.*, l.status, l.level, l.expires, p.model from stock s left join product p on p.gtin = s.gtin
    left join label l on l.number = s.label;
SQL
}
export -f peer

"$kenpin" registry import registry.csv --scheme jc-star --as-of now --demo >/dev/null
"$kenpin" catalogue import catalogue.csv >/dev/null

measure() { # measure NAME COMMAND...: seconds, seconds of processor, peak
    local name=$1
    shift
    command time -o "$work/time" -f '%e %U %S %M' "$@" >/dev/null 2>&1 || true
    awk -v name="$name" -v rows="$rows" 'END { printf "%-34s %7.1f s, processor %6.1f s, %4d MB, %8d rows/s\n", name, $1, $2 + $3, $4 / 1024, rows / $1 }' time
}

echo "== $rows rows of CSV against 100,000 labels and 200,000 products, $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
measure 'sqlite3: import, equal join, CSV' bash -c peer
measure 'kenpin audit --no-record, CSV' "$kenpin" audit stock.csv --no-record --out out.csv
rm -f out.csv peer.csv
measure 'kenpin audit, recorded, CSV' "$kenpin" audit stock.csv --out out.csv
rm -f out.csv "$KENPIN_DATA"/evidence.db*

rows=100000
head -100001 stock.csv >small.csv
python3 - small.csv book.xlsx <<'PY' # as plain as a workbook can be
import csv, sys, zipfile
from xml.sax.saxutils import escape
main, office = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
rels, types = 'http://schemas.openxmlformats.org/package/2006/relationships', 'http://schemas.openxmlformats.org/package/2006/content-types'
sheet = ''.join('<row r="%d">%s</row>' % (n, ''.join('<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>' % (chr(65 + i), n, escape(c))
                for i, c in enumerate(row) if c)) for n, row in enumerate(csv.reader(open(sys.argv[1], encoding='utf-8')), 1))
with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as book:
    book.writestr('[Content_Types].xml', '<Types xmlns="%s"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>' % types)
    book.writestr('_rels/.rels', '<Relationships xmlns="%s"><Relationship Id="r1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>' % (rels, office))
    book.writestr('xl/workbook.xml', '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Stock" sheetId="1" r:id="r1"/></sheets></workbook>' % (main, office))
    book.writestr('xl/_rels/workbook.xml.rels', '<Relationships xmlns="%s"><Relationship Id="r1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/></Relationships>' % (rels, office))
    book.writestr('xl/worksheets/sheet1.xml', '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (main, sheet))
PY
echo "== a workbook of 100,000 rows, in and out"
measure 'kenpin audit book.xlsx' "$kenpin" audit book.xlsx --no-record --out again.xlsx
