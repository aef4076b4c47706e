/**
 * Names by which someone, or some library, means an expectation or a key. Ignoring one would leave unchecked what
 * the writer of a line wanted checked, so a line with one is refused; any other name may be ignored and reported.
 * Compared without case and without what separates words.
 */
const meant = new Set([
  ...['token', 'key', 'jwks', 'pem', 'secretencoding', 'alg', 'iss', 'aud', 'typ', 'at'],
  ...['algs', 'type', 'tokentype', 'auds', 'sub', 'subject', 'subjects', 'exp', 'nbf', 'iat', 'jti', 'azp'],
  ...['acr', 'amr', 'authtime', 'authorizedparty', 'clientid', 'scope', 'scopes', 'claims', 'crit', 'kid'],
  ...['now', 'time', 'asof', 'date', 'currentdate', 'currenttime', 'evaluationtime', 'lifetime', 'grace'],
  ...[
    'keys',
    'jwk',
    'jku',
    'x5c',
    'x5u',
    'certificate',
    'cert',
    'keyfile',
    'pemfile',
    'encoding',
    'keyencoding',
  ],
  ...['passphrase', 'password', 'payloadencoding', 'detachedpayload', 'detached', 'allowrsa15', 'rsa15'],
  ...['decryptkey', 'decryptionkey', 'decryptjwk', 'decryptjwks', 'decryptpem', 'decryptpassphrase'],
  ...['hmackey', 'signingkey', 'sharedkey', 'discovery', 'options', 'opts', 'proto'],
  ...['expect', 'expects', 'expectation', 'expectations', 'validate', 'validation', 'checks'],
])

/** Whatever holds one of these speaks of an expectation or a key: `trustedIssuers`, `skew_seconds`, `hmac_secret`. */
const telling =
  /audience|issuer|algorithm|nonce|skew|leeway|tolerance|secret|jwks|jwkset|publickey|privatekey|verificationkey|maxage|maxtokenage/

/** Options of libraries begin so: `expectedTyp`, `require_exp`, `verify_aud`, `ignoreExpiration`. */
const beginning =
  /^(?:expected|require|leeway|clock|verify|validate|allowed|accepted|ignoreexp|ignorenot|ignoreiss|ignoreaud|maxexp|maxlife)/

/** Around a name that is meant they change nothing: `expect_iss`, `want_aud`, `alg_list`, `key_pem`. */
const around =
  /^(?:expect|want|should|must|check|is|has|my|the|jwt|token|trusted|valid|claim)|(?:s|list|set|value|values|text|pem|json|file|seconds|ms)$/g

/** True for a name that is not a field of a line and yet means an expectation or a key to someone. */
export function isMisspeltField(name: string): boolean {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  return (
    meant.has(plain) || telling.test(plain) || beginning.test(plain) || meant.has(plain.replace(around, ''))
  )
}
