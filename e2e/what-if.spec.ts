import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { Browser } from 'playwright'
import { goTo, launchApp, type RunningApp, readClipboard } from './support/app.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { type ScriptedIssuer, startScriptedIssuer } from './support/scripted-issuer.ts'
import { startUserBrowser } from './support/user-browser.ts'

/** What should not work, tried from the window at a server that takes everything and at one that does not. */
let app: RunningApp
let browser: Browser
let issuer: ScriptedIssuer
test.beforeAll(async () => {
  issuer = await startScriptedIssuer()
  app = await launchApp()
  browser = await startUserBrowser()
  await fillProfile(app.window, { name: 'Tried', issuer: issuer.issuer, clientId: issuer.publicClientId })
  await saveProfile(app.window)
  await goTo(app.window, 'Flows')
  await app.window.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Tried' })
  await app.window.getByRole('button', { name: 'What if' }).click()
})
test.afterAll(async () => {
  await browser.close()
  await app.close()
  await issuer.close()
})

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
const row = (name: string) =>
  app.window.getByRole('table', { name: 'What if' }).getByRole('row').filter({ hasText: name })
const start = () => app.window.getByRole('button', { name: /^Try .*case/ })

async function signInTimes(times: number): Promise<void> {
  const context = await browser.newContext()
  const page = await context.newPage()
  for (let index = 0; index < times; index++) await page.goto(await app.links.next())
  await context.close()
}

test('nothing is sent before the server is called mine and that is confirmed outside the page', async () => {
  await expect(start()).toBeDisabled()
  await app.window.getByRole('checkbox', { name: 'This authorization server is mine to test' }).check()
  await answerDialog(0)
  await start().click()
  await expect(app.window.getByText('Nothing was sent, as you chose.')).toBeVisible()
  expect((await askedInDialog())[0]).toContain(new URL(issuer.issuer).host)
  expect(issuer.requests).toEqual([])
})

test('a careless server is found out, and what went over the wire is shown without secrets', async () => {
  issuer.setFaults({ careless: true })
  const { window } = app
  await window.getByRole('checkbox', { name: 'All cases' }).uncheck()
  for (const name of ['Wrong code verifier', 'Unregistered redirect URI', 'Code replay']) {
    await row(name).getByRole('checkbox').check()
  }
  await answerDialog(1)
  await start().click()
  await signInTimes(3)
  await expect(row('Wrong code verifier')).toContainText('Failed · Accepted with 200')
  await expect(row('Unregistered redirect URI')).toContainText('unregistered address, with a code')
  await expect(row('Code replay')).toContainText('Failed · Accepted with 200')
  await expect(row('Missing state')).toContainText('not tried')
  await row('Code replay')
    .getByRole('button', { name: /requests$/ })
    .click()
  await expect(window.getByText('code_verifier').first()).toBeVisible()
  const page = (await window.locator('body').textContent()) ?? ''
  for (const { form } of issuer.requests) {
    for (const name of ['code', 'code_verifier']) {
      for (const value of form.getAll(name)) expect(page).not.toContain(value)
    }
  }
  await window.getByRole('button', { name: 'Export' }).click()
  await window.getByRole('menuitem', { name: 'Copy as Markdown' }).click()
  await expect(window.getByText('Report copied as Markdown')).toBeVisible()
  expect(await readClipboard(app)).toContain('| Code replay |')
})

test('a case can be skipped and all of it cancelled', async () => {
  const { window } = app
  await answerDialog(1)
  await start().click()
  await app.links.next()
  await window.getByRole('button', { name: 'Skip this case' }).click()
  await expect(row('Wrong code verifier')).toContainText('Not checked')
  await app.links.next()
  await window.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(window.getByText('Cancelled; what was known by then is below.')).toBeVisible()
  await expect(window.getByText('The unchanged sign-in did not work')).toBeVisible()
})

test('axe finds nothing, and the window complains of nothing', async () => {
  const { violations } = await new AxeBuilder({ page: app.window }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  expect(app.complaints).toEqual([])
  await app.window.getByRole('button', { name: 'Back to the runs' }).click()
  await expect(app.window.getByRole('region', { name: 'The run' })).toBeVisible()
})
