import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Jwk } from './jwk.ts'
import { writeRawSpki } from './key-text/raw-key-der.ts'
import { publishedKey } from './published-key.ts'
import { readSharedSecret } from './shared-secret.ts'
import { ecKey, ed25519Key, encode, rsaKey } from './test-tokens.ts'

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

  const noKeyOfTheirs: readonly Jwk[] = [
    { kty: 'EC', crv: 'secp256k1', x: encode(randomBytes(32)), y: encode(randomBytes(32)) },
    { kty: 'OKP', crv: 'X448', x: encode(randomBytes(56)) },
    { kty: 'OKP', crv: 'Ed448', x: encode(randomBytes(57)) },
    { kty: 'AKP', alg: 'ML-DSA-44', pub: encode(randomBytes(1312)) },
  ]
  it.each(noKeyOfTheirs)('is told by its structure, not by what a runtime knows: $crv $alg', (jwk) => {
    const spki = Buffer.from(writeRawSpki(jwk) ?? [])
    const other = Buffer.from(spki)
    // The kind of key is none that anybody knows.
    other[other.indexOf(0x06) + 2] = 0x2c
    for (const der of [spki, other]) {
      const spellings = [der, Buffer.concat([der, Buffer.from('\n')]), Buffer.from(der.toString('base64'))]
      for (const bytes of spellings) expect(publishedKey(bytes)).toMatch(/^a public key in DER/)
    }
  })

  const pem = rsa.publicKey.export({ format: 'pem', type: 'spki' }) as string
  const ecPem = keys[1].publicKey.export({ format: 'pem', type: 'spki' }) as string
  const lines = (text: string) => text.trim().split('\n')
  const jwk = rsa.jwk as { readonly n: string; readonly e: string }
  const field = (bytes: Buffer) =>
    Buffer.concat([Buffer.from([0, 0, bytes.length >> 8, bytes.length & 255]), bytes])
  const numbers = [Buffer.from(jwk.e, 'base64url'), Buffer.from(jwk.n, 'base64url')]
  const ssh = Buffer.concat([Buffer.from('ssh-rsa'), ...numbers].map(field))
  const modulus = Buffer.from(jwk.n, 'base64url')
  it.each([
    ['PEM without its BEGIN line', lines(ecPem).slice(1).join('\n')],
    ['PEM without its dashes', ecPem.replaceAll('-', '')],
    ['PEM without its lines, line breaks as backslash and n', lines(ecPem).slice(1, -1).join('\\n')],
    ['PEM in one line, line breaks as backslash and n', pem.replaceAll('\n', '\\n')],
    ['PEM, percent-encoded', encodeURIComponent(pem)],
    ['PEM of a form', pem.replaceAll('\n', '%0A').replaceAll(' ', '+')],
    ['the body of PEM, percent-encoded', encodeURIComponent(lines(ecPem).slice(1, -1).join(''))],
    ['PEM in a data URL', `data:application/x-pem-file;base64,${Buffer.from(pem).toString('base64')}`],
    ['a JWK, percent-encoded', encodeURIComponent(JSON.stringify(jwk))],
    ['a JWK with text behind it', `${JSON.stringify(keys[1].jwk)};`],
    ['a JWK in single quotes', JSON.stringify(keys[1].jwk).replaceAll('"', "'")],
    ['a JWK without kty', JSON.stringify({ n: jwk.n, e: jwk.e })],
    ['a point without kty', JSON.stringify({ x: keys[1].jwk.x, y: keys[1].jwk.y })],
    ['an SSH key with options', `no-pty,command="x y" ssh-rsa ${ssh.toString('base64')}`],
    ['an SSH key behind a tab', `ssh-rsa\t${ssh.toString('base64')}`],
    ['the middle of an SSH key', ssh.toString('base64')],
    ['an SSH key of a token', 'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t'],
    ['an SSH key of RFC 4716', `---- BEGIN SSH2 PUBLIC KEY ----\n${ssh.toString('base64')}`],
    ['XML', `<RSAKeyValue><Modulus>${modulus.toString('base64')}</Modulus></RSAKeyValue>`],
    ['what openssl prints', `Modulus=${modulus.toString('hex').toUpperCase()}`],
  ])('is refused as it may be pasted: %s', (_, text) => {
    expect(readSharedSecret(text, 'utf8')).toMatchObject({ hostile: true })
    const inOct = Buffer.from(text).toString('base64url')
    expect(readSharedSecret(inOct, 'base64url')).toMatchObject({ hostile: true })
  })

  it('a sentence about keys is a poor secret, and none that is published', () => {
    for (const text of [
      'the END of the KEY',
      'ssh-rsa is old',
      '100%25 secret',
      '{"x":"1","y":"2"}',
      'data:,x',
    ])
      expect(readSharedSecret(text, 'utf8')).toHaveProperty('bytes')
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
