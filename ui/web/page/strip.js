// The top of the page, always in sight: whose goods, how many, what is open, how old the lists are, and whether all is well.
import {byId, el, outside, redo} from './dom.js'
import {age, clock, number} from './format.js'
import {OUTCOMES, symbol, word, colour} from './outcome.js'
import {lang, say} from './words.js'

export function strip(view, {since, linked}) {
    const c = view.consignment, open = c?.alerts ?? 0
    redo(byId('consignment'), [lang(), c?.name, c?.worst, view.station.operator], () => whose(view))
    redo(byId('counts'), [lang(), c], () => c ? counts(c) : null)
    byId('alerts').hidden = open === 0
    redo(byId('alerts'), [lang(), open], () => [el('span', {'aria-hidden': 'true'}, `⚠ ${number(open)}`), el('span', {class: 'long'}, say('alertsOpen', {n: number(open)}))])
    redo(byId('copies'), [lang(), view.registry.map(r => [r.state, r.there && age(r.age_s + since)])], () => view.registry.map(r => copy(r, since)))
    redo(byId('line'), [lang(), linked, view.offline, view.sync], () => line(view, linked))
    redo(byId('lang'), lang(), () => el('span', {lang: lang() === 'ja' ? 'en' : 'ja'}, lang() === 'ja' ? 'EN' : '日本語'))
}

function whose({consignment: c, station}) {
    return [el('span', {class: 'unseen'}, say('consignment'), ' '),
        el('span', {class: `dot ${c?.worst ? colour(c.worst) : 'is-quiet'}`, 'aria-hidden': 'true'}, c?.worst ? symbol(c.worst) : '•'), c?.worst ? el('span', {class: 'unseen'}, word(c.worst)) : null,
        el('span', {class: 'name'}, c ? outside(c.name) : say('noConsignment')),
        el('span', {class: 'dim operator'}, station.operator ? outside(station.operator) : say('noOperator'))]
}

function counts(c) {
    const pieces = c.pieces === c.boxes ? null : say('pieces', {n: number(c.pieces)})
    const of = c.expected ? say('expectedShort', {missing: number(c.expected.missing), surplus: number(c.expected.surplus)}) : null
    return [
        el('span', {class: 'boxes'}, [say('boxes', {n: number(c.boxes)}), pieces, c.repeats ? say('repeats', {n: number(c.repeats)}) : null].filter(Boolean).join(' · ')),
        el('span', {class: 'tally'}, OUTCOMES.filter(o => c.counts[o]).map(o => el('span', {class: `count ${colour(o)}`, title: word(o)},
            el('span', {class: 'unseen'}, word(o)), el('span', {'aria-hidden': 'true'}, symbol(o)), ` ${number(c.counts[o])}`))),
        of ? el('span', {class: 'expected'}, of) : null]
}

function copy(r, since) {
    const name = say(`scheme.${r.scheme}`)
    if (!r.there) return el('span', {class: 'copy is-none'}, '✖ ', name, ' ', say('copyNone'))
    const sign = {fresh: '', aging: '! ', stale: '!! '}[r.state] ?? '? '
    return el('span', {class: `copy state-${r.state}`}, sign, name, ' ', age(r.age_s + since))
}

function line(view, linked) {
    if (!linked) return el('span', {class: 'link off'}, '✖ ', say('serverAway'))
    const state = view.offline ? say('offline') : view.sync.failing ? say('syncFailing') : say('online')
    const next = view.sync.next && !view.offline ? say('nextTry', {at: clock(view.sync.next)}) : null
    return el('span', {class: view.sync.failing || view.offline ? 'link care' : 'link'}, view.offline || view.sync.failing ? '! ' : '● ', [state, next].filter(Boolean).join(' · '))
}

// What goes across the page under it.
export function bands(view, {waiting, trouble, linked, silent, audible, missed, onAgain}) {
    band('missed', missed.length ? [el('b', {}, say('missed', {n: number(missed.length)})), ' ', missed.map((text, i) => [i ? ' · ' : null, outside(text)]), ' ', el('button', {type: 'button', onclick: onAgain}, say('missedSeen'))] : null)
    band('unrecorded', waiting > 0 && (trouble || !linked) ? [el('b', {}, say('notRecorded', {n: number(waiting)})), ' ', reason(trouble)]
        : !linked ? [el('b', {}, say('serverAway')), ' ', say('serverAwayDo')] : null)
    band('demo', view?.registry.some(r => r.there && r.demo) ? say('demo') : null)
    const old = view?.registry.filter(r => r.there && r.state !== 'fresh') ?? []
    band('stale', view?.frame === 'amber' ? [el('b', {}, say('staleTitle')), ' ', old.map(r => say('staleCopy', {scheme: say(`scheme.${r.scheme}`), age: age(r.age_s)})).join(' '), ' ', say('staleDo')] : null)
    band('sound', !silent && !audible ? say('enableSound') : null)
}

function reason(trouble) {
    if (trouble?.status === 401 || trouble?.status === 403) return el('a', {href: '/join'}, say('notJoined'))
    return trouble?.error ? outside(trouble.error[lang()]) : say('serverAwayDo')
}

function band(id, content) {
    const text = content && [content].flat(Infinity).filter(Boolean).map(c => c.textContent ?? c)
    byId(id).hidden = content === null
    redo(byId(id), text, () => content)
}
