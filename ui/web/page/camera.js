// The device's camera: grey frames to the server's eyes, one on its way at a time, and an outline of what they saw.
import {post} from './server.js'

const WIDTH = 1280, HEIGHT = 720
const GAP_MS = 40 // the server takes 30 frames a second
const AFTER_BUSY_MS = 200, AFTER_FAULT_MS = 1000
const OUTLINE_MS = 600

// video, overlay: elements that are there. onReply(reply) gets {codes, view?}; onFault(error) when a frame got no answer;
// may() is false while no frame is wanted.
export function makeCamera({video, overlay, onReply, onFault, may}) {
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d', {willReadFrequently: true})
    const camera = {on: false, start, stop, torch, choices}
    let stream = null, run = 0, erase = 0

    async function start(deviceId) {
        stop()
        const mine = ++run
        const which = deviceId ? {deviceId: {exact: deviceId}} : {facingMode: 'environment'}
        const got = await navigator.mediaDevices.getUserMedia({audio: false, video: {...which, width: {ideal: WIDTH}, height: {ideal: HEIGHT}}})
        if (mine !== run) return got.getTracks().forEach(t => t.stop())
        stream = got
        video.srcObject = stream
        await video.play()
        camera.on = true
        loop(mine)
    }

    function stop() {
        run++
        camera.on = false
        stream?.getTracks().forEach(t => t.stop())
        stream = null
        video.srcObject = null
        outline([])
    }

    async function loop(mine) {
        for (let sent = 0; mine === run;) {
            await pause(sent + GAP_MS - performance.now())
            await frame()
            if (mine !== run) return
            if (document.hidden || !may()) continue
            sent = performance.now()
            try {
                const reply = await send()
                if (mine !== run) return
                outline(reply.codes)
                onReply(reply)
            } catch (e) {
                const isBusy = [429, 503].includes(e.status)
                if (!isBusy) onFault(e)
                await pause(isBusy ? AFTER_BUSY_MS : AFTER_FAULT_MS)
            }
        }
    }

    const pause = ms => ms > 0 ? new Promise(r => setTimeout(r, ms)) : null
    const frame = () => new Promise(r => video.requestVideoFrameCallback ? video.requestVideoFrameCallback(r) : setTimeout(r, 40))

    function send() {
        const scale = Math.min(1, WIDTH / video.videoWidth, HEIGHT / video.videoHeight)
        const w = Math.floor(video.videoWidth * scale), h = Math.floor(video.videoHeight * scale)
        if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h]
        context.drawImage(video, 0, 0, w, h)
        return post(`/api/frame?w=${w}&h=${h}`, new Blob([grey(context.getImageData(0, 0, w, h).data)])) // a bare array takes Chromium six times as long
    }

    function outline(codes) {
        clearTimeout(erase)
        overlay.setAttribute('viewBox', `0 0 ${canvas.width} ${canvas.height}`)
        overlay.replaceChildren(...codes.filter(c => c.corners?.length > 2).map(c => {
            const shape = document.createElementNS('http://www.w3.org/2000/svg', 'polygon')
            shape.setAttribute('points', c.corners.map(p => p.join()).join(' '))
            return shape
        }))
        if (codes.length) erase = setTimeout(() => overlay.replaceChildren(), OUTLINE_MS)
    }

    // Whether there is a lamp; with `on`, turns it.
    function torch(on) {
        const track = stream?.getVideoTracks()[0]
        if (!track?.getCapabilities?.().torch) return false
        if (on !== undefined) track.applyConstraints({advanced: [{torch: on}]}).catch(() => {})
        return true
    }

    async function choices() {
        const all = await navigator.mediaDevices.enumerateDevices()
        return all.filter(d => d.kind === 'videoinput' && d.deviceId).map(d => ({id: d.deviceId, name: d.label}))
    }
    return camera
}

// Luma as ITU-R BT.601 weighs it, in 256ths.
export function grey(rgba) {
    const out = new Uint8Array(rgba.length / 4)
    for (let i = 0, j = 0; i < out.length; i++, j += 4) out[i] = (77 * rgba[j] + 150 * rgba[j + 1] + 29 * rgba[j + 2]) >> 8
    return out
}
