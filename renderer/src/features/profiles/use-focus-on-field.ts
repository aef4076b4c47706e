import { type RefObject, useEffect, useRef } from 'react'
import type { ProfilesState } from './profiles-state.ts'
import type { ProfilesActions } from './profiles-store.ts'

/**
 * After a refused save the first field with a problem, in reading order, has the focus; a field that another screen
 * asked for has it as soon as it is there.
 */
export function useFocusOnField(state: ProfilesState & ProfilesActions): RefObject<HTMLDivElement | null> {
  const { refusals, wantedField, wantedFieldShown } = state
  const form = useRef<HTMLDivElement>(null)
  const seen = useRef(refusals)
  useEffect(() => {
    if (refusals === seen.current) return
    seen.current = refusals
    const field = form.current?.querySelector('[aria-invalid="true"]')
    if (field instanceof HTMLElement) field.focus()
  }, [refusals])
  useEffect(() => {
    if (wantedField === null) return
    const field = form.current?.querySelector(
      `[data-wire="${CSS.escape(wantedField)}"] :is(input, textarea, select)`,
    )
    if (field instanceof HTMLElement) field.focus()
    wantedFieldShown()
  }, [wantedField, wantedFieldShown])
  return form
}
