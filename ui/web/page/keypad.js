// Typing, where nothing can be scanned: only what can be right is taken.
import {el, outside, put} from './dom.js'
import {day} from './format.js'
import {bigButton, openDialog} from './dialog.js'
import {clsId, clsNext, gtin} from './plausible.js'
import {get} from './server.js'
import {say} from './words.js'

const SEARCH_MS = 150 // after the last key

const tabs = {cls, star, product: productNumber, search}

// `today`: "2026-11-29"; tab: a name of `tabs`.
export function showKeypad({act, today, tab = 'cls'}) {
    const pane = el('div', {class: 'pane'})
    openDialog({title: say('typeIt'), name: 'keypad'}, close => {
        const row = el('div', {class: 'tabs'}, Object.keys(tabs).map(name => el('button', {type: 'button', 'data-tab': name, onclick: () => show(name)}, say(`tab.${name}`))))
        const done = what => {
            close()
            act(what)
        }
        function show(name) {
            for (const b of row.children) b.setAttribute('aria-pressed', String(b.dataset.tab === name))
            put(pane, tabs[name](done, today))
            pane.querySelector('input')?.focus()
        }
        queueMicrotask(() => show(tab))
        return [row, pane]
    })
}

// The Enter ends here: it would press what has the focus when the question is gone.
function takeByEnter(field, ok) {
    field.addEventListener('keydown', e => {
        if (e.key !== 'Enter') return
        e.preventDefault()
        if (!ok.disabled) ok.click()
    })
}

/* ---- CSA/DDMMYY/... ---- */

function cls(done, today) {
    const field = el('input', {type: 'text', class: 'typed', inputmode: 'none', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false',
        'aria-label': say('tab.cls'), value: 'CSA/'})
    const hint = el('p', {class: 'message', role: 'status'})
    const ok = bigButton(say('take'), () => done({act: 'label', text: clsId(field.value, today).text}), {class: 'big-button main'})
    const pad = el('div', {class: 'pad'})
    let before = 'CSA/'
    field.addEventListener('input', draw)
    takeByEnter(field, ok)
    draw()
    return [field, hint, pad, ok]

    function draw() {
        let id = clsId(field.value, today)
        const wrong = id.why
        if (id.state === 'bad') id = clsId(before, today) // what cannot be is not taken
        before = field.value = id.text
        hint.textContent = wrong ? say(wrong) : id.day ? say('clsUntil', {day: day(id.day)}) : say('clsHint')
        ok.disabled = id.state !== 'good'
        const can = clsNext(id.raw, today), keys = id.raw.length < 6 ? '1234567890' : '1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ'
        put(pad, [...keys].map(k => el('button', {type: 'button', disabled: !can.includes(k), onclick: () => type(id.raw + k)}, k)),
            el('button', {type: 'button', 'aria-label': say('erase'), onclick: () => type(id.raw.slice(0, -1))}, '⌫'))
    }
    function type(raw) {
        field.value = `CSA/${raw}`
        draw()
    }
}

/* ---- a JC-STAR number, as printed: its form is not published ---- */

function star(done) {
    const field = el('input', {type: 'text', class: 'typed', maxlength: 64, autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', 'aria-label': say('tab.star')})
    const ok = bigButton(say('take'), () => done({act: 'label', text: field.value.trim()}), {class: 'big-button main', disabled: true})
    field.addEventListener('input', () => ok.disabled = field.value.trim() === '')
    takeByEnter(field, ok)
    return [field, el('p', {class: 'dim'}, say('starHint')), ok]
}

/* ---- a product's number ---- */

function productNumber(done) {
    const field = el('input', {type: 'text', class: 'typed', inputmode: 'numeric', maxlength: 18, autocomplete: 'off', 'aria-label': say('tab.product')})
    const hint = el('p', {class: 'message', role: 'status'})
    const ok = bigButton(say('take'), () => done({act: 'scan', how: 'typed', text: gtin(field.value).text}), {class: 'big-button main', disabled: true})
    field.addEventListener('input', () => {
        const it = gtin(field.value)
        ok.disabled = it.state !== 'good'
        hint.textContent = it.why ? say(it.why) : it.state === 'good' ? say('gtinGood') : ''
    })
    takeByEnter(field, ok)
    return [field, hint, ok]
}

/* ---- a model, by its name in the lists ---- */

function search(done) {
    const field = el('input', {type: 'text', class: 'typed', maxlength: 64, autocomplete: 'off', spellcheck: 'false', 'aria-label': say('tab.search')})
    const list = el('ul', {class: 'list'}), hint = el('p', {class: 'message', role: 'status'}, say('searchHint'))
    let timer = 0, asked = 0
    field.addEventListener('input', () => {
        clearTimeout(timer)
        timer = setTimeout(find, SEARCH_MS)
    })
    return [field, hint, list]

    async function find() {
        const mine = ++asked, text = field.value.trim()
        if (!text) return put(list)
        try {
            const {models} = await get(`/api/search?q=${encodeURIComponent(text)}`)
            if (mine !== asked) return
            hint.textContent = models.length ? say('searchFound') : say('searchNone')
            put(list, models.map(m => el('li', {}, bigButton([el('b', {}, outside(m.model)), ' ', outside([m.brand, m.product].filter(Boolean).join(' · ')), ' ', el('span', {class: 'dim'}, outside(m.number))],
                () => done({act: 'model', brand: m.brand, model: m.model})))))
        } catch {
            hint.textContent = say('serverAway')
        }
    }
}
