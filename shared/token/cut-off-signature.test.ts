import { describe, expect, it } from 'vitest'
import { lintToken } from '../lint/lint-token.ts'
import { checkForm } from '../verdict/check-parsed.ts'
import { encodeBase64url } from './base64url.ts'
import { findCutOffSignature } from './cut-off-signature.ts'
import { readToken } from './read-token.ts'

const encode = (text: string) => encodeBase64url(new TextEncoder().encode(text))
/** The last byte sets every bit, so that a cut leaves bits that belong to no byte. */
const token = (alg: string, bytes: number) =>
  `${encode(JSON.stringify({ alg }))}.${encode('{"sub":"u"}')}.${encodeBase64url(new Uint8Array(bytes).fill(255))}`

describe('a token that was cut off', () => {
  it.each([1, 2, 3, 4, 5, 20, 40, 100])('is called so without its last %i characters', (count) => {
    for (const whole of [token('RS256', 256), token('ES256', 64), token('EdDSA', 64)]) {
      const reading = readToken(whole.slice(0, -Math.min(count, 80)))
      expect(findCutOffSignature(reading)?.sentence).toContain('missing at the end')
      const parsed = checkForm(reading)
      expect(`${parsed.found} ${parsed.note}`).toContain('missing at the end')
      const said = lintToken(reading).findings.map(({ rule }) => rule)
      expect(said).toContain('JWT-S02')
      expect(said).not.toContain('JWT-S07')
    }
  })

  it('is said of a signature that no key of the algorithm makes', () => {
    const reading = readToken(token('RS256', 24))
    expect(findCutOffSignature(reading)).toMatchObject({ isCertain: true })
    expect(checkForm(reading)).toMatchObject({ status: 'pass', note: expect.stringContaining('missing') })
    expect(lintToken(reading).findings).toContainEqual(expect.objectContaining({ rule: 'JWT-S02' }))
  })

  it('counts one character as one', () => {
    expect(findCutOffSignature(readToken(token('ES256', 64).slice(0, -1)))?.sentence).toContain(
      ', so 1 is missing at the end.',
    )
  })

  it.each([
    ['RS256', 256],
    ['PS512', 512],
    ['HS256', 32],
    ['ES512', 132],
    ['XS256', 3],
  ])('is not said of %s with %i bytes', (alg, bytes) => {
    const reading = readToken(token(alg, bytes))
    expect(findCutOffSignature(reading)).toBeNull()
    expect(checkForm(reading).note ?? '').not.toContain('missing')
  })
})
