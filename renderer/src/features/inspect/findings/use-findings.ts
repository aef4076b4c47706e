import { useDeferredValue, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { KeySourceFacts } from '../../../../../shared/lint/lint-context.ts'
import { type LintReport, lintToken, mergeReports } from '../../../../../shared/lint/lint-token.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { InspectState } from '../inspect-store.ts'
import type { FindingsState, FindingsStore } from './findings-store.ts'
import { lintContextOf } from './lint-context-of.ts'

const noFacts: KeySourceFacts = {}

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
  const { switchedOff, facts, learnKey, search } = findings
  const { verification, expect } = state
  const request = verification.kind === 'done' ? verification.request : null
  useEffect(() => {
    if (request) void learnKey(request)
  }, [request, learnKey])
  const reading = useDeferredValue(state.reading)
  const inner = useDeferredValue(inside)
  const known = facts !== null && facts.request === request ? facts.value : noFacts
  const guessed = isGuessed(search, reading)
  const second = Math.floor(nowSeconds)
  return useMemo(() => {
    const context = lintContextOf({ expect, verification }, second, guessed ? withGuessed(known) : known)
    const outer = lintToken(reading, context, switchedOff)
    if (inner === null) return outer
    const { plaintext: _, ...insideContext } = context
    return mergeReports(outer, lintToken(inner, insideContext, switchedOff))
  }, [reading, inner, expect, verification, second, known, guessed, switchedOff])
}

function isGuessed(search: FindingsState['search'], reading: TokenReading): boolean {
  return search.kind === 'found' && search.token === reading.token
}

function withGuessed(facts: KeySourceFacts): KeySourceFacts {
  return { ...facts, key: { kty: 'oct', isPrivate: true, ...facts.key, weakness: 'listed' } }
}
