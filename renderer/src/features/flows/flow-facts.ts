import type { FlowFacts } from '../../../../shared/lint/lint-context.ts'
import type { Run, StepId, TokenKind } from '../../../../shared/oauth/run.ts'
import type { Beside } from '../../app-actions.ts'

/**
 * What a run tells the lint rules of a token that it received: what was asked for, when it came, and who else the run
 * says the person is. Only what the run knows for certain; after a refresh, what was said of the sign-in is left out.
 */
export function flowFactsOf(run: Run, kind: TokenKind, beside: readonly Beside[]): FlowFacts {
  const steps = (id: StepId) => run.steps.filter((step) => step.id === id)
  const isRefreshed = steps('refresh').length > 0
  const answered = steps('token').find(({ status }) => status === 'done')
  return {
    client_id: run.clientId,
    ...(kind === 'id_token' ? { usedAs: 'id_token' as const } : {}),
    ...(kind === 'access_token' ? { usedAs: 'bearer' as const } : {}),
    ...(answered ? { issuedFrom: 'token_endpoint' as const } : {}),
    ...(run.tokens.some((token) => token.kind === 'access_token') ? { withAccessToken: true } : {}),
    ...subjects(kind, beside),
    ...(isRefreshed || !answered ? {} : signIn(run, answered)),
  }
}

function signIn(run: Run, answered: Run['steps'][number]): FlowFacts {
  const received =
    answered.durationMs === null
      ? {}
      : { receivedAt: Math.floor((answered.startedAt + answered.durationMs) / 1000) }
  const asked = askedFor(run)
  if (asked === null) return received
  const maxAge = asked.get('max_age')
  // Of several (RFC 8707 §2) nobody knows which one this token is for.
  const [resource, ...others] = asked.getAll('resource')
  return {
    ...received,
    grant: 'authorization_code',
    requestedScope: asked.get('scope'),
    ...(asked.has('nonce') ? {} : { nonce: null }),
    ...(maxAge === null ? { max_age: null } : /^\d{1,9}$/.test(maxAge) ? { max_age: Number(maxAge) } : {}),
    ...(resource === undefined || others.length > 0 ? {} : { resource }),
    // Only the claims parameter can demand one; acr_values are a wish (OIDC Core §5.5.1.1, §3.1.2.1).
    ...(asked.has('claims') ? {} : { essentialAcr: null }),
  }
}

/** The parameters of the authorization request; null where they are not in the recorded address. */
function askedFor(run: Run): URLSearchParams | null {
  const url = run.steps.find(({ id }) => id === 'authorize')?.exchanges[0]?.request.url
  if (url === undefined || !URL.canParse(url)) return null
  const { searchParams } = new URL(url)
  // Pushed, or inside a request object: what was asked for is elsewhere.
  return searchParams.has('response_type') && !searchParams.has('request') ? searchParams : null
}

/** UserInfo must be about the same person as the ID token; an access token may name them otherwise. */
function subjects(kind: TokenKind, beside: readonly Beside[]): Pick<FlowFacts, 'otherSubjects'> {
  if (kind !== 'id_token') return {}
  const found = beside.flatMap(({ text }) => {
    if (!text.trimStart().startsWith('{')) return []
    try {
      const sub = (JSON.parse(text) as { sub?: unknown }).sub
      return typeof sub === 'string' ? [sub] : []
    } catch {
      return []
    }
  })
  return found.length > 0 ? { otherSubjects: found } : {}
}
