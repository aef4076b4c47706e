import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSharedSecret } from './shared-secret.ts'
import { ecKey, ed25519Key, rsaKey } from './test-tokens.ts'

const rsa = rsaKey()
const keys = [rsa, ecKey('P-256'), ecKey('P-521'), ed25519Key()] as const
const wrap = (text: string, width: number) => text.replace(new RegExp(`.{1,${width}}`, 'g'), '$&\n')

describe('a public key as a shared secret', () => {
  const forms = keys.flatMap(({ publicKey, jwk }) => {
    const pem = publicKey.export({ format: 'pem', type: 'spki' }) as string
    const der = publicKey.export({ format: 'der', type: 'spki' })
    return [
      ['PEM', Buffer.from(pem)],
      ['DER', der],
      ['JWK', Buffer.from(JSON.stringify(jwk))],
      ['JWKS', Buffer.from(JSON.stringify({ keys: [jwk] }, null, 2))],
    ] as const
  })
  const spellings: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    'as it is': (bytes) => bytes,
    hex: (bytes) => Buffer.from(bytes.toString('hex')),
    'hex in upper case with colons': (bytes) =>
      Buffer.from((bytes.toString('hex').match(/../g) ?? []).join(':').toUpperCase()),
    'hex with 0x': (bytes) => Buffer.from(`0x${bytes.toString('hex')}\n`),
    base64: (bytes) => Buffer.from(bytes.toString('base64')),
    'base64 in lines': (bytes) => Buffer.from(wrap(bytes.toString('base64'), 64)),
    base64url: (bytes) => Buffer.from(bytes.toString('base64url')),
    'base64 twice': (bytes) => Buffer.from(Buffer.from(bytes.toString('base64')).toString('base64')),
    'hex of base64': (bytes) => Buffer.from(Buffer.from(bytes.toString('base64')).toString('hex')),
    'a JSON string': (bytes) => Buffer.from(JSON.stringify(bytes.toString('latin1'))),
    'base64 in a JSON string': (bytes) => Buffer.from(JSON.stringify(bytes.toString('base64'))),
    'base64 in a JSON list': (bytes) => Buffer.from(JSON.stringify([bytes.toString('base64')])),
    'base64 in a JSON object': (bytes) => Buffer.from(JSON.stringify({ key: bytes.toString('base64url') })),
    'base64 in UTF-16': (bytes) => Buffer.from(`\ufeff${bytes.toString('base64')}`, 'utf16le'),
    'UTF-8 with its mark': (bytes) =>
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(bytes.toString('base64'))]),
  }
  const onlyText: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    'a JSON list': (bytes) => Buffer.from(bytes[0] === 0x7b ? `[${bytes}]` : JSON.stringify([String(bytes)])),
    'UTF-16': (bytes) => Buffer.from(String(bytes), 'utf16le'),
    'UTF-16 with its mark, big end first': (bytes) => Buffer.from(`\ufeff${bytes}`, 'utf16le').swap16(),
    'white space around': (bytes) => Buffer.from(`\n  ${bytes}\n`),
  }
  const cases = forms.flatMap(([form, bytes]) =>
    Object.entries(form === 'DER' ? spellings : { ...spellings, ...onlyText })
      .filter(([spelling]) => !(form === 'DER' && spelling === 'a JSON string'))
      .map(([spelling, spell]) => ({ name: `${form}, ${spelling}`, bytes: spell(bytes) })),
  )
  it.each(cases)('is refused: $name', ({ bytes }) => {
    const secret = { problem: expect.stringContaining('no secret'), hostile: true }
    expect(readSharedSecret(bytes.toString('base64url'), 'base64url')).toEqual(secret)
    expect(readSharedSecret(bytes.toString('hex'), 'hex')).toEqual(secret)
  })

  it('never takes random bytes for a key, in whatever encoding they are', () => {
    const anyBytes = fc.uint8Array({ minLength: 1, maxLength: 200 })
    const isKept = (bytes: Uint8Array) => {
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        const text = Buffer.from(bytes).toString(encoding)
        expect(readSharedSecret(text, encoding)).toEqual({ bytes: Buffer.from(bytes) })
        expect(readSharedSecret(text, 'utf8')).toEqual({ bytes: Buffer.from(text) })
      }
    }
    expect(() => fc.assert(fc.property(anyBytes, isKept))).not.toThrow()
  })

  it('is quick with a secret that looks like many layers', () => {
    let text = 'A'.repeat(1000)
    for (let layer = 0; layer < 12; layer++) text = Buffer.from(text).toString('base64')
    expect(readSharedSecret(text, 'utf8')).toHaveProperty('bytes')
    expect(readSharedSecret('['.repeat(90_000), 'utf8')).toHaveProperty('bytes')
    expect(readSharedSecret('['.repeat(40_000) + ']'.repeat(40_000), 'utf8')).toHaveProperty('bytes')
  })
})

describe('a secret as it is found in files', () => {
  const bytes = randomBytes(64)
  const base64 = bytes.toString('base64')
  const base64url = bytes.toString('base64url')
  const hex = bytes.toString('hex')
  it.each([
    ['openssl rand -base64 64', 'base64', wrap(base64, 64)],
    ['base64 without padding', 'base64', base64.replace(/=+$/, '')],
    ['base64 with spaces and CRLF', 'base64', ` ${wrap(base64, 20).replaceAll('\n', ' \r\n')}`],
    ['base64url', 'base64url', base64url],
    ['base64url with padding', 'base64url', `${base64url}==\n`],
    ['base64url in lines', 'base64url', wrap(base64url, 64)],
    ['hex', 'hex', `${hex}\n`],
    ['hex in upper case', 'hex', hex.toUpperCase()],
    ['hex with colons', 'hex', (hex.match(/../g) ?? []).join(':')],
    ['hex with spaces and lines', 'hex', `\n${wrap((hex.match(/../g) ?? []).join(' '), 48)}`],
  ] as const)('%s', (_name, encoding, text) => {
    expect(readSharedSecret(text, encoding)).toEqual({ bytes })
  })

  it.each([
    ['base64', 'ab-_'],
    ['base64', 'ab+/!'],
    ['base64', 'A'],
    ['base64', 'AB'],
    ['base64', 'QUJD===='],
    ['base64', 'QQ==QQ=='],
    ['base64', 'QUJD,QUJD'],
    ['base64', '\u0391\u0392\u0393\u0394'],
    ['base64url', 'ab+/'],
    ['base64url', 'ab.cd'],
    ['base64url', 'A'],
    ['hex', 'abc'],
    ['hex', 'zz'],
    ['hex', 'a:bc:d0'],
    ['hex', '0x00'],
    ['hex', ':00'],
    ['hex', 'ab-cd'],
  ] as const)('refuses %s %j', (encoding, text) => {
    expect(readSharedSecret(text, encoding)).toMatchObject({
      hostile: false,
      problem: expect.stringContaining(`not ${encoding}`),
    })
  })

  it('never repeats a secret in what it says', () => {
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      expect(JSON.stringify(readSharedSecret('correct horse, battery', encoding))).not.toMatch(
        /horse|battery/,
      )
    }
  })

  it('keeps every character of a text', () => {
    expect(readSharedSecret(' a b\n', 'utf8')).toEqual({ bytes: Buffer.from(' a b\n') })
  })
})

it.each([
  ['base64url', `${'a'.repeat(41)}b`, /last character carries bits/],
  ['base64url', 'a'.repeat(41), /41 characters make no whole number of bytes/],
  ['base64url', 'ab+/', /letters, digits, - and _ are expected$/],
  ['base64', `${'a'.repeat(41)}b`, /last character carries bits/],
  ['base64', 'ab-_', /letters, digits, \+ and \/ are expected$/],
] as const)('says why %s does not fit: %s', (encoding, text, words) => {
  expect(readSharedSecret(text, encoding)).toMatchObject({ problem: expect.stringMatching(words) })
})
