// The frame can fail: a page that asks for something outside, or whose script breaks, is told of.
import {writeFileSync} from 'node:fs'
import path from 'node:path'
import {pathToFileURL} from 'node:url'
import {test, assert, folder, open, serious} from './lib.mjs'

function page(t, body) {
    const file = path.join(folder(t), 'page.html')
    writeFileSync(file, `<!DOCTYPE html><html lang="en"><title>page</title><main>${body}</main></html>`)
    return pathToFileURL(file).href
}

// What is in `faults` is taken out, as it was wanted here.
async function faultsOf(t, body) {
    const {page: shown, faults} = await open(t, page(t, body))
    await shown.waitForLoadState('load')
    return faults.splice(0)
}

test('a good page has no faults', async t => {
    assert.deepEqual(await faultsOf(t, '<h1>good</h1><img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'), [])
})
test('a request that leaves is a fault', async t => {
    const faults = await faultsOf(t, '<img alt="" src="https://demo.invalid/x.png">')
    assert.match(faults.join('\n'), /leaves file:.*demo\.invalid/)
})
test('an exception is a fault', async t => {
    assert.match((await faultsOf(t, '<script>throw new Error("broken")</script>')).join('\n'), /uncaught: .*broken/)
})
test('text that cannot be read against its ground is serious', async t => {
    const {page: shown} = await open(t, page(t, '<p style="color:#ccc;background:#fff">pale</p>'))
    assert.match((await serious(shown)).join('\n'), /color-contrast/)
})
