// What is asked of the server. Every write has a key: the same one again is the same act.

export class Refusal extends Error {
    // `error`: {code, en, ja} of the server, null when it gave none
    constructor(status, error, wait) {
        super(error?.en ?? `HTTP ${status}`)
        Object.assign(this, {status, error, wait})
    }
}

const PATIENCE_MS = 15000

async function ask(path, options) {
    const reply = await fetch(path, {credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS), ...options})
    const body = await reply.json().catch(() => null)
    if (reply.ok && body !== null) return body
    throw new Refusal(reply.status, body?.error ?? null, Number(reply.headers.get('Retry-After')) || 0)
}

export const get = path => ask(path, {})

export function post(path, body, key = newKey()) {
    const bytes = body instanceof Blob || body instanceof Uint8Array
    return ask(path, {method: 'POST', body: bytes ? body : JSON.stringify(body),
        headers: {'Content-Type': bytes ? 'application/octet-stream' : 'application/json', 'Idempotency-Key': key}})
}

export function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID() // only where the page came safely: https or this machine
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('')
}
