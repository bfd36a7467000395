// A film of one picture, as Chromium's fake camera takes it: y4m, 1280x720, the picture in its middle on grey.

const WIDTH = 1280, HEIGHT = 720

export async function y4m(browser, png) {
    const page = await browser.newPage()
    const grey = await page.evaluate(async ([base64, w, h]) => {
        const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
        const picture = await createImageBitmap(new Blob([bytes]))
        const canvas = new OffscreenCanvas(w, h), context = canvas.getContext('2d')
        context.fillStyle = '#888'
        context.fillRect(0, 0, w, h)
        const scale = Math.min(w / picture.width, h / picture.height)
        context.drawImage(picture, (w - picture.width * scale) / 2, (h - picture.height * scale) / 2, picture.width * scale, picture.height * scale)
        const {data} = context.getImageData(0, 0, w, h)
        let text = ''
        for (let i = 0; i < data.length; i += 4) text += String.fromCharCode(16 + Math.round((77 * data[i] + 150 * data[i + 1] + 29 * data[i + 2]) / 256 * 219 / 255))
        return btoa(text)
    }, [png.toString('base64'), WIDTH, HEIGHT])
    await page.close()
    const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.from(grey, 'base64'), Buffer.alloc(WIDTH * HEIGHT / 2, 128)])
    return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 Ip A1:1 C420\n`), frame, frame])
}
