#!/usr/bin/env python3
"""What each stage of reading adds, and what it costs: `kenpin decode --explain --json` over the labelled pictures.

    eyes.py KENPIN [SAMPLES]      SAMPLES: the folder with labels.tsv and score (default: ../shared/samples)

Codes are judged by score's own rules. A code counts for the stage that found it; `ms` is the mean that a stage took in
the pictures where it ran, of each group's pictures. Then the times asked of a single core: EAN and UPC of 640x480 that
were read, the stages alone; pictures of 11 Mpx and more, with the file; the worst. One picture at a time, so that times
mean something on a quiet machine.
"""
import base64, collections, importlib.machinery, importlib.util, json, os, statistics, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
BATCH = 100


def load_score(folder):
    loader = importlib.machinery.SourceFileLoader("score", os.path.join(folder, "score"))
    spec = importlib.util.spec_from_loader("score", loader)
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


def answers(kenpin, folder, labels):
    for at in range(0, len(labels), BATCH):
        some = labels[at:at + BATCH]
        out = subprocess.run([kenpin, "decode", "--json", "--explain", "--jobs", "1", *(l.path for l in some)], cwd=folder,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        yield from zip(some, map(json.loads, out.decode().splitlines()))


def right_stages(score, label, answer):
    """The stage of each right code, and of each wrong one."""
    codes = [score.code(c["symbology"], c["text"], base64.b64decode(c["bytes"]), c["corners"] or score.NOWHERE)
             for c in answer["codes"]]
    by = answer.get("explain", {}).get("by", [])
    right, wrong = [], []
    for code, stage in zip(codes, by):
        alone = score.judge(label, [code])
        if alone.right:
            right.append(stage)
        if alone.wrong:
            wrong.append(stage)
    return right, wrong


def say(what, times):
    if times:
        print(f"{what}: mean {statistics.mean(times):.1f} ms, median {statistics.median(times):.1f}, "
              f"most {max(times):.1f}, of {len(times)}")


def main():
    kenpin = sys.argv[1]
    folder = sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, "..", "..", "..", "shared", "samples")
    score = load_score(folder)
    labels = list(score.read_labels(os.path.join(folder, "labels.tsv")))
    found = collections.defaultdict(collections.Counter)
    codes, wrong = collections.Counter(), collections.defaultdict(collections.Counter)
    cost = collections.defaultdict(lambda: collections.defaultdict(list))
    order, whole = [], collections.defaultdict(list)
    vga, large = [], []
    for label, answer in answers(os.path.abspath(kenpin), folder, labels):
        group = (score.PARTS.index(label.part), label.part, label.group)
        codes[group] += len(label.quads) if label.part == "photos" else label.part != "negative"
        right, bad = right_stages(score, label, answer)
        found[group].update(right)
        wrong[group].update(bad)
        whole[group].append(answer["ms"])
        explain = answer.get("explain", {})
        size = sorted(explain.get("size", [0, 0]))
        if size == [480, 640] and right and label.part == "linear" and label.family == "gtin":
            vga.append(sum(step["ms"] for step in explain["stages"]))
        if size[0] * size[1] >= 11e6:
            large.append(answer["ms"])
        for step in explain.get("stages", []):
            if step["stage"] not in order:
                order.append(step["stage"])
            cost[group][step["stage"]].append(step["ms"])

    groups = sorted(whole)
    parts = sorted({g[:2] for g in groups})
    rows = []
    for g in groups + [(*p, "all") for p in parts]:
        of = [x for x in groups if x[:2] == g[:2]] if g[2] == "all" else [g]
        row = [g[2] if g[2] != "all" else f"{g[1]}, all", sum(len(whole[x]) for x in of), sum(codes[x] for x in of)]
        row += [sum(found[x][s] for x in of) for s in order]
        row += [sum(sum(wrong[x].values()) for x in of)]
        times = [m for x in of for m in whole[x]]
        row += [f"{statistics.mean(times):.1f}", f"{max(times):.0f}"]
        rows.append(row)
    score.table(["right, by the stage that found it", "pictures", "codes", *order, "wrong", "mean ms", "max ms"], rows)
    print()
    rows = []
    for p in parts:
        of = [x for x in groups if x[:2] == p]
        row = [p[1]]
        for s in order:
            times = [m for x in of for m in cost[x][s]]
            row.append(f"{statistics.mean(times):.1f}" if times else "-")
        rows.append(row)
    score.table(["mean ms where it ran", *order], rows)
    print()
    say("640x480 EAN or UPC that was read, the stages alone", vga)
    say("11 Mpx and more, with the file", large)
    say("all pictures, with the file", [ms for times in whole.values() for ms in times])


main()
