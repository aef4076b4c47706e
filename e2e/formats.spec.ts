import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { goTo, launchApp, pasteText, type RunningApp, readClipboard } from './support/app.ts'

let app: RunningApp
test.beforeAll(async () => {
  app = await launchApp()
})
test.afterAll(() => app.close())
test.beforeEach(() => goTo(app.window, 'Inspect'))

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const soon = () => Math.floor(Date.now() / 1000) + 600
const inner = `${encode({ alg: 'ES256' })}.${encode({ iss: 'https://inner.test', sub: 'b' })}.c2ln`
const token = (claims: object) => `${encode({ alg: 'RS256', kid: 'k' })}.${encode(claims)}.c2ln`
const keycloak = () =>
  token({
    iss: 'https://login.acme.test/realms/acme',
    typ: 'Bearer',
    aud: 'account',
    iat: soon() - 700,
    exp: soon(),
    realm_access: {
      roles: ['offline_access', 'editor', 'a role that makes this list too long for one line'],
    },
    act_token: inner,
  })

async function paste(text: string): Promise<void> {
  await pasteText(app, text)
}

const title = () => app.window.getByRole('heading', { level: 1 })
const row = (name: string) => app.window.getByRole('row').filter({ hasText: name }).first()

test('a token is read with its provider’s own words, and each claim can be taken along', async () => {
  await paste(keycloak())
  await expect(app.window.getByText('Looks like Keycloak: access token')).toBeVisible()
  await expect(app.window.getByText('Its only audience is account')).toBeVisible()
  await expect(row('offline_access')).toContainText('may get offline tokens')

  await app.window.getByRole('button', { name: 'More for [0]' }).click()
  await app.window.getByRole('menuitem', { name: /Copy path/ }).click()
  await expect.poll(() => readClipboard(app)).toBe('$.realm_access.roles[0]')
  await app.window.getByRole('button', { name: 'More for [0]' }).click()
  await app.window.getByRole('menuitem', { name: /Python/ }).click()
  await expect
    .poll(() => readClipboard(app))
    .toBe('assert claims["realm_access"]["roles"][0] == "offline_access"')

  await app.window.getByRole('button', { name: 'Copy aud' }).press('p')
  await expect.poll(() => readClipboard(app)).toBe('$.aud')

  await app.window.getByRole('button', { name: 'Fold roles' }).click()
  await expect(app.window.getByRole('rowheader', { name: '[0]' })).toHaveCount(0)
})

test('a token inside a claim opens, and leads back', async () => {
  await paste(keycloak())
  await row('act_token').getByRole('button', { name: 'Open' }).click()
  await expect(row('iss')).toContainText('https://inner.test')
  const trail = app.window.getByRole('navigation', { name: 'Opened from' })
  await expect(trail).toContainText('$.act_token')
  await trail.getByRole('button', { name: 'Access token' }).click()
  await expect(row('iss')).toContainText('login.acme.test')
  await expect(trail).toHaveCount(0)
})

test('the clock and the tolerance are moved where the times are shown', async () => {
  await paste(keycloak())
  await app.window.getByRole('button', { name: /^as of/ }).click()
  await app.window.getByRole('menuitem', { name: 'Just after it expired' }).click()
  await expect(app.window.getByText('expired now', { exact: true })).toBeVisible()
  await expect(app.window.getByRole('contentinfo')).toContainText('As of')
  await app.window.getByRole('button', { name: /^as of/ }).click()
  await app.window.getByRole('menuitem', { name: 'Now' }).click()
  await expect(app.window.getByRole('contentinfo')).not.toContainText('As of')
  await app.window.getByRole('button', { name: /^tolerance/ }).click()
  await app.window.getByRole('menuitem', { name: '5 minutes' }).click()
  await expect(app.window.getByRole('button', { name: 'tolerance 300 s' })).toBeVisible()
  await app.window.getByRole('button', { name: /^tolerance/ }).click()
  await app.window.getByRole('menuitem', { name: '30 seconds' }).click()
})

test('each form is named for what it is', async () => {
  const general = {
    payload: encode({ iss: 'joe' }),
    signatures: [
      { protected: encode({ alg: 'RS256' }), header: { kid: 'a' }, signature: 'c2ln' },
      { protected: encode({ alg: 'ES256' }), header: { kid: 'b' }, signature: 'c2ln' },
    ],
  }
  await paste(JSON.stringify(general, null, 2))
  await expect(title()).toHaveText('JWS, JSON form')
  await app.window.getByRole('tab', { name: /^Header/ }).click()
  await app.window.getByRole('combobox', { name: 'Which signature' }).selectOption({ index: 1 })
  await expect(app.window.getByRole('region', { name: 'Protected header', exact: true })).toContainText(
    'ES256',
  )
  await expect(app.window.getByRole('region', { name: 'Unprotected header' })).toContainText(
    'anyone can change it',
  )
  await app.window.getByRole('tab', { name: /^Claims/ }).click()

  const nested = `${encode({ alg: 'HS256', cty: 'JWT' })}.${encode(inner)}.c2ln`
  for (const [text, name] of [
    [nested, 'Nested token: a token, signed'],
    [`${token({ vct: 'https://c.test/id' })}~${encode(['salt', 'given_name', 'Ada'])}~`, 'SD-JWT credential'],
    ['v4.public.eyJzdWIiOiJ4In0aaaaaaaaaaaaaaaaaaaa', 'PASETO v4, signed'],
    ['<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>', 'SAML response'],
  ] as const) {
    await paste(text)
    await expect(title()).toHaveText(name)
  }
})

test('thousands of claims scroll, and only those in sight are drawn', async () => {
  await paste(
    token(Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`claim_${index}`, index]))),
  )
  await expect(row('claim_0')).toBeVisible()
  expect(await app.window.getByRole('row').count()).toBeLessThan(200)
  await app.window.getByRole('tabpanel').evaluate((panel) => {
    panel.scrollTop = panel.scrollHeight
  })
  await expect(app.window.getByRole('rowheader', { name: 'claim_2999' })).toBeVisible()
  await app.window.getByRole('searchbox', { name: 'Search the claims' }).fill('claim_1234')
  await expect(app.window.getByRole('rowheader', { name: 'claim_1234' })).toBeVisible()
})

test('axe finds nothing, and the window complains of nothing', async () => {
  await paste(keycloak())
  await app.window.getByRole('button', { name: '1 note' }).click()
  const { violations } = await new AxeBuilder({ page: app.window }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
  expect(app.complaints).toEqual([])
})
