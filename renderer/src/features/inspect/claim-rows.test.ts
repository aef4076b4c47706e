import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findProvider } from '../../../../shared/token/providers/find-provider.ts'
import { readToken } from '../../../../shared/token/read-token.ts'
import { createAssertion } from './claim-assertion.ts'
import { jsonPathOf } from './claim-path.ts'
import { buildRows, buildRowsAgain } from './claim-rows.ts'
import { filterRows, isOpenAtFirst, rowsAsText, visibleRows } from './shown-rows.ts'

function rowsOf(payload: string) {
  const text = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(payload).toString('base64url')}.AAAA`
  const reading = readToken(text)
  return buildRows(reading.segments[1]?.members ?? [], 'payload', findProvider(reading))
}

describe('buildRows', () => {
  it('keeps every digit of a big integer and every member of a name', () => {
    const rows = rowsOf('{"n":12345678901234567890123,"a":1,"a":2,"f":1.0}')
    expect(rows.map(({ name, copyText, duplicate }) => [name, copyText, duplicate])).toEqual([
      ['n', '12345678901234567890123', false],
      ['a', '1', false],
      ['a', '2', true],
      ['f', '1.0', false],
    ])
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
  })

  it.each([
    ['{"exp":1795447800}', { kind: 'time', seconds: 1795447800, raw: '1795447800' }],
    ['{"exp":"1795447800"}', { kind: 'time', raw: '"1795447800"', odd: { guess: 1795447800 } }],
    ['{"exp":"soon"}', { kind: 'text', text: 'soon' }],
    ['{"exp":1795447800000}', { kind: 'time', seconds: 1795447800000, odd: { guess: 1795447800 } }],
    ['{"created_at":1795447800}', { kind: 'time', odd: { guess: 1795447800 } }],
    ['{"created_at":12}', { kind: 'json', raw: '12' }],
    ['{"exp":true}', { kind: 'json', raw: 'true' }],
    ['{"exp":1e400}', { kind: 'json' }],
    ['{"level":1795447800}', { kind: 'json', raw: '1795447800' }],
    ['{"sub":"a\\u0062"}', { kind: 'text', text: 'ab' }],
    ['{"x":[1,2]}', { kind: 'group', raw: '[1,2]', of: 'list', count: 2 }],
    ['{"x":{}}', { kind: 'group', raw: '{}', of: 'object', count: 0 }],
  ])('reads %s', (payload, value) => {
    // A number beyond the range of a double is infinite as a value; its digits stay.
    const [row] = rowsOf(payload)
    if (payload.includes('1e400')) expect(row?.copyText).toBe('1e400')
    else expect(row?.value).toMatchObject(value)
  })

  it('has a row for everything nested, with its path and its bytes', () => {
    const rows = rowsOf('{"realm_access":{"roles":["offline_access", {"a b":1.0}]},"s":"x"}')
    expect(rows.map(({ pathText, raw, depth, inside }) => [pathText, raw, depth, inside])).toEqual([
      ['$.realm_access', '{"roles":["offline_access", {"a b":1.0}]}', 0, 4],
      ['$.realm_access.roles', '["offline_access", {"a b":1.0}]', 1, 3],
      ['$.realm_access.roles[0]', '"offline_access"', 2, 0],
      ['$.realm_access.roles[1]', '{"a b":1.0}', 2, 1],
      ["$.realm_access.roles[1]['a b']", '1.0', 3, 0],
      ['$.s', '"x"', 0, 0],
    ])
    expect(rows[1]?.info?.title).toBe('Realm roles')
    expect(rows[2]?.meaning).toBe('may get offline tokens')
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
  })

  it('marks names that stand twice further in', () => {
    expect(rowsOf('{"a":{"b":1,"b":2}}').map(({ duplicate }) => duplicate)).toEqual([false, false, true])
  })

  it('folds what is long, and shows what stands on one line as it is', () => {
    const list = JSON.stringify(Array.from({ length: 12 }, (_, index) => `role ${index}`))
    const many = JSON.stringify(Array.from({ length: 40 }, (_, index) => `role ${index}`))
    const rows = rowsOf(`{"short":[1,2],"list":${list},"many":${many}}`)
    const shown = visibleRows(rows, isOpenAtFirst).filter(({ depth }) => depth > 0)
    expect(shown.map(({ path }) => path[0])).toEqual(Array.from({ length: 12 }, () => 'list'))
    expect(visibleRows(rows, () => true)).toHaveLength(rows.length)
    expect(visibleRows(rows, () => false).map(({ name }) => name)).toEqual(['short', 'list', 'many'])
  })

  it('makes no rows without bound', () => {
    expect(rowsOf(`{"x":[${'1,'.repeat(50_000)}1]}`)).toHaveLength(1)
    const deep = rowsOf(`{"x":${'[1,'.repeat(100)}1${']'.repeat(100)}}`)
    expect(deep.at(0)?.inside).toBe(deep.length - 1)
  })

  it('knows a token that stands in a claim', () => {
    const jwt = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.e30.c2ln`
    const found = rowsOf(JSON.stringify({ a: jwt, b: [`${jwt}~`], c: 'www.acme.test', d: `x ${jwt}` }))
    expect(found.filter(({ isToken }) => isToken).map(({ pathText }) => pathText)).toEqual(['$.a', '$.b[0]'])
  })

  it('says what scopes mean', () => {
    expect(rowsOf('{"scope":"openid orders offline_access"}')[0]?.meaning).toBe(
      'openid: sign-in · offline_access: a refresh token',
    )
  })
})

describe('buildRowsAgain', () => {
  const table = { of: 'payload', provider: null, disclosed: new Set<string>() } as const
  const membersOf = (payload: string) => {
    const encode = (text: string) => Buffer.from(text).toString('base64url')
    return readToken(`${encode('{"alg":"RS256"}')}.${encode(payload)}.AAAA`).segments[1]?.members ?? []
  }

  it('keeps the very rows of a member that is as before, and no others', () => {
    const first = buildRowsAgain(membersOf('{"a":{"b":[1]},"c":1,"d":2}'), table, new Map())
    const second = buildRowsAgain(membersOf('{"a":{"b":[1]},"c":9,"d":2}'), table, first.made)
    expect(second.rows.map((row, at) => row === first.rows[at])).toEqual([true, true, true, false, true])
    expect(second.rows[3]?.raw).toBe('9')
  })

  it('makes what is made from nothing, whatever stood there before', () => {
    const payload = fc.dictionary(fc.constantFrom('a', 'b', '_sd', '_sd_alg', 'exp', '1 2'), fc.jsonValue(), {
      noNullPrototype: true,
    })
    fc.assert(
      fc.property(payload, payload, (before, now) => {
        const { made } = buildRowsAgain(membersOf(JSON.stringify(before)), table, new Map())
        const members = membersOf(JSON.stringify(now))
        expect(buildRowsAgain(members, table, made).rows).toEqual(buildRows(members, 'payload'))
      }),
      { numRuns: 60 },
    )
  })

  it('does not go beyond the bound with what it kept', () => {
    const list = (length: number) => JSON.stringify(Array.from({ length }, (_, at) => at))
    const { made } = buildRowsAgain(membersOf(`{"a":1,"b":${list(15_000)}}`), table, new Map())
    const members = membersOf(`{"a":${list(15_000)},"b":${list(15_000)}}`)
    expect(buildRowsAgain(members, table, made).rows).toHaveLength(15_002)
  })
})

describe('createAssertion', () => {
  it.each([
    ['javascript', ['a', 'b c', 0], '"x"', 'expect(payload.a["b c"][0]).toEqual("x")'],
    [
      'javascript',
      ['n'],
      '12345678901234567890',
      'expect(payload.n).toEqual(12345678901234567890) // beyond 2^53: JavaScript rounds it',
    ],
    [
      'python',
      ['a', 0],
      '{ "t":true,\n"n":null, "s":"true" }',
      'assert claims["a"][0] == {"t":True,"n":None,"s":"true"}',
    ],
    ['jq', ["it's"], '"don\'t"', `jq -e '.["it'\\''s"] == "don'\\''t"'`],
    ['jq', ['a'], '"\\u0041\\/"', `jq -e '.["a"] == "A/"'`],
  ] as const)('in %s of %j', (language, path, raw, text) => {
    expect(createAssertion(language, 'payload', path, raw)).toBe(text)
  })

  it('keeps what could end the line out of it', () => {
    const line = createAssertion('javascript', 'payload', ['a\nb'], JSON.stringify('x\n\u2028\u0085y'))
    expect(line).not.toMatch(/[\n\u2028\u0085]/)
  })
})

describe('jsonPathOf', () => {
  it.each([
    [['a', 'b'], '$.a.b'],
    [['https://acme.test/x'], "$['https://acme.test/x']"],
    [["it's", '"', '\\', '\n'], `$['it\\'s']['"']['\\\\']['\\n']`],
    [['_sd', 10], '$._sd[10]'],
  ])('%j', (path, text) => expect(jsonPathOf(path)).toBe(text))
})

describe('filterRows', () => {
  const rows = rowsOf('{"iss":"https://login.acme.test","custom":"Blue","aud":"api"}')
  it.each([
    ['', ['iss', 'custom', 'aud']],
    ['ACME', ['iss']],
    ['blue', ['custom']],
    ['audience', ['aud']],
    ['.*', []],
  ])('%j finds %j', (query, names) => {
    expect(filterRows(rows, query).map(({ name }) => name)).toEqual(names)
  })

  it('copies as name, tab, JSON', () => {
    expect(rowsAsText(rowsOf('{"s":"a\\"b","n":1}'))).toBe('s\t"a\\"b"\nn\t1')
  })
})
