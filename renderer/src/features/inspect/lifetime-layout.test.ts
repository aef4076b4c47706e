import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOut, mergeMoments } from './lifetime-layout.ts'

const widthOf = (text: string) => text.length * 7
const textOf = ({ names, seconds }: { names: readonly string[]; seconds: number }) =>
  `${names.join(', ')} ${seconds}`
const open = { from: null, to: null }

describe('mergeMoments', () => {
  it('puts equal moments under one label, in order', () => {
    expect(mergeMoments({ exp: 30, iat: 10, nbf: 10, auth_time: null, x: Number.NaN })).toEqual([
      { names: ['iat', 'nbf'], seconds: 10 },
      { names: ['exp'], seconds: 30 },
    ])
  })
})

describe('layOut', () => {
  it('keeps labels apart and inside, whatever the moments', () => {
    const times = fc.record({
      iat: fc.integer({ min: 0, max: 4e9 }),
      nbf: fc.integer({ min: 0, max: 4e9 }),
      exp: fc.integer({ min: 0, max: 4e9 }),
      auth_time: fc.option(fc.integer({ min: 0, max: 4e9 })),
    })
    fc.assert(
      fc.property(
        times,
        fc.integer({ min: 0, max: 4e9 }),
        fc.integer({ min: 120, max: 900 }),
        (found, now, width) => {
          const layout = layOut(mergeMoments(found), textOf, widthOf, now, open, width)
          for (const label of layout.labels) {
            expect(label.left).toBeGreaterThanOrEqual(0)
            expect(label.left + widthOf(label.text)).toBeLessThanOrEqual(Math.max(width, widthOf(label.text)))
            for (const other of layout.labels) {
              if (other === label || other.row !== label.row) continue
              const apart =
                other.left >= label.left + widthOf(label.text) ||
                label.left >= other.left + widthOf(other.text)
              expect(apart).toBe(true)
            }
          }
          expect(layout.now.at).toBeGreaterThanOrEqual(0)
          expect(layout.now.at).toBeLessThanOrEqual(100)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('keeps the token’s own scale when now is far away', () => {
    const layout = layOut(mergeMoments({ iat: 0, exp: 100 }), textOf, widthOf, 1e9, { from: 0, to: 100 }, 400)
    expect(layout.valid).toEqual({ from: 8, to: 92 })
    expect(layout.now).toEqual({ at: 98, beyond: 'after' })
    expect(layOut(mergeMoments({ iat: 0, exp: 100 }), textOf, widthOf, 50, open, 400).now).toEqual({
      at: 50,
      beyond: null,
    })
  })

  it('puts a sign-in of long ago at the end rather than squeezing the rest', () => {
    const of = (auth_time: number) =>
      layOut(mergeMoments({ auth_time, iat: 1000, exp: 1100 }), textOf, widthOf, 1050, open, 400).labels.map(
        ({ at }) => at,
      )
    expect(of(0)).toEqual([4, 8, 92])
    expect(of(900)).toEqual([8, 50, 92])
  })

  it('stands in the middle with one moment alone', () => {
    const layout = layOut(mergeMoments({ exp: 7 }), textOf, widthOf, 1, { from: null, to: 7 }, 300)
    expect(layout.labels[0]?.at).toBe(50)
    expect(layout.valid).toBeNull()
    expect(layout.now.beyond).toBe('before')
  })
})
