// Where two models differ, character by character: the longest common subsequence keeps what is the same.

const MAX = 120 // characters; longer texts differ as a whole

// [[same, a, b], ...]: runs that both have (same true, a === b), and between them what only one or the other has.
export function diff(ours, theirs) {
    const a = [...ours].slice(0, MAX + 1), b = [...theirs].slice(0, MAX + 1)
    if (a.length > MAX || b.length > MAX) return [[ours === theirs, ours, theirs]]
    return joined(steps(a, b, lengths(a, b)))
}

// Characters that differ only in width or case count as the same: so does kenpin's normal form.
function like(x, y) {
    return x === y || x.normalize('NFKC').toUpperCase() === y.normalize('NFKC').toUpperCase()
}

function lengths(a, b) {
    const table = Array.from({length: a.length + 1}, () => new Uint8Array(b.length + 1))
    for (let i = a.length - 1; i >= 0; i--)
        for (let j = b.length - 1; j >= 0; j--)
            table[i][j] = like(a[i], b[j]) ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1])
    return table
}

function steps(a, b, table) {
    const out = []
    let i = 0, j = 0
    while (i < a.length || j < b.length) {
        if (i < a.length && j < b.length && like(a[i], b[j])) out.push([true, a[i++], b[j++]])
        else if (j >= b.length || (i < a.length && table[i + 1][j] >= table[i][j + 1])) out.push([false, a[i++], ''])
        else out.push([false, '', b[j++]])
    }
    return out
}

function joined(list) {
    const out = []
    for (const [same, x, y] of list) {
        const last = out.at(-1)
        if (last && last[0] === same) {
            last[1] += x
            last[2] += y
        } else out.push([same, x, y])
    }
    return out
}

// Of `theirs` the one most like `ours`: it shares the longest subsequence for its length.
export function nearest(ours, theirs) {
    let best = '', most = -1
    for (const each of theirs.slice(0, 100)) {
        const same = diff(ours, each).reduce((n, d) => n + (d[0] ? 2 * [...d[1]].length : 0), 0)
        const share = same / ([...ours].length + [...each].length || 1)
        if (share > most) [best, most] = [each, share]
    }
    return best
}
