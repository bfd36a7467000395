#!/usr/bin/env bash
# kenpin registry show
. "${BASH_SOURCE%/*}/lib.sh"

run registry show DEMO-0001
exits 1
quiet
err_has 'there is no copy of any registry here'

make_registry
registry registry.csv
run registry show DEMO-0001
exits 0
silent
out_has DEMO-0001
out_has DR-101
out_has 'Demo Works Inc.'
out_has DEMONSTRATION
run registry show dr–100 # by model; case and dashes do not count
exits 0
out_has DEMO-0001
run registry show DR-100 --json
exits 0
json .number DEMO-0001
json .scheme jc-star

run registry show DR-10
exits 1
quiet
err_has 'no entry has the number or the model DR-10'
run registry show DR-10 --lang ja
exits 1
err_has 'DR-10 の登録はありません'
wrong 'registry show needs NUMBER | MODEL' registry show
wrong 'not valid UTF-8' registry show $'\xff'
