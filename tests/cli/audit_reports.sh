#!/usr/bin/env bash
# kenpin audit: workbook, page and JUnit, all of one pass
. "${BASH_SOURCE%/*}/lib.sh"
make_data
cat >stock.csv <<'CSV'
SKU,JAN,Label number,Quantity,Supplier,sell-through,Remark
R-100,09520000000011,DEMO-0001,5,Quayside <Ltd>,30,"=HYPERLINK(""http://x"")"
C-200,9520000000028,DEMO-0002,7,北の商会,30,@x
H-400,9520000000042,DEMO-0004,2,Quayside <Ltd>,300,
CSV

run audit stock.csv --out all.csv,all.xlsx --out all.html --out all.jsonl --out all.xml --market gb,jp
exits 4
quiet
ok 'nothing is left to take up' [ ! -e all.csv.resume ]
is 'files half-way' "$(find . -name '*.part' | wc -l)" 0

# The workbook: codes are text, amounts are numbers, nothing is a formula; and it can be audited again.
sheet=$(unzip -p all.xlsx xl/worksheets/sheet1.xml)
ok 'zeros stay' holds "$sheet" '>09520000000011<'
ok 'a quantity is a number' holds "$sheet" '<v>7</v>'
ok 'no formula' misses "$sheet" '<f>'
ok 'a filter' holds "$sheet" '<autoFilter'
ok 'the head stays' holds "$sheet" 'state="frozen"'
ok 'a summary' holds "$(unzip -p all.xlsx xl/workbook.xml)" 'name="Summary"'
run audit all.xlsx --no-record --out again.csv --market gb,jp --fail-on never
exits 0
is_cell again.csv 1 kenpin_outcome pass
is_cell again.csv 2 outcome hold
is 'the same verdicts from a workbook' "$(cell again.csv 3 kenpin_rule)" "$(cell all.csv 3 rule)"

# The page: one file, nothing fetched, what came in is text.
page=$(<all.html)
ok 'its language' holds "$page" '<html lang="en">'
ok 'nothing is fetched' misses "$(grep -o 'src=\|href="[^#]\|url(\|@import' all.html)" =
ok 'a supplier is text' holds "$page" 'Quayside &lt;Ltd&gt;'
ok 'a group' holds "$page" 'U15 PSTI'
ok 'a citation' holds "$page" 'PSTI Act ss.9, 15, 22'
ok 'the month' holds "$page" "$(cell all.csv 3 expires | cut -c1-7)"
ok 'what lapses before it is sold' holds "$page" 'Forecast: labels that lapse before the stock is sold'
ok 'no pass needs action' misses "$page" 'data-o="pass"'
run audit stock.csv --no-record --out ja.html --lang ja --fail-on never
ok 'in Japanese' holds "$(<ja.html)" '対応が必要なこと'

# JUnit.
is tests "$(grep -c '<testcase' all.xml)" 3
ok failure holds "$(<all.xml)" '<failure type="hold" message="The label no longer counts'
ok count holds "$(<all.xml)" 'tests="3" failures="1" errors="0"'
run audit stock.csv --no-record --fail-on never --out never.xml
ok 'the line of --fail-on counts here too' holds "$(<never.xml)" 'failures="0"'

wrong 'must end in .csv, .xlsx, .jsonl, .html or .xml' audit stock.csv --out x.pdf
wrong 'of the same kind' audit stock.csv --out a.csv --out b.csv
wrong 'is stock.csv itself' audit stock.csv --out stock.csv
wrong 'is a folder' audit stock.csv --out ./"$(mkdir d.csv && echo d.csv)"
