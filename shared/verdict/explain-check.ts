import type { Check, VerdictCode } from './check.ts'
import { lastValueNote } from './check-parsed.ts'
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

type Explain = (found: string, expected: string) => string

const explanations: Partial<Record<VerdictCode, Explain>> = {
  NOT_VERIFIED: () => 'Nothing was proved here.',
  MALFORMED: (found) =>
    `The token is not well formed${found ? `: ${found}` : ''}. An application should refuse it; look at the marked places.`,
  TOO_LARGE: (found, expected) =>
    `It is larger than this check takes${limits(found, expected)}. Cut it down or check it elsewhere.`,
  ENCRYPTED: () =>
    'The token is encrypted. Only the holder of the decryption key can see and verify what is inside.',
  DECRYPT_FAILED: () =>
    'It does not open: the key is another one, or the token was altered. Which of the two, nobody can tell from the outside.',
  NOT_AUTHENTICATED: () => 'There is no signature inside, so nothing proves who made it.',
  PAYLOAD_MISSING: (found) =>
    `What was signed is not in the token${found ? `: ${found}` : ''}. The signature can be checked only together with it.`,
  UNSECURED: () =>
    'The header says that there is no signature, so anyone could have written this. An application must refuse it.',
  ALG_UNSUPPORTED: (found) =>
    `The algorithm ${code(found)} cannot be verified here, so the signature is neither proved nor disproved.`,
  ALG_NOT_ALLOWED: (found, expected) =>
    `The token is signed with ${code(found)}; ${expected ? `${code(expected)} is expected` : 'this is not expected'}. Accepting another algorithm opens the door to forged tokens.`,
  KEY_INVALID: (found) => `The key cannot be used${found ? `: ${found}` : ''}. ${keyHint(found)}`,
  PASSPHRASE: (found) => `The key could not be opened${found ? `: ${found}` : ''}.`,
  KEY_TYPE_MISMATCH: (found, expected) =>
    `The algorithm needs ${expected || 'another kind of key'}; the key is ${found || 'of another kind'}. Never verify with a key of the wrong kind.`,
  KEY_NOT_FOUND: (found, expected) =>
    `No key fits ${expected ? `${expected}` : 'the token'}${found ? `; there is ${found}` : ''}. The keys may have been rotated, or the token comes from another issuer.`,
  KEY_AMBIGUOUS: (found) =>
    `More than one key answers to this token${found ? `: ${found}` : ''}. A key identifier must name exactly one key.`,
  KEY_UNTRUSTED: (found) =>
    `The key came from ${found || 'the token itself'}, so whoever made the token chose it. Use the issuer’s own keys.`,
  SIGNATURE_INVALID: () =>
    'The signature does not fit: the token was changed, cut, or signed with another key. Check that the token is whole and the key is the issuer’s.',
  DISCLOSURE: (found) =>
    `The disclosures do not fit what the issuer signed${found ? `: ${found}` : ''}. Such an SD-JWT must be rejected as a whole.`,
  KEY_BINDING: (found, expected) =>
    `Whoever shows this has not proved that it is theirs${found ? `: ${found}` : ''}${expected ? `; expected is ${code(expected)}` : ''}.`,
  CRIT: (found) =>
    `The header demands something that is not understood or not allowed here${found ? `: ${found}` : ''}. Such a token must be refused.`,
  EXPIRED: (found, expected) =>
    `The token has expired${found ? `: ${found}` : ''}${expected ? `; expected is ${expected}` : ''}. Get a new one, or set the instant to check for.`,
  NOT_YET_VALID: (found) =>
    `The token is not valid yet${found ? `: ${found}` : ''}. Compare the clocks of this machine and the issuer.`,
  ISSUED_IN_FUTURE: (found) =>
    `The token says it was made in the future${found ? `: ${found}` : ''}. Compare the clocks of this machine and the issuer.`,
  ISSUER: (found, expected) =>
    `The issuer is ${code(found)}; expected is ${code(expected)}. ${issuerHint(found, expected)}`,
  AUDIENCE: (found, expected) =>
    `The audience is ${code(found)}; expected is ${code(expected)}. Was the token asked for with the right resource or client?`,
  SUBJECT: (found, expected) =>
    `The subject is ${code(found)}; expected is ${code(expected)}. This is about someone else.`,
  NONCE: (found, expected) =>
    `The nonce is ${code(found)}; expected is ${code(expected)}. The token belongs to another sign-in.`,
  TYPE: (found, expected) =>
    `The type is ${code(found)}; expected is ${code(expected)}. A token of one kind must not be taken for another.`,
  CLAIM_MISSING: (_found, expected) =>
    `The token does not say it${expected ? `; expected is ${code(expected)}` : ''}. What is not said cannot be checked, so it does not pass.`,
  CLAIM_TYPE: (found, expected) =>
    `The value is ${found || 'of the wrong type'}; ${expected || 'another type'} is expected.`,
  CLAIM_VALUE: (found, expected) =>
    `Found is ${code(found)}; expected is ${code(expected)}. The token was made for something else.`,
  METADATA_ISSUER: (found, expected) =>
    `The server calls itself ${code(found)}; you asked for ${code(expected)}. Tokens from it cannot be trusted as the issuer you named.`,
  METADATA_INVALID: (found) => `The provider’s metadata cannot be used${found ? `: ${found}` : ''}.`,
  JWKS_INVALID: (found) => `The key set cannot be used${found ? `: ${found}` : ''}.`,
  URL_REFUSED: (found) =>
    `This address is not fetched${found ? `: ${found}` : ''}. Use https, or http on this machine only.`,
  NETWORK: (found) =>
    `The keys could not be fetched${found ? `: ${found}` : ''}. Check the address and the connection, then try again.`,
  TIMEOUT: (found) => `There was no complete answer in time${found ? `: ${found}` : ''}. Try again.`,
  CANCELLED: () => 'It was cancelled before it was finished.',
  HTTP_STATUS: (found) =>
    `The server did not give what was asked for${found ? `: ${found}` : ''}. Check the address.`,
  REDIRECTED: (found) =>
    `The address redirects${found ? `: ${found}` : ''}. Redirects are not followed; enter the final address if you trust it.`,
  NOT_JSON: (found) =>
    `The answer is not JSON${found ? `: ${found}` : ''}. The address may be that of a web page.`,
  STATE: (found, expected) =>
    `The state is ${code(found)}; expected is ${code(expected)}. The answer does not belong to this request.`,
  HASH: (found, expected) =>
    `The hash is ${code(found)}; computed is ${code(expected)}. The ID token does not belong to this value.`,
  SCOPE: (found, expected) => `Granted is ${code(found)}; asked for was ${code(expected)}.`,
  TOKEN_TYPE: (found, expected) => `The token type is ${code(found)}; expected is ${code(expected)}.`,
  INTERNAL: () => 'Something in this app went wrong; nothing was proved.',
}

/** Where a token is to be opened, the same codes speak of encryption. */
const openings: Partial<Record<VerdictCode, Explain>> = {
  ALG_UNSUPPORTED: (found) =>
    `The encryption ${code(found)} is not offered here, so the token cannot be opened.`,
  ALG_NOT_ALLOWED: (found, expected) =>
    expected
      ? `The key is bound to ${code(expected)}; the token is encrypted with ${code(found)}.`
      : `The token is encrypted with ${code(found)}.`,
  KEY_INVALID: (found) => `The key cannot open it${found ? `: ${found}` : ''}.`,
  KEY_TYPE_MISMATCH: (found, expected) =>
    `Opening it needs ${expected || 'another kind of key'}; the key is ${found || 'of another kind'}.`,
  KEY_NOT_FOUND: () => 'There is no key here that could open it.',
  TOO_LARGE: (found, expected) => `It is more than is opened here${limits(found, expected)}.`,
}

/** One or two sentences for people: what was expected, what was found, what to do. Made from the check alone. */
export function explainCheck(check: Check): string {
  // A fact may be a whole sentence already; the explanation sets its own full stop.
  const found = (check.found ?? '').replace(/\.$/, '')
  const expected = check.expected ?? ''
  const note = check.note ? ` ${sentence(check.note)}` : ''
  if (check.status === 'pass') {
    const facts =
      found && expected && found !== expected
        ? `${sentence(`Found ${found}, expected ${expected}`)}`
        : found
          ? sentence(`Found ${found}`)
          : 'This holds.'
    // The signature may well be proved there, and the note says what is in doubt.
    const isUnclear = check.note?.endsWith(lastValueNote) === true
    const doubt =
      check.unproved && !isUnclear ? ' It is only what the token says: no signature proves who made it.' : ''
    return `${facts}${note}${doubt}`
  }
  const own = ownExplanation(check)
  const explain = own ?? (check.code === undefined ? undefined : explanations[check.code])
  if (explain) return `${explain(found, expected)}${note}`
  if (check.status === 'not_checked')
    return note ? note.trim() : 'This was not checked: nothing was expected of it.'
  const facts = [found && `found ${found}`, expected && `expected ${expected}`]
    .filter((part) => part)
    .join(', ')
  return `${sentence(facts || 'This does not hold')}${note}`
}

/** Where the general words of a code would not be true of this check. */
function ownExplanation({ id, code: reason, spec, note }: Check): Explain | undefined {
  if (reason === undefined) return undefined
  if (id === 'decrypted') return openings[reason]
  if (reason === 'ALG_NOT_ALLOWED' && note?.startsWith('The key is bound to')) {
    return (found) => `The token is signed with ${code(found)}, for which this key is not meant.`
  }
  if (id === 'client_id' && reason === 'SUBJECT') {
    return (found, expected) =>
      `iss and sub must both be the client itself; found is ${code(found)}${/^iss and sub/.test(expected) ? '' : `, expected is ${code(expected)}`}. The server will not take it for this client.`
  }
  if (id === 'subject' && spec === 'RFC 9101 §10.8') {
    return (found) =>
      `The subject is ${code(found)}, the client itself, so this could be sent elsewhere as proof of the client.`
  }
  if (id === 'forbidden_claims') {
    return (found) => `It holds ${code(found)}, which a token of this kind must not have.`
  }
  return undefined
}

function code(value: string): string {
  return value === '' ? 'missing' : `\`${value}\``
}

function limits(found: string, expected: string): string {
  return [found && `: ${found}`, expected && `, at most ${expected}`].filter((part) => part).join('')
}

/** A key that says what it is for was copied well enough; it is the wrong one. */
function keyHint(found: string): string {
  if (/use: enc$/.test(found)) return 'This key is for encryption; choose the signing key.'
  if (/use: |key_ops/.test(found)) return 'Its own members keep it from verifying; choose the signing key.'
  if (/no secret: |is published/.test(found)) return 'Refuse what is signed with it.'
  if (/^the RSA |^the secret is empty$/.test(found)) return 'Use another key.'
  if (/^the secret is not /.test(found))
    return 'Choose the encoding it is written in, and check that it is whole.'
  return 'Check that it was copied whole.'
}

function issuerHint(found: string, expected: string): string {
  if (found.replace(/\/$/, '') === expected.replace(/\/$/, '')) {
    return 'They differ only by the slash at the end, and issuers are compared exactly.'
  }
  if (found.toLowerCase() === expected.toLowerCase()) {
    return 'They differ only in upper and lower case, and issuers are compared exactly.'
  }
  return 'The token comes from another issuer.'
}
