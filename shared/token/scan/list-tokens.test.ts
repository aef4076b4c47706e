import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeToken } from '../describe-token.ts'
import { readToken } from '../read-token.ts'
import { exportCsv, exportJson } from './export-tokens.ts'
import { listAllTokens } from './list-tokens.ts'
import { readFoundToken } from './read-found-token.ts'
import { createFactReader } from './token-facts.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const signature = 'c2VjcmV0LXNpZ25hdHVyZQ'
const make = (header: object, claims: unknown) => `${encode(header)}.${encode(claims)}.${signature}`
const token = make({ alg: 'RS256' }, { iss: 'https://a.test', sub: 'ada', exp: 1000 })

describe('where a token stood', () => {
  it.each([
    [`https://a.test/cb#id_token=${token}`, 'id_token', 'in a URL fragment'],
    [`Set-Cookie: sid=${token}; Path=/`, 'sid', 'in a cookie'],
    [`Cookie: x=1; appSession.0=${token}`, 'appSession.0', 'in a cookie, piece 0 of several'],
    [
      `apiVersion: v1\nkind: Secret\ndata:\n  tok: ${Buffer.from(token).toString('base64')}`,
      'tok',
      'in base64 in a Kubernetes secret',
    ],
    [
      `{"log":{"x":[{"name":"Authorization",\n "value": "Bearer ${token}"}]}}`,
      'Authorization',
      'in a HAR file',
    ],
    [
      `Cookie: x=1; appSession.0=${token.slice(0, 40)}; y=2; appSession.1=${token.slice(40)}`,
      'appSession.0',
      'in the pieces of a cookie, joined',
    ],
    [
      JSON.stringify({ 's.0': token.slice(0, 40), 's.1': token.slice(40) }),
      's.0',
      'in the pieces of a cookie, joined inside JSON',
    ],
    [`2026 INFO ${token}`, null, 'inside other text'],
    [`POST /t HTTP/1.1\r\nHost: a.test\r\nDPoP: ${token}\r\n\r\n`, 'DPoP', 'in the DPoP header'],
    [`GET / HTTP/2\nAuthorization: DPoP ${token}\n\n`, 'Authorization', 'in an Authorization header'],
    [
      `POST /t HTTP/1.1\r\nHost: a.test\r\n\r\na=b&client_assertion=${token}`,
      'client_assertion',
      'in an HTTP request body',
    ],
    [
      `HTTP/1.1 200 OK\r\nServer: x\r\n\r\n{"access_token":"${token}"}`,
      'access_token',
      'in an HTTP response body',
    ],
    [
      `POST /t HTTP/1.1\nHost: a.test\n\na=b\n\nHTTP/1.1 200 OK\nServer: x\n\n{"id_token":"${token}"}`,
      'id_token',
      'in an HTTP response body',
    ],
    [`HTTP/1.1 200 OK\nSet-Cookie: sid=${token}; Path=/\n\n`, 'sid', 'in a cookie'],
    [`The HTTP/1.1 answer was ${token}`, null, 'inside other text'],
  ])('%j', (text, name, place) => {
    const { tokens } = listAllTokens(text)
    expect(tokens.map((found) => found.place)).toEqual([place])
    if (name !== 'tok') expect(tokens[0]?.name).toBe(name)
  })

  it('is counted in lines', () => {
    const { tokens } = listAllTokens(`a\n\n${token}\n${token} ${token}`)
    expect(tokens.map((found) => found.line)).toEqual([3, 4, 4])
  })

  it('is counted without walking through a long line again for each of its tokens', () => {
    // As many as would take minutes if each token looked for the end of the line.
    const count = 80_000
    const { tokens } = listAllTokens(`\n${`${token} `.repeat(count)}`)
    expect([tokens.length, tokens.at(-1)?.line]).toEqual([count, 2])
  })
})

describe('the facts of a token', () => {
  const samples: readonly string[] = [
    token,
    make({ alg: 'ES256', typ: 'at+jwt' }, { iss: 'x', exp: 1e300 }),
    make({ alg: 'ES256', typ: 7 }, { iss: 7, sub: null, exp: '1' }),
    make({ alg: 'RS256' }, { iss: 'https://ä.test', sub: '名', __proto__: 1 }),
    make({ alg: 'RS256', cty: 'JWT' }, { a: 1 }),
    make({ alg: 'RS256', b64: false, crit: ['b64'] }, { a: 1 }),
    make({ alg: 'RS256' }, [1, 2]),
    `${encode({ alg: 'RS256' })}.${Buffer.from('{"iss":"a","iss":"b"}').toString('base64url')}.x`,
    `${encode({ alg: 'RS256' })}.!!.x`,
    `${encode({ alg: 'RS256' })}..x`,
    `${token}=`,
  ]
  it.each(samples)('are the same as those of the whole reading: %s', (text) => {
    const { kind, title, alg, issuer, subject, expiresAt } = describeToken(readToken(text), 0)
    const facts = createFactReader().read('jws', text, null)
    expect(facts).toMatchObject({ kind, title, alg, issuer, subject, expiresAt })
  })

  it('never throw', () => {
    const reader = createFactReader()
    const part = fc.oneof(fc.string(), fc.jsonValue().map(encode))
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }),
        fc.constantFrom('jws', 'jwe', 'opaque', 'saml', 'sd_jwt'),
        (parts, format) => {
          expect(reader.read(format as 'jws', parts.join('.'), null).byteLength).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('a token of a list', () => {
  it('is read with the offsets of the whole text', () => {
    const text = `{"a":"${token}","b":"${make({ alg: 'ES256' }, { n: 2 })}~${encode(['s', 'n', 'v'])}~"}`
    for (const found of listAllTokens(text).tokens) {
      const reading = readFoundToken(text, found, null)
      for (const { start, end, text: own } of reading.segments) expect(text.slice(start, end)).toBe(own)
      for (const { start, end, text: own } of reading.disclosures ?? [])
        expect(text.slice(start, end)).toBe(own)
      expect(reading.problems).toEqual([])
    }
  })

  it('is read by itself where it does not stand there literally', () => {
    const text = `data: ${Buffer.from(token).toString('base64')}`
    const [found] = listAllTokens(text).tokens
    expect(found && readFoundToken(text, found, null)).toMatchObject({ input: token, token, format: 'jws' })
  })
})

describe('an export', () => {
  const opaque = '8xLOxBtZp8kdj29dkjs92aBc'
  const formula = make({ alg: 'RS256' }, { iss: '=HYPERLINK("http://x")', sub: 'a,"b"\r\nc' })
  const jwe = `${encode({ alg: 'dir', enc: 'A128GCM' })}..aXY.c2VjcmV0LWNpcGhlcg.dGFn`
  const json = JSON.stringify({ payload: encode({ a: 1 }), protected: encode({ alg: 'RS256' }), signature })
  const text = `${token} ${formula} "refresh_token":"${opaque}" ${jwe} ${json} ghp_${'a1B2'.repeat(9)}`
  const { tokens } = listAllTokens(text)

  it.each([
    ['JSON', exportJson],
    ['CSV', exportCsv],
  ])('as %s holds every token and nothing that makes one valid', (_name, make) => {
    expect(tokens).toHaveLength(6)
    const exported = make(text, tokens)
    for (const secret of [signature, opaque, 'c2VjcmV0LWNpcGhlcg', 'a1B2a1B2'])
      expect(exported).not.toContain(secret)
  })

  it('is well formed, and no spreadsheet runs what a token says', () => {
    expect(JSON.parse(exportJson(text, tokens))).toHaveLength(6)
    const csv = exportCsv(text, tokens)
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(csv).not.toMatch(/,=/)
  })
})
