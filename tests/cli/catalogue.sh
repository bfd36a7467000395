#!/usr/bin/env bash
# kenpin catalogue import, catalogue show
. "${BASH_SOURCE%/*}/lib.sh"

run catalogue show
exits 0
quiet
err_has 'the catalogue is empty'
ok 'no data folder was made' [ ! -e "$KENPIN_DATA" ]
run catalogue show R-100
exits 1
err_has 'no product has'

make_catalogue
run catalogue import catalogue.csv
exits 0
silent
out_has 'products 5, from catalogue.csv'
run catalogue show
exits 0
out_has 'DR-100'
out_has 'C-200'
run catalogue show --json
is 'an object a product' "$(wc -l <.out)" 5
for text in R-100 ｒ-100 9520000000011 09520000000011 DR-100; do
    run catalogue show "$text" --json
    exits 0
    json .sku R-100
done
run catalogue show 'Demo Works' --json
is 'products of the brand' "$(wc -l <.out)" 5
run catalogue show nothing --lang ja
exits 1
err_has '商品はありません'

# What is not taken as it stands is said.
cat >odd.csv <<'CSV'
sku,gtin,brand,model,scope,statement,support_until
A-1,9520000000012,Demo Works,DA-1,inside,complete,some day
CSV
run catalogue import odd.csv
exits 0
err_has 'line 2'
err_has inside
out_has 'words in scope or statement that are not known: 1'
out_has 'GTINs that are none'
out_has 'dates that cannot be read'

# Refused files leave the old catalogue.
refused() { # refused WORDS FILE
    run catalogue import "$2"
    exits 1
    quiet
    err_has "$1"
    run catalogue show A-1
    exits 0
}
printf 'sku,gtin,brand\nB-1,9520000000011,Demo Works\n' >columns.csv
refused columns.csv columns.csv
printf 'sku,gtin,brand,model\nB-1,9520000000011,Demo Works\n' >fields.csv
refused 'line 2' fields.csv
printf 'sku,gtin,brand,model\nB-1,9520000000011,D,M-1\nB-2,9520000000011,D,M-2\n' >twice.csv
refused 9520000000011 twice.csv
: >empty.csv
refused empty.csv empty.csv
refused missing.csv missing.csv

wrong 'catalogue import needs FILE.csv' catalogue import
wrong 'does not go with --as-if' catalogue import catalogue.csv --as-if 2026-11-21T10:15:00Z
