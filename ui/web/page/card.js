// The command card, to print: each code does what stands beside it, in both languages.
import {byId, el, put} from './dom.js'
import {drawn} from './code128.js'
import {get} from './server.js'
import {say} from './words.js'

document.title = say('card')
try {
    const {codes} = await get('/api/card')
    put(byId('paper'),
        el('header', {class: 'screen-only'}, el('button', {type: 'button', class: 'big-button main', onclick: () => print()}, say('print')), el('a', {class: 'big-button', href: '/'}, say('back'))),
        el('h1', {}, 'kenpin · Command card · コマンドカード'),
        el('p', {class: 'dim'}, 'These codes work in this shop only. Print at 100 %. · この店でのみ有効です。100 % で印刷してください。'),
        el('ul', {class: 'codes'}, codes.map(c => el('li', {},
            drawn(c.text, c.label.en), el('p', {lang: 'en'}, el('b', {}, c.label.en)), el('p', {lang: 'ja'}, c.label.ja)))))
} catch (e) {
    put(byId('paper'), el('p', {class: 'message'}, e.status === 401 ? say('notJoined') : say('serverAway')))
}
