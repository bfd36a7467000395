// A delivery of twenty boxes worked through on the page, as a person at the dock would, in both languages: from the order's name
// and what should come to the closing sheet. KENPIN_SHOTS=FOLDER keeps pictures.
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {test} from './lib.mjs'
import {alarmed, assert, BOX, counted, demo, kenpin, serve, shows, station, until, view} from './counter.mjs'

const CLS = {ean: '9520000000066', label: 'CSA/141127/DEMO1'}
const EXPECTED = `GTIN,quantity\n${BOX.current.ean},10\n${BOX.noMark.ean},3\n${CLS.ean},4\n${BOX.expired.ean},1\n`

async function seen(page) {
    await page.waitForTimeout(450) // a finger on its way to something else
    await page.click('.ack')
    await shows(page, 'dialog.disposition')
}

async function settle(page, button) {
    await page.click(`dialog.disposition .steps button >> nth=${button}`)
    await page.locator('dialog.disposition').waitFor({state: 'detached'})
}

for (const locale of ['en-GB', 'ja-JP']) test(`twenty boxes, ${locale}`, async t => {
    const shop = demo(t), server = await serve(t, shop, ['--market', 'gb,jp'])
    assert.equal(kenpin(['counter', 'supervisor', 'Tanaka'], {data: shop.data, input: '4711\n'}).status, 0)
    const {page, scan, context} = await station(t, server, {locale, viewport: {width: 1280, height: 800}})
    const shot = async (name, of = page) => process.env.KENPIN_SHOTS &&
        of.screenshot({path: path.join(process.env.KENPIN_SHOTS, `delivery-${locale.slice(0, 2)}-${name}.jpg`), type: 'jpeg', quality: 60})

    // The order, who works here, what should come.
    await page.click('#consignment')
    await page.fill('dialog [name=name] >> nth=0', 'Sato')
    await page.click('dialog form >> nth=0 >> button')
    await page.fill('dialog form >> nth=1 >> [name=name]', 'PO-118')
    await page.fill('[name=supplier]', 'Nosuch Trading')
    await shot('01-open')
    await page.click('dialog form >> nth=1 >> button.main')
    await until(page, v => v.consignment?.name === 'PO-118' && v.station.operator === 'Sato')
    await page.click('#consignment')
    await page.setInputFiles('dialog input[type=file]', {name: 'expected.csv', mimeType: 'text/csv', buffer: Buffer.from(EXPECTED)})
    await until(page, v => v.consignment.expected?.pieces === 18)
    await page.locator('dialog').waitFor({state: 'detached'})

    // 1-6: six of one product, by its EAN alone. 7-9: one by its label first, three of them.
    for (let i = 0; i < 6; i++) await scan(BOX.current.ean)
    await until(page, v => v.consignment.boxes === 6)
    await shot('02-repeat')
    for (const code of [CLS.label, CLS.ean, CLS.ean, CLS.ean]) await scan(code)
    await until(page, v => v.consignment.boxes === 9)
    await shot('03-cls')

    // 10: expired. Read twice, seen, set aside. 11: the same once more counts without another alarm.
    await alarmed({page, scan})
    await shot('04-alarm')
    await seen(page)
    await shot('05-what-now')
    await settle(page, 0)
    await scan(BOX.expired.ean)
    await until(page, v => v.consignment.boxes === 11)
    await shot('06-held-again')

    // 12: revoked, goes back. 13: another product's label, held; 14: one that poses as an official page.
    await alarmed({page, scan}, BOX.revoked.ean)
    await seen(page)
    await settle(page, 1)
    await scan(BOX.wrongModel.ean)
    await shot('07-label-wanted')
    for (let i = 0; i < 2; i++) await scan(BOX.wrongModel.label)
    await shows(page, 'dialog.alarm')
    await shot('08-other-model')
    await seen(page)
    await page.click('dialog.disposition .steps button >> nth=2')
    for (const item of await page.locator('.checklist button').all()) await item.click()
    await shot('09-statement')
    await page.click('.steps .main')
    await until(page, v => v.last.disposition?.how === 'statement')
    await page.keyboard.press('Escape')
    await scan(BOX.lookAlike.label)
    await scan(BOX.lookAlike.ean)
    await until(page, v => v.consignment.boxes === 14)
    await shot('10-look-alike')

    // 15-17: three without a mark, a pause with the page closed between them. 18: a picture. 19: a wrong scan taken back.
    await scan(BOX.noMark.ean)
    await until(page, v => v.consignment.boxes === 15)
    await page.reload()
    await shows(page, '#big .word')
    for (let i = 0; i < 2; i++) await scan(BOX.noMark.ean)
    await until(page, v => v.consignment.boxes === 17)
    await page.setInputFiles('#picture', {name: 'box.png', mimeType: 'image/png', buffer: readFileSync(path.join(shop.pictures, 'near-expiry.png'))})
    await until(page, v => v.consignment.boxes === 18)
    await shot('11-picture')
    await scan(BOX.nearExpiry.ean)
    await until(page, v => v.consignment.boxes === 19)
    await page.click('[data-tool=undo]')
    await shot('12-undo')
    await page.click('dialog.undo .big-button >> nth=0')
    await until(page, v => v.consignment.boxes === 18)

    // 19 and 20: a case of four counts as four; and one more.
    await page.click('[data-tool=quantity]')
    await page.click('dialog .pad button >> nth=3')
    await scan(BOX.current.ean)
    await until(page, v => v.consignment.pieces === 22)
    await scan(BOX.current.ean)
    await until(page, v => v.consignment.boxes === 20)

    // What is still undecided is in sight, and keeps it open until it is decided or set aside.
    const {consignment} = await view(page)
    assert.deepEqual([consignment.pieces, consignment.expected.missing, consignment.expected.surplus], [23, 1, 6])
    assert.ok(consignment.alerts > 0)
    await page.click('#alerts')
    await shot('13-alerts')
    await page.keyboard.press('Escape')
    await page.click('#consignment')
    await page.click('dialog .row >> nth=0 >> button >> nth=0')
    await shot('14-close')
    await page.click('dialog .row .main >> nth=0')
    await until(page, v => v.consignment === null)
    await shot('15-closed')

    const sheet = await context.newPage()
    await sheet.goto(`${server.origin}/sheet#${consignment.id}`)
    await shows(sheet, 'h1', 'PO-118')
    await shows(sheet, 'svg.qr')
    await shot('16-sheet', sheet)
    const records = counted(shop)
    assert.ok(records.every(r => r.facts.consignment === 'PO-118' && r.facts.operator === 'Sato'))
    assert.equal(kenpin(['evidence', 'verify'], {data: shop.data}).status, 0)
})
