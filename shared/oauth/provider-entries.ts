import type { FlowCheckEntry } from './follow-up-entries.ts'

/** Of the checks that are about a provider or a registration there, and not about a run. */
export const providerEntries: Readonly<Record<string, FlowCheckEntry>> = {
  webfinger_answer: {
    title: 'Shape of the answer',
    pass: 'The answer is a JSON object',
    fail: 'The answer is not in the form that WebFinger has',
  },
  webfinger_subject: {
    title: 'Whom it is about',
    pass: 'The answer is about the address that was asked for',
    fail: 'The answer is about another address; a host may call the same account otherwise, but look at it',
  },
  webfinger_issuer: {
    title: 'Issuer',
    pass: 'The answer names one issuer by an address that can be used',
    fail: 'The answer does not name one issuer by an address that can be used',
    failBy: {
      CLAIM_MISSING: 'The answer names no issuer',
      CLAIM_VALUE: 'The answer names several issuers, or some that cannot be used',
    },
  },
  webfinger_trust: {
    title: 'Who says so',
    pass: 'The issuer confirms it',
    fail: 'The issuer does not confirm it',
  },
  registration_status: {
    title: 'HTTP status',
    pass: 'The endpoint answered with the status that the specification asks for',
    fail: 'The endpoint answered with another status than the specification asks for; the answer is judged all the same',
  },
  registration_client_id: {
    title: 'client_id',
    pass: 'The answer names the client',
    fail: 'The answer names another client than the one that was asked about',
    failBy: { CLAIM_MISSING: 'The answer gives the client no name' },
  },
  registration_secret_expiry: {
    title: 'client_secret_expires_at',
    pass: 'The answer says how long the client secret is good for',
    fail: 'How long the client secret is good for cannot be read',
    failBy: {
      CLAIM_MISSING: 'The answer does not say how long the client secret is good for',
      EXPIRED: 'The client secret has expired already',
    },
  },
  registration_management: {
    title: 'Managing it',
    pass: 'The registration can be read, changed and deleted by the address and the token that came with it',
    fail: 'Only one of the address and the token came, so the registration cannot be managed',
    failBy: { URL_REFUSED: 'The address where the registration is managed must not be given the token' },
  },
  registration_kept: {
    title: 'As asked for',
    pass: 'The provider registered what was asked for',
    fail: 'The provider registered something else than was asked for',
  },
}
