// Code 128 (ISO/IEC 15417) as a drawing: code set B, and C for runs of digits; FNC1 where a text has U+001D.
import {svg} from './dom.js'

// Widths of bars and spaces in modules, by value 0-106.
const WIDTHS = ('212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
    '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 ' +
    '111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 ' +
    '231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 ' +
    '141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 ' +
    '124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 ' +
    '311141 411131 211412 211214 211232 2331112').split(' ')
const C = 99, B = 100, FNC1 = 102, START_B = 104, START_C = 105, STOP = 106
const SEPARATOR = '\u001d'

// The values of `text`, start, check and stop included; null when a character has none in set B.
export function values(text) {
    if (!/^[\u001d -\u007e]{1,80}$/.test(text)) return null
    const out = []
    let set = 0
    for (let at = 0; at < text.length;) {
        const digits = /^\d*/.exec(text.slice(at))[0].length
        const pairs = digits >= 4 || (set === C && digits >= 2)
        const odd = pairs && digits % 2 && set !== C // one digit stays in B, so that the rest are pairs
        const wanted = pairs && !odd ? C : text[at] === SEPARATOR ? set || (next(text, at) ? C : B) : B
        if (set !== wanted) out.push(set ? wanted : wanted === C ? START_C : START_B)
        set = wanted
        if (text[at] === SEPARATOR) out.push(FNC1)
        else if (set === C) out.push(Number(text.slice(at, ++at + 1)))
        else out.push(text.charCodeAt(at) - 32)
        at++
    }
    out.push((out.reduce((sum, v, i) => sum + v * (i || 1), 0)) % 103, STOP)
    return out
}

function next(text, at) {
    return /^\d{4}/.test(text.slice(at + 1))
}

// Bars as [from, width] in modules, and how many modules wide all is, quiet zones of ten on both sides included.
export function bars(text) {
    const list = values(text)
    if (!list) return null
    const out = []
    let at = 10
    for (const v of list)
        [...WIDTHS[v]].forEach((w, i) => {
            if (i % 2 === 0) out.push([at, Number(w)])
            at += Number(w)
        })
    return {bars: out, modules: at + 10}
}

// An <svg>; sheet.css makes it so many modules wide: whole pixels each on a screen, 0.38 mm on paper, which is 0.33 and what a
// printer's ink takes off.
export function drawn(text, label) {
    const all = bars(text)
    if (!all) return null
    const path = all.bars.map(([x, w]) => `M${x} 0h${w}v100h-${w}z`).join('')
    const made = svg('svg', {class: 'bars', role: 'img', 'aria-label': label, viewBox: `0 0 ${all.modules} 100`, preserveAspectRatio: 'none', 'shape-rendering': 'crispEdges'},
        svg('rect', {width: all.modules, height: 100, fill: '#fff'}), svg('path', {d: path, fill: '#000'}))
    made.style.setProperty('--modules', all.modules)
    return made
}
