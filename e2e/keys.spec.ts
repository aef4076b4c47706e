import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type KeyStore, startKeyStore } from '../scripts/key-store.ts'
import { goTo, launchApp, type RunningApp } from './support/app.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const encryptedPem = ec.privateKey.export({
  format: 'pem',
  type: 'pkcs8',
  cipher: 'aes-256-cbc',
  passphrase: 'swordfish',
}) as string
const d = ec.privateKey.export({ format: 'jwk' }).d ?? ''

function createToken(): string {
  const input = ['{"alg":"ES256"}', '{"iss":"https://issuer.test"}']
    .map((text) => Buffer.from(text).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

let userData: string
test.beforeEach(() => {
  userData = mkdtempSync(join(tmpdir(), 'claimscope-keys-'))
})
test.afterEach(() => rmSync(userData, { recursive: true, force: true, maxRetries: 3 }))

async function withApp(options: Parameters<typeof launchApp>[0], act: (app: RunningApp) => Promise<void>) {
  const app = await launchApp({ userData, ...options })
  try {
    await goTo(app.window, 'Keys')
    await act(app)
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
}

async function generate(page: Page, type: string, { keep = true } = {}): Promise<void> {
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await page.getByLabel('Kind').selectOption(type)
  if (!keep) await page.getByRole('checkbox', { name: /Keep it in the vault/ }).uncheck()
  await page.getByRole('button', { name: /^Generate .+/ }).click()
  await expect(page.getByRole('button', { name: 'Reveal' })).toBeVisible()
}

async function importEncrypted(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('textbox', { name: 'Key', exact: true }).fill(encryptedPem)
  await page.getByRole('textbox', { name: 'Name' }).fill('Orders signing')
  await page.getByRole('region', { name: 'Import a key' }).getByRole('button', { name: 'Import' }).click()
  const passphrase = page.getByLabel('Passphrase')
  await passphrase.fill('wrong')
  await passphrase.press('Enter')
  await expect(page.getByText('This passphrase does not open the private key.')).toBeVisible()
  await passphrase.fill('swordfish')
  await passphrase.press('Enter')
  await expect(page.getByRole('heading', { name: 'Orders signing' })).toBeVisible()
}

test.describe('with a real key store', () => {
  test.skip(process.platform !== 'linux', 'a key store of its own is started on Linux only')
  let keyStore: KeyStore
  test.beforeAll(async () => {
    keyStore = await startKeyStore()
  })
  test.afterAll(() => keyStore.close())

  test('keys survive a restart, those in memory do not, and nothing of them can be read on disk', async () => {
    await withApp({ keyStore }, async ({ window: page }) => {
      await expect(page.getByRole('heading', { name: /Your keys, ready/ })).toBeVisible()
      await importEncrypted(page)
      await generate(page, 'OKP-Ed448')
      await generate(page, 'oct-256', { keep: false })
      await expect(page.getByText('not saved', { exact: true }).first()).toBeVisible()
      const listed = await page.evaluate(() => window.claimscope!['keys.list']())
      expect(JSON.stringify(listed)).not.toContain(d)
    })
    expect(filesHolding(d)).toEqual([])
    await withApp({ keyStore }, async ({ window: page }) => {
      const list = page.getByRole('list', { name: 'Your keys' })
      await expect(list.getByRole('button')).toHaveCount(2)
      await list.getByRole('button', { name: /Orders signing/ }).click()
      expect(await page.content()).not.toContain(d)
      await page.getByRole('button', { name: 'Reveal' }).click()
      await expect(page.getByRole('region', { name: 'Private key' })).toContainText(d)
      await page.getByRole('button', { name: 'Hide' }).click()
      expect(await page.content()).not.toContain(d)
      await page.getByRole('button', { name: 'More for this key' }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await expect(list.getByRole('button')).toHaveCount(1)
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(page.getByRole('heading', { name: 'Orders signing' })).toBeVisible()
    })
  })

  test('a key in memory can be put into the vault', async () => {
    await withApp({ keyStore }, async ({ window: page }) => {
      await generate(page, 'EC-P-256', { keep: false })
      await page.getByRole('button', { name: 'Keep in the vault' }).click()
      await expect(page.getByText('not saved', { exact: true })).toHaveCount(0)
      const listed = await page.evaluate(() => window.claimscope!['keys.list']())
      expect(listed).toMatchObject({ ok: true, value: [{ keptIn: 'vault' }] })
    })
  })
})

test('every kind of key is made, written, read, signs, verifies and is found again in this runtime', async () => {
  test.slow()
  await withApp({}, async ({ window: page }) => {
    const seen = await page.evaluate(async () => {
      const bridge = window.claimscope!
      const value = async <T>(call: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>) => {
        const answer = await call
        if (!answer.ok) throw new Error(JSON.stringify(answer.error))
        return answer.value
      }
      const types = [
        ...(['EC-P-521', 'EC-secp256k1', 'OKP-Ed25519', 'OKP-Ed448', 'RSA-2048'] as const),
        ...(['AKP-ML-DSA-65', 'oct-256', 'OKP-X448'] as const),
      ]
      const results: string[][] = []
      for (const type of types) {
        const { id, alg, thumbprint } = await value(
          bridge['keys.generate']({ spec: { type }, name: type, keep: false }),
        )
        const { flaw, privateForms } = await value(bridge['keys.describe']({ id }))
        const result = [type, flaw ?? 'sound']
        results.push(result)
        if (privateForms.includes('pkcs8_encrypted')) {
          const sealed = await value(bridge['keys.reveal']({ id, form: 'pkcs8_encrypted', passphrase: 'x' }))
          const {
            added: [back],
          } = await value(
            bridge['keys.import']({ text: sealed.text, passphrase: 'x', name: 'back', keep: false }),
          )
          result.push(back?.thumbprint === thumbprint ? 'same' : 'other')
          await value(bridge['keys.delete']({ id: back?.id ?? '' }))
        }
        if (type === 'OKP-X448') continue
        const key = { kind: 'vault', keyId: id } as const
        const signed = await value(
          bridge['tokens.sign']({
            header: JSON.stringify({ alg }),
            payload: '{"iss":"https://issuer.test"}',
            key,
            serialization: 'compact',
          }),
        )
        if (signed.kind !== 'signed') throw new Error(JSON.stringify(signed))
        const verified = await value(
          bridge['tokens.verify']({
            requestId: type,
            request: { token: signed.token, source: key, expect: {} },
          }),
        )
        const { trials } = await value(bridge['keys.whichVerifies']({ token: signed.token }))
        const fitting = trials.filter(({ outcome }) => outcome === 'verifies').map(({ keyId }) => keyId)
        result.push(verified.verdict, fitting.join() === id ? 'found' : 'lost')
      }
      return results
    })
    expect(seen).toEqual([
      ['EC-P-521', 'sound', 'same', 'valid', 'found'],
      ['EC-secp256k1', 'sound', 'same', 'valid', 'found'],
      ['OKP-Ed25519', 'sound', 'same', 'valid', 'found'],
      ['OKP-Ed448', 'sound', 'same', 'valid', 'found'],
      ['RSA-2048', 'sound', 'same', 'valid', 'found'],
      ['AKP-ML-DSA-65', 'sound', 'same', 'valid', 'found'],
      ['oct-256', 'sound', 'valid', 'found'],
      ['OKP-X448', 'sound', 'same'],
    ])
  })
})

test('convert, check a set, and which key verifies the token in Inspect; without a key store it says so', async () => {
  await withApp({}, async ({ window: page }) => {
    await importEncrypted(page)
    if (process.platform === 'linux') {
      await expect(page.getByText('Keys are kept in memory until you quit')).toBeVisible()
    }

    await page.getByRole('button', { name: 'Convert a key' }).click()
    await page.getByRole('textbox', { name: 'Key', exact: true }).fill(encryptedPem)
    await page.getByRole('button', { name: 'Convert', exact: true }).click()
    await page.getByLabel('Passphrase').fill('swordfish')
    await page.getByLabel('Passphrase').press('Enter')
    await expect(page.getByText('Found: PEM, PKCS#8, encrypted')).toBeVisible()
    expect(await page.content()).not.toContain(d)
    await page.getByRole('button', { name: 'Reveal' }).click()
    await expect(page.getByRole('region', { name: 'Private key' })).toContainText(d)

    await page.getByRole('button', { name: 'Check a key set' }).click()
    const set = { keys: [ec.privateKey.export({ format: 'jwk' }), { kty: 'oct', k: 'c2VjcmV0' }] }
    await page.getByRole('textbox', { name: 'Key set' }).fill(JSON.stringify(set))
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await expect(page.getByText('Key 1 holds its private half.')).toBeVisible()
    await expect(page.getByText('Key 2 is a shared secret.')).toBeVisible()

    await page.getByRole('button', { name: 'Which key verifies this' }).click()
    await page.getByRole('textbox', { name: 'Token' }).fill(createToken())
    await page.getByRole('button', { name: /^Try your/ }).click()
    await expect(page.getByText('One of your keys verifies the signature')).toBeVisible()
    await expect(page.getByRole('row', { name: /Orders signing.*Verifies/ })).toBeVisible()
  })
})

/** Files of the user's folder that hold the text, in clear or in a form that anyone decodes. */
function filesHolding(secret: string): string[] {
  const bytes = Buffer.from(secret, 'base64url')
  const forms = [
    secret,
    bytes.toString('latin1'),
    bytes.toString('hex'),
    bytes.toString('base64').slice(0, 40),
  ]
  return readdirSync(userData, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .filter((path) => {
      const content = readFileSync(path).toString('latin1')
      return forms.some((form) => content.includes(form))
    })
}

test('of many keys those in sight are drawn; all are found, reached by keyboard and brought into sight', async () => {
  const { window: page, close, complaints } = await launchApp({ userData })
  try {
    const keys = Array.from({ length: 100 }, (_, at) => ({
      kty: 'oct',
      k: Buffer.from(`secret number ${at} that is long enough`).toString('base64url'),
      kid: `kid-${at}`,
    }))
    const taken = await page.evaluate(
      (text) => window.claimscope!['keys.import']({ text, name: 'Many', keep: false }),
      JSON.stringify({ keys }),
    )
    expect(taken).toMatchObject({ ok: true })
    await goTo(page, 'Keys')
    const rows = page.getByRole('list', { name: 'Your keys' }).getByRole('button')
    await expect(rows.first()).toBeVisible()
    expect(await rows.count()).toBeLessThan(60)
    await rows.first().focus()
    for (let step = 0; step < 25; step += 1) await page.keyboard.press('Tab')
    const focused = page.getByRole('listitem').filter({ has: page.locator(':focus') })
    await expect(focused).toHaveAttribute('aria-posinset', '26')
    await expect(focused).toHaveAttribute('aria-setsize', '100')
    await expect(focused).toBeInViewport()
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    expect(violations).toEqual([])
    const search = page.getByRole('searchbox', { name: 'Search keys' })
    await search.fill('kid-77')
    await rows.click()
    await search.fill('')
    await expect(page.locator('[aria-current="true"]', { hasText: 'kid-77' })).toBeInViewport()
    expect(complaints).toEqual([])
  } finally {
    await close()
  }
})
