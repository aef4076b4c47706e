import type { VerdictCode } from './check.ts'
import { quoted } from './quoted.ts'
import { sentence } from './sentence.ts'

export type Explain = (found: string, expected: string) => string

/** What a code means, whichever check it stands on. Those that speak of one claim are in `explain-claim.ts`. */
export const reasons: Partial<Record<VerdictCode, Explain>> = {
  NOT_VERIFIED: () => 'Nothing was proved here.',
  MALFORMED: malformed,
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
    `The algorithm ${quoted(found)} cannot be verified here, so the signature is neither proved nor disproved.`,
  ALG_NOT_ALLOWED: (found, expected) =>
    `The token is signed with ${quoted(found)}; ${expected ? `${quoted(expected)} was expected` : 'this was not expected'}. Accepting another algorithm opens the door to forged tokens.`,
  KEY_INVALID: invalidKey,
  PASSPHRASE: (found) => `The key could not be opened${found ? `: ${found}` : ''}.`,
  KEY_TYPE_MISMATCH: (found, expected) =>
    `${needs(expected)}; the key is ${kindOfKey(found)}. Never verify with a key of the wrong kind.`,
  KEY_NOT_FOUND: (found, expected) =>
    `${noKey(expected)}${found ? `; the key set holds ${found}` : ''}. The keys may have been rotated, or the token comes from another issuer.`,
  KEY_AMBIGUOUS: (found) =>
    `More than one key answers to this token${found ? `: ${found}` : ''}. A key identifier must name exactly one key.`,
  KEY_UNTRUSTED: (found) =>
    `The key came from ${found || 'the token itself'}, so whoever made the token chose it. Use the issuer’s own keys.`,
  SIGNATURE_INVALID: () =>
    'The signature does not fit: the token was changed, cut, or signed with another key. Check that the token is whole and the key is the issuer’s.',
  DISCLOSURE: (found) =>
    `The disclosures do not fit what the issuer signed${found ? `: ${found}` : ''}. Such an SD-JWT must be rejected as a whole.`,
  KEY_BINDING: (found) => `Whoever shows this has not proved that it is theirs${found ? `: ${found}` : ''}.`,
  CRIT: (found) =>
    `${sentence(found || 'The header demands something that is not understood')} A verifier must refuse such a token.`,
  EXPIRED: (found) =>
    `The token has expired${found ? `: ${apart(found)}` : ''}. Get a new one, or set the instant to check for.`,
  NOT_YET_VALID: (found) => `The token is not valid yet${found ? `: ${apart(found)}` : ''}. ${wayOut(found)}`,
  ISSUED_IN_FUTURE: (found) =>
    `The token says it was made in the future${found ? `: ${apart(found)}` : ''}. ${wayOut(found)}`,
  STALE: (found, expected) =>
    `It was made too long ago${found ? `: ${apart(found)}` : ''}${expected ? `; ${expected} is allowed` : ''}.`,
  LIFETIME: (found, expected) =>
    `It is valid for ${found || 'too long'}${expected ? `; ${expected} is allowed` : ''}.`,
  METADATA_ISSUER: (found, expected) =>
    `The server calls itself ${quoted(found)}; you asked for ${quoted(expected)}. Tokens from it cannot be trusted as the issuer you named.`,
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
  INTERNAL: () => 'Something in this app went wrong; nothing was proved.',
}

/** Where a token is to be opened, the same codes speak of encryption. */
export const openings: Partial<Record<VerdictCode, Explain>> = {
  ALG_UNSUPPORTED: (found) =>
    `The encryption ${quoted(found)} is not offered here, so the token cannot be opened.`,
  ALG_NOT_ALLOWED: (found, expected) =>
    expected
      ? `The key is bound to ${quoted(expected)}; the token is encrypted with ${quoted(found)}.`
      : `The token is encrypted with ${quoted(found)}.`,
  KEY_INVALID: (found) => `The key cannot open it${found ? `: ${found}` : ''}.`,
  KEY_TYPE_MISMATCH: (found, expected) =>
    `Opening it needs ${expected || 'another kind of key'}; the key is ${kindOfKey(found)}.`,
  KEY_NOT_FOUND: () => 'There is no key here that could open it.',
  TOO_LARGE: (found, expected) => `It is more than is opened here${limits(found, expected)}.`,
}

/** What is no JWT at all is not badly formed: it is something else. */
function malformed(found: string): string {
  if (found === 'nothing') return 'There is no token here.'
  if (/^(?:text that is not built|a PASETO|a SAML|a JWT without the ~)/.test(found))
    return `This is ${found}.`
  // A problem of the text is a sentence of its own.
  const why = found && (/^[A-Z]/.test(found) ? `. ${found}` : `: ${found}`)
  return `The token is not well formed${why}. An application should refuse it.`
}

/** No clock is wrong where the issuer wrote milliseconds. */
function wayOut(found: string): string {
  return found.endsWith('looks like milliseconds')
    ? 'The issuer must write seconds: divide by 1000 (RFC 7519 §2).'
    : 'Compare the clocks of this machine and the issuer.'
}

/** `exp T, 5 min earlier` than what: the instant of the check. */
function apart(found: string): string {
  const parts = /^(exp|nbf|iat) (\S+), (.+) (earlier|later)$/.exec(found)
  if (!parts) return found
  const [, name, instant, duration, side] = parts
  return `${name} is ${instant}, ${duration} ${side === 'earlier' ? 'before' : 'after'} the instant checked for`
}

/** `an RSA key, for RS256` */
function needs(expected: string): string {
  const [key = '', alg] = expected.split(', for ')
  if (key === '') return 'The algorithm needs another kind of key'
  return alg === undefined ? `The algorithm needs ${key}` : `${alg} needs ${key}`
}

/** `oct 256 bits` is the name of a secret among keys, and no word of a sentence. */
function kindOfKey(found: string): string {
  return found.replace(/^oct (\d+) bits$/, 'a shared secret of $1 bits') || 'of another kind'
}

function noKey(expected: string): string {
  const kid = /^the key identifier (.*)$/s.exec(expected)?.[1]
  if (kid !== undefined) return `No key has the identifier ${quoted(kid)}`
  return `No key fits ${expected || 'the token'}`
}

function limits(found: string, expected: string): string {
  return [found && `: ${found}`, expected && `, at most ${expected.replace(/^at most /, '')}`]
    .filter((part) => part)
    .join('')
}

function invalidKey(found: string): string {
  if (found === 'no key') return 'The header holds no key, so nothing can be proved with it.'
  if (found.startsWith('a private key, '))
    return `The header holds ${found}. Replace that key, and send only the public half of the new one.`
  return `The key cannot be used${found ? `: ${found}` : ''}.${keyHint(found)}`
}

/** A key that says what it is for was copied well enough; it is the wrong one. */
function keyHint(found: string): string {
  if (/use: enc$/.test(found)) return ' This key is for encryption; choose the signing key.'
  if (/use: |key_ops/.test(found)) return ' Its own members keep it from verifying; choose the signing key.'
  if (/no secret: |is published/.test(found)) return ' Refuse what is signed with it.'
  if (/^the secret is not /.test(found))
    return ' Choose the encoding it is written in, and check that it is whole.'
  if (/^the RSA |^the secret is empty$|not supported|small order|do not belong together/.test(found))
    return ' Use another key.'
  return ' Check that it was copied whole.'
}
