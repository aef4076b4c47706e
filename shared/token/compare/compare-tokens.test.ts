import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { compareTokens, type Difference } from './compare-tokens.ts'
import { explainDifference, summariseComparison } from './explain-difference.ts'
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
    expect(summariseComparison(result)).toBe('All 2 claims are the same. The signatures differ.')
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
