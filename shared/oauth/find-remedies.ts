import { z } from 'zod'
import { flowSettings } from '../profile/flow-settings.ts'
import { compareWithMetadata } from '../profile/metadata-differences.ts'
import type { ComparedProfile } from '../profile/metadata-remark.ts'
import { clientAuthMethod, type MetadataSnapshot } from '../profile/profile.ts'
import type { SecretName } from '../profile/secret-name.ts'
import { scopeValues } from './check-token-answer.ts'

/** What one run does otherwise than its profile, which stays as it is. */
export const runChange = z.strictObject({
  token_endpoint_auth_method: clientAuthMethod.optional(),
  basic_credentials: flowSettings.shape.basic_credentials.optional(),
  client_assertion_audience: flowSettings.shape.client_assertion_audience.optional(),
  scope: z.string().max(4096).optional(),
})
export type RunChange = z.infer<typeof runChange>

export type Remedy = { readonly label: string; readonly change: RunChange }

export type Refusal = {
  /** The provider's error code. */
  readonly error: string
  readonly profile: ComparedProfile
  readonly secrets: readonly SecretName[]
  readonly metadata: Pick<
    MetadataSnapshot,
    | 'grant_types_supported'
    | 'scopes_supported'
    | 'token_endpoint_auth_methods_supported'
    | 'token_endpoint_auth_signing_alg_values_supported'
  >
  /** As sent with the code; null where none was. */
  readonly redirectUri: string | null
}

/** What of the request differs from what is announced and can be behind this refusal; what was sent, where nothing does. */
export function sentDifferences(refusal: Refusal): readonly string[] {
  const { error, profile, metadata, redirectUri } = refusal
  const about = Object.hasOwn(subjects, error) ? (subjects[error] ?? []) : []
  const differing = compareWithMetadata(profile, { fetchedAt: 0, url: '', form: 'oauth', ...metadata })
    .filter(({ kind, text }) => kind !== 'agrees' && about.some((word) => text.startsWith(word)))
    .map(({ text }) => text)
  if (differing.length > 0) return differing
  switch (error) {
    case 'invalid_client':
      return [`Sent: client authentication ${spelling(profile)}.`]
    case 'invalid_grant':
    case 'redirect_uri_mismatch':
      return redirectUri === null ? [] : [`Sent: redirect_uri ${redirectUri}.`]
    case 'invalid_scope':
      return [`Sent: scope ${profile.scope === '' ? 'none' : profile.scope}.`]
    case 'unauthorized_client':
    case 'unsupported_grant_type':
      return [`Sent: grant_type ${profile.flow.grant_type}.`]
    default:
      return []
  }
}

/** Beginnings of the remarks that belong to an error. */
const subjects: Readonly<Record<string, readonly string[]>> = {
  invalid_client: ['Client auth', 'No client auth', 'Client assertions'],
  unauthorized_client: ['Grant', 'Client auth'],
  unsupported_grant_type: ['Grant'],
  invalid_scope: ['Scope'],
  invalid_request: ['Client auth', 'Grant', 'Scope', 'PKCE is announced without'],
}

/** What could be tried with one press: only with secrets that are there, and nothing that sends more than before. */
export function findRemedies({ error, profile, secrets, metadata }: Refusal): readonly Remedy[] {
  if (error === 'invalid_scope') return announcedScopes(profile, metadata.scopes_supported)
  if (error !== 'invalid_client' && error !== 'unauthorized_client') return []
  const method = profile.token_endpoint_auth_method
  const hasSecret = secrets.includes('client_secret')
  const others = (['client_secret_basic', 'client_secret_post'] as const).filter(
    (other) => hasSecret && /^client_secret_(basic|post)$/.test(method) && other !== method,
  )
  const announced = metadata.token_endpoint_auth_methods_supported
  const likely = others.filter((other) => announced?.includes(other))
  const spelled: readonly Remedy[] =
    method === 'client_secret_basic'
      ? [
          profile.flow.basic_credentials === 'raw'
            ? { label: 'Run with form-encoded credentials', change: { basic_credentials: 'form_encoded' } }
            : { label: 'Run with raw credentials', change: { basic_credentials: 'raw' } },
        ]
      : method.endsWith('_jwt')
        ? [
            profile.flow.client_assertion_audience === 'issuer'
              ? {
                  label: 'Run with the token endpoint as audience',
                  change: { client_assertion_audience: 'token_endpoint' },
                }
              : { label: 'Run with the issuer as audience', change: { client_assertion_audience: 'issuer' } },
          ]
        : []
  // One that is announced is the likeliest; where nothing is announced, anything may be meant.
  const methods = announced === undefined ? others : likely
  return [
    ...methods.map((other) => ({
      label: `Run with ${other}`,
      change: { token_endpoint_auth_method: other },
    })),
    ...spelled,
  ]
}

function announcedScopes(
  profile: ComparedProfile,
  supported: readonly string[] | undefined,
): readonly Remedy[] {
  const asked = scopeValues(profile.scope)
  const known = asked.filter((value) => supported?.includes(value))
  if (supported === undefined || known.length === asked.length || known.length === 0) return []
  return [{ label: `Run with scope ${known.join(' ')}`, change: { scope: known.join(' ') } }]
}

function spelling({ token_endpoint_auth_method: method, flow }: ComparedProfile): string {
  if (method === 'client_secret_basic')
    return `${method}, ${flow.basic_credentials === 'raw' ? 'raw' : 'form-encoded'}`
  return method.endsWith('_jwt')
    ? `${method}, audience ${flow.client_assertion_audience.replace('_', ' ')}`
    : method
}
