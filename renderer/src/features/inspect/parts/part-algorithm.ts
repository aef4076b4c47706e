import type { Member, TokenReading } from '../../../../../shared/token/reading.ts'

/** The algorithm of a signature or a recipient, which tells it from its siblings; null for other parts. */
export function partAlgorithm({ signatures, recipients, segments }: TokenReading, id: string): string | null {
  const [, kind, at] = /^(signature|recipient)-(\d+)$/.exec(id) ?? []
  if (kind === undefined) return null
  const index = Number(at)
  if (kind === 'signature') {
    const signature = signatures?.[index]
    return algorithmOf(signature?.protectedHeader?.members) ?? algorithmOf(signature?.unprotectedHeader)
  }
  const shared = segments.find(({ name }) => name === 'header')?.members
  return algorithmOf(recipients?.[index]?.header) ?? algorithmOf(shared)
}

/** Longer ones are no algorithm that anybody knows. */
const longest = 40

function algorithmOf(members: readonly Member[] | null | undefined): string | null {
  const value = members?.find(({ name }) => name === 'alg')?.value
  return typeof value === 'string' && value.length <= longest ? value : null
}
