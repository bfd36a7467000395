// The page's parts that need no browser: words, what typed numbers can be, differences, bars, a scanner's faults, the queue.
import test from 'node:test'
import assert from 'node:assert/strict'
import {readdirSync, readFileSync, statSync} from 'node:fs'
import {bars, values} from '../../ui/web/page/code128.js'
import {clsId, clsNext, gtin} from '../../ui/web/page/plausible.js'
import {diff, nearest} from '../../ui/web/page/diff.js'
import {faultsOf, TEST_CODES} from '../../ui/web/page/faults.js'
import {makeQueue} from '../../ui/web/page/queue.js'
import {Refusal} from '../../ui/web/page/server.js'
import {WORDS} from '../../ui/web/page/words.js'

const page = new URL('../../ui/web/page/', import.meta.url)
const files = readdirSync(page).filter(f => /\.(html|css|js|svg)$/.test(f))
const text = file => readFileSync(new URL(file, page), 'utf8')

test('all files together stay under 150 kB', () => {
    const size = files.reduce((n, f) => n + statSync(new URL(f, page)).size, 0)
    assert.ok(size > 0 && size < 150000, `${size} bytes`)
})

test('no markup from text, no inline script or style, nothing from outside', () => {
    for (const f of files) {
        assert.doesNotMatch(text(f), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|DOMParser/, f)
        if (f.endsWith('.html')) assert.doesNotMatch(text(f), /<style|style=|<script(?![^>]*src=)|\son\w+=/, f)
        assert.doesNotMatch(text(f).replaceAll('http://www.w3.org/2000/svg', ''), /https?:\/\//, f)
    }
})

test('every sentence is there in both languages, with the same values', () => {
    for (const [name, pair] of Object.entries(WORDS)) {
        assert.deepEqual(Object.keys(pair), ['en', 'ja'], name)
        const values = t => [...new Set(t.match(/\{\w+\}/g) ?? [])].sort()
        assert.ok(pair.en.trim() && pair.ja.trim(), name)
        assert.deepEqual(values(pair.en), values(pair.ja), name)
    }
})

test('every sentence that is asked for is there, and none is left over', () => {
    const asked = new Set(), begun = new Set()
    const code = files.filter(f => f.endsWith('.js') && f !== 'words.js').map(text).join('\n')
    for (const [, name] of code.matchAll(/'([\w.-]+)'/g)) asked.add(name)
    for (const [, start] of code.matchAll(/`([\w]+\.)\$\{/g)) begun.add(start)
    for (const [, name] of code.matchAll(/\bsay\('([\w.-]+)'/g)) assert.ok(WORDS[name], name)
    for (const name of Object.keys(WORDS)) assert.ok(asked.has(name) || [...begun].some(b => name.startsWith(b)), `left over: ${name}`)
})

test('a CLS id is taken only where its day can be', () => {
    const at = t => clsId(t, '2026-11-29')
    assert.deepEqual([at('210527ABC12').text, at('210527ABC12').state, at('210527ABC12').day], ['CSA/210527/ABC12', 'good', '2027-05-21'])
    assert.equal(at('csa/21 05 27/a').text, 'CSA/210527/A')
    assert.equal(at('ＣＳＡ／２１０５２７／Ａ').text, 'CSA/210527/A')
    for (const [typed, why] of [['3', null], ['4', 'clsNoDay'], ['310227A', 'clsNoDay'], ['300427A', null], ['310427A', 'clsNoDay'], ['290227A', 'clsNoDay'], ['290228A', null],
        ['061020A', 'clsEarly'], ['071020A', null], ['041229A', null], ['051229A', 'clsLate'], ['000127A', 'clsNoDay'], ['011327A', 'clsNoDay'], ['21A', 'clsDigits']])
        assert.equal(at(typed).why, why, typed)
    assert.equal(at('210527').state, 'part')
    assert.equal(at(`210527${'A'.repeat(30)}`).text, `CSA/210527/${'A'.repeat(12)}`)
    assert.deepEqual(clsNext('', '2026-11-29'), [...'0123'])
    assert.deepEqual(clsNext('3', '2026-11-29'), [...'01'])
    assert.equal(clsNext('210527', '2026-11-29').length, 36)
})

test('a product number is taken only with its check digit', () => {
    for (const good of ['9520000000011', '09520000000011', '４９０１２３４５６７８９４', '036000291452', '96385074', '04252614'])
        assert.equal(gtin(good).state, 'good', good)
    for (const bad of ['9520000000012', '95200000000', '96385075', '', '952000000001A', '123456789012345']) assert.notEqual(gtin(bad).state, 'good', bad)
})

test('what differs between two models is marked, and only that', () => {
    assert.deepEqual(diff('KZ-CAM1', 'KZ-CAM1'), [[true, 'KZ-CAM1', 'KZ-CAM1']])
    assert.deepEqual(diff('ＫＺ-cam1', 'KZ-CAM1').map(d => d[0]), [true])
    assert.deepEqual(diff('NS-CAM9', 'KZ-CAM1/W').filter(d => d[0]).map(d => d[1]).join(''), '-CAM')
    assert.deepEqual(diff('WXR18000BE10P', 'WXR18000BE10P/D'), [[true, 'WXR18000BE10P', 'WXR18000BE10P'], [false, '', '/D']])
    for (const [a, b] of [['', 'x'], ['x'.repeat(500), 'y'], ['𠮟𠮟', '𠮟']]) {
        const parts = diff(a, b)
        assert.equal(parts.map(d => d[1]).join(''), a)
        assert.equal(parts.map(d => d[2]).join(''), b)
    }
    assert.equal(nearest('KZ-CAM1/X', ['NS-1', 'KZ-CAM1', 'KZ-CAM1/W']), 'KZ-CAM1/W')
    assert.equal(nearest('KZ', []), '')
})

test('Code 128 has its check and its widths', () => {
    assert.deepEqual(values('PJJ123C'), [104, 48, 42, 42, 17, 18, 19, 35, 55, 106])
    assert.deepEqual(values('42184020500'), [104, 20, 99, 21, 84, 2, 5, 0].slice(0, 2).concat(values('42184020500').slice(2)))
    assert.equal(values('日本'), null)
    assert.equal(values(''), null)
    for (const t of ['KENPINBCDEFGHJNL', '1234567', '\u001d010952000000001110AB\u001d21XY7']) {
        const {bars: list, modules} = bars(t)
        assert.equal(modules, values(t).length * 11 + 2 + 20, t)
        assert.equal(list[0][0], 10)
        assert.equal(list.at(-1)[0] + list.at(-1)[1], modules - 10)
        const v = values(t)
        assert.equal(v.slice(0, -2).reduce((n, x, i) => n + x * (i || 1), 0) % 103, v.at(-2), t)
    }
})

/* ---- a scanner's faults ---- */

const codeOf = c => /[a-z]/i.test(c) ? `Key${c.toUpperCase()}` : /\d/.test(c) ? `Digit${c}` : {':': 'Semicolon', '/': 'Slash', '?': 'Slash', '=': 'Equal', _: 'Minus'}[c] ?? 'Period'
const line = (text, {suffix = 'Enter', ms = 8, caps = false, sent = text} = {}) =>
    ({text, suffix, keys: [...sent].map((c, i) => ({at: i * ms, key: c, code: codeOf(c), shift: /[A-Z:?_]/.test(c), caps}))})
const [keys, separator] = TEST_CODES.map(c => c.text)
const swap = t => [...t].map(c => c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()).join('')

test('a scanner that is right has no fault, with and without its identifier', () => {
    for (const l of [line(keys), line(`]C0${keys}`), line(keys, {suffix: 'Tab'}), line(`]C1${separator.slice(1)}`), line(separator)])
        assert.deepEqual([faultsOf(l).code === null, faultsOf(l).faults], [false, []], l.text)
})
test('each fault has its name', () => {
    for (const [l, faults] of [
        [line(swap(keys), {caps: true}), ['capsLock']], [line(swap(keys)), ['caseFlip']], [line(keys.toUpperCase()), ['caseFlip']], [line(keys.toLowerCase()), ['caseFlip']],
        [line(keys, {suffix: null}), ['noSuffix']], [line([...keys].map(c => c + c).join('')), ['doubled']], [line(keys, {ms: 60}), ['slow']],
        [line('Kenpin*-_^=zyAQm09', {sent: keys}), ['layout']], [line('Kenpin+&_´?yzAQm09'), ['layout']], [line('Kenpin:/?=_zyQAm09'), ['layout']],
        [line(`##${keys}`), ['affix']], [line(`${keys}$$`), ['affix']], [line(keys.replace('np', '')), ['charactersLost']],
        [line(separator.replaceAll('\u001d', '')), ['separatorLost']], [line(separator.replaceAll('\u001d', ' ')), ['separatorLost']],
        [line(swap(separator).slice(1), {caps: true, suffix: null}), ['capsLock', 'noSuffix']],
    ]) assert.deepEqual(faultsOf(l).faults, faults, l.text)
})
test('another code is none of the test', () => {
    for (const t of ['9520000000011', 'https://www.ipa.go.jp/demo/DEMO-0001', 'KENPINBCDEFGHJCK', 'x']) assert.equal(faultsOf(line(t)).code, null, t)
})

/* ---- the queue ---- */

function memory() {
    const kept = new Map()
    return {get length() { return kept.size }, key: i => [...kept.keys()][i], getItem: k => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: k => kept.delete(k), kept}
}
function queueOf(storage, send) {
    const seen = {views: [], refused: []}
    let changed = () => {}
    const queue = makeQueue({storage, send, onView: v => seen.views.push(v), onRefused: (a, e) => seen.refused.push([a, e.status]), onChange: () => changed()})
    return {queue, seen, empty: () => new Promise(r => (changed = () => queue.waiting.length || r())())}
}

test('acts go in order, one at a time, and a lost reply is asked for again with the same key', async () => {
    const sent = [], storage = memory()
    let lost = true, flying = 0
    const {queue, seen, empty} = queueOf(storage, async (path, act, key) => {
        assert.equal(++flying, 1)
        await null
        flying--
        sent.push([act.text, key])
        if (act.text === 'b' && lost) {
            lost = false
            throw new TypeError('network')
        }
        return {did: key}
    })
    for (const text of 'abc') queue.put({act: 'scan', text})
    assert.equal(storage.length, 3)
    await empty()
    assert.deepEqual(sent.map(s => s[0]).join(''), 'abbc')
    assert.equal(sent[1][1], sent[2][1])
    assert.equal(new Set(sent.map(s => s[1])).size, 3)
    assert.equal(storage.length, 0)
    assert.equal(seen.views.length, 3)
})
test('what was not answered outlives the page, with its key; a PIN does not', async () => {
    const storage = memory(), first = queueOf(storage, () => new Promise(() => {}))
    const key = first.queue.put({act: 'scan', text: 'a'})
    first.queue.put({act: 'dispose', pin: '4711'}, {keep: false})
    assert.doesNotMatch(JSON.stringify([...storage.kept]), /4711/)
    const sent = [], second = queueOf(storage, async (path, act, k) => (sent.push([act.text, k]), {}))
    assert.equal(second.queue.waiting.length, 1)
    await second.empty()
    assert.deepEqual(sent, [['a', key]])
})
test('what can never be taken is said and let go; who is cut off keeps what was scanned', async () => {
    const refusing = queueOf(memory(), async () => { throw new Refusal(400, null, 0) })
    refusing.queue.put({act: 'scan', text: 'a'})
    await refusing.empty()
    assert.deepEqual(refusing.seen.refused, [[{act: 'scan', text: 'a'}, 400]])
    const asked = []
    const cut = queueOf(memory(), async (path, act, key) => {
        asked.push(key)
        if (asked.length === 1) throw new Refusal(401, null, 0.01)
        return {}
    })
    cut.queue.put({act: 'scan', text: 'a'})
    await cut.empty()
    assert.deepEqual([asked.length, new Set(asked).size, cut.seen.refused.length, cut.seen.views.length], [2, 1, 0, 1])
})
