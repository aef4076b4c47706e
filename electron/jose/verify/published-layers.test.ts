import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { VerifyRequest } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { verifyToken } from './verify-token.ts'

const cookbook = new URL('../../../../shared/vectors/cookbook/', import.meta.url)
const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  now: () => 1_300_819_300_000,
  run: runJobHere,
}
const verify = (request: Omit<VerifyRequest, 'expect'>) => verifyToken({ expect: {}, ...request }, deps)

type Vector = {
  readonly input: { readonly payload: string; readonly key: object | readonly object[] }
  readonly output: Readonly<Record<string, unknown>>
}
const json = (name: string) => JSON.parse(readFileSync(new URL(name, cookbook), 'utf8')) as Vector
const names = existsSync(cookbook)
  ? ['jws', 'rfc7797', 'curve25519'].flatMap((folder) =>
      readdirSync(new URL(folder, cookbook))
        .filter((name) => name.endsWith('.json') && name !== 'ecdh-es.json')
        .map((name) => `${folder}/${name}`),
    )
  : []
const cases = names.flatMap((name) => {
  const { input, output } = json(name)
  const keys = [input.key].flat().map((key) => withoutPrivate(key as Record<string, unknown>))
  const key = JSON.stringify(keys.length === 1 ? keys[0] : { keys })
  return Object.entries(output).map(([form, value]) => ({
    name: `${name} ${form}`,
    token: typeof value === 'string' ? value : JSON.stringify(value),
    key,
    payload: input.payload,
  }))
})

/** The key set is given as a verifier has it. */
function withoutPrivate({ d: _, ...key }: Record<string, unknown>) {
  return key
}

/** RFC 7797 §4.2 as published leaves b64 out of crit, which §6 of the same RFC forbids. */
const withoutCrit = /rfc7797\/4\.2/

describe.skipIf(!existsSync(cookbook))('the examples of RFC 7520 §4, RFC 7797 and RFC 8037', () => {
  it.each(cases.filter(({ name }) => !withoutCrit.test(name)))(
    '$name is proved',
    async ({ token, key, payload }) => {
      const source = { kind: 'key', text: key } as const
      const detached = /\.\./.test(token) || (token.startsWith('{') && !('payload' in JSON.parse(token)))
      const given = detached ? { payload: { text: payload, encoding: 'utf8' as const } } : {}
      const result = await verify({ token, source, ...given })
      expect([result.verdict, result.code]).toEqual(['valid', 'OK'])
      if (!detached) return
      expect(await verify({ token, source })).toMatchObject({
        verdict: 'unverified',
        code: 'PAYLOAD_MISSING',
      })
      const other = await verify({ token, source, payload: { text: `${payload} `, encoding: 'utf8' } })
      expect(other).toMatchObject({ verdict: 'invalid', code: 'SIGNATURE_INVALID' })
    },
  )

  it.each(cases.filter(({ name }) => withoutCrit.test(name)))(
    '$name is refused',
    async ({ token, key, payload }) => {
      const result = await verify({
        token,
        source: { kind: 'key', text: key },
        payload: { text: payload, encoding: 'utf8' },
      })
      expect([result.verdict, result.code]).toEqual(['invalid', 'CRIT'])
    },
  )

  it('RFC 7520 §4.8: each of three signatures with each of three keys', async () => {
    const { input, output } = json('jws/4_8.multiple_signatures.json')
    const token = JSON.stringify(output.json)
    for (const [index, key] of [input.key].flat().entries()) {
      const result = await verify({ token, source: { kind: 'key', text: JSON.stringify(key) } })
      expect(result.verdict).toBe('valid')
      expect(result.checks.find(({ id }) => id === 'signature')?.note).toContain(
        '1 of 3 signatures was proved',
      )
      expect(result.parts?.map(({ verdict }) => verdict)).toEqual(
        [0, 1, 2].map((each) => (each === index ? 'valid' : 'unverified')),
      )
    }
  })
})

const nested = new URL('6.nesting_signatures_and_encryption.json', cookbook)
describe.skipIf(!existsSync(nested))('RFC 7520 §6, a signature inside an encryption', () => {
  it('is proved layer by layer', async () => {
    const { sign, encrypt } = JSON.parse(readFileSync(nested, 'utf8')) as {
      readonly sign: { readonly input: { readonly key: object } }
      readonly encrypt: {
        readonly input: { readonly key: object }
        readonly output: { readonly compact: string }
      }
    }
    const request = {
      token: encrypt.output.compact,
      source: { kind: 'key', text: JSON.stringify(sign.input.key) },
      decrypt: { kind: 'key', text: JSON.stringify(encrypt.input.key) },
    } as const
    const result = await verify(request)
    expect([result.verdict, result.code]).toEqual(['valid', 'OK'])
    expect(result.parts?.map(({ id }) => id)).toEqual(['layer-0', 'layer-1'])
    const { source, ...closed } = request
    expect(await verify({ ...closed, source: { kind: 'none' } })).toMatchObject({ verdict: 'unverified' })
    expect(await verify({ token: request.token, source })).toMatchObject({
      verdict: 'unverified',
      code: 'ENCRYPTED',
    })
  })
})
