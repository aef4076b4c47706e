import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { exportPKCS8, generateKeyPair, jwtVerify } from 'jose'
import { goTo, launchApp, type RunningApp } from './support/app.ts'
import { fillProfile, saveProfile } from './support/profile-form.ts'
import { type ScriptedIssuer, startScriptedIssuer, userPassword } from './support/scripted-issuer.ts'

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
  await expect(page.getByText(/to run, client_secret_basic needs a client secret/)).toBeVisible()

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

test('a refusal says what was sent, and one press runs it otherwise, once', async () => {
  const { window: page } = app
  await fillProfile(page, {
    name: 'Raw',
    issuer: issuer.issuer,
    clientId: issuer.clientId,
    method: 'client_secret_basic',
    secret: issuer.clientSecret,
  })
  await grant().selectOption('client_credentials')
  await page.getByRole('combobox', { name: /^Spelling in the header/ }).selectOption('raw')
  await saveProfile(page)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByText('Sent: client authentication client_secret_basic, raw.')).toBeVisible()
  await page.getByRole('button', { name: 'Run with form-encoded credentials' }).click()
  await expect(page.getByRole('heading', { name: /checks passed/ })).toBeVisible()
  await expect(page.getByText('for this run basic_credentials form_encoded')).toBeVisible()
  const kept = await page.evaluate(() => window.claimscope!['profiles.list']())
  const profile = kept.ok ? kept.value.find(({ name }) => name === 'Raw') : undefined
  expect(profile?.flow.basic_credentials).toBe('raw')
  expect(await secretHere('canary-')).toBe(false)
})

test('what the provider announces otherwise is said before a run', async () => {
  const { window: page } = app
  issuer.setFaults({ metadata: { grant_types_supported: ['authorization_code'] } })
  await fillProfile(page, { name: 'Unannounced', issuer: issuer.issuer, clientId: issuer.publicClientId })
  await grant().selectOption('client_credentials')
  await page
    .getByRole('button', { name: /^Fill|^Read|^Discover/ })
    .first()
    .click()
  await expect(page.getByText(/Grant client_credentials is not announced/).first()).toBeVisible()
  await saveProfile(page)
  await goTo(page, 'Flows')
  await page.getByRole('combobox', { name: 'Profile' }).selectOption({ label: 'Unannounced' })
  await expect(page.getByText('The provider announces something else')).toBeVisible()
  issuer.setFaults()
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

test.describe('the other grants without a browser, each to its tokens', () => {
  const urn = 'urn:ietf:params:oauth:grant-type:'
  const cases = [
    {
      grant: 'password',
      type: [
        [/^User name/, 'ada'],
        [/^Password/, userPassword],
      ],
      sent: { username: 'ada', password: userPassword },
    },
    { grant: 'refresh_token', type: [[/^Refresh token/, 'REFRESH']], sent: { refresh_token: 'REFRESH' } },
    {
      grant: `${urn}token-exchange`,
      type: [
        [/^Subject token subject_token$/, 'canary-subject'],
        [/^Actor token actor_token$/, 'canary-actor'],
        [/^Actor token type/, 'urn:ietf:params:oauth:token-type:jwt'],
        [/^Audience/, 'https://api.test'],
      ],
      sent: {
        subject_token: 'canary-subject',
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        actor_token: 'canary-actor',
        actor_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        audience: 'https://api.test',
      },
    },
    {
      grant: `${urn}saml2-bearer`,
      type: [[/^Assertion assertion$/, 'PHNhbWw+']],
      sent: { assertion: 'PHNhbWw+' },
    },
  ] as const
  for (const { grant: value, type, sent } of cases) {
    test(value, async () => {
      const { window: page } = app
      const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
      const refreshToken = value === 'refresh_token' ? await freshRefreshToken() : ''
      const filled = (text: string) => (text === 'REFRESH' ? refreshToken : text)
      await fillProfile(page, { name: `By ${value}`, issuer: issuer.issuer, clientId: issuer.clientId })
      await page.getByRole('combobox', { name: /^Client authentication/ }).selectOption('private_key_jwt')
      await page.getByLabel(/^Client private key/).fill(await exportPKCS8(privateKey))
      await grant().selectOption(value)
      for (const [label, text] of type) await page.getByLabel(label).fill(filled(text))
      await saveProfile(page)
      await page.getByRole('button', { name: 'Run', exact: true }).click()
      await expect(page.getByRole('heading', { name: /checks passed/ })).toBeVisible()
      const tokens = page.getByRole('list', { name: 'Tokens received' })
      await expect(tokens).toContainText('Access token')
      const asked = issuer.requests.filter(({ path }) => path === '/token').at(-1)?.form
      expect(asked?.get('grant_type')).toBe(value)
      for (const [name, text] of Object.entries(sent)) expect(asked?.get(name), name).toBe(filled(text))
      await jwtVerify(asked?.get('client_assertion') ?? '', publicKey, {
        issuer: issuer.clientId,
        subject: issuer.clientId,
        audience: issuer.issuer,
      })
      expect(await secretHere('canary-')).toBe(false)
    })
  }
})

/** One that the issuer knows, as a person would bring it along. */
async function freshRefreshToken(): Promise<string> {
  const answer = await fetch(`${issuer.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: issuer.clientId,
      client_secret: issuer.clientSecret,
      scope: 'openid offline_access',
    }),
  })
  return ((await answer.json()) as { refresh_token: string }).refresh_token
}
