import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { launchApp, pasteText, type RunningApp } from './support/app.ts'

let app: RunningApp
test.beforeAll(async () => {
  app = await launchApp()
})
test.afterAll(async () => {
  expect(app.complaints).toEqual([])
  await app.close()
})

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
function signed(claims: object): string {
  const input = `${encode({ alg: 'ES256' })}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}
const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`claim_${index}`, index]))
const resize = (width: number, height: number) =>
  app.electron.evaluate(
    ({ BrowserWindow }, [w = 0, h = 0]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h),
    [width, height],
  )
/** Rows of the table that are wholly above the status line. */
const rowsInSight = () =>
  app.window.getByRole('tabpanel').evaluate((panel) => {
    const { bottom } = panel.getBoundingClientRect()
    const edge = Math.min(bottom, globalThis.innerHeight)
    return [...panel.querySelectorAll('tbody tr')].filter((row) => row.getBoundingClientRect().bottom <= edge)
      .length
  })

test('before it is verified, a token of many claims shows at least nine of them', async () => {
  await resize(1280, 800)
  await pasteText(app, signed({ iss: 'https://issuer.test', ...many }))
  await expect.poll(rowsInSight).toBeGreaterThanOrEqual(9)
})

test('what failed is in sight in a small window, and so are the tabs and some claims', async () => {
  const { window } = app
  await resize(900, 600)
  await pasteText(app, signed({ iss: 'https://issuer.test', aud: 'a', nonce: 'b', ...many }))
  await window.getByRole('radio', { name: 'Key', exact: true }).check()
  await window
    .getByRole('textbox', { name: 'Key', exact: true })
    .fill(JSON.stringify(publicKey.export({ format: 'jwk' })))
  await window.getByLabel('Expected audience').fill('other')
  await window.getByLabel('Expected nonce').fill('other')
  await window.keyboard.press('Control+Enter')
  await expect(window.getByRole('button', { name: 'Expect a instead' })).toBeInViewport({ ratio: 1 })
  await expect(window.getByRole('tab', { name: /Claims/ })).toBeInViewport({ ratio: 1 })
  await expect.poll(rowsInSight).toBeGreaterThanOrEqual(2)
})
