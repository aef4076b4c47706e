import type { Check, VerdictCode } from './check.ts'
import { namesByReason } from './error-names-by-reason.ts'
import { accepts, type ErrorNames, names } from './library-answer.ts'

const none = names([null, null, null, null], [null, null, null])
const claimFailed = 'JWTClaimValidationFailed'
const badJwt = 'BadJwtException'
const refused = 'JwtValidationException'
const wrongSignature = 'SecurityTokenInvalidSignatureException (IDX10511)'

const table: Partial<Record<VerdictCode, ErrorNames>> = {
  MALFORMED: names(
    ['DecodeError', 'DecodeError', 'DecodeError', 'JWSInvalid'],
    [badJwt, 'SecurityTokenMalformedException', 'ErrTokenMalformed'],
  ),
  TOO_LARGE: names(
    [accepts(), 'ValueError', 'ExceededSizeError', accepts()],
    [null, 'ArgumentException (IDX10209)', null],
  ),
  ENCRYPTED: names(
    ['DecodeError', 'UnsupportedAlgorithmError', 'DecodeError', 'JWSInvalid'],
    [badJwt, 'SecurityTokenDecryptionFailedException (IDX10609)', 'ErrTokenMalformed'],
  ),
  DECRYPT_FAILED: names(
    [null, null, null, 'JWEDecryptionFailed'],
    [badJwt, 'SecurityTokenDecryptionFailedException (IDX10603)', null],
  ),
  UNSECURED: names(
    [
      'InvalidAlgorithmError',
      'UnsupportedAlgorithmError',
      'UnsupportedAlgorithmError',
      'JOSENotSupported (JOSEAlgNotAllowed with algorithms)',
    ],
    [badJwt, 'SecurityTokenInvalidSignatureException (IDX10504)', 'ErrTokenSignatureInvalid'],
  ),
  ALG_UNSUPPORTED: names(
    [
      'InvalidAlgorithmError',
      'UnsupportedAlgorithmError',
      'UnsupportedAlgorithmError',
      'JOSENotSupported (JOSEAlgNotAllowed with algorithms)',
    ],
    [badJwt, wrongSignature, 'ErrTokenUnverifiable'],
  ),
  ALG_NOT_ALLOWED: names(
    [
      'InvalidAlgorithmError',
      'UnsupportedAlgorithmError',
      'UnsupportedAlgorithmError',
      'JOSEAlgNotAllowed (with algorithms)',
    ],
    [badJwt, wrongSignature, 'ErrTokenSignatureInvalid'],
  ),
  KEY_NOT_FOUND: names(
    ['PyJWKClientError', 'ValueError', 'InvalidKeyIdError', 'JWKSNoMatchingKey'],
    [
      badJwt,
      'SecurityTokenSignatureKeyNotFoundException (IDX10503, formerly IDX10501)',
      'ErrTokenUnverifiable',
    ],
  ),
  KEY_AMBIGUOUS: names([null, accepts(), null, 'JWKSMultipleMatchingKeys'], [null, null, null]),
  SIGNATURE_INVALID: names(
    ['InvalidSignatureError', 'BadSignatureError', 'BadSignatureError', 'JWSSignatureVerificationFailed'],
    [badJwt, wrongSignature, 'ErrTokenSignatureInvalid'],
  ),
  // Most take the empty middle for the payload, so to them it is a signature that does not fit.
  PAYLOAD_MISSING: names(
    ['InvalidSignatureError', 'DecodeError', 'BadSignatureError', 'JWSSignatureVerificationFailed'],
    [null, null, 'ErrTokenMalformed'],
  ),
  EXPIRED: names(
    ['ExpiredSignatureError', 'ExpiredTokenError', 'ExpiredTokenError', 'JWTExpired'],
    [refused, 'SecurityTokenExpiredException (IDX10223)', 'ErrTokenExpired'],
  ),
  NOT_YET_VALID: names(
    ['ImmatureSignatureError', 'InvalidTokenError', 'InvalidClaimError', claimFailed],
    [refused, 'SecurityTokenNotYetValidException (IDX10222)', 'ErrTokenNotValidYet'],
  ),
  ISSUED_IN_FUTURE: names(
    [
      'ImmatureSignatureError',
      'InvalidTokenError',
      'InvalidClaimError',
      accepts(`${claimFailed} with maxTokenAge`),
    ],
    [null, null, accepts('ErrTokenUsedBeforeIssued with WithIssuedAt')],
  ),
  ISSUER: names(
    ['InvalidIssuerError', 'InvalidClaimError', 'InvalidClaimError', claimFailed],
    [refused, 'SecurityTokenInvalidIssuerException (IDX10205)', 'ErrTokenInvalidIssuer'],
  ),
  AUDIENCE: names(
    ['InvalidAudienceError', 'InvalidClaimError', 'InvalidClaimError', claimFailed],
    [refused, 'SecurityTokenInvalidAudienceException (IDX10214)', 'ErrTokenInvalidAudience'],
  ),
  // PyJWT and jose have no option for it: their callers compare it, or nobody does.
  NONCE: names(
    [accepts(), 'InvalidClaimError', 'InvalidClaimError', accepts()],
    [null, 'OpenIdConnectProtocolInvalidNonceException', null],
  ),
  TYPE: names(
    [accepts(), accepts(), null, accepts(`${claimFailed} with typ`)],
    [badJwt, 'SecurityTokenInvalidTypeException (IDX10257)', null],
  ),
  CLAIM_MISSING: names(
    ['MissingRequiredClaimError', 'MissingClaimError', 'MissingClaimError', claimFailed],
    [refused, null, 'ErrTokenRequiredClaimMissing'],
  ),
  JWKS_INVALID: names(['PyJWKSetError', null, null, 'JWKSInvalid'], ['JwtException', null, null]),
  NETWORK: names(['PyJWKClientConnectionError', null, null, null], ['JwtException', null, null]),
  TIMEOUT: names(['PyJWKClientConnectionError', null, null, 'JWKSTimeout'], ['JwtException', null, null]),
}

/**
 * The names under which developers look this failure up, or that a library accepts what failed here. What was
 * expected is taken to be asked of the library too (its `issuer`, `audience`, required claims). jose's answers are
 * those of a run of jose, kept true by a test; those of PyJWT, Authlib and joserfc were seen in runs of 2.15, 1.8 and
 * 1.7. A code with several causes is answered only where the check says which one it was.
 */
export function errorNames(check: Pick<Check, 'code'> & Partial<Check>): ErrorNames {
  const { code } = check
  if (code === undefined) return none
  return namesByReason(check) ?? table[code] ?? none
}
