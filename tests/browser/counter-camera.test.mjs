// The camera and pictures: what the server's eyes see goes into the box, and its verdict is shown.
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {test, browser} from './lib.mjs'
import {assert, demo, serve, shows, station, view} from './counter.mjs'
import {y4m} from './y4m.mjs'

const MARKETS = ['--market', 'gb,jp']

// A page of its own browser, before whose camera lies this picture.
async function before(t, shop, server, picture) {
    const film = path.join(shop.root, 'film.y4m')
    writeFileSync(film, await y4m(await browser(), [readFileSync(picture)]))
    return station(t, server, {permissions: ['camera'], args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`]})
}

test('the camera reads EAN and label of a box, shows the verdict, and counts it once', async t => {
    const shop = demo(t), server = await serve(t, shop, MARKETS)
    const {page} = await before(t, shop, server, path.join(shop.pictures, 'near-expiry.png'))
    await page.click('[data-tool=camera]')
    await shows(page, '#big.is-warn .word', 'WARN')
    await page.locator('#overlay polygon').first().waitFor({state: 'attached'})
    const {last} = await view(page)
    assert.deepEqual(last.check.codes.map(c => c.symbology).sort(), ['ean13', 'qr'])
    let frames = 0
    await new Promise(enough => page.on('response', r => r.url().includes('/api/frame') && ++frames === 20 && enough()))
    assert.equal((await view(page)).consignment.boxes, 1)
    await page.click('[data-tool=camera]')
    await page.locator('#eye').waitFor({state: 'hidden'})
})

test('a picture that is taken, dropped or pasted is read', async t => {
    const shop = demo(t), server = await serve(t, shop, MARKETS)
    const {page} = await station(t, server)
    await page.setInputFiles('#picture', path.join(shop.pictures, 'current.png'))
    await shows(page, '#big.is-pass')
    for (const [kind, name, colour] of [['drop', 'near-expiry.png', 'is-warn'], ['paste', 'look-alike.png', 'is-review']]) {
        await page.evaluate(([kind, bytes]) => {
            const data = new DataTransfer()
            data.items.add(new File([new Uint8Array(bytes)], 'box.png', {type: 'image/png'}))
            const event = kind === 'drop' ? new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})
                : new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
            document.body.dispatchEvent(event)
        }, [kind, [...readFileSync(path.join(shop.pictures, name))]])
        await shows(page, `#big.${colour}`)
    }
})

test('a picture without a code says so, and what to do', async t => {
    const shop = demo(t), server = await serve(t, shop, MARKETS)
    const {page} = await station(t, server)
    await page.setInputFiles('#picture', {name: 'blank.png', mimeType: 'image/png', buffer: await page.screenshot({clip: {x: 2, y: 2, width: 60, height: 60}})})
    await shows(page, 'body', 'No code was read')
    assert.equal((await view(page)).consignment, null)
})
