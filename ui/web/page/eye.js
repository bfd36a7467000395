// The camera's place on the page: the picture, the lamp, which camera.
import {byId, el, put} from './dom.js'
import {toggle} from './dialog.js'
import {say} from './words.js'

// Options: makeCamera, may(), onView(view), onFault(error), onNote(text), onChange().
export function eye({makeCamera, may, onView, onFault, onNote, onChange}) {
    const camera = makeCamera({
        video: byId('video'), overlay: byId('overlay'), may, onFault,
        onReply: reply => reply.view && onView(reply.view),
    })
    return {isOn: () => camera.on, toggle: () => camera.on ? off() : on()}

    async function on(deviceId) {
        if (!navigator.mediaDevices) return onNote(say('cameraNeedsHttps'))
        try {
            await camera.start(deviceId)
            byId('eye').hidden = false
            await tools(deviceId)
        } catch (e) {
            off()
            onNote(e.name === 'NotAllowedError' ? say('cameraForbidden') : say('cameraNone'))
        }
        onChange()
    }

    function off() {
        camera.stop()
        byId('eye').hidden = true
        onChange()
    }

    async function tools(deviceId) {
        const all = await camera.choices()
        const which = all.length > 1 ? el('select', {'aria-label': say('cameraWhich'), onchange: e => on(e.target.value)},
            all.map((c, i) => el('option', {value: c.id, selected: c.id === deviceId}, c.name || `${say('camera')} ${i + 1}`))) : null
        put(byId('eye-tools'), which, camera.torch() ? toggle(say('torch'), false, lit => camera.torch(lit)) : null)
    }
}
