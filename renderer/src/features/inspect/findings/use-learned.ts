import { useEffect, useMemo } from 'react'
import { isCompared } from '../../../../../shared/lint/workspace-facts.ts'
import { headersOf } from '../../../../../shared/token/joined-header.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { InspectState } from '../inspect-state.ts'
import type { FindingsState } from './findings-store.ts'
import type { Learned } from './lint-context-of.ts'

/** Finds out what the rules need to know besides the screen: of the key, the certificates, the other tokens. No network. */
export function useLearning(findings: FindingsState, state: InspectState, reading: TokenReading): void {
  const { learnKey, learnCertificates, learnWorkspace } = findings
  const { verification, input, tokens, scan } = state
  const request = verification.kind === 'done' ? verification.request : null
  useEffect(() => {
    if (request) void learnKey(request)
  }, [request, learnKey])
  const certified = useMemo(() => (hasCertificates(reading) ? reading.token : null), [reading])
  useEffect(() => {
    if (certified !== null) void learnCertificates(certified)
  }, [certified, learnCertificates])
  const several = scan.kind !== 'running' && tokens.length > 1
  useEffect(() => {
    if (several) void learnWorkspace(input, tokens)
  }, [several, input, tokens, learnWorkspace])
}

/** What was found out of this token: facts about another key, token or text are left out. */
export function useLearned(findings: FindingsState, state: InspectState, reading: TokenReading): Learned {
  const { facts, search, certificates, workspace } = findings
  const { verification, tokens, scan } = state
  const request = verification.kind === 'done' ? verification.request : null
  const isGuessed = search.kind === 'found' && search.token === reading.token
  // What is inside an encrypted token, or another form, stands in no list and was compared with nothing.
  const isListed = isCompared(reading.format) && reading === state.reading
  const isWhole = scan.kind === 'complete'
  return useMemo(() => {
    const known = facts !== null && facts.request === request ? facts.value : {}
    const own = certificates !== null && certificates.token === reading.token ? certificates.value : null
    const beside = isListed && workspace !== null && workspace.tokens === tokens ? workspace.value : null
    return {
      ...known,
      ...(isGuessed
        ? { key: { kty: 'oct', isPrivate: true, ...known.key, weakness: 'listed' as const } }
        : {}),
      ...(own ? { certificates: own } : {}),
      ...(beside ? { workspace: isWhole ? beside : { ...beside, unseen: Number.POSITIVE_INFINITY } } : {}),
    }
  }, [facts, request, isGuessed, certificates, workspace, reading, tokens, isListed, isWhole])
}

const longest = 1_000_000

function hasCertificates(reading: TokenReading): boolean {
  return reading.token.length <= longest && headersOf(reading).some((header) => header.has('x5c'))
}
