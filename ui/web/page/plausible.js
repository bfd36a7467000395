// What typed numbers can be, while they are being typed.

const FIRST_DAY = '2020-10-07' // the scheme began
const AHEAD_YEARS = 3, AHEAD_DAYS = 5 // labels last three years at most, and a few days

// A CLS id, from whatever was typed of it: {text: "CSA/210527/ABC", state: 'part' | 'good' | 'bad', why, day}.
// `today`: "2026-11-29". Only the shape with the day is typed here; others go in as a label number.
export function clsId(typed, today) {
    const raw = typed.normalize('NFKC').toUpperCase().replace(/^\s*CSA/, '').replace(/[^0-9A-Z]/g, '').slice(0, 18)
    const date = raw.slice(0, 6), id = raw.slice(6)
    const text = `CSA/${date}${raw.length >= 6 ? '/' : ''}${id}`
    const why = wrongDate(date, today)
    if (why) return {text, raw, state: 'bad', why, day: null}
    return {text, raw, state: raw.length > 6 ? 'good' : 'part', why: null, day: date.length === 6 ? dayOf(date) : null}
}

// Which next characters can be right: of a keypad the others are off.
export function clsNext(raw, today) {
    return [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'].filter(c => raw.length < 18 && !wrongDate((raw + c).slice(0, 6), today))
}

// The name of what is wrong with the beginning of DDMMYY, null when it may still become a day that can be.
function wrongDate(date, today) {
    if (/\D/.test(date)) return 'clsDigits'
    if (!possible(date)) return 'clsNoDay'
    if (date.length < 6) return date.length === 5 && !years(date, today) ? 'clsNoDay' : null
    const day = dayOf(date)
    if (!day) return 'clsNoDay'
    if (day < FIRST_DAY) return 'clsEarly'
    return day > latest(today) ? 'clsLate' : null
}

function possible(date) {
    const [d, m] = [date.slice(0, 2), date.slice(2, 4)]
    if (d.length === 1 && d > '3') return false
    if (d.length === 2 && (d < '01' || d > '31')) return false
    if (m.length === 1 && m > '1') return false
    if (m.length === 2 && (m < '01' || m > '12')) return false
    return m.length < 2 || Number(d) <= [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1]
}

function years(date, today) {
    return [...'0123456789'].some(c => !wrongDate(date + c, today))
}

// DDMMYY as "20YY-MM-DD", null when there is no such day.
function dayOf(date) {
    const text = `20${date.slice(4, 6)}-${date.slice(2, 4)}-${date.slice(0, 2)}`
    const at = new Date(`${text}T00:00:00Z`)
    return !isNaN(at) && at.toISOString().slice(0, 10) === text ? text : null
}

function latest(today) {
    const at = new Date(`${today}T00:00:00Z`)
    at.setUTCFullYear(at.getUTCFullYear() + AHEAD_YEARS)
    at.setUTCDate(at.getUTCDate() + AHEAD_DAYS)
    return at.toISOString().slice(0, 10)
}

// A product's number: {text, state, why}. 8, 12, 13 or 14 digits with the check digit of GS1's General Specifications 7.9.
export function gtin(typed) {
    const text = typed.normalize('NFKC').replace(/[\s-]/g, '')
    if (/\D/.test(text)) return {text, state: 'bad', why: 'gtinDigits'}
    if (text.length > 14) return {text, state: 'bad', why: 'gtinLong'}
    if (![8, 12, 13, 14].includes(text.length)) return {text, state: 'part', why: null}
    if (isChecked(text) || (text.length === 8 && isChecked(upcA(text)))) return {text, state: 'good', why: null}
    return {text, state: text.length < 14 ? 'part' : 'bad', why: 'gtinCheck'}
}

// The UPC-A number that eight digits of a UPC-E stand for; "" when they are none.
function upcA(text) {
    if (!/^[01]/.test(text)) return ''
    const [system, a, b, c, d, e, last, check] = text
    const middle = last <= '2' ? `${a}${b}${last}0000${c}${d}${e}` : last === '3' ? `${a}${b}${c}00000${d}${e}`
        : last === '4' ? `${a}${b}${c}${d}00000${e}` : `${a}${b}${c}${d}${e}0000${last}`
    return system + middle + check
}

function isChecked(text) {
    return text !== '' && checkDigit(text.slice(0, -1)) === Number(text.at(-1))
}

function checkDigit(digits) {
    const sum = [...digits].reverse().reduce((n, d, i) => n + Number(d) * (i % 2 ? 1 : 3), 0)
    return (10 - sum % 10) % 10
}
