import { useDeferredValue, useMemo } from 'react'
import { useStore } from 'zustand'
import { type LintReport, lintToken, mergeReports } from '../../../../../shared/lint/lint-token.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { InspectState } from '../inspect-state.ts'
import type { FindingsStore } from './findings-store.ts'
import { lintContextOf } from './lint-context-of.ts'
import { useLearned, useLearning } from './use-learned.ts'

/**
 * The report on the token of the screen and, where it was opened, on what is inside; kept up behind the typing rather
 * than in its way.
 */
export function useFindings(
  store: FindingsStore,
  state: InspectState,
  inside: TokenReading | null,
  nowSeconds: number,
): LintReport {
  const findings = useStore(store)
  const { switchedOff } = findings
  const reading = useDeferredValue(state.reading)
  const inner = useDeferredValue(inside)
  useLearning(findings, state, inner ?? reading)
  const learned = useLearned(findings, state, reading)
  const learnedInside = useLearned(findings, state, inner ?? reading)
  const { verification, expect, validate, flow } = state
  const shown = inner ?? reading
  const second = Math.floor(nowSeconds)
  return useMemo(() => {
    const screen = { expect, verification, validate, flow, shown }
    const outer = lintToken(reading, lintContextOf(screen, second, learned), switchedOff)
    if (inner === null) return outer
    const { plaintext: _, ...context } = lintContextOf(screen, second, learnedInside)
    return mergeReports(outer, lintToken(inner, context, switchedOff))
  }, [
    reading,
    inner,
    shown,
    expect,
    verification,
    validate,
    flow,
    second,
    learned,
    learnedInside,
    switchedOff,
  ])
}
