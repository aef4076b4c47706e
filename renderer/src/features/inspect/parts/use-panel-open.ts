import { useEffect, useState } from 'react'
import type { Verification } from '../inspect-store.ts'
import { isOpeningOnly, type Opened } from './opening.ts'

type OpenState = readonly [open: boolean, setOpen: (open: boolean) => void]

/** The key choice: open while there is no verdict; a verdict closes it, and the person may open it again. */
export function useKeyOpen(verification: Verification): OpenState {
  const [open, setOpen] = useState(true)
  const settled = verification.kind === 'done' && !isOpeningOnly(verification.request)
  useEffect(() => setOpen(!settled), [settled])
  return [open, setOpen]
}

/** The choice of the key that opens: open until it did. */
export function useDecryptOpen(opened: Opened | null): OpenState {
  const [open, setOpen] = useState(true)
  const done = opened !== null
  useEffect(() => setOpen(!done), [done])
  return [open, setOpen]
}
