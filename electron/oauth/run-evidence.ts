import { createHash } from 'node:crypto'
import { noEvidence, type OneTimeValue, type RunEvidence } from '../../shared/oauth/judge-evidence.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { tokensInUrl } from '../../shared/oauth/token-in-url.ts'
import type { RawAnswer } from './raw-answer.ts'

/** What is known of a profile beside its run. */
export type ProfileKnowledge = {
  /** Other issuers with this redirect URI. */
  readonly sameRedirect: (config: RunConfig, redirectUri: string) => readonly string[]
  /** What trying at the server found out (What if). */
  readonly probes: (config: RunConfig) => Pick<RunEvidence, 'probes' | 'authorizationCors'>
}

/** Collects, before anything is redacted, what RFC 9700 is judged by; tokens themselves are not kept. */
export type EvidenceNotes = {
  /** An address that was used, and where. */
  readonly address: (url: string, where: string) => void
  readonly repeatedPost: (where: string) => void
  readonly signIn: (signIn: RunEvidence['signIn']) => void
  readonly namesIssuer: () => void
  readonly evidence: () => Omit<RunEvidence, 'probes' | 'authorizationCors'>
}

export function createEvidenceNotes(held: ReadonlyMap<string, string>): EvidenceNotes {
  let { signIn, tokensInUrls, repeatedPosts } = noEvidence
  return {
    address(url, where) {
      const found = tokensInUrl(url, held)
      if (found.length > 0) tokensInUrls = noted(tokensInUrls, `${where} held ${found.join(', ')}`)
    },
    repeatedPost(where) {
      repeatedPosts = noted(repeatedPosts, where)
    },
    signIn(made) {
      signIn = made
    },
    namesIssuer() {
      if (signIn !== null) signIn = { ...signIn, namesIssuer: true }
    },
    evidence: () => ({ signIn, tokensInUrls, repeatedPosts }),
  }
}

/** Each once, and not without end. */
function noted(notes: readonly string[], note: string): readonly string[] {
  return notes.includes(note) || notes.length >= 10 ? notes : [...notes, note]
}

/** Remembers one-time values by their hashes alone, for as long as the app runs. */
export type RepeatWatch = (
  config: RunConfig,
  values: Readonly<Partial<Record<OneTimeValue, string>>>,
) => readonly OneTimeValue[] | null

const keptHashes = 3_000

export function createRepeatWatch(): RepeatWatch {
  const seen = new Map<string, Set<string>>()
  return (config, values) => {
    const key = JSON.stringify([config.profileId, config.issuer, config.client_id])
    const before = seen.get(key)
    const hashes = before ?? new Set<string>()
    seen.set(key, hashes)
    const repeated = (Object.entries(values) as [OneTimeValue, string][]).filter(([name, value]) => {
      const hash = createHash('sha256').update(`${name} ${value}`).digest('base64url')
      const isKnown = hashes.has(hash)
      hashes.add(hash)
      return isKnown
    })
    for (const hash of hashes) {
      if (hashes.size <= keptHashes) break
      hashes.delete(hash)
    }
    return before === undefined ? null : repeated.map(([name]) => name)
  }
}

/** What the head of an answer shows: a token on the way elsewhere, or a form that would be sent on (RFC 9700 §4.12). */
export function noteRedirect(
  notes: EvidenceNotes,
  method: string,
  { url, status, headers }: RawAnswer,
): void {
  const location = headers.get('location')
  const { pathname } = new URL(url)
  if (location !== null && URL.canParse(location, url))
    notes.address(new URL(location, url).href, `A redirect of ${pathname}`)
  if (method === 'POST' && (status === 307 || status === 308))
    notes.repeatedPost(`${pathname} answered a form with ${status}`)
}
