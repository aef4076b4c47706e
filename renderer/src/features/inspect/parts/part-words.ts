import { checkTitle, explainCheck } from '../../../../../shared/verdict/explain-check.ts'
import type { KeyUsed, PartResult } from '../../../../../shared/verdict/verification.ts'
import type { IconStatus } from '../../../ui/status-icon.tsx'
import type { VerdictLabel } from '../rung-text.ts'
import type { Opened } from './opening.ts'

/** Parts with a place below the ladder; disclosures and key binding have a tab of their own. */
export function layerParts(parts: readonly PartResult[]): readonly PartResult[] {
  return parts.filter(({ id }) => /^(?:signature|recipient|layer)-/.test(id))
}

/** Opening is not proving: a layer that was only opened is never shown as passed. */
export function partStatus({ verdict, code }: PartResult): IconStatus {
  if (verdict === 'valid') return 'pass'
  if (verdict === 'invalid') return 'fail'
  return code === 'NOT_AUTHENTICATED' ? 'info' : 'not_checked'
}

/** What came of it, in a few words. */
export function partOutcome({ id, verdict, code, checks, key }: PartResult): string {
  if (verdict === 'valid') return key ? `proved with ${nameOf(key)}` : 'proved'
  if (verdict === 'invalid') {
    const failed = checks.find(({ status }) => status === 'fail')
    // The ladder above is about the innermost layer, and gives the reason in full.
    if (failed && id.startsWith('layer-')) return `${checkTitle(failed.id)} failed`
    return failed ? explainCheck({ ...failed, note: '' }) : 'failed'
  }
  if (code === 'NOT_AUTHENTICATED')
    return key ? `opened with ${nameOf(key)}, not authenticated` : 'opened, not authenticated'
  const open = checks.find((check) => check.status === 'not_checked' && check.code !== undefined)
  return open?.note ?? (open?.found ? `not checked: ${open.found}` : 'not checked')
}

function nameOf({ kid, description }: KeyUsed): string {
  const bits = /^oct (\d+) bits$/.exec(description)?.[1]
  return kid ?? (bits === undefined ? description : `a secret of ${Number(bits) / 8} bytes`)
}

/** What is seen of an encrypted token was opened; that is no proof of anything, and more than nothing. */
export function withOpening(label: VerdictLabel, opened: Opened | null): VerdictLabel {
  if (!opened || label.tone !== 'none' || label.text === 'Verifying') return label
  return { ...label, text: 'Opened, not proved', spoken: `The token was opened. ${label.spoken}` }
}
