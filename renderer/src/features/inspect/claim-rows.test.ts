import { describe, expect, it } from 'vitest'
import { readToken } from '../../../../shared/token/read-token.ts'
import { buildRows, filterRows, rowsAsText } from './claim-rows.ts'

function rowsOf(payload: string) {
  const text = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(payload).toString('base64url')}.AAAA`
  return buildRows(readToken(text).segments[1]?.members ?? [], 'payload')
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
    ['{"exp":"1795447800"}', { kind: 'text', text: '1795447800' }],
    ['{"exp":true}', { kind: 'json', raw: 'true' }],
    ['{"exp":1e400}', { kind: 'json' }],
    ['{"level":1795447800}', { kind: 'json', raw: '1795447800' }],
    ['{"sub":"a\\u0062"}', { kind: 'text', text: 'ab' }],
    ['{"x":[1,2]}', { kind: 'json', shown: '[1,2]' }],
  ])('reads %s', (payload, value) => {
    // A number beyond the range of a double is infinite as a value; its digits stay.
    const [row] = rowsOf(payload)
    if (payload.includes('1e400')) expect(row?.copyText).toBe('1e400')
    else expect(row?.value).toMatchObject(value)
  })

  it('indents a long value without touching anything but white space', () => {
    const list = JSON.stringify({ roles: Array.from({ length: 12 }, (_, index) => `role ${index}`) })
    const [row] = rowsOf(`{"x":${list}}`)
    const shown = row?.value.kind === 'json' ? row.value.shown : ''
    expect(shown.split('\n').length).toBeGreaterThan(10)
    expect(JSON.parse(shown)).toEqual(JSON.parse(list))
    expect(row?.copyText).toBe(list)
  })
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
