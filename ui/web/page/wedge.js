// A scanner that types. Its keys come in bursts, faster than anybody types, wherever the page's focus is; a burst is taken out
// of the field it fell into, and goes to `onScan` as one line. The times are those of the events, so that a page that was busy for
// a while still tells a burst from typing.

export const BURST_GAP_MS = 35 // between two keys of a scanner; quick typists stay above 50
const JITTER_GAP_MS = 90 // once it is a burst: radio scanners stutter
const BURST_KEYS = 4 // so many in a row are no person
const IDLE_MS = 500 // a scanner without a suffix has ended; shorter, and a machine that is busy cuts a line in two
const LATE_MS = 1500 // one that always sent a suffix so far has not: its keys are late
const LATE_SUFFIX_MS = 600 // an Enter that came after that still belongs to it
const LINE_MAX = 4096
const TYPING_MS = 4000 // what a person began to type, and left

const FS = 0x1c, US = 0x1f // the separators that scanners send as Ctrl and a key

// Options: gap, idle (ms); onScan(line) with {text, suffix: 'Enter' | 'Tab' | null, keys}; onIme() when a burst went into an input
// method; onTyping(text) while a person, or a slow scanner, types outside every field, and onTyped(text) at its Enter.
export function startWedge({gap = BURST_GAP_MS, idle = IDLE_MS, onScan, onIme = () => {}, onTyping = () => {}, onTyped}) {
    const jitter = Math.max(JITTER_GAP_MS, gap)
    let keys = [], text = '', sure = false, field = null, timer = 0, ended = -Infinity, alt = ''
    let ime = 0, imeAt = -Infinity, suffixed = false
    const slow = typing(onTyping)

    window.addEventListener('keydown', down, true)
    window.addEventListener('keyup', up, true)

    function down(e) {
        if (e.repeat) return reset()
        if (e.key === 'Process' || e.isComposing) return composing(e)
        const what = meaning(e)
        if (what === null) return
        if (keys.length && e.timeStamp - keys.at(-1).at > (sure ? jitter : gap)) finish(null)
        if (what === 'end') return suffix(e)
        if (keys.length === 0 && !what.visible) return
        if (keys.length === 0) field = snapshot(e.target)
        add(e, what.text)
    }

    function add(e, character) {
        keys.push({at: e.timeStamp, key: e.key, code: e.code, shift: e.shiftKey, caps: e.getModifierState('CapsLock')})
        if (text.length < LINE_MAX) text += character
        if (!sure && keys.length >= BURST_KEYS) {
            sure = true
            restore(field)
            slow.clear()
        }
        if (sure) stop(e)
        else if (onTyped && !isField(e.target)) slow.add(character)
        clearTimeout(timer)
        timer = setTimeout(idled, suffixed ? LATE_MS : idle)
    }

    // A digit of Alt and the keypad, by which some scanners send what has no key: Alt+029 is the group separator.
    function meaning(e) {
        if (e.altKey && /^Numpad\d$/.test(e.code)) {
            alt += e.code.at(-1)
            if (keys.length) stop(e)
            return null
        }
        if (e.key === 'Enter' || e.key === 'Tab') return 'end'
        if (e.key === 'Backspace' || e.key === 'Escape') slow.back(e.key === 'Escape')
        if (e.key === 'F8') return {text: '\u001d', visible: false}
        if (e.ctrlKey && !e.altKey && !e.metaKey) return control(e)
        return e.key.length === 1 && !e.metaKey ? {text: e.key, visible: true} : null
    }

    function control(e) {
        const code = e.key.length === 1 ? e.key.toUpperCase().charCodeAt(0) & 0x1f : 0
        if (keys.length === 0 || e.timeStamp - keys.at(-1).at > jitter) return null // a shortcut of a person
        if (code === 10 || code === 13 || code === 9) return 'end'
        stop(e)
        return code >= FS && code <= US ? {text: String.fromCharCode(code), visible: false} : null
    }

    function up(e) {
        if (e.key !== 'Alt' || !alt) return
        const code = Number(alt)
        alt = ''
        if (keys.length && code >= FS && code < 0x7f) add(e, String.fromCharCode(code))
    }

    function suffix(e) {
        if (keys.length >= 3 || sure) {
            stop(e)
            restore(field)
            sure = true
            return finish(e.key === 'Tab' || (e.ctrlKey && e.key.toUpperCase() === 'I') ? 'Tab' : 'Enter')
        }
        const typed = e.key === 'Enter' && !isField(e.target) ? slow.take() : ''
        if (typed || e.timeStamp - ended < LATE_SUFFIX_MS) stop(e)
        reset()
        if (typed) onTyped(typed)
    }

    // Keys that are still on their way count by their own times, so the line is only closed behind them.
    function idled() {
        if (navigator.scheduling?.isInputPending?.()) timer = setTimeout(idled, idle)
        else finish(null)
    }

    function finish(end) {
        const line = sure && {text, suffix: end, keys}
        if (line) {
            restore(field)
            ended = end ? -Infinity : keys.at(-1).at
            suffixed = end !== null
        }
        reset()
        if (line) onScan(line)
    }

    function reset() {
        clearTimeout(timer)
        keys = []
        text = ''
        sure = false
        field = null
    }

    function composing(e) {
        ime = e.timeStamp - imeAt > gap ? 1 : ime + 1
        imeAt = e.timeStamp
        if (ime === BURST_KEYS) onIme()
    }
}

// What is typed outside every field, forgotten after a while. A space alone presses buttons, and begins nothing.
function typing(onTyping) {
    let text = '', timer = 0
    function set(to) {
        clearTimeout(timer)
        if (to) timer = setTimeout(() => set(''), TYPING_MS)
        if (to !== text) onTyping(to)
        text = to
    }
    return {
        add: c => (text || c !== ' ') && set(text + c),
        back: all => set(all ? '' : text.slice(0, -1)),
        clear: () => set(''),
        take() {
            const taken = text.trim()
            set('')
            return taken
        },
    }
}

function isField(target) {
    return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

function stop(e) {
    e.preventDefault()
    e.stopImmediatePropagation()
}

// What a field held before a burst fell into it.
function snapshot(target) {
    if (!isField(target)) return null
    return {target, value: target.value, checked: target.checked, from: rangeOf(target)}
}

function rangeOf(target) {
    try {
        return target.selectionStart ?? null
    } catch {
        return null // numbers and dates have none
    }
}

function restore(field) {
    if (!field || (field.target.value === field.value && field.target.checked === field.checked)) return
    field.target.value = field.value
    if (field.checked !== undefined) field.target.checked = field.checked
    if (field.from !== null) field.target.setSelectionRange(field.from, field.from)
    field.target.dispatchEvent(new Event('input', {bubbles: true}))
}

// Buttons act when a person presses them. A press by the keyboard waits until no other key came close before or behind it, as
// one of a scanner always does: its Enter or a space in a code presses nothing. data-quiet: so many ms, instead.
const BEFORE_MS = 80, BEHIND_MS = 200 // behind is longer: a busy machine brings keys late

export function guardButtons() {
    let last = -Infinity, before = -Infinity, count = 0
    window.addEventListener('keydown', e => {
        count++
        before = last
        last = e.timeStamp
    }, true)
    window.addEventListener('click', e => {
        if (!e.isTrusted || e.pointerType || e.detail > 0) return
        e.preventDefault()
        e.stopImmediatePropagation()
        const target = e.target, quiet = Number(target.closest?.('[data-quiet]')?.dataset.quiet)
        if (last - before < (quiet || BEFORE_MS)) return
        const seen = count
        setTimeout(() => count === seen && target.isConnected && target.click(), quiet || BEHIND_MS)
    }, true)
}
