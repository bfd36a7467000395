// One check on the screen: what it came to, what to do now, product and label beside each other, and why.
import {el, outside, shown} from './dom.js'
import {age, day, daysBetween, moment, number} from './format.js'
import {diff, nearest} from './diff.js'
import {badge, symbol, word, worst} from './outcome.js'
import {say} from './words.js'

// Sentences of a record stay in the language its operator saw.
const said = (check, text, props) => el('span', {lang: check.lang, ...props}, shown(text))

// What one scan counts for.
export const times = ({quantity}) => [el('span', {class: 'unseen'}, say('quantity')), ` × ${number(quantity)}`]

// The big half: for people two metres away.
export function headline(last) {
    const {check} = last, verdict = worst(check)
    return [
        el('p', {class: 'verdict'}, el('span', {class: 'symbol', 'aria-hidden': 'true'}, symbol(check.outcome)),
            el('span', {class: 'word'}, word(check.outcome)), last.quantity > 1 ? el('span', {class: 'void'}, times(last)) : null,
            last.void ? el('span', {class: 'void'}, say('void')) : null),
        last.repeat_of ? el('p', {class: 'again'}, say('repeatOf', {n: number(last.count), box: number(last.repeat_of)})) : null,
        el('p', {class: 'do'}, said(check, verdict.next[0] ?? verdict.reason)),
        verdict.next.length ? el('p', {class: 'reason'}, said(check, verdict.reason)) : null,
    ]
}

export function details(last) {
    const {check} = last
    return [markets(check), compare(check), dispositionOf(last), why(last)]
}

// A GTIN as it stands under its bars: thirteen digits where the first of fourteen is 0.
const asPrinted = gtin => gtin?.replace(/^0(?=\d{13}$)/, '')

export function productName(check) {
    const {brand, model, gtin} = check.product
    return [brand, model].filter(Boolean).join(' ') || asPrinted(gtin) || check.labels[0]?.number || say('unknownProduct')
}

function markets(check) {
    if (check.verdicts.length < 2) return el('p', {class: 'market-one'}, say(`market.${check.verdicts[0].market}`))
    return el('div', {class: 'markets'}, check.verdicts.map(v => el('section', {class: 'market'},
        el('h2', {}, say(`market.${v.market}`)), badge(v.outcome),
        el('p', {}, said(check, v.next[0] ?? v.reason)))))
}

/* ---- product and label ---- */

function compare(check) {
    const labels = check.labels.length ? check.labels : [null]
    return el('div', {class: 'compare'}, labels.slice(0, 3).map(l => pair(check, l)))
}

function pair(check, label) {
    const {product} = check
    const ours = label?.match.ours ?? product.model ?? '', models = label?.registry.models ?? []
    const theirs = label?.match.kind === 'model' ? label.match.theirs ?? '' : nearest(ours, models)
    const [left, right] = marked(ours, theirs)
    const kind = label && label.scheme !== 'other' && (ours || theirs) ? label.match.kind : null
    return el('div', {class: `pair match-${kind ?? 'none'}`},
        el('section', {}, el('h2', {}, say('product')), el('p', {class: 'model'}, ours ? left : say('modelUnknown')),
            el('p', {class: 'dim'}, outside([product.brand, asPrinted(product.gtin)].filter(Boolean).join(' · ')))),
        el('p', {class: 'sign'}, kind ? el('span', {'aria-hidden': 'true'}, {model: '=', unknown: '?'}[kind] ?? '≠') : null,
            kind ? el('span', {class: 'dim'}, say(`match.${kind}`)) : null),
        el('section', {}, el('h2', {}, say('label')), label ? labelSide(label, theirs ? [right, models.length > 1 ? el('span', {class: 'dim'}, ' ', say('moreModels', {n: models.length - 1})) : null] : null) : el('p', {class: 'model'}, say('labelNone'))))
}

function labelSide(label, model) {
    const {registry} = label
    return [
        el('p', {class: 'model'}, model ?? outside(label.number)),
        el('p', {class: 'dim'}, say(`scheme.${label.scheme}`), ' ', outside(label.number), registry.level ? ` · ${level(label)}` : null),
        el('p', {class: 'days'}, days(label)),
    ]
}

const level = label => label.scheme === 'jc-star' ? `★${label.registry.level}` : say('level', {n: label.registry.level})

// Differences stand in boxes: seen without colour, and read out as marked.
function marked(ours, theirs) {
    if (!ours || !theirs) return [outside(ours), outside(theirs)]
    const parts = diff(ours, theirs)
    const side = i => el('bdi', {}, parts.map(p => p[0] ? shown(p[i]) : el('mark', {}, shown(p[i]) || '␣')))
    return [side(1), side(2)]
}

function days(label) {
    const {status, expires} = label.registry
    const left = daysBetween(label.on, expires)
    const until = left === null ? null : left > 0 ? say('daysLeft', {n: number(left), day: day(expires)})
        : left === 0 ? say('lastDay', {day: day(expires)}) : say('daysAgo', {n: number(-left), day: day(expires)})
    const state = status && status !== 'current' && !(status === 'expired' && left < 0) ? say(`status.${status}`) : null
    return [state, until].filter(Boolean).join(' · ')
}

function dispositionOf(last) {
    const d = last.disposition
    if (!d) return null
    return el('p', {class: 'disposed'}, '→ ', say(`disposition.${d.how}`), d.by ? [' · ', outside(d.by)] : null, ' · ', moment(d.at),
        d.reason ? [' · ', outside(d.reason)] : null)
}

/* ---- why ---- */

function why(last) {
    const {check} = last
    return el('details', {class: 'why', 'data-seq': last.seq}, el('summary', {}, say('why')),
        check.verdicts.map(v => ruling(last, v)), check.labels.map(entry), codes(check),
        el('p', {class: 'dim'}, say('record', {n: number(check.receipt.seq)}), ' ', el('code', {}, outside(check.receipt.hash))))
}

function ruling({check, findings}, v) {
    return el('section', {}, el('h3', {}, say(`market.${v.market}`), ' ', badge(v.outcome), ' ', say('rule', {id: v.rule})),
        el('p', {}, said(check, v.reason)),
        el('ol', {}, v.next.map(n => el('li', {}, said(check, n)))),
        el('ul', {}, v.findings.map(f => el('li', {}, findings[f.code] ?? f.code, sides(f)))),
        el('p', {class: 'dim'}, v.cite.map(c => shown(c)).join(' · ')))
}

function sides(f) {
    if (!f.expected && !f.actual) return null
    return [': ', f.expected ? [say('expected'), ' ', outside(f.expected)] : null, f.expected && f.actual ? ' · ' : null,
        f.actual ? [say('actual'), ' ', outside(f.actual)] : null]
}

function entry(label) {
    const r = label.registry
    if (r.answer === 'none') return el('section', {}, el('h3', {}, outside(label.number)), el('p', {}, say('noCopy')))
    const rows = [
        ['entryStatus', [r.word, r.status && say(`status.${r.status}`)].filter(Boolean).join(' · ')], ['entryProduct', r.product],
        ['entryVendor', r.vendor], ['entryModels', r.models?.join(', ')], ['entryIssued', day(r.issued)], ['entryExpires', day(r.expires)],
        ['printedExpires', label.printed_expires && day(label.printed_expires)],
        ['copyOf', [r.source, moment(r.as_of), say('ageOld', {age: age(r.age_s)})].join(' · ')], ['copyDigest', r.copy],
    ]
    return el('section', {}, el('h3', {}, say(`scheme.${label.scheme}`), ' ', outside(label.number), r.answer === 'absent' ? ` · ${say('status.not-listed')}` : null),
        el('dl', {}, rows.filter(row => row[1]).map(([name, text]) => [el('dt', {}, say(name)), el('dd', {}, outside(text))])))
}

function codes(check) {
    return el('section', {}, el('h3', {}, say('codesRead')),
        el('ul', {}, check.codes.map(c => el('li', {}, outside(c.symbology ?? ''), ' ', el('code', {}, outside(c.text))))))
}
