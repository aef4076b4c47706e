import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readToken } from '../../../../shared/token/read-token.ts'
import { readMarks, readUnderlines } from './editor-marks.ts'
import { exampleToken } from './example-token.ts'

const kindsOf = (text: string) => readMarks(readToken(text)).map(({ kind }) => kind)

describe('readMarks', () => {
  it('colours the parts of a wrapped token and greys what stands around it', () => {
    expect(kindsOf(`Authorization: Bearer ${exampleToken.token}\n`)).toEqual([
      'skipped',
      'header',
      'dot',
      'payload',
      'dot',
      'signature',
      'skipped',
    ])
  })

  it('has nothing to colour in opaque text', () => {
    expect(kindsOf('opaque')).toEqual([])
  })
})

describe('marks and underlines', () => {
  const pieces = fc.constantFrom(
    'Bearer ',
    '"',
    ' ',
    '\n',
    '.',
    '!',
    '=',
    'eyJhbGciOiJub25lIn0',
    exampleToken.token,
    'é',
  )
  it('stay inside any input, in order, without overlap', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const reading = readToken(parts.join(''))
        let at = 0
        for (const mark of readMarks(reading)) {
          expect(mark.from).toBe(at)
          expect(mark.to).toBeGreaterThan(mark.from)
          at = mark.to
        }
        expect(at === 0 || at === reading.input.length).toBe(true)
        for (const { start, end } of readUnderlines(reading)) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(reading.input.length)
        }
      }),
    )
  })

  it('point at the end where something is missing', () => {
    const text = exampleToken.token.split('.').slice(0, 2).join('.')
    const underlines = readUnderlines(readToken(text)).filter(({ code }) => code === 'SEGMENT_COUNT')
    expect(underlines).toMatchObject([{ start: text.length - 1, end: text.length }])
  })
})
