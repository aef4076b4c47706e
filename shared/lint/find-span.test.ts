import fc from 'fast-check'
import { expect, it } from 'vitest'
import { encodeBase64url, readBase64url } from '../token/base64url.ts'
import { readToken } from '../token/read-token.ts'
import { findSpan, placePath } from './find-span.ts'
import { inClaims, inHeader } from './rule.ts'
import { jws, plain, rs256 } from './test-cases/test-token.ts'

const decode = (text: string) => new TextDecoder().decode(readBase64url(text).bytes)

it('marks the characters that carry the claim', () => {
  const input = `Authorization: Bearer ${jws(rs256, { ...plain, näme: 'Zoë', scope: { a: [1, { aud: 'inner' }] } })}`
  const reading = readToken(input)
  const payload = reading.segments[1]
  for (const name of ['iss', 'aud', 'exp', 'näme', 'scope']) {
    const span = findSpan(inClaims(name), reading)
    expect(span).not.toBeNull()
    const { start, end } = span ?? { start: 0, end: 0 }
    // Whole groups of four, so that what is marked can be decoded by itself.
    const from = Math.floor((start - (payload?.start ?? 0)) / 4) * 4
    const text = decode(payload?.text.slice(from, end - (payload?.start ?? 0)) ?? '')
    expect(text).toContain(JSON.stringify(name).slice(1))
    expect(end - start).toBeLessThan(80)
  }
})

it('takes the last of two members, and the whole segment for one that is not there', () => {
  const reading = readToken(jws('{"alg":"RS256","alg":"none"}', plain))
  const span = findSpan(inHeader('alg'), reading)
  const text = reading.input.slice(span?.start, span?.end)
  expect(decode(encodeBase64url(readBase64url(text).bytes))).toBeTruthy()
  expect(span?.start).toBeGreaterThan(10)
  expect(findSpan(inHeader('kid'), reading)).toEqual({ start: 0, end: reading.segments[0]?.end })
  expect(findSpan({ part: 'token' }, reading)).toEqual(reading.span)
})

it('stays inside the input, whatever the token', () => {
  const name = fc.constantFrom('a', 'alg', 'é', '__proto__')
  fc.assert(
    fc.property(fc.dictionary(name, fc.jsonValue()), fc.string(), name, (claims, around, wanted) => {
      const reading = readToken(`${around} ${jws({ alg: 'RS256' }, claims)}`)
      for (const where of [inClaims(wanted), inHeader(wanted), { part: 'signature', index: 3 } as const]) {
        const span = findSpan(where, reading)
        if (span === null) continue
        expect(span.start).toBeLessThanOrEqual(span.end)
        expect(span.end).toBeLessThanOrEqual(reading.input.length)
      }
    }),
    { numRuns: 60 },
  )
})

it.each([
  [{ part: 'token' }, 'token'],
  [inHeader('alg', 1), 'signatures[1].header.alg'],
  [inClaims('aud'), 'payload.aud'],
  [{ part: 'disclosure', index: 2 }, 'disclosures[2]'],
] as const)('names the place %j', (where, path) => expect(placePath(where)).toBe(path))
