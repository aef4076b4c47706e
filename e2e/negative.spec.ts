import { generateKeyPairSync } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp, type RunningApp, readClipboard } from './support/app.ts'
import { type ResourceServer, startResourceServer } from './support/resource-server.ts'

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const privateJwk = JSON.stringify(pair.privateKey.export({ format: 'jwk' }))
const api = {
  jwk: pair.publicKey.export({ format: 'jwk' }),
  issuer: 'https://login.example.com',
  audience: 'https://api.example.com',
}

let app: RunningApp
let careful: ResourceServer
let broken: ResourceServer
test.beforeAll(async () => {
  careful = await startResourceServer({ ...api, isCareful: true })
  broken = await startResourceServer({ ...api, isCareful: false })
  app = await launchApp()
})
test.afterAll(async () => {
  await app.close()
  await careful.close()
  await broken.close()
})

/** What the person answers in the dialog of the main process, and what it asked. */
const answerDialog = (response: 0 | 1) =>
  app.electron.evaluate(({ dialog }, chosen) => {
    const asked: string[] = []
    Object.assign(globalThis, { askedInDialog: asked })
    dialog.showMessageBox = (async (...given: unknown[]) => {
      asked.push(JSON.stringify(given.at(-1)))
      return { response: chosen, checkboxChecked: false }
    }) as typeof dialog.showMessageBox
  }, response)
const askedInDialog = () =>
  app.electron.evaluate(() => (globalThis as unknown as { askedInDialog: string[] }).askedInDialog)

const row = (name: string | RegExp) =>
  app.window.getByRole('table', { name: 'Negative tokens' }).getByRole('row').filter({ hasText: name })

test('a table of faults is made from a good token', async () => {
  const { window } = app
  await goTo(window, 'Build')
  await window.getByRole('tab', { name: 'Negative tokens' }).click()
  await expect(window.getByText('Negative tokens need a good one')).toBeVisible()
  await window.getByRole('tab', { name: 'Token', exact: true }).click()
  await window.getByRole('combobox', { name: 'Template' }).selectOption('access_token')
  await window.getByRole('radio', { name: 'Paste' }).check()
  await window.getByRole('textbox', { name: 'Private key' }).fill(privateJwk)
  await window.getByRole('button', { name: /^Sign with/ }).click()
  await expect(window.getByText(/^Signed with ES256/)).toBeVisible()
  await window.getByRole('tab', { name: 'Negative tokens' }).click()
  await window.getByRole('button', { name: 'Make negative tokens' }).click()
  await expect(row('It was issued two hours ago')).toContainText('Refused: 401')
  await expect(row(/alg nOnE/)).toContainText('not sent')
  expect(careful.seen).toEqual([])
})

test('nothing is sent before the endpoint is named, called mine and confirmed outside the page', async () => {
  const { window } = app
  const send = window.getByRole('button', { name: /^Send \d+ requests/ })
  await expect(send).toBeDisabled()
  await window.getByRole('textbox', { name: 'Endpoint' }).fill(careful.url)
  await expect(send).toBeDisabled()
  await window.getByRole('checkbox', { name: 'This endpoint is mine to test' }).check()
  await answerDialog(0)
  await send.click()
  await expect(window.getByText('Nothing was sent, as you chose.')).toBeVisible()
  expect((await askedInDialog())[0]).toContain(new URL(careful.url).host)
  expect(careful.seen).toEqual([])
  await window.getByRole('textbox', { name: 'Endpoint' }).fill('http://192.0.2.1/')
  await expect(window.getByRole('checkbox', { name: 'This endpoint is mine to test' })).not.toBeChecked()
})

test('a careful server passes', async () => {
  const { window } = app
  await answerDialog(1)
  await window.getByRole('textbox', { name: 'Endpoint' }).fill(careful.url)
  await window.getByRole('checkbox', { name: 'This endpoint is mine to test' }).check()
  await window.getByRole('button', { name: /^Send \d+ requests/ }).click()
  await expect(row('The good token')).toContainText('Accepted with 200', { timeout: 20_000 })
  await expect(row('Expiry in milliseconds')).toContainText(/with \d+/, { timeout: 20_000 })
  await expect(row('Very large')).toContainText(/with \d+/, { timeout: 20_000 })
  await expect(window.getByText(/as expected/)).toBeVisible()
  await expect(window.getByText(/\d+ wrong/)).toHaveCount(0)
  await expect(row('It was issued two hours ago')).toContainText('Refused with 401, invalid_token')
})

test('a server that only decodes is found out, and the table can be copied without signatures', async () => {
  const { window } = app
  await window.getByRole('textbox', { name: 'Endpoint' }).fill(broken.url)
  await window.getByRole('checkbox', { name: 'This endpoint is mine to test' }).check()
  await window.getByRole('button', { name: /^Send \d+ requests/ }).click()
  await expect(row('Public key as the secret')).toContainText('Wrongly accepted with 200', {
    timeout: 20_000,
  })
  await expect(row('Very large')).toContainText(/with \d+/, { timeout: 20_000 })
  await expect(window.getByText(/\d+ wrong/)).toBeVisible()
  await window.getByRole('button', { name: 'Export' }).click()
  await window.getByRole('menuitem', { name: 'Copy as CSV' }).click()
  await expect(window.getByText('Table copied as CSV')).toBeVisible()
  const csv = await readClipboard(app)
  expect(csv).toContain('"fail"')
  const [good = ''] = broken.seen
  expect(csv).not.toContain(good.split('.')[2])
})

test('axe finds nothing, and the window complains of nothing', async () => {
  const axe = await new AxeBuilder({ page: app.window }).setLegacyMode().analyze()
  expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
  expect(app.complaints).toEqual([])
})
