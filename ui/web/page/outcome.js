// An outcome as it is shown everywhere: symbol and word, its colour beside them.
import {el} from './dom.js'
import {say} from './words.js'

export const OUTCOMES = ['out', 'pass', 'warn', 'review', 'hold', 'stop'] // mildest first
const SYMBOLS = {out: '–', pass: '✔', warn: '!', review: '?', hold: '✖', stop: '■'}

export const symbol = outcome => SYMBOLS[outcome] ?? '?'
export const word = outcome => say(SYMBOLS[outcome] ? `outcome.${outcome}` : 'outcome.none')
// A class name for its colour; nothing unknown is ever green.
export const colour = outcome => SYMBOLS[outcome] ? `is-${outcome}` : 'is-none'
export const isAlarm = outcome => outcome === 'hold' || outcome === 'stop'

export function badge(outcome) {
    return el('span', {class: `badge ${colour(outcome)}`}, el('span', {'aria-hidden': 'true'}, symbol(outcome)), ` ${word(outcome)}`)
}

// The worst of a check's verdicts: the one that says what to do now.
export function worst(check) {
    const rank = v => OUTCOMES.includes(v.outcome) ? OUTCOMES.indexOf(v.outcome) : OUTCOMES.length
    return check.verdicts.reduce((a, b) => rank(b) > rank(a) ? b : a)
}
