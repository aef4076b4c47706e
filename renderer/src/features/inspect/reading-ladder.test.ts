import { describe, expect, it } from 'vitest'
import { readToken } from '../../../../shared/token/read-token.ts'
import { checkParsed } from '../../../../shared/verdict/check-parsed.ts'
import { exampleToken } from './example-token.ts'
import { isVerifiable } from './key-choice.ts'
import { isOpenable } from './parts/opening.ts'
import { readingChecks } from './reading-ladder.ts'

const b64 = (text: string) => Buffer.from(text).toString('base64url')
const statuses = (text: string) =>
  Object.fromEntries(readingChecks(readToken(text)).map(({ id, status, code }) => [id, code ?? status]))

describe('readingChecks', () => {
  it('passes nothing but the parsing of a well-formed token', () => {
    const checks = readingChecks(readToken(exampleToken.token))
    expect(checks.map(({ id }) => id)).toEqual([
      'parsed',
      'signature',
      'key',
      'time',
      'issuer',
      'audience',
      'type',
      'nonce',
    ])
    expect(checks.filter(({ status }) => status === 'pass').map(({ id }) => id)).toEqual(['parsed'])
  })

  it.each([
    ['a bad character', `${exampleToken.token.slice(0, 90)}!${exampleToken.token.slice(91)}`],
    ['two segments', exampleToken.token.split('.').slice(0, 2).join('.')],
    ['a duplicate member', `${b64('{"alg":"RS256","alg":"none"}')}.${b64('{}')}.AAAA`],
    ['padding', `${exampleToken.token}==`],
    ['a broken header', `${b64('{"alg":')}.${b64('{}')}.AAAA`],
  ])('fails the parsing of a token with %s', (_what, text) => {
    expect(statuses(text).parsed).toBe('MALFORMED')
  })

  it('lets a malformed token be verified where it is whole, and no other', () => {
    const signed = (payload: string) => `${b64('{"alg":"RS256"}')}.${b64(payload)}.${'A'.repeat(342)}`
    const wait = (text: string) => statuses(text).signature
    expect(wait(signed('{"sub":"a","sub":"b"}'))).toBe('NOT_VERIFIED')
    expect(wait(`${exampleToken.token}==`)).toBe('NOT_VERIFIED')
    expect(wait(signed('{"sub":"a"'))).toBe('not_checked')
    expect(wait(exampleToken.token.slice(0, -20))).toBe('not_checked')
  })

  it.each([
    ['a signed token', `${exampleToken.token}${'A'.repeat(1_000_000)}`, 'signature'],
    [
      'an encrypted one',
      `${b64('{"alg":"dir","enc":"A256GCM"}')}..AAAA.${'A'.repeat(1_000_000)}.AAAA`,
      'decrypted',
    ],
  ])('says of %s that is too large, before anybody asks, that it is not verified', (_what, text, id) => {
    const reading = readToken(text)
    expect(readingChecks(reading).find((check) => check.id === id)).toMatchObject({
      status: 'not_checked',
      code: 'TOO_LARGE',
      expected: 'at most 1,000,000 characters',
      found: `${text.length.toLocaleString('en')} characters`,
    })
    expect(isVerifiable(reading) || isOpenable(reading)).toBe(false)
  })

  it('lets an SD-JWT with a broken disclosure be verified, and names what is broken', () => {
    const [parsed, signature] = readingChecks(readToken(`${exampleToken.token}~not-json~`))
    expect(parsed).toMatchObject({ status: 'pass', note: expect.stringContaining('Disclosure 1') })
    expect(signature).toMatchObject({ status: 'not_checked', code: 'NOT_VERIFIED' })
  })

  it.each(['none', 'None', 'NONE'])('fails the signature of an unsecured token with alg %s', (alg) => {
    expect(statuses(`${b64(JSON.stringify({ alg }))}.${b64('{}')}.`)).toMatchObject({
      signature: 'UNSECURED',
    })
  })

  it('says of an encrypted token that nothing in it was checked', () => {
    const text = `${b64('{"alg":"dir","enc":"A256GCM"}')}..AAAA.AAAA.AAAA`
    expect(statuses(text)).toEqual({ parsed: 'pass', decrypted: 'ENCRYPTED', signature: 'ENCRYPTED' })
  })

  it.each(['', 'opaque text', '{"json":true}'])('has no rungs for %j', (text) => {
    expect(readingChecks(readToken(text))).toEqual([])
  })
})

describe('the parsed rung', () => {
  const sign = (header: unknown, payload: unknown) =>
    `${[header, payload].map((part) => b64(typeof part === 'string' ? part : JSON.stringify(part))).join('.')}.AAAA`
  const texts = [
    exampleToken.token,
    `Bearer ${exampleToken.token}`,
    `${exampleToken.token}=`,
    exampleToken.token.slice(0, 100),
    `${exampleToken.token}.x`,
    sign({ alg: 'RS256' }, { sub: 'ada' }),
    sign({ typ: 'JWT' }, {}),
    sign({ alg: 7 }, {}),
    sign({ alg: null }, {}),
    sign({ alg: 'RS256', kid: 1 }, {}),
    sign({ alg: 'RS256', kid: null }, {}),
    sign({ alg: 'RS256', typ: 'JWT' }, 'text'),
    sign({ alg: 'RS256', typ: 'at+jwt' }, '[1]'),
    sign({ alg: 'RS256', typ: 'application/at+JWT' }, '"x"'),
    sign({ alg: 'RS256', typ: 'text/plain' }, 'text'),
    sign({ alg: 'RS256' }, 'text'),
    sign('{"alg":"RS256","alg":"RS256"}', {}),
    sign({ alg: 'RS256' }, '{"a":1,"a":1}'),
    sign({ alg: 'RS256' }, '{"a":}'),
    sign('[]', {}),
    sign({ alg: 'none' }, {}),
    `${b64('{"alg":"none"}')}.${b64('{}')}.`,
    `${b64('{"alg":"RS256"}')}.${b64('{}')}.`,
    `${b64('{"alg":"dir","enc":"A256GCM"}')}..AAAA.AAAA.AAAA`,
  ]
  it.each(texts)('is what the verification will say of %j', (text) => {
    const reading = readToken(text)
    const parsed = readingChecks(reading).find(({ id }) => id === 'parsed')
    expect(parsed?.status).toBe(checkParsed(readToken(reading.token)).status)
  })
})
