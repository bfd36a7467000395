// The goods-in page: what comes in on four ways becomes acts, what comes back becomes the screen.
import {byId, el, outside, put, redo} from './dom.js'
import {makeAlarm} from './alarm.js'
import {makeCamera} from './camera.js'
import {showConsignment} from './consignment.js'
import {dialogNow, makeWay} from './dialog.js'
import {askDisposition, refreshDisposition, showAlerts} from './disposition.js'
import {productName, times} from './answer.js'
import {listen} from './events.js'
import {showMore, showQuantity, showUndo} from './extras.js'
import {eye} from './eye.js'
import {showKeypad} from './keypad.js'
import {watchPictures} from './picture.js'
import {makeQueue} from './queue.js'
import {get, newKey, post} from './server.js'
import {bands, strip} from './strip.js'
import * as sound from './sound.js'
import {paint} from './view.js'
import {guardButtons, startWedge} from './wedge.js'
import {lang, say, setLang} from './words.js'

const ASK_AGAIN_MS = 60000 // ages change without anything happening
const NOTE_MS = 6000
const PATIENCE_MS = 300
const LATE_MS = 1500 // who waited longer for an answer has turned to another box

const now = {view: null, at: 0, epoch: 0, linked: true, silent: localStorage.getItem('kenpin.silent') === 'yes', asked: 0, pictures: 0}

const queue = makeQueue({
    onView: (view, {act, at}) => {
        play(view.sound)
        if (view.sound === 'refused' && Date.now() - at > LATE_MS) miss(act)
        accept(told(view))
        refreshDisposition(view)
        afterAlarm(view)
    },
    onRefused: (act, e) => {
        play('refused')
        miss(act)
        note(e.error ? e.error[lang()] : String(e.message))
    },
    onChange: draw,
})
const alarm = makeAlarm({onAck: () => act({act: 'ack'})})

function act(what, options) {
    return queue.put(what, options)
}

/* ---- scans that were not taken ---- */

// Who scanned on while nothing was answered does not hear which of the scans was refused: they stand there until somebody says that
// the boxes were scanned again.
const MISSED = 'kenpin.missed'
const missed = localStorage.getItem(MISSED)?.split('\n') ?? []

function miss({act, text}) {
    if (act !== 'scan') return
    missed.push(text)
    try {
        localStorage.setItem(MISSED, missed.join('\n'))
    } catch { /* full or forbidden: until the page is closed */ }
}

function onAgain() {
    missed.length = 0
    localStorage.removeItem(MISSED)
    draw()
}

/* ---- views come in ---- */

// What an act was answered stays said while nothing else happens here: an event tells how things stand, and no more.
const standing = view => JSON.stringify([view.state, view.box, view.last?.seq, view.last?.void, view.last?.disposition])
let answer = {say: null, standing: ''}

function told(view) {
    answer = {say: view.say, standing: standing(view)}
    return view
}

// Answers and events overtake each other; the newer view counts. After a new link a server may count anew.
function accept(view, epoch = now.epoch) {
    const isOlder = now.view && now.viewEpoch === epoch && view.version < now.view.version
    if (isOlder || epoch < now.epoch) return
    if (standing(view) === answer.standing) view.say = answer.say
    Object.assign(now, {view, at: performance.now(), viewEpoch: epoch})
    if (view.station.lang !== lang() && !queue.waiting.some(w => w.act.act === 'lang')) setLang(view.station.lang)
    draw()
}

// An alarm that was seen asks at once what became of the box.
function afterAlarm(view) {
    const {last} = view
    if (view.state !== 'answer' || view.say.code !== 'acknowledged' || !last?.open || now.asked === last.seq) return
    now.asked = last.seq
    decide(last)
}

function decide(last) {
    const like = now.view.alerts.find(a => a.box === last.repeat_of) // a repeat is settled with the box that it is like
    askDisposition({seq: like?.seq ?? last.seq, outcome: last.outcome, product: last.product ?? productName(last.check)}, act)
}

/* ---- the screen ---- */

const doing = {
    noLabel: () => act({act: 'no-label'}),
    sameBox: () => act({act: 'same-box'}),
    sure: () => act({act: 'sure'}),
    next: () => act({act: 'next'}),
    drop: () => act({act: 'drop'}),
    search: () => typeIn('search'),
    decide,
}

let spoken = '', patience = 0

// What was just sent is answered in an instant: until then nothing has a colour, and what stood there stays, pale.
function draw() {
    const {view} = now, sent = queue.waiting.length + now.pictures
    document.body.toggleAttribute('data-sent', sent > 0)
    if (sent && !patience) patience = performance.now()
    if (!sent) patience = 0
    const isLate = sent && (queue.trouble || !now.linked || performance.now() - patience >= PATIENCE_MS)
    if (sent && !isLate) setTimeout(draw, PATIENCE_MS)
    const waiting = isLate ? sent : 0
    bands(view, {waiting, trouble: queue.trouble, linked: now.linked, silent: now.silent, audible: sound.audible(), missed, onAgain})
    if (!view) return
    document.documentElement.lang = lang()
    strip(view, {since: (performance.now() - now.at) / 1000, linked: now.linked})
    const text = sent && !isLate ? null : paint(view, doing, waiting)
    tools(view)
    alarm.show(view, lang())
    if (text !== null && text !== spoken) byId('live').textContent = spoken = text
}

function tools(view) {
    const all = [
        ['camera', eyes.isOn() ? 'cameraOff' : 'camera', eyes.toggle], ['picture', 'picture', () => byId('picture').click()],
        ['type', 'typeIt', () => typeIn('cls')], ['quantity', null, () => showQuantity(now.view, act)],
        ['undo', 'undo', () => showUndo(now.view, act)], ['more', 'more', () => showMore(now.view, {act, silent: now.silent, onSilent})]]
    const nav = byId('tools')
    for (const [name, words, f] of all) {
        let button = nav.querySelector(`[data-tool=${name}]`)
        if (!button) nav.append(button = el('button', {type: 'button', 'data-tool': name, onclick: f}))
        redo(button, [lang(), words, view.box.quantity], () => words ? say(words) : times(view.box))
        if (!words) button.toggleAttribute('data-set', view.box.quantity > 1)
    }
}

function typeIn(tab) {
    if (now.view) showKeypad({act, tab, today: now.view.now.slice(0, 10)})
}

function onSilent(silent) {
    now.silent = silent
    localStorage.setItem('kenpin.silent', silent ? 'yes' : 'no')
    draw()
}

function play(name) {
    sound.play(name, now.silent)
}

let noteTimer = 0
function note(text) {
    clearTimeout(noteTimer)
    put(byId('note'), outside(text))
    byId('note').hidden = false
    noteTimer = setTimeout(() => byId('note').hidden = true, NOTE_MS)
}

/* ---- ways in ---- */

guardButtons()
startWedge({
    onScan: ({text}) => {
        makeWay()
        act({act: 'scan', how: 'scan', text})
    },
    onTyping: text => {
        byId('typing').hidden = text === ''
        put(byId('typing'), say('typing'), ' ', el('b', {}, outside(text)), ' ⏎')
    },
    onTyped: text => {
        makeWay()
        act({act: 'scan', how: 'typed', text})
    },
    onIme: () => note(say('imeOn')),
})

const eyes = eye({
    makeCamera,
    may: () => now.view !== null && now.view.state !== 'alarm' && now.linked && queue.waiting.length === 0,
    onView: view => {
        play(view.sound)
        accept(told(view))
    },
    onFault: e => note(e.error ? e.error[lang()] : say('serverAway')),
    onNote: note,
    onChange: draw,
})

watchPictures({input: byId('picture'), onDrag: on => byId('drop').hidden = !on, onPicture: readPicture})

async function readPicture(blob) {
    now.pictures++
    draw()
    const key = newKey(), at = Date.now(), missedIt = () => miss({act: 'scan', text: say('picture')})
    try {
        const reply = await post('/api/picture', blob, key).catch(e => e.status ? Promise.reject(e) : post('/api/picture', blob, key))
        if (reply.view) {
            play(reply.view.sound)
            if (reply.view.sound === 'refused' && Date.now() - at > LATE_MS) missedIt()
            accept(told(reply.view))
        } else note(say('pictureNothing'))
    } catch (e) {
        play('refused')
        missedIt()
        note(e.error ? e.error[lang()] : say('pictureLost'))
    }
    now.pictures--
    draw()
}

/* ---- begin ---- */

byId('consignment').addEventListener('click', () => now.view && showConsignment(now.view, act))
byId('alerts').addEventListener('click', () => now.view && showAlerts(now.view, act))
byId('lang').addEventListener('click', () => {
    const to = lang() === 'ja' ? 'en' : 'ja'
    setLang(to)
    act({act: 'lang', lang: to})
    draw()
})
byId('sound').addEventListener('click', () => sound.enable(draw))
for (const kind of ['pointerup', 'keyup']) window.addEventListener(kind, () => sound.audible() || now.silent || sound.enable(draw))
window.addEventListener('beforeunload', e => queue.waiting.length && e.preventDefault())

listen({
    onView: accept,
    onLink: linked => {
        if (!linked && now.linked) now.epoch++
        if (linked && !now.linked) queue.retry()
        now.linked = linked
        draw()
    },
})
async function look() {
    const {epoch} = now
    try {
        accept(await get('/api/state'), epoch)
    } catch (e) {
        if (e.status === 401) location.replace('/join')
    }
}
look()
setInterval(() => document.hidden || (now.view ? (look(), draw()) : look()), ASK_AGAIN_MS)
