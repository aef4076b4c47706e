import type { NameInfo } from './name-info.ts'
import { registeredClaims } from './registered-claims.ts'
import { registeredHeaders } from './registered-headers.ts'

export type { NameInfo }

const timeClaims = new Set(['exp', 'nbf', 'iat', 'auth_time', 'updated_at', 'toe'])

/** What a claim means; null for a name of the issuer's own. */
export function claimInfo(name: string): NameInfo | null {
  return registeredClaims.get(name) ?? null
}

/** What a header parameter means; null for a name of the issuer's own. */
export function headerInfo(name: string): NameInfo | null {
  return registeredHeaders.get(name) ?? null
}

/** True for claims whose number is an instant in Unix seconds (NumericDate, RFC 7519 §2). */
export function isTimeClaim(name: string): boolean {
  return timeClaims.has(name)
}
