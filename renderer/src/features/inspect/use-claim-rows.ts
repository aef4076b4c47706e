import { useMemo, useRef } from 'react'
import type { Provider } from '../../../../shared/token/providers/find-provider.ts'
import type { Member } from '../../../../shared/token/reading.ts'
import { buildRowsAgain, type ClaimRow, type MadeRows } from './claim-rows.ts'

const noneDisclosed: ReadonlySet<string> = new Set()

/**
 * The rows of a table. A token that is typed in is read anew each time, and nearly all of its members are as before:
 * those keep their rows, which need not be drawn again either.
 */
export function useClaimRows(
  members: readonly Member[],
  of: 'header' | 'payload',
  provider: Provider | null,
  disclosed: ReadonlySet<string> = noneDisclosed,
): readonly ClaimRow[] {
  const last = useRef<{ readonly table: string; readonly of: ReadonlySet<string>; readonly made: MadeRows }>(
    null,
  )
  return useMemo(() => {
    // A provider's words are the same for all of its tokens.
    const table = `${of} ${provider?.id}`
    const fits = last.current?.table === table && last.current.of === disclosed
    const { rows, made } = buildRowsAgain(
      members,
      { of, provider, disclosed },
      fits && last.current ? last.current.made : new Map(),
    )
    last.current = { table, of: disclosed, made }
    return rows
  }, [members, of, provider, disclosed])
}
