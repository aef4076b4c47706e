import type { WhatIfCaseId } from '../what-if/what-if-case.ts'
import type { WhatIfFinding } from '../what-if/what-if-result.ts'
import type { PracticeFinding } from './find-practices.ts'
import { plainText } from './plain-text.ts'

/** A rule that could not be looked at. It does not pass by that. */
export type PracticeGap = { readonly id: string; readonly title: string; readonly reason: string }

/** Values that are to be new in every run (RFC 9700 §2.1.1). */
export type OneTimeValue = 'state' | 'nonce' | 'code_challenge'

/** What a run saw beyond its token answer, and what else is known of its profile. Absent: not known. */
export type RunEvidence = {
  /** Of a sign-in in the browser; null where there was none. */
  readonly signIn: {
    readonly sent: readonly OneTimeValue[]
    /** Those that an earlier run of the same profile sent too; null where there was none to compare with. */
    readonly repeated: readonly OneTimeValue[] | null
    /** Whether the answer named its issuer (RFC 9207), by itself or in a signed response. */
    readonly namesIssuer: boolean
    /** Other issuers whose answers come to the same redirect URI; null: other profiles are not known here. */
    readonly sameRedirect: readonly string[] | null
  } | null
  /** Where an address held a token, in words: looked at before it was redacted. */
  readonly tokensInUrls: readonly string[]
  /** Where a form was sent on by 307 or 308 with what was in it. */
  readonly repeatedPosts: readonly string[]
  /** Whether the authorization endpoint let other origins read its answer; null: no such answer was seen. */
  readonly authorizationCors: boolean | null
  /** What was found out by trying at the server. */
  readonly probes: Readonly<Partial<Record<WhatIfCaseId, WhatIfFinding>>>
}

export const noEvidence: RunEvidence = {
  signIn: null,
  tokensInUrls: [],
  repeatedPosts: [],
  authorizationCors: null,
  probes: {},
}

type Judgement = Omit<PracticeFinding, 'id' | 'title' | 'spec'> | { readonly reason: string } | null
type Rule = Pick<PracticeFinding, 'id' | 'title' | 'spec'> & {
  readonly judge: (evidence: RunEvidence) => Judgement
}

/**
 * The rules of RFC 9700 that the token answer alone does not tell, in the order of their ids: found, not found, or not
 * looked at with the reason.
 */
export function judgeEvidence(evidence: RunEvidence): {
  readonly findings: readonly PracticeFinding[]
  readonly gaps: readonly PracticeGap[]
} {
  const judged = rules.map(({ judge, ...rule }) => ({ rule, judgement: judge(evidence) }))
  return {
    findings: judged.flatMap(({ rule, judgement }) =>
      judgement === null || 'reason' in judgement ? [] : [{ ...rule, ...judgement }],
    ),
    gaps: judged.flatMap(({ rule: { id, title }, judgement }) =>
      judgement !== null && 'reason' in judgement ? [{ id, title, reason: judgement.reason }] : [],
    ),
  }
}

const rules: readonly Rule[] = [
  {
    id: 'OA-04',
    title: 'One-time values used again',
    spec: 'RFC 9700 §2.1.1',
    judge({ signIn }) {
      if (signIn === null || signIn.sent.length === 0) return null
      if (signIn.repeated === null) {
        return {
          reason: 'This is the first run of the profile since the start: there is none to compare with.',
        }
      }
      if (signIn.repeated.length === 0) return null
      return {
        severity: 'error',
        sentence: `An earlier run of this profile had the same ${signIn.repeated.join(', ')}: whoever saw it then can use it now. Each run needs new ones.`,
      }
    },
  },
  {
    id: 'OA-05',
    title: 'PKCE downgrade',
    spec: 'RFC 9700 §2.1.1, §4.8.2',
    judge: ({ signIn, probes }) =>
      signIn === null ? null : judgeProbes([probes.pkce_downgrade], 'PKCE downgrade'),
  },
  {
    id: 'OA-09',
    title: 'Nothing against forged answers',
    spec: 'RFC 9700 §2.1',
    judge: ({ signIn }) =>
      signIn === null || signIn.sent.length > 0
        ? null
        : {
            severity: 'error',
            sentence:
              'The request had no state, no PKCE and no nonce, so that an answer of another person’s sign-in would be taken (CSRF).',
          },
  },
  {
    id: 'OA-10',
    title: 'Answers of several providers cannot be told apart',
    spec: 'RFC 9700 §2.1, §4.4.2',
    judge({ signIn }) {
      if (signIn === null || signIn.namesIssuer) return null
      if (signIn.sameRedirect === null) return { reason: 'Which other providers are used is not known here.' }
      if (signIn.sameRedirect.length === 0) return null
      return {
        severity: 'error',
        sentence: `The answer names no iss (RFC 9207), and this redirect URI is also that of ${plainText(signIn.sameRedirect.join(', '), 300)}: a code can be sent to the wrong one of them (mix-up). Give each provider a redirect URI of its own.`,
      }
    },
  },
  {
    id: 'OA-12',
    title: 'Redirect URI compared loosely',
    spec: 'RFC 9700 §4.1.3',
    judge: ({ signIn, probes }) =>
      signIn === null
        ? null
        : judgeProbes(
            [probes.other_redirect_uri_authorize, probes.other_redirect_uri_token],
            'another redirect URI',
          ),
  },
  {
    id: 'OA-17',
    title: 'Token in an address',
    spec: 'RFC 9700 §4.3.2',
    judge: ({ tokensInUrls }) =>
      tokensInUrls.length === 0
        ? null
        : {
            severity: 'error',
            sentence: `${plainText(tokensInUrls.join('; '), 400)}. Addresses end in histories, logs and Referer headers.`,
          },
  },
  {
    id: 'OA-18',
    title: 'CORS at the authorization endpoint',
    spec: 'RFC 9700 §2.6',
    judge({ signIn, authorizationCors }) {
      if (signIn === null || authorizationCors === false) return null
      if (authorizationCors === null) {
        return {
          reason:
            'Its answers go to the browser and are not seen here. What if asks it directly (another redirect URI at the authorization endpoint).',
        }
      }
      return {
        severity: 'warning',
        sentence:
          'The authorization endpoint lets scripts of other origins read its answers (Access-Control-Allow-Origin). A browser is sent there; no script needs to read it.',
      }
    },
  },
  {
    id: 'OA-19',
    title: 'Credentials sent on by 307',
    spec: 'RFC 9700 §4.12',
    judge({ signIn, repeatedPosts }) {
      if (repeatedPosts.length > 0) {
        return {
          severity: 'error',
          sentence: `${plainText(repeatedPosts.join('; '), 400)}. After a form with credentials only 303 makes sure that they are not sent on.`,
        }
      }
      return signIn === null
        ? null
        : {
            reason:
              'What the provider’s pages answer to the person’s password goes to the browser and is not seen here.',
          }
    },
  },
]

/** One that was accepted is found; none that taught anything is not looked at. */
function judgeProbes(probes: readonly (WhatIfFinding | undefined)[], what: string): Judgement {
  const failed = probes.filter((probe) => probe?.verdict === 'fail')
  if (failed.length > 0) {
    const actual = failed.map((probe) => probe?.actual ?? '').join('; ')
    return { severity: 'error', sentence: `What if tried it (${what}): ${plainText(actual, 300)}.` }
  }
  const [unlearned] = probes.filter((probe) => probe?.verdict === 'not_checked')
  if (unlearned) return { reason: `What if could not tell: ${plainText(unlearned.actual, 300)}.` }
  return probes.some((probe) => probe === undefined)
    ? { reason: `Only a test against the server tells: run What if (${what}).` }
    : null
}
