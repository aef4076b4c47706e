import { describe, expect, it } from 'vitest'
import { readToken } from '../../../../shared/token/read-token.ts'
import { exampleToken } from './example-token.ts'
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

  it.each(['none', 'None', 'NONE'])('fails the signature of an unsecured token with alg %s', (alg) => {
    expect(statuses(`${b64(JSON.stringify({ alg }))}.${b64('{}')}.`)).toMatchObject({
      signature: 'UNSECURED',
    })
  })

  it('says of an encrypted token that nothing in it was checked', () => {
    const text = `${b64('{"alg":"dir","enc":"A256GCM"}')}..AAAA.AAAA.AAAA`
    expect(statuses(text)).toEqual({ parsed: 'pass', signature: 'ENCRYPTED' })
  })

  it.each(['', 'opaque text', '{"json":true}'])('has no rungs for %j', (text) => {
    expect(readingChecks(readToken(text))).toEqual([])
  })
})
