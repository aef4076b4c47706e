import type { ValidationProfile } from '../verification.ts'
import type { ClaimKind } from './rules.ts'

/** Claims without which a token is not what it is taken for, each with the kind of its value. */
export const requiredClaims = {
  generic: [],
  // OIDC Core §2
  id_token: [
    ['iss', 'text'],
    ['sub', 'text'],
    ['aud', 'audience'],
    ['exp', 'time'],
    ['iat', 'time'],
  ],
  // RFC 9068 §2.2
  access_token: [
    ['iss', 'text'],
    ['exp', 'time'],
    ['aud', 'audience'],
    ['sub', 'text'],
    ['client_id', 'text'],
    ['iat', 'time'],
    ['jti', 'text'],
  ],
  // OIDC Back-Channel Logout §2.4
  logout_token: [
    ['iss', 'text'],
    ['aud', 'audience'],
    ['iat', 'time'],
    ['exp', 'time'],
    ['jti', 'text'],
    ['events', 'object'],
  ],
  // RFC 7523 §3
  client_assertion: [
    ['iss', 'text'],
    ['sub', 'text'],
    ['aud', 'audience'],
    ['exp', 'time'],
  ],
  // RFC 9449 §4.2
  dpop_proof: [
    ['jti', 'text'],
    ['htm', 'text'],
    ['htu', 'text'],
    ['iat', 'time'],
  ],
  // RFC 9101 §4
  request_object: [
    ['client_id', 'text'],
    ['response_type', 'text'],
  ],
  // JARM §2.1
  jarm: [
    ['iss', 'text'],
    ['aud', 'audience'],
    ['exp', 'time'],
  ],
  // SD-JWT VC §3.2.2.2
  sd_jwt_vc: [['vct', 'text']],
} as const satisfies Readonly<
  Record<ValidationProfile, readonly (readonly [name: string, kind: ClaimKind])[]>
>
