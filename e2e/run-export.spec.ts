import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp, type RunningApp, readClipboard } from './support/app.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { type ScriptedIssuer, startScriptedIssuer } from './support/scripted-issuer.ts'

/** A run leaves the app: as a file, on the clipboard, as a command. No secret goes along. */
let app: RunningApp
let issuer: ScriptedIssuer
test.beforeAll(async () => {
  issuer = await startScriptedIssuer()
  app = await launchApp()
  const { window: page } = app
  await fillProfile(page, {
    name: 'Machine',
    issuer: issuer.issuer,
    clientId: issuer.clientId,
    method: 'client_secret_basic',
  })
  await page.getByRole('combobox', { name: /^Grant/ }).selectOption('client_credentials')
  await page.getByLabel(/^Client secret/).fill(issuer.clientSecret)
  await saveProfile(page)
  await goTo(page, 'Flows')
  await page.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Machine' })
  await page.getByRole('button', { name: 'Get tokens' }).first().click()
  await expect(page.getByRole('heading', { name: /checks passed/ })).toBeVisible()
})
test.afterAll(async () => {
  await app.close()
  await issuer.close()
})

const tokenText = () =>
  app.window.evaluate(async () => {
    const runs = await window.claimscope!['flows.list']()
    const runId = runs.ok ? (runs.value[0]?.id ?? '') : ''
    const token = await window.claimscope!['flows.token']({ runId, kind: 'access_token' })
    return token.ok ? token.value.token : ''
  })

for (const [label, name, begins] of [
  ['HAR', 'run.har', '{\n  "log": {'],
  ['Markdown', 'run.md', '# Authorized'],
  ['JSON', 'run.json', '{\n  "ok": true'],
] as const) {
  test(`saved and copied as ${label}, the same, without secret and token`, async () => {
    const path = test.info().outputPath(name)
    await app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, path)
    const { window: page } = app
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: `Save as ${label}…` }).click()
    await expect(page.getByText(`Run saved as ${label}`).first()).toBeVisible()
    const text = readFileSync(path, 'utf8')
    expect(text.startsWith(begins)).toBe(true)
    expect(text).toContain('/token')
    const token = await tokenText()
    expect(token).not.toBe('')
    for (const secret of [issuer.clientSecret, encodeURIComponent(issuer.clientSecret), token]) {
      expect(text).not.toContain(secret)
    }
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: `Copy as ${label}` }).click()
    await expect.poll(() => readClipboard(app)).toBe(text)
  })
}

test('a request as curl, with the secret as a variable', async () => {
  const { window: page } = app
  await page.getByRole('option', { name: /Request the tokens/ }).click()
  await page.getByRole('button', { name: 'Copy this request as curl' }).click()
  await expect.poll(() => readClipboard(app)).toMatch(/^#.*\ncurl --globoff --url /)
  const command = await readClipboard(app)
  expect(command).toContain('"$CLIENT_SECRET"')
  expect(command).not.toContain(issuer.clientSecret)
})

test('the whole flow as code, with the secret as a variable', async () => {
  const { window: page } = app
  await page.getByRole('button', { name: 'Export' }).click()
  await page.screenshot({ path: 'test-results/screens/flows-export-1280-light.png' })
  for (const [label, words] of [
    ['curl (shell script)', `--user '${issuer.clientId}:'"$CLIENT_SECRET"`],
    ['openid-client (TypeScript)', 'client.ClientSecretBasic(process.env.CLIENT_SECRET!)'],
    ['Authlib (Python)', 'os.environ["CLIENT_SECRET"]'],
    ['requests-oauthlib (Python)', 'BackendApplicationClient'],
    ['oauth2c', '--client-secret "$CLIENT_SECRET"'],
  ] as const) {
    if (!(await page.getByRole('menu').isVisible()))
      await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: `Copy the flow as ${label}` }).click()
    await expect.poll(() => readClipboard(app)).toContain(words)
    expect(await readClipboard(app)).not.toContain(issuer.clientSecret)
  }
})

test('a step explains itself, and keeps doing so for the next', async () => {
  const { window: page } = app
  const detail = page.getByRole('region', { name: 'Details of the step' })
  await detail.getByRole('button', { name: 'Explain' }).click()
  await expect(detail.getByRole('button', { name: 'RFC 6749 §3.2' })).toBeVisible()
  await page.getByRole('option', { name: /Check the answer/ }).click()
  await expect(detail.getByRole('button', { name: 'OIDC Core §3.1.3.7' })).toBeVisible()
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([])
  await detail.getByRole('button', { name: 'Explain' }).click()
  await expect(detail.getByRole('button', { name: 'OIDC Core §3.1.3.7' })).toHaveCount(0)
})
