import { visit } from 'jsonc-parser'

/** A stretch of a JSON text and what it is, in order, never overlapping. */
export type JsonMark = { readonly from: number; readonly to: number; readonly kind: 'name' | 'placeholder' }

/** Longer texts are edited without colours, so that typing stays quick. */
const maxLength = 100_000

/** Names of members, and strings that stand for something else: `"{{now + 1h}}"`. */
export function readJsonMarks(text: string): readonly JsonMark[] {
  if (text.length > maxLength || isDeep(text)) return []
  const marks: JsonMark[] = []
  visit(text, {
    onObjectProperty: (_name, offset, length) => {
      marks.push({ from: offset, to: offset + length, kind: 'name' })
    },
    onLiteralValue: (value, offset, length) => {
      if (typeof value === 'string' && /^\{\{.*\}\}$/.test(value)) {
        marks.push({ from: offset, to: offset + length, kind: 'placeholder' })
      }
    },
  })
  return marks
}

/** The parser recurses. Brackets inside strings count too: at worst, a strange text has no colours. */
function isDeep(text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x5b || code === 0x7b) {
      depth++
      if (depth > 500) return true
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return false
}
