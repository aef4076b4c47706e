import type { VerdictCode } from '../verdict/check.ts'
import { checkTitle } from '../verdict/explain-check.ts'
import type { LibraryId } from './notes.ts'
import type { FailedCheck, Policy } from './policy.ts'

/** What a snippet raises: by check, then by code. An empty text: it refuses, by an error without a name worth telling. */
type Raised = Readonly<Record<string, Partial<Record<VerdictCode, string>>>>

const joseClaim = 'JWTClaimValidationFailed'
const spring = 'JwtValidationException'
const springBad = 'BadJwtException'
const goMissing = 'ErrTokenRequiredClaimMissing'

const raised: Readonly<Record<LibraryId, Raised>> = {
  jose: {
    signature: { SIGNATURE_INVALID: 'JWSSignatureVerificationFailed' },
    time: {
      EXPIRED: 'JWTExpired',
      NOT_YET_VALID: joseClaim,
      ISSUED_IN_FUTURE: joseClaim,
      CLAIM_TYPE: joseClaim,
    },
    issuer: { ISSUER: joseClaim, CLAIM_MISSING: joseClaim, CLAIM_TYPE: joseClaim },
    audience: { AUDIENCE: joseClaim, CLAIM_MISSING: joseClaim },
    type: { TYPE: joseClaim },
    nonce: { NONCE: joseClaim, CLAIM_MISSING: joseClaim, CLAIM_TYPE: joseClaim },
    required_claims: { CLAIM_MISSING: joseClaim },
  },
  pyjwt: {
    signature: { SIGNATURE_INVALID: 'InvalidSignatureError' },
    time: {
      EXPIRED: 'ExpiredSignatureError',
      NOT_YET_VALID: 'ImmatureSignatureError',
      ISSUED_IN_FUTURE: 'ImmatureSignatureError',
    },
    issuer: { ISSUER: 'InvalidIssuerError', CLAIM_MISSING: 'MissingRequiredClaimError', CLAIM_TYPE: '' },
    audience: { AUDIENCE: 'InvalidAudienceError', CLAIM_MISSING: 'MissingRequiredClaimError' },
    type: { TYPE: 'InvalidTokenError' },
    nonce: {
      NONCE: 'InvalidTokenError',
      CLAIM_MISSING: 'InvalidTokenError',
      CLAIM_TYPE: 'InvalidTokenError',
    },
    required_claims: { CLAIM_MISSING: 'MissingRequiredClaimError' },
  },
  joserfc: {
    signature: { SIGNATURE_INVALID: 'BadSignatureError' },
    time: {
      EXPIRED: 'ExpiredTokenError',
      // Older releases call these two InvalidTokenError.
      NOT_YET_VALID: '',
      ISSUED_IN_FUTURE: '',
      CLAIM_TYPE: 'InvalidClaimError',
    },
    // It takes a list for iss and nonce where one of it fits, so another kind of value is no sure refusal.
    issuer: { ISSUER: 'InvalidClaimError', CLAIM_MISSING: 'MissingClaimError' },
    audience: { AUDIENCE: 'InvalidClaimError', CLAIM_MISSING: 'MissingClaimError' },
    type: { TYPE: 'ValueError' },
    nonce: { NONCE: 'InvalidClaimError', CLAIM_MISSING: 'MissingClaimError' },
    required_claims: { CLAIM_MISSING: 'MissingClaimError' },
  },
  spring: {
    signature: { SIGNATURE_INVALID: springBad },
    time: { EXPIRED: spring, NOT_YET_VALID: spring, ISSUED_IN_FUTURE: springBad, CLAIM_TYPE: springBad },
    issuer: { ISSUER: spring, CLAIM_MISSING: '', CLAIM_TYPE: '' },
    audience: { AUDIENCE: spring, CLAIM_MISSING: '' },
    type: { TYPE: springBad },
    nonce: { NONCE: spring, CLAIM_MISSING: spring, CLAIM_TYPE: '' },
    required_claims: { CLAIM_MISSING: springBad },
  },
  aspnet: {
    signature: { SIGNATURE_INVALID: 'SecurityTokenInvalidSignatureException (IDX10511)' },
    time: {
      EXPIRED: 'SecurityTokenExpiredException (IDX10223)',
      NOT_YET_VALID: 'SecurityTokenNotYetValidException (IDX10222)',
      ISSUED_IN_FUTURE: '',
    },
    issuer: { ISSUER: 'SecurityTokenInvalidIssuerException (IDX10205)', CLAIM_MISSING: '' },
    audience: { AUDIENCE: 'SecurityTokenInvalidAudienceException (IDX10214)', CLAIM_MISSING: '' },
    type: { TYPE: 'SecurityTokenInvalidTypeException (IDX10257)' },
    nonce: { NONCE: '', CLAIM_MISSING: '' },
    required_claims: { CLAIM_MISSING: '' },
  },
  go: {
    signature: { SIGNATURE_INVALID: 'ErrTokenSignatureInvalid' },
    time: {
      EXPIRED: 'ErrTokenExpired',
      NOT_YET_VALID: 'ErrTokenNotValidYet',
      ISSUED_IN_FUTURE: 'ErrTokenUsedBeforeIssued',
      CLAIM_TYPE: 'ErrInvalidType',
    },
    issuer: { ISSUER: 'ErrTokenInvalidIssuer', CLAIM_MISSING: goMissing, CLAIM_TYPE: '' },
    audience: { AUDIENCE: 'ErrTokenInvalidAudience', CLAIM_MISSING: goMissing },
    type: { TYPE: '' },
    nonce: { NONCE: '', CLAIM_MISSING: '', CLAIM_TYPE: '' },
    required_claims: { CLAIM_MISSING: goMissing },
  },
}

/** What was found, and whether this snippet finds it too: never more than is sure. */
export function failedNote(failed: FailedCheck, policy: Policy, id: LibraryId): string {
  const { code, check, alone } = failed
  const start = `The token failed with ${code} (${checkTitle(check)});`
  if (policy.asOf && (check === 'time' || code === 'STALE')) {
    return `${start} that was as of another moment, so this code may accept it.`
  }
  const name = Object.hasOwn(raised[id], check) ? raised[id][check]?.[code] : undefined
  if (name === undefined) {
    return check === 'signature' || check === 'key'
      ? `${start} whether this code refuses it as well was not tried.`
      : `${start} this code does not make that check in full and may accept it.`
  }
  const isPartly = policy.unmade.some((one) => one.check === check)
  // Being there is what the code does demand of a required claim.
  if (isPartly && !(check === 'required_claims' && code === 'CLAIM_MISSING')) {
    return `${start} this code does not make that check in full and may accept it.`
  }
  const isNamed = name !== '' && (alone || check === 'signature')
  return `${start} ${isNamed ? `this code ${id === 'go' ? 'returns' : 'raises'} ${name} for it` : 'this code refuses it'}.`
}
