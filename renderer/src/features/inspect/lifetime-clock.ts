import { formatUtc } from '../../../../shared/time/instant.ts'
import type { ExpectForm } from './key-choice.ts'

export type Lifetime = {
  /** Unix seconds. */
  readonly issuedAt: number | null
  readonly notBefore: number | null
  readonly expiresAt: number | null
  readonly signedInAt: number | null
}

export type ClockItem = {
  readonly id: string
  readonly label: string
  readonly change: Partial<ExpectForm>
}

/** Moments worth judging a token for, made from its own times. */
export function clockItems({ issuedAt, notBefore, expiresAt }: Lifetime): readonly ClockItem[] {
  const at = (id: string, label: string, seconds: number | null): readonly ClockItem[] => {
    const text = seconds === null ? null : instantText(Math.floor(seconds))
    return text === null ? [] : [{ id, label, change: { at: text } }]
  }
  return [
    { id: 'now', label: 'Now', change: { at: '' } },
    ...at('iat', 'When it was issued (iat)', issuedAt),
    ...(notBefore === issuedAt ? [] : at('nbf', 'When it becomes valid (nbf)', notBefore)),
    ...at('before', 'Just before it expires', expiresAt === null ? null : expiresAt - 1),
    ...at('after', 'Just after it expired', expiresAt),
  ]
}

export const toleranceItems: readonly ClockItem[] = [
  { id: '0', label: 'None', change: { skew: '0' } },
  { id: '30', label: '30 seconds', change: { skew: '30' } },
  { id: '60', label: '1 minute', change: { skew: '60' } },
  { id: '300', label: '5 minutes', change: { skew: '300' } },
]

/** As the field takes it; null for what no calendar has. Years beyond four digits are not RFC 3339. */
function instantText(seconds: number): string | null {
  if (!Number.isFinite(new Date(seconds * 1000).getTime())) return null
  const text = formatUtc(seconds)
  return /^\d{4}-/.test(text) ? text : String(seconds)
}
