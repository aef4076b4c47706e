import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeToken } from './describe-token.ts'
import { findToken } from './find-token.ts'
import { readToken } from './read-token.ts'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const header = encode({ alg: 'RS256', kid: 'k' })
const token = `${header}.${encode({ iss: 'https://a.test' })}.c2ln`
const other = `${header}.${encode({ iss: 'https://b.test' })}.c2ln`
const encrypted = `${encode({ alg: 'dir', enc: 'A128GCM' })}..aXY.Y2lwaGVy.dGFn`

describe('a token inside other text', () => {
  it.each([
    ['a token answer', `{"access_token":"${token}","id_token":"${other}"}`, 'Access token inside JSON', 1],
    ['the same with spaces', `{\n  "id_token" : "${token}"\n}`, 'ID token inside JSON', undefined],
    ['a fragment', `https://app/cb?x=1#id_token=${token}`, 'ID token in a URL fragment', undefined],
    [
      'a fragment that goes on',
      `https://a.test/cb#id_token=${token}&state=s`,
      'ID token in a URL fragment',
      undefined,
    ],
    ['a query', `https://a.test/logout?id_token_hint=${token}`, 'ID token hint in a URL query', undefined],
    ['curl', `curl -H 'Authorization: Bearer ${token}' https://a.test`, 'Token in a curl command', undefined],
    ['a log line', `2026-11-23 WARN refused ${token}, expired`, 'Token inside other text', undefined],
    [
      'a header among others',
      `Host: a\nAuthorization: Bearer ${token}\nAccept: x`,
      'Token in an Authorization header',
      undefined,
    ],
    ['a sentence', `My token is ${token}.`, 'Token inside other text', undefined],
    ['a form', `grant_type=x&client_assertion=${token}`, 'Client assertion in form parameters', undefined],
    ['escaped JSON', `"{\\"id_token\\":\\"${token}\\"}"`, 'ID token inside other text', undefined],
    ['two lines', `${token}\n${other}`, 'Token inside other text', 1],
    ['three lines', `${token}\n${other}\n${token}`, 'Token inside other text', 2],
    ['words behind it', `${token} is what came`, 'Token inside other text', undefined],
  ])('%s', (_name, input, wrapper, more) => {
    const reading = findToken(input)
    expect([reading.token, reading.format, reading.wrapper, reading.more]).toEqual([
      token,
      'jws',
      wrapper,
      more,
    ])
    expect(reading.input).toBe(input)
    expect(input.slice(reading.span.start, reading.span.end)).toBe(token)
    for (const { start, end, text } of reading.segments) expect(input.slice(start, end)).toBe(text)
    expect(reading.problems).toEqual([])
  })

  it('may be encrypted or unsecured', () => {
    expect(findToken(`x: ${encrypted}, y`)).toMatchObject({ token: encrypted, format: 'jwe' })
    const unsecured = `${encode({ alg: 'none' })}.${encode({})}.`
    expect(findToken(`token=${unsecured}&a=b`)).toMatchObject({ token: unsecured, format: 'unsecured' })
  })

  it('may be a SAML message that is compressed: the name of its parameter says so', () => {
    const deflated =
      'fVHLasMwEPwVo3sjWY6dWNgBQygE+oCm7aGXoshyLJAlV7tu2n+v7LQQ0lJYFmZnRxpJFcjeDqIZsXNP+n3UgMlnbx2ImajJGJzwEgwIJ3sNApXYN/d3gi+YGIJHr7wlF5L'
    for (const name of ['SAMLRequest', 'SAMLResponse']) {
      const reading = findToken(`https://idp.test/sso?${name}=${deflated}%3D%3D&RelayState=x`)
      expect([reading.format, reading.problems]).toEqual(['saml', []])
      expect(describeToken(reading, 0)).toMatchObject({
        kind: 'saml',
        reason: expect.stringContaining('The name of its parameter says SAML'),
      })
    }
    // Without the name nothing tells.
    expect(findToken(deflated).format).toBe('opaque')
  })

  it('may be cut into the pieces of a cookie', () => {
    const reading = findToken(`Cookie: s.0=${token.slice(0, 60)}; s.1=${token.slice(60)}`)
    expect([reading.format, reading.token]).toEqual(['jws', token])
    expect(reading.wrapper).toContain('cookie')
  })

  it('keeps the place of what is wrong with it', () => {
    const input = `{"id_token":"${token.slice(0, -1)}"}`
    const problem = findToken(input).problems[0]
    expect(problem?.code).toBe('BASE64URL_NOT_CANONICAL')
    expect(input.slice(problem?.start, problem?.end)).toBe('l')
  })
})

describe('what is a token itself stays what it is', () => {
  it.each([
    token,
    `Authorization: Bearer ${token}\r\n`,
    `"${token}"`,
    encrypted,
    `${token}.x`,
    `${token.slice(0, -4)}si*g`,
    `${token}=`,
    `${token.slice(0, -4)}c2+n`,
    `${token.slice(0, -4)}c2/n`,
    `${token.slice(0, 50)}\n   ${token.slice(50)}`,
    `${token}\nAAAA`,
    'hello world this is not a token',
    'www.example.com',
    '',
    '{"a":"b.c.d"}',
    `{"a":"${header}"}`,
  ])('%j', (input) => expect(findToken(input)).toEqual(readToken(input)))
})

describe('hostile text', () => {
  it.each([
    ['dots', '.'.repeat(1_000_000)],
    ['dots behind a header', `x ${header}${'.'.repeat(1_000_000)}`],
    ['tokens', `${token} `.repeat(20_000)],
    ['names', `x "${'a'.repeat(1_000_000)}=${token}"`],
    ['schemes', `${'a://'.repeat(300_000)}#${token}`],
    ['white space', `{${' '.repeat(1_000_000)}"${token}"`],
  ])('reads megabytes of %s in a moment', (_name, input) => {
    const started = performance.now()
    findToken(input)
    expect(performance.now() - started).toBeLessThan(3000)
  })

  it('finds only what stands in it', () => {
    const piece = fc.constantFrom(
      token,
      other,
      encrypted,
      ' ',
      '\n',
      '"',
      '=',
      '.',
      '#',
      '{',
      'https://a/',
      'é',
      '\u0000',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 9 }), (parts) => {
        const input = parts.join('')
        const reading = findToken(input)
        expect(reading.input).toBe(input)
        if (reading.more === undefined && reading.wrapper === readToken(input).wrapper) return
        expect(input.slice(reading.span.start, reading.span.end)).toBe(reading.token)
      }),
    )
  })
})
