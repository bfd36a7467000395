// Acts on their way to the record, in order. Each is kept with its key until an answer came, across reloads too, and sent
// again with the same key when none did, so that a lost reply is neither a lost box nor a second one.
import {newKey, post, Refusal} from './server.js'

const PREFIX = 'kenpin.act.'
const FIRST_WAIT_MS = 250, LONGEST_WAIT_MS = 5000

// `onView(view, {act, at})` gets each answer, `onRefused(act, error)` what will never be answered otherwise, and `onChange()` is called when
// `waiting` or `trouble` changed.
export function makeQueue({onView, onRefused, onChange, storage = localStorage, send = post}) {
    const waiting = restored(storage)
    const queue = {waiting, trouble: null, put, retry}
    let busy = false, timer = 0, pause = FIRST_WAIT_MS

    function put(act, {keep = true} = {}) {
        const entry = {key: newKey(), at: Date.now(), act}
        entry.name = `${PREFIX}${String(entry.at).padStart(15, '0')}.${String(waiting.length).padStart(6, '0')}.${entry.key}`
        waiting.push(entry)
        if (keep) store(storage, entry)
        onChange()
        next()
        return entry.key
    }

    function retry() {
        clearTimeout(timer)
        timer = 0
        pause = FIRST_WAIT_MS
        next()
    }

    async function next() {
        if (busy || timer || waiting.length === 0) return
        busy = true
        const entry = waiting[0]
        try {
            const view = await send('/api/act', entry.act, entry.key)
            done(entry)
            onView(view, entry)
        } catch (e) {
            failed(entry, e)
        }
        busy = false
        onChange()
        next()
    }

    function done(entry) {
        waiting.splice(waiting.indexOf(entry), 1)
        storage.removeItem(entry.name)
        queue.trouble = null
        pause = FIRST_WAIT_MS
    }

    function failed(entry, e) {
        if (e instanceof Refusal && isFinal(e.status)) {
            done(entry)
            onRefused(entry.act, e)
            return
        }
        queue.trouble = e
        timer = setTimeout(() => {
            timer = 0
            next()
        }, e.wait ? e.wait * 1000 : pause)
        pause = Math.min(2 * pause, LONGEST_WAIT_MS)
    }
    if (waiting.length) queueMicrotask(next)
    return queue
}

// What no repeating mends: the act itself is wrong. Who is cut off (401, 403) may join again, and keeps what was scanned.
function isFinal(status) {
    return status >= 400 && status < 500 && ![401, 403, 408, 425, 429].includes(status)
}

function store(storage, entry) {
    try {
        storage.setItem(entry.name, JSON.stringify({key: entry.key, at: entry.at, act: entry.act}))
    } catch { /* full or forbidden: it stays in memory, and the page says that it waits */ }
}

function restored(storage) {
    const out = []
    for (let i = 0; i < storage.length; i++) {
        const name = storage.key(i)
        if (!name.startsWith(PREFIX)) continue
        try {
            const {key, at, act} = JSON.parse(storage.getItem(name))
            if (typeof key === 'string' && act && typeof act === 'object') out.push({key, at, act, name})
        } catch { /* not ours */ }
    }
    return out.sort((a, b) => a.name < b.name ? -1 : 1)
}
