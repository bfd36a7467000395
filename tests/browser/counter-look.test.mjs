// What a person meets: every state at the sizes of a phone, a tablet and a desk, by keyboard alone, for whoever cannot see
// colour or hear, and with hostile text in every field. KENPIN_SHOTS=FOLDER keeps the pictures.
import {writeFileSync} from 'node:fs'
import path from 'node:path'
import {test, serious} from './lib.mjs'
import {alarmed, assert, BOX, demo, kenpin, serve, shows, station, view} from './counter.mjs'

const SIZES = {phone: {width: 390, height: 844}, tablet: {width: 1024, height: 768}, desk: {width: 1440, height: 900}}
const MARKETS = ['--market', 'gb,jp']

async function shot(page, name) {
    if (process.env.KENPIN_SHOTS) await page.screenshot({path: path.join(process.env.KENPIN_SHOTS, `${name}.jpg`), type: 'jpeg', quality: 45, animations: 'disabled'})
}

// Nothing of what matters now lies outside the screen, nor under something else.
async function inSight(page, ...selectors) {
    for (const selector of selectors) {
        const seen = await page.locator(selector).first().evaluate(e => {
            const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2
            const top = document.elementFromPoint(x, y)
            return r.width > 0 && r.left >= 0 && r.top >= 0 && r.right <= innerWidth + 1 && r.bottom <= innerHeight + 1 && (e.contains(top) || top?.contains(e))
        })
        assert.ok(seen, `${selector} is not in sight`)
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight), 'the page scrolls')
}

const STRIP = ['#consignment', '#lang', '#copies', '#line', '[data-tool=camera]', '[data-tool=more]']

for (const [size, viewport] of Object.entries(SIZES)) {
    for (const locale of size === 'tablet' ? ['en-GB'] : ['en-GB', 'ja-JP']) {
        test(`every state on a ${size}, ${locale}: in sight, and open to everybody`, async t => {
            const shop = demo(t), server = await serve(t, shop, MARKETS)
            const device = await station(t, server, {viewport, locale, hasTouch: size !== 'desk', reducedMotion: 'reduce', colorScheme: size === 'tablet' ? 'dark' : 'light'})
            // axe-core takes its time: all states in one look, and what is coloured in the dark
            const isJudged = state => (size === 'phone' && locale === 'ja-JP') || (size === 'tablet' && ['ready', 'held', 'pass'].includes(state))
            const {page, scan} = device, name = state => `${size}-${locale.slice(0, 2)}-${state}`
            const look = async (state, ...selectors) => {
                await inSight(page, ...selectors)
                if (isJudged(state)) assert.deepEqual(await serious(page), [], state)
                await shot(page, name(state))
            }
            await look('ready', ...STRIP, '.ask-now')
            await scan(BOX.wrongModel.ean)
            await shows(page, '#big.waiting-label')
            await look('waiting', ...STRIP, '.ask-now', '.slot.read', '.slot.wanted', '.actions .big-button')
            await scan(BOX.wrongModel.label)
            await shows(page, '#big.second-read')
            await look('second-read', ...STRIP, '.ask-now', '.actions .big-button')
            await scan(BOX.wrongModel.label)
            await shows(page, 'dialog.alarm')
            await look('alarm', 'dialog.alarm .verdict', 'dialog.alarm .do', '.ack')
            await page.waitForTimeout(450)
            await page.click('.ack')
            await shows(page, 'dialog.disposition')
            await look('disposition', 'dialog h1', '.steps .big-button')
            await page.keyboard.press('Escape')
            await look('held', ...STRIP, '#alerts', '.verdict', '#big .do', '.market .badge', '.pair .model')
            await scan(BOX.current.ean)
            await shows(page, '#big.is-pass')
            await look('pass', ...STRIP, '.verdict', '#big .do', '#big .reason', '.market .badge', '.pair .model', '.pair .days')
            await scan(BOX.lookAlike.ean)
            await scan(BOX.lookAlike.label)
            await shows(page, '#big')
            await page.click('[data-tool=type]')
            await page.keyboard.type('2105', {delay: 60})
            await look('keypad', '.typed', '.pad button')
            await page.keyboard.press('Escape')
            await page.click('#consignment')
            await look('consignment', 'dialog h1')
        })
    }
}

for (const [name, viewport] of Object.entries({'a phone on its side': {width: 844, height: 390}, 'a page made twice as large': {width: 640, height: 400}})) {
    test(`on ${name} what to do now is in sight in every state`, async t => {
        const shop = demo(t), server = await serve(t, shop, MARKETS)
        const {page, scan} = await station(t, server, {viewport})
        await inSight(page, ...STRIP, '.ask-now')
        await scan(BOX.wrongModel.ean)
        await shows(page, '#big.waiting-label')
        await inSight(page, '.ask-now', '.slot.wanted')
        await scan(BOX.wrongModel.label)
        await shows(page, '#big.second-read')
        await inSight(page, '.ask-now')
        await scan(BOX.wrongModel.label)
        await shows(page, 'dialog.alarm')
        await inSight(page, 'dialog.alarm .word', 'dialog.alarm .do', '.ack')
        await page.waitForTimeout(450)
        await page.click('.ack')
        await shows(page, 'dialog.disposition')
        await page.keyboard.press('Escape')
        await inSight(page, ...STRIP, '#alerts', '#big .word', '#big .do')
        await scan(BOX.current.ean)
        await shows(page, '#big.is-pass')
        await inSight(page, '#big .word', '#big .do')
    })
}

test('long names leave all the rest in sight on a phone', async t => {
    const shop = demo(t), server = await serve(t, shop, MARKETS)
    const {page, scan} = await station(t, server, {viewport: SIZES.phone})
    await page.click('#consignment')
    await page.fill('dialog [name=name] >> nth=1', 'Spring delivery of the second half')
    await page.click('dialog form button.main >> nth=1')
    await page.click('#consignment')
    await page.fill('dialog [name=name] >> nth=0', 'Wolfeschlegelsteinhausenbergerdorff')
    await page.click('dialog form button.main >> nth=0')
    await page.keyboard.press('Escape')
    await shows(page, '#consignment .operator', 'Wolfe')
    await alarmed({page, scan})
    await page.waitForTimeout(450)
    await page.click('.ack')
    await shows(page, 'dialog.disposition')
    await page.keyboard.press('Escape')
    await inSight(page, ...STRIP, '#alerts', '.verdict', '#big .do')
})

test('old copies turn the frame amber; no copy blocks, and the way out stands there', async t => {
    const shop = demo(t)
    for (const [scheme, file] of [['jc-star', 'jc-star.csv'], ['cls', 'cls.json']]) {
        const old = kenpin(['registry', 'import', path.join(shop.root, file), '--scheme', scheme, '--as-of', '2026-11-01T00:00:00Z', '--demo'], {data: shop.data + '-old'})
        assert.equal(old.status, 0, old.err)
    }
    const amber = await station(t, await serve(t, {data: shop.data + '-old'}))
    await shows(amber.page, '#stale', 'OLD LIST')
    assert.equal(await amber.page.evaluate(() => document.body.dataset.frame), 'amber')
    assert.match(await amber.page.evaluate(() => getComputedStyle(document.body).boxShadow), /255, 198, 26/)
    assert.deepEqual(await serious(amber.page), [])
    await shot(amber.page, 'desk-en-amber')
    const none = await station(t, await serve(t, {data: `${shop.data}-none`}))
    await shows(none.page, '.way-out', 'kenpin registry')
    assert.deepEqual(await serious(none.page), [])
    await shot(none.page, 'desk-en-blocked')
})

test('a keyboard alone is enough', async t => {
    const shop = demo(t), server = await serve(t, shop)
    const {page, scan} = await station(t, server)
    const press = async (key, times = 1) => {
        for (let i = 0; i < times; i++) await page.keyboard.press(key, {delay: 20})
    }
    const tabTo = async selector => {
        for (let i = 0; i < 60; i++) {
            if (await page.evaluate(s => document.activeElement?.matches(s), selector)) return
            await press('Tab')
        }
        assert.fail(`${selector} is not reached by Tab`)
    }
    const quiet = ms => page.waitForTimeout(ms) // between the last key and a press, as no scanner leaves
    await tabTo('[data-tool=type]')
    await quiet(100)
    await press('Enter')
    await shows(page, 'dialog.keypad')
    await tabTo('[data-tab=product]')
    await quiet(100)
    await press('Space')
    await shows(page, 'input.typed:focus[inputmode=numeric]')
    await page.keyboard.type(BOX.wrongModel.ean, {delay: 60})
    await quiet(100)
    await press('Enter')
    await shows(page, '#big.waiting-label')
    await tabTo('.actions .big-button')
    await quiet(100)
    await press('Enter')
    await shows(page, 'dialog.alarm')
    await quiet(600)
    await press('Enter')
    await shows(page, 'dialog.disposition')
    await tabTo('.steps .big-button')
    await quiet(100)
    await press('Enter')
    await page.locator('dialog').waitFor({state: 'detached'})
    assert.equal((await view(page)).consignment.alerts, 0)
    await tabTo('.why summary')
    await quiet(100)
    await press('Enter')
    await shows(page, '.why code')
})

test('hostile text stays text, everywhere', async t => {
    const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>\u202Eevil\u200B"\'&'
    const cell = evil.replaceAll('"', '""')
    const shop = demo(t)
    const list = path.join(shop.root, 'evil.csv'), products = path.join(shop.root, 'products.csv')
    writeFileSync(list, `number,level,status,product,vendor,models,issued,expires\nDEMO-9,1,Active,"${cell}","${cell}","${cell}",2026-01-15,2027-12-31\n`)
    writeFileSync(products, `sku,gtin,brand,model,vendor,scope,statement\n"E-1",9520000009991,"${cell}","${cell}","${cell}",in,unknown\n`)
    const data = `${shop.data}-evil`
    for (const args of [['registry', 'import', list, '--scheme', 'jc-star', '--as-of', 'now', '--demo'], ['catalogue', 'import', products]]) {
        const done = kenpin(args, {data})
        assert.equal(done.status, 0, done.err)
    }
    const server = await serve(t, {data})
    const {page, scan} = await station(t, server, {name: evil.slice(0, 60)})
    await page.click('#consignment')
    await page.fill('dialog form [name=name]', evil.slice(0, 60))
    await page.click('text=Save')
    await page.fill('dialog section [name=name]', evil.slice(0, 60))
    await page.fill('[name=supplier]', evil.slice(0, 60))
    await page.click('text=Open >> nth=-1')
    await shows(page, '#consignment .name', '<img')
    for (const text of ['9520000009991', 'DEMO-9', '<script>alert(3)</script>', `https://www.ipa.go.jp/"><img src=x onerror=alert(4)>`]) await scan(text)
    await shows(page, '#big')
    await page.click('[data-tool=type]')
    await page.click('[data-tab=search]')
    await page.keyboard.type('<im', {delay: 60})
    await page.waitForTimeout(300)
    await page.keyboard.press('Escape')
    const {consignment} = await view(page)
    const made = await page.evaluate(() => [document.querySelectorAll('img, script:not([src]), [onerror]').length, /[\u202a-\u202e\u200b]/.test(document.body.innerText)])
    assert.deepEqual(made, [0, false])
    await page.goto(`${server.origin}/sheet#${consignment.id}`)
    await shows(page, 'h1', '<img')
    assert.equal(await page.locator('img, script:not([src])').count(), 0)
})
