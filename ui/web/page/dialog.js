// One question at a time, before the page. A scan goes on behind it; what somebody has begun to type stays.
import {el} from './dom.js'
import {say} from './words.js'

let present = null

// build(close) gives what is asked; {title, name, onClose}.
export function openDialog({title, name, onClose}, build) {
    present?.close()
    const heading = el('h1', {id: 'dialog-title'}, title)
    const box = el('dialog', {class: `ask ${name}`, 'aria-labelledby': 'dialog-title'})
    const dialog = {name, close, box, isDirty}
    box.append(el('header', {}, heading, el('button', {type: 'button', class: 'plain', onclick: close}, '✕ ', say('close'))),
        ...[build(close)].flat(Infinity).filter(Boolean))
    box.addEventListener('close', gone)
    document.body.append(box)
    present = dialog
    box.showModal()
    return dialog

    function close() {
        if (box.open) box.close()
        else gone()
    }
    function gone() {
        if (!box.isConnected) return
        box.remove()
        if (present === dialog) present = null
        onClose?.()
    }
    function isDirty() {
        return [...box.querySelectorAll('input:not([type=file]), textarea')].some(f => f.value !== f.defaultValue || f.checked !== f.defaultChecked) ||
            [...box.querySelectorAll('[data-was]')].some(t => t.getAttribute('aria-pressed') !== t.dataset.was)
    }
}

export const dialogNow = () => present

// What a scan does to a question: it goes, unless somebody's words are in it.
export function makeWay() {
    if (present && !present.isDirty()) present.close()
}

export function bigButton(label, onclick, props) {
    return el('button', {type: 'button', class: 'big-button', onclick, ...props}, label)
}

export function field(label, props) {
    return el('label', {class: 'field'}, el('span', {}, label), el(props?.rows ? 'textarea' : 'input', {autocomplete: 'off', spellcheck: 'false', ...props}))
}

// A form that stays here: onDone gets the fields' values by name.
export function form(label, fields, onDone) {
    const made = el('form', {novalidate: true, onsubmit: e => {
        e.preventDefault()
        onDone(Object.fromEntries(new FormData(made)))
    }}, fields, el('button', {class: 'big-button main'}, label))
    return made
}

// A button that stays pressed. Without onchange it is of a form, and pressing it somebody's words.
export function toggle(label, pressed, onchange) {
    const made = el('button', {type: 'button', class: 'toggle', 'aria-pressed': String(pressed), 'data-was': onchange ? null : String(pressed), onclick: () => {
        made.setAttribute('aria-pressed', String(made.getAttribute('aria-pressed') !== 'true'))
        onchange?.(made.getAttribute('aria-pressed') === 'true')
    }}, label)
    return made
}
export const isPressed = made => made.getAttribute('aria-pressed') === 'true'
