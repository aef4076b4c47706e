import type { VerdictCode } from './check.ts'

/**
 * What well-known libraries call the same failure; null where they have no error of their own for it. `spring` is
 * Spring Security's decoder, `dotnet` Microsoft.IdentityModel with the number of its message, `go` golang-jwt v5.
 */
export type ErrorNames = {
  readonly pyjwt: string | null
  readonly authlib: string | null
  readonly jose: string | null
  readonly spring: string | null
  readonly dotnet: string | null
  readonly go: string | null
}

type Name = string | null

const names = (
  [pyjwt, authlib, jose]: readonly [Name, Name, Name],
  [spring, dotnet, go]: readonly [Name, Name, Name],
): ErrorNames => ({ pyjwt, authlib, jose, spring, dotnet, go })

const none = names([null, null, null], [null, null, null])
const claimFailed = 'JWTClaimValidationFailed'
const badJwt = 'BadJwtException'
const refused = 'JwtValidationException'
const wrongSignature = 'SecurityTokenInvalidSignatureException (IDX10511)'

const table: Partial<Record<VerdictCode, ErrorNames>> = {
  MALFORMED: names(
    ['DecodeError', 'DecodeError', 'JWSInvalid'],
    [badJwt, 'SecurityTokenMalformedException', 'ErrTokenMalformed'],
  ),
  TOO_LARGE: names([null, 'ExceededSizeError', 'JOSEError'], [null, 'ArgumentException (IDX10209)', null]),
  ENCRYPTED: names(
    ['DecodeError', 'DecodeError', 'JWSInvalid'],
    [badJwt, 'SecurityTokenDecryptionFailedException (IDX10609)', 'ErrTokenMalformed'],
  ),
  DECRYPT_FAILED: names(
    [null, 'DecodeError', 'JWEDecryptionFailed'],
    [badJwt, 'SecurityTokenDecryptionFailedException (IDX10603)', null],
  ),
  UNSECURED: names(
    ['InvalidAlgorithmError', 'UnsupportedAlgorithmError', 'JOSEAlgNotAllowed'],
    [badJwt, 'SecurityTokenInvalidSignatureException (IDX10504)', 'ErrTokenSignatureInvalid'],
  ),
  ALG_UNSUPPORTED: names(
    ['InvalidAlgorithmError', 'UnsupportedAlgorithmError', 'JOSENotSupported'],
    [badJwt, wrongSignature, 'ErrTokenUnverifiable'],
  ),
  ALG_NOT_ALLOWED: names(
    ['InvalidAlgorithmError', 'UnsupportedAlgorithmError', 'JOSEAlgNotAllowed'],
    [badJwt, wrongSignature, 'ErrTokenSignatureInvalid'],
  ),
  KEY_INVALID: names(['InvalidKeyError', 'InvalidKeyTypeError', 'JWKInvalid'], [null, null, 'ErrInvalidKey']),
  KEY_TYPE_MISMATCH: names(
    ['InvalidKeyError', 'InvalidKeyTypeError', 'TypeError'],
    [badJwt, wrongSignature, 'ErrInvalidKeyType'],
  ),
  KEY_NOT_FOUND: names(
    ['PyJWKClientError', 'InvalidKeyIdError', 'JWKSNoMatchingKey'],
    [
      badJwt,
      'SecurityTokenSignatureKeyNotFoundException (IDX10503, formerly IDX10501)',
      'ErrTokenUnverifiable',
    ],
  ),
  KEY_AMBIGUOUS: names(
    ['PyJWKClientError', 'MissingKeyError', 'JWKSMultipleMatchingKeys'],
    [null, null, null],
  ),
  SIGNATURE_INVALID: names(
    ['InvalidSignatureError', 'BadSignatureError', 'JWSSignatureVerificationFailed'],
    [badJwt, wrongSignature, 'ErrTokenSignatureInvalid'],
  ),
  // They take the empty middle for the payload, so to them it is a signature that does not fit.
  PAYLOAD_MISSING: names(
    ['InvalidSignatureError', 'BadSignatureError', 'JWSSignatureVerificationFailed'],
    [badJwt, null, 'ErrTokenMalformed'],
  ),
  CRIT: names(['InvalidTokenError', 'UnsupportedHeaderError', 'JOSENotSupported'], [badJwt, null, null]),
  EXPIRED: names(
    ['ExpiredSignatureError', 'ExpiredTokenError', 'JWTExpired'],
    [refused, 'SecurityTokenExpiredException (IDX10223)', 'ErrTokenExpired'],
  ),
  NOT_YET_VALID: names(
    ['ImmatureSignatureError', 'InvalidTokenError', claimFailed],
    [refused, 'SecurityTokenNotYetValidException (IDX10222)', 'ErrTokenNotValidYet'],
  ),
  ISSUED_IN_FUTURE: names(
    ['ImmatureSignatureError', 'InvalidTokenError', claimFailed],
    [null, null, 'ErrTokenUsedBeforeIssued'],
  ),
  ISSUER: names(
    ['InvalidIssuerError', 'InvalidClaimError', claimFailed],
    [refused, 'SecurityTokenInvalidIssuerException (IDX10205)', 'ErrTokenInvalidIssuer'],
  ),
  AUDIENCE: names(
    ['InvalidAudienceError', 'InvalidClaimError', claimFailed],
    [refused, 'SecurityTokenInvalidAudienceException (IDX10214)', 'ErrTokenInvalidAudience'],
  ),
  SUBJECT: names(
    ['InvalidSubjectError', 'InvalidClaimError', claimFailed],
    [null, null, 'ErrTokenInvalidSubject'],
  ),
  NONCE: names(
    [null, 'InvalidClaimError', claimFailed],
    [null, 'OpenIdConnectProtocolInvalidNonceException', null],
  ),
  TYPE: names(
    [null, 'InvalidHeaderValueError', claimFailed],
    [badJwt, 'SecurityTokenInvalidTypeException (IDX10257)', null],
  ),
  CLAIM_MISSING: names(
    ['MissingRequiredClaimError', 'MissingClaimError', claimFailed],
    [refused, null, 'ErrTokenRequiredClaimMissing'],
  ),
  CLAIM_TYPE: names(['DecodeError', 'InvalidClaimError', claimFailed], [badJwt, null, 'ErrInvalidType']),
  CLAIM_VALUE: names([null, 'InvalidClaimError', claimFailed], [refused, null, null]),
  // Theirs is an error of the library that reads the key, and none of them knows SD-JWT.
  PASSPHRASE: none,
  DISCLOSURE: none,
  KEY_BINDING: none,
  // They return the claims of whatever opens.
  NOT_AUTHENTICATED: none,
  JWKS_INVALID: names(['PyJWKSetError', null, 'JWKSInvalid'], ['JwtException', null, null]),
  NETWORK: names(['PyJWKClientConnectionError', null, null], ['JwtException', null, null]),
  TIMEOUT: names(['PyJWKClientConnectionError', null, 'JWKSTimeout'], ['JwtException', null, null]),
}

/** The names under which developers look this failure up. */
export function errorNames(code: VerdictCode): ErrorNames {
  return table[code] ?? none
}
