import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeCallback, parseCallback } from './callback.ts'

const expected = { state: 'S', issuer: 'https://op.example', issAnnounced: true }
const iss = 'iss=https%3A%2F%2Fop.example'

test.each([
  [
    'code=c&state=S&iss=https%3A%2F%2Fop.example',
    { code: 'c', state: 'S', iss: 'https://op.example', isEmpty: false },
  ],
  ['code=a%2Bb+c', { code: 'a+b c' }],
  ['', { code: null, isEmpty: true }],
  ['utm_source=x', { isEmpty: true }],
  ['code=', { code: '', isEmpty: false }],
  ['error=access_denied&error_description=a%0Ab', { error: 'access_denied', error_description: 'a b' }],
  ['code=a&code=b&state=S&state=S', { code: 'a', duplicates: ['code', 'state'] }],
  ['id_token=x&response=y', { unexpected: ['id_token', 'response'] }],
  ['code=%FF%FE&state=%', { code: '\ufffd\ufffd', state: '%' }],
])('reads %s', (query, reading) => {
  expect(parseCallback(query)).toMatchObject(reading)
})

describe('judges', () => {
  test.each<[string, string, string?]>([
    [`code=c&state=S&${iss}`, 'accepted'],
    ['', 'ignored', 'empty'],
    ['code=c', 'ignored', 'state_missing'],
    [`code=c&state=s&${iss}`, 'ignored', 'state_wrong'],
    [`code=c&state=S%20&${iss}`, 'ignored', 'state_wrong'],
    [`code=c&state=&${iss}`, 'ignored', 'state_wrong'],
    [`code=c&state=S&state=S&${iss}`, 'ignored', 'state_twice'],
    [`code=c&state=x&state=S&${iss}`, 'ignored', 'state_twice'],
    ['error=access_denied&state=x', 'ignored', 'state_wrong'],
    [`code=c&code=d&state=S&${iss}`, 'refused', 'duplicates'],
    [`code=c&state=S&${iss}&${iss}`, 'refused', 'duplicates'],
    ['code=c&state=S&iss=https%3A%2F%2Fevil.example', 'refused', 'iss_wrong'],
    ['code=c&state=S&iss=https%3A%2F%2Fop.example%2F', 'refused', 'iss_wrong'],
    ['code=c&state=S&iss=', 'refused', 'iss_wrong'],
    ['code=c&state=S', 'refused', 'iss_missing'],
    [`state=S&${iss}`, 'refused', 'incomplete'],
    [`code=&state=S&${iss}`, 'refused', 'incomplete'],
    [`code=c&access_token=t&state=S&${iss}`, 'refused', 'unexpected'],
    [`error=access_denied&state=S&${iss}`, 'provider_error'],
    [`error=access_denied&code=c&state=S&${iss}`, 'provider_error'],
    ['error=access_denied&state=S&iss=https%3A%2F%2Fevil.example', 'refused', 'iss_wrong'],
  ])('%s', (query, kind, reason) => {
    const verdict = judgeCallback(parseCallback(query), expected)
    expect(verdict).toMatchObject(reason === undefined ? { kind } : { kind, reason })
  })

  test('iss may be missing only where it is not announced', () => {
    const reading = parseCallback('code=c&state=S')
    expect(judgeCallback(reading, { ...expected, issAnnounced: false }).kind).toBe('accepted')
  })

  test('no query without the state is ever accepted or ends the run', () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), fc.string(), (query, more) => {
        const reading = parseCallback(`${query}&${more}`)
        fc.pre(reading.state !== 'S')
        expect(judgeCallback(reading, expected).kind).toBe('ignored')
      }),
    )
  })

  test('reads anything without throwing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (query) => void parseCallback(query)))
  })
})
