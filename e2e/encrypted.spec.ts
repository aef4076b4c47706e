import { generateKeyPairSync, randomBytes } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { encryptToken } from '../electron/jose/jwe/encrypt-token.ts'
import {
  contentEncryption,
  encryptAlgorithms,
  encryptEncodings,
  keyManagement,
} from '../electron/jose/jwe/jwe-algorithms.ts'
import { ecKey, encode, jws, signature } from '../electron/jose/test-tokens.ts'
import type { VerifyResult } from '../shared/verdict/verification.ts'
import { goTo, launchApp, pasteText, type RunningApp } from './support/app.ts'

const now = Math.floor(Date.now() / 1000)
const signer = ecKey('P-256')
const claims = { iss: 'https://issuer.test', sub: 'ada', aud: 'api', iat: now, exp: now + 3600 }
const signed = jws({ alg: 'ES256', typ: 'JWT', kid: 'signer' }, claims, signer.privateKey)
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rsaJwk: object = rsa.privateKey.export({ format: 'jwk' })
const locked = rsa.privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'open sesame',
}) as string

const pasted = (jwk: object) => ({ kind: 'key', text: JSON.stringify(jwk), provenance: 'pasted' }) as const

async function seal(
  text: string,
  alg: string,
  enc: string,
  jwk: object,
  header: { readonly cty?: string } = { cty: 'JWT' },
): Promise<string> {
  const sealed = await encryptToken({
    plaintext: { text, encoding: 'utf8' },
    enc,
    form: 'compact',
    header,
    recipients: [{ alg, material: pasted(jwk), p2c: 1000 }],
  })
  if (!sealed.ok) throw new Error(sealed.reason)
  return sealed.token
}

async function paste(app: RunningApp, text: string): Promise<void> {
  await goTo(app.window, 'Inspect')
  await pasteText(app, text)
}

test.describe('encrypted and several-part tokens', () => {
  let app: RunningApp
  test.beforeAll(async () => {
    app = await launchApp()
  })
  test.afterAll(async () => {
    expect(app.complaints).toEqual([])
    await app.close()
  })

  test('every pair of algorithms opens in the real runtime as it does elsewhere', async () => {
    const curves: readonly object[] = [
      ...(['P-256', 'P-384', 'P-521'] as const).map((namedCurve) =>
        generateKeyPairSync('ec', { namedCurve }).privateKey.export({ format: 'jwk' }),
      ),
      generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' }),
      generateKeyPairSync('x448').privateKey.export({ format: 'jwk' }),
    ]
    const secret = (size: number) => ({ kty: 'oct', k: randomBytes(size).toString('base64url') })
    const cases: { name: string; token: string; key: string }[] = []
    for (const alg of encryptAlgorithms) {
      for (const enc of encryptEncodings) {
        const management = keyManagement(alg)
        const keys =
          management?.kind === 'rsa'
            ? [rsaJwk]
            : management?.kind === 'ecdh'
              ? curves
              : [
                  secret(
                    management?.kind === 'dir'
                      ? (contentEncryption(enc)?.keyBytes ?? 0)
                      : (management?.wrapBytes ?? 0),
                  ),
                ]
        for (const jwk of keys) {
          const crv = (jwk as { crv?: string }).crv ?? ''
          cases.push({
            name: `${alg} ${enc} ${crv}`,
            token: await seal(signed, alg, enc, jwk),
            key: JSON.stringify(jwk),
          })
        }
      }
    }
    const verdicts = await app.window.evaluate(
      async ({ cases, signerKey }) => {
        type Call = (input: unknown) => Promise<{ ok: boolean; value: VerifyResult }>
        const bridge = (globalThis as never as { claimscope: Record<string, Call> }).claimscope
        const wrong: string[] = []
        for (const [index, { name, token, key }] of cases.entries()) {
          const request = {
            token,
            source: { kind: 'key', text: signerKey },
            decrypt: { kind: 'key', text: key },
            expect: {},
          }
          const answer = await bridge['tokens.verify']?.({ requestId: `pair-${index}`, request })
          const [head, second, ...rest] = token.split('.')
          const last = rest.at(-1) ?? ''
          const changed = [
            head,
            second,
            ...rest.slice(0, -1),
            (last.startsWith('A') ? 'B' : 'A') + last.slice(1),
          ].join('.')
          const refused = await bridge['tokens.verify']?.({
            requestId: `changed-${index}`,
            request: { ...request, token: changed },
          })
          if (answer?.value.code !== 'OK') wrong.push(`${name}: ${answer?.value.code}`)
          if (refused?.value.code !== 'DECRYPT_FAILED') wrong.push(`${name} changed: ${refused?.value.code}`)
        }
        return wrong
      },
      { cases, signerKey: JSON.stringify(signer.jwk) },
    )
    expect(cases.length).toBeGreaterThan(180)
    expect(verdicts).toEqual([])
  })

  test('a nested token is opened with a locked key, then its signature is proved', async () => {
    const { window } = app
    await paste(app, await seal(signed, 'RSA-OAEP-256', 'A256GCM', rsaJwk))
    const result = window.getByRole('region', { name: 'Result' })
    await expect(result.getByText('choose the key that opens it')).toBeVisible()
    await result.getByRole('textbox', { name: 'Key' }).fill(locked)
    await result.getByRole('button', { name: /^Open it/ }).click()
    await expect(result.getByText(/passphrase is needed|could not be opened/).first()).toBeVisible()
    await result.getByRole('textbox', { name: 'Passphrase' }).fill('open sesame')
    await result.getByRole('button', { name: /^Open it/ }).click()
    await expect(result.getByText('Opened, not proved')).toBeVisible()
    await expect(result.getByRole('rowheader', { name: 'sub' })).toBeVisible()
    await expect(result.getByRole('region', { name: 'Parts of the token' })).toContainText(
      'not authenticated',
    )
    await result.getByRole('radio', { name: 'Key', exact: true }).first().check({ force: true })
    await result.getByRole('textbox', { name: 'Key' }).fill(JSON.stringify(signer.jwk))
    await result.getByRole('button', { name: /Verify with this key/ }).click()
    await expect(result.getByText(/^Verified/).first()).toBeVisible()
    await expect(result.getByRole('region', { name: 'Parts of the token' })).toContainText('proved with')
    const axe = await new AxeBuilder({ page: window }).setLegacyMode().analyze()
    expect(axe.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })

  test('claims that are only encrypted are never shown as verified', async () => {
    const { window } = app
    const secret = { kty: 'oct', k: Buffer.alloc(16, 1).toString('base64url') }
    await paste(app, await seal(JSON.stringify(claims), 'A128KW', 'A128GCM', secret, {}))
    const result = window.getByRole('region', { name: 'Result' })
    await result.getByRole('textbox', { name: 'Secret or password' }).fill('01'.repeat(16))
    await result.getByRole('combobox', { name: 'Written as' }).selectOption('hex')
    await result.getByRole('button', { name: /^Open it/ }).click()
    await expect(result.getByText('Opened, not proved')).toBeVisible()
    await expect(result.getByText(/holds the same secret/).first()).toBeVisible()
    await expect(result.getByRole('rowheader', { name: 'sub' })).toBeVisible()
    await expect(result.getByText(/^Verified/)).toHaveCount(0)
  })

  test('one of the person’s own keys opens a token without coming to the window', async () => {
    const { window } = app
    await window.evaluate(async (text) => {
      type Call = (input: unknown) => Promise<unknown>
      const bridge = (globalThis as never as { claimscope: Record<string, Call> }).claimscope
      await bridge['keys.import']?.({ text, name: 'Reader', keep: false })
    }, JSON.stringify(rsaJwk))
    await paste(app, await seal(signed, 'RSA-OAEP', 'A128CBC-HS256', rsaJwk))
    const result = window.getByRole('region', { name: 'Result' })
    await result.getByRole('radio', { name: 'Your keys' }).first().check({ force: true })
    await result.getByRole('combobox', { name: 'Key' }).selectOption({ label: 'Reader · RSA 2048' })
    await result.getByRole('button', { name: /^Open it/ }).click()
    await expect(result.getByText('Opened, not proved')).toBeVisible()
    await expect(result.getByRole('rowheader', { name: 'sub' })).toBeVisible()
  })

  test('each signature of a general JWS has a verdict of its own', async () => {
    const { window } = app
    const other = ecKey('P-384')
    const payload = encode(claims)
    const part = (alg: string, kid: string, key: typeof signer) => {
      const head = encode({ alg, kid })
      return {
        protected: head,
        signature: signature(alg, `${head}.${payload}`, key.privateKey).toString('base64url'),
      }
    }
    await paste(
      app,
      JSON.stringify({ payload, signatures: [part('ES256', 'one', signer), part('ES384', 'two', other)] }),
    )
    const result = window.getByRole('region', { name: 'Result' })
    await result.getByRole('radio', { name: 'Key', exact: true }).check({ force: true })
    await result.getByRole('textbox', { name: 'Key' }).fill(JSON.stringify(signer.jwk))
    await result.getByRole('button', { name: /Verify with this key/ }).click()
    const parts = result.getByRole('region', { name: 'Parts of the token' })
    await expect(parts.getByRole('button', { name: /Signature 1 of 2/ })).toContainText('proved')
    await expect(parts.getByRole('button', { name: /Signature 2 of 2/ })).toContainText('no key here')
  })
})
