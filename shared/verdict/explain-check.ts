import type { Check } from './check.ts'
import { lastValueNote } from './check-parsed.ts'
import { explainClaim, listed } from './explain-claim.ts'
import { openings, reasons } from './explain-reasons.ts'
import { quoted } from './quoted.ts'
import { sentence } from './sentence.ts'

const titles: Readonly<Record<string, string>> = {
  parsed: 'Parsed',
  decrypted: 'Decrypted',
  signature: 'Signature',
  key: 'Key came from',
  time: 'Time',
  issuer: 'Issuer',
  audience: 'Audience',
  type: 'Type',
  nonce: 'Nonce',
  state: 'State',
  iss: 'Answered by',
  azp: 'Authorized party',
  at_hash: 'Access token hash',
  c_hash: 'Code hash',
  s_hash: 'State hash',
  kid: 'Key',
  alg: 'Algorithm',
  exp: 'Expiry',
  iat: 'Issued at',
  nbf: 'Not before',
  auth_time: 'Signed in at',
  sub: 'Subject',
  subject: 'Subject',
  scope: 'Scope',
  token_type: 'Token type',
  expires_in: 'Lifetime',
  pkce: 'PKCE',
  cnf: 'Bound to a key',
  required_claims: 'Required claims',
  forbidden_claims: 'Forbidden claims',
  client_id: 'Client',
  jti: 'Token identifier',
  htm: 'HTTP method',
  htu: 'HTTP address',
  jkt: 'Bound key',
  issued_at: 'Issued at',
  request_issuer: 'Made by the client',
  open_claims: 'In the open',
  repeated_claims: 'Repeated claims',
  inner_token: 'Token inside',
  digest: 'Digest',
  disclosures: 'Disclosures',
  key_binding: 'Key binding',
  sd_hash: 'SD-JWT hash',
}

/** A check's name for people; an unknown id with its underscores turned to spaces. */
export function checkTitle(id: string): string {
  if (Object.hasOwn(titles, id)) return titles[id] ?? id
  const words = id.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** One or two sentences for people: what was expected, what was found, what to do. Made from the check alone. */
export function explainCheck(check: Check): string {
  // A fact may be a whole sentence already; the explanation sets its own full stop.
  const found = (check.found ?? '').replace(/\.$/, '')
  const expected = check.expected ?? ''
  const note = check.note ? ` ${sentence(check.note)}` : ''
  if (check.status === 'pass') {
    // The signature may well be proved there, and the note says what is in doubt.
    const isUnclear = check.note?.endsWith(lastValueNote) === true
    const doubt =
      check.unproved && !isUnclear ? ' It is only what the token says: no signature proves who made it.' : ''
    return `${explainPass(check.id, found, expected)}${note}${doubt}`
  }
  const own = explainFailure(check, found, expected)
  if (own !== null) return own.includes(note.trim().replace(/\.$/, '')) ? own : `${own}${note}`
  if (check.status === 'not_checked')
    return note ? note.trim() : 'This was not checked: nothing was expected of it.'
  const facts = [found && `found ${found}`, expected && `expected ${expected}`]
    .filter((part) => part)
    .join(', ')
  return `${sentence(facts || 'This does not hold')}${note}`
}

function explainFailure(check: Check, found: string, expected: string): string | null {
  const { id, code, note } = check
  if (code === undefined) return null
  if (id === 'decrypted') {
    const opening = openings[code] ?? reasons[code]
    return opening ? opening(found, expected) : null
  }
  // That nothing was proved, its mark says already; the note says why.
  if (code === 'NOT_VERIFIED' && note) return null
  if (code === 'ALG_NOT_ALLOWED' && note?.startsWith('The key is bound to'))
    return `The token is signed with ${quoted(found)}, for which this key is not meant.`
  return explainClaim(check, found, expected) ?? reasons[code]?.(found, expected) ?? null
}

/** What holds: the fact in a sentence, and beside it what was asked for, where that is not the same. */
function explainPass(id: string, found: string, expected: string): string {
  const fact = found || expected
  if (fact === '') return 'This holds.'
  switch (id) {
    case 'parsed':
      return found && expected ? `It is ${expected}: ${found}.` : sentence(fact)
    case 'key':
      return sentence(fact)
    case 'time':
      return `The token ${found.startsWith('valid') ? 'is ' : ''}${found}${expected ? ` (${expected})` : ''}.`
    case 'auth_time':
      return `The user ${found}.`
    case 'required_claims':
      return `The token has ${found}.`
    case 'forbidden_claims':
      return `The token has ${listed(expected)}, as it should be.`
    case 'audience':
      return found === expected
        ? sentence(`Found ${found}`)
        : `The audience is ${found}; ${expected} is among them.`
    default:
  }
  if (found === 'nothing') return 'There is none.'
  return sentence(
    found && expected && found !== expected ? `Found ${found} (expected: ${expected})` : `Found ${fact}`,
  )
}
