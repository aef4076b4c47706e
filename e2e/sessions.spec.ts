import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp, type RunningApp, readClipboard } from './support/app.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { type ScriptedIssuer, startScriptedIssuer, userPassword } from './support/scripted-issuer.ts'

/** The tokens of a run, from their coming to their end. */
let app: RunningApp
let issuer: ScriptedIssuer
test.beforeAll(async () => {
  issuer = await startScriptedIssuer()
  app = await launchApp()
})
test.afterAll(async () => {
  await app.close()
  await issuer.close()
})

test('a run becomes a session: counted down, copied, refreshed, forgotten and taken back', async () => {
  const { window: page } = app
  await fillProfile(page, {
    name: 'Orders',
    issuer: issuer.issuer,
    clientId: issuer.clientId,
    method: 'client_secret_basic',
    secret: issuer.clientSecret,
  })
  await page.getByRole('combobox', { name: /^Grant/ }).selectOption('password')
  await page.getByRole('textbox', { name: /^User name username/ }).fill('ada')
  await page.getByLabel(/^Password/).fill(userPassword)
  await page.getByRole('textbox', { name: /^Scope/ }).fill('openid offline_access')
  await saveProfile(page)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Tokens received' })).toBeVisible()

  await goTo(page, 'Sessions')
  await expect(page.getByText(/^Access token ends in/)).toBeVisible()
  const tokens = page.getByRole('list', { name: 'Tokens of this session' }).getByRole('listitem')
  await expect(tokens.filter({ hasText: 'Refresh token' })).toBeVisible()
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  await page.getByRole('menuitem', { name: 'As Authorization header' }).click()
  await expect.poll(() => readClipboard(app)).toMatch(/^Authorization: Bearer \S+$/)
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await expect(page.getByText(/^Refreshed; the refresh token/)).toBeVisible()
  await expect(page.getByRole('checkbox', { name: /^Keep in the vault/ })).toBeDisabled()
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([])
  await page.screenshot({ path: 'test-results/screens/sessions-light-1280.png' })
  await page.emulateMedia({ colorScheme: 'dark' })
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600),
  )
  await page.screenshot({ path: 'test-results/screens/sessions-dark-900.png' })

  await page.getByRole('button', { name: 'More for this session' }).click()
  await page.getByRole('menuitem', { name: 'Forget' }).click()
  await expect(page.getByRole('heading', { name: 'No session yet' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(/^Access token ends in/)).toBeVisible()
  expect(app.complaints).toEqual([])
})
