import type { Check } from '../verdict/check.ts'
import { checkTitle, explainCheck } from '../verdict/explain-check.ts'
import { sentence } from '../verdict/sentence.ts'
import { problem } from './explain-problem.ts'
import { type FlowCheckEntry, followUpEntries } from './follow-up-entries.ts'
import { providerEntries } from './provider-entries.ts'
import type { RunProblem } from './run.ts'

const entries: Readonly<Record<string, FlowCheckEntry>> = {
  metadata_issuer: {
    title: 'Metadata issuer',
    pass: 'The server calls itself what it was asked for as',
    fail: 'The server calls itself something else, so its tokens cannot be trusted under the name that was asked for',
  },
  pkce: {
    title: 'PKCE announced',
    pass: 'The provider announces that it checks the code verifier by the method that was sent',
    fail: 'The provider does not announce the PKCE method that was sent, so a stolen code may be usable by others',
  },
  state: {
    title: 'state',
    pass: 'The answer carries the state of this run, so it belongs to the request that was sent',
    fail: 'The answer does not carry the state of this run, so somebody else may have sent it',
  },
  callback_iss: {
    title: 'iss in the answer',
    pass: 'The answer names the provider that was asked',
    fail: 'The answer does not name the provider that was asked, which is how a mix-up attack looks',
  },
  response_mode: {
    title: 'Response mode',
    pass: 'The answer came the way that was asked for',
    fail: 'The answer came another way than was asked for; it is judged all the same',
  },
  callback: {
    title: 'Shape of the answer',
    pass: 'The answer is well formed',
    fail: 'The answer on the redirect URI is not well formed',
  },
  answer: {
    title: 'Token answer',
    pass: 'The token endpoint answered with an access token in the required form',
    fail: 'The token endpoint’s answer is not in the required form',
  },
  token_type: {
    title: 'token_type',
    pass: 'The access token is of the type that was asked for',
    fail: 'The answer does not say that the access token is of the type that was asked for',
  },
  cnf: {
    title: 'Bound to the key',
    pass: 'The access token names the DPoP key of this run',
    fail: 'The access token does not name the DPoP key of this run',
  },
  cnf_certificate: {
    title: 'Bound to the certificate',
    pass: 'The access token names the client certificate that was shown in the TLS handshake',
    fail: 'The access token does not name the client certificate that was shown in the TLS handshake',
  },
  expires_in: {
    title: 'expires_in',
    pass: 'The lifetime of the access token is stated as a number of seconds',
    fail: 'The lifetime of the access token is not stated as a number of seconds; the rest of the answer stands',
  },
  scope: {
    title: 'Scope as asked',
    pass: 'The scope granted is the scope asked for',
    fail: 'The scope granted differs from the scope asked for, which a provider may do',
  },
  id_token: {
    title: 'ID token',
    pass: 'The ID token is one well-formed signed JWT',
    fail: 'There is no ID token that can be read and checked',
    failBy: {
      CLAIM_MISSING: 'The answer holds no ID token',
      ENCRYPTED: 'The ID token is encrypted, so it cannot be checked here',
      MALFORMED: 'The ID token is not a well-formed signed JWT',
    },
  },
  type: {
    title: 'Type of the ID token',
    pass: 'The token does not claim to be another kind of JWT',
    fail: 'The token says it is another kind of JWT, so it must not pass for an ID token',
  },
  alg: {
    title: 'Signing algorithm',
    pass: 'The ID token is signed with an algorithm that the provider announces',
    fail: 'The ID token is not signed with an algorithm that the provider announces',
    failBy: { UNSECURED: 'The ID token is not signed at all' },
  },
  crit: {
    title: 'Critical extensions',
    pass: 'The token demands no extension',
    fail: 'The token demands an extension that is not understood here',
  },
  signature: {
    title: 'ID token signature',
    pass: 'The signature was verified with a key from the provider’s own key set',
    fail: 'The signature was not proved with a key from the provider’s key set',
    failBy: {
      SIGNATURE_INVALID: 'The signature does not fit the key from the provider’s key set',
      KEY_NOT_FOUND: 'The provider’s key set holds no key for this signature',
      KEY_AMBIGUOUS: 'The provider’s key set holds several keys that the token could mean',
      KEY_TYPE_MISMATCH: 'The key that the token names does not go with its signing algorithm',
      KEY_INVALID: 'The key that the token names cannot be trusted or used for signatures',
      CRIT: 'The signature proves nothing: the header demands something that is not understood here',
    },
  },
  issuer: {
    title: 'Issuer',
    pass: 'The ID token names the issuer that was asked',
    fail: 'The ID token names another issuer',
    failBy: {
      CLAIM_MISSING: 'The ID token names no issuer',
      CLAIM_TYPE: 'The issuer of the ID token is not a string',
    },
  },
  audience: {
    title: 'Audience',
    pass: 'The ID token is meant for this client',
    fail: 'The ID token is meant for another client',
    failBy: {
      CLAIM_MISSING: 'The ID token does not say which client it is meant for',
      CLAIM_TYPE: 'The audience of the ID token is neither a string nor a list of strings',
    },
  },
  azp: {
    title: 'Authorized party',
    pass: 'The ID token was issued to this client',
    fail: 'The ID token was issued to another client',
    failBy: {
      CLAIM_MISSING: 'The ID token names several audiences and does not say which client it was issued to',
      CLAIM_TYPE: 'The authorized party of the ID token is not a string',
    },
  },
  subject: {
    title: 'Subject',
    pass: 'The ID token names a subject',
    fail: 'The ID token does not name a subject as it must',
    failBy: {
      CLAIM_MISSING: 'The ID token names no subject',
      CLAIM_TYPE: 'The subject of the ID token is not a string with something in it',
    },
  },
  expiry: {
    title: 'Expiry',
    pass: 'The ID token has not expired',
    fail: 'The ID token has expired',
    failBy: {
      CLAIM_MISSING: 'The ID token does not say when it expires',
      CLAIM_TYPE: 'The expiry of the ID token is not a number',
    },
  },
  issued_at: {
    title: 'Issued at',
    pass: 'The ID token was issued just now',
    fail: 'The ID token was not issued just now',
    failBy: {
      CLAIM_MISSING: 'The ID token does not say when it was issued',
      CLAIM_TYPE: 'The time of issue in the ID token is not a number',
      ISSUED_IN_FUTURE: 'The ID token says it was issued in the future',
      STALE: 'The ID token was issued too long ago for this sign-in',
    },
  },
  lifetime: {
    title: 'Lifetime',
    pass: 'The ID token is good for a reasonable time',
    fail: 'The ID token is good for unusually long',
  },
  not_before: {
    title: 'Not before',
    pass: 'The ID token is already valid',
    fail: 'The ID token is not valid yet',
    failBy: { CLAIM_TYPE: 'The not-before time of the ID token is not a number' },
  },
  auth_time: {
    title: 'Time of sign-in',
    pass: 'The person signed in as recently as max_age demands',
    fail: 'The person signed in longer ago than max_age allows',
    failBy: {
      CLAIM_MISSING: 'The ID token does not say when the person signed in, which max_age demands',
      CLAIM_TYPE: 'The time of sign-in in the ID token is not a number',
    },
  },
  nonce: {
    title: 'nonce',
    pass: 'The ID token carries the nonce of this run, so it is no replay',
    fail: 'The ID token does not carry the nonce of this run, so it may have been made for another sign-in',
  },
  at_hash: {
    title: 'at_hash',
    pass: 'The hash in the ID token fits the access token, so the two belong together',
    fail: 'The hash in the ID token does not fit the access token',
  },
  c_hash: {
    title: 'c_hash',
    pass: 'The hash in the ID token fits the code',
    fail: 'The hash in the ID token does not fit the code',
  },
  s_hash: {
    title: 's_hash',
    pass: 'The hash in the ID token fits the state',
    fail: 'The hash in the ID token does not fit the state',
  },
  second_check: {
    title: 'Second opinion',
    pass: 'A second, independent check accepted the answer',
    fail: 'A second, independent check did not accept the answer',
  },
  ...followUpEntries,
  ...providerEntries,
}

const groups: Readonly<Record<string, string>> = {
  refresh: 'Refresh',
  front: 'Browser',
  jarm: 'Signed answer',
}

/** The check's name for people; an id not known here is shown as it is. */
export function flowCheckTitle(id: string): string {
  const own = entryOf(id)
  if (own) return own.title
  const ofToken = logoutTokenCheck(id)
  if (ofToken !== null) return `Logout token: ${checkTitle(ofToken).toLowerCase()}`
  const [, before, after] = /^(refresh|front|jarm)_(.+)$/.exec(id) ?? []
  if (after === undefined) return id
  return `${groups[before ?? ''] ?? ''}: ${entryOf(after)?.title.toLowerCase() ?? after}`
}

/** One sentence or two: what was proved, what failed and how, or why it was not checked. */
export function explainFlowCheck(check: Check): string {
  const ofToken = entryOf(check.id) === undefined ? logoutTokenCheck(check.id) : null
  if (ofToken !== null) return explainCheck({ ...check, id: ofToken })
  const entry = entryOf(check.id) ?? entryOf(check.id.replace(/^(refresh|front|jarm)_/, ''))
  const note = check.note === undefined ? '' : ` ${sentence(check.note)}`
  switch (check.status) {
    case 'pass':
      return `${entry?.pass ?? 'The check passed'}.${note}`
    case 'not_checked':
      return `Not checked.${note}`
    case 'fail': {
      const values =
        check.expected === undefined && check.found === undefined
          ? ''
          : ` Expected: ${check.expected ?? 'something else'}. Found: ${check.found ?? 'nothing'}.`
      const meaning = (check.code && entry?.failBy?.[check.code]) ?? entry?.fail ?? 'The check failed'
      return `${meaning}.${values}${note}`
    }
  }
}

/** Why an answer is refused, from the check that decided it. */
export function problemOfCheck(check: Check): RunProblem {
  const title = flowCheckTitle(check.id)
  const text = check.status === 'fail' ? explainFlowCheck(check) : `${title}: ${explainFlowCheck(check)}`
  return problem(check.code ?? 'INTERNAL', text)
}

/** A logout token is judged by the engine of every other token, so its checks are in that one's words. */
function logoutTokenCheck(id: string): string | null {
  return /^backlogout_(.+)$/.exec(id)?.[1] ?? null
}

function entryOf(id: string): FlowCheckEntry | undefined {
  return Object.hasOwn(entries, id) ? entries[id] : undefined
}
