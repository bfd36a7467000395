// A box that must not go on: the whole screen, until somebody presses a button that no scan can press.
import {el, outside, shown} from './dom.js'
import {colour, symbol, word, worst} from './outcome.js'
import {productName, times} from './answer.js'
import {say} from './words.js'

const QUIET_MS = 500 // no key this long before and behind a press by the keyboard
const FINGER_MS = 400 // a finger that was on its way to something else

// onAck() when it was seen.
export function makeAlarm({onAck}) {
    let box = null, seq = 0, language = ''
    return {
        isOn: () => box !== null,
        // `view` in the state "alarm", or anything else to end it
        show(view, lang) {
            if (view?.state !== 'alarm' || !view.last) return end()
            if (seq !== view.last.seq || language !== lang) begin(view)
            language = lang
            message(view.say)
        },
    }

    function begin(view) {
        end()
        seq = view.last.seq
        const {check} = view.last, verdict = worst(check), since = performance.now()
        const press = e => {
            if (e.detail > 0 && performance.now() - since < FINGER_MS) return
            onAck()
        }
        box = el('dialog', {class: `alarm ${colour(check.outcome)}`, role: 'alertdialog', 'aria-labelledby': 'alarm-word', 'aria-describedby': 'alarm-do'},
            el('p', {class: 'verdict', id: 'alarm-word'}, el('span', {class: 'symbol', 'aria-hidden': 'true'}, symbol(check.outcome)), el('span', {class: 'word'}, word(check.outcome))),
            el('p', {class: 'do', id: 'alarm-do', lang: check.lang}, shown(verdict.next[0] ?? verdict.reason)),
            el('p', {class: 'reason', lang: check.lang}, shown(verdict.reason)),
            el('p', {class: 'product'}, outside(productName(check)), check.labels.length ? [' · ', outside(check.labels[0].number)] : null, view.last.quantity > 1 ? [' · ', times(view.last)] : null),
            el('p', {class: 'say', role: 'status'}),
            el('button', {type: 'button', class: 'ack', 'data-quiet': QUIET_MS, onclick: press}, say('ack')),
            el('p', {class: 'hint'}, say('ackHint')))
        box.addEventListener('cancel', e => e.preventDefault())
        box.addEventListener('close', () => box?.isConnected && box.showModal()) // some browsers let Escape through
        document.body.append(box)
        box.showModal()
    }

    function message(words) {
        const line = box.querySelector('.say'), text = words && words.code !== 'answered' ? shown(words.text) : ''
        if (line.textContent !== text) line.textContent = text
    }

    function end() {
        const old = box
        box = null
        seq = 0
        old?.remove()
    }
}
