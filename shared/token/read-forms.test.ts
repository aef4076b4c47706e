import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findToken } from './find-token.ts'
import { readToken } from './read-token.ts'
import type { Segment, Span, TokenReading } from './reading.ts'

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const header = encode({ alg: 'ES256' })
const payload = encode({ iss: 'https://issuer.test', _sd: [] })
const jwt = `${header}.${payload}.c2ln`
const codes = ({ problems }: TokenReading) => problems.map(({ code }) => code)
const errors = ({ problems }: TokenReading) =>
  problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)

const flattened = { payload, protected: header, header: { kid: 'k' }, signature: 'c2ln' }
const general = {
  payload,
  signatures: [
    { protected: header, header: { kid: 'a' }, signature: 'c2ln' },
    { protected: encode({ alg: 'RS256' }), signature: 'b25l' },
  ],
}
const jwe = {
  protected: encode({ enc: 'A128GCM' }),
  unprotected: { jku: 'https://issuer.test/jwks' },
  recipients: [{ header: { alg: 'A128KW', kid: 'a' }, encrypted_key: 'a2V5' }, { header: { alg: 'dir' } }],
  aad: encode('more'),
  iv: 'aXY',
  ciphertext: 'Y2lwaGVy',
  tag: 'dGFn',
}
const disclosure = encode(['salt', 'given_name', 'Jörg'])
const element = encode(['salt', { big: 1 }])
const binding = `${encode({ alg: 'ES256', typ: 'kb+jwt' })}.${encode({ nonce: 'n' })}.c2ln`

/** Every span of a reading lies in the input, and what has no escapes stands there as it was read. */
function checkSpans(reading: TokenReading): void {
  const { input } = reading
  const inside = ({ start, end }: Span) => {
    expect(start).toBeGreaterThanOrEqual(0)
    expect(end).toBeGreaterThanOrEqual(start)
    expect(end).toBeLessThanOrEqual(input.length)
  }
  const all: (Segment | null | undefined)[] = [
    ...reading.segments,
    ...(reading.signatures ?? []).flatMap((one) => [one.protectedHeader, one.signature]),
    ...(reading.recipients ?? []).map((one) => one.encryptedKey),
    ...(reading.keyBinding?.segments ?? []),
  ]
  const texts = [...all, ...(reading.disclosures ?? [])]
  for (const part of texts) {
    if (!part) continue
    inside(part)
    const slice = input.slice(part.start, part.end)
    if (!slice.includes('\\') && !codes(reading).includes('WHITE_SPACE')) expect(slice).toBe(part.text)
  }
  for (const span of [reading.span, ...reading.problems, ...(reading.keyBinding?.problems ?? [])])
    inside(span)
}

describe('JWS in JSON form', () => {
  it('reads the flattened form', () => {
    const reading = readToken(JSON.stringify(flattened, null, 2))
    expect(reading).toMatchObject({ format: 'jws_json', problems: [], wrapper: null })
    expect(reading.segments.map(({ name }) => name)).toEqual(['header', 'payload', 'signature'])
    expect(reading.signatures).toHaveLength(1)
    expect(reading.signatures?.[0]?.unprotectedHeader).toMatchObject([{ name: 'kid', raw: '"k"' }])
    checkSpans(reading)
  })

  it('reads every signature of the general form', () => {
    const reading = readToken(`  ${JSON.stringify(general)}\n`)
    expect(reading).toMatchObject({ format: 'jws_json', problems: [], wrapper: 'white space' })
    expect(reading.signatures?.map(({ protectedHeader }) => protectedHeader?.decoded)).toEqual([
      '{"alg":"ES256"}',
      '{"alg":"RS256"}',
    ])
    checkSpans(reading)
  })

  it('undoes escapes and keeps the place as written', () => {
    const escaped = `\\u0065${header.slice(1)}`
    const input = `{"payload":"${payload}","protected":"${escaped}","signature":"c2\\u006cn!"}`
    const reading = readToken(input)
    const [first] = reading.segments
    expect(first?.text).toBe(header)
    expect(input.slice(first?.start, first?.end)).toBe(escaped)
    const problem = reading.problems.find(({ code }) => code === 'BASE64URL_CHARACTER')
    expect(input.slice(problem?.start, problem?.end)).toBe('!')
  })

  it.each<[string, unknown, string]>([
    ['a parameter in both headers', { ...flattened, header: { alg: 'none' } }, 'HEADER_NOT_DISJOINT'],
    ['crit unprotected', { ...flattened, header: { crit: ['b64'] } }, 'PARAMETER_UNPROTECTED'],
    ['b64 unprotected', { ...flattened, header: { b64: false } }, 'PARAMETER_UNPROTECTED'],
    ['signature beside signatures', { ...general, signature: 'c2ln' }, 'FORMS_MIXED'],
    ['no header at all', { payload, signature: 'c2ln' }, 'HEADER_MISSING'],
    ['an empty protected', { ...flattened, protected: '' }, 'PROTECTED_EMPTY'],
    ['a payload that is an object', { ...flattened, payload: {} }, 'MEMBER_TYPE'],
    ['a header that is a string', { ...flattened, header: 'x' }, 'MEMBER_TYPE'],
    ['no signature in one of them', { payload, signatures: [{ protected: header }] }, 'MEMBER_MISSING'],
    ['an empty signature', { ...flattened, signature: '' }, 'SIGNATURE_EMPTY'],
    ['no signatures', { payload, signatures: [] }, 'SIGNATURES_EMPTY'],
    ['a signature that is no object', { payload, signatures: [1] }, 'MEMBER_TYPE'],
    [
      'b64 that differs',
      {
        payload: 'text',
        signatures: [
          { protected: encode({ alg: 'HS256', b64: false, crit: ['b64'] }), signature: 'c2ln' },
          { protected: header, signature: 'c2ln' },
        ],
      },
      'B64_DIFFERS',
    ],
    [
      'too many signatures',
      { payload, signatures: Array.from({ length: 1001 }, () => ({ protected: header, signature: 'c2ln' })) },
      'TOO_MANY_PARTS',
    ],
  ])('says what is wrong: %s', (_name, value, code) => {
    const reading = readToken(JSON.stringify(value))
    expect(reading.format).toBe('jws_json')
    expect(errors(reading)).toContain(code)
    expect(reading.signatures?.length ?? 0).toBeLessThanOrEqual(1000)
    checkSpans(reading)
  })

  it('says that a name stands twice in the envelope', () => {
    const text = JSON.stringify(flattened).replace('{', `{"payload":"${payload}",`)
    expect(errors(readToken(text))).toEqual(['JSON_DUPLICATE_MEMBER'])
  })

  it('shows what can be read of a cut one', () => {
    const text = JSON.stringify(flattened)
    const reading = readToken(text.slice(0, -4))
    expect(reading.format).toBe('jws_json')
    expect(errors(reading)).toContain('JSON_SYNTAX')
    expect(reading.segments[1]?.isObject).toBe(true)
    checkSpans(reading)
  })

  it.each([
    { access_token: 'a', signature: 'b', token_type: 'Bearer' },
    { data: 1, signature: 'x' },
    { signatures: ['a'] },
    { ciphertext: 'a' },
  ])('takes other JSON for what it is: %j', (value) => {
    expect(readToken(JSON.stringify(value)).format).toBe('opaque')
  })
})

describe('detached and unencoded payloads', () => {
  it('notes a payload that travels elsewhere, without an error', () => {
    for (const text of [`${header}..c2ln`, JSON.stringify({ protected: header, signature: 'c2ln' })]) {
      const reading = readToken(text)
      expect(reading.detached).toBe(true)
      expect(errors(reading)).toEqual([])
      expect(codes(reading)).toEqual(['PAYLOAD_DETACHED'])
      expect(reading.segments.find(({ name }) => name === 'payload')?.text).toBe('')
      checkSpans(reading)
    }
  })

  const unencoded = encode({ alg: 'HS256', b64: false, crit: ['b64'] })
  it.each([
    ['text', 'This is the payload string!'],
    ['white space', 'a b\tc'],
    ['an object', '{"a":1}'],
  ])('keeps an unencoded payload as it stands: %s', (_name, text) => {
    for (const input of [`${unencoded}.${text}.c2ln`, `Bearer ${unencoded}.${text}.c2ln`]) {
      for (const read of [readToken, findToken]) {
        const reading = read(input)
        expect(reading).toMatchObject({ format: 'jws', unencodedPayload: true, problems: [] })
        expect(reading.segments[1]).toMatchObject({ text, decoded: text })
        checkSpans(reading)
      }
    }
  })

  it('reads a payload with dots, and says that it must not have them', () => {
    const reading = readToken(`${unencoded}.$.02.c2ln`)
    expect(reading.segments[1]?.text).toBe('$.02')
    expect(errors(reading)).toEqual(['PAYLOAD_DOT'])
    const json = readToken(JSON.stringify({ payload: '$.02', protected: unencoded, signature: 'c2ln' }))
    expect(json).toMatchObject({ unencodedPayload: true, problems: [] })
  })
})

describe('JWE in JSON form', () => {
  it('reads recipients, the shared header and additional data', () => {
    const reading = readToken(JSON.stringify(jwe))
    expect(reading).toMatchObject({ format: 'jwe_json', problems: [] })
    expect(reading.segments.map(({ name }) => name)).toEqual([
      'header',
      'encrypted_key',
      'iv',
      'ciphertext',
      'tag',
      'aad',
    ])
    expect(reading.recipients?.map((one) => one.encryptedKey?.text)).toEqual(['a2V5', undefined])
    expect(reading.unprotectedHeader).toMatchObject([{ name: 'jku' }])
    checkSpans(reading)
  })

  it.each<[string, unknown, string]>([
    ['a parameter twice', { ...jwe, unprotected: { enc: 'A256GCM' } }, 'HEADER_NOT_DISJOINT'],
    ['a parameter twice', { ...jwe, unprotected: { alg: 'dir' } }, 'HEADER_NOT_DISJOINT'],
    ['zip unprotected', { ...jwe, unprotected: { zip: 'DEF' } }, 'PARAMETER_UNPROTECTED'],
    ['mixed forms', { ...jwe, encrypted_key: 'a2V5' }, 'FORMS_MIXED'],
    ['no recipients', { ...jwe, recipients: [] }, 'RECIPIENTS_EMPTY'],
    ['a tag that is a number', { ...jwe, tag: 1 }, 'MEMBER_TYPE'],
  ])('says what is wrong: %s', (_name, value, code) => {
    const reading = readToken(JSON.stringify(value))
    expect(reading.format).toBe('jwe_json')
    expect(errors(reading)).toContain(code)
  })
})

describe('SD-JWT', () => {
  it('reads disclosures and the key binding', () => {
    for (const around of ['', ' ', '"']) {
      const reading = readToken(`${around}${jwt}~${disclosure}~${element}~${binding}${around}`)
      expect(reading).toMatchObject({ format: 'sd_jwt', problems: [] })
      expect(reading.disclosures).toMatchObject([
        { salt: 'salt', name: 'given_name', raw: '"Jörg"' },
        { salt: 'salt', name: null, raw: '{"big":1}' },
      ])
      expect(reading.keyBinding).toMatchObject({ format: 'jws', token: binding, problems: [] })
      checkSpans(reading)
    }
    expect(readToken(`${jwt}~`)).toMatchObject({
      format: 'sd_jwt',
      disclosures: [],
      keyBinding: null,
      problems: [],
    })
  })

  it('reads one that a terminal wrapped', () => {
    const token = `${jwt}~${disclosure}~`
    const reading = readToken(`${token.slice(0, 60)}\n${token.slice(60)}`)
    expect(reading).toMatchObject({ format: 'sd_jwt', token })
    expect(codes(reading)).toEqual(['WHITE_SPACE'])
  })

  it('reads the JSON form', () => {
    const value = { ...flattened, header: { disclosures: [disclosure], kb_jwt: binding } }
    const reading = readToken(JSON.stringify(value))
    expect(reading).toMatchObject({ format: 'sd_jwt', problems: [], disclosures: [{ name: 'given_name' }] })
    expect(reading.signatures).toHaveLength(1)
    expect(reading.keyBinding?.token).toBe(binding)
    expect(reading.keyBinding?.input).toBe(reading.input)
    checkSpans(reading)
  })

  it.each([
    ['base64', `${jwt}~a+b~`, 'BASE64URL_CHARACTER'],
    ['no JSON', `${jwt}~${encode('oops')}~`, 'DISCLOSURE_JSON'],
    ['an object', `${jwt}~${encode({ a: 1 })}~`, 'DISCLOSURE_JSON'],
    ['too short', `${jwt}~${encode(['salt'])}~`, 'DISCLOSURE_LENGTH'],
    ['too long', `${jwt}~${encode(['salt', 'a', 1, 2])}~`, 'DISCLOSURE_LENGTH'],
    ['a salt that is a number', `${jwt}~${encode([1, 'a', 1])}~`, 'DISCLOSURE_SALT'],
    ['a name that is a number', `${jwt}~${encode(['salt', 1, 1])}~`, 'DISCLOSURE_NAME'],
    ['the name _sd', `${jwt}~${encode(['salt', '_sd', []])}~`, 'DISCLOSURE_NAME'],
    ['the name ...', `${jwt}~${encode(['salt', '...', 'x'])}~`, 'DISCLOSURE_NAME'],
    ['a name twice', `${jwt}~${encode('["salt","a",{"b":1,"b":2}]')}~`, 'JSON_DUPLICATE_MEMBER'],
    ['nothing', `${jwt}~~`, 'DISCLOSURE_EMPTY'],
    ['no end', `${jwt}~${disclosure}`, 'SD_JWT_END'],
    ['a key binding that is no token', `${jwt}~${disclosure}~a.b`, 'KEY_BINDING_FORM'],
    ['an encrypted first part', `${header}.a2V5.aXY.Yw.dGFn~`, 'SD_JWT_UNSIGNED'],
    ['too many', `${jwt}${`~${disclosure}`.repeat(1001)}~`, 'TOO_MANY_PARTS'],
  ])('says what is wrong: %s', (_name, input, code) => {
    const reading = readToken(input)
    expect(reading.format).toBe('sd_jwt')
    expect(errors(reading)).toContain(code)
    checkSpans(reading)
  })
})

describe('named only', () => {
  const xml = '<?xml version="1.0"?><samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">'
  it.each([
    ['v4.public.eyJzdWIiOiJ4In0aaaa', 'paseto'],
    ['v2.local.aaaa.Zm9v', 'paseto'],
    ['v5.local.aaaa', 'opaque'],
    ['v1.MabcDEF', 'opaque'],
    [xml, 'saml'],
    [btoa(xml), 'saml'],
    [encodeURIComponent(btoa(`${xml}<`)), 'saml'],
    [btoa('<html><body>hello</body></html>'), 'opaque'],
  ])('%s is %s', (input, format) => {
    expect(readToken(input)).toMatchObject({ format, segments: [] })
    expect(findToken(input).format).toBe(format)
  })
})

describe('published examples', () => {
  const vectors = new URL('../../../shared/vectors/', import.meta.url)
  const here = existsSync(vectors)
  const list = (folder: string, pattern: RegExp) =>
    here
      ? readdirSync(new URL(folder, vectors), { recursive: true })
          .map((name) => `${folder}${String(name)}`)
          .filter((name) => pattern.test(name))
      : []
  const read = (name: string) => readToken(readFileSync(new URL(name, vectors), 'utf8'))

  it.skipIf(!here)('read as what they are, without an error', () => {
    const files = [
      ...list('rfc/', /\.(?:jws|jwe)[cfg]$/).map(
        (name) => [name, /\.jws/.test(name) ? 'jws' : 'jwe'] as const,
      ),
      ...list('sdjwt/reference-testcases/', /sd_jwt_(?:presentation|issuance)\.txt$/).map(
        (name) => [name, 'sd_jwt'] as const,
      ),
    ]
    expect(files.length).toBeGreaterThan(80)
    for (const [name, kind] of files) {
      const reading = read(name)
      const compact = name.endsWith('A.5.jwsc') ? 'unsecured' : kind
      expect([name, reading.format]).toEqual([name, /\.jw[se][fg]$/.test(name) ? `${kind}_json` : compact])
      expect([name, errors(reading)]).toEqual([name, []])
      checkSpans(reading)
    }
  })

  it.skipIf(!here)('of RFC 7797 keep their payload', () => {
    for (const name of list('cookbook/rfc7797/', /\.json$/)) {
      const { input, output } = JSON.parse(readFileSync(new URL(name, vectors), 'utf8'))
      for (const token of [output.json, output.json_flat, output.compact].filter(Boolean)) {
        const reading = readToken(typeof token === 'string' ? token : JSON.stringify(token))
        if (reading.unencodedPayload) expect(reading.segments[1]?.decoded).toBe(input.payload)
      }
    }
  })
})

describe('mutated tokens of each form', () => {
  const texts = [
    jwt,
    JSON.stringify(flattened),
    JSON.stringify(general, null, 1),
    JSON.stringify(jwe),
    JSON.stringify({
      ...general,
      signatures: [{ ...general.signatures[0], header: { disclosures: [disclosure], kb_jwt: binding } }],
    }),
    `${jwt}~${disclosure}~${element}~${binding}`,
    `${encode({ alg: 'HS256', b64: false, crit: ['b64'] })}.some text.c2ln`,
  ]
  it('never throw, and their spans lie inside the input', () => {
    const change = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(6),
      put: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 4 }),
        fc.constantFrom(
          '~',
          '.',
          '"',
          '\\',
          '\\u0065',
          '{',
          '}',
          '[',
          ']',
          ',',
          '\ud800',
          '"__proto__":1,',
          '\n',
        ),
      ),
    })
    fc.assert(
      fc.property(change, ({ text, at, cut, put }) => {
        const place = Math.floor(at * text.length)
        const input = text.slice(0, place) + put + text.slice(place + cut)
        for (const read of [readToken, findToken]) checkSpans(read(input))
      }),
      { numRuns: 1500 },
    )
  })

  it.each([
    ['signatures', `{"payload":"","signatures":[${'{"signature":""},'.repeat(100_000)}{"signature":""}]}`],
    ['disclosures', `${jwt}${'~'.repeat(1_000_000)}`],
    ['brackets', `{"signatures":${'['.repeat(1_000_000)}`],
    ['escapes', `{"protected":"${'\\u0065'.repeat(300_000)}","signature":"a"}`],
    ['quotes', `{"signature":"a","payload${'"'.repeat(1_000_000)}`],
  ])('read megabytes of %s', (_name, input) => checkSpans(readToken(input)))
})
