import { describe, expect, it } from 'vitest'
import type { KeySource } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, encode, jws, rsaKey, signature } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const rsa = rsaKey()
const other = rsaKey()
const p256 = ecKey('P-256')
const deps = {
  now: () => now * 1000,
  run: runJobHere,
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
}
const key = (jwk: object): KeySource => ({ kind: 'key', text: JSON.stringify(jwk) })
const verify = (token: string, source: KeySource = key(rsa.jwk), expect = {}) =>
  verifyToken({ token, source, expect }, deps)
/** Signs two segments as they are, however they are spelled. */
const signText = (input: string) =>
  `${input}.${signature('RS256', input, rsa.privateKey).toString('base64url')}`
const signJson = (header: string, payload: string) => signText(`${encode(header)}.${encode(payload)}`)
const rungOf = (result: Awaited<ReturnType<typeof verify>>, id: string) =>
  result.checks.find((check) => check.id === id)

const twice = signJson('{"alg":"RS256"}', `{"sub":"u","exp":1,"sub":"admin","exp":${now + 9}}`)
const whole = jws({ alg: 'RS256' }, { sub: 'u', exp: now + 9 }, rsa.privateKey)
const respelt = `${whole.slice(0, -1)}${String.fromCharCode(whole.charCodeAt(whole.length - 1) + 1)}`

const judged: readonly (readonly [string, string])[] = [
  ['a claim twice', twice],
  ['a nested name twice', signJson('{"alg":"RS256"}', '{"a":[{"b":1,"b":2}]}')],
  ['a signature spelt another way', respelt],
  ['a signature with padding', `${whole}==`],
  ['a payload with padding', signText(`${encode('{"alg":"RS256"}')}.${encode('{"a":"bc"}')}==`)],
  ['a header with padding', signText(`${encode('{"alg":"RS256"}')}=.${encode('{"a":"bcd"}')}`)],
  [
    'a payload of plain base64',
    signText(`${encode('{"alg":"RS256"}')}.${Buffer.from('{"a":"???"}').toString('base64')}`),
  ],
]

const stopped: readonly (readonly [string, string])[] = [
  ['alg twice', signJson('{"alg":"none","alg":"RS256"}', '{"sub":"u"}')],
  ['kid twice', signJson('{"alg":"RS256","kid":"a","kid":"b"}', '{"sub":"u"}')],
  ['a nested name twice in the header', signJson('{"alg":"RS256","x":{"a":1,"a":2}}', '{"sub":"u"}')],
  ['claims that break', signJson('{"alg":"RS256"}', '{"sub":"u"')],
  ['claims and more', signJson('{"alg":"RS256"}', '{"sub":"u"}{}')],
  ['a fourth segment', `${twice}.AAAA`],
  ['no signature', twice.slice(0, twice.lastIndexOf('.') + 1)],
  ['a foreign character', twice.replace('.', '.*')],
  ['white space inside', twice.replace('.', '. ')],
  ['a kid that is a number', signJson('{"alg":"RS256","kid":1}', '{"sub":"u","sub":"v"}')],
  ['claims of another type', signJson('{"alg":"RS256","typ":"JWT"}', '["a"]')],
]

describe('a malformed token that is whole', () => {
  it.each(judged)('has its signature judged, and is never valid: %s', async (_, token) => {
    const good = await verify(token)
    expect(good).toMatchObject({ verdict: 'invalid', code: 'MALFORMED' })
    expect(rungOf(good, 'parsed')).toMatchObject({ status: 'fail', code: 'MALFORMED' })
    expect(rungOf(good, 'signature')).toMatchObject({ status: 'pass' })
    for (const source of [key(other.jwk), key(p256.jwk)]) {
      const bad = await verify(token, source)
      expect(bad).toMatchObject({ verdict: 'invalid', code: 'MALFORMED' })
      expect(rungOf(bad, 'signature')?.status).not.toBe('pass')
    }
    const [head = '', , sig = ''] = token.split('.')
    const forged = await verify(`${head}.${encode('{"sub":"x","sub":"y"}')}.${sig}`)
    expect(forged).toMatchObject({ verdict: 'invalid', code: 'MALFORMED' })
    expect(rungOf(forged, 'signature')).toMatchObject({ status: 'fail', code: 'SIGNATURE_INVALID' })
  })

  it.each(stopped)('is not judged where it is not clear what was signed: %s', async (_, token) => {
    const result = await verify(token)
    expect(result).toMatchObject({ verdict: 'invalid', code: 'MALFORMED' })
    expect(rungOf(result, 'signature')?.status).toBe('not_checked')
  })

  it('compares the last of two values, says so and proves nothing by it', async () => {
    const result = await verify(twice, key(rsa.jwk))
    expect(rungOf(result, 'time')).toMatchObject({ status: 'pass', unproved: true })
    expect(rungOf(result, 'time')?.note).toContain('the last value')
    const issuer = signJson('{"alg":"RS256"}', '{"iss":"a","iss":"b"}')
    const failing = await verify(issuer, key(rsa.jwk), { iss: 'a' })
    expect(rungOf(failing, 'issuer')).toMatchObject({ status: 'fail', found: 'b' })
    expect(rungOf(failing, 'issuer')?.note).toContain('the last value')
  })

  it('is not judged where a token must be exact', async () => {
    const request = { token: ` ${twice}`, source: key(rsa.jwk), expect: {} }
    const result = await verifyToken(request, { ...deps, exact: true })
    expect(result).toMatchObject({ verdict: 'invalid', code: 'MALFORMED' })
    expect(rungOf(result, 'signature')?.status).toBe('not_checked')
  })

  it('is invalid by alg none, whatever else is wrong', async () => {
    const none = `${encode('{"alg":"none"}')}.${encode('{"a":1,"a":2}')}.AAAA`
    const result = await verify(none)
    expect(result).toMatchObject({ verdict: 'invalid', code: 'MALFORMED' })
    expect(rungOf(result, 'signature')?.status).not.toBe('pass')
  })
})
