import { describe, expect, it } from 'vitest'
import { readToken } from '../../../../../shared/token/read-token.ts'
import { processedMembers } from './processed-members.ts'

const encode = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_')
const read = (claims: object, ...disclosures: readonly unknown[]) =>
  readToken(
    [
      `${encode({ alg: 'ES256', typ: 'dc+sd-jwt' })}.${encode(claims)}.c2ln`,
      ...disclosures.map(encode),
      '',
    ].join('~'),
  )

describe('processedMembers', () => {
  it('marks what stands in the processed claims and not in the signed ones, digests last', () => {
    const reading = read({ _sd: ['d'], iss: 'i', _sd_alg: 'sha-256' }, ['s', 'name', 'Ada'])
    const { members, disclosed } = processedMembers(reading, '{"iss":"i","name":"Ada"}') ?? {}
    expect(members?.map(({ name }) => name)).toEqual(['iss', 'name', '_sd', '_sd_alg'])
    expect([...(disclosed ?? [])]).toEqual(['$.name'])
  })

  it('marks nested claims, also those inside a disclosed one', () => {
    const reading = read(
      { _sd: ['d'], org: { _sd: ['e'], country: 'GB' } },
      ['s', 'unit', 'x'],
      ['s', 'address', { _sd: ['f'], country: 'GB' }],
      ['s', 'street', 'St James'],
    )
    const processed = {
      org: { country: 'GB', unit: 'x' },
      address: { country: 'GB', street: 'St James' },
    }
    expect([...(processedMembers(reading, JSON.stringify(processed))?.disclosed ?? [])]).toEqual([
      '$.org.unit',
      '$.address',
      '$.address.street',
    ])
  })

  it.each([
    ['the second of two held back', [{ '...': 'a' }, { '...': 'b' }, 'GB'], ['DE', 'GB'], ['$.n[0]']],
    ['none disclosed', [{ '...': 'a' }, 'GB'], ['GB'], []],
    ['all disclosed', ['GB', { '...': 'a' }], ['GB', 'DE'], ['$.n[1]']],
    ['a plain one between', [{ '...': 'a' }, 'GB', { '...': 'b' }], ['GB', 'DE'], ['$.n[1]']],
  ])('marks elements of lists: %s', (_, signed, processed, marked) => {
    const reading = read({ n: signed }, ['s', 'DE'])
    expect([...(processedMembers(reading, JSON.stringify({ n: processed }))?.disclosed ?? [])]).toEqual(
      marked,
    )
  })

  it('says nothing of what is no object', () => {
    expect(processedMembers(read({ a: 1 }), '[]')).toBeNull()
    expect(processedMembers(read({ a: 1 }), '{')).toBeNull()
  })
})
