import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp, type RunningApp } from './support/app.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { type ScriptedIssuer, startScriptedIssuer } from './support/scripted-issuer.ts'

/** Grants without a browser, set up in the editor as a person would, and run against a provider that checks them. */
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

const grant = () => app.window.getByRole('combobox', { name: /^Grant/ })
const secretHere = (text: string) => app.window.content().then((content) => content.includes(text))

test('client credentials: set up, led to the missing secret, run, tokens seen', async () => {
  const { window: page } = app
  await fillProfile(page, {
    name: 'Machine',
    issuer: issuer.issuer,
    clientId: issuer.clientId,
    method: 'client_secret_basic',
  })
  await expect(page.getByText('Register this redirect URI with the provider')).toBeVisible()
  await grant().selectOption('client_credentials')
  await expect(page.getByText('Register this redirect URI with the provider')).toHaveCount(0)
  await page.getByRole('textbox', { name: /^Scope/ }).fill('api')
  await saveProfile(page)
  await expect(page.getByText(/endpoints not read yet/)).toBeVisible()

  await goTo(page, 'Flows')
  await page.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Machine' })
  await expect(page.getByText(/needs a client secret/).first()).toBeVisible()
  await page.getByRole('button', { name: 'Edit profile' }).last().click()
  const secret = page.getByLabel(/^Client secret/)
  await expect(secret).toBeFocused()
  await secret.fill(issuer.clientSecret)
  await page.getByRole('button', { name: 'Save and run' }).click()
  await expect(page.getByRole('button', { name: 'Get tokens' })).toBeVisible()
  await expect(page.getByRole('heading', { name: /checks passed/ })).toBeVisible()
  const tokens = page.getByRole('list', { name: 'Tokens received' }).getByRole('listitem')
  await expect(tokens).toHaveCount(1)
  await expect(tokens).toContainText('Access token')
  const asked = issuer.requests.filter(({ path }) => path === '/token').at(-1)
  expect(asked?.form.get('grant_type')).toBe('client_credentials')
  expect(asked?.form.get('scope')).toBe('api')
  expect(await app.links.count()).toBe(0)
})

test('each grant shows what it needs; what it does not use stays, and is named', async () => {
  const { window: page } = app
  await fillProfile(page, { name: 'Many', issuer: issuer.issuer, clientId: issuer.clientId })
  await grant().selectOption('password')
  await page.getByRole('textbox', { name: /^User name/ }).fill('ada')
  await page.getByLabel(/^Password/).fill('canary-typed-word')
  await grant().selectOption('urn:ietf:params:oauth:grant-type:token-exchange')
  for (const label of [
    /^Subject token subject_token$/,
    /^Actor token actor_token$/,
    /^Audience/,
    /^Requested token type/,
  ]) {
    await expect(page.getByLabel(label)).toBeVisible()
  }
  await expect(page.getByRole('heading', { name: 'Kept, not used' })).toBeVisible()
  await page.getByLabel(/^Audience/).fill('https://api.test\n\nother\n')
  await page.getByRole('combobox', { name: /^Client authentication/ }).selectOption('private_key_jwt')
  await page.getByLabel(/^Client private key/).fill('-----BEGIN PRIVATE KEY-----\ncanary-key-line\n')
  await page.getByRole('combobox', { name: /^Assertion audience/ }).selectOption('token_endpoint')
  await saveProfile(page)
  await expect(page.getByRole('button', { name: 'Reveal the client private key' })).toBeVisible()
  expect(await secretHere('canary-')).toBe(false)
  const kept = await page.evaluate(() => window.claimscope!['profiles.list']())
  const profile = kept.ok ? kept.value.find(({ name }) => name === 'Many') : undefined
  expect(profile).toMatchObject({
    secrets: ['client_key', 'password'],
    flow: {
      username: 'ada',
      audience: ['https://api.test', 'other'],
      client_assertion_audience: 'token_endpoint',
    },
  })
  await page.getByRole('button', { name: 'Reveal the client private key' }).click()
  await expect(page.getByLabel(/^Client private key/)).toHaveValue(/\ncanary-key-line\n/)
  await page.getByRole('button', { name: 'Reveal the password' }).click()
  await expect(page.getByLabel(/^Password/)).toHaveValue('canary-typed-word')
  expect(await page.getByLabel(/^Client private key/).inputValue()).not.toContain('canary')
})

test('the editor of every grant fits and is accessible', async () => {
  const { window: page } = app
  await fillProfile(page, { name: 'Wide', issuer: issuer.issuer, clientId: 'x' })
  const offered = await grant().evaluate((select: HTMLSelectElement) =>
    [...select.options].map(({ value }) => value),
  )
  for (const method of ['client_secret_jwt', 'private_key_jwt'] as const) {
    await page.getByRole('combobox', { name: /^Client authentication/ }).selectOption(method)
    for (const value of method === 'private_key_jwt' ? offered : offered.slice(0, 1)) {
      await grant().selectOption(value)
      const sticksOut = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      )
      expect(sticksOut, value).toBe(false)
      expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations, value).toEqual([])
    }
  }
})
