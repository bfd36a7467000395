// What a keyboard-wedge scanner did to a code that is known: the faults' names, the gravest first; [] when all is right.
import {diff} from './diff.js'

// The codes of the test sheet: one with what keyboards and their states change, one with GS1's separator.
export const TEST_CODES = [
    {name: 'keys', text: 'Kenpin:/?=_yzAQm09'},
    {name: 'separator', text: '\u001d010952000000001110AB\u001d21XY7'},
]

const SLOW_MS = 35 // between two keys; slower ones can be mistaken for a person
const DOUBT = 0.6 // so much of its letters and digits must be as sent, else it is another code

// line: {text, suffix, keys: [{at, code, shift, caps}]} of wedge.js. {code, faults}; code null when it is none of the test's.
export function faultsOf(line) {
    const text = line.text.replace(/^\][A-Za-z]\d/, '')
    const code = TEST_CODES.find(c => isLike(text, c.text))
    if (!code) return {code: null, faults: []}
    const faults = [...damage(text, code.text.replace(/^\u001d/, ''), line)]
    if (line.suffix === null) faults.push('noSuffix')
    if (gap(line.keys) > SLOW_MS) faults.push('slow')
    return {code, faults}
}

function* damage(text, sent, {keys}) {
    if (text === sent || text === `\u001d${sent}`) return
    let seen = text.replace(/^\u001d/, '')
    if (isDoubled(seen, sent)) {
        yield 'doubled'
        seen = sent
    }
    if (seen !== sent && swapped(seen) === sent) {
        yield keys.some(k => k.caps) ? 'capsLock' : 'caseFlip'
        seen = sent
    }
    const plain = sent.replaceAll('\u001d', '')
    if (seen !== sent && sent !== plain && letters(seen) === letters(sent)) {
        yield 'separatorLost'
        seen = sent
    }
    if (seen === sent) return
    if (seen.toLowerCase() === sent.toLowerCase()) yield keys.some(k => k.caps) ? 'capsLock' : 'caseFlip'
    else if (seen.includes(sent) || seen.includes(plain)) yield 'affix'
    else if (asUs(keys) === sent || [...seen].length === [...sent].length) yield 'layout'
    else if (isWithin(seen, sent)) yield 'charactersLost'
    else yield 'unknown'
}

const swapped = text => [...text].map(c => c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()).join('')
const letters = text => text.replace(/[^0-9A-Za-z]/g, '')
const isDoubled = (seen, sent) => seen.toLowerCase() === [...sent].map(c => c + c).join('').toLowerCase()

// Every character of `a` in `b`, in that order.
function isWithin(a, b) {
    let at = 0
    for (const c of b) if (c === a[at]) at++
    return at === a.length
}

// Digits stay on most keyboards, and half of the letters: so a code is known through most faults.
function isLike(text, sent) {
    const wanted = letters(sent), same = diff(letters(text), wanted).reduce((n, d) => n + (d[0] ? d[2].length : 0), 0)
    return same >= wanted.length * DOUBT
}

// The middle one of the times between keys, in ms.
function gap(keys) {
    const gaps = keys.slice(1).map((k, i) => k.at - keys[i].at).sort((a, b) => a - b)
    return gaps[Math.floor(gaps.length / 2)] ?? 0
}

const US = {Minus: '-_', Equal: '=+', BracketLeft: '[{', BracketRight: ']}', Backslash: '\\|', Semicolon: ';:', Quote: '\'"', Backquote: '`~', Comma: ',<', Period: '.>', Slash: '/?', Space: '  '}
const US_DIGITS = ')!@#$%^&*('

// What these keys are on an American keyboard, whichever one the computer thinks it has.
function asUs(keys) {
    return keys.map(({code, shift}) => {
        if (/^Key[A-Z]$/.test(code)) return shift ? code[3] : code[3].toLowerCase()
        if (/^Digit\d$/.test(code)) return shift ? US_DIGITS[code[5]] : code[5]
        return US[code]?.[shift ? 1 : 0] ?? ''
    }).join('')
}
