import type { Check } from '../verdict/check.ts'
import { checkAuthorizationDetails } from './check-authorization-details.ts'
import {
  type AnnouncedMetadata,
  type CallbackEvidence,
  checkCallback,
  checkMetadataIssuer,
} from './check-callback.ts'
import { checkIdToken, type IdTokenEvidence } from './check-id-token.ts'
import type { KeyBinding } from './check-token-answer.ts'
import { checkTokenAnswer } from './check-token-answer.ts'
import type { JsonObject } from './read-id-token.ts'

export type RunEvidence = {
  /** The issuer that was asked for. */
  readonly issuer: string
  readonly metadata: AnnouncedMetadata
  /** Null for a grant without the front channel. */
  readonly callback: CallbackEvidence | null
  /** The token endpoint's JSON object as it came. */
  readonly answer: JsonObject
  /** As asked for. */
  readonly scope: string
  /** The parameter as it was sent (RFC 9396 §2); absent or empty: not sent. */
  readonly authorizationDetails?: string
  /** SHA-256 thumbprint of the DPoP key; absent where tokens were not to be bound to one. */
  readonly bindings?: readonly KeyBinding[]
  readonly idToken: IdTokenEvidence
}

/** The whole checklist of a run that brought a token answer, in the order things happened. */
export function checkRun(evidence: RunEvidence): readonly Check[] {
  return [
    checkMetadataIssuer(evidence.issuer, evidence.metadata.issuer),
    ...(evidence.callback === null ? [] : checkCallback(evidence.metadata, evidence.callback)),
    ...checkTokenAnswer(evidence.answer, evidence.scope, evidence.bindings),
    ...checkAuthorizationDetails(evidence.answer, evidence.authorizationDetails ?? ''),
    ...checkIdToken(evidence.idToken),
  ]
}

/** Worth knowing, but allowed or harmless: a failure of these does not make the answer untrustworthy. */
const remarks: readonly string[] = [
  'pkce',
  'response_mode',
  'expires_in',
  'scope',
  'authorization_details',
  'lifetime',
  'registration_status',
  'registration_secret_expiry',
  'registration_management',
  'registration_kept',
]

/**
 * The check for which the answer must be refused, or null. A signature that could not be checked counts as
 * refused as well: an ID token is accepted only when its signature was proved.
 */
export function findRefusal(checks: readonly Check[]): Check | null {
  return (
    checks.find(
      (check) =>
        (check.status === 'fail' && !remarks.includes(check.id.replace(/^front_/, ''))) ||
        (check.status === 'not_checked' &&
          /^(refresh_|front_|jarm_|userinfo_|introspection_)?signature$/.test(check.id)),
    ) ?? null
  )
}
