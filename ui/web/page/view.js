// The middle of the page: what the station's view says, and nothing else.
import {byId, el, outside, put, shown} from './dom.js'
import {details, headline, productName} from './answer.js'
import {bigButton} from './dialog.js'
import {colour, word, worst} from './outcome.js'
import {number} from './format.js'
import {lang, say} from './words.js'

// A look is what the big half shows: its class, its content, what it means for the ear that reads.
// `doing` holds what its buttons do; `hidden` is true while something is not recorded: then nothing may look checked.
export function paint(view, doing, waiting) {
    const now = JSON.stringify([lang(), waiting, view.frame, view.way_out, view.state, view.box, view.last, view.say])
    if (now === painted) return null // so that no button goes from under a finger without need
    painted = now
    const look = waiting ? unrecorded(waiting) : view.frame === 'blocked' ? blocked(view) : looks[view.state]?.(view, doing) ?? unknown()
    byId('big').className = look.colour
    put(byId('big'), look.big)
    keepOpen(byId('side'), look.side ?? [])
    document.body.dataset.state = waiting ? 'unrecorded' : view.state
    document.body.dataset.frame = view.frame
    return look.spoken
}

let painted = ''

const looks = {
    ready: (view, doing) => asking(view, say('ready'), doing),
    'waiting-label': (view, doing) => asking(view, say('waitingLabel'), doing, [
        ['noLabel', doing.noLabel], ['drop', doing.drop]]),
    'waiting-product': (view, doing) => asking(view, say('waitingProduct'), doing, [
        ['sameBox', doing.sameBox], ['modelSearch', doing.search], ['noMore', doing.next], ['drop', doing.drop]]),
    'second-read': (view, doing) => asking(view, say('secondRead'), doing, [
        ['sure', doing.sure], ['drop', doing.drop]]),
    answer: (view, doing) => view.last ? answered(view, doing) : asking(view, say('ready'), doing),
    alarm: (view, doing) => view.last ? answered(view, doing) : unknown(),
}

/* ---- before a verdict ---- */

// Answers to what was done beside the box: small, as the next step is the one sentence.
const ASIDE = new Set(['noted', 'quantity', 'opened', 'joined', 'closed', 'expected', 'disposed', 'undone', 'dropped', 'acknowledged'])

function asking(view, headline, doing, buttons = []) {
    const words = view.say, aside = ASIDE.has(words?.code), small = [aside && words.text, words?.detail, words?.do].filter(Boolean).join(' · ')
    return {
        colour: `asking ${view.state}`,
        big: [
            el('p', {class: 'ask-now'}, words?.text && !aside ? shown(words.text) : headline),
            slots(view),
            small ? el('p', {class: 'do-small'}, shown(small)) : null,
            el('div', {class: 'actions'}, buttons.map(([name, f]) => bigButton(say(name), f)))],
        side: before(view, doing),
        spoken: [words?.text || headline, words?.do].filter(Boolean).join(' '),
    }
}

const KINDS = [['product', c => c.is === 'product'], ['label', c => c.is === 'label'], ['others', c => c.is !== 'product' && c.is !== 'label']]

// What was read of the open box so far, and what is still wanted.
function slots(view) {
    return el('div', {class: 'slots'}, KINDS.map(([name, is]) => {
        const read = view.box.codes.filter(is)
        if (name === 'others' && read.length === 0) return null
        const wanted = read.length === 0 && view.state === `waiting-${name}`
        return el('section', {class: `slot ${read.length ? 'read' : wanted ? 'wanted' : 'empty'}`},
            el('h2', {}, el('span', {'aria-hidden': 'true'}, read.length ? '✔ ' : wanted ? '➜ ' : '○ '), say(name === 'others' ? 'otherCodes' : name)),
            read.length ? read.map(c => el('p', {}, outside(c.text))) : el('p', {class: 'dim'}, say(wanted ? 'scanIt' : 'notRead')))
    }))
}

// The box before, small: what it was stays in sight until the next is answered.
function before(view) {
    if (!view.last) return []
    const {check} = view.last
    return [el('p', {class: 'before'}, say('boxBefore'), ' ', el('b', {class: `badge ${colour(check.outcome)}`}, word(check.outcome)), ' ', outside(productName(check)))]
}

function blocked(view) {
    return {
        colour: 'asking blocked',
        big: [el('p', {class: 'ask-now'}, say('blocked')), el('p', {class: 'do-small way-out'}, shown(view.way_out ?? ''))],
        spoken: `${say('blocked')} ${view.way_out ?? ''}`,
    }
}

function unrecorded(waiting) {
    return {
        colour: 'asking unrecorded',
        big: [el('p', {class: 'ask-now'}, say('notRecorded', {n: number(waiting)})), el('p', {class: 'do-small'}, say('notRecordedDo'))],
        spoken: null,
    }
}

function unknown() {
    return {colour: 'asking', big: [el('p', {class: 'ask-now'}, say('viewUnknown'))], spoken: say('viewUnknown')}
}

/* ---- a verdict ---- */

const OF_THE_ANSWER = new Set([undefined, 'answered', 'ready', 'repeat']) // sentences that the answer itself says

function answered(view, doing) {
    const {last} = view, verdict = worst(last.check)
    const told = OF_THE_ANSWER.has(view.say?.code) ? null : view.say
    return {
        colour: `${colour(last.check.outcome)}${last.void ? ' was-void' : ''}`,
        big: [headline(last),
            told ? el('p', {class: 'told'}, sentence(told)) : null,
            el('div', {class: 'actions'}, last.open ? bigButton([say('decide'), ' …'], () => doing.decide(last)) : null),
            last.open || view.state === 'alarm' ? null : el('p', {class: 'next'}, say('nextBox'))],
        side: details(last),
        spoken: `${word(last.check.outcome)}. ${verdict.next[0] ?? verdict.reason} ${productName(last.check)}`,
    }
}

export function sentence(words) {
    return shown([words.text, words.detail, words.do].filter(Boolean).join(' · '))
}

// "Why" stays open over a repaint of the same box.
function keepOpen(node, content) {
    const open = node.querySelector('details[open]')?.dataset.seq
    put(node, content)
    const why = node.querySelector('details')
    if (why && why.dataset.seq === open) why.open = true
}
