import type { GrantType } from '../profile/flow-settings.ts'
import type { ClientAuthMethod } from '../profile/profile.ts'
import { scopeValues } from './check-token-answer.ts'
import { plainText } from './plain-text.ts'
import type { JsonObject } from './read-id-token.ts'

/** `error`: RFC 9700 says MUST; `warning`: SHOULD; `info`: worth knowing. */
export type PracticeFinding = {
  /** Stable, for example `OA-08`. */
  readonly id: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly title: string
  /** What was seen in this run, and what would be better. Never a secret. */
  readonly sentence: string
  readonly spec: string
}

/** What one run showed. Absent metadata members were not announced. */
export type PracticeFacts = {
  readonly grantType: GrantType
  readonly authMethod: ClientAuthMethod
  /** As asked for, and as answered (null: not stated, which means as asked). */
  readonly scopeAsked: string
  readonly scopeGranted: string | null
  /** Null for a grant without the front channel. */
  readonly redirectUri: string | null
  /** As sent; absent where no code was asked for. */
  readonly codeChallengeMethod?: 'S256' | 'plain' | 'none'
  /** Whether an access token came through the browser. */
  readonly frontChannelToken?: boolean
  readonly metadata: {
    readonly code_challenge_methods_supported?: readonly string[]
    readonly token_endpoint_auth_methods_supported?: readonly string[]
  }
  /** `token_type` as answered, in lower case. */
  readonly tokenType: string | null
  /** Claims of the access token, unverified; null where it is opaque to us. */
  readonly accessTokenClaims: JsonObject | null
  readonly hasRefreshToken: boolean
}

type Rule = (facts: PracticeFacts) => PracticeFinding | null

/**
 * The rules of RFC 9700 (OAuth 2.0 Security Best Current Practice) that one run can answer, in the order of their
 * ids. A rule that needs a probe of the server is not among them, and silence about it says nothing.
 */
export function findPractices(facts: PracticeFacts): readonly PracticeFinding[] {
  return rules.flatMap((rule) => rule(facts) ?? [])
}

const rules: readonly Rule[] = [
  function withoutPkce({ codeChallengeMethod, authMethod }) {
    if (codeChallengeMethod !== 'none') return null
    const isPublic = authMethod === 'none'
    return {
      id: isPublic ? 'OA-01' : 'OA-02',
      severity: isPublic ? 'error' : 'warning',
      title: 'No PKCE',
      sentence: isPublic
        ? 'Whoever gets hold of the code can exchange it: a public client must use PKCE.'
        : 'The code is bound to nothing of this run but the client’s secret; PKCE would bind it.',
      spec: 'RFC 9700 §2.1.1',
    }
  },
  function plainChallenge({ codeChallengeMethod }) {
    if (codeChallengeMethod !== 'plain') return null
    return {
      id: 'OA-03',
      severity: 'warning',
      title: 'PKCE with method plain',
      sentence:
        'The verifier itself goes through the browser, so whoever reads the request can use the code. S256 shows only its hash.',
      spec: 'RFC 9700 §2.1.1',
    }
  },
  function pkceAnnounced({ redirectUri, metadata }) {
    if (redirectUri === null || metadata.code_challenge_methods_supported !== undefined) return null
    return {
      id: 'OA-06',
      severity: 'warning',
      title: 'PKCE is not announced',
      sentence:
        'The metadata does not name code_challenge_methods_supported, so a client cannot tell whether its code verifier is checked. The provider should announce S256.',
      spec: 'RFC 9700 §2.1.1',
    }
  },
  function tokenThroughBrowser({ frontChannelToken }) {
    if (frontChannelToken !== true) return null
    return {
      id: 'OA-07',
      severity: 'warning',
      title: 'Access token through the browser',
      sentence:
        'The access token came in the answer of the authorization endpoint, where history, scripts and other pages may see it, and it is bound to no client. Ask for a code instead.',
      spec: 'RFC 9700 §2.1.2',
    }
  },
  function passwordGrant({ grantType }) {
    if (grantType !== 'password') return null
    return {
      id: 'OA-08',
      severity: 'error',
      title: 'Password grant',
      sentence:
        'The user’s password went through the client, which learns it and may lose it, and a second factor has no place. It must not be used; sign in through the browser instead.',
      spec: 'RFC 9700 §2.4',
    }
  },
  function plainRedirect({ redirectUri }) {
    if (redirectUri === null || !/^http:/i.test(redirectUri) || isLoopback(redirectUri)) return null
    return {
      id: 'OA-11',
      severity: 'error',
      title: 'Redirect over plain http',
      sentence:
        'The answer with the code crosses the network readable. Use https, or loopback for native apps.',
      spec: 'RFC 9700 §2.6',
    }
  },
  function senderConstrained({ tokenType, accessTokenClaims }) {
    if (tokenType === 'dpop' || accessTokenClaims?.cnf !== undefined) return null
    return {
      id: 'OA-13',
      severity: 'info',
      title: 'Access token is not bound to a key',
      sentence: `Whoever has the access token can use it${
        accessTokenClaims === null
          ? ', as far as can be seen: it is opaque and its token_type is not DPoP'
          : ''
      }. DPoP or mutual TLS would bind it to the client’s key.`,
      spec: 'RFC 9700 §2.2.1',
    }
  },
  function publicRefresh({ authMethod, hasRefreshToken, tokenType }) {
    if (authMethod !== 'none' || !hasRefreshToken || tokenType === 'dpop') return null
    return {
      id: 'OA-14',
      severity: 'warning',
      title: 'Refresh token of a public client',
      sentence:
        'Nothing but the refresh token itself is needed to use it, so the provider must rotate it. Refresh once: a new one has to come, and the old one has to stop working.',
      spec: 'RFC 9700 §4.14.2',
    }
  },
  function audience({ accessTokenClaims }) {
    if (accessTokenClaims === null || accessTokenClaims.aud !== undefined) return null
    return {
      id: 'OA-15',
      severity: 'warning',
      title: 'Access token for no audience in particular',
      sentence:
        'The access token names no aud, so every API that trusts this provider may take it. Ask for a resource or an audience.',
      spec: 'RFC 9700 §2.3',
    }
  },
  function broaderScope({ scopeAsked, scopeGranted }) {
    const asked = scopeValues(scopeAsked)
    const more = scopeValues(scopeGranted ?? '').filter((value) => !asked.includes(value))
    if (asked.length === 0 || more.length === 0) return null
    return {
      id: 'OA-15',
      severity: 'warning',
      title: 'More scope than asked for',
      sentence: `The provider granted what was not asked for: ${plainText(more.join(' '), 200)}. A token should reach no further than it is needed.`,
      spec: 'RFC 9700 §2.3',
    }
  },
  function strongerAuthentication({ authMethod, metadata }) {
    if (authMethod !== 'client_secret_basic' && authMethod !== 'client_secret_post') return null
    const better = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'].filter((method) =>
      metadata.token_endpoint_auth_methods_supported?.includes(method),
    )
    if (better.length === 0) return null
    return {
      id: 'OA-16',
      severity: 'info',
      title: 'Client secret is sent',
      sentence: `The secret itself goes over the wire with each request; this provider also announces ${better.join(', ')}, where no secret is shared.`,
      spec: 'RFC 9700 §2.5',
    }
  },
]

function isLoopback(uri: string): boolean {
  if (!URL.canParse(uri)) return false
  return /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/.test(new URL(uri).hostname)
}
