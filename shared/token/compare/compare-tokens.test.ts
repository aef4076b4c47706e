import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { compareTokens, type Difference } from './compare-tokens.ts'
import { comparedName, explainDifference, summariseComparison } from './explain-difference.ts'
import { readComparable } from './read-comparable.ts'

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const token = (header: unknown, claims: unknown, signature = 'c2ln') =>
  `${encode(header)}.${encode(claims)}.${signature}`

function compare(first: string, second: string) {
  const [one, other] = [readComparable(first), readComparable(second)]
  if (!one.ok || !other.ok) throw new Error('a side cannot be read')
  return compareTokens(one.side, other.side)
}
/** One claim on both sides, as JSON text. */
function claim(name: string, first: string, second: string): Difference {
  const side = (raw: string) => token({ alg: 'RS256' }, `{"iss":"x",${JSON.stringify(name)}:${raw}}`)
  return compare(side(first), side(second)).claims.find((each) => each.name === name)!
}

describe('one claim', () => {
  test.each([
    ['a number written otherwise', 'n', '1', '1.0'],
    ['a number with an exponent', 'n', '1200', '12e2'],
    ['zero', 'n', '0', '-0.0'],
    ['an escape', 's', '"a"', '"\\u0061"'],
    ['white space and order in an object', 'o', '{"a":1,"b":2}', '{ "b" : 2, "a" : 1 }'],
    ['the order of scopes', 'scope', '"a b"', '"b  a"'],
    ['one audience in a list', 'aud', '"x"', '["x"]'],
    ['the order of audiences', 'aud', '["x","y"]', '["y","x"]'],
  ])('%s means the same', (_, name, first, second) => {
    expect(claim(name, first, second)).toMatchObject({ kind: 'same', detail: { kind: 'spelling' } })
  })

  test.each([
    ['big integers that JSON.parse takes for one', 'id', '18446744073709551615', '18446744073709551614', ''],
    ['decimals beyond a double', 'n', '0.1', '0.1000000000000000000001', ''],
    ['a number and its text', 'n', '1', '"1"', ''],
    ['null and nothing but null', 'n', 'null', 'false', ''],
    ['a later expiry', 'exp', '1700000000', '1700003480', '58 min later'],
    ['an earlier one', 'iat', '1700003600', '1700000000', '1 h earlier'],
    ['more and less scope', 'scope', '"read list"', '"read write"', '+write −list'],
    ['scope as text and as a list', 'scp', '"a b"', '["a","c"]', '+c −b'],
    ['a scope that begins with a quote', 'scope', '"\\"a"', '"b"', '+b −"a'],
    ['another audience', 'aud', '"x"', '["x","y"]', '+y'],
    ['another role', 'roles', '["a",1]', '["a","b"]', '+b −1'],
    ['one role twice', 'roles', '["a"]', '["a","a"]', '+a'],
    ['another order of methods', 'amr', '["pwd","otp"]', '["otp","pwd"]', 'in another order'],
    ['a member of an object', 'cnf', '{"a":1,"b":1}', '{"b":2,"c":3}', '+c, −a, b changed'],
  ])('%s is a change', (_, name, first, second, words) => {
    const difference = claim(name, first, second)
    expect(difference).toMatchObject({ kind: 'changed', first, second })
    expect(explainDifference(difference)).toBe(words)
  })

  test('the names of prototypes are names like others', () => {
    const { claims } = compare(token({}, '{"__proto__":1,"a":1}'), token({}, '{"constructor":2,"a":1}'))
    expect(claims.map(({ name, kind }) => [name, kind])).toEqual([
      ['__proto__', 'removed'],
      ['a', 'same'],
      ['constructor', 'added'],
    ])
  })
})

describe('the whole', () => {
  const one = token({ alg: 'RS256', kid: 'a' }, { sub: 'ada', exp: 1 }, 'YQ')

  test('a rotated key and another signature are noticed', () => {
    const result = compare(one, token({ alg: 'RS256', kid: 'b' }, { sub: 'ada', exp: 1 }, 'Yg'))
    expect(result).toMatchObject({ sameClaims: true, signature: 'different' })
    expect(result.notes.join(' ')).toMatch(/kid/)
    expect(summariseComparison(result)).toBe(
      'All 2 claims are the same. 1 header parameter differs. The signatures differ.',
    )
  })

  const okta = { alg: 'RS256', kid: 'o' }
  const ofOkta = { iss: 'https://okta.test', aud: 'api://default', scp: ['openid', 'offline_access'] }
  const auth0 = { alg: 'RS256', kid: 'x', typ: 'at+jwt' }
  const ofAuth0 = { iss: 'https://auth0.test/', aud: ['https://api.test'], scope: 'openid read:x' }

  test('another issuer and another audience come first, and explain another key', () => {
    const { notes } = compare(token(okta, ofOkta), token(auth0, ofAuth0))
    expect(notes).toEqual([
      expect.stringMatching(/different issuers \(iss\)/),
      expect.stringMatching(/different audiences \(aud\)/),
      'They name different keys (kid), as two issuers do.',
      'Only the second says its type (typ).',
    ])
  })

  test.each([
    ['the same issuer', { iss: 'x' }, { iss: 'x' }, /rotated/],
    ['no issuer at all', {}, {}, /^They name different keys \(kid\)\.$/],
    ['an issuer on one side', { iss: 'x' }, {}, /^They name different keys \(kid\)\.$/],
  ])('of another key with %s no more is said than is known', (_, first, second, said) => {
    const { notes } = compare(token(okta, first), token({ ...okta, kid: 'p' }, second))
    expect(notes.find((note) => note.includes('kid'))).toMatch(said)
  })

  test.each([
    ['"a"', '"b"', /different audiences/],
    ['["a","b"]', '["c"]', /different audiences/],
    ['"a"', '["a","b"]', /share an audience/],
    ['["a","b"]', '"b"', /share an audience/],
    ['["a"]', '"a"', null],
  ])('audiences %s and %s', (first, second, said) => {
    const side = (aud: string) => token(okta, `{"aud":${aud}}`)
    const found = compare(side(first), side(second)).notes.find((note) => note.includes('aud'))
    if (said === null) expect(found).toBeUndefined()
    else expect(found).toMatch(said)
  })

  test('scp of one and scope of the other are one set of scopes', () => {
    const { claims } = compare(token(okta, ofOkta), token(auth0, ofAuth0))
    const scopes = claims.filter(({ name }) => name.startsWith('sc'))
    expect(scopes).toMatchObject([{ name: 'scp', secondName: 'scope', kind: 'changed' }])
    expect(scopes.map(explainDifference)).toEqual(['+read:x −offline_access'])
    expect(scopes.map(comparedName)).toEqual(['scp / scope'])
    const same = compare(token(okta, { scope: 'b a' }), token(okta, { scp: ['a', 'b'] }))
    expect(same.claims.map(explainDifference)).toEqual(['the same, under another name'])
    expect(same.sameClaims).toBe(false)
  })

  test('both names on one side stay apart, and so does what is no scope', () => {
    const names = (first: object, second: object) =>
      compare(token(okta, first), token(okta, second)).claims.map(comparedName)
    expect(names({ scp: ['a'], scope: 'a' }, { scope: 'a' })).toEqual(['scp', 'scope'])
    expect(names({ scp: 1 }, { scope: 'a' })).toEqual(['scp', 'scope'])
  })

  test('a token against a userinfo answer: no header, no signature; another subject is said', () => {
    const result = compare(one, '{ "sub": "eve", "email": "e@x.test" }')
    expect(result).toMatchObject({ header: null, signature: 'not_both', sameClaims: false })
    expect(result.notes.join(' ')).toMatch(/subject/)
    expect(summariseComparison(result)).toBe(
      '1 changed, 1 only in the second, 1 only in the first; 0 the same.',
    )
  })

  test('of a name that stands twice the last value counts, and that is said', () => {
    const result = compare(token({}, '{"a":1,"a":2}'), token({}, '{"a":2}'))
    expect(result.sameClaims).toBe(true)
    expect(result.notes.join(' ')).toMatch(/twice/)
  })

  test('an introspection answer that holds a token is an answer; a token answer is its token', () => {
    expect(readComparable(JSON.stringify({ active: true, jwt: one }))).toMatchObject({
      ok: true,
      side: { kind: 'json' },
    })
    expect(readComparable(JSON.stringify({ access_token: one }))).toMatchObject({
      ok: true,
      side: { kind: 'token' },
    })
  })

  test.each([
    ['nothing', ' '],
    ['words', 'hello'],
    ['an encrypted token', `${encode({ alg: 'dir', enc: 'A128GCM' })}..aXY.Y2lwaGVy.dGFn`],
    ['a signed text', `${encode({ alg: 'RS256' })}.${encode('hello')}.c2ln`],
    ['a JSON list', '[1]'],
    ['too much', `{"sub":"${'x'.repeat(1_000_001)}"}`],
  ])('%s cannot be compared, and a sentence says why', (_, text) => {
    const reading = readComparable(text)
    expect(reading).toMatchObject({ ok: false, message: expect.stringMatching(/\.$/) })
  })

  test('any two texts are compared or refused; a text is always the same as itself', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (first, second) => {
        const sides = [first, second].map((json) => readComparable(`{"sub":${json}}`))
        const [one, other] = sides
        if (!one?.ok || !other?.ok) return
        expect(compareTokens(one.side, one.side).sameClaims).toBe(true)
        const same = compareTokens(one.side, other.side).sameClaims
        expect(same).toBe(compareTokens(other.side, one.side).sameClaims)
      }),
      { numRuns: 100 },
    )
  })

  test('one spelling: what JSON.parse takes for different values stays different', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 2 }), fc.json({ maxDepth: 2 }), (first, second) => {
        if (canonicalJson(first) !== canonicalJson(second)) return
        const value = JSON.parse(first) as unknown
        expect(
          JSON.stringify(JSON.parse(second)) === JSON.stringify(value) || typeof value === 'object',
        ).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})
