// A server that dies, a network that is cut: no box is lost, none counts twice, and nothing unrecorded looks checked.
import {test} from './lib.mjs'
import {assert, BOX, counted, demo, serve, shows, station, until, view} from './counter.mjs'

const EXPECTED = [/Failed to load resource/, /ERR_/]
const isGreen = page => page.evaluate(() => getComputedStyle(document.getElementById('big')).backgroundColor === 'rgb(11, 122, 59)')

test('the server is killed between scans and answers, again and again: each box once', async t => {
    const shop = demo(t), server = await serve(t, shop)
    const {page, scan} = await station(t, server, {expected: EXPECTED})
    let scanned = 0
    for (let round = 0; round < 4; round++) {
        for (let i = 0; i < 5; i++, scanned++) await scan(scanned % 2 ? BOX.current.ean : BOX.noMark.ean)
        await server.stop('SIGKILL') // some were answered, some are on their way, some wait
        await scan(BOX.current.ean)
        scanned++
        await shows(page, '#unrecorded', 'NOT RECORDED')
        await shows(page, '#big.unrecorded')
        assert.equal(await isGreen(page), false)
        await server.start()
        await page.locator('#unrecorded').waitFor({state: 'hidden'})
        await page.waitForFunction(() => document.body.dataset.state === 'answer')
    }
    const {consignment} = await view(page)
    assert.equal(consignment.boxes, scanned)
    await server.stop('SIGTERM')
    const keys = counted(shop).map(r => r.counter.key)
    assert.equal(new Set(keys).size, keys.length)
})

test('scans made while no answer came, and not taken behind an alarm, are named until they were scanned again', async t => {
    const shop = demo(t), server = await serve(t, shop)
    const {page, scan, context} = await station(t, server, {expected: EXPECTED})
    await context.setOffline(true)
    for (const box of [BOX.expired, BOX.expired, BOX.current, BOX.noMark]) await scan(box.ean)
    await shows(page, '#unrecorded', '4')
    await page.waitForTimeout(1600) // by now whoever scans has turned to the next box
    await context.setOffline(false)
    await shows(page, 'dialog.alarm')
    await shows(page, 'dialog.alarm .say', 'acknowledge')
    await page.waitForFunction(() => !document.body.hasAttribute('data-sent'))
    assert.equal((await view(page)).consignment.boxes, 1)
    await page.reload()
    await shows(page, 'dialog.alarm')
    await page.waitForTimeout(450) // a finger on its way to something else
    await page.click('.ack')
    await shows(page, 'dialog.disposition')
    await page.keyboard.press('Escape')
    await shows(page, '#missed', `2 scans made meanwhile were not taken. Scan those boxes again: ${BOX.current.ean} · ${BOX.noMark.ean}`)
    await scan(BOX.current.ean)
    await shows(page, '#big.is-pass')
    await page.click('#missed button')
    await page.locator('#missed').waitFor({state: 'hidden'})
})

test('a reply that is lost on its way is asked for again, and is the same box', async t => {
    const shop = demo(t), server = await serve(t, shop)
    const {page, scan, context} = await station(t, server, {expected: EXPECTED})
    let lost = 0
    await context.route('**/api/act', async route => {
        if (lost++ < 2) {
            await route.fetch() // it arrives, and is done
            return route.abort('connectionreset')
        }
        return route.continue()
    })
    await scan(BOX.current.ean)
    await shows(page, '#big.is-pass')
    assert.ok(lost >= 3)
    assert.equal((await view(page)).consignment.boxes, 1)
})

test('scans of a page that was closed while the network was cut are sent when it comes back', async t => {
    const shop = demo(t), server = await serve(t, shop)
    const {page, scan, context} = await station(t, server, {expected: EXPECTED})
    await context.setOffline(true)
    await scan(BOX.current.ean)
    await scan(BOX.noMark.ean)
    await shows(page, '#unrecorded', '2')
    assert.equal(await isGreen(page), false)
    await page.close()
    await context.setOffline(false)
    const again = await context.newPage()
    await again.goto(`${server.origin}/`)
    await until(again, v => v.consignment?.boxes === 2)
    await again.locator('#unrecorded').waitFor({state: 'hidden'})
    assert.equal(await again.evaluate(() => localStorage.length && Object.keys(localStorage).filter(k => k.startsWith('kenpin.act')).length), 0)
})

test('a device that is cut off says so, keeps what was scanned, and sends it when it joins again', async t => {
    const shop = demo(t), server = await serve(t, shop)
    const {page, scan} = await station(t, server, {expected: EXPECTED})
    const {stations} = await page.evaluate(() => fetch('/api/stations').then(r => r.json()))
    assert.equal(stations.length, 1)
    await page.evaluate(id => fetch(`/api/stations/${id}/cut`, {method: 'POST', headers: {'Content-Type': 'application/json', 'Idempotency-Key': 'cut-1'}, body: '{}'}), stations[0].id)
    await scan(BOX.current.ean)
    await shows(page, '#unrecorded', 'cut off')
    await page.goto(server.link)
    await page.click('form button')
    await page.waitForURL(`${server.origin}/`)
    await until(page, v => v.consignment?.boxes === 1)
})
