// What the tests in a browser share. A test is a file NAME.test.mjs, run by ctest as browser.NAME, or by hand with
// `npm ci` here once and then KENPIN=build/release/kenpin node tests/browser/NAME.test.mjs. It begins with
//
//     import {test, assert, demo, kenpin, open, serious} from './lib.mjs'
//
// and a page it opens fails it by asking for anything outside its origin, or by an error on its console.
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import path from 'node:path'
import test, {after as atEnd} from 'node:test'
import assert from 'node:assert/strict'

const {chromium} = await import('playwright-core').catch(() => {
    throw new Error('the packages of these tests are missing: npm ci --prefix tests/browser')
})
if (!process.env.KENPIN) throw new Error('KENPIN must name the program to test')

export {test, assert}
export const program = path.resolve(process.env.KENPIN)

// Undoes things after a test, the last one first.
const undoing = new WeakMap()
export function after(t, undo) {
    if (!undoing.has(t)) {
        undoing.set(t, [])
        t.after(async () => {
            const faults = []
            for (const each of undoing.get(t).reverse()) await Promise.resolve().then(each).catch(e => faults.push(e))
            if (faults.length) throw faults[0]
        })
    }
    undoing.get(t).push(undo)
}

// A new folder, removed after the test.
export function folder(t) {
    const made = mkdtempSync(path.join(tmpdir(), 'kenpin-browser-'))
    after(t, () => rmSync(made, {recursive: true, force: true, maxRetries: 5}))
    return made
}

// What kenpin finds in its environment: nothing of whoever runs the tests, but where programs are.
export function surroundings(data, env = {}) {
    return {PATH: process.env.PATH, HOME: '/nonexistent', TERM: 'dumb', ...(data && {KENPIN_DATA: data}), ...env}
}

// Runs kenpin to its end: {status, out, err}. Options: cwd, data (its data folder), env, input.
export function kenpin(args, {cwd, data, env, input = ''} = {}) {
    const ran = spawnSync(program, args, {cwd, input, encoding: 'utf8', env: surroundings(data, env)})
    if (ran.error) throw ran.error
    return {status: ran.status, out: ran.stdout, err: ran.stderr}
}

// The invented boxes of `kenpin demo`: {root, data, pictures}. The data folder knows their labels and products.
export function demo(t) {
    const root = path.join(folder(t), 'demo')
    const made = kenpin(['demo', '--keep', root])
    assert.equal(made.status, 0, made.err)
    return {root, data: path.join(root, 'data'), pictures: path.join(root, 'pictures')}
}

// Debian's Chromium with a new profile, for which there is no machine but this one: one for all tests of a file that give
// the same `args`, its flags beyond these.
const browsers = new Map()
const profiles = []
export function browser(args = []) {
    const key = JSON.stringify(args)
    if (!browsers.has(key)) browsers.set(key, launch(args))
    return browsers.get(key)
}
function launch(args) {
    const home = mkdtempSync(path.join(tmpdir(), 'kenpin-browser-'))
    profiles.push(home)
    return chromium.launch({
        executablePath: '/usr/bin/chromium',
        env: {PATH: process.env.PATH, HOME: home, TMPDIR: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, LANG: 'C.UTF-8'},
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync',
            '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost', ...args],
    })
}
atEnd(async () => {
    for (const started of browsers.values()) await (await started).close()
    for (const home of profiles) rmSync(home, {recursive: true, force: true, maxRetries: 5})
})

// A page at `address` that shares nothing with another's: {page, context, faults}. Options, beside Playwright's of newContext:
// `origin`, what all requests must begin with (else the address' origin; of a file, its own address), `args` of the browser,
// and `expected`, regular expressions of the console errors that the test brings about.
export async function open(t, address, {origin, args, expected = [], ...options} = {}) {
    const faults = []
    after(t, () => assert.deepEqual(faults, []))
    const context = await (await browser(args)).newContext(options)
    after(t, () => context.close())
    watch(context, origin ?? originOf(address), expected, faults)
    const page = await context.newPage()
    await page.goto(address)
    return {page, context, faults}
}

function originOf(address) {
    const url = new URL(address)
    return url.protocol === 'file:' ? url.href : `${url.origin}/`
}

// Puts into `faults` what no page of this context may do.
function watch(context, origin, expected, faults) {
    const error = text => expected.some(e => e.test(text)) || faults.push(text)
    context.on('request', r => /^(data|blob|about):/.test(r.url()) || r.url().startsWith(origin) ||
        faults.push(`a request leaves ${origin}: ${r.url()}`))
    context.on('console', m => m.type() === 'error' && error(`console: ${m.text()}`))
    context.on('weberror', e => error(`uncaught: ${e.error()}`))
}

// What axe-core finds that shuts people out (its impacts serious and critical), a line each: good is [].
export async function serious(page) {
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
    const found = await page.evaluate(() => window.axe.run(document, {resultTypes: ['violations']}))
    return found.violations.filter(v => ['serious', 'critical'].includes(v.impact))
        .flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`))
}
