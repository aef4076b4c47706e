import { describeDuration } from '../../time/instant.ts'
import type { Comparison, Difference } from './compare-tokens.ts'

/** How two values differ, in a few words; empty where the values themselves say it. */
export function explainDifference({ kind, detail }: Difference): string {
  if (detail === null) return ''
  switch (detail.kind) {
    case 'spelling':
      return kind === 'same' ? 'written differently' : ''
    case 'time':
      return detail.seconds === 0
        ? ''
        : `${describeDuration(Math.abs(detail.seconds))} ${detail.seconds > 0 ? 'later' : 'earlier'}`
    case 'set':
      if (detail.added.length + detail.removed.length === 0) return 'the same, under another name'
      return [
        ...detail.added.map((item) => `+${plain(item)}`),
        ...detail.removed.map((item) => `−${plain(item)}`),
      ].join(' ')
    case 'members':
      return [
        ...detail.added.map((name) => `+${name}`),
        ...detail.removed.map((name) => `−${name}`),
        ...detail.changed.map((name) => `${name} changed`),
      ].join(', ')
    case 'order':
      return 'in another order'
  }
}

/** A string element without its quotes. */
function plain(item: string): string {
  if (!item.startsWith('"')) return item
  const value: unknown = JSON.parse(item)
  return typeof value === 'string' ? value : item
}

/** The whole comparison in one sentence. */
export function summariseComparison({ header, claims, signature }: Comparison): string {
  const count = (kind: Difference['kind']) => claims.filter((each) => each.kind === kind).length
  const parts = [
    [count('changed'), 'changed'],
    [count('added'), 'only in the second'],
    [count('removed'), 'only in the first'],
  ] as const
  const differing = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`)
  const words =
    differing.length === 0
      ? `All ${claims.length} claims are the same`
      : `${differing.join(', ')}; ${count('same')} the same`
  const signed =
    signature === 'not_both'
      ? ''
      : `. ${signature === 'same' ? 'The signature is the same' : 'The signatures differ'}`
  return `${words}${headerWords(header)}${signed}.`
}

function headerWords(header: Comparison['header']): string {
  if (header === null) return ''
  const count = header.filter(({ kind }) => kind !== 'same').length
  if (count === 0) return '. The headers are the same'
  return count === 1 ? '. 1 header parameter differs' : `. ${count} header parameters differ`
}

/** The name of a compared value, and that of the second side where it is another. */
export function comparedName({ name, secondName }: Difference): string {
  return secondName === undefined ? name : `${name} / ${secondName}`
}
