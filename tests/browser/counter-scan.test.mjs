// Boxes through the goods-in page with a scanner alone: answers, repeats, alarms and what becomes of them.
import {test} from './lib.mjs'
import {alarmed, assert, BOX, boxes, counted, demo, kenpin, records, serve, shows, station, until, view} from './counter.mjs'

const MARKETS = ['--market', 'gb,jp']
async function counter(t, options) {
    const shop = demo(t), server = await serve(t, shop, MARKETS)
    return {shop, server, ...await station(t, server, options)}
}

test('one scan of a known product is one box, answered; the label may come first', async t => {
    const {page, scan, shop} = await counter(t)
    await scan(BOX.current.ean)
    await shows(page, '#big.is-pass .word', 'PASS')
    await shows(page, '.pair .model', 'KZ-CAM1')
    await shows(page, '.pair .days', 'days left')
    assert.deepEqual(await page.locator('.market h2').allTextContents(), ['Great Britain', 'Japan'])
    await scan(BOX.nearExpiry.label)
    await shows(page, '.slot.read', 'DEMO-0005')
    await shows(page, '.slot.wanted h2', 'Product')
    await scan(BOX.nearExpiry.ean)
    await shows(page, '#big.is-warn .word', 'WARN')
    assert.equal(await boxes(page), 2)
    await page.click('.why summary')
    await shows(page, '.why', 'rule U11')
    await shows(page, '.why code', 'sha256:')
    assert.equal(counted(shop).length, 2)
})

test('what differs is marked between product and label', async t => {
    const {page, scan} = await counter(t)
    await scan(BOX.wrongModel.ean)
    await shows(page, '.slot.wanted h2', 'Label')
    await scan(BOX.wrongModel.label)
    await shows(page, '#big.second-read')
    assert.equal(await page.locator('.verdict').count(), 0)
    await scan(BOX.wrongModel.label)
    await shows(page, 'dialog.alarm')
    assert.deepEqual(await page.locator('.pair mark').allTextContents(), ['NS', '9', 'KZ', '1'])
})

test('ten identical boxes are ten quick scans', async t => {
    const {page, scan} = await counter(t)
    for (let i = 0; i < 10; i++) await scan(BOX.current.ean)
    await shows(page, '#big .again', '10')
    const {consignment} = await view(page)
    assert.deepEqual([consignment.boxes, consignment.repeats, consignment.counts.pass], [10, 9, 10])
})

test('an alarm stays until somebody has seen it, and no scan can press its button', async t => {
    const {page, scan} = await counter(t)
    await alarmed({page, scan})
    await page.focus('dialog.alarm .ack')
    for (const text of [BOX.current.ean, 'a b c d', '     ']) await scan(text, {prefix: '\n'})
    await scan('x')
    await page.keyboard.press('Escape')
    await shows(page, 'dialog.alarm .say', 'acknowledge')
    assert.deepEqual([(await view(page)).state, await boxes(page)], ['alarm', 1])
    await page.waitForTimeout(600) // the quiet that a press by the keyboard needs before it
    await page.keyboard.press('Enter')
    await shows(page, 'dialog.disposition')
    assert.equal(await page.locator('dialog.alarm').count(), 0)
    await page.click('text=Quarantined')
    await page.locator('dialog.disposition').waitFor({state: 'detached'})
    await shows(page, '.disposed', 'Quarantined')
    assert.equal((await view(page)).consignment.alerts, 0)
})

test('the ACK code of the command card ends an alarm, and a scan passes the question behind it', async t => {
    const {page, scan} = await counter(t)
    await alarmed({page, scan})
    const {codes} = await page.evaluate(() => fetch('/api/card').then(r => r.json()))
    await scan(codes.find(c => c.act === 'ack').text)
    await shows(page, 'dialog.disposition')
    await scan(BOX.current.ean)
    await shows(page, '#big.is-pass')
    assert.equal(await page.locator('dialog').count(), 0)
    await shows(page, '#alerts', '1')
    await page.click('#alerts')
    await page.click('dialog.alerts .big-button')
    await page.click('text=Returned to the supplier')
    await page.locator('#alerts').waitFor({state: 'hidden'})
})

test('a statement of compliance is seen item by item, and the box judged again', async t => {
    const {page, scan} = await counter(t)
    await alarmed({page, scan})
    await page.waitForTimeout(450) // a finger on its way to something else
    await page.click('.ack')
    await page.click('text=Statement of compliance seen')
    for (const item of await page.locator('.checklist button').all()) await item.click()
    await page.click('text=Record and judge again')
    await page.locator('dialog').waitFor({state: 'detached'})
    const {last, consignment} = await view(page)
    assert.deepEqual([last.outcome, last.disposition.how, last.disposition.items, consignment.alerts], ['warn', 'statement', 'abcdefg', 0])
})

test('a supervisor overrides with name, PIN and reason; a scan falls into none of these fields', async t => {
    const {page, scan, shop} = await counter(t)
    const set = kenpin(['counter', 'supervisor', 'Boss'], {data: shop.data, input: '4711\n'})
    assert.equal(set.status, 0, set.err)
    await alarmed({page, scan})
    await page.waitForTimeout(450)
    await page.click('.ack')
    await page.click('text=Overridden by a supervisor')
    await page.fill('[name=name]', 'Boss')
    await page.fill('[name=pin]', '4712')
    await page.fill('[name=reason]', 'Told by telephone')
    await page.focus('[name=reason]')
    await scan(BOX.current.ean)
    await shows(page, '#big.is-pass')
    assert.equal(await page.inputValue('[name=reason]'), 'Told by telephone')
    await page.click('form .main')
    await shows(page, '.message', 'PIN')
    await page.fill('[name=pin]', '4711')
    await page.click('form .main')
    await page.locator('dialog').waitFor({state: 'detached'})
    assert.equal((await view(page)).consignment.alerts, 0)
})

test('undo voids the last box, with a reason, and erases nothing', async t => {
    const {page, scan, shop} = await counter(t)
    await scan(BOX.current.ean)
    await shows(page, '#big.is-pass')
    await page.click('[data-tool=undo]')
    await page.click('text=Label of another box')
    await page.locator('dialog').waitFor({state: 'detached'})
    await until(page, v => v.consignment.boxes === 0)
    assert.equal(counted(shop).length, 1)
})

test('a scanner is understood with Tab, without a suffix, with an identifier and a group separator', async t => {
    const {page, scan, shop} = await counter(t)
    await scan(`]E0${BOX.current.ean}`, {suffix: 'Tab'})
    await shows(page, '#big.is-pass')
    await scan(BOX.noMark.ean, {suffix: null})
    await shows(page, '#big .reason, #big .do')
    await until(page, v => v.consignment.boxes === 2)
    for (const [box, separator] of ['F8', 'control', 'keypad'].entries()) {
        await scan(`01${'09520000000073'}10AB\u001d21XY${box}`, {separator})
        await until(page, v => v.consignment.boxes === box + 3)
    }
    const codes = records(shop).map(r => JSON.stringify(r.codes ?? []))
    for (const box of [0, 1, 2]) assert.ok(codes.some(c => c.includes(`10AB\\u001d21XY${box}`)), `box ${box}`)
})

test('typing is no scan, and a scan is no typing', async t => {
    const {page, scan} = await counter(t)
    await page.click('#consignment')
    await page.fill('[name=supplier]', 'Nosuch')
    await page.focus('[name=supplier]')
    await page.keyboard.type(' Devices', {delay: 60})
    await page.waitForTimeout(300) // from the keyboard to the scanner
    await scan(BOX.current.ean)
    await until(page, v => v.consignment?.boxes === 1)
    assert.equal(await page.inputValue('[name=supplier]'), 'Nosuch Devices')
    await page.keyboard.press('Escape')
    await page.keyboard.type(BOX.nearExpiry.ean, {delay: 60})
    await shows(page, '#typing', BOX.nearExpiry.ean)
    await page.keyboard.press('Enter')
    await shows(page, '#big.is-warn')
    assert.equal((await view(page)).last.check.codes[0].from, 'typed')
})

test('a scan presses no button and no link that has the focus', async t => {
    const {page, scan} = await counter(t)
    for (const tool of ['undo', 'more', 'quantity', 'type']) {
        await page.focus(`[data-tool=${tool}]`)
        await scan(BOX.current.ean, {prefix: '\n'})
        await scan('    ', {suffix: 'Enter'})
    }
    await shows(page, '#big.is-pass')
    await page.waitForTimeout(400) // behind the quiet that a press waits for
    assert.equal(await page.locator('dialog').count(), 0)
    await page.focus('[data-tool=undo]')
    await page.keyboard.press('Enter')
    await shows(page, 'dialog.undo')
})

test('a question in which nobody has typed makes way for the answer to a scan', async t => {
    const {page, scan} = await counter(t)
    await scan(BOX.current.ean)
    await shows(page, '#big.is-pass')
    for (const opener of ['[data-tool=quantity]', '[data-tool=type]', '#consignment', '[data-tool=undo]', '[data-tool=more]']) {
        await page.click(opener)
        await shows(page, 'dialog')
        await scan(BOX.current.ean)
        await page.locator('dialog').waitFor({state: 'detached'})
    }
    await page.click('#consignment')
    await page.click('text=Northern Ireland')
    await scan(BOX.current.ean)
    await until(page, v => v.consignment.boxes === 7)
    assert.equal(await page.locator('dialog.consignment').count(), 1)
})

test('what becomes of a repeat of a held box is asked until it is answered', async t => {
    const {page, scan, shop} = await counter(t)
    assert.equal(kenpin(['counter', 'supervisor', 'Boss'], {data: shop.data, input: '4711\n'}).status, 0)
    await alarmed({page, scan})
    await page.waitForTimeout(450) // a finger on its way to something else
    await page.click('.ack')
    await shows(page, 'dialog.disposition')
    await scan(BOX.expired.ean)
    await shows(page, '#big .again', 'box 1')
    await page.click('#big .actions button')
    await page.click('text=Overridden by a supervisor')
    for (const [name, value] of [['name', 'Boss'], ['pin', '4712'], ['reason', 'Told by telephone']]) await page.fill(`[name=${name}]`, value)
    await page.click('form .main')
    await shows(page, 'dialog .message', 'PIN')
    await page.fill('[name=pin]', '4711')
    await page.click('form .main')
    await page.locator('dialog').waitFor({state: 'detached'})
    assert.equal((await view(page)).consignment.alerts, 0)
})

test('undo read twice by the scanner takes back one box, and shows the next one first', async t => {
    const {page, scan} = await counter(t)
    await alarmed({page, scan})
    await page.waitForTimeout(450)
    await page.click('.ack')
    await shows(page, 'dialog.disposition')
    await scan(BOX.current.ean)
    await shows(page, '#big.is-pass')
    await page.click('[data-tool=undo]')
    await shows(page, 'dialog.undo .about', 'KZ-CAM1 · box 2')
    await page.keyboard.press('Escape')
    const {codes} = await page.evaluate(() => fetch('/api/card').then(r => r.json()))
    const undo = codes.find(c => c.act === 'undo').text
    await scan(undo)
    await shows(page, '#big .void')
    await scan(undo)
    await shows(page, '#big.is-hold .told', 'box 1 is the last that counts')
    assert.deepEqual([(await view(page)).consignment.boxes, (await view(page)).consignment.alerts], [1, 1])
})

// In the page, before its own scripts: what it plays, and how it shakes.
function listen() {
    window.heard = []
    window.shook = []
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (at) {
        window.heard.push(`${this.type} ${this.frequency.value}`)
        return start.call(this, at)
    }
    navigator.vibrate = pattern => window.shook.push(pattern.join(' '))
}

test('every outcome has a sound of its own, and a silent device shakes in its rhythm', async t => {
    const {page, scan, context} = await counter(t)
    await context.addInitScript(listen)
    await page.reload()
    await page.click('#consignment') // browsers let a page sound only after a touch
    await page.keyboard.press('Escape')
    const heard = async what => {
        await page.waitForFunction(n => window.heard.length >= n, what.length)
        assert.deepEqual(await page.evaluate(() => window.heard.splice(0)), what)
    }
    await scan(BOX.current.ean)
    await heard(['sine 880', 'sine 1320'])
    await scan(BOX.nearExpiry.ean)
    await heard(['sine 880', 'sine 880'])
    await scan(BOX.current.ean)
    await heard(['sine 1400', 'sine 1400'])
    await scan(BOX.expired.ean)
    await heard(['sine 700', 'sine 1050'])
    await scan(BOX.expired.ean)
    await heard(['square 220', 'square 220'])
    await page.waitForTimeout(450) // a finger on its way to something else
    await page.click('.ack')
    await shows(page, 'dialog.disposition')
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({state: 'detached'})
    await page.evaluate(() => window.heard.splice(0))
    await page.click('[data-tool=more]')
    await page.click('dialog .toggle')
    await page.keyboard.press('Escape')
    await page.evaluate(() => window.shook.splice(0))
    await scan(BOX.nearExpiry.ean)
    await page.waitForFunction(() => window.shook.length > 0)
    assert.deepEqual(await page.evaluate(() => [window.heard, window.shook]), [[], ['40 60 40']])
})

test('a scan that an input method has swallowed is said', async t => {
    const {page} = await counter(t)
    await page.evaluate(() => {
        for (let i = 0; i < 6; i++) document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'Process', bubbles: true}))
    })
    await shows(page, '#note', 'input method')
    assert.equal((await view(page)).consignment, null)
})
