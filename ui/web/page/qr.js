// A QR code whose modules the server worked out: rows of 0 and 1.
import {svg} from './dom.js'

const QUIET = 4 // modules of white around it (ISO/IEC 18004)

export function qr(code, label) {
    const size = code.rows.length, all = size + 2 * QUIET
    const path = code.rows.flatMap((row, y) => [...row].map((m, x) => m === '1' ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')).join('')
    return svg('svg', {class: 'qr', role: 'img', 'aria-label': label, viewBox: `0 0 ${all} ${all}`, 'shape-rendering': 'crispEdges'},
        svg('rect', {width: all, height: all, fill: '#fff'}), svg('path', {d: path, fill: '#000'}))
}
