import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../token/base64url.ts'
import { readToken } from '../token/read-token.ts'
import { lintToken } from './lint-token.ts'
import { encode } from './test-cases/test-token.ts'

const head = encode({ alg: 'RS256' })
const sig = 'c2ln'
const absence = /\bno (?:exp|iss|aud|sub|jti|iat|nbf|client_id|nonce|txn)\b|never expires/

const unread: readonly (readonly [string, string])[] = [
  ['a foreign character early on', `${head}.${encode({ iss: 'a' }).replace(/^(.{3})/, '$1*')}.${sig}`],
  ['a foreign character first', `${head}.*${encode({ iss: 'a' })}.${sig}`],
  ['JSON that breaks', `${head}.${encode('{"iss":"x","sub":"a" "exp":1,"aud":"y"}')}.${sig}`],
  ['JSON that ends too early', `${head}.${encode('{"iss":"x","sub":"a')}.${sig}`],
  [
    'text that is not UTF-8',
    `${head}.${encodeBase64url(Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d))}.${sig}`,
  ],
  ['no payload at all', head],
  ['cut off behind the first dot', `${head}.`],
]

describe('claims that could not be read whole', () => {
  it.each(unread)('says of no claim that it is absent: %s', (_, token) => {
    const report = lintToken(readToken(token), { nowSeconds: 1_700_000_000 })
    expect(report.findings.filter(({ sentence }) => absence.test(sentence))).toEqual([])
    expect(report.notRun.map(({ rule }) => rule)).toContain('JWT-C01')
    expect(report.passed).not.toContain('JWT-C01')
    expect(report.findings.length).toBeGreaterThan(0)
    if (!token.endsWith(sig)) expect(report.findings.map(({ rule }) => rule)).toEqual(['JWT-S02'])
  })

  it.each([
    ['a name that stands twice', `${head}.${encode('{"iss":"x","iss":"y"}')}.${sig}`],
    ['padding', `${head}.${encode('{"iss":"abc"}')}==.${sig}`],
    ['a text that is no object', `${head}.${encode('just text')}.${sig}`],
  ])('judges what can be read whole: %s', (_, token) => {
    const report = lintToken(readToken(token), {})
    expect(report.notRun.filter(({ reason }) => reason.includes('read whole'))).toEqual([])
  })
})
