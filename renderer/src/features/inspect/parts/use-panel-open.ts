import { useState } from 'react'
import type { Verification } from '../inspect-state.ts'
import { isOpeningOnly, type Opened } from './opening.ts'

type OpenState = readonly [open: boolean, setOpen: (open: boolean) => void]

/** The key choice: open while there is no verdict; a verdict closes it, and the person may open it again. */
export function useKeyOpen(verification: Verification, generation: number): OpenState {
  const settled = verification.kind === 'done' && !isOpeningOnly(verification.request)
  return useOpen(!settled, generation)
}

/** The choice of the key that opens: open until it did. */
export function useDecryptOpen(opened: Opened | null, generation: number): OpenState {
  return useOpen(opened === null, generation)
}

/** What was opened or closed by hand holds for one token, and until the situation is another one. */
function useOpen(byItself: boolean, generation: number): OpenState {
  const [byHand, setByHand] = useState<{ readonly of: string; readonly open: boolean } | null>(null)
  const of = `${generation} ${byItself}`
  return [byHand?.of === of ? byHand.open : byItself, (open) => setByHand({ of, open })]
}
