/** What can be tried at an authorization server, in the order in which it is tried. */
export const whatIfCaseIds = [
  'wrong_verifier',
  'missing_verifier',
  'other_redirect_uri_token',
  'other_redirect_uri_authorize',
  'pkce_downgrade',
  'missing_state',
  'unlisted_scope',
  'request_object_none',
  'cross_client_code',
  'expired_assertion',
  'dpop_proof_replay',
  'code_replay',
  'revoked_token',
  'rotated_refresh_token',
] as const
export type WhatIfCaseId = (typeof whatIfCaseIds)[number]

export type WhatIfCase = {
  readonly id: WhatIfCaseId
  readonly label: string
  /** What is done that should not work. */
  readonly does: string
  /** What a correct server answers. */
  readonly expected: string
  readonly spec: string
  /** How often the browser opens for it at most. */
  readonly signIns: number
}

/** The cases with what each specification demands. Pure words: what is done is in the engine, by the same ids. */
export const whatIfCases: readonly WhatIfCase[] = [
  {
    id: 'wrong_verifier',
    label: 'Wrong code verifier',
    does: 'Exchanges a fresh code with a verifier that does not fit its challenge.',
    expected: 'Refused: invalid_grant',
    spec: 'RFC 7636 §4.6',
    signIns: 1,
  },
  {
    id: 'missing_verifier',
    label: 'Missing code verifier',
    does: 'Exchanges a fresh code, asked for with a challenge, without any verifier.',
    expected: 'Refused: invalid_grant or invalid_request',
    spec: 'RFC 9700 §2.1.1',
    signIns: 1,
  },
  {
    id: 'other_redirect_uri_token',
    label: 'Other redirect URI at the token endpoint',
    does: 'Exchanges a fresh code, naming another redirect_uri than the one it was sent to.',
    expected: 'Refused: invalid_grant',
    spec: 'RFC 6749 §4.1.3',
    signIns: 1,
  },
  {
    id: 'other_redirect_uri_authorize',
    label: 'Unregistered redirect URI',
    does: 'Asks for authorization with a path of the redirect URI that is not registered.',
    expected: 'Refused on the provider’s own page, never sent to that address',
    spec: 'RFC 9700 §2.1',
    signIns: 0,
  },
  {
    id: 'pkce_downgrade',
    label: 'PKCE downgrade',
    does: 'Asks without a code_challenge, then exchanges the code with a code_verifier all the same.',
    expected: 'Refused at the first or at the second request',
    spec: 'RFC 9700 §4.8.2',
    signIns: 1,
  },
  {
    id: 'missing_state',
    label: 'Missing state',
    does: 'Asks for authorization without state and looks at the answer.',
    expected: 'An error, or an answer that has no state either',
    spec: 'RFC 6749 §4.1.2',
    signIns: 1,
  },
  {
    id: 'unlisted_scope',
    label: 'Unlisted scope',
    does: 'Asks for a scope that nobody registered, beside those of the profile.',
    expected: 'invalid_scope, or tokens without that scope',
    spec: 'RFC 6749 §3.3',
    signIns: 1,
  },
  {
    id: 'request_object_none',
    label: 'Unsigned request object',
    does: 'Sends the authorization request as a request object with alg none.',
    expected: 'Refused: invalid_request_object or request_not_supported',
    spec: 'RFC 9101 §10.5',
    signIns: 0,
  },
  {
    id: 'cross_client_code',
    label: 'Code of another client',
    does: 'Exchanges a fresh code in the name of another client of yours at this provider.',
    expected: 'Refused: invalid_grant',
    spec: 'RFC 6749 §4.1.3',
    signIns: 1,
  },
  {
    id: 'expired_assertion',
    label: 'Expired client assertion',
    does: 'Authenticates the client with an assertion that ran out an hour ago.',
    expected: 'Refused: invalid_client',
    spec: 'RFC 7523 §3',
    signIns: 0,
  },
  {
    id: 'dpop_proof_replay',
    label: 'DPoP proof replay',
    does: 'Sends the same DPoP proof with two token requests.',
    expected: 'The second is refused: invalid_dpop_proof',
    spec: 'RFC 9449 §11.1',
    signIns: 2,
  },
  {
    id: 'code_replay',
    label: 'Code replay',
    does: 'Exchanges a code, then the same code once more.',
    expected: 'Refused: invalid_grant; the first tokens end',
    spec: 'RFC 6749 §4.1.2',
    signIns: 1,
  },
  {
    id: 'revoked_token',
    label: 'Revoked access token',
    does: 'Revokes an access token, then asks introspection and userinfo about it.',
    expected: 'Inactive, and refused: invalid_token',
    spec: 'RFC 7009 §2',
    signIns: 1,
  },
  {
    id: 'rotated_refresh_token',
    label: 'Reuse of a rotated refresh token',
    does: 'Refreshes twice with the same refresh token, then with the one that replaced it.',
    expected: 'Refused: invalid_grant; the newer one ends too',
    spec: 'RFC 9700 §4.14.2',
    signIns: 1,
  },
]
