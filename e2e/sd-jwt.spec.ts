import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { launchApp, pasteText, type RunningApp, readClipboard } from './support/app.ts'

let app: RunningApp
test.beforeAll(async () => {
  app = await launchApp()
})
test.afterAll(async () => {
  expect(app.complaints).toEqual([])
  await app.close()
})

const issuer = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const holder = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' })
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const sha = (text: string) => createHash('sha256').update(text).digest('base64url')
const now = Math.floor(Date.now() / 1000)

function jws(header: object, claims: object, key = issuer.privateKey): string {
  const input = `${encode(header)}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

const name = encode(['salt-1', 'given_name', 'Ada'])
const street = encode(['salt-2', 'street', 'St James’s Square'])
const address = encode(['salt-3', 'address', { _sd: [sha(street)], country: 'GB' }])
const jwt = jws(
  { alg: 'ES256', typ: 'dc+sd-jwt' },
  {
    vct: 'https://types.test/id',
    exp: now + 3600,
    _sd: [sha(name), sha(address)],
    cnf: { jwk: jwkOf(holder.publicKey) },
  },
)
const presented = [jwt, name, address, street, ''].join('~')
const binding = jws(
  { alg: 'ES256', typ: 'kb+jwt' },
  { iat: now, aud: 'https://verifier.test', nonce: 'n-1', sd_hash: sha(presented) },
  holder.privateKey,
)

const paste = (text: string) => pasteText(app, text)
const rung = (title: string) =>
  app.window
    .getByRole('list', { name: 'Checks', exact: true })
    .getByRole('listitem')
    .filter({
      has: app.window.getByRole('button', {
        name: new RegExp(`^(Passed|Failed|Not checked|Fits, not proved) ${title}`),
      }),
    })

test('an SD-JWT is verified with its disclosures and its key binding', async () => {
  const { window } = app
  await paste(presented + binding)
  await expect(window.getByRole('heading', { level: 1 })).toContainText('SD-JWT')
  await expect(window.getByLabel('Validate as')).toHaveValue('sd_jwt_vc')
  await window.getByRole('radio', { name: 'Key', exact: true }).check()
  await window
    .getByRole('textbox', { name: 'Key', exact: true })
    .fill(JSON.stringify(jwkOf(issuer.publicKey)))
  await window.getByLabel('binding audience').fill('https://verifier.test')
  await window.getByLabel('binding nonce').fill('n-1')
  await window.keyboard.press('Control+Enter')
  await expect(rung('Disclosures')).toContainText('3 disclosures fit')
  await expect(rung('Key binding')).toContainText('made by the holder’s key')
  await expect(window.getByText('0 requests since paste')).toBeVisible()
})

test('each disclosure can be switched, and what would be presented is shown and copied', async () => {
  const { window } = app
  await window.getByRole('tab', { name: /Disclosures/ }).click()
  const panel = window.getByRole('tabpanel')
  await expect(panel.getByText('signed by the issuer at address.street, inside disclosure 2')).toBeVisible()
  await panel.getByLabel('Present address', { exact: true }).uncheck()
  // What stands inside goes along.
  await expect(panel.getByLabel('Present street', { exact: true })).not.toBeChecked()
  const result = window.getByRole('region', { name: 'What this choice presents' })
  await expect(result).toContainText('The key binding no longer fits this choice')
  await expect(result).toContainText('"given_name": "Ada"')
  await expect(result).not.toContainText('"GB"')
  await result.getByRole('button', { name: /Copy the SD-JWT/ }).click()
  expect(await readClipboard(app)).toBe([jwt, name, ''].join('~'))
  await panel.getByLabel('Present street', { exact: true }).check()
  await expect(panel.getByLabel('Present address', { exact: true })).toBeChecked()
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
})

test('a disclosure that the issuer did not sign condemns the whole', async () => {
  const { window } = app
  await paste([jwt, encode(['salt-1', 'given_name', 'Eve']), ''].join('~'))
  // The token names no issuer, so the key of the one before does not stay for it.
  await expect(window.getByText('It comes with 1 disclosure')).toBeVisible()
  await window.getByRole('radio', { name: 'Key', exact: true }).check()
  await window
    .getByRole('textbox', { name: 'Key', exact: true })
    .fill(JSON.stringify(jwkOf(issuer.publicKey)))
  await window.keyboard.press('Control+Enter')
  await expect(rung('Disclosures')).toContainText('nothing that the issuer signed holds its digest')
  await expect(window.getByRole('region', { name: 'What this choice presents' })).toContainText('must reject')
})

test('a DPoP proof is verified with its own key, and that is called possession, never verified', async () => {
  const { window } = app
  const header = { alg: 'ES256', typ: 'dpop+jwt', jwk: jwkOf(holder.publicKey) }
  await paste(jws(header, { jti: '1', htm: 'GET', htu: 'https://api.test/', iat: now }, holder.privateKey))
  await expect(window.getByLabel('Validate as')).toHaveValue('dpop_proof')
  await window.getByLabel('method').fill('POST')
  await window.getByRole('button', { name: /Verify with its own key/ }).click()
  await expect(rung('HTTP method')).toContainText('expected POST, found GET')
  await expect(rung('Key came from')).toContainText('not proved')
  await rung('Signature').getByRole('button').first().click()
  await window.getByLabel('method').fill('GET')
  await window.keyboard.press('Control+Enter')
  await expect(window.getByText('Possession of the key proved')).toBeVisible()
})
