// The smaller questions: how many, undo, and what else there is.
import {el, outside, put} from './dom.js'
import {moment} from './format.js'
import {bigButton, field, form, openDialog, toggle} from './dialog.js'
import {get, post} from './server.js'
import {badge} from './outcome.js'
import {qr} from './qr.js'
import {say} from './words.js'

const QUANTITY_MAX = 999

export function showQuantity(view, act) {
    openDialog({title: say('quantity'), name: 'quantity'}, close => {
        const take = number => {
            close()
            act({act: 'quantity', number})
        }
        return [
            el('p', {class: 'dim'}, say('quantityHint')),
            el('div', {class: 'pad'}, Array.from({length: 12}, (_, i) => el('button', {type: 'button', 'aria-pressed': String(view.box.quantity === i + 1), onclick: () => take(i + 1)}, String(i + 1)))),
            form(say('take'), [field(say('quantityOther'), {name: 'number', inputmode: 'numeric', maxlength: 3, pattern: '[0-9]*'})], ({number}) => {
                const n = Number(number.normalize('NFKC'))
                if (Number.isInteger(n) && n >= 1 && n <= QUANTITY_MAX) take(n)
            })]
    })
}

export function showUndo({last, state}, act) {
    openDialog({title: say('undoTitle'), name: 'undo'}, close => {
        const undo = reason => {
            close()
            act({act: 'undo', reason})
        }
        return [
            last && !last.void && state === 'answer' ? el('p', {class: 'about'}, badge(last.outcome), ' ', outside(last.product), ' · ', say('boxNumber', {n: last.box})) : null,
            el('p', {class: 'dim'}, say('undoHint')),
            ['undoMistake', 'undoWrongLabel', 'undoNotHere'].map(r => bigButton(say(r), () => undo(say(r)))),
            form(say('undo'), [field(say('reason'), {name: 'reason', maxlength: 200})], ({reason}) => reason.trim() && undo(reason.trim()))]
    })
}

/* ---- the rest ---- */

// settings: {silent}, onSilent(bool)
export function showMore(view, {act, silent, onSilent}) {
    openDialog({title: say('more'), name: 'more'}, close => [
        el('div', {class: 'links'},
            el('a', {class: 'big-button', href: '/card', target: '_blank'}, say('card')),
            el('a', {class: 'big-button', href: '/wedge'}, say('wedgeTest')),
            bigButton([say('devices'), ' …'], () => {
                close()
                showDevices()
            }),
            toggle(say('silent'), silent, onSilent)),
        form(say('save'), [field(say('stationName'), {name: 'name', maxlength: 63, value: view.station.name})], ({name}) => {
            close()
            act({act: 'name', name})
        }),
        el('p', {class: 'dim'}, say('noAdvice'))])
}

export function showDevices() {
    let timer = 0
    openDialog({title: say('devices'), name: 'devices', onClose: () => clearInterval(timer)}, () => {
        const list = el('ul', {class: 'list'}), pane = el('div', {class: 'invite'})
        drawStations(list)
        return [
            el('p', {class: 'dim'}, say('inviteHint')),
            bigButton(say('invite'), () => invite(pane).then(t => {
                clearInterval(timer)
                timer = t
            })), pane, list]
    })
}

async function invite(pane) {
    try {
        const it = await post('/api/invite', {})
        const left = el('p', {class: 'message', role: 'timer'})
        put(pane, qr(it.qr, say('inviteQr')), el('p', {class: 'address'}, outside(it.url)), left)
        const tick = () => {
            const s = Math.max(0, Math.round((Date.parse(it.expires_at) - Date.now()) / 1000))
            left.textContent = s ? say('inviteLeft', {time: `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`}) : say('inviteOver')
            if (!s) pane.querySelector('svg')?.remove()
        }
        tick()
        return setInterval(tick, 1000)
    } catch (e) {
        refused(pane, e)
        return 0
    }
}

async function drawStations(list) {
    try {
        const {stations} = await get('/api/stations')
        put(list, stations.map(s => el('li', {}, el('b', {}, outside(s.name)), ' ', el('span', {class: 'dim'}, say('seenAt', {at: moment(s.seen)})), ' ',
            bigButton(say('cut'), () => cutOff(s, list)))))
    } catch (e) {
        refused(list, e)
    }
}

async function cutOff(station, list) {
    try {
        await post(`/api/stations/${station.id}/cut`, {})
        drawStations(list)
    } catch (e) {
        refused(list, e)
    }
}

function refused(pane, e) {
    put(pane, el('p', {class: 'message'}, e.error ? outside(e.error[document.documentElement.lang]) : say('serverAway')))
}
