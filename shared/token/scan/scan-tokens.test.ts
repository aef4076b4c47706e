import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanTokens } from './scan-tokens.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const token = `${encode({ alg: 'RS256', kid: 'k' })}.${encode({ iss: 'https://a.test', sub: 'ada' })}.c2lnbmF0dXJl`
const other = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode({ sub: 'bob', n: 'x'.repeat(90) })}.b3RoZXI`
const unsecured = `${encode({ alg: 'none' })}.${encode({ a: 1 })}.`
const jwe = `${encode({ alg: 'dir', enc: 'A128GCM' })}..aXY.Y2lwaGVy.dGFn`
const sdJwt = `${token}~${encode(['salt', 'name', 'Ada'])}~`
const bound = `${sdJwt}${other}`
const spaced = `${Buffer.from('{ "alg" : "ES256" }').toString('base64url')}.${encode({})}.c2ln`
const broken = `${Buffer.from('{\n"alg":"ES256"}').toString('base64url')}.${encode({})}.c2ln`
const general = {
  payload: encode({ iss: 'https://a.test' }),
  signatures: [
    { protected: encode({ alg: 'RS256' }), header: { kid: 'a' }, signature: 'c2ln' },
    { protected: encode({ alg: 'ES256' }), signature: 'c2ln' },
  ],
}
const flattened = { payload: encode({ a: 1 }), protected: encode({ alg: 'RS256' }), signature: 'c2ln' }
const jweJson = {
  protected: encode({ enc: 'A128GCM' }),
  unprotected: { jku: 'https://a.test' },
  recipients: [{ header: { alg: 'A128KW' }, encrypted_key: 'a2V5' }],
  iv: 'aXY',
  ciphertext: 'Y2lwaGVy',
  tag: 'dGFn',
}
const saml = base64('<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1"/>')
const deflated = deflateRawSync(
  '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>',
).toString('base64')
const ec = `${encode({ alg: 'ES256' })}.${encode({ sub: 'eve' })}.${'S'.repeat(86)}`
const ghp = `ghp_${'a1B2'.repeat(9)}`

const scan = (text: string) => {
  const batches = [...scanTokens(text)]
  const tokens = batches.flatMap((batch) => batch.tokens)
  return { tokens, skipped: batches.flatMap((batch) => batch.skipped) }
}
/** Format and text of each token, as a reader would get them. */
const found = (text: string) =>
  scan(text).tokens.map((one) => `${one.format} ${one.text ?? text.slice(one.start, one.end)}`)

describe('a token is found', () => {
  const surroundings: Readonly<Record<string, (it: string) => string>> = {
    alone: (it) => it,
    'an Authorization line': (it) => `Authorization: Bearer ${it}`,
    'a curl command': (it) => `curl -H 'Authorization: Bearer ${it}' https://a.test`,
    'raw HTTP': (it) => `GET / HTTP/1.1\r\nHost: a\r\nAuthorization: DPoP ${it}\r\n\r\n`,
    'a cookie': (it) => `Cookie: a=b; session=${it}; c=d`,
    'a query': (it) => `https://a.test/cb?id_token=${it}&state=s`,
    'a fragment': (it) => `https://a.test/cb#id_token=${it}`,
    'a JSON answer': (it) => `{"id_token":"${it}"}`,
    'JSON in a JSON string': (it) => JSON.stringify({ body: JSON.stringify({ id_token: it }) }),
    'JSON in a query': (it) => `https://a.test/?x=${encodeURIComponent(JSON.stringify({ id_token: it }))}`,
    'a line of a log': (it) => `2026-11-23 WARN refused ${it}, expired`,
    'a coloured log': (it) => `\u001b[32m${it}\u001b[0m`,
    'an escaped line end': (it) => `{"log":"first\\n${it}\\nlast"}`,
    'a YAML file': (it) => `token: ${it}\nother: x`,
    'an XML element': (it) => `<token>${it}</token>`,
    'a sentence': (it) => `The token ${it}, as sent.`,
    brackets: (it) => `[${it}](x)`,
    'a log behind its level': (it) => `12:00 [main]${it} [end]`,
    'a form': (it) => `authorization=Bearer+${it}&x=y`,
    'an address within an address': (it) =>
      `https://a.test/?u=https%3A%2F%2Fb.test%2F%3Ft%253D${it}%2526s%253D1`,
    'an address in one in one': (it) => `u=x%2525253D${it}&v=1`,
    'an escaped space': (it) => `u=Bearer%2520${it}`,
    'CJK text': (it) => `令牌${it}，过期`,
  }
  const formats: Readonly<Record<string, string>> = {
    jws: token,
    'jws ': spaced,
    'jws  ': broken,
    unsecured,
    jwe,
    sd_jwt: sdJwt,
    'sd_jwt ': bound,
  }
  for (const [where, around] of Object.entries(surroundings)) {
    it(`in ${where}, whatever its format`, () => {
      for (const [format, text] of Object.entries(formats)) {
        expect(found(around(text))).toEqual([`${format.trim()} ${text}`])
        const [only] = scan(around(text)).tokens
        expect(around(text).slice(only?.start, only?.end)).toBe(text)
      }
    })
  }

  it.each([...'!"#$%&\'()*+,/:;<=>?@[\\]^`{|}'])('behind %s, whatever its format', (before) => {
    for (const [format, text] of Object.entries(formats))
      expect(found(`at x${before}${text} y`)).toEqual([`${format.trim()} ${text}`])
  })

  it.each([
    ['a Kubernetes secret', `kind: Secret\ndata:\n  token: ${base64(token)}\n`],
    ['base64 of base64', `data:\n  token: ${base64(base64(token))}\n`],
    ['base64 of a header line', base64(`Authorization: Bearer ${token}`)],
    ['base64 at the other two places', base64(`xy ${token}`)],
    ['base64 in lines', base64(`{"a":"${'x'.repeat(90)}","t":"${token}"}`).replace(/.{76}/g, '$&\n')],
    [
      'a body of a HAR file',
      JSON.stringify({ text: base64(JSON.stringify({ id_token: token })), encoding: 'base64' }),
    ],
    ['percent-encoded dots', `token=${token.replaceAll('.', '%2E')}&x=y`],
    ['escaped dots', `{"t":"${token.replaceAll('.', '\\u002e')}"}`],
  ])('in %s, although it does not stand there literally', (_name, text) => {
    expect(found(text)).toEqual([`jws ${token}`])
    expect(scan(text).tokens[0]?.text).toBe(token)
    expect(scan(text).tokens[0]?.layers.length).toBeGreaterThan(0)
  })

  it.each([
    ['general', `x ${JSON.stringify(general)} y`, 'jws_json'],
    ['general, indented', JSON.stringify({ token: general }, null, 2), 'jws_json'],
    ['flattened', JSON.stringify(flattened), 'jws_json'],
    [
      'with no header protected and a text as payload',
      JSON.stringify({ a: { payload: 'SXTigJlz', header: { alg: 'HS256' }, signature: 'c2ln' } }),
      'jws_json',
    ],
    ['encrypted', `log: ${JSON.stringify(jweJson)}`, 'jwe_json'],
    ['in a JSON string', JSON.stringify({ m: JSON.stringify(general) }), 'jws_json'],
    ['in a query', `x=${encodeURIComponent(JSON.stringify(flattened))}`, 'jws_json'],
  ])('in JSON form, %s', (_name, text, format) => {
    const { tokens } = scan(text)
    expect(tokens.map((one) => one.format)).toEqual([format])
    const [only] = tokens
    expect(() => JSON.parse(only?.text ?? text.slice(only?.start, only?.end))).not.toThrow()
  })

  it.each([
    ['paseto', `x v4.local.${'a1'.repeat(20)} y`],
    ['paseto', `v4.public.${encode({ data: 'this is a signed message' })}AAAA.${encode({ kid: 'k' })}`],
    ['saml', `SAMLResponse=${encodeURIComponent(saml)}&RelayState=x`],
    ['saml', `https://idp.test/sso?SAMLRequest=${encodeURIComponent(deflated)}`],
    ['saml', `<input type="hidden" name="SAMLResponse" value="${saml}"/>`],
    ['opaque', `token ${ghp} in a log`],
    ['opaque', 'key=AKIAIOSFODNN7EXAMPLE;'],
    ['opaque', `glpat-${'x1'.repeat(10)}`],
    ['opaque', `xoxb-123456789012-${'aB3'.repeat(8)}`],
    ['opaque', `hvs.${'aB3'.repeat(8)}`],
    ['opaque', '{"refresh_token":"8xLOxBtZp8kdj29dkjs92"}'],
    ['opaque', 'Authorization: Bearer 7f3a9b8c7d6e5f4a3b2c1d'],
    ['opaque', 'grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA'],
    ['opaque', 'https://a.test/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=x'],
  ])('of the format %s', (format, text) => {
    expect(scan(text).tokens.map((one) => one.format)).toEqual([format])
  })

  it('beside others, in the order of the text', () => {
    const text = `${token} ${ghp}\n{"access_token":"${other}","refresh_token":"8xLOxBtZp8kdj29dkjs92"} ${jwe}`
    expect(scan(text).tokens.map((one) => one.format)).toEqual(['jws', 'opaque', 'jws', 'opaque', 'jwe'])
  })
})

describe('what is no token', () => {
  it.each([
    ['prose', 'hello world this is not a token'],
    ['words after a name', 'access_token: required, refresh_token=$TOKEN, "access_token":"REDACTED"'],
    [
      'lists of names',
      '"grant_types":["refresh_token","authorization_code"],"token_type_hint":"access_token"',
    ],
    ['a domain', 'example.com eyes.on.you'],
    ['the middle of base64', `${'A'.repeat(30)}${token}`],
    ['JSON in base64', base64(JSON.stringify({ name: 'nothing here', list: [1, 2, 3] }))],
    ['WWW-Authenticate', 'WWW-Authenticate: Bearer realm="a", error="invalid_token"'],
    [
      'metadata',
      '{"code_challenge_methods_supported":["S256"],"id_token_signing_alg_values_supported":["RS256"]}',
    ],
  ])('is left alone: %s', (_name, text) => {
    expect(scan(text).tokens).toEqual([])
    expect(scan(text).skipped).toEqual([])
  })

  it.each([
    ['SEGMENT_COUNT', token.split('.').slice(0, 2).join('.')],
    ['SEGMENT_COUNT', `${token}.x`],
    ['SEGMENT_COUNT', `header: ${token.split('.')[0]};`],
    ['CUT_OFF', `${token.slice(0, 80)}...`],
    ['CUT_OFF', `${token.slice(0, 80)}…`],
    ['STRAY_CHARACTER', `${token}*`],
  ])('is named where it looks like one: %s', (code, text) => {
    expect(scan(`a ${text} b`).tokens).toEqual([])
    expect(scan(`a ${text} b`).skipped.map((one) => one.code)).toEqual([code])
  })

  it('does not keep the next one from being found', () => {
    expect(found(`${token.slice(0, 60)}... ${other}`)).toEqual([`jws ${other}`])
  })
})

describe('hostile text', () => {
  const million = 1_000_000
  const nested = (text: string, layers: number): string =>
    layers === 0 ? text : nested(base64(text), layers - 1)
  it.each([
    ['dots', '.'.repeat(million)],
    ['dots behind a header', `${encode({ alg: 'a' })}${'.'.repeat(million)}`],
    ['eyJ a million times', 'eyJ'.repeat(million)],
    ['eyJ apart', 'eyJ '.repeat(million)],
    ['eyJ behind brackets', ')eyJ]eyJ}eyJ!eyJ'.repeat(200_000)],
    ['eyJ behind escapes of escapes', `${'%25'.repeat(20)}3DeyJ`.repeat(40_000)],
    ['headers behind brackets', `]${encode({ alg: 'RS256' })}`.repeat(50_000)],
    ['headers alone', `${encode({ alg: 'RS256' })} `.repeat(50_000)],
    ['base64 of eyJ', 'ZXlK'.repeat(million)],
    ['V5Sg and leUo', 'V5Sg leUo '.repeat(200_000)],
    ['base64 in base64', nested(token, 12)],
    ['braces', `${'{'.repeat(million)}"payload":"eyJhIjoxfQ"`],
    ['parts without an object', '"payload":"eyJhIjoxfQ",'.repeat(40_000)],
    ['objects that never end', '{"protected":"eyJhIjoxfQ",'.repeat(40_000)],
    ['signatures', '{"signature":"x",'.repeat(60_000)],
    ['signatures without an object', '"signature":"x",'.repeat(60_000)],
    ['open strings', '{"protected":"eyJhIjoxfQ","x":"'.repeat(20_000)],
    ['escaped parts', '\\"payload\\":\\"eyJhIjoxfQ\\",'.repeat(40_000)],
    ['percent', `%7B%22payload%22%3A%22eyJhIjoxfQ%22`.repeat(30_000)],
    ['escaped dots', `${encode({ alg: 'a' })}%2E`.repeat(30_000)],
    ['tildes', `${token}${'~'.repeat(million)}`],
    ['names', 'access_token='.repeat(100_000)],
    ['bearers', 'Bearer '.repeat(200_000)],
    ['SAML', 'SAMLResponse='.repeat(100_000)],
    ['first pieces', `s.0=${token.slice(0, 60)}; `.repeat(20_000)],
    [
      'pieces of many cookies',
      Array.from({ length: 5000 }, (_, at) => `s${at}.0=eyJhbGci; s${at}.1=x; `).join(''),
    ],
    [
      'pieces without an end',
      Array.from({ length: 50_000 }, (_, at) => `s.${at}=eyJhbGciOiJub25lIn0`).join(';'),
    ],
    ['lone surrogates', `\ud800${token}\udfff `.repeat(2000)],
    ['one line of 50 MB', `${'x'.repeat(25 * million)} ${token} ${'y'.repeat(25 * million)}`],
  ])('is searched in time that grows with it: %s', (_name, text) => {
    expect(() => scan(text)).not.toThrow()
  })

  it('yields what there is in it all the same', () => {
    expect(found(`\ud800${token}\udfff`)).toEqual([`jws ${token}`])
    expect(found(nested(token, 3))).toEqual([])
    expect(found(nested(token, 2))).toEqual([`jws ${token}`])
  })

  it('never loses a planted token, and says where each stands', () => {
    const noise = fc.stringMatching(/^[ a-zA-Z0-9\n.,:=&{}[\]"'%\\/-]{0,40}$/)
    const piece = fc.record({ noise, planted: fc.constantFrom(token, other, jwe, sdJwt) })
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.map(({ noise, planted }) => `${noise} ${planted} `).join('\n')
        const at: string[] = []
        let offset = 0
        for (const { noise, planted } of pieces) {
          at.push(`${offset + noise.length + 1} ${planted}`)
          offset += noise.length + planted.length + 3
        }
        const seen = scan(text).tokens.map(
          (one) => `${one.start} ${one.text ?? text.slice(one.start, one.end)}`,
        )
        expect(at.filter((one) => !seen.includes(one))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('never throws, and every span lies in the text', () => {
    const bit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        token,
        jwe,
        'eyJ',
        '.',
        '~',
        '%2E',
        '\\u002e',
        '"payload":"',
        '{',
        '}',
        base64(token),
        '_token":"',
      ),
    )
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 12 }), (bits) => {
        const text = bits.join('')
        for (const { start, end } of [...scan(text).tokens, ...scan(text).skipped]) {
          expect(start >= 0 && start < end && end <= text.length).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a cookie in pieces', () => {
  const large = `${encode({ alg: 'dir', enc: 'A256GCM' })}..aXY.${'Q'.repeat(9000)}.dGFn`
  const cut = (it: string, size: number) => it.match(new RegExp(`.{1,${size}}`, 'g')) ?? []
  const session = JSON.stringify({ access_token: token, refresh_token: 'r' })
  const write: Readonly<Record<string, (pieces: readonly string[]) => string>> = {
    'a header': (p) =>
      `Cookie: a=b; ${p.map((it, n) => `__Secure-next-auth.session-token.${n}=${it}`).join('; ')}; c=d`,
    'a header, with others between': (p) =>
      `Cookie: ${p.map((it, n) => `app.${n}=${it}; other${n}=1`).join('; ')}`,
    'a header, the last one first': (p) =>
      `Cookie: ${p
        .map((it, n) => `app.${n}=${it}`)
        .reverse()
        .join('; ')}`,
    'ASP.NET Core': (p) =>
      `Cookie: auth=chunks-${p.length}; ${p.map((it, n) => `authC${n + 1}=${it}`).join('; ')}`,
    'several lines': (p) => p.map((it, n) => `Set-Cookie: s_${n}=${it}; Path=/; HttpOnly\r\n`).join(''),
    'a JSON object': (p) => JSON.stringify(Object.fromEntries(p.map((it, n) => [`s-${n}`, it]))),
    'a HAR file': (p) =>
      JSON.stringify({ cookies: p.map((it, n) => ({ name: `s.${n}`, value: it, path: '/' })) }, null, 2),
  }
  it.each(Object.entries(write))('is one token, as it stands in %s', (_, written) => {
    for (const [it, size] of [
      [large, 4000],
      [token, 30],
      [other, 45],
      [jwe, 20],
    ] as const) {
      expect(found(written(cut(it, size)))).toEqual([`${it === large || it === jwe ? 'jwe' : 'jws'} ${it}`])
    }
  })

  it('is searched for what is in it', () => {
    const pieces = cut(base64(session), 50)
    const text = `Cookie: ${pieces.map((it, n) => `sb-auth-token.${n}=${n === 0 ? 'base64-' : ''}${it}`).join('; ')}`
    expect(found(text)).toEqual([`jws ${token}`])
  })

  it.each([
    ['a list of whole tokens', `t.0=${token}; t.1=${other}`, [`jws ${token}`, `jws ${other}`]],
    ['a whole one beside something else', `t.0=${ec}; t.1=abc`, [`jws ${ec}`]],
    ['a first piece alone', `t.0=${token}; u.1=abc`, [`jws ${token}`]],
    ['a name that only ends like it', `t.0=${token}; xt.1=abc`, [`jws ${token}`]],
    [
      'a token between',
      `t.0=${token.slice(0, 30)}; x=${other}; t.1=${token.slice(30)}`,
      [`jws ${token}`, `jws ${other}`],
    ],
    ['pieces of no token', 't.0=eyJhbGci; t.1=T2.x', []],
  ])('%s', (_, text, expected) => {
    expect(found(`Cookie: ${text}`)).toEqual(expected)
  })
})

describe('batches', () => {
  it('come in order and hold everything once', () => {
    const text = `${token} `.repeat(95)
    const batches = [...scanTokens(text, { batch: 10 })]
    expect(batches.length).toBeGreaterThan(8)
    expect(batches.flatMap((batch) => batch.tokens).map((one) => one.start)).toEqual(
      Array.from({ length: 95 }, (_, index) => index * (token.length + 1)),
    )
    expect(batches.map((batch) => batch.at)).toEqual(
      [...batches.map((batch) => batch.at)].sort((a, b) => a - b),
    )
    expect(batches.at(-1)?.at).toBe(text.length)
  })
})
