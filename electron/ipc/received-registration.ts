import { changeableMetadata } from '../../shared/oauth/client-metadata-text.ts'
import { managementAddress } from '../../shared/oauth/management-address.ts'
import { type KeptRegistration, keptRegistration } from '../../shared/profile/kept-registration.ts'
import { secretKey, type VariantChoice } from '../../shared/profile/variant.ts'
import { membersOf, stringMember } from '../oauth/raw-answer.ts'
import type { RunSession } from '../oauth/run-session.ts'

/** What a good answer of a registration endpoint holds; with its secrets, so it never goes to the window. */
export type ReceivedRegistration = {
  readonly clientId: string
  readonly clientSecret: string | null
  readonly registration: KeptRegistration | null
  readonly authMethod: string | null
  readonly metadata: string | null
}

export function receivedRegistration(session: RunSession): ReceivedRegistration | null {
  const answer = session.seen()
  const clientId = stringMember(answer?.json, 'client_id')
  if (answer === null || clientId === null) return null
  const members = membersOf(answer.json)
  const clientSecret = stringMember(members, 'client_secret')
  const address = managementAddress(members, answer.url)
  const registration =
    address.kind === 'usable'
      ? (keptRegistration.safeParse({
          client_id: clientId,
          registration_client_uri: address.uri,
          registration_access_token: address.token,
        }).data ?? null)
      : null
  const text = JSON.stringify(changeableMetadata(members), null, 2)
  const secrets = [clientSecret, stringMember(members, 'registration_access_token')]
  // A provider that repeats a secret in another member: what the window shows must hold none.
  const isClean = secrets.every((secret) => secret === null || !text.includes(secret))
  return {
    clientId,
    clientSecret,
    registration,
    authMethod: stringMember(members, 'token_endpoint_auth_method'),
    metadata: isClean ? text : null,
  }
}

/** By `secretKey`, for the vault; what the answer does not speak of is absent and so stays. */
export function secretsOfAnswer(
  { clientSecret, registration }: ReceivedRegistration,
  variant: VariantChoice,
): Record<string, string> {
  return {
    ...(clientSecret === null ? {} : { [secretKey('client_secret', variant)]: clientSecret }),
    ...(registration === null ? {} : { [secretKey('registration', variant)]: JSON.stringify(registration) }),
  }
}
