import { readEncodedToken } from './encoded-text.ts'
import type { TokenSighting } from './found-token.ts'
import { readHeaderRun } from './header-run.ts'
import { readBearerValue, readNamedValue } from './named-value.ts'
import { readPaseto } from './paseto.ts'
import { readShapeAt } from './rare-shapes.ts'
import { readSaml } from './saml.ts'
import type { ScanContext } from './scan-context.ts'

/**
 * What a scan looks for, as one expression for one pass. Its speed lives from being short: each further alternative
 * makes the engine stop at more characters. Base64 of `{` and of what may follow it in a JSON object (`"`, white
 * space, `}`) comes with the whole run of token characters behind it; the last four alternatives are base64 of
 * `eyJ`, at each of the three places it may have in a group of four characters, and base64 of that base64.
 */
export const anchors = [
  'e(?:y[A-DI-L]|w[0-3k-r]|30)[\\w.~-]*',
  '_(?:token|pat_|live_)',
  'earer (?!ey)',
  'gh[oprsu]_',
  'glpat-',
  'xox[abeprs]-',
  'ya29\\.',
  'SAML',
  'A[KS]IA',
  'v[1-4]\\.local\\.',
  'ZXlK',
  'WlhsS',
  'V5S[g-v]',
  'leU[o-r]',
].join('|')

export type ScanInner = (text: string, outer: ScanContext) => readonly TokenSighting[]

/**
 * Reads what stands at an anchor and notes the tokens found. Answers the offset from which to go on, at least the
 * end of what was looked at more than once.
 */
export function readAnchor(
  context: ScanContext,
  anchor: string,
  start: number,
  scanInner: ScanInner,
): number {
  switch (anchor.charCodeAt(0)) {
    case 0x65: // e
      if (anchor.charCodeAt(1) === 0x61) return readBearerValue(context, start + anchor.length)
      return readHeaderRun(context, start, anchor, scanInner)
    case 0x5f: // _
      if (anchor === '_token') return readNamedValue(context, start + anchor.length)
      return readShapeAt(context, anchor === '_pat_' ? start - 6 : start - 2, start + anchor.length)
    case 0x67: // g
    case 0x78: // x
    case 0x79: // y
    case 0x41: // A
      return readShapeAt(context, start, start + anchor.length)
    case 0x53: // S
      return readSaml(context, start, start + anchor.length)
    case 0x76: // v
      return readPaseto(context, start, start + anchor.length)
    default:
      return readEncodedToken(context, start, start + anchor.length, scanInner)
  }
}
