import type { VerdictCode } from './check.ts'

/** What well-known libraries call the same failure; null where they have no error for it. */
export type ErrorNames = {
  readonly pyjwt: string | null
  readonly authlib: string | null
  readonly jose: string | null
}

const names = (pyjwt: string | null, authlib: string | null, jose: string | null): ErrorNames => ({
  pyjwt,
  authlib,
  jose,
})

const table: Partial<Record<VerdictCode, ErrorNames>> = {
  MALFORMED: names('DecodeError', 'DecodeError', 'JWSInvalid'),
  TOO_LARGE: names(null, 'ExceededSizeError', 'JOSEError'),
  ENCRYPTED: names('DecodeError', 'DecodeError', 'JWSInvalid'),
  UNSECURED: names('InvalidAlgorithmError', 'UnsupportedAlgorithmError', 'JOSEAlgNotAllowed'),
  ALG_UNSUPPORTED: names('InvalidAlgorithmError', 'UnsupportedAlgorithmError', 'JOSENotSupported'),
  ALG_NOT_ALLOWED: names('InvalidAlgorithmError', 'UnsupportedAlgorithmError', 'JOSEAlgNotAllowed'),
  KEY_INVALID: names('InvalidKeyError', 'InvalidKeyTypeError', 'JWKInvalid'),
  KEY_TYPE_MISMATCH: names('InvalidKeyError', 'InvalidKeyTypeError', 'TypeError'),
  KEY_NOT_FOUND: names('PyJWKClientError', 'InvalidKeyIdError', 'JWKSNoMatchingKey'),
  KEY_AMBIGUOUS: names('PyJWKClientError', 'MissingKeyError', 'JWKSMultipleMatchingKeys'),
  SIGNATURE_INVALID: names('InvalidSignatureError', 'BadSignatureError', 'JWSSignatureVerificationFailed'),
  CRIT: names('InvalidTokenError', 'UnsupportedHeaderError', 'JOSENotSupported'),
  EXPIRED: names('ExpiredSignatureError', 'ExpiredTokenError', 'JWTExpired'),
  NOT_YET_VALID: names('ImmatureSignatureError', 'InvalidTokenError', 'JWTClaimValidationFailed'),
  ISSUED_IN_FUTURE: names('ImmatureSignatureError', 'InvalidTokenError', 'JWTClaimValidationFailed'),
  ISSUER: names('InvalidIssuerError', 'InvalidClaimError', 'JWTClaimValidationFailed'),
  AUDIENCE: names('InvalidAudienceError', 'InvalidClaimError', 'JWTClaimValidationFailed'),
  SUBJECT: names('InvalidSubjectError', 'InvalidClaimError', 'JWTClaimValidationFailed'),
  NONCE: names(null, 'InvalidClaimError', 'JWTClaimValidationFailed'),
  TYPE: names(null, 'InvalidHeaderValueError', 'JWTClaimValidationFailed'),
  CLAIM_MISSING: names('MissingRequiredClaimError', 'MissingClaimError', 'JWTClaimValidationFailed'),
  CLAIM_TYPE: names('DecodeError', 'InvalidClaimError', 'JWTClaimValidationFailed'),
  CLAIM_VALUE: names(null, 'InvalidClaimError', 'JWTClaimValidationFailed'),
  JWKS_INVALID: names('PyJWKSetError', null, 'JWKSInvalid'),
  NETWORK: names('PyJWKClientConnectionError', null, null),
  TIMEOUT: names('PyJWKClientConnectionError', null, 'JWKSTimeout'),
}

/** The names under which developers look this failure up. */
export function errorNames(code: VerdictCode): ErrorNames {
  return table[code] ?? names(null, null, null)
}
