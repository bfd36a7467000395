// The server's events: the view of this station whenever it changed. Comes back by itself, waiting longer each time.

const FIRST_WAIT_MS = 500, LONGEST_WAIT_MS = 10000

// onView(view); onLink(true or false) when the line comes and goes.
export function listen({onView, onLink}) {
    let wait = FIRST_WAIT_MS
    function open() {
        const source = new EventSource('/api/events')
        source.addEventListener('state', e => {
            wait = FIRST_WAIT_MS
            onLink(true)
            onView(JSON.parse(e.data))
        })
        source.addEventListener('open', () => onLink(true))
        source.addEventListener('error', () => {
            source.close()
            onLink(false)
            setTimeout(open, wait)
            wait = Math.min(2 * wait, LONGEST_WAIT_MS)
        })
    }
    open()
}
