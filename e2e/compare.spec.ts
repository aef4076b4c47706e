import AxeBuilder from '@axe-core/playwright'
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

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const token = (claims: string, kid: string) => `${encode({ alg: 'RS256', kid })}.${encode(claims)}.c2ln`
const one = token('{"sub":"ada","id":18446744073709551615,"exp":1800000000,"scope":"read list"}', 'a')
const other = token('{"sub":"ada","id":18446744073709551614,"exp":1800003480,"scope":"read write"}', 'b')

const paste = (text: string) => pasteText(app, text)
const row = (name: string) =>
  app.window.getByRole('row').filter({ has: app.window.getByRole('rowheader', { name, exact: true }) })

test('two tokens of one text stand side by side, claim by claim', async () => {
  const { window } = app
  await paste(`before ${one}\nafter ${other}`)
  await window.getByRole('button', { name: 'Compare', exact: true }).click()
  await expect(row('sub')).toContainText('same')
  await expect(row('exp')).toContainText('58 min later')
  await expect(row('scope')).toContainText('+write −list')
  await expect(row('id')).toContainText('18446744073709551614')
  await expect(row('id')).toContainText('changed')
  await expect(window.getByText('They name different keys (kid)')).toBeVisible()
  await window.getByRole('checkbox', { name: 'Only differences' }).check()
  await expect(row('sub')).toHaveCount(0)
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
})

test('a userinfo answer is pasted beside the token, also in a small window', async () => {
  const { window } = app
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600),
  )
  await window.getByLabel('Compare with').selectOption('pasted')
  const field = window.getByRole('textbox', { name: /Another token/ })
  await field.fill('hello')
  await expect(window.getByText('The other one cannot be compared')).toBeVisible()
  await field.fill('{"sub":"eve","email":"e@x.test"}')
  await expect(window.getByText('They speak of different subjects (sub)')).toBeVisible()
  await expect(row('email')).toContainText('only in the other')
  const wide = await window.evaluate(() => document.documentElement.scrollWidth > globalThis.innerWidth)
  expect(wide).toBe(false)
  await window.getByRole('tab', { name: /Claims/ }).click()
  await expect(window.getByRole('tab', { name: 'Compare' })).toHaveCount(0)
})

test('a pasted token is shown as itself: the comparison with the one before ends', async () => {
  const { window } = app
  await window.getByRole('button', { name: 'Compare', exact: true }).click()
  const field = window.getByRole('textbox', { name: /Another token/ })
  await field.fill(other)
  await expect(row('exp')).toContainText('58 min later')
  await paste(other)
  await expect(window.getByRole('tab', { name: 'Compare' })).toHaveCount(0)
  await expect(window.getByRole('tab', { name: /Claims/ })).toHaveAttribute('aria-selected', 'true')
})
