import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readToken } from './read-token.ts'
import type { TokenReading } from './reading.ts'

const encode = (value: string | Uint8Array) => Buffer.from(value as string).toString('base64url')
const header = encode('{"alg":"RS256","kid":"k"}')
const payload = encode('{"iss":"https://issuer.test","exp":1700000000}')
const token = `${header}.${payload}.c2ln`
const codes = ({ problems }: TokenReading) => problems.map(({ code }) => code)
const members = (reading: TokenReading, index: number) =>
  reading.segments[index]?.members?.map(({ name, raw }) => [name, raw])

describe('a whole token', () => {
  it('is split, decoded and located', () => {
    const reading = readToken(token)
    expect(reading).toMatchObject({
      format: 'jws',
      token,
      wrapper: null,
      problems: [],
      span: { start: 0, end: token.length },
    })
    expect(reading.segments.map(({ name, byteLength, isObject }) => [name, byteLength, isObject])).toEqual([
      ['header', 25, true],
      ['payload', 46, true],
      ['signature', 3, false],
    ])
    expect(reading.segments[1]?.decoded).toBe('{"iss":"https://issuer.test","exp":1700000000}')
    for (const { start, end, text } of reading.segments) expect(token.slice(start, end)).toBe(text)
  })

  it.each([
    ['Bearer ', `Bearer ${token}`, 'Bearer'],
    ['an Authorization line', `Authorization: Bearer ${token}\r\n`, 'Authorization header, Bearer'],
    ['another case', `authorization:bearer ${token}`, 'Authorization header, Bearer'],
    ['DPoP', `DPoP ${token}`, 'DPoP'],
    ['double quotes', `"${token}"`, 'double quotes'],
    ['single quotes', `'${token}'`, 'single quotes'],
    ['back quotes', `\`${token}\``, 'back quotes'],
    [
      'quotes around a header',
      `'Authorization: Bearer ${token}'`,
      'single quotes, Authorization header, Bearer',
    ],
    ['white space', `\n\t ${token} \n`, 'white space'],
    ['a byte order mark and a zero-width space', `\ufeff${token}\u200b`, 'white space'],
  ])('is found in %s', (_name, input, wrapper) => {
    const reading = readToken(input)
    expect([reading.token, reading.wrapper, reading.problems]).toEqual([token, wrapper, []])
    expect(input.slice(reading.span.start, reading.span.end)).toBe(token)
    const [first] = reading.segments
    expect(input.slice(first?.start, first?.end)).toBe(header)
  })

  it('is joined where a terminal wrapped it, with a warning and true positions', () => {
    const input = ` ${token.slice(0, 50)}\n    ${token.slice(50)}`
    const reading = readToken(input)
    expect(reading.token).toBe(token)
    expect(reading.problems).toMatchObject([{ code: 'WHITE_SPACE', severity: 'warning', start: 51, end: 56 }])
    const signature = reading.segments[2]
    expect(input.slice(signature?.start, signature?.end)).toBe('c2ln')
  })

  it('notes a quote that stands alone', () => {
    expect(codes(readToken(`"${token}`))).toEqual(['LONE_QUOTE'])
  })
})

describe('formats', () => {
  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['Bearer ', 'empty'],
    ['www.example.com', 'opaque'],
    ['exam.ple.com', 'opaque'],
    ['ya29.a0AfH6SMB', 'opaque'],
    ['2YotnFZFEjr1zCsicMWpAA', 'opaque'],
    ['hello world', 'opaque'],
    ['{"access_token":"x"}', 'opaque'],
    [`${encode('{"alg":"none"}')}.${payload}.`, 'unsecured'],
    [`${encode('{"alg":"NoNe"}')}.${payload}.`, 'unsecured'],
    [`${encode('{"alg":"none"}')}.${payload}.c2ln`, 'jws'],
    [`${encode('{"alg":"dir","enc":"A128GCM"}')}..aXY.Y2lwaGVy.dGFn`, 'jwe'],
    [header, 'jws'],
    [`${header}.${payload}`, 'jws'],
  ])('%j is %s', (input, format) => expect(readToken(input).format).toBe(format))

  it('decodes only the header of an encrypted token', () => {
    const reading = readToken(`${encode('{"alg":"dir","enc":"A128GCM"}')}..aXY.Y2lwaGVy.dGFn`)
    expect(reading.segments.map(({ name, byteLength }) => [name, byteLength])).toEqual([
      ['header', 29],
      ['encrypted_key', 0],
      ['iv', 2],
      ['ciphertext', 6],
      ['tag', 3],
    ])
    expect(members(reading, 0)).toEqual([
      ['alg', '"dir"'],
      ['enc', '"A128GCM"'],
    ])
    expect(reading.problems).toEqual([])
  })
})

describe('broken tokens show what can be read, and where they break', () => {
  it.each([
    ['a segment missing', `${header}.${payload}`, 'SEGMENT_COUNT', '.'],
    ['a segment too many', `${token}.x`, 'SEGMENT_COUNT', '.'],
    ['padding', `${header}.${payload}.c2ln=`, 'BASE64URL_PADDING', '='],
    ['base64', `${header}.${payload}.c2+n`, 'BASE64URL_CHARACTER', '+'],
    ['a foreign character', `${header}.${payload}.c2!n`, 'BASE64URL_CHARACTER', '!'],
    ['one character too many', `${header}.${payload}.c2lnA`, 'BASE64URL_LENGTH', 'A'],
    ['bits that belong to no byte', `${header}.${payload}.c2l`, 'BASE64URL_NOT_CANONICAL', 'l'],
    ['no signature', `${header}.${payload}.`, 'SIGNATURE_EMPTY', ''],
  ])('%s', (_name, input, code, at) => {
    const reading = readToken(input)
    const problem = reading.problems.find((found) => found.code === code)
    expect(problem?.severity).toBe('error')
    expect(input.slice(problem?.start, problem?.end)).toContain(at)
    expect(members(reading, 1)).toHaveLength(2)
  })

  it('lists the members before a cut, and not the value that was cut', () => {
    const cut = readToken(token.slice(0, header.length + 1 + 52))
    expect(members(cut, 1)).toEqual([['iss', '"https://issuer.test"']])
    const number = readToken(`${header}.${encode('{"a":1,"exp":17')}`)
    expect(members(number, 1)).toEqual([['a', '1']])
    expect(codes(number)).toContain('JSON_SYNTAX')
  })

  it('puts a JSON error on the characters that carry it', () => {
    const text = '{"a":1,"b":oops,"c":3}'
    const reading = readToken(`${header}.${encode(text)}.c2ln`)
    const problem = reading.problems[0]
    expect(problem?.code).toBe('JSON_SYNTAX')
    const from = Math.floor(((problem?.start ?? 0) - header.length - 1) * 0.75)
    expect(text.slice(from, from + 5)).toContain('oops'.slice(0, 3))
    expect(members(reading, 1)).toEqual([['a', '1']])
  })

  it.each([
    ['a name twice', '{"a":1,"a":2}', 'JSON_DUPLICATE_MEMBER', 'error'],
    ['a name twice, once escaped', '{"a":1,"\\u0061":2}', 'JSON_DUPLICATE_MEMBER', 'error'],
    ['a name twice further in', '{"a":{"b":1,"b":2}}', 'JSON_DUPLICATE_MEMBER', 'error'],
    ['a big integer', '{"a":9007199254740993}', 'JSON_BIG_NUMBER', 'warning'],
    ['a byte order mark', '\ufeff{"a":1}', 'BYTE_ORDER_MARK', 'error'],
    ['a comment', '{"a":1/* */}', 'JSON_SYNTAX', 'error'],
    ['a trailing comma', '{"a":1,}', 'JSON_SYNTAX', 'error'],
    ['a leading zero', '{"a":01}', 'JSON_SYNTAX', 'error'],
    ['a raw line break in a string', '{"a":"\n"}', 'JSON_SYNTAX', 'error'],
    ['single quotes', "{'a':1}", 'JSON_SYNTAX', 'error'],
    ['a no-break space', '{\u00a0"a":1}', 'JSON_SYNTAX', 'error'],
    ['text, not an object', 'hello', 'PAYLOAD_NOT_OBJECT', 'warning'],
    ['a list', '[1]', 'PAYLOAD_NOT_OBJECT', 'warning'],
  ])('%s', (_name, text, code, severity) => {
    expect(readToken(`${header}.${encode(text)}.c2ln`).problems).toContainEqual(
      expect.objectContaining({ code, severity }),
    )
  })

  it('keeps big integers, escapes and white space as they are written', () => {
    const text = '{ "big" : 123456789012345678901234567890, "s":"\\u00e9\\/" }'
    const reading = readToken(`${header}.${encode(text)}.c2ln`)
    expect(members(reading, 1)).toEqual([
      ['big', '123456789012345678901234567890'],
      ['s', '"\\u00e9\\/"'],
    ])
    expect(reading.segments[1]?.decoded).toBe(text)
  })

  it('does not let names reach the prototype', () => {
    const reading = readToken(`${header}.${encode('{"__proto__":{"x":1},"a":{"__proto__":2}}')}.c2ln`)
    expect(members(reading, 1)?.map(([name]) => name)).toEqual(['__proto__', 'a'])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('flags bytes that are not UTF-8 and reads what stands before them', () => {
    const bytes = Buffer.from('{"a":1,"name":"J\u00f6rg"}', 'latin1')
    const reading = readToken(`${header}.${encode(bytes)}.c2ln`)
    expect(codes(reading)).toEqual(['UTF8_INVALID'])
    expect(reading.segments[1]).toMatchObject({ decoded: null, isObject: false })
    expect(members(reading, 1)).toEqual([['a', '1']])
  })

  it.each(['[', '{"a":', '{"a":['])('stops at a nesting of 100,000 times %j', (piece) => {
    const reading = readToken(`${header}.${encode(`{"x":${piece.repeat(100_000)}`)}.c2ln`)
    expect(codes(reading)).toContain('JSON_TOO_DEEP')
  })
})

describe('any text at all', () => {
  const check = (input: string) => {
    const reading = readToken(input)
    expect(reading.input).toBe(input)
    for (const { start, end } of [reading.span, ...reading.segments, ...reading.problems]) {
      expect(start).toBeGreaterThanOrEqual(0)
      expect(end).toBeGreaterThanOrEqual(start)
      expect(end).toBeLessThanOrEqual(input.length)
    }
    for (const segment of reading.segments) {
      if (segment.isObject) expect(() => JSON.parse(segment.decoded ?? '')).not.toThrow()
    }
  }

  it('never throws and keeps its positions inside the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: 2000 })
  })

  it('holds for texts built like tokens', () => {
    const segment = fc.oneof(
      fc.json().map(encode),
      fc.string().map((text) => encode(`{"alg":${text}`)),
      fc.uint8Array({ maxLength: 40 }).map(encode),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constant(header),
      fc.constant(''),
    )
    const joined = fc
      .tuple(
        fc.array(segment, { maxLength: 7 }),
        fc.constantFrom('', ' ', '\n', '"', 'Bearer ', 'Authorization: '),
      )
      .map(([segments, around]) => `${around}${segments.join('.')}${around}`)
    fc.assert(fc.property(joined, check), { numRuns: 3000 })
  })

  it('reads every JSON object as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const text = JSON.stringify(object)
        const reading = readToken(`${header}.${encode(text)}.c2ln`)
        const read = reading.segments[1]?.members?.map(({ name, value }) => [name, value])
        expect(Object.fromEntries(read ?? [])).toEqual(JSON.parse(text))
      }),
    )
  })

  it('finds each single change of a token or reads it as another token', () => {
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        (at, character) => {
          check(token.slice(0, at) + character + token.slice(at + 1))
        },
      ),
    )
  })

  it.each([
    ['dots', '.'.repeat(3_000_000)],
    ['headers', `${header}.`.repeat(100_000)],
    ['wrapped lines', `ey${'\n'.repeat(3_000_000)}.a.b`],
    ['quotes', '"'.repeat(3_000_000)],
    ['white space', ' '.repeat(3_000_000)],
    ['members', `${header}.${encode(`{${'"a":1,'.repeat(300_000)}"b":2}`)}.c2ln`],
    ['one long string', `${header}.${encode(`{"a":"${'x'.repeat(3_000_000)}`)}.c2ln`],
    ['escapes', `${header}.${encode(`{"a":"${'\\u0061'.repeat(300_000)}"}`)}.c2ln`],
    ['errors', `${header}.${encode(`{${'x'.repeat(1_000_000)}`)}.c2ln`],
  ])('reads megabytes of %s in a moment', (_name, input) => {
    const started = performance.now()
    check(input)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('published examples', () => {
  const folder = new URL('../../../shared/vectors/rfc/', import.meta.url)
  const files = [
    '7515_A.1',
    '7515_A.2',
    '7515_A.3',
    '7515_A.4',
    '7515_A.5',
    '7520_4.1',
    '7520_4.2',
    '7520_4.3',
    '7520_4.4',
  ]
  it.skipIf(!existsSync(folder)).each(files)('RFC %s reads without an error', (name) => {
    const text = readFileSync(new URL(`rfc${name}.jwsc`, folder), 'utf8')
    const reading = readToken(text)
    expect(reading.format).toBe(name === '7515_A.5' ? 'unsecured' : 'jws')
    expect(reading.problems.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})

it('marks a name that stands twice at any depth, at its place', () => {
  const payload = '{"a":{"b":1,"b":2},"c":[{"d":1,"d":2}]}'
  const encoded = btoa(payload).replace(/=+$/, '')
  const header = `${btoa('{"alg":"RS256"}').replace(/=+$/, '')}.`
  const { problems } = readToken(`${header}${encoded}.AA`)
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ['JSON_DUPLICATE_MEMBER', 'error'],
    ['JSON_DUPLICATE_MEMBER', 'error'],
  ])
  expect(problems[0]?.start).toBe(header.length + Math.floor((payload.lastIndexOf('"b"') * 4) / 3))
})
