#!/usr/bin/env python3
"""A folder of photos of 11 Mpx and more, audited as boxes, beside zbarimg in the same run.

    photos.py KENPIN [COUNT] [SAMPLES]    COUNT: 1000; SAMPLES: the folder of labelled pictures (default: ../shared/samples)

There are fewer photos that large than COUNT: each stands in the folder under several names. zbarimg reads a tenth of
them, as many at once as there are cores, and its time is told for as many as kenpin's. Needs zbar-tools.
"""
import csv, os, shutil, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
LARGE = 11_000_000


def pixels(path):
    """Of a JPEG, from its frame header."""
    with open(path, "rb") as f:
        head = f.read(1 << 20)
    at = 2
    while at + 9 < len(head):
        if head[at] != 0xFF:
            at += 1
        elif 0xC0 <= head[at + 1] <= 0xCF and head[at + 1] not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(head[at + 5:at + 7], "big") * int.from_bytes(head[at + 7:at + 9], "big")
        else:
            at += 2 + int.from_bytes(head[at + 2:at + 4], "big")
    return 0


def timed(command, **how):
    began = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **how)
    return time.monotonic() - began


def main():
    kenpin = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    samples = sys.argv[3] if len(sys.argv) > 3 else os.path.join(HERE, "../../../shared/samples")
    photos = sorted(os.path.join(folder, name) for folder, _, names in os.walk(samples) for name in names
                    if name.lower().endswith((".jpg", ".jpeg")))
    photos = [p for p in photos if pixels(p) >= LARGE]
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as work:
        shelf = os.path.join(work, "shelf")
        os.mkdir(shelf)
        for i, path in enumerate(photos):
            shutil.copy(path, os.path.join(work, f"{i}.jpg"))
        names = [os.path.join(shelf, f"{n:05}.jpg") for n in range(count)]
        for n, name in enumerate(names):
            os.link(os.path.join(work, f"{n % len(photos)}.jpg"), name)
        out = os.path.join(work, "out.csv")
        environment = dict(os.environ, KENPIN_DATA=os.path.join(work, "data"), KENPIN_CONFIG="/dev/null")
        ours = timed([kenpin, "audit", shelf, "--no-record", "--boxes", "picture", "--out", out], env=environment)
        with open(out, encoding="utf-8", newline="") as f:
            rows = list(csv.DictReader(f))
        read = sum(row["codes"] != "" for row in rows)
        tenth = "\0".join(names[::10]).encode()
        theirs = timed(["xargs", "-0", "-P", str(cores), "-n", "5", "zbarimg", "-q", "--"], input=tenth) * 10
    print(f"{len(rows)} photos ({len(photos)} different, {LARGE // 1000000} Mpx and more), {cores} cores: "
          f"kenpin audit {ours:.1f} s, {read} with codes; zbarimg {theirs:.1f} s (ten times what a tenth took); "
          f"{ours / theirs:.2f}")


main()
