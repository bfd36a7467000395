// What happened, for the ear: a short pattern each, made here. Silent devices shake in the same rhythm.

// [hertz, milliseconds of sound, milliseconds of rest after it]
const PATTERNS = {
    scan: [[1400, 40, 0]],
    ask: [[700, 70, 40], [1050, 90, 0]],
    pass: [[880, 80, 20], [1320, 140, 0]],
    warn: [[880, 110, 60], [880, 110, 0]],
    review: [[660, 110, 60], [660, 110, 60], [660, 110, 0]],
    hold: [[220, 380, 80], [220, 380, 0]],
    stop: [[440, 170, 0], [220, 170, 0], [440, 170, 0], [220, 170, 0], [440, 170, 0], [220, 300, 0]],
    out: [[520, 200, 0]],
    repeat: [[1400, 40, 60], [1400, 40, 0]],
    refused: [[160, 260, 0]],
    done: [[1050, 60, 0]],
}
const ROUGH = new Set(['hold', 'stop', 'refused']) // square waves carry through a hall
const LOUDNESS = 0.35

let audio = null

// False while the browser waits for a touch before it lets a page sound.
export function audible() {
    return audio?.state === 'running'
}

// From a touch or a key of a person only; what comes of it arrives at `then`.
export async function enable(then) {
    audio ??= new AudioContext()
    await audio.resume().catch(() => {})
    then()
}

export function play(name, silent) {
    const pattern = PATTERNS[name]
    if (!pattern) return
    if (silent || !audible()) shake(pattern)
    else beep(pattern, ROUGH.has(name) ? 'square' : 'sine')
}

// Browsers let no page shake a device that nobody has touched yet.
function shake(pattern) {
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern.flatMap(([, on, off]) => [on, off]).slice(0, -1))
}

function beep(pattern, type) {
    let at = audio.currentTime
    for (const [hertz, on, off] of pattern) {
        const tone = audio.createOscillator(), gain = audio.createGain(), end = at + on / 1000
        tone.type = type
        tone.frequency.value = hertz
        gain.gain.setValueAtTime(0, at)
        gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.005) // without steps, which click
        gain.gain.setValueAtTime(LOUDNESS, end - 0.01)
        gain.gain.linearRampToValueAtTime(0, end)
        tone.connect(gain).connect(audio.destination)
        tone.start(at)
        tone.stop(end)
        at = end + off / 1000
    }
}
