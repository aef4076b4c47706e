import type { VerdictCode } from '../verdict/check.ts'

/** What a check proves, for people. */
export type FlowCheckEntry = {
  readonly title: string
  /** What a pass proves. */
  readonly pass: string
  /** What a failure means; expected and found are added. */
  readonly fail: string
  /** What it means for a reason of another kind, by code: a claim that is missing is not one that is wrong. */
  readonly failBy?: Partial<Readonly<Record<VerdictCode, string>>>
}

/** Of the checks that are made after a run: with its tokens. */
export const followUpEntries: Readonly<Record<string, FlowCheckEntry>> = {
  token_in_answer: {
    title: 'Access token in the answer',
    pass: 'The answer in the browser holds an access token in the required form',
    fail: 'The access token in the browser’s answer is not in the required form',
  },
  authorization_details: {
    title: 'Authorization details',
    pass: 'The details that were asked for were granted',
    fail: 'The details that were granted are not those that were asked for',
  },
  encryption: {
    title: 'Encryption',
    pass: 'The token was encrypted, and your key opened it; that says nothing about who made it',
    fail: 'The token is encrypted and could not be opened',
    failBy: { ALG_NOT_ALLOWED: 'The token is not encrypted as the profile says that it was registered' },
  },
  userinfo_encryption: {
    title: 'Userinfo encryption',
    pass: 'The answer was encrypted, and your key opened it; that says nothing about who made it',
    fail: 'The answer is encrypted and could not be opened',
    failBy: { ALG_NOT_ALLOWED: 'The answer is not encrypted as the profile says that it was registered' },
  },
  userinfo_signature: {
    title: 'Userinfo signature',
    pass: 'The answer was signed with a key from the provider’s own key set',
    fail: 'The answer does not carry the provider’s signature',
  },
  userinfo_issuer: {
    title: 'Userinfo issuer',
    pass: 'The signed answer names the provider that was asked',
    fail: 'The signed answer names another provider than the one that was asked',
  },
  userinfo_audience: {
    title: 'Userinfo audience',
    pass: 'The signed answer is meant for this client',
    fail: 'The signed answer is meant for another client',
  },
  jarm_signature: {
    title: 'Signed answer: signature',
    pass: 'The answer in the browser was signed with a key from the provider’s own key set',
    fail: 'The answer in the browser does not carry the provider’s signature',
  },
  jarm_encryption: {
    title: 'Signed answer: encryption',
    pass: 'The answer in the browser was encrypted, and your key opened it; that says nothing about who made it',
    fail: 'The answer in the browser is encrypted and could not be opened',
    failBy: { ALG_NOT_ALLOWED: 'The answer in the browser is not encrypted as the profile says' },
  },
  jarm_alg: {
    title: 'Signed answer: algorithm',
    pass: 'The answer is signed with an algorithm that was agreed on or is announced',
    fail: 'The answer is not signed with an algorithm that was agreed on or is announced',
  },
  jarm_issuer: {
    title: 'Signed answer: issuer',
    pass: 'The signed answer names the provider that was asked',
    fail: 'The signed answer names another provider than the one that was asked',
    failBy: { CLAIM_MISSING: 'The signed answer does not say who made it' },
  },
  jarm_audience: {
    title: 'Signed answer: audience',
    pass: 'The signed answer is meant for this client',
    fail: 'The signed answer is meant for another client',
    failBy: { CLAIM_MISSING: 'The signed answer does not say which client it is meant for' },
  },
  jarm_expiry: {
    title: 'Signed answer: expiry',
    pass: 'The signed answer is still good',
    fail: 'The signed answer has expired',
    failBy: { CLAIM_MISSING: 'The signed answer does not say how long it is good for' },
  },
  jarm_type: {
    title: 'Signed answer: kind',
    pass: 'The signed answer is no other kind of token',
    fail: 'The signed answer is another kind of token, put in an answer’s place',
  },
  front_same: {
    title: 'Both ID tokens',
    pass: 'The ID token of the token endpoint speaks of the person in the one that came through the browser',
    fail: 'The two ID tokens speak of different persons or issuers, so the answers do not belong together',
  },
  introspection_active: {
    title: 'active',
    pass: 'The provider says of the token what this run knows of it',
    fail: 'The provider says otherwise of the token than this run knows',
    failBy: { CLAIM_MISSING: 'The answer does not say whether the token is active' },
  },
  introspection_signature: {
    title: 'Introspection signature',
    pass: 'The answer was signed with a key from the provider’s own key set',
    fail: 'The answer does not carry the provider’s signature',
  },
  introspection_alg: {
    title: 'Introspection algorithm',
    pass: 'The answer was signed with the algorithm that was asked for',
    fail: 'The answer was signed with another algorithm than the one that was asked for',
  },
  introspection_type: {
    title: 'Introspection type',
    pass: 'The answer says that it is one',
    fail: 'The answer is another kind of token, or does not say that it is one',
  },
  introspection_issuer: {
    title: 'Introspection issuer',
    pass: 'The signed answer names the provider that was asked',
    fail: 'The signed answer names another provider than the one that was asked',
    failBy: { CLAIM_MISSING: 'The signed answer does not say who made it' },
  },
  introspection_audience: {
    title: 'Introspection audience',
    pass: 'The signed answer is meant for this client',
    fail: 'The signed answer is meant for another client',
    failBy: { CLAIM_MISSING: 'The signed answer does not say whom it is meant for' },
  },
  introspection_answer: {
    title: 'Introspection answer',
    pass: 'The signed answer holds what was asked',
    fail: 'The signed answer does not hold what was asked',
  },
  introspection_client_id: {
    title: 'Introspection: client_id',
    pass: 'The token was given to this client',
    fail: 'The provider says that the token was given to another client',
  },
  introspection_sub: {
    title: 'Introspection: subject',
    pass: 'The token speaks of the person in the ID token',
    fail: 'The token speaks of another person than the ID token',
  },
  introspection_scope: {
    title: 'Introspection: scope',
    pass: 'The token has the scope that was granted',
    fail: 'The token has another scope than the one that was granted',
  },
  introspection_exp: {
    title: 'Introspection: expiry',
    pass: 'The token expires when it was said to',
    fail: 'The token expires at another time than was said',
  },
  introspection_cnf: {
    title: 'Introspection: bound to the key',
    pass: 'The token is bound to the DPoP key of this run',
    fail: 'The token is bound to another key than the DPoP key of this run',
  },
  introspection_cnf_certificate: {
    title: 'Introspection: bound to the certificate',
    pass: 'The token is bound to the client certificate that was shown in the TLS handshake',
    fail: 'The token is bound to another certificate than the one that was shown in the TLS handshake',
  },
  refresh_cnf: {
    title: 'Refresh: bound to the key',
    pass: 'The new access token names the DPoP key of this run',
    fail: 'The new access token does not name the DPoP key of this run',
  },
  refresh_cnf_certificate: {
    title: 'Refresh: bound to the certificate',
    pass: 'The new access token names the client certificate that was shown in the TLS handshake',
    fail: 'The new access token does not name the client certificate that was shown in the TLS handshake',
  },
  userinfo_subject: {
    title: 'Userinfo subject',
    pass: 'Userinfo speaks of the person in the ID token',
    fail: 'Userinfo speaks of another person than the ID token',
    failBy: { CLAIM_MISSING: 'Userinfo does not say which person it speaks of' },
  },
  refresh_subject: {
    title: 'Refresh: subject',
    pass: 'The refreshed ID token speaks of the same subject as the first',
    fail: 'The refreshed ID token speaks of another subject than the first',
    failBy: { CLAIM_MISSING: 'The refreshed ID token names no subject' },
  },
  refresh_issuer: {
    title: 'Refresh: issuer',
    pass: 'The refreshed ID token names the same issuer as the first',
    fail: 'The refreshed ID token names another issuer than the first',
    failBy: { CLAIM_MISSING: 'The refreshed ID token names no issuer' },
  },
  refresh_audience: {
    title: 'Refresh: audience',
    pass: 'The refreshed ID token is meant for the same audience as the first',
    fail: 'The refreshed ID token is not meant for exactly the audience of the first',
    failBy: { CLAIM_MISSING: 'The refreshed ID token does not say which client it is meant for' },
  },
  refresh_auth_time: {
    title: 'Refresh: time of sign-in',
    pass: 'The refreshed ID token speaks of the same sign-in as the first',
    fail: 'The refreshed ID token speaks of another sign-in than the first',
  },
  refresh_azp: {
    title: 'Refresh: authorized party',
    pass: 'The refreshed ID token was issued to the same client as the first',
    fail: 'The refreshed ID token was issued to another client than the first',
  },
  refresh_nonce: {
    title: 'Refresh: nonce',
    pass: 'The refreshed ID token carries the nonce of the first',
    fail: 'The refreshed ID token carries another nonce than the first',
  },
  refresh_answer: {
    title: 'Refresh: token answer',
    pass: 'The refresh was answered in the required form',
    fail: 'The refresh was not answered in the required form',
  },
  logout_state: {
    title: 'Logout: state',
    pass: 'The provider sent the browser back with the state of this logout',
    fail: 'The browser came back without the state that was sent, so the return may be anybody’s',
  },
  logout_session: {
    title: 'Logout: session',
    pass: 'The session at the provider is over',
    fail: 'The session at the provider goes on',
  },
  frontlogout_issuer: {
    title: 'Logout in the browser: issuer',
    pass: 'The call names the issuer of this run',
    fail: 'The call does not name the issuer of this run',
  },
  frontlogout_session: {
    title: 'Logout in the browser: session',
    pass: 'The call names the session of the ID token',
    fail: 'The call names another session than that of the ID token',
  },
  backlogout_replay: {
    title: 'Logout token: first time',
    pass: 'No logout token with this identifier came before',
    fail: 'A logout token with this identifier was accepted before, so this is a replay',
  },
  backlogout_session: {
    title: 'Logout token: session',
    pass: 'The logout token names the session of the ID token',
    fail: 'The logout token names another session than that of the ID token',
  },
  backlogout_session_subject: {
    title: 'Logout token: person',
    pass: 'The logout token names the person in the ID token',
    fail: 'The logout token names another person than the ID token',
  },
}
