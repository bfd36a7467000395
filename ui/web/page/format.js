// Dates, times and numbers as each language writes them.
import {lang, say} from './words.js'

const made = new Map()
function kept(name, make) {
    const key = `${lang()} ${name}`
    if (!made.has(key)) made.set(key, make(lang() === 'ja' ? 'ja-JP' : 'en-GB'))
    return made.get(key)
}

export const number = n => kept('number', l => new Intl.NumberFormat(l)).format(n)

// "2026-11-21", a day without a zone. What is no day comes back as it was.
export function day(text) {
    const at = new Date(`${text}T12:00:00Z`)
    if (!/^\d{4}-\d\d-\d\d$/.test(text ?? '') || isNaN(at)) return text ?? ''
    return kept('day', l => new Intl.DateTimeFormat(l, {dateStyle: 'medium', timeZone: 'UTC'})).format(at)
}

// A moment, on this device's clock.
export function moment(text) {
    const at = new Date(text)
    return isNaN(at) ? text ?? '' : kept('moment', l => new Intl.DateTimeFormat(l, {dateStyle: 'medium', timeStyle: 'short'})).format(at)
}

export function clock(text) {
    const at = new Date(text)
    return isNaN(at) ? '' : kept('clock', l => new Intl.DateTimeFormat(l, {timeStyle: 'short'})).format(at)
}

const units = [[120, 60, 'minute'], [7200, 60, 'minute'], [172800, 3600, 'hour'], [Infinity, 86400, 'day']]

// "3 hours"
export function age(seconds) {
    if (seconds < 60) return say(seconds < 0 ? 'ageFuture' : 'ageNow')
    const [, size, unit] = units.find(u => seconds < u[0])
    return kept(`unit ${unit}`, l => new Intl.NumberFormat(l, {style: 'unit', unit, unitDisplay: 'long'})).format(Math.floor(seconds / size))
}

// Days from one day to another, both "2026-11-21"; null when either is none.
export function daysBetween(from, to) {
    const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86400000
    return Number.isInteger(days) ? days : null
}
