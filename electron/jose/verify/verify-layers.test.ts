import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KeySource, VerifyRequest } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { encryptToken } from '../jwe/encrypt-token.ts'
import { ecKey, encode, jws, rsaKey, signature } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const claims = { iss: 'https://issuer.test', aud: 'api', exp: now + 600 }
const signer = ecKey('P-256')
const other = ecKey('P-256')
const reader = rsaKey()
const rsaSigner = rsaKey()
const readerJwk = { ...reader.privateKey.export({ format: 'jwk' }), kid: 'reader' }
const secret = { kty: 'oct', k: Buffer.alloc(16, 7).toString('base64url') }
const key = (value: object): KeySource => ({ kind: 'key', text: JSON.stringify(value) })
const deps = {
  fetch: () => Promise.reject(new Error('nothing may be fetched')),
  now: () => now * 1000,
  run: runJobHere,
}
const verify = (request: Partial<VerifyRequest> & { readonly token: string }) =>
  verifyToken({ source: { kind: 'none' }, expect: {}, ...request }, deps)
const signed = jws({ alg: 'ES256', typ: 'JWT' }, claims, signer.privateKey)

async function seal(text: string, header: object = { cty: 'JWT' }, to: object = readerJwk): Promise<string> {
  const alg = to === secret ? 'A128KW' : 'RSA-OAEP-256'
  const sealed = await encryptToken({
    plaintext: { text, encoding: 'utf8' },
    enc: 'A128CBC-HS256',
    form: 'compact',
    header: header as Readonly<Record<string, unknown>>,
    recipients: [{ alg, material: { kind: 'key', text: JSON.stringify(to), provenance: 'pasted' } }],
  })
  if (!sealed.ok) throw new Error(sealed.reason)
  return sealed.token
}

describe('a signed token inside an encrypted one', () => {
  it('is valid only by its signature, and each layer has its ladder', async () => {
    const token = await seal(signed)
    const both = { token, decrypt: key(readerJwk) }
    const result = await verify({ ...both, source: key(signer.jwk), expect: { iss: claims.iss, aud: 'api' } })
    expect([result.verdict, result.code, result.decrypted?.text]).toEqual(['valid', 'OK', signed])
    expect(result.checks.slice(0, 3).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'parsed pass',
      'decrypted pass',
      'signature pass',
    ])
    expect(result.parts?.map(({ id, verdict, code }) => [id, verdict, code])).toEqual([
      ['layer-0', 'unverified', 'NOT_AUTHENTICATED'],
      ['layer-1', 'valid', 'OK'],
    ])
    expect(await verify(both)).toMatchObject({ verdict: 'unverified', code: 'NOT_VERIFIED' })
    expect(await verify({ ...both, source: key(other.jwk) })).toMatchObject({
      verdict: 'invalid',
      code: 'SIGNATURE_INVALID',
    })
    const late = await verify({ ...both, source: key(signer.jwk), expect: { at: now + 601 } })
    expect(late).toMatchObject({ verdict: 'invalid', code: 'EXPIRED' })
    expect(await verify({ token, source: key(signer.jwk) })).toMatchObject({
      verdict: 'unverified',
      code: 'ENCRYPTED',
    })
  })

  it('is never valid by the key that opens it', async () => {
    const inner = jws({ alg: 'RS256' }, claims, rsaSigner.privateKey)
    const token = await seal(inner)
    const result = await verify({ token, decrypt: key(readerJwk), source: key(readerJwk) })
    expect(result.verdict).toBe('invalid')
  })

  it.each([
    ['an unsecured token', `${encode({ alg: 'none' })}.${encode(claims)}.`, 'invalid', 'UNSECURED'],
    ['a cut token', signed.slice(0, -18), 'invalid', 'SIGNATURE_INVALID'],
    ['a token in quotes', `"${signed}"`, 'invalid', 'MALFORMED'],
    ['white space around the token', ` ${signed}`, 'invalid', 'MALFORMED'],
    ['text that cty calls a JWT', 'hello', 'invalid', 'MALFORMED'],
    ['claims that cty calls a JWT', JSON.stringify(claims), 'invalid', 'MALFORMED'],
  ])('with %s inside', async (_name, text, verdict, code) => {
    const token = await seal(text)
    const result = await verify({ token, decrypt: key(readerJwk), source: key(signer.jwk) })
    expect([result.verdict, result.code]).toEqual([verdict, code])
  })

  it('opens five layers and no more', async () => {
    let token = signed
    const verdicts: string[] = []
    for (let layer = 1; layer <= 5; layer++) {
      token = await seal(token, { cty: 'JWT' }, secret)
      const result = await verify({ token, decrypt: key(secret), source: key(signer.jwk) })
      verdicts.push(`${result.verdict} ${result.code} ${result.parts?.map(({ id }) => id.at(-1)).join('')}`)
    }
    expect(verdicts).toEqual([
      'valid OK 01',
      'valid OK 012',
      'valid OK 0123',
      'valid OK 01234',
      'unverified TOO_LARGE 01234',
    ])
  })
})

describe('claims without a signature inside', () => {
  it.each([
    ['to a public key', readerJwk, /whoever has the public key can have made it/],
    ['with a shared secret', secret, /holds the same secret.*not a signature/],
  ])('encrypted %s are not authenticated, and what fits is marked', async (_name, to, note) => {
    const token = await seal(JSON.stringify(claims), { typ: 'JWT' }, to)
    const request = { token, decrypt: key(to), source: key(signer.jwk) }
    const result = await verify({ ...request, expect: { iss: claims.iss, aud: 'api', typ: 'JWT' } })
    expect([result.verdict, result.code]).toEqual(['unverified', 'NOT_AUTHENTICATED'])
    const rungs = new Map(result.checks.map((check) => [check.id, check]))
    expect(rungs.get('signature')?.note).toMatch(note)
    for (const id of ['time', 'issuer', 'audience', 'type']) {
      expect(rungs.get(id)).toMatchObject({ status: 'pass', unproved: true })
    }
    const wrong = await verify({ ...request, expect: { aud: 'other' } })
    expect([wrong.verdict, wrong.code]).toEqual(['invalid', 'AUDIENCE'])
  })
})

describe('the key that opens', () => {
  it.each<readonly [string, KeySource, string, string]>([
    ['is another', key(rsaSigner.privateKey.export({ format: 'jwk' })), 'invalid', 'DECRYPT_FAILED'],
    ['is the public half', key(reader.jwk), 'unverified', 'KEY_INVALID'],
    ['is of another kind', key(secret), 'unverified', 'KEY_TYPE_MISMATCH'],
    ['is for signatures', key({ ...readerJwk, use: 'sig' }), 'unverified', 'KEY_INVALID'],
    [
      'is bound to another algorithm',
      key({ ...readerJwk, alg: 'RSA-OAEP' }),
      'unverified',
      'ALG_NOT_ALLOWED',
    ],
    ['may only sign', key({ ...readerJwk, key_ops: ['sign'] }), 'unverified', 'KEY_INVALID'],
    [
      'stands at an address',
      { kind: 'jwks_url', url: 'https://issuer.test/jwks' },
      'unverified',
      'KEY_INVALID',
    ],
    [
      'is to be discovered',
      { kind: 'discovery', issuer: 'https://issuer.test' },
      'unverified',
      'KEY_INVALID',
    ],
    ['is no key', { kind: 'key', text: 'hello' }, 'unverified', 'KEY_INVALID'],
    ['is kept in a vault that is not there', { kind: 'vault', keyId: 'k' }, 'unverified', 'VAULT'],
  ])('%s', async (_name, decrypt, verdict, code) => {
    const result = await verify({ token: await seal(signed), decrypt, source: key(signer.jwk) })
    expect([result.verdict, result.code, result.decrypted]).toEqual([verdict, code, undefined])
    expect(result.requests).toEqual([])
  })

  it('opens an encrypted PEM with its passphrase, and says when that is missing or wrong', async () => {
    const text = reader.privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'open',
    }) as string
    const token = await seal(signed)
    const with_ = (passphrase?: string) =>
      verify({
        token,
        decrypt: { kind: 'key', text, ...(passphrase === undefined ? {} : { passphrase }) },
        source: key(signer.jwk),
      })
    expect((await with_('open')).verdict).toBe('valid')
    expect((await with_()).code).toBe('PASSPHRASE')
    expect((await with_('wrong')).code).toBe('PASSPHRASE')
  })
})

const part = (payload: string, by: typeof signer, header: object, unprotected?: object) => {
  const head = encode(header)
  const alg = String((header as { alg?: string }).alg ?? 'ES256')
  return {
    protected: head,
    ...(unprotected ? { header: unprotected } : {}),
    signature: signature(alg, `${head}.${payload}`, by.privateKey).toString('base64url'),
  }
}

describe('several signatures', () => {
  const payload = encode(claims)
  const first = part(payload, signer, { alg: 'ES256', kid: 'one' })
  const second = part(payload, rsaSigner, { alg: 'RS256', kid: 'two' })
  const broken = { ...second, signature: first.signature }
  const general = (...signatures: readonly object[]) => JSON.stringify({ payload, signatures })
  const one = { ...signer.jwk, kid: 'one' }
  const two = { ...rsaSigner.jwk, kid: 'two' }

  it.each<readonly [string, string, KeySource, string, readonly string[]]>([
    ['one key', general(first, second), key(one), 'valid OK', ['valid', 'unverified']],
    ['both keys', general(first, second), key({ keys: [one, two] }), 'valid OK', ['valid', 'valid']],
    [
      'both keys, one broken',
      general(first, broken),
      key({ keys: [one, two] }),
      'invalid SIGNATURE_INVALID',
      ['valid', 'invalid'],
    ],
    ['one key, the other broken', general(first, broken), key(one), 'valid OK', ['valid', 'unverified']],
    [
      'the key of the broken one',
      general(first, broken),
      key(two),
      'invalid SIGNATURE_INVALID',
      ['unverified', 'invalid'],
    ],
    [
      'a key of nobody',
      general(first, second),
      key(other.jwk),
      'invalid SIGNATURE_INVALID',
      ['invalid', 'unverified'],
    ],
    [
      'alg none beside',
      general(first, { protected: encode({ alg: 'none' }), signature: 'AA' }),
      key(one),
      'invalid UNSECURED',
      ['valid', 'invalid'],
    ],
    [
      'crit beside',
      general(first, part(payload, signer, { alg: 'ES256', crit: ['x'], x: 1 })),
      key(one),
      'invalid CRIT',
      ['valid', 'invalid'],
    ],
  ])('with %s', async (_name, token, source, outcome, parts) => {
    const result = await verify({ token, source })
    expect(`${result.verdict} ${result.code}`).toBe(outcome)
    expect(result.parts?.map(({ verdict }) => verdict)).toEqual(parts)
  })

  it('crit counts only where it is protected', async () => {
    const bad = part(payload, signer, { alg: 'ES256' }, { crit: ['b64'], b64: true })
    expect((await verify({ token: general(first, bad), source: key(one) })).verdict).toBe('invalid')
    expect((await verify({ token: JSON.stringify({ payload, ...bad }), source: key(one) })).verdict).toBe(
      'invalid',
    )
  })

  it('a type that no signature covers is none', async () => {
    const loose = part(payload, signer, { alg: 'ES256' }, { typ: 'at+jwt' })
    const tight = part(payload, signer, { alg: 'ES256', typ: 'at+jwt' })
    const expectations = { typ: 'at+jwt' }
    const source = key(signer.jwk)
    const flat = (one: object) => JSON.stringify({ payload, ...one })
    expect((await verify({ token: flat(tight), source, expect: expectations })).verdict).toBe('valid')
    expect(await verify({ token: flat(loose), source, expect: expectations })).toMatchObject({
      verdict: 'invalid',
      code: 'TYPE',
    })
    const beside = general(second, loose)
    expect((await verify({ token: beside, source, expect: expectations })).verdict).toBe('invalid')
  })

  it('so many signatures that they would take for ever are not all checked', async () => {
    const result = await verify({ token: general(...Array(150).fill(first)), source: key(one) })
    expect([result.verdict, result.code]).toEqual(['unverified', 'TOO_LARGE'])
    expect(result.parts?.filter(({ code }) => code === 'TOO_LARGE')).toHaveLength(50)
  })

  it('counts only accepted algorithms', async () => {
    const source = key({ keys: [one, two] })
    const token = general(first, second)
    expect((await verify({ token, source, expect: { alg: ['RS256'] } })).verdict).toBe('valid')
    expect((await verify({ token, source, expect: { alg: ['PS256'] } })).verdict).toBe('invalid')
  })

  it('says that an alg outside the protected header is not protected', async () => {
    const bare = {
      header: { alg: 'ES256' },
      signature: signature('ES256', `.${payload}`, signer.privateKey).toString('base64url'),
    }
    const result = await verify({ token: JSON.stringify({ payload, ...bare }), source: key(signer.jwk) })
    expect(result.verdict).toBe('valid')
    expect(result.checks.find(({ id }) => id === 'signature')?.note).toContain('nothing protects')
  })
})

describe('a payload that is not encoded', () => {
  const unencoded = (payload: string, header: object = {}) => {
    const head = encode({ alg: 'ES256', b64: false, crit: ['b64'], ...header })
    return [head, signature('ES256', `${head}.${payload}`, signer.privateKey).toString('base64url')] as const
  }
  it.each([
    ['plain text in the token', 'hello', 'inline', {}, 'valid OK'],
    ['claims in the token', '{"a":1}', 'inline', {}, 'invalid CRIT'],
    ['text that decodes to claims', encode(claims), 'inline', {}, 'invalid CRIT'],
    ['claims elsewhere', JSON.stringify(claims), 'detached', {}, 'valid OK'],
    ['claims elsewhere, called a JWT', JSON.stringify(claims), 'detached', { typ: 'JWT' }, 'invalid CRIT'],
    ['b64 that is not demanded', 'hello', 'inline', { crit: undefined }, 'invalid CRIT'],
    ['b64 that is a text', 'hello', 'inline', { b64: 'false' }, 'invalid'],
  ])('%s', async (_name, payload, where, header, outcome) => {
    const [head, sig] = unencoded(payload, header)
    const token = `${head}.${where === 'inline' ? payload : ''}.${sig}`
    const given = where === 'inline' ? {} : { payload: { text: payload, encoding: 'utf8' as const } }
    const result = await verify({ token, source: key(signer.jwk), ...given })
    expect(`${result.verdict} ${result.code}`).toContain(outcome)
  })

  it('another payload given than the one inside is not the one that was signed', async () => {
    const given = { text: 'other', encoding: 'utf8' as const }
    const result = await verify({ token: signed, source: key(signer.jwk), payload: given })
    expect([result.verdict, result.code]).toEqual(['invalid', 'SIGNATURE_INVALID'])
  })

  it('an empty payload that was signed as such is proved', async () => {
    const token = jws({ alg: 'ES256' }, '', signer.privateKey)
    const result = await verify({ token, source: key(signer.jwk) })
    expect(result.verdict).toBe('valid')
    expect((await verify({ token, source: key(other.jwk) })).code).toBe('PAYLOAD_MISSING')
  })
})

it('whatever is changed in a nested token, it is not accepted as another', async () => {
  const token = await seal(signed)
  const request = { decrypt: key(readerJwk), source: key(signer.jwk) }
  await fc.assert(
    fc.asyncProperty(
      fc.nat(token.length - 1),
      fc.constantFrom(...'ABCDxyz019-_.{"='),
      async (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1)
        const result = await verify({ token: changed, ...request })
        expect(result.verdict === 'valid').toBe(changed === token)
        if (changed !== token) expect(result.decrypted).toBeUndefined()
      },
    ),
    { numRuns: 150 },
  )
})
