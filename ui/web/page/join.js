// A device joins with the code that stands behind the # of the address it was given.
import {byId, el, put} from './dom.js'
import {field, form} from './dialog.js'
import {newKey, post} from './server.js'
import {lang, say, setLang} from './words.js'

const code = location.hash.slice(1)
history.replaceState(null, '', location.pathname) // it works once, and need not stay in sight
const key = newKey()

function draw(message = '') {
    document.title = say('joinTitle')
    const device = /Mobi|Android/.test(navigator.userAgent) ? say('phone') : say('desk')
    put(byId('paper'),
        el('button', {type: 'button', class: 'plain', onclick: () => {
            setLang(lang() === 'ja' ? 'en' : 'ja')
            draw()
        }}, lang() === 'ja' ? 'EN' : '日本語'),
        el('h1', {}, say('joinTitle')),
        code ? form(say('joinNow'), [field(say('stationName'), {name: 'name', maxlength: 63, value: device})], join) : el('p', {class: 'ask-now'}, say('joinHow')),
        el('p', {class: 'message', role: 'alert'}, message))
}

async function join({name}) {
    try {
        await post('/api/join', {code, name: name.trim()}, key)
        await post('/api/act', {act: 'lang', lang: lang()}).catch(() => {}) // the page can still say so
        location.replace('/')
    } catch (e) {
        draw(e.error ? e.error[lang()] : say('serverAway'))
    }
}

draw()
