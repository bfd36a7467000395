// How fast the goods-in page is, in Debian's Chromium against the real server, records on disk:
//     npm ci --prefix tests/browser; KENPIN=build/release/kenpin node tests/bench/page.mjs
// From the arrival of a scanner's last key in the page, and from a camera's frame of 1280x720, to the painted verdict; each beside the same call
// without a page, in the same run. And how soon after a load a first verdict is possible.
import {readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {browser, demo} from '../browser/lib.mjs'
import {BOX, scanner, serve, shows, station} from '../browser/counter.mjs'
import {y4m} from '../browser/y4m.mjs'

const SCANS = 400, LOADS = 20, VERDICTS = 100
const FILMED = ['current', 'near-expiry', 'cls', 'no-mark', 'look-alike'] // none of these is an alarm

const undo = []
const t = {after: f => undo.unshift(f)}

// In the page, before its own scripts: when what begins a call was there, and when its answer was painted.
function watch() {
    window.took = {'/api/act': [], '/api/frame': []}
    let key = 0, frame = 0
    addEventListener('keydown', () => key = performance.now(), true)
    const callback = HTMLVideoElement.prototype.requestVideoFrameCallback
    HTMLVideoElement.prototype.requestVideoFrameCallback = function (f) {
        return callback.call(this, (now, about) => {
            frame = performance.now()
            f(now, about)
        })
    }
    const plain = window.plainFetch = window.fetch
    window.fetch = async (to, options) => {
        const kind = String(to).split('?')[0], from = kind === '/api/act' ? key : frame
        const reply = await plain(to, options)
        if (!window.took[kind]) return reply
        if (!reply.ok) throw new Error(`HTTP ${reply.status}`)
        const isVerdict = kind === '/api/act' || (await reply.clone().text()).includes('"view"')
        if (isVerdict) requestAnimationFrame(() => setTimeout(() => window.took[kind].push(performance.now() - from)))
        return reply
    }
    new MutationObserver((_, self) => {
        if (!document.body?.dataset.state) return
        self.disconnect()
        requestAnimationFrame(() => setTimeout(() => window.ready = performance.now()))
    }).observe(document, {subtree: true, attributes: true, childList: true})
}

function say(what, times) {
    const sorted = [...times].sort((a, b) => a - b), at = p => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))].toFixed(1)
    console.log(`${what.padEnd(52)} n ${String(times.length).padStart(4)}   median ${at(0.5).padStart(6)}   p95 ${at(0.95).padStart(6)}   max ${at(1).padStart(6)} ms`)
}

const film = path.join(demo(t).root, 'film.y4m'), shop = demo(t)
writeFileSync(film, await y4m(await browser(), FILMED.map(n => readFileSync(path.join(shop.pictures, `${n}.png`))), {rate: 10, frames: 9}))
const server = await serve(t, shop, ['--market', 'gb,jp'])
const {page, context} = await station(t, server, {permissions: ['camera'], viewport: {width: 1280, height: 800},
    args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`]})
await context.addInitScript(watch)

const loads = []
for (let i = 0; i < LOADS; i++) {
    await page.reload()
    loads.push(await page.waitForFunction(() => window.ready).then(h => h.jsonValue()))
}
const files = new URL('../../ui/web/page/', import.meta.url)
const size = readdirSync(files).filter(f => /\.(html|css|js|svg)$/.test(f)).reduce((n, f) => n + statSync(new URL(f, files)).size, 0)
console.log(`all files of the page: ${size} bytes`)
say('load to the first view painted, ready for a scan', loads)

const scan = await scanner(page)
for (let i = 0; i < SCANS; i++) {
    await scan(i % 2 ? BOX.current.ean : BOX.noMark.ean)
    await page.waitForFunction(n => window.took['/api/act'].length > n, i)
    await page.waitForTimeout(50) // thirty a second are taken; a person is slower
}
say('last key of a scan to the painted verdict', (await page.evaluate(() => window.took['/api/act'])).slice(5))
const bare = (path, n) => page.evaluate(async ([path, n, eans]) => {
    const out = [], body = path.includes('frame') ? new Blob([new Uint8Array(1280 * 720).fill(128)]) : null
    for (let i = 0; i < n; i++) {
        const from = performance.now()
        const reply = await window.plainFetch(path, {method: 'POST', body: body ?? JSON.stringify({act: 'scan', how: 'scan', text: eans[i % 2]}),
            headers: {'Content-Type': body ? 'application/octet-stream' : 'application/json', 'Idempotency-Key': crypto.randomUUID()}})
        await reply.json()
        if (!reply.ok) throw new Error(`HTTP ${reply.status}`)
        out.push(performance.now() - from)
        await new Promise(r => setTimeout(r, 50)) // thirty a second are taken
    }
    return out
}, [path, n, [BOX.current.ean, BOX.noMark.ean]])
say('  beside it: the same call without a page', await bare('/api/act', SCANS / 2))

await page.click('[data-tool=camera]')
await page.waitForFunction(n => window.took['/api/frame'].length >= n, VERDICTS, {timeout: 180000})
say('frame in the page to the painted verdict', await page.evaluate(() => window.took['/api/frame']))
await page.click('[data-tool=camera]')
say('  beside it: an empty frame without a page', await bare('/api/frame?w=1280&h=720', VERDICTS))
await shows(page, '#big')
for (const f of undo) await f()
process.exit() // or the browsers keep it from ending
