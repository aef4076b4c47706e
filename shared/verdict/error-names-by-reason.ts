import type { Check } from './check.ts'
import { accepts, type ErrorNames, names } from './library-answer.ts'

type Facts = Partial<Check>

const others = [null, null, null] as const
const none = names([null, null, null, null], others)

/** Codes with several causes: what libraries do depends on which one it was. Null where the code alone decides. */
export function namesByReason(check: Facts): ErrorNames | null {
  switch (check.code) {
    case 'KEY_INVALID':
      return check.id === 'decrypted' ? none : invalidKey(check.found ?? '')
    case 'KEY_TYPE_MISMATCH':
      return check.id === 'decrypted' ? none : wrongKind(check)
    case 'KEY_NOT_FOUND':
      return check.id === 'decrypted' ? none : null
    case 'ALG_NOT_ALLOWED':
      if (check.id === 'decrypted' || check.spec === 'RFC 4055 §3.1') return none
      return check.spec === 'RFC 7517 §4.4' ? boundToAnother : null
    case 'CRIT':
      return crit(check.found ?? '')
    case 'CLAIM_TYPE':
      return wrongType(check)
    case 'CLAIM_MISSING':
      // None of them requires it by a name of its own; a nonce is what their callers compare.
      return check.id === 'nonce'
        ? names([accepts(), 'MissingClaimError', 'MissingClaimError', accepts()], others)
        : null
    default:
      return null
  }
}

const boundToAnother = names(
  [
    'InvalidAlgorithmError (with PyJWK)',
    accepts(),
    'UnsupportedKeyAlgorithmError',
    'TypeError (JWKSNoMatchingKey in a key set)',
  ],
  others,
)

function invalidKey(found: string): ErrorNames {
  if (/marked use: enc$/.test(found)) {
    return names(
      [
        accepts(),
        'InvalidUseError',
        'UnsupportedKeyUseError',
        'TypeError (JWKSNoMatchingKey in a key set, accepted after importJWK)',
      ],
      others,
    )
  }
  if (/^key_ops of the key/.test(found)) {
    return names([null, null, null, 'TypeError (JWKSNoMatchingKey in a key set)'], others)
  }
  if (/^the secret is .*no secret/.test(found)) {
    const spelled = /PEM|JWK/.test(found)
    return names([spelled ? 'InvalidKeyError' : null, null, spelled ? accepts() : null, accepts()], others)
  }
  if (/^the RSA exponent is even/.test(found)) {
    const rest = ['ValueError', 'ValueError', 'JWSSignatureVerificationFailed'] as const
    return names(['InvalidKeyError (with PyJWK)', ...rest], others)
  }
  if (/^the RSA exponent is 1,/.test(found)) {
    return names(['InvalidKeyError (with PyJWK)', 'ValueError', 'ValueError', accepts()], others)
  }
  if (/^the RSA exponent is \d+; /.test(found)) {
    return names([accepts(), accepts(), accepts(), accepts()], others)
  }
  return none
}

function wrongKind({ found = '', expected = '' }: Facts): ErrorNames {
  const rest = [
    'BadJwtException',
    'SecurityTokenInvalidSignatureException (IDX10511)',
    'ErrInvalidKeyType',
  ] as const
  if (found === 'a shared secret') {
    return names(['InvalidKeyError', 'ValueError', 'InvalidKeyTypeError', 'TypeError'], rest)
  }
  const jose = /for HS\d+$/.test(expected) ? 'TypeError' : 'JWKSNoMatchingKey (in a key set)'
  return names(
    ['InvalidKeyError (InvalidAlgorithmError with PyJWK)', null, 'InvalidKeyTypeError', jose],
    rest,
  )
}

function crit(found: string): ErrorNames {
  if (/is not understood$/.test(found)) {
    return names(
      [
        'InvalidTokenError',
        'InvalidCritHeaderParameterNameError',
        'UnsupportedHeaderError',
        'JOSENotSupported',
      ],
      ['BadJwtException', null, null],
    )
  }
  return found === 'crit is not a list of names'
    ? names(['InvalidTokenError', null, null, 'JWSInvalid'], others)
    : none
}

function wrongType({ id, found = '' }: Facts): ErrorNames {
  const claim = 'InvalidClaimError'
  if (id === 'time') {
    const pyjwt = found.startsWith('iat ') ? 'InvalidIssuedAtError' : 'DecodeError'
    return names(
      [pyjwt, claim, claim, 'JWTClaimValidationFailed'],
      ['BadJwtException', null, 'ErrInvalidType'],
    )
  }
  if (id === 'issuer') return names(['InvalidIssuerError', claim, claim, 'JWTClaimValidationFailed'], others)
  return none
}
