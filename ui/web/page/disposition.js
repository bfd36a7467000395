// What became of a box that was not let through: asked for when its alarm was seen, or later from the list of open alerts.
import {el, outside, put, shown} from './dom.js'
import {moment} from './format.js'
import {bigButton, dialogNow, field, form, isPressed, openDialog, toggle} from './dialog.js'
import {badge} from './outcome.js'
import {say} from './words.js'

const ITEMS = [...'abcdefg'] // SI 2023/1007 Sch 4

// box: {seq, outcome, product}; act(act, options) sends.
export function askDisposition(box, act) {
    const message = el('p', {class: 'message', role: 'alert'})
    const steps = el('div', {class: 'steps'})
    const dispose = (how, more) => {
        put(message)
        act({act: 'dispose', seq: box.seq, disposition: how, ...more}, {keep: !more?.pin})
    }
    const first = () => put(steps,
        bigButton(say('disposition.quarantined'), () => dispose('quarantined')),
        bigButton(say('disposition.returned'), () => dispose('returned')),
        bigButton([say('disposition.statement'), ' …'], () => put(steps, statement(dispose, first))),
        box.outcome === 'stop' ? el('p', {class: 'dim'}, say('noOverride'))
            : bigButton([say('disposition.override'), ' …'], () => put(steps, override(dispose, first))),
        el('p', {class: 'dim'}, say('dispositionLater')))
    first()
    const dialog = openDialog({title: say('whatNow'), name: 'disposition'}, () => [
        el('p', {class: 'about'}, badge(box.outcome), ' ', outside(box.product)), message, steps])
    // The answer came: it is settled, or says why not.
    dialog.refresh = view => {
        if (!view.alerts.some(a => a.seq === box.seq)) dialog.close()
        else if (view.sound === 'refused' && view.say) message.textContent = shown(view.say.text)
    }
    return dialog
}

function statement(dispose, back) {
    const boxes = ITEMS.map(i => toggle([el('b', {}, i), ' ', say(`statement.${i}`)], false))
    return [
        el('p', {}, say('statementSeen')), el('div', {class: 'checklist'}, boxes),
        bigButton(say('statementDone'), () => dispose('statement', {items: ITEMS.filter((_, n) => isPressed(boxes[n])).join('')}), {class: 'big-button main'}),
        bigButton(say('back'), back)]
}

function override(dispose, back) {
    return [
        form(say('disposition.override'), [
            field(say('supervisor'), {name: 'name', maxlength: 63, required: true}),
            field(say('pin'), {name: 'pin', type: 'password', inputmode: 'numeric', maxlength: 63, autocomplete: 'off', required: true}),
            field(say('reason'), {name: 'reason', maxlength: 200, required: true}),
        ], given => dispose('override', given)),
        bigButton(say('back'), back)]
}

export function showAlerts(view, act) {
    openDialog({title: say('openAlerts'), name: 'alerts'}, close => [
        view.alerts.length ? null : el('p', {}, say('noAlerts')),
        el('ul', {class: 'list'}, view.alerts.map(a => el('li', {},
            el('p', {}, badge(a.outcome), ' ', el('b', {}, outside(a.product))),
            el('p', {}, shown(a.reason)),
            el('p', {class: 'dim'}, say('boxNumber', {n: a.box}), ' · ', outside(a.station), ' · ', moment(a.at)),
            bigButton([say('decide'), ' …'], () => {
                close()
                askDisposition(a, act)
            })))),
    ])
}

export function refreshDisposition(view) {
    dialogNow()?.refresh?.(view)
}
