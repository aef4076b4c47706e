import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCredentialRedactor, createRedactor, hiddenMark, secretsInJson } from './redact.ts'
import { mayHold, secretHints, secretPattern } from './secret-pattern.ts'

const secret = 'Canary+secret/9Z=~x&"<é>'
const jwt = `eyJhbGciOiJSUzI1NiJ9.${'e30'}.${'c2ln'.repeat(20)}`

function redactor(...secrets: string[]) {
  const made = createRedactor()
  for (const value of secrets) made.add(value)
  return made
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
const everyPercent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
const everyEscape = (text: string) =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')

describe('a known secret is found in each spelling', () => {
  const spellings: readonly (readonly [string, string])[] = [
    ['as it is', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    [
      'percent-encoded, lower case',
      encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (x) => x.toLowerCase()),
    ],
    ['every byte percent-encoded', everyPercent(secret)],
    ['as a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['in JSON', JSON.stringify(secret)],
    ['in JSON, every character escaped', `"${everyEscape(secret)}"`],
    ['in JSON, slashes escaped', JSON.stringify(secret).replaceAll('/', '\\/')],
    ['in HTML', secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')],
    ['in HTML, numeric', [...secret].map((c) => `&#x${c.codePointAt(0)?.toString(16)};`).join('')],
    ['Base64', base64(secret)],
    ['Base64url', Buffer.from(secret).toString('base64url')],
    ['Basic credentials', base64(`client:${secret}`)],
    ['Basic credentials, one longer', base64(`client1:${secret}`)],
    ['Basic credentials, two longer', base64(`client12:${secret}`)],
    ['glued to words', `abc${secret}def`],
  ]
  test.each(spellings)('%s', (_, spelled) => {
    for (const made of [
      redactor(secret).text(`before ${spelled} after`),
      redactor(secret).url(`https://op.example/x?error_description=${spelled}`),
      redactor(secret).body(`{"error_description":"${spelled}"}`),
      redactor(secret).body(`<p>${spelled}</p>`),
      JSON.stringify(redactor(secret).headers([['x-echo', spelled]])),
    ]) {
      expect(made).not.toContain(spelled)
      expect(made).toContain('‹hidden')
    }
  })
})

describe('what is secret by its name needs no introduction', () => {
  test.each([
    ['code=abc-123&state=s', 'code=‹hidden, 7 characters›&state=s'],
    ['a=1&CODE=abc', 'a=1&CODE=‹hidden, 3 characters›'],
    ['c%6Fde=abc', 'c%6Fde=‹hidden, 3 characters›'],
    ['client_secret=a%20b&x=1', 'client_secret=‹hidden, 3 characters›&x=1'],
    ['code_verifier=v&code=c', 'code_verifier=‹hidden, 1 characters›&code=‹hidden, 1 characters›'],
    ['code_challenge=abc&code_challenge_method=S256', 'code_challenge=abc&code_challenge_method=S256'],
    [
      'grant_type=refresh_token&refresh_token=r',
      'grant_type=refresh_token&refresh_token=‹hidden, 1 characters›',
    ],
    [
      '{"access_token":"abc","token_type":"Bearer"}',
      '{"access_token":"‹hidden, 3 characters›","token_type":"Bearer"}',
    ],
    ['{ "refresh_token" :\n "abc" }', '{ "refresh_token" :\n "‹hidden, 3 characters›" }'],
    ['{"acc\\u0065ss_token":"abc"}', '{"acc\\u0065ss_token":"‹hidden, 3 characters›"}'],
    ['{"access_token":12345}', '{"access_token":"‹hidden, 5 characters›"}'],
    ['{"access_token":{"a":["b"]},"c":"d"}', '{"access_token":{"a":["‹hidden, 1 characters›"]},"c":"d"}'],
    ['{"access_token":"abc', '{"access_token":"‹hidden, 3 characters›"'],
    ['{"access_token":null,"a":"b"}', '{"access_token":null,"a":"b"}'],
    ['{"code":400,"error":"x"}', '{"code":400,"error":"x"}'],
    [`<a href="/cb?id_token=${jwt}">`, '<a href="/cb?id_token=‹JWT RS256, 105 characters›">'],
  ])('%s', (body, expected) => {
    expect(redactor().body(body)).toBe(expected)
  })

  test('headers', () => {
    expect(
      redactor().headers([
        ['Authorization', 'Basic YTpi'],
        ['authorization', `Bearer ${jwt}`],
        ['authorization', 'naked'],
        ['Cookie', 'a=b; c=d'],
        ['set-cookie', 'sid=1; HttpOnly'],
        ['location', 'https://a.example/cb?code=abc#access_token=x'],
        ['content-type', 'application/json'],
      ]),
    ).toEqual([
      ['Authorization', 'Basic ‹hidden, 4 characters›'],
      ['authorization', 'Bearer ‹JWT RS256, 105 characters›'],
      ['authorization', '‹hidden, 5 characters›'],
      ['Cookie', '‹hidden, 8 characters›'],
      ['set-cookie', '‹hidden, 15 characters›'],
      ['location', 'https://a.example/cb?code=‹hidden, 3 characters›#access_token=‹hidden, 1 characters›'],
      ['content-type', 'application/json'],
    ])
  })

  test('a password in a URL', () => {
    expect(redactor().url('https://me:pw@op.example/a')).toBe('https://‹hidden, 5 characters›@op.example/a')
  })
})

describe('a JWT is never kept', () => {
  test.each([
    `x ${jwt} y`,
    `%3D${jwt}`,
    `{"anything":"${jwt}"}`,
    `{"anything":"${jwt.replace('eyJ', '\\u0065yJ')}"}`,
    `eyJhbGciOiJub25lIn0.e30.`,
    `${jwt}.a.b`,
  ])('%s', (text) => {
    const made = redactor().body(text)
    expect(made).toMatch(/‹JWT /)
    expect(made).not.toMatch(/eyJ|u0065yJ/)
  })

  test('its alg cannot carry text into the mark', () => {
    const header = Buffer.from('{"alg":"<b>loot</b>"}').toString('base64url')
    expect(hiddenMark(`${header}.e30.x`)).toBe(`‹JWT of unknown alg, ${header.length + 6} characters›`)
  })
})

test('a short secret does not tear words apart, but is hidden where it stands alone', () => {
  const made = redactor('secret')
  expect(made.body('{"m":["client_secret_basic"],"echo":"secret"}')).toBe(
    '{"m":["client_secret_basic"],"echo":"‹hidden, 6 characters›"}',
  )
  expect(made.url('https://a.example/?x=%20secret')).toBe('https://a.example/?x=%20‹hidden, 6 characters›')
})

test('a mark made by others hides nothing from the redactor', () => {
  const made = redactor('Canary-12345')
  expect(made.text('‹hidden Canary-12345›')).not.toContain('Canary')
  expect(made.text('‹JWT Canary-12345, 3 characters›')).not.toContain('Canary')
})

test('a long secret is recognised by its beginning', () => {
  const long = `token.${'abcdefghij'.repeat(400)}`
  expect(redactor(long).text(`got ${long} back`)).toBe(`got ‹hidden, ${long.length} characters› back`)
})

test('finds the secret values of an answer', () => {
  expect(secretsInJson({ access_token: 'a', x: [{ refresh_token: ['r'] }], token_type: 'Bearer' })).toEqual([
    'a',
    'r',
  ])
})

test('redacting twice changes nothing', () => {
  const made = redactor(secret)
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', '', 'code=', '{"access_token":"'),
      (text, before) => {
        const once = made.body(`${before}${text}${secret}`)
        expect(made.body(once)).toBe(once)
      },
    ),
  )
})

test('whatever surrounds it, the secret is gone', () => {
  const value = 'Kv7Q2mB9xLr4Tz'
  const made = redactor(value)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
      expect(made.body(before + value + after)).not.toContain(value)
      expect(made.url(before + value + after)).not.toContain(value)
    }),
  )
})

test.each([
  ['escaped quotes', '\\"'.repeat(500_000)],
  ['quotes', '"'.repeat(1_000_000)],
  ['brackets', '{"access_token":['.repeat(60_000)],
  ['half JWTs', 'eyJ'.repeat(330_000)],
  ['dotted half JWTs', 'eyJhbGciOi.'.repeat(90_000)],
  ['pairs', 'code='.repeat(200_000)],
  ['long names', 'a'.repeat(1_000_000)],
])('a megabyte of %s costs no more than linear time', (_, text) => {
  const begun = performance.now()
  redactor(secret).body(text)
  expect(performance.now() - begun).toBeLessThan(5_000)
})

describe('a text that is looked at quickly hides what a thorough look would hide', () => {
  const secrets = [
    's3cr3t',
    'a b+c/d=e',
    'ünïcödé-secret',
    'x'.repeat(250),
    '"quoted\\"',
    '%41%42%43%44',
    'tok&en;12',
  ]
  const spellings: readonly ((secret: string) => string)[] = [
    (secret) => secret,
    (secret) => encodeURIComponent(secret),
    (secret) =>
      [...new TextEncoder().encode(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    (secret) => new URLSearchParams({ a: secret }).toString().slice(2),
    (secret) => JSON.stringify(secret).slice(1, -1),
    (secret) =>
      Array.from(
        { length: secret.length },
        (_, at) => `\\u${secret.charCodeAt(at).toString(16).padStart(4, '0')}`,
      ).join(''),
    (secret) => [...secret].map((letter) => `&#${letter.codePointAt(0)};`).join(''),
    (secret) => Buffer.from(`id:${secret}`).toString('base64'),
    (secret) => Buffer.from(`i:${secret}`).toString('base64url'),
  ]
  test.each(secrets.flatMap((secret) => spellings.map((spell) => [spell(secret), secret] as const)))(
    '%s',
    (spelled, secret) => {
      const redactor = createRedactor()
      redactor.add(secret)
      const pattern = secretPattern(secret)
      for (const text of [spelled, `said ${spelled} here`, `${spelled}${spelled}`]) {
        expect(redactor.text(text).includes('hidden')).toBe(text.match(pattern) !== null)
      }
    },
  )

  const letterForms: readonly ((letter: string) => string)[] = [
    (letter) => letter,
    (letter) => [...Buffer.from(letter)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    (letter) => [...Buffer.from(letter)].map((byte) => `%${byte.toString(16).toUpperCase()}`).join(''),
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    (letter) => `&#${letter.charCodeAt(0)};`,
    (letter) => `&#x000${letter.charCodeAt(0).toString(16)};`,
    (letter) => JSON.stringify(letter).slice(1, -1),
    (letter) => (letter === ' ' ? '+' : letter),
    (letter) => ({ '&': '&amp;', '<': '&lt;', '"': '&quot;' })[letter] ?? letter,
  ]
  test('also with each letter in a spelling of its own', () => {
    const letter = fc.constantFrom(...'ab%\\&+ "</;#uZ9é')
    const spelled = fc.tuple(letter, fc.constantFrom(...letterForms))
    fc.assert(
      fc.property(fc.array(spelled, { minLength: 8, maxLength: 20 }), fc.string(), (letters, around) => {
        const made = letters.map(([each]) => each).join('')
        const text = `${around}${letters.map(([each, spell]) => spell(each)).join('')}${around}`
        if (secretPattern(made).test(text)) expect(mayHold(text, secretHints(made))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test.each(['%', '\\', '&', '&;', '+', '%41', '\\u', '&#'])(
    'a megabyte of %s costs no more than other texts',
    (piece) => {
      const text = piece.repeat(1_000_000 / piece.length)
      const begun = performance.now()
      for (const each of ['abcdefghijklmnop', '\\'.repeat(16), '%'.repeat(16), '&'.repeat(16)])
        mayHold(text, secretHints(each))
      expect(performance.now() - begun).toBeLessThan(3_000)
    },
  )
})

describe('with credentials alone hidden', () => {
  const redactor = createCredentialRedactor()
  redactor.add('tulip/42')

  test.each([
    ['access_token=a1b2c3&code=xyz&code_verifier=v', 'access_token=a1b2c3&code=xyz&code_verifier=v'],
    [
      '{"refresh_token":"r-1","id_token":"eyJhbGciOiJub25lIn0.e30."}',
      '{"refresh_token":"r-1","id_token":"eyJhbGciOiJub25lIn0.e30."}',
    ],
    ['client_secret=other&grant_type=x', 'client_secret=‹hidden, 5 characters›&grant_type=x'],
    [
      '{"client_secret":"other","client_id":"c"}',
      '{"client_secret":"‹hidden, 5 characters›","client_id":"c"}',
    ],
    ['{"registration_access_token":"rat"}', '{"registration_access_token":"‹hidden, 3 characters›"}'],
    ['username=ada&password=p4ss', 'username=ada&password=‹hidden, 4 characters›'],
    ['echo: tulip%2F42', 'echo: ‹hidden, 8 characters›'],
    ['{"note":"tulip\\/42"}', '{"note":"‹hidden, 8 characters›"}'],
  ])('%s', (body, shown) => {
    expect(redactor.body(body)).toBe(shown)
  })

  test('a token in a header is seen, Basic and unknown schemes are not', () => {
    const headers = redactor.headers([
      ['Authorization', 'Bearer abc'],
      ['authorization', 'DPoP abc'],
      ['authorization', 'Basic Y2xpZW50OnR1bGlw'],
      ['authorization', 'Secret abc'],
      ['proxy-authorization', 'Basic abcd'],
      ['set-cookie', 'session=1'],
      ['dpop', 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln'],
    ])
    expect(headers.map(([, value]) => value)).toEqual([
      'Bearer abc',
      'DPoP abc',
      'Basic ‹hidden, 16 characters›',
      '‹hidden, 10 characters›',
      'Basic ‹hidden, 4 characters›',
      '‹hidden, 9 characters›',
      'eyJhbGciOiJFUzI1NiJ9.e30.c2ln',
    ])
  })
})
