// The closing sheet of a consignment, to print and file: what came, what was held and what became of it, what is missing.
import {byId, el, outside, put} from './dom.js'
import {moment, number} from './format.js'
import {badge, OUTCOMES} from './outcome.js'
import {qr} from './qr.js'
import {get} from './server.js'
import {lang, say} from './words.js'

async function draw() {
    const id = Number(location.hash.slice(1))
    document.documentElement.lang = lang()
    document.title = say('sheet')
    try {
        const all = await get(`/api/consignments/${id}`)
        put(byId('paper'), tools(), head(all.consignment), sums(all.consignment), alerts(all.boxes), expected(all.lines), boxes(all.boxes), evidence(all))
    } catch (e) {
        put(byId('paper'), el('p', {class: 'message'}, e.error ? outside(e.error[lang()]) : say(e.status === 401 ? 'notJoined' : 'serverAway')))
    }
}

const tools = () => el('header', {class: 'screen-only'}, el('button', {type: 'button', class: 'big-button main', onclick: () => print()}, say('print')), el('a', {class: 'big-button', href: '/'}, say('back')))

function head(c) {
    const rows = [['supplier', c.supplier], ['markets', c.markets.map(m => say(`market.${m}`)).join(', ')],
        ['sheetOpened', [moment(c.opened_at), c.opened_by].filter(Boolean).join(' · ')],
        ['sheetClosed', c.closed_at ? [moment(c.closed_at), c.closed_by].filter(Boolean).join(' · ') : say('sheetStillOpen')]]
    return el('section', {}, el('p', {class: 'dim'}, 'kenpin · ', say('sheet')), el('h1', {}, outside(c.name)),
        el('dl', {}, rows.filter(r => r[1]).map(([name, text]) => [el('dt', {}, say(name)), el('dd', {}, outside(text))])))
}

function sums(c) {
    return el('section', {}, table([...OUTCOMES.map(o => badge(o)), say('sheetBoxes'), say('sheetPieces'), say('sheetRepeats')],
        [[...OUTCOMES.map(o => number(c.counts[o])), number(c.boxes), number(c.pieces), number(c.repeats)]]))
}

function alerts(all) {
    const held = all.filter(b => !b.void && (b.open || b.disposition))
    if (held.length === 0) return el('section', {}, el('h2', {}, say('sheetAlerts')), el('p', {}, say('sheetNoAlerts')))
    return el('section', {}, el('h2', {}, say('sheetAlerts')), table([say('sheetBox'), '', say('product'), say('reason'), say('sheetDone')],
        held.map(b => [number(b.box), badge(b.outcome), outside(b.product), outside(b.reason), done(b)])))
}

function done(b) {
    const d = b.disposition
    if (!d) return el('b', {}, say('sheetNotDone'))
    return [say(`disposition.${d.how}`), d.how === 'statement' ? ` (${d.items})` : null, d.by ? [' · ', outside(d.by)] : null, ' · ', moment(d.at), d.reason ? [' · ', outside(d.reason)] : null]
}

function expected(lines) {
    if (!lines.length) return null
    return el('section', {}, el('h2', {}, say('expectedTitle')), table(['GTIN', say('sheetExpected'), say('sheetCame'), say('sheetDifference')],
        lines.map(l => [outside(l.gtin), number(l.expected), number(l.came), difference(l.came - l.expected)])))
}

function difference(n) {
    if (n === 0) return '✔'
    return el('b', {}, n < 0 ? say('sheetMissing', {n: number(-n)}) : say('sheetSurplus', {n: number(n)}))
}

function boxes(all) {
    return el('section', {}, el('h2', {}, say('sheetAll')), table([say('sheetBox'), '', say('product'), say('quantity'), say('sheetWhere'), say('sheetRecord')],
        all.map(b => [number(b.box), b.void ? el('s', {}, badge(b.outcome)) : badge(b.outcome), [outside(b.product), b.void ? ` (${say('void')})` : b.repeat_of ? ` (= ${number(b.repeat_of)})` : null],
            number(b.quantity), [outside(b.station), ' · ', moment(b.at)], number(b.seq)])))
}

function table(heads, rows) {
    return el('table', {}, el('thead', {}, el('tr', {}, heads.map(h => el('th', {scope: 'col'}, h)))),
        el('tbody', {}, rows.map(r => el('tr', {}, r.map(c => el('td', {}, c))))))
}

function evidence(all) {
    return el('section', {class: 'evidence'}, all.qr ? qr(all.qr, say('sheetHead')) : null, el('div', {},
        el('h2', {}, say('sheetHead')), el('p', {}, say('record', {n: number(all.head.seq)}), ' ', el('code', {}, outside(all.head.hash))),
        el('p', {class: 'dim'}, say('sheetVerify', {hash: all.head.hash})), el('p', {class: 'dim'}, say('noAdvice')),
        el('p', {class: 'sign-here'}, say('sheetSign'))))
}

addEventListener('hashchange', draw)
draw()
