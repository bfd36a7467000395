#!/usr/bin/env bash
# kenpin scan --device: scan_usb.py
. "${BASH_SOURCE%/*}/lib.sh"

"$KENPIN" demo --keep demo >/dev/null || exit 1
export KENPIN_DATA=$work/demo/data KENPIN
: "${EVDEV_KERNEL:?the kernel side of a USB scanner}"
ok 'USB scanners' python3 "$here/scan_usb.py"
