import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readToken } from '../../../../shared/token/read-token.ts'
import { editorDocument, readMarks, readUnderlines } from './editor-marks.ts'
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

describe('editorDocument', () => {
  const own = readToken('eyJhbGciOiJSUzI1NiJ9.e30.*')
  it('marks the place of a token that does not stand in the text literally, and underlines nothing', () => {
    expect(editorDocument('data: AAAA end', own, { start: 6, end: 10 })).toEqual({
      text: 'data: AAAA end',
      marks: [
        { from: 0, to: 6, kind: 'skipped' },
        { from: 6, to: 10, kind: 'payload' },
        { from: 10, to: 14, kind: 'skipped' },
      ],
      problems: [],
    })
  })

  it('marks and underlines one that does', () => {
    const { marks, problems } = editorDocument(own.input, own, null)
    expect(marks).toEqual(readMarks(own))
    expect(problems).toEqual(readUnderlines(own))
    expect(problems.length).toBeGreaterThan(0)
  })
})
