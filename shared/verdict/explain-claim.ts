import type { Check } from './check.ts'
import { quoted } from './quoted.ts'
import { sentence } from './sentence.ts'

/** What a check looks at, as the subject of a sentence; of others the check’s own name, which is that of the claim. */
const subjects: Readonly<Record<string, string>> = {
  issuer: 'The issuer',
  request_issuer: 'The issuer',
  audience: 'The audience',
  type: 'The type',
  nonce: 'The nonce',
  state: 'The state',
  time: 'The time',
}

/** The claim or header parameter that a check is about. */
const claimOf: Readonly<Record<string, string>> = {
  issuer: 'iss',
  audience: 'aud',
  type: 'typ',
  cnf: 'cnf.jkt',
  issued_at: 'iat',
}

const own = (table: Readonly<Record<string, string>>, id: string): string | undefined =>
  Object.hasOwn(table, id) ? table[id] : undefined

/** What to say where a claim is not what it must be; null where the code speaks of no claim. */
export function explainClaim(check: Check, found: string, expected: string): string | null {
  const { id, code, spec } = check
  const subject = own(subjects, id) ?? own(claimOf, id) ?? id
  const differs = `${subject} is ${quoted(found)}; ${wanted(expected)}.`
  switch (code) {
    case 'ISSUER':
      if (id === 'request_issuer')
        return `iss is ${quoted(found)} and client_id is ${quoted(expected)}; the client itself must make the request.`
      return `${differs} ${issuerHint(found, expected)}`
    case 'AUDIENCE':
      if (id === 'azp') return `${differs} It was issued to another client.`
      return spec === 'RFC 7519 §4.1.3'
        ? `${differs} Was the token asked for with the right resource or client?`
        : `${differs} It is meant for another recipient.`
    case 'SUBJECT':
      return subjectDiffers(check, found, expected)
    case 'NONCE':
      return `${differs} It belongs to another request.`
    case 'TYPE':
      return `${found === '' ? `The header has no typ; ${wanted(expected)}.` : differs} A token of one kind must not be taken for another.`
    case 'STATE':
      return `${differs} The answer does not belong to this request.`
    case 'HASH':
      return `The hash is ${quoted(found)}; computed is ${quoted(expected)}. ${hashHint(id)}`
    case 'SCOPE':
      return spec === 'RFC 6749 §3.3'
        ? `It asks for ${quoted(found)}; ${wanted(expected)}.`
        : `Granted is ${quoted(found)}; asked for was ${quoted(expected)}.`
    case 'AUTH_TIME':
      return `${found.startsWith('signed in') ? `The user ${found}` : `auth_time names ${found || 'another time'}`}${expected ? `; ${expected.replace(/^signed in /, '')} was asked for` : ''}.`
    case 'KEY_BINDING':
      if (id !== 'jkt' && id !== 'cnf') return null
      if (found.startsWith('an access token')) return `There is ${found}; expected is ${expected}.`
      return `The proof was made with ${expected ? `the key ${quoted(found)}; ${wanted(expected)}` : 'another key'}. It does not show possession of the key that the token is bound to.`
    case 'TOKEN_TYPE':
      return `The token type is ${quoted(found)}; ${wanted(expected)}.`
    case 'CLAIM_MISSING':
      return missing(check, found, expected)
    case 'CLAIM_TYPE':
      return wrongType(subject, found, expected)
    case 'CLAIM_VALUE':
      return wrongValue(id, subject, found, expected)
    default:
      return null
  }
}

function wanted(expected: string): string {
  return expected === '' ? 'something else was expected' : `${quoted(expected)} was expected`
}

function subjectDiffers({ id, spec }: Check, found: string, expected: string): string {
  if (id === 'client_id') {
    const client = /^iss and sub/.test(expected) ? '' : `; the client is ${quoted(expected)}`
    const says = found.startsWith('iss ') ? found.replace(', sub ', ' and sub ') : `both are ${quoted(found)}`
    return `iss and sub must both be the client itself, but here ${says}${client}. The server will not take it for this client.`
  }
  return spec === 'RFC 9101 §10.8'
    ? `The subject is ${quoted(found)}, the client itself, so this could be sent elsewhere as proof of the client.`
    : `The subject is ${quoted(found)}; ${wanted(expected)}. This is about someone else.`
}

function missing({ id, spec }: Check, found: string, expected: string): string {
  switch (id) {
    case 'required_claims':
      return `The token has ${listed(found || 'not all of them')}. A token of this kind must have ${expected}.`
    case 'subject':
      return 'The token has neither sub nor sid, so it does not say whose session ends.'
    case 'response':
      return 'The answer holds neither a code nor a token nor an error.'
    case 'issued_at':
      return 'The token has no iat, so nobody can tell how old it is.'
    case 'auth_time':
      return 'The token has no auth_time, so it does not say when the user signed in.'
    case 'cnf':
      return `The access token is bound to no key (cnf.jkt); ${wanted(expected)}.`
    case 'client_id':
      if (spec.startsWith('RFC 7523'))
        return `iss and sub must both name the client; ${found.startsWith('iss ') ? `here is ${found.replace(', sub ', ' and sub ')}` : 'neither is there'}.`
  }
  const claim = own(claimOf, id) ?? id.replaceAll(/[^\w.-]/g, ' ')
  return `There is no ${claim}; ${wanted(expected)}. What is not said cannot be checked, so it does not pass.`
}

/** `no iss, no aud` with an `and` before the last one. */
export function listed(found: string): string {
  const at = found.lastIndexOf(', no ')
  return at === -1 ? found : `${found.slice(0, at)} and ${found.slice(at + 2)}`
}

/** `exp is "5"` beside `exp as a number of seconds`, or a bare value beside the one that was expected. */
function wrongType(subject: string, found: string, expected: string): string {
  const [name, kind] = expected.split(' as ', 2)
  if (kind !== undefined && found.startsWith(`${name} is `))
    return `${sentence(`${found}; it must be ${kind}`)}`
  if (subject === 'auth_time') return `auth_time is ${quoted(found)}; a number of seconds was expected.`
  return `${subject} is ${found === '' ? 'of the wrong type' : quoted(found)}; ${/^(?:a|an|one|sub,) /.test(expected) ? `${expected} was expected` : wanted(expected)}.`
}

function wrongValue(id: string, subject: string, found: string, expected: string): string {
  switch (id) {
    case 'forbidden_claims':
      return `It holds ${quoted(found)}, which a token of this kind must not have.`
    case 'acr':
      return `acr is ${quoted(found)}; asked for was ${expected}. The user signed in at another level.`
    case 'events':
      return `events must hold ${expected}, which is what makes it a logout token; it is ${quoted(found)}.`
    case 'cnf':
      return `The access token is bound to the key ${quoted(found)}; ${wanted(expected)}.`
    case 'htm':
    case 'htu':
      return `${subject} is ${quoted(found)}; the request was ${quoted(expected)}. The proof was made for another request.`
    default:
      return `${subject} is ${quoted(found)}; ${wanted(expected)}. It was made for something else.`
  }
}

function hashHint(id: string): string {
  switch (id) {
    case 'at_hash':
      return 'The ID token does not belong to this access token.'
    case 'c_hash':
      return 'The ID token does not belong to this code.'
    case 's_hash':
      return 'The ID token does not belong to this state.'
    case 'ath':
      return 'The proof was made for another access token.'
    default:
      return 'The two do not belong together.'
  }
}

function issuerHint(found: string, expected: string): string {
  if (found.replace(/\/$/, '') === expected.replace(/\/$/, '')) {
    return 'They differ only by the slash at the end, and issuers are compared exactly.'
  }
  if (found.toLowerCase() === expected.toLowerCase()) {
    return 'They differ only in upper and lower case, and issuers are compared exactly.'
  }
  return 'Either the token is from somewhere else, or the issuer to expect is another one.'
}
