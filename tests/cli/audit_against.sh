#!/usr/bin/env bash
# kenpin audit --against: what changed since an earlier audit, and why
. "${BASH_SOURCE%/*}/lib.sh"
make_data
printf 'SKU,Label number\nR-100,DEMO-0001\nC-200,\nL-300,DEMO-0003\nH-400,\nX-500,DEMO-0005\n' >stock.csv
run audit stock.csv --out then.jsonl --fail-on never
exits 0

run audit stock.csv --against then.jsonl --out same.csv --fail-on never
for row in 1 2 3 4 5; do is_cell same.csv "$row" change same; done
is_cell same.csv 1 cause ''

# The registry revokes one and renews one; the catalogue gives one a statement; a row is new; time passes for another.
sed -i 's/^DEMO-0001,1,有効/DEMO-0001,1,取消し/; s/^DEMO-0002,\(.*\),2025-06-30$/DEMO-0002,\1,2990-06-30/' registry.csv
registry registry.csv
sed -i 's/^L-300,\(.*\),in,unknown/L-300,\1,excepted,unknown/' catalogue.csv
"$KENPIN" catalogue import catalogue.csv >/dev/null
echo 'R-100,DEMO-0004' >>stock.csv
run audit stock.csv --against then.jsonl --out now.csv --summary --fail-on never --on 2990-01-01
exits 0
is_cell now.csv 1 change newly-lapsed
is_cell now.csv 1 cause registry
is_cell now.csv 2 change newly-fine
is_cell now.csv 2 cause registry
is_cell now.csv 3 change newly-fine
is_cell now.csv 3 cause catalogue
is_cell now.csv 4 change newly-lapsed
is_cell now.csv 4 cause date
is_cell now.csv 6 change new
out_has 'since then: newly lapsed 2, newly fine 2, new rows 1'

run audit stock.csv --against stock.csv --no-record
exits 1
err_has 'line 1 is no record of an audit'
run audit stock.csv --against gone.jsonl --no-record
exits 1
