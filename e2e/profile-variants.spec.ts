import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp, type RunningApp } from './support/app.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { type ScriptedIssuer, startScriptedIssuer } from './support/scripted-issuer.ts'

/** One profile for several environments, each with values and a secret of its own. */
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

test('an environment runs with its own values and its own secret, and no other', async () => {
  const { window: page } = app
  await fillProfile(page, {
    name: 'Orders',
    issuer: 'http://127.0.0.1:{{port}}',
    clientId: issuer.clientId,
    method: 'client_secret_basic',
  })
  await page.getByRole('combobox', { name: /^Grant/ }).selectOption('client_credentials')
  await page.getByRole('combobox', { name: 'Folder' }).fill('Acme')
  await page.getByText('Environments, clients and users').click()
  await page.getByRole('button', { name: 'Add {{port}}' }).click()
  for (const [at, name] of ['Staging', 'Production'].entries()) {
    await page.getByRole('button', { name: 'Add an environment' }).click()
    await page.getByRole('textbox', { name: `Name of environment ${at + 1}` }).fill(name)
    await page.getByRole('textbox', { name: `port in ${name}` }).fill(new URL(issuer.issuer).port)
  }
  await page.getByRole('combobox', { name: 'Environment', exact: true }).selectOption('Staging')
  await page.getByLabel(/^Client secret/).fill(issuer.clientSecret)
  await saveProfile(page)
  await expect(page.getByRole('button', { name: 'Acme 1' })).toBeVisible()
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([])

  await goTo(page, 'Flows')
  await page.getByRole('combobox', { name: 'Profile' }).selectOption('Orders')
  await expect(page.getByText('No value is given for {{port}}.').first()).toBeVisible()
  const environment = page.getByRole('combobox', { name: 'Environment' })
  await environment.selectOption('Production')
  await expect(page.getByText(/needs a client secret/).first()).toBeVisible()
  await environment.selectOption('Staging')
  await page
    .getByRole('button', { name: /^Get tokens/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { name: /checks passed/ })).toBeVisible()
  await environment.selectOption('Production')
  await expect(page.getByRole('heading', { name: /checks passed/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Edit profile' }).last().click()
  const secret = page.getByLabel(/^Client secret/)
  await expect(secret).toBeFocused()
  await expect(secret).toHaveValue('')
  await expect(
    page.getByRole('combobox', { name: 'Environment', exact: true }).locator(':checked'),
  ).toHaveText('Production')
})

test('a template says what to fill in, and its profile is kept with its notes', async () => {
  const { window: page } = app
  await goTo(page, 'Profiles')
  await page.getByRole('button', { name: 'From a template' }).click()
  await page.getByRole('menuitem', { name: 'Keycloak' }).click()
  await expect(page.getByText('Clients → your client → Settings')).toBeVisible()
  await page.getByRole('textbox', { name: 'host by default' }).fill('login.example')
  await page.getByRole('textbox', { name: 'realm by default' }).fill('acme')
  await page.getByRole('textbox', { name: /^Client ID client_id/ }).fill('app')
  await saveProfile(page)
  await expect(page.getByText(/Kept in memory until you quit/)).toBeVisible()
  await page.getByText('How to set up Keycloak').click()
  await expect(page.getByText('Clients → your client → Settings')).toBeVisible()
})
