import { describe, expect, it } from 'vitest'
import { nestedChain } from './nested-chain.ts'
import { readToken } from './read-token.ts'

const encode = (text: string) => Buffer.from(text).toString('base64url')
const wrap = (payload: string, header = '{"alg":"HS256","cty":"JWT"}') =>
  `${encode(header)}.${encode(payload)}.c2ln`
const inner = wrap('{"sub":"ada"}', '{"alg":"ES256"}')
const formats = (text: string) => nestedChain(readToken(text)).map(({ reading }) => reading.format)

describe('nestedChain', () => {
  it('opens every layer from the outside in', () => {
    const chain = nestedChain(readToken(wrap(wrap(inner))))
    expect(chain.map(({ text }) => text)).toEqual([wrap(inner), inner])
    expect(formats(wrap(`${inner}~`))).toEqual(['sd_jwt'])
    expect(formats(wrap(`${encode('{"alg":"dir","enc":"A128GCM"}')}..AA.AA.AA`))).toEqual(['jwe'])
  })

  it.each([
    inner,
    wrap('{"jwt":"x"}'),
    wrap('www.example.test'),
    wrap(`see ${inner}`),
    wrap(''),
    '',
    'opaque',
  ])('has nothing to open in %j', (text) => expect(formats(text)).toEqual([]))

  it('stops after a few layers', () => {
    let text = inner
    for (let layer = 0; layer < 8; layer++) text = wrap(text)
    expect(formats(text)).toHaveLength(5)
  })
})
