import { type OpaqueShape, opaqueShapes } from '../opaque-shapes.ts'
import { isBoundBefore } from './bounds.ts'
import { findJsonForm } from './json-form.ts'
import { readValue } from './named-value.ts'
import type { ScanContext } from './scan-context.ts'

type Anchored = OpaqueShape & { readonly anchor: string; readonly at: RegExp }

const anchored: readonly Anchored[] = opaqueShapes.flatMap((shape) =>
  shape.anchor === null ? [] : [{ ...shape, anchor: shape.anchor, at: new RegExp(shape.pattern, 'y') }],
)

/** Those that the one pass of a scan finds by itself. */
const common = /^(?:gh[oprsu]_|github_pat_|glpat-|xox[abeprs]-|ya29\.|A[KS]IA|[sr]k_live_|pk_live_)/
const rare = anchored.filter(({ anchor }) => !common.test(anchor))

/** Notes an opaque token of a known shape that begins at `start`; answers where to go on. */
export function readShapeAt(context: ScanContext, start: number, goOn: number): number {
  const { text } = context
  if (start < 0 || !standsFree(text, start)) return goOn
  for (const shape of anchored) {
    if (!text.startsWith(shape.anchor, start)) continue
    shape.at.lastIndex = start
    if (!shape.at.test(text)) continue
    const end = shape.at.lastIndex
    if (/[\w+/-]/.test(text.charAt(end))) continue
    context.tokens.push({ format: 'opaque', start, end, text: null, layers: [], named: null })
    return end
  }
  return goOn
}

/** Inside base64 any shape may come up by chance. */
function standsFree(text: string, start: number): boolean {
  return start === 0 || (isBoundBefore(text, start) && !/[\w+-]/.test(text.charAt(start - 1)))
}

export type RareSearch = { advance(to: number): void }

/**
 * The second pass: shapes of rarer vendors, and authorization codes in an address. It only looks between the tokens
 * that stand in the context already, up to the offset it is told.
 */
export function createRareSearch(context: ScanContext): RareSearch {
  const { text } = context
  const pattern = new RegExp(
    [
      '[?&#"]code(?:=|"\\s?:\\s?")',
      // A token in JSON form whose payload is no JSON and whose header is not protected.
      '"signatures?"\\s{0,4}:',
      ...new Set(rare.map(({ anchor }) => anchor.replace(/[.*/]/g, '\\$&'))),
    ].join('|'),
    'g',
  )
  // Nothing before this offset begins a token in JSON form.
  let formsFrom = 0
  const readForm = (at: number, goOn: number) => {
    const found = findJsonForm(context, at, goOn, formsFrom)
    formsFrom = at
    if (found === null || found === 'braceless') return goOn
    context.tokens.push(found)
    formsFrom = found.end
    return found.end
  }
  let pending: RegExpExecArray | null = pattern.exec(text)
  return {
    advance(to) {
      const known = [...context.tokens].sort((a, b) => a.start - b.start)
      let next = 0
      while (pending !== null && pending.index < to) {
        const at = pending.index
        const code = /^[?&#"]code/.test(pending[0])
        while (next < known.length && (known[next]?.end ?? 0) <= at) next++
        const inside = known[next]
        formsFrom = Math.max(formsFrom, known[next - 1]?.end ?? 0)
        if (inside && inside.start <= at) pattern.lastIndex = Math.max(pattern.lastIndex, inside.end)
        else {
          const goOn = pattern.lastIndex
          const begin = code ? goOn : at
          // What the name before it found already is not found twice.
          if (!known[next] || begin < (known[next]?.start ?? 0)) {
            const end = code
              ? readValue(context, goOn, 'code', goOn)
              : pending[0].startsWith('"s')
                ? readForm(at, goOn)
                : readShapeAt(context, at, goOn)
            pattern.lastIndex = Math.max(goOn, end)
          }
        }
        pending = pattern.exec(text)
      }
    },
  }
}
