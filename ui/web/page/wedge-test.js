// The scanner test: two codes to print and scan, and what is the matter with the scanner.
import {byId, el, outside, put} from './dom.js'
import {drawn} from './code128.js'
import {faultsOf, TEST_CODES} from './faults.js'
import {lang, say} from './words.js'
import {guardButtons, startWedge} from './wedge.js'

const SLOW_GAP_MS = 400 // so that a slow scanner is named, and not taken for a person

document.documentElement.lang = lang()
document.title = say('wedgeTest')
const results = new Map(TEST_CODES.map(c => [c.name, null]))
const list = el('ul', {class: 'result', 'aria-live': 'polite'})
put(byId('paper'),
    el('header', {class: 'screen-only'}, el('button', {type: 'button', class: 'big-button main', onclick: () => print()}, say('print')), el('a', {class: 'big-button', href: '/'}, say('back'))),
    el('h1', {}, say('wedgeTest')), el('p', {}, say('wedgeHow')), list,
    el('ol', {class: 'codes'}, TEST_CODES.map((c, i) => el('li', {}, el('p', {}, el('b', {}, say('wedgeCode', {n: i + 1}))), drawn(c.text, say('wedgeCode', {n: i + 1}))))))
draw()

guardButtons()
startWedge({
    gap: SLOW_GAP_MS, idle: 2 * SLOW_GAP_MS,
    onIme: () => draw('imeOn'),
    onScan: line => {
        const {code, faults} = faultsOf(line)
        if (code) results.set(code.name, {faults, line})
        draw(code ? null : 'wedgeOther', line)
    },
})

function draw(message, line) {
    put(list, message ? el('li', {class: 'bad'}, say(message), line ? [' ', el('code', {}, outside(line.text))] : null) : null,
        TEST_CODES.map((c, i) => item(i + 1, results.get(c.name))))
}

function item(n, result) {
    if (!result) return el('li', {}, `○ ${say('wedgeWaiting', {n})}`)
    if (result.faults.length === 0) return el('li', {class: 'good'}, `✔ ${say('wedgeGood', {n})}`)
    return el('li', {class: 'bad'}, `✖ ${say('wedgeCode', {n})}`, result.faults.map(f => el('div', {}, el('b', {}, say(`fault.${f}`)), el('p', {}, say(`fault.${f}.do`)))),
        el('code', {}, outside(result.line.text)))
}
