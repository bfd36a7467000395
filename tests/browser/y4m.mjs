// A film of pictures, as Chromium's fake camera takes it: y4m, 1280x720, each in its middle on grey.

const WIDTH = 1280, HEIGHT = 720

// `pngs`: each in its turn, for `frames` frames.
export async function y4m(browser, pngs, {rate = 30, frames = 2} = {}) {
    const page = await browser.newPage()
    const parts = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${rate}:1 Ip A1:1 C420\n`)]
    for (const png of pngs) {
        const grey = Buffer.from(await page.evaluate(drawn, [png.toString('base64'), WIDTH, HEIGHT]), 'base64')
        const frame = Buffer.concat([Buffer.from('FRAME\n'), grey, Buffer.alloc(WIDTH * HEIGHT / 2, 128)])
        for (let i = 0; i < frames; i++) parts.push(frame)
    }
    await page.close()
    return Buffer.concat(parts)
}

// In the page: the picture's luma in the range of video (ITU-R BT.601), as base64.
async function drawn([base64, w, h]) {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), c => c.charCodeAt(0))]))
    const context = new OffscreenCanvas(w, h).getContext('2d')
    context.fillStyle = '#888'
    context.fillRect(0, 0, w, h)
    const scale = Math.min(w / picture.width, h / picture.height)
    context.drawImage(picture, (w - picture.width * scale) / 2, (h - picture.height * scale) / 2, picture.width * scale, picture.height * scale)
    const {data} = context.getImageData(0, 0, w, h)
    let text = ''
    for (let i = 0; i < data.length; i += 4)
        text += String.fromCharCode(16 + Math.round((77 * data[i] + 150 * data[i + 1] + 29 * data[i + 2]) / 256 * 219 / 255))
    return btoa(text)
}
