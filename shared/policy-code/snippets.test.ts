import { execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { exportJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Policy, type PolicyKey, policyOf } from './policy.ts'
import { commentText, quoteGo, quoteJava, quotePython, quoteTypeScript } from './quote.ts'
import { policyCodes } from './snippets.ts'

const keys: readonly PolicyKey[] = [
  { kind: 'none' },
  { kind: 'discovery', issuer: 'https://i.test', jwksUrl: null },
  { kind: 'discovery', issuer: 'https://i.test', jwksUrl: 'https://i.test/jwks' },
  { kind: 'jwks_url', url: 'https://i.test/jwks' },
  ...(['jwk', 'jwks', 'pem'] as const).map((form) => ({ kind: 'key', form }) as const),
  ...(['utf8', 'base64', 'base64url', 'hex'] as const).map(
    (encoding) => ({ kind: 'secret', encoding }) as const,
  ),
]
const full: Policy = {
  key: { kind: 'key', form: 'jwk' },
  algorithms: ['ES256'],
  iss: 'https://i.test',
  aud: ['api'],
  typ: 'at+jwt',
  nonce: 'n1',
  as: 'access_token',
  required: ['iss', 'exp'],
  unmade: [],
  skew: 30,
  made: true,
  failed: null,
  asOf: false,
}
const bare: Policy = {
  ...full,
  iss: null,
  aud: [],
  typ: null,
  nonce: null,
  as: 'generic',
  required: [],
  skew: 0,
}
const create = (id: string, policy: Policy) =>
  policyCodes.find((code) => code.id === id)?.create(policy) ?? ''

const hostile: readonly (readonly [string, string])[] = [
  ['quotes', `a"b'c"""d\`e`],
  ['line ends', 'a\nb\r\nc\u2028d\u2029e\u0085f'],
  ['templates', '$\u007bprocess.exit()} #{x} {0} %s $& $1'],
  ['backslashes', '\\" \\\\" \\u0022 \\n \\'],
  ['comment marks', '*/ // # <!-- --> """ /*'],
  ['bidi and zero width', 'a\u202eb\u2066c\u200bd\ufeffe'],
  ['astral and lone surrogates', 'a\u{1f600}b\ud800c'],
  ['controls', 'a\u0000b\u0007c\u001bd\u007f'],
  ['words of the code itself', '__TYPES__ JWT_KEY ); System.exit(0); ('],
]

/** What is left when every string literal on a line is taken out. */
const skeleton = (code: string) => code.replace(/"(?:[^"\\\n]|\\.)*"/g, '""')

describe('a hostile value stays inside its literal', () => {
  describe.each(policyCodes.map((code) => [code.id, code] as const))('%s', (_id, code) => {
    test.each(hostile)('%s', (_name, text) => {
      for (const key of keys) {
        const at = (value: string): Policy => ({
          ...full,
          key:
            key.kind === 'discovery'
              ? { ...key, issuer: value, jwksUrl: key.jwksUrl === null ? null : value }
              : key.kind === 'jwks_url'
                ? { ...key, url: value }
                : key,
          iss: value,
          aud: [value, value],
          typ: value,
          nonce: value,
        })
        const made = code.create(at(text))
        expect(skeleton(made)).toBe(skeleton(code.create(at('plain'))))
        expect(made).toMatch(/^[\t\n\x20-\x7e]*$/)
      }
    })

    test('a hostile algorithm too, in the notes as well', () => {
      const alg = 'X*/"\n\u202e'
      const made = code.create({ ...full, algorithms: [alg] })
      expect(made).toMatch(/^[\t\n\x20-\x7e]*$/)
      expect(
        made
          .split('\n')
          .filter((line) => !/^\s*(?:\/\/|#)/.test(line))
          .join('\n'),
      ).not.toContain('*/"')
    })
  })

  test('what a literal says is the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(quoteTypeScript(text))).toBe(text)
        for (const quote of [quotePython, quoteJava, quoteGo])
          expect(quote(text)).toMatch(/^"(?:[^"\\\n]|\\.)*"$/)
        // Before anything else, a Java compiler turns \u into what it means; nothing of ASCII may be written so.
        expect(quoteJava(text).replaceAll('\\\\', '')).not.toMatch(/\\u00[0-7]/)
      }),
      { numRuns: 200 },
    )
    expect(quoteGo('\ud800')).toBe('"\\ufffd"')
    expect(quotePython('\u{1f600}')).toBe('"\\U0001f600"')
    expect(commentText('a*/\nb')).toBe('a* /?b')
  })
})

describe('the policy of a request', () => {
  test('neither key nor secret passes into it, nor into any code', () => {
    for (const source of [
      { kind: 'secret', text: 'hunter2-secret', encoding: 'utf8' },
      { kind: 'key', text: '{"kty":"EC","d":"hunter2-secret"}', passphrase: 'hunter2-secret' },
      { kind: 'key', text: '-----BEGIN PRIVATE KEY-----hunter2-secret' },
      { kind: 'jwks_url', url: 'https://ada:hunter2-secret@i.test/jwks' },
      { kind: 'discovery', issuer: 'https://ada:hunter2@x@i.test' },
    ] as const) {
      const policy = policyOf({ source, expect: {} }, 'ES256', null)
      expect(JSON.stringify(policy)).not.toContain('hunter2')
      for (const { create } of policyCodes) expect(create(policy)).not.toContain('hunter2')
    }
  })

  test.each([
    ['a public key in PEM', { kind: 'key', text: '-----BEGIN PUBLIC KEY-----' }, 'HS256', []],
    ['an EC key as JWK', { kind: 'key', text: '{"kty":"EC"}' }, 'HS256', []],
    ['keys of the issuer', { kind: 'discovery', issuer: 'https://i.test' }, 'HS512', []],
    ['a key set', { kind: 'jwks_url', url: 'https://i.test/jwks' }, 'HS256', []],
    ['a secret', { kind: 'secret', text: 's', encoding: 'utf8' }, 'RS256', []],
    ['a secret, its own', { kind: 'secret', text: 's', encoding: 'utf8' }, 'HS256', ['HS256']],
    ['a secret as JWK', { kind: 'key', text: '{"kty":"oct"}' }, 'HS256', ['HS256']],
    ['a public key, its own', { kind: 'key', text: '-----BEGIN PUBLIC KEY-----' }, 'RS256', ['RS256']],
  ] as const)(
    'an algorithm that would confuse keys is not taken from the token: %s',
    (_, source, alg, found) => {
      const policy = policyOf({ source, expect: {} }, alg, null)
      expect(policy.algorithms).toEqual(found)
      if (found.length > 0) return
      for (const { create } of policyCodes) {
        expect(create(policy)).toContain('put in the one you expect')
        expect(create(policy)).not.toMatch(/HS256|HS512|ValidAlgorithms = \[\]/)
      }
    },
  )

  test('names, forms and the address of the keys', () => {
    const request = {
      source: { kind: 'discovery', issuer: 'https://i.test' },
      expect: { aud: 'a', skew: 1.5 },
    } as const
    const asked = (url: string) => ({ method: 'GET', url, status: 200, durationMs: 1 })
    const requests = [asked('https://i.test/.well-known/openid-configuration'), asked('https://i.test/jwks')]
    const checks = [{ id: 'time', status: 'fail', code: 'EXPIRED', spec: '' }] as const
    expect(policyOf(request, 'RS256', { verdict: 'invalid', code: 'EXPIRED', requests, checks })).toEqual({
      key: { kind: 'discovery', issuer: 'https://i.test', jwksUrl: 'https://i.test/jwks' },
      algorithms: ['RS256'],
      iss: 'https://i.test',
      aud: ['a'],
      typ: null,
      nonce: null,
      as: 'generic',
      required: [],
      unmade: [expect.objectContaining({ check: 'parsed' })],
      skew: 2,
      made: true,
      failed: { code: 'EXPIRED', check: 'time', alone: true },
      asOf: false,
    })
    const form = (text: string) => policyOf({ source: { kind: 'key', text }, expect: {} }, null, null).key
    expect(form('{"kty":"EC"}')).toMatchObject({ form: 'jwk' })
    expect(form(' {"keys":[]}')).toMatchObject({ form: 'jwks' })
    expect(form('-----BEGIN')).toMatchObject({ form: 'pem' })
  })
})

test('the top names what failed, what the library lacks and what was not expected', () => {
  const expired = { code: 'EXPIRED', check: 'time', alone: true } as const
  expect(create('pyjwt', { ...full, failed: expired })).toContain('this code raises ExpiredSignatureError')
  expect(create('pyjwt', { ...full, failed: { ...expired, alone: false } })).toContain('this code refuses it')
  expect(create('pyjwt', { ...full, failed: expired, asOf: true })).toContain('this code may accept it')
  expect(create('spring', { ...full, algorithms: ['Ed25519'] })).toContain('does not verify Ed25519')
  expect(create('go', bare)).toContain('Nothing was expected of: issuer, audience, type')
})

describe('code that runs', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'claimscope-code-'))
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const claims = { iss: 'https://i.test', aud: 'api', nonce: 'n1' }
  const sign = (change: object, typ = 'at+jwt') =>
    new SignJWT({ ...claims, ...change })
      .setProtectedHeader({ alg: 'ES256', typ })
      .setExpirationTime('10m')
      .sign(privateKey)

  test('the jose snippet takes the token and refuses each that differs', async () => {
    writeFileSync(join(folder, 'policy.mts'), create('jose', full))
    writeFileSync(
      join(folder, 'run.mts'),
      `import { verify } from './policy.mts'
const told = []
for (const token of JSON.parse(process.argv[2] ?? '[]')) {
  told.push(await verify(token).then((claims) => claims.nonce, (error) => error.code ?? 'ERROR'))
}
console.log(JSON.stringify(told))`,
    )
    const tokens = await Promise.all([
      sign({}),
      sign({ iss: 'https://other.test' }),
      sign({ aud: 'other' }),
      sign({ nonce: 'n2' }),
      sign({}, 'JWT'),
      sign({}).then((token) => `${token.slice(0, -8)}AAAAAAAA`),
    ])
    const out = execFileSync(process.execPath, [join(folder, 'run.mts'), JSON.stringify(tokens)], {
      env: { ...process.env, JWT_KEY: JSON.stringify(await exportJWK(publicKey)) },
      encoding: 'utf8',
    })
    expect(JSON.parse(out)).toEqual([
      'n1',
      'ERR_JWT_CLAIM_VALIDATION_FAILED',
      'ERR_JWT_CLAIM_VALIDATION_FAILED',
      'ERR_JWT_CLAIM_VALIDATION_FAILED',
      'ERR_JWT_CLAIM_VALIDATION_FAILED',
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    ])
  })

  const python = spawnSync('python3', ['--version']).status === 0
  test.skipIf(!python)('Python reads every snippet (skipped where there is no python3)', () => {
    const files = ['pyjwt', 'joserfc'].flatMap((id) =>
      [full, bare, { ...full, iss: hostile.map(([, text]) => text).join(' ') }].flatMap((policy, which) =>
        keys.map((key, index) => {
          const file = join(folder, `${id}-${which}-${index}.py`)
          writeFileSync(file, create(id, { ...policy, key }))
          return file
        }),
      ),
    )
    const { status, stderr } = spawnSync('python3', ['-m', 'py_compile', ...files], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
  })
})
