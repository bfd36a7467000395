#!/usr/bin/env bash
# kenpin registry probe: of a file, of a source
. "${BASH_SOURCE%/*}/lib.sh"
. "$here/../servers/web.sh"
mkdir -p www
cat >list.csv <<'CSV'
A demonstration list,,,,
登録番号,ステータス,有効期限,型番,備考
DEMO-0001,有効,2990-05-31,"DR-100, DR-101",x
DEMO-0002,perhaps,some day,DR-200,y
CSV
cp list.csv www
sed 's/登録番号/番号/' list.csv >www/headed.csv
web_start

wrong 'needs SOURCE | FILE' registry probe
wrong 'a FILE needs --scheme' registry probe list.csv
wrong 'one too many' registry probe list.csv list.csv

# Which heading is which field, the first rows as they are read, and what is missing.
run registry probe list.csv --scheme jc-star
exits 0
silent
out_has 'number    登録番号'
out_has '備考  (not known)'
out_has 'fields without a column: level, product, vendor, issued, url'
out_has 'DEMO-0001 · ★0 · 有効 = current · - to 2990-05-31 · - · - · models 2 (DR-100)'
out_has 'DEMO-0002 · ★0 · perhaps = unclear'
out_has 'form CSV · table 1 · headings on line 2 · rows 2'
out_has 'status words 1, levels 0, dates 1'
ok 'nothing was made' [ ! -e "$KENPIN_DATA" ]
run registry probe list.csv --scheme jc-star --lang ja
exits 0
out_has '列のない項目'

# One that does not fit says what is missing and what is there; a map can be tried out.
run registry probe www/headed.csv --scheme jc-star
exits 1
err_has 'no column for number'
err_has '番号 | ステータス'
echo '{"number": "番号"}' >map.json
run registry probe www/headed.csv --scheme jc-star --columns map.json
exits 0
out_has 'number    番号'

# A source: its description, then its list; nothing is changed, and nothing stays behind.
source_json shop "$web/headed.csv" '"headings": {"number": "番号"}, "about": "A demonstration"'
run_with TMPDIR="$work/tmp" registry probe shop
exits 0
out_has "shop ($KENPIN_DATA/sources)"
out_has 'A demonstration'
out_has "the list is $web/headed.csv"
out_has 'number    番号'
out_has '127.0.0.1'
out_has 'is no official host'
ok 'nothing was changed' [ ! -e "$KENPIN_DATA/cache.db" ]
ok 'nothing stays behind' [ -z "$(find tmp -name 'kenpin-*')" ]
run registry probe shop --offline
exits 1
out_has 'A demonstration'
err_has '--offline'

# What kenpin came with: not proved, and what is not known of it is said.
run registry probe ipa-jc-star --offline
exits 1
out_has 'ipa-jc-star (came with kenpin)'
out_has 'not proved against the live site'
out_has 'https://www.ipa.go.jp/security/jc-star/list/jc-star-product-list/index.html'
run registry probe csa-cls
exits 1
err_has 'address of csa-cls is not known'
run registry probe ipa-psti
exits 1
out_has 'scheme   none'
run registry probe nosuch
exits 1
err_has 'there are csa-cls, ipa-jc-star, ipa-psti, kenpin, shop'

# A file of one's own takes the place of what came.
sed 's/"shop"/"csa-cls"/' "$KENPIN_DATA/sources/shop.json" >"$KENPIN_DATA/sources/csa-cls.json"
run registry probe csa-cls
exits 0
out_has 'DEMO-0001'
