/** Text of a key: PEM, SSH2, PuTTY, a JWK or a JWKS, or the beginning of DER in base64. */
const keyText =
  /^\s*(?:-{2,5} ?BEGIN|PuTTY-User-Key-File|\{[\s\S]*"(?:kty|keys)"\s*:|M[C-I][A-Za-z0-9+/]{60,}={0,2}\s*$)/
/** A token in compact or JSON form, or behind its scheme. */
const tokenText =
  /^\s*(?:(?:Bearer|DPoP)\s+)?(?:ey[\w-]{4,}\.[\w-]*\.|\{[\s\S]*"(?:protected|signatures|ciphertext)"\s*:)/i

/** What an argument is where a name, a number or a file belongs; null where it may be one. */
export function misplacedText(text: string): 'a key' | 'a token' | null {
  if (keyText.test(text)) return 'a key'
  return tokenText.test(text) ? 'a token' : null
}

/** No path that somebody types is longer. */
const longestPath = 120

/** A file that is there may be named: its name is no secret that was put in the wrong place. Long ones end alike. */
export function shownFile(path: string): string {
  return path.length > longestPath ? `…${path.slice(-60)}` : path
}

const ending =
  /^[^\s{}"'<>]*\.(?:pem|key|jwk|jwks|json|jwt|jws|jwe|token|txt|log|har|der|crt|cer|pub|csv|bin|ya?ml|pfx|p12)$/i

/**
 * A file that is not there: what was given may be a secret or a key in the wrong place, and standard error goes into
 * logs. Only what ends as a file does is repeated.
 */
export function shownPath(path: string): string {
  const isPlain = path.length <= longestPath && ending.test(path) && misplacedText(path) === null
  return isPlain
    ? path
    : `the file (what was given for its name, ${path.length} characters, is not repeated here)`
}

/** One of a few known words was expected: a misspelt one is repeated, anything else is not. */
export function shownWord(word: string): string {
  return /^[a-z][a-z-]{0,19}$/.test(word) ? JSON.stringify(word) : 'of the name that was given'
}
