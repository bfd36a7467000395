// Stations at one `kenpin serve`, each with a stream of events open: a label and a product's code for every box, and the next box
// on time whatever the last one took. Every answer comes after its record is on disk. All data is invented.
//   node serve.mjs KENPIN [SECONDS] [STATIONS] [BOXES-A-SECOND]       a release build's program; 30, 8, 2
// Beside it, in the same run and on the same disk: sqlite3 putting in as many bytes as a record has, a transaction each.
import {execFileSync, spawn, spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import http from 'node:http'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

const kenpin = resolve(process.argv[2] ?? '')
const [seconds, stations, rate] = [30, 8, 2].map((usual, i) => Number(process.argv[3 + i] ?? usual))
const PRODUCTS = 1000, PEER_ROWS = 300
const work = mkdtempSync(join(tmpdir(), 'kenpin-bench-serve-'))
const env = {...process.env, KENPIN_DATA: join(work, 'data'), LC_ALL: 'C.UTF-8'}
const run = (...args) => execFileSync(kenpin, args, {env, cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']})

const gtin = i => {
    const body = `952${String(i).padStart(9, '0')}`
    const sum = [...body].reduce((n, d, k) => n + d * (k % 2 ? 3 : 1), 0)
    return body + (10 - sum % 10) % 10
}
const label = i => `DEMO-${String(i).padStart(6, '0')}`

function makeData() {
    const all = Array.from({length: PRODUCTS}, (_, i) => i)
    writeFileSync(join(work, 'list.csv'), 'number,level,status,product,vendor,models,issued,expires\n' +
        all.map(i => `${label(i)},1,有効,Demo product ${i},Demo Works Inc.,DX-${i},2025-06-01,2990-05-31\n`).join(''))
    writeFileSync(join(work, 'products.csv'), 'sku,gtin,brand,model,vendor,scope,statement,support_until\n' +
        all.map(i => `S-${i},${gtin(i)},Demo Works,DX-${i},Demo Works Inc.,in,unknown,2990-12-31\n`).join(''))
    run('registry', 'import', 'list.csv', '--scheme', 'jc-star', '--as-of', 'now', '--demo')
    run('catalogue', 'import', 'products.csv')
}

async function startServer() {
    const server = spawn(kenpin, ['serve', '--port', '0'], {env, cwd: work, stdio: ['ignore', 'pipe', 'inherit']})
    for await (const line of server.stdout) {
        const found = /http:\/\/localhost:(\d+)\/join#(\S+)/.exec(line)
        if (found) return {server, port: Number(found[1]), token: found[2]}
    }
    throw new Error('no server')
}

let keys = 0
function ask(port, agent, path, body, cookie) {
    const headers = {...cookie && {Cookie: cookie}, ...body && {'Content-Type': 'application/json', 'Idempotency-Key': `bench-${keys++}`}}
    const text = body && JSON.stringify(body)
    if (text) headers['Content-Length'] = Buffer.byteLength(text)
    return new Promise((done, failed) => {
        const r = http.request({host: 'localhost', family: 4, port, path, agent, headers, method: body ? 'POST' : 'GET'}, reply => {
            let out = ''
            reply.setEncoding('utf8').on('data', s => out += s).on('end', () =>
                reply.statusCode === 200 ? done({json: JSON.parse(out), cookie: reply.headers['set-cookie']?.[0].split(';')[0]})
                    : failed(new Error(`${path}: ${reply.statusCode} ${out}`)))
        })
        r.on('error', failed)
        r.end(text)
    })
}

function listen(port, cookie, count) {
    const r = http.get({host: 'localhost', family: 4, port, path: '/api/events', headers: {Cookie: cookie}}, reply =>
        reply.setEncoding('utf8').on('data', s => count.events += s.split('event: state').length - 1).on('error', () => {}))
    r.on('error', () => {})
    return r
}

// One station; the milliseconds that each act took.
async function station({port, token}, n, consignment, took, count) {
    const agent = new http.Agent({keepAlive: true, maxSockets: 1})
    const {cookie} = await ask(port, agent, '/api/join', {code: token, name: `Dock ${n}`})
    const act = async body => {
        const began = performance.now()
        const {json} = await ask(port, agent, '/api/act', body, cookie)
        took.push(performance.now() - began)
        return json
    }
    await ask(port, agent, '/api/act', {act: 'join', number: consignment}, cookie)
    const stream = listen(port, cookie, count)
    const began = performance.now() + n * 1000 / rate / stations // not all at one moment
    for (let box = 0; box < seconds * rate; box++) {
        const due = began + box * 1000 / rate
        await sleep(Math.max(0, due - performance.now()))
        count.late = Math.max(count.late, performance.now() - due)
        const product = (n + box * stations) % PRODUCTS
        await act({act: 'scan', text: label(product)})
        const view = await act({act: 'scan', text: gtin(product)})
        if (view.last?.outcome !== 'pass' || view.state !== 'answer') throw new Error(`a box came to ${view.state}: ${JSON.stringify(view.say)}`)
        count.boxes++
    }
    stream.destroy()
    agent.destroy()
}

const at = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))].toFixed(1)
const memory = (pid, name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
function children(pid) {
    return readdirSync('/proc').filter(p => /^\d+$/.test(p)).filter(p => {
        try {
            return Number(readFileSync(`/proc/${p}/stat`, 'utf8').split(') ')[1].split(' ')[1]) === pid
        } catch {
            return false
        }
    }).map(Number).flatMap(p => [p, ...children(p)])
}

function peer() {
    const text = 'x'.repeat(3000)
    const sql = 'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(x);\n' + `INSERT INTO t VALUES('${text}');\n`.repeat(PEER_ROWS)
    const began = performance.now()
    const r = spawnSync('sqlite3', [join(work, 'peer.db')], {input: sql})
    if (r.status !== 0) throw new Error('sqlite3 failed')
    return (performance.now() - began) / PEER_ROWS
}

try {
    makeData()
    const {server, port, token} = await startServer()
    const took = [], count = {boxes: 0, events: 0, late: 0}
    const agent = new http.Agent({keepAlive: true})
    const {cookie} = await ask(port, agent, '/api/join', {code: token, name: 'Bench'})
    const consignment = (await ask(port, agent, '/api/act', {act: 'open', name: 'bench'}, cookie)).json.consignment.id
    const each = peer()
    const results = await Promise.allSettled(Array.from({length: stations}, (_, n) => station({port, token}, n, consignment, took, count)))
    for (const r of results) if (r.status === 'rejected') console.log(`a station stopped: ${r.reason.message}`)
    const recorded = (await ask(port, agent, `/api/consignments/${consignment}`, null, cookie)).json.consignment.boxes
    const own = memory(server.pid, 'VmHWM'), readers = children(server.pid).reduce((sum, p) => sum + memory(p, 'VmRSS'), 0)
    agent.destroy()
    server.kill('SIGTERM')
    const ended = await new Promise(done => server.on('exit', done))
    const verified = JSON.parse(run('evidence', 'verify', '--json'))
    took.sort((a, b) => a - b)
    console.log(`${stations} stations, ${rate} boxes a second each, ${seconds} s; a stream of events each (${count.events} views)`)
    console.log(`boxes sent and answered ${count.boxes}, on record ${recorded}; ${verified.records} records, chain whole; the server ended with ${ended}`)
    console.log(`an act, ms: p50 ${at(took, 0.5)}  p95 ${at(took, 0.95)}  p99 ${at(took, 0.99)}  most ${at(took, 1)}; a box began ${count.late.toFixed(0)} ms late at most`)
    console.log(`sqlite3, one record's bytes a transaction: ${each.toFixed(2)} ms; p50 is ${(at(took, 0.5) / each).toFixed(1)} of those`)
    console.log(`memory, MB: server ${own.toFixed(1)} at most; its reading processes ${readers.toFixed(1)}`)
    process.exitCode = count.boxes === recorded && ended === 0 ? 0 : 1
} finally {
    rmSync(work, {recursive: true, force: true})
}
