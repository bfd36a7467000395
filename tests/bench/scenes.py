#!/usr/bin/env python3
"""Codes on stickers, as on boxes of electronics, drawn into scenes of 2 to 12 million pixels: `kenpin decode` beside zbarimg.

    scenes.py KENPIN [COUNT [SEED]]     needs zint, ImageMagick and zbarimg

A sticker carries one to four codes one below the other, some with a line of letters between, modules of 2 to 4 pixels. It
is turned, seen from the side, blurred and noisy. All numbers are invented. The same SEED draws the same scenes.
"""
import collections, json, os, random, subprocess, sys, tempfile

STICKERS = [["ean13", "qr"], ["ean13", "code128", "code128", "qr"], ["ean13", "datamatrix"], ["code128", "code128", "ean13"],
            ["itf14", "ean13", "qr"], ["ean13"], ["qr", "code128", "code128", "code128"]]
SIZES = [(1600, 1200), (2400, 1800), (3200, 2400), (4000, 3000)]
GROUNDS = ["plasma:tan-saddlebrown", "plasma:gray40-gray80", "plasma:fractal", "gradient:white-gray50"]


def run(*call):
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def side(path):
    return map(int, subprocess.check_output(["identify", "-format", "%w %h", path]).split())


def checked(digits):
    total = sum(int(c) * (3 if i % 2 == 0 else 1) for i, c in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def draw_code(kind, path, scale):
    """zint draws a code; returns what it says."""
    number = random.randrange(10 ** 9)
    if kind == "ean13":
        text, call = checked(f"952{number:09d}"), ["EANX", "--height", "30"]
    elif kind == "itf14":
        text, call = checked(f"1952{number:09d}"), ["ITF14", "--height", "20"]
    elif kind == "code128":
        text, call = f"SN{number:010d}", ["CODE128", "--height", str(random.choice([12, 18, 25]))]
    elif kind == "qr":
        text, call, scale = f"https://label.invalid/DEMO-{number:09d}", ["QRCODE"], scale * 1.5
    else:
        text, call, scale = f"DEMO-{number:09d}-952952", ["DATAMATRIX"], scale * 1.5
    data = text[:-1] if kind in ("ean13", "itf14") else text
    run("zint", "-b", *call, "-d", data, "-o", path, "--scale", str(scale))
    return kind, text


def draw_sticker(kinds, scale):
    codes, parts = [], []
    for i, kind in enumerate(kinds):
        codes.append(draw_code(kind, f"code{i}.png", scale))
        if random.random() < .6:
            run("convert", "-size", "420x26", "xc:white", "-pointsize", "18", "-draw",
                f'text 4,18 "Model No. KZ-{random.randrange(1000)}  100-240 V"', f"line{i}.png")
            parts.append(f"line{i}.png")
        parts.append(f"code{i}.png")
    run("convert", *parts, "-bordercolor", "white", "-border", f"24x{random.choice([4, 8, 14])}", "-gravity", "West", "-append",
        "-border", "16", "sticker.png")
    return codes


def draw_scene(path):
    width, height = random.choice(SIZES)
    codes = draw_sticker(random.choice(STICKERS), random.choice([1, 1, 1.5, 2]))
    w, h = side("sticker.png")
    seen = []
    if random.random() < .5:
        x, y = int(random.uniform(0, .12) * w), int(random.uniform(0, .12) * h)
        seen = ["-distort", "Perspective", f"0,0 {x},{y} {w},0 {w - x},{y} {w},{h} {w},{h - y} 0,{h} 0,{h}"]
    run("convert", "sticker.png", "-background", "none", "-virtual-pixel", "none", "-matte", *seen, "-rotate",
        str(random.choice([0, 3, -5, 12, -20, 37, 90, 180, -88])), "turned.png")
    w, h = side("turned.png")
    at = f"+{random.randrange(max(1, width - w))}+{random.randrange(max(1, height - h))}"
    run("convert", "-seed", str(random.randrange(10 ** 6)), "-size", f"{width}x{height}", random.choice(GROUNDS), "turned.png",
        "-geometry", at, "-composite", "-brightness-contrast", f"{random.choice([-30, -10, 0, 15])}x{random.choice([-40, -20, 0])}",
        "-blur", f"0x{random.choice([.3, .6, .9, 1.2])}", "-attenuate", str(random.choice([.1, .3, .6])), "+noise", "Gaussian",
        "-quality", str(random.choice([60, 80, 92])), path)
    return codes


def main():
    kenpin, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40
    random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    drawn, ours, theirs = (collections.Counter() for _ in range(3))
    wrong, ms = [], []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for n in range(count):
            codes = draw_scene("scene.jpg")
            answer = json.loads(subprocess.run([kenpin, "decode", "--json", "scene.jpg"], stdout=subprocess.PIPE,
                                               stderr=subprocess.DEVNULL).stdout)
            read = {(c["symbology"], c["text"]) for c in answer["codes"]}
            peer = subprocess.run(["zbarimg", "-q", "--raw", "scene.jpg"], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL).stdout.decode().split("\n")
            ms.append(answer["ms"])
            wrong += [f"scene {n}: {symbology} {text}" for symbology, text in read - set(codes)]
            for kind, text in codes:
                drawn[kind] += 1
                ours[kind] += (kind, text) in read
                theirs[kind] += text in peer
        os.chdir("/")
    print("| codes | drawn | kenpin | zbarimg |\n|---|---|---|---|")
    for kind in sorted(drawn):
        print(f"| {kind} | {drawn[kind]} | {ours[kind]} | {theirs[kind]} |")
    print(f"| all | {sum(drawn.values())} | {sum(ours.values())} | {sum(theirs.values())} |")
    print(f"read and not drawn: {wrong or 'nothing'}; mean {sum(ms) / len(ms):.0f} ms, most {max(ms):.0f}")


main()
