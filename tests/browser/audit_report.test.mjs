// The page that an audit writes: it says what to do to somebody who never saw kenpin, on the screen and on paper.
import {execFileSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import path from 'node:path'
import {pathToFileURL} from 'node:url'
import {test, assert, demo, kenpin, open, serious} from './lib.mjs'

const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
const list = `SKU,JAN,型番,Label number,Title,Supplier,Qty,Value,sell-through
A-1,,ND-1,DEMO-0101,"${hostile.replaceAll('"', '""')}",Quayside <b>Ltd</b>,5,1200,30
A-2,,,DEMO-9999,JC-STAR ★1 カメラ,"</table></details>",7,1000,30
A-3,9520000000012,,,,北の商会,"1,200",99.5,
A-4,０９５２００００００００１１,X,,,北の商会,1,,
A-5,,${'m'.repeat(300)},,,=1+1,1,,
`
const words = {
    en: {todo: 'What to do', shown: 'rows shown', digit: 'its check digit does not fit', long: 'shorten it', hold: 'HOLD',
        demo: 'Demonstration data'},
    ja: {todo: '対応が必要なこと', shown: '行を表示', digit: 'チェックデジットが合いません', long: '短くしてください', hold: '保留',
        demo: 'デモ用の架空データ'},
}

function report(t, lang, rows = list) {
    const {root, data} = demo(t)
    writeFileSync(path.join(root, 'stock.csv'), rows)
    const made = kenpin(['audit', 'stock.csv', '--lang', lang, '--market', 'gb,jp', '--fail-on', 'never', '--out', 'r.html'],
        {cwd: root, data})
    assert.ok([0, 3].includes(made.status), made.err)
    return {root, address: pathToFileURL(path.join(root, 'r.html')).href}
}

const visible = page => page.locator('tbody.row:visible').count()
const text = page => page.locator('body').innerText()

for (const lang of ['en', 'ja']) {
    const say = words[lang]

    test(`${lang}: it says what to do, in words`, async t => {
        const {page} = await open(t, report(t, lang).address)
        assert.equal(await page.locator('html').getAttribute('lang'), lang)
        for (const each of [say.todo, say.digit, say.long, say.hold]) assert.ok((await text(page)).includes(each), each)
        // no code of ours stands there for a person to look up
        assert.doesNotMatch(await text(page), /gtin-bad|listing-|not-listed|demo;/)
        assert.deepEqual(await serious(page), [])
    })

    test(`${lang}: text from the list is never markup`, async t => {
        const {page} = await open(t, report(t, lang).address)
        assert.ok((await text(page)).includes(hostile))
        assert.ok((await text(page)).includes('Quayside <b>Ltd</b>'))
        assert.equal(await page.title(), 'kenpin audit · stock.csv')
        assert.equal(await page.locator('img, iframe, object, link').count(), 0)
        assert.equal(await page.locator('script').count(), 1)
    })

    test(`${lang}: search and filter`, async t => {
        const {page} = await open(t, report(t, lang).address)
        const all = await visible(page)
        assert.equal(all, 5)
        await page.fill('#q', 'ａ-2') // as full-width keyboards write it
        assert.equal(await visible(page), 1)
        assert.equal(await page.locator('#shown').innerText(), '1')
        await page.fill('#q', 'a-2 nothing')
        assert.equal(await visible(page), 0)
        await page.fill('#q', '')
        assert.equal(await visible(page), all)
        const holds = await page.locator('tbody.row[data-o="hold"]').count()
        assert.ok(holds > 0)
        await page.getByRole('checkbox', {name: say.hold}).uncheck()
        assert.equal(await visible(page), all - holds)
        assert.equal(await page.locator('details.group.hold:visible').count(), 0)
    })

    test(`${lang}: the overview leads to its rows`, async t => {
        const {page} = await open(t, report(t, lang).address)
        const link = page.locator('main a').first()
        const group = page.locator(await link.getAttribute('href'))
        await group.locator('summary').click()
        assert.equal(await group.getAttribute('open'), null)
        await link.click()
        assert.equal(await group.getAttribute('open'), '')
        assert.ok(await group.locator('tbody.row').first().isVisible())
    })

    test(`${lang}: a telephone's width holds it`, async t => {
        const {page} = await open(t, report(t, lang).address, {viewport: {width: 360, height: 740}})
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
    })

    test(`${lang}: on paper`, async t => {
        const {root, address} = report(t, lang)
        const {page} = await open(t, address)
        await page.fill('#q', 'a-3')
        await page.locator('details.group:visible summary').click() // closed on the screen, open on paper
        const pdf = path.join(root, 'r.pdf')
        await page.pdf({path: pdf, preferCSSPageSize: true})
        const run = (program, ...args) => execFileSync(program, args, {encoding: 'utf8'})
        assert.match(run('pdfinfo', pdf), /Page size: +84\d(\.\d+)? x 59\d(\.\d+)? pts \(A4\)/)
        const printed = run('pdftotext', '-layout', pdf, '-')
        for (const each of [say.todo, say.hold, say.demo, '9520000000012', '北の商会']) assert.ok(printed.includes(each), each)
        assert.ok(!printed.includes(say.shown), 'the tools are of no use on paper')
        assert.ok(!printed.includes(hostile), 'what is not shown is not printed')
    })
}

test('a list where nothing is to be done says so', async t => {
    const {page} = await open(t, report(t, 'en', 'SKU,Label number\nDEMO-SKU-1,DEMO-0001\n').address)
    assert.ok((await text(page)).includes('No row needs action.'))
    assert.equal(await visible(page), 0)
    assert.equal(await page.locator('input').count(), 0)
})
