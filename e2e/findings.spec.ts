import { createHmac } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import manifest from '../package.json' with { type: 'json' }
import { goTo, launchApp, pasteText, type RunningApp, readClipboard } from './support/app.ts'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const input = `${encode({ alg: 'HS256', kid: '../../dev/null', typ: 'JWT' })}.${encode({
  iss: 'https://login.acme.test',
  sub: 'user-1',
  aud: ['api', 'orders'],
  exp: 1_795_447_800,
  iat: 1_795_444_200,
  password: 'correct-horse-staple',
})}`
const token = `${input}.${createHmac('sha256', 'supersecretkey').update(input).digest('base64url')}`

let app: RunningApp
test.beforeAll(async () => {
  app = await launchApp()
  await goTo(app.window, 'Inspect')
  await expect(app.window.getByRole('textbox').first()).toBeVisible()
  await pasteText(app, token)
  await app.window.getByRole('tab', { name: /^Findings/ }).click()
})
test.afterAll(() => app.close())

const finding = (text: string | RegExp) => app.window.getByRole('button', { name: text })

test('a finding opens to why, what to do and its source, and marks its place in the input', async () => {
  const { window } = app
  await finding(/kid .* looks like/).click()
  await expect(window.getByText('Compare kid with the names of known keys')).toBeVisible()
  await expect(window.getByRole('button', { name: 'RFC 8725 §3.10' }).first()).toBeVisible()
  await window.getByRole('button', { name: 'header.kid' }).click()
  const marked = await window.evaluate(() => String(document.getSelection() ?? ''))
  // In the editor's shadow root the selection may not be readable; the focus is.
  expect(marked === '' || token.includes(marked)).toBe(true)
  await expect(finding(/password: the name says/)).toBeVisible()
  await expect(window.getByText('correct-horse-staple')).toHaveCount(0)
})

test('rules that could not look are listed, not passed', async () => {
  const { window } = app
  const fold = window.getByText(/rules were not run; not counted as passed/)
  await fold.click()
  await expect(window.getByText('The secret is too short')).toBeVisible()
  await fold.click()
})

test('a rule is switched off only with a reason, counted, and switched on again', async () => {
  const { window } = app
  await finding(/aud names 2 recipients/).click()
  await window.getByRole('button', { name: 'Switch off JWT-C11…' }).click()
  await window.getByRole('button', { name: 'Switch off', exact: true }).click()
  await expect(window.getByText('A reason is needed.')).toBeVisible()
  await window.getByRole('textbox', { name: 'Why is JWT-C11 off?' }).fill('both are ours')
  await window.getByRole('button', { name: 'Switch off', exact: true }).click()
  await expect(finding(/aud names 2 recipients/)).toHaveCount(0)
  await window.getByText(/of rules that are switched off/).click()
  await expect(window.getByText('both are ours')).toBeVisible()
  await window.getByRole('button', { name: 'Switch on JWT-C11' }).click()
  await expect(finding(/aud names 2 recipients/)).toBeVisible()
})

test('common secrets are tried on a click only, and the one found is hidden until revealed', async () => {
  const { window } = app
  await expect(window.getByText(/The secret was guessed/)).toHaveCount(0)
  await window.getByRole('button', { name: 'Try common secrets' }).click()
  await expect(window.getByText('The secret was guessed')).toBeVisible()
  await expect(window.getByText('supersecretkey')).toHaveCount(0)
  await expect(finding(/in the list of common secrets/)).toBeVisible()
  await window.getByRole('button', { name: 'Reveal' }).click()
  await expect(window.getByText('supersecretkey')).toBeVisible()
  await window.getByRole('button', { name: 'Hide' }).click()
  await expect(window.getByText('supersecretkey')).toHaveCount(0)
})

test('findings go to other tools without the token', async () => {
  const { window } = app
  for (const [name, contains] of [
    ['Copy as SARIF', `"semanticVersion": "${manifest.version}"`],
    ['Copy as JUnit', '<testsuite'],
    ['Copy as JSON', '"findings"'],
  ] as const) {
    await window.getByRole('button', { name: 'Export' }).click()
    await window.getByRole('menuitem', { name }).click()
    await expect.poll(() => readClipboard(app)).toContain(contains)
    const text = await readClipboard(app)
    for (const part of token.split('.')) expect(text).not.toContain(part)
  }
})

test('tokens of one text are compared with each other, and so are certificates with their header', async () => {
  const { window } = app
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signature = Buffer.alloc(64, 7).toString('base64url')
  const signed = ['user-1', 'user-2'].map(
    (sub) => `${part({ alg: 'ES256', kid: 'k1', x5c: ['MIIB'] })}.${part({ sub })}.${signature}`,
  )
  await pasteText(app, `first ${signed[0]}\nsecond ${signed[1]}`)
  await window.getByRole('tab', { name: /^Findings/ }).click()
  await expect(finding(/signature with the same r/)).toBeVisible()
  await expect(finding(/not a certificate that can be read/)).toBeVisible()
  await pasteText(app, signed[0] ?? '')
  await expect(finding(/not a certificate that can be read/)).toBeVisible()
  await expect(finding(/signature with the same r/)).toHaveCount(0)
})

test('nothing went over the network, axe finds nothing, and the window complains of nothing', async () => {
  const { window } = app
  await expect(window.getByText('0 requests since paste')).toBeVisible()
  const axe = await new AxeBuilder({ page: window }).setLegacyMode().analyze()
  expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
  expect(app.complaints).toEqual([])
})
