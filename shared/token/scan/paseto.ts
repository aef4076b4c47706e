import { isBoundAfter, isBoundBefore } from './bounds.ts'
import type { ScanContext } from './scan-context.ts'

const paseto = /v[1-4]\.(?:local|public)\.[\w-]{16,}(?:\.[\w-]+)?/y

/** Notes a PASETO that begins at `start`; answers where to go on (PASETO specification, version 4). */
export function readPaseto(context: ScanContext, start: number, goOn: number): number {
  const { text } = context
  paseto.lastIndex = start
  if (!isBoundBefore(text, start) || !paseto.test(text)) return goOn
  const end = paseto.lastIndex
  const sentence = text.charCodeAt(end) === 0x2e
  if (!sentence && !isBoundAfter(text, end)) return end
  context.tokens.push({ format: 'paseto', start, end, text: null, layers: [], named: null })
  return end
}
