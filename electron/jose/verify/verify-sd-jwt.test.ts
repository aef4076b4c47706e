import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ValidationContext, VerifyRequest } from '../../../shared/verdict/verification.ts'
import { runJobHere } from '../crypto-jobs.ts'
import { ecKey, ed25519Key, encode, jws } from '../test-tokens.ts'
import { verifyToken } from './verify-token.ts'

const now = 1_800_000_000
const noNetwork = () => Promise.reject(new Error('nothing may be fetched'))
const deps = { fetch: noNetwork, now: () => now * 1000, run: runJobHere }

const issuer = ecKey('P-256')
const holder = ecKey('P-256')
const stranger = ecKey('P-256')
const source = { kind: 'key', text: JSON.stringify(issuer.jwk) } as const

function verify(token: string, context: ValidationContext = {}, more: Partial<VerifyRequest> = {}) {
  return verifyToken({ token, source, expect: { at: now }, context, ...more }, deps)
}

const sha = (text: string, name = 'sha256') => createHash(name).update(text).digest('base64url')
const given = encode(['s1', 'given_name', 'Ada'])
const claims = {
  iss: 'https://issuer.test',
  exp: now + 100,
  _sd: [sha(given), 'held-back'],
  cnf: { jwk: holder.jwk },
}

function sdJwt(
  payload: object = claims,
  disclosures: readonly string[] = [given],
  key = issuer.privateKey,
): string {
  return [jws({ alg: 'ES256', typ: 'example+sd-jwt' }, payload, key), ...disclosures, ''].join('~')
}

type Binding = {
  readonly header?: object
  readonly claims?: object
  readonly key?: typeof holder.privateKey | string
  readonly over?: string
}

function bound(presented: string, { header, claims: own, key, over }: Binding = {}): string {
  const body = {
    iat: now - 5,
    aud: 'https://verifier.test',
    nonce: 'n-1',
    sd_hash: sha(over ?? presented),
    ...own,
  }
  const sealed = { alg: 'ES256', typ: 'kb+jwt', ...header }
  const alg = sealed.alg === 'XX256' ? 'ES256' : sealed.alg
  return `${presented}${jws(sealed, body, key ?? holder.privateKey, alg)}`
}

const asked = { kb_aud: 'https://verifier.test', kb_nonce: 'n-1', kb_required: true }
const rung = (result: Awaited<ReturnType<typeof verify>>, id: string) =>
  result.checks.find((check) => check.id === id)
const part = (result: Awaited<ReturnType<typeof verify>>, id: string) =>
  result.parts?.find((each) => each.id === id)

describe('an SD-JWT', () => {
  test('is valid with its disclosures in place and says what is held back', async () => {
    const result = await verify(sdJwt())
    expect(result).toMatchObject({ verdict: 'valid', code: 'OK' })
    expect(JSON.parse(result.processedClaims ?? '')).toMatchObject({ given_name: 'Ada' })
    expect(rung(result, 'disclosures')).toMatchObject({
      status: 'pass',
      found: '1 disclosure fits; 1 more digest without a disclosure',
    })
    expect(rung(result, 'key_binding')).toMatchObject({ status: 'not_checked' })
    expect(part(result, 'disclosure-0')).toMatchObject({
      verdict: 'valid',
      checks: [{ found: 'given_name' }],
    })
  })

  test('signed by another key proves nothing of its disclosures either', async () => {
    const result = await verify(sdJwt(claims, [given], stranger.privateKey))
    expect(result.verdict).toBe('invalid')
    expect(rung(result, 'disclosures')).toMatchObject({ status: 'pass', unproved: true })
    expect(part(result, 'disclosure-0')?.verdict).toBe('unverified')
  })

  test('without a key: nothing is green', async () => {
    const result = await verify(bound(sdJwt()), asked, { source: { kind: 'none' } })
    expect(result.verdict).toBe('unverified')
    const green = [...result.checks, ...(result.parts ?? []).flatMap(({ checks }) => checks)].filter(
      ({ id, status, unproved }) => status === 'pass' && !unproved && id !== 'parsed',
    )
    expect(green).toEqual([])
    expect(result.parts?.some(({ verdict }) => verdict === 'valid')).toBe(false)
  })

  test('time and issuer are those of the processed claims', async () => {
    const exp = encode(['s', 'exp', now - 1])
    const result = await verify(sdJwt({ _sd: [sha(exp)] }, [exp]))
    expect(result).toMatchObject({ verdict: 'invalid', code: 'EXPIRED' })
  })

  test.each([
    ['a disclosure that the issuer did not sign', [encode(['s', 'admin', true])]],
    ['an altered disclosure', [encode(['s1', 'given_name', 'Eve'])]],
    ['the same one twice', [given, given]],
    ['an empty one', [given, '']],
    ['one that is not base64url', [`${given}!`]],
    ['one with padding', [`${given}=`]],
  ])('%s makes the whole invalid and shows no claims', async (_, disclosures) => {
    const result = await verify(sdJwt(claims, disclosures))
    expect(result).toMatchObject({ verdict: 'invalid', code: 'DISCLOSURE' })
    expect(result.processedClaims).toBeUndefined()
  })

  test.each([
    ['without the last tilde', sdJwt().slice(0, -1)],
    ['with white space inside', sdJwt().replace('~', '~ ')],
    ['unsecured', `${encode({ alg: 'none' })}.${encode(claims)}.~${given}~`],
    ['with an unknown hash', sdJwt({ ...claims, _sd_alg: 'md5' })],
    ['with a payload that is a list', sdJwt([sha(given)])],
    ['encrypted in its first part', `${encode({ alg: 'dir', enc: 'A128GCM' })}..a.b.c~${given}~`],
  ])('%s is invalid', async (_, token) => {
    expect((await verify(token)).verdict).toBe('invalid')
  })
})

describe('key binding', () => {
  test('holds for the holder’s key, this presentation, audience and nonce', async () => {
    const result = await verify(bound(sdJwt()), asked)
    expect(result).toMatchObject({ verdict: 'valid', code: 'OK' })
    expect(rung(result, 'key_binding')?.status).toBe('pass')
    expect(part(result, 'key_binding')).toMatchObject({ verdict: 'valid', key: { provenance: 'token' } })
  })

  test('with nothing to compare audience and nonce with is not checked, and not valid where required', async () => {
    const shown = await verify(bound(sdJwt()))
    expect(rung(shown, 'key_binding')?.status).toBe('not_checked')
    const required = await verify(bound(sdJwt()), { kb_required: true })
    expect(required).toMatchObject({ verdict: 'unverified', code: 'KEY_BINDING' })
  })

  test.each([
    ['required', { kb_required: true }],
    ['expected by audience', { kb_aud: 'x' }],
    ['expected by nonce', { kb_nonce: 'x' }],
  ])('that is %s and absent fails', async (_, context) => {
    expect(await verify(sdJwt(), context)).toMatchObject({ verdict: 'invalid', code: 'KEY_BINDING' })
  })

  const other = encode(['s9', 'family_name', 'L'])
  const secret = Buffer.from('a secret that is in the token 123')
  const octJwk = { kty: 'oct', k: secret.toString('base64url') }
  const withKey = (jwk: unknown) => sdJwt({ ...claims, cnf: { jwk } })
  const rows: readonly (readonly [string, string, string])[] = [
    ['by another key', bound(sdJwt(), { key: stranger.privateKey }), 'signature'],
    [
      'by a key of its own header',
      bound(sdJwt(), { key: stranger.privateKey, header: { jwk: stranger.jwk } }),
      'signature',
    ],
    ['over another choice of disclosures', bound(sdJwt(), { over: sdJwt(claims, []) }), 'sd_hash'],
    [
      'over another SD-JWT',
      bound(sdJwt({ ...claims, a: 1 }, [given, other].slice(0, 1)), { over: sdJwt() }),
      'sd_hash',
    ],
    ['without sd_hash', bound(sdJwt(), { claims: { sd_hash: undefined } }), 'required_claims'],
    ['with the type JWT', bound(sdJwt(), { header: { typ: 'JWT' } }), 'type'],
    ['without a type', bound(sdJwt(), { header: { typ: undefined } }), 'type'],
    ['for another audience', bound(sdJwt(), { claims: { aud: 'https://other.test' } }), 'audience'],
    ['with another nonce', bound(sdJwt(), { claims: { nonce: 'n-2' } }), 'nonce'],
    ['without a nonce', bound(sdJwt(), { claims: { nonce: undefined } }), 'required_claims'],
    ['without iat', bound(sdJwt(), { claims: { iat: undefined } }), 'required_claims'],
    ['made an hour ago', bound(sdJwt(), { claims: { iat: now - 3600 } }), 'issued_at'],
    ['made in the future', bound(sdJwt(), { claims: { iat: now + 60 } }), 'issued_at'],
    ['expired', bound(sdJwt(), { claims: { exp: now - 1 } }), 'time'],
    [
      'unsecured',
      `${sdJwt()}${encode({ alg: 'none', typ: 'kb+jwt' })}.${encode({ sd_hash: sha(sdJwt()) })}.`,
      'parsed',
    ],
    ['that is no token', `${sdJwt()}a.b.c`, 'parsed'],
    [
      'with a symmetric key in cnf',
      bound(withKey(octJwk), { header: { alg: 'HS256' }, key: secret as never }),
      'signature',
    ],
    ['with a private key in cnf', bound(withKey(holder.privateKey.export({ format: 'jwk' }))), 'signature'],
    ['with a key set in cnf', bound(withKey({ kty: 'EC', keys: [holder.jwk] })), 'signature'],
    ['where the issuer named no key', bound(sdJwt({ ...claims, cnf: undefined })), 'signature'],
    [
      'where the key is bound to another algorithm',
      bound(withKey({ ...holder.jwk, alg: 'ES384' })),
      'signature',
    ],
    ['with a demand in crit', bound(sdJwt(), { header: { crit: ['x'], x: 1 } }), 'signature'],
  ]
  test.each(rows)('%s fails', async (_, token, where) => {
    const result = await verify(token, asked)
    expect(result.verdict).toBe('invalid')
    const failed = part(result, 'key_binding')?.checks.filter(({ status }) => status === 'fail')
    expect(failed?.map(({ id }) => id)).toContain(where)
    expect(rung(result, 'key_binding')?.status).toBe('fail')
  })

  test('a cnf that names the key by reference is not followed', async () => {
    const result = await verify(bound(sdJwt({ ...claims, cnf: { kid: 'k' } })), asked)
    expect(result).toMatchObject({ verdict: 'unverified', code: 'KEY_BINDING' })
  })

  test('is worth nothing where the issuer’s signature does not hold', async () => {
    const forged = sdJwt({ ...claims, cnf: { jwk: stranger.jwk } }, [given], stranger.privateKey)
    const result = await verify(bound(forged, { key: stranger.privateKey }), asked)
    expect(result.verdict).toBe('invalid')
    expect(rung(result, 'key_binding')).toMatchObject({ status: 'pass', unproved: true })
    expect(part(result, 'key_binding')?.verdict).toBe('unverified')
  })
})

describe('changed on the way', () => {
  const street = encode(['s3', 'street', 'Main'])
  const address = encode(['s2', 'address', { _sd: [sha(street)] }])
  const signed = jws(
    { alg: 'ES256' },
    { sub: 'ada', list: [{ '...': sha(encode(['s4', 'DE'])) }], _sd: [sha(given), sha(address)] },
    issuer.privateKey,
  )
  const whole = [signed, given, address, street, encode(['s4', 'DE']), ''].join('~')
  const allowed = new Set(['sub', 'list', 'given_name', 'address'])

  test('is never valid with a claim that the issuer did not sign, and never thrown at', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            at: fc.nat(whole.length),
            cut: fc.nat(3),
            put: fc.constantFrom('', '~', '.', 'A', 'e30', given, address),
          }),
          { minLength: 1, maxLength: 3 },
        ),
        async (edits) => {
          let text = whole
          for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut)
          const result = await verify(text)
          if (result.verdict !== 'valid') return
          expect(text.split('~')[0]).toBe(signed)
          const out = JSON.parse(result.processedClaims ?? '') as Record<string, unknown>
          expect(Object.keys(out).filter((name) => !allowed.has(name))).toEqual([])
          if ('given_name' in out) expect(out.given_name).toBe('Ada')
        },
      ),
      { numRuns: 150 },
    )
  })

  test('a presentation with a subset in another order is valid', async () => {
    const result = await verify([signed, street, address, ''].join('~'))
    expect(result.verdict).toBe('valid')
    expect(JSON.parse(result.processedClaims ?? '')).toEqual({
      sub: 'ada',
      list: [],
      address: { street: 'Main' },
    })
  })

  test('a disclosure without the one it stands in is refused', async () => {
    expect((await verify([signed, street, ''].join('~'))).code).toBe('DISCLOSURE')
  })

  test.each([
    [
      'many disclosures',
      [signed, ...Array.from({ length: 3000 }, (_, index) => encode([`${index}`, 'a', 1])), ''].join('~'),
    ],
    ['many tildes', `${signed}${'~'.repeat(50_000)}`],
    ['a long disclosure', [signed, encode(['s', 'a', 'x'.repeat(700_000)]), ''].join('~')],
    [
      'a deep disclosure',
      [signed, encode(`["s","a",${'['.repeat(5_000)}${']'.repeat(5_000)}]`), ''].join('~'),
    ],
    ['a megabyte and more', [signed, 'A'.repeat(1_000_001), ''].join('~')],
  ])('%s ends in an answer that is not valid', async (_, text) => {
    const { verdict } = await verify(text)
    expect(verdict).not.toBe('valid')
  })
})

describe('as a verifiable credential', () => {
  const as = { as: 'sd_jwt_vc' } as const
  const credential = (payload: object, disclosures: readonly string[] = [], typ = 'dc+sd-jwt') =>
    [jws({ alg: 'ES256', typ }, payload, issuer.privateKey), ...disclosures, ''].join('~')
  const vct = encode(['s', 'vct', 'x'])

  test('passes with its type and vct', async () => {
    expect(await verify(credential({ vct: 'https://types.test/id' }), {}, as)).toMatchObject({
      verdict: 'valid',
    })
  })
  test.each([
    ['another type', credential({ vct: 'x' }, [], 'JWT'), 'TYPE'],
    ['no vct', credential({ iss: 'x' }), 'CLAIM_MISSING'],
    ['vct in a disclosure', credential({ _sd: [sha(vct)] }, [vct]), 'DISCLOSURE'],
  ])('fails with %s', async (_, token, code) => {
    expect(await verify(token, {}, as)).toMatchObject({ verdict: 'invalid', code })
  })
})

const vectors = new URL('../../../../shared/vectors/sdjwt/', import.meta.url)
const cases = existsSync(vectors)
  ? ['reference-testcases', 'spec-examples'].flatMap((set) =>
      readdirSync(new URL(`${set}/`, vectors), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .filter(({ name }) => existsSync(new URL(`${set}/${name}/verified_contents.json`, vectors)))
        .map(({ name }) => [`${set}/${name}`] as const),
    )
  : []

describe.skipIf(cases.length === 0)('presentations of the reference implementation', () => {
  const key = {
    kty: 'EC',
    crv: 'P-256',
    x: 'b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ',
    y: 'Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8',
  }
  const read = (path: string) => {
    const url = new URL(path, vectors)
    return existsSync(url) ? readFileSync(url, 'utf8') : null
  }

  test.each(cases)('%s', async (name) => {
    const json = read(`${name}/sd_jwt_presentation.json`)
    const text = read(`${name}/sd_jwt_presentation.txt`)
    // Some are printed with line breaks, also inside strings; one is a JSON text inside a JSON string.
    const joined = (json ?? text ?? '').replace(/\n\s*/g, '')
    const token = joined.startsWith('"') ? String(JSON.parse(joined)) : joined
    const bindingText = read(`${name}/kb_jwt_payload.json`)
    const binding = bindingText
      ? (JSON.parse(bindingText) as { iat: number; aud: string; nonce: string })
      : null
    const context = binding ? { kb_aud: binding.aud, kb_nonce: binding.nonce, kb_required: true } : {}
    const result = await verifyToken(
      {
        token,
        source: { kind: 'key', text: JSON.stringify(key) },
        expect: { at: binding?.iat ?? 1_700_000_000 },
        context,
      },
      deps,
    )
    if (name === 'reference-testcases/header_mod') {
      // Its kid is a number, which RFC 7515 §4.1.4 does not allow.
      expect(result).toMatchObject({ verdict: 'invalid', code: 'MALFORMED' })
      return
    }
    expect([result.verdict, result.code, result.checks.filter(({ status }) => status === 'fail')]).toEqual([
      'valid',
      'OK',
      [],
    ])
    expect(JSON.parse(result.processedClaims ?? '')).toEqual(
      JSON.parse(read(`${name}/verified_contents.json`) ?? ''),
    )
    if (binding) expect(rung(result, 'key_binding')?.status).toBe('pass')
  })
})

test.each([
  ['an algorithm that nobody knows', bound(sdJwt(), { header: { alg: 'XX256' } })],
  ['a key that the issuer names in another way', bound(sdJwt({ ...claims, cnf: { kid: 'k' } }))],
])('a key binding that was not proved keeps the whole from being valid: %s', async (_, token) => {
  for (const as of ['generic', 'sd_jwt_vc'] as const) {
    const result = await verify(token, {}, { as })
    expect(result.verdict).not.toBe('valid')
    expect(rung(result, 'key_binding')?.status).not.toBe('pass')
  }
  expect(await verify(token)).toMatchObject({ verdict: 'unverified', code: 'KEY_BINDING' })
})

test('the accepted algorithms are those of the key binding, too', async () => {
  const edwards = ed25519Key()
  const token = bound(sdJwt({ ...claims, cnf: { jwk: edwards.jwk } }), {
    header: { alg: 'Ed25519' },
    key: edwards.privateKey,
  })
  const accept = (alg: readonly string[]) => verify(token, {}, { expect: { at: now, alg: [...alg] } })
  expect(await accept(['ES256', 'Ed25519'])).toMatchObject({ verdict: 'valid' })
  expect(await accept(['ES256'])).toMatchObject({ verdict: 'invalid', code: 'KEY_BINDING' })
})
