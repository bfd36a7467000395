// Elements without markup: whatever a text holds, it goes in as text.

// el('button', {class: 'big', onclick: f, 'aria-label': 'x'}, 'text', child): null, false and undefined are left out.
export function el(tag, props, ...children) {
    return fill(document.createElement(tag), props, children)
}

export function svg(tag, props, ...children) {
    return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children)
}

function fill(node, props, children) {
    for (const [name, value] of Object.entries(props ?? {})) {
        if (value === undefined || value === null || value === false) continue
        if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
        else node.setAttribute(name, value === true ? '' : value)
    }
    node.append(...children.flat(Infinity).filter(c => c !== null && c !== undefined && c !== false))
    return node
}

export const byId = id => document.getElementById(id)

// Puts `children` in place of what `node` holds.
export function put(node, ...children) {
    node.replaceChildren(...children.flat(Infinity).filter(c => c !== null && c !== undefined && c !== false))
}

// The same, where what it is made from changed since: what stays is not laid out anew, and no press on it is lost.
const made = new WeakMap()
export function redo(node, from, make) {
    const key = JSON.stringify(from)
    if (made.get(node) === key) return
    made.set(node, key)
    put(node, make())
}

const SHOWN_MAX = 300
const INVISIBLE = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu

// Text from outside as it may be seen: control characters as their pictures, invisible and bidi ones as <U+202E>, cut where
// it is too long. The record keeps all of it.
export function shown(text) {
    const whole = String(text ?? '')
    const cut = [...whole.slice(0, 2 * SHOWN_MAX)].slice(0, SHOWN_MAX).join('')
    return cut
        .replace(/[\u0000-\u001f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))
        .replace(/\u007f/g, '\u2421')
        .replace(/[\u0080-\u009f]/g, c => `<U+${hex(c)}>`)
        .replace(INVISIBLE, c => `<U+${hex(c)}>`) + (cut.length < whole.length ? '…' : '')
}

function hex(c) {
    return c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')
}

// The same, kept from turning the text around it.
export function outside(text, props) {
    return el('bdi', props, shown(text))
}
