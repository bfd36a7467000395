// What the tests of the goods-in page share: a server on the invented boxes of `kenpin demo`, devices that join it, and a
// scanner that types.
import {spawn} from 'node:child_process'
import {createInterface} from 'node:readline'
import {after, assert, demo, kenpin, open, program, surroundings} from './lib.mjs'

// `kenpin serve` on `shop` (of demo()): {origin, link, stop(signal), start()}. start() brings it back on the same port.
export async function serve(t, shop, args = []) {
    const server = {start, stop, origin: null, link: null}
    let child = null
    after(t, () => stop('SIGTERM'))
    await start()
    return server

    async function start() {
        const port = server.origin ? new URL(server.origin).port : '0'
        child = spawn(program, ['serve', '--port', port, ...args], {stdio: ['ignore', 'pipe', 'pipe'], env: surroundings(shop.data)})
        server.link = await linkOf(child)
        server.origin = new URL(server.link).origin
    }
    async function stop(signal) {
        if (!child) return
        const ended = new Promise(r => child.once('exit', r))
        child.kill(signal)
        child = null
        await ended
    }
}

// The address that it prints when it is ready, with the code to join in it.
function linkOf(child) {
    return new Promise((found, failed) => {
        let said = ''
        const look = line => {
            said += `${line}\n`
            const link = /https?:\/\/\S+\/join#\S+/.exec(line)
            if (link) found(link[0])
        }
        createInterface(child.stdout).on('line', look)
        createInterface(child.stderr).on('line', look)
        child.once('exit', () => failed(new Error(`kenpin serve ended:\n${said}`)))
    })
}

// A device that has joined, its page ready: {page, context, scan, faults}. Options as of open().
export async function station(t, server, {name = 'Dock 1', link = server.link, ...options} = {}) {
    const opened = await open(t, link, {locale: 'en-GB', origin: `${server.origin}/`, ...options})
    const {page} = opened
    await page.fill('[name=name]', name)
    await page.click('form button')
    await page.waitForURL(`${server.origin}/`)
    await shows(page, '#big p')
    return {...opened, scan: await scanner(page)}
}

// A keyboard-wedge scanner on this page: scan('text', {suffix, gap, separator}). The times of its keys are given, so that a busy machine
// types no slower.
export async function scanner(page) {
    const line = await page.context().newCDPSession(page)
    return async (text, {suffix = 'Enter', prefix = '', gap = 8, separator = 'F8'} = {}) => {
        const keys = [...prefix, ...text, ...suffix ? [suffix === 'Enter' ? '\n' : '\t'] : []].flatMap(c => c === '\u001d' ? SEPARATORS[separator] : [keyOf(c)])
        const start = (Date.now() - keys.length * gap) / 1000 // the last key is now
        await Promise.all(keys.flatMap((key, i) => (key.types ?? ['keyDown', 'keyUp']).map(type =>
            line.send('Input.dispatchKeyEvent', {...key, type, types: undefined, ...(type === 'keyUp' && {text: undefined}), timestamp: start + i * gap / 1000}))))
    }
}

// How scanners type the group separator.
const SEPARATORS = {
    F8: [{key: 'F8', code: 'F8', windowsVirtualKeyCode: 119}],
    control: [{key: ']', code: 'BracketRight', modifiers: 2}],
    keypad: [{key: 'Alt', code: 'AltLeft', modifiers: 1, types: ['keyDown']},
        ...['0', '2', '9'].map(d => ({key: d, code: `Numpad${d}`, modifiers: 1})), {key: 'Alt', code: 'AltLeft', types: ['keyUp']}],
}

const CODES = {':': 'Semicolon', '/': 'Slash', '?': 'Slash', '=': 'Equal', '-': 'Minus', _: 'Minus', '.': 'Period', ']': 'BracketRight', ' ': 'Space', '<': 'Comma', '>': 'Period', '"': 'Quote', '&': 'Digit7', '#': 'Digit3'}

function keyOf(c) {
    if (c === '\n') return {key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13}
    if (c === '\t') return {key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9}
    const code = /[A-Za-z]/.test(c) ? `Key${c.toUpperCase()}` : /\d/.test(c) ? `Digit${c}` : CODES[c] ?? ''
    return {key: c, code, text: c, modifiers: /[A-Z:?_<>"&#]/.test(c) ? 8 : 0, ...(/[0-9A-Za-z ]/.test(c) && {windowsVirtualKeyCode: c.toUpperCase().charCodeAt(0)})}
}

// Waits until `selector` is in sight, and holds `text` if given.
export async function shows(page, selector, text) {
    await page.locator(text === undefined ? selector : `${selector}:visible`, text === undefined ? {} : {hasText: text}).first().waitFor({timeout: 30000})
}

// What the station's view says, asked of the server itself.
export const view = page => page.evaluate(() => fetch('/api/state').then(r => r.json()))

// Waits until the station's view is so. (A promise is true to waitForFunction, whatever comes of it.)
export async function until(page, isSo) {
    const end = Date.now() + 30000
    for (let now = await view(page); !isSo(now); now = await view(page)) {
        assert.ok(Date.now() < end, `never so: ${JSON.stringify(now)}`)
        await page.waitForTimeout(50)
    }
}

export const boxes = async page => (await view(page)).consignment?.boxes ?? 0

// Boxes of the demonstration: EAN and what their label holds.
export const BOX = {
    current: {ean: '9520000000011', label: 'https://www.ipa.go.jp/demo/DEMO-0001'},
    expired: {ean: '9520000000028', label: 'https://www.ipa.go.jp/demo/DEMO-0002'},
    revoked: {ean: '9520000000035', label: 'https://www.ipa.go.jp/demo/DEMO-0003'},
    wrongModel: {ean: '9520000000042', label: 'https://www.ipa.go.jp/demo/DEMO-0001'},
    lookAlike: {ean: '9520000000059', label: 'https://www.ipa.go.jp.jc-star.example/demo/DEMO-0004'},
    nearExpiry: {ean: '9520000000073', label: 'https://www.ipa.go.jp/demo/DEMO-0005'},
    noMark: {ean: '9520000000080'},
}

// Scans a box that comes out as hold, up to its alarm: a bad box is read twice.
export async function alarmed({page, scan}, ean = BOX.expired.ean) {
    await scan(ean)
    await shows(page, '#big.second-read')
    await scan(ean)
    await shows(page, 'dialog.alarm')
}

// Every record's JSON, the oldest first.
export function records(shop) {
    const {status, out, err} = kenpin(['evidence', 'list', '--json'], {data: shop.data})
    assert.equal(status, 0, err)
    return out.trim().split('\n').filter(Boolean).map(line => JSON.parse(line))
}

export const counted = shop => records(shop).filter(r => r.kind === 'check' && r.counter)

export {after, assert, demo, kenpin}
