// Whose goods these are: open, join, close a consignment; who stands here; what is expected.
import {el, outside, put} from './dom.js'
import {moment, number} from './format.js'
import {bigButton, field, form, isPressed, openDialog, toggle} from './dialog.js'
import {colour, symbol} from './outcome.js'
import {get} from './server.js'
import {say} from './words.js'

const MARKETS = ['gb', 'ni', 'jp']

export function showConsignment(view, act) {
    openDialog({title: say('consignment'), name: 'consignment'}, close => {
        const send = what => {
            close()
            act(what)
        }
        return [operator(view, act), view.consignment ? present(view.consignment, send) : el('p', {class: 'dim'}, say('opensItself')), opening(view, send), joining(view, send)]
    })
}

function operator(view, act) {
    return form(say('save'), [field(say('operator'), {name: 'name', maxlength: 63, value: view.station.operator ?? ''})], ({name}) => act({act: 'operator', name}))
}

function present(c, send) {
    return el('section', {}, el('h2', {}, outside(c.name)),
        el('p', {class: 'dim'}, [c.supplier && outside(c.supplier), c.supplier && ' · ', say('openedAt', {at: moment(c.opened_at)}), c.opened_by && [' · ', outside(c.opened_by)]].flat()),
        el('div', {class: 'row'},
            bigButton([say('closeConsignment'), ' …'], e => put(e.currentTarget.parentElement,
                el('p', {}, c.alerts ? say('closeWithAlerts', {n: number(c.alerts)}) : say('closeSure')),
                bigButton(say(c.alerts ? 'closeAside' : 'closeConsignment'), () => send({act: 'close', ...(c.alerts && {disposition: 'quarantined'})}), {class: 'big-button main'}))),
            el('a', {class: 'big-button', href: `/sheet#${c.id}`, target: '_blank'}, say('sheet')),
            expected(send)))
}

function expected(send) {
    const input = el('input', {type: 'file', accept: '.csv,.txt,text/csv,text/plain', hidden: true, onchange: async () => {
        if (input.files[0]) send({act: 'expected', text: await textOf(input.files[0])})
    }})
    return [bigButton([say('expectedImport'), ' …'], () => input.click()), input, el('p', {class: 'dim'}, say('expectedHint'))]
}

// Spreadsheets in Japan write Shift_JIS; what is UTF-8 says so by being it.
async function textOf(file) {
    const bytes = await file.arrayBuffer()
    try {
        return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
    } catch {
        return new TextDecoder('shift_jis').decode(bytes)
    }
}

function opening(view, send) {
    const markets = MARKETS.map(m => toggle(say(`market.${m}`), view.consignment?.markets.includes(m) ?? false))
    return el('section', {}, el('h2', {}, say('openNew')), form(say('open'), [
        field(say('orderName'), {name: 'name', maxlength: 63}),
        field(say('supplier'), {name: 'supplier', maxlength: 63}),
        el('div', {class: 'row', role: 'group', 'aria-label': say('markets')}, markets)],
    ({name, supplier}) => send({act: 'open', name: name.trim(), supplier: supplier.trim(), markets: MARKETS.filter((_, i) => isPressed(markets[i]))})))
}

function joining(view, send) {
    const list = el('ul', {class: 'list'})
    get('/api/consignments').then(({consignments}) => put(list, consignments.map(c => el('li', {},
        el('span', {class: `dot ${c.worst ? colour(c.worst) : 'is-quiet'}`, 'aria-hidden': 'true'}, c.worst ? symbol(c.worst) : '•'), ' ',
        el('b', {}, outside(c.name)), ' ', el('span', {class: 'dim'}, [c.boxes !== undefined && say('boxes', {n: number(c.boxes)}), moment(c.opened_at), c.closed_at && say('closed')].filter(Boolean).join(' · ')), ' ',
        c.closed_at || c.id === view.consignment?.id ? null : bigButton(say('join'), () => send({act: 'join', number: c.id})),
        el('a', {class: 'plain', href: `/sheet#${c.id}`, target: '_blank'}, say('sheet'))))), () => put(list, el('li', {}, say('serverAway'))))
    return el('section', {}, el('h2', {}, say('others')), list)
}
