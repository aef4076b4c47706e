import { issuerAddress } from '../../../../shared/profile/issuer-address.ts'
import { missingInput } from '../../../../shared/profile/missing-input.ts'
import type { Profile } from '../../../../shared/profile/profile.ts'
import { unfilledIn } from '../../../../shared/profile/resolve-profile.ts'
import { hasFrontChannel } from '../../../../shared/profile/runnable-grants.ts'
import type { ProviderStatus } from '../../../../shared/provider-status.ts'

/** Whether a run can start, said before the button is pressed; `will` is what pressing it does. */
export type Precondition =
  | { readonly kind: 'ready'; readonly will: string }
  | { readonly kind: 'no_profile'; readonly reason: string }
  | { readonly kind: 'provider_stopped'; readonly reason: string }
  | { readonly kind: 'provider_starting'; readonly reason: string }
  | { readonly kind: 'provider_failed'; readonly reason: string }
  | { readonly kind: 'input_missing'; readonly reason: string; readonly field: string }
  | { readonly kind: 'issuer_refused'; readonly reason: string }

/** What the button that starts a run says. */
export function startLabel(profile: Profile | null): string {
  return profile === null || hasFrontChannel(profile.flow.grant_type) ? 'Sign in with browser' : 'Get tokens'
}

/** What stands in the way of running this profile now. The engine checks again when the run starts. */
export function checkPrecondition(profile: Profile | null, provider: ProviderStatus): Precondition {
  if (profile === null) return { kind: 'no_profile', reason: 'Choose a profile to run.' }
  if (profile.builtIn && provider.kind !== 'running') return builtInNotRunning(provider)
  const unfilled = unfilledIn(profile)
  if (unfilled.length > 0) {
    return {
      kind: 'input_missing',
      reason: `No value is given for ${unfilled.map((name) => `{{${name}}}`).join(', ')}.`,
      field: 'variables',
    }
  }
  const address = issuerAddress(profile.issuer)
  if (address === 'not_a_url') {
    return { kind: 'issuer_refused', reason: `The issuer “${profile.issuer}” is not an address.` }
  }
  if (address === 'http_remote' && !profile.allowHttp) {
    return {
      kind: 'issuer_refused',
      reason: 'The issuer is reached over plain http, which this profile does not allow.',
    }
  }
  const missing = missingInput(
    profile,
    (name) => profile.secrets.includes(name) || (name === 'client_secret' && lendsSecret(profile, provider)),
  )
  if (missing !== null) {
    return {
      kind: 'input_missing',
      reason: `This profile cannot run yet: ${missing.reason}.`,
      field: missing.field,
    }
  }
  return { kind: 'ready', will: willOf(profile) }
}

function builtInNotRunning(provider: ProviderStatus): Precondition {
  switch (provider.kind) {
    case 'starting':
      return { kind: 'provider_starting', reason: 'The built-in provider is starting.' }
    case 'failed':
      return {
        kind: 'provider_failed',
        reason: `The built-in provider could not start: ${provider.message}`,
      }
    default:
      return { kind: 'provider_stopped', reason: 'The built-in provider is not running.' }
  }
}

/** The built-in provider's own clients have secrets made at each start; its profile uses those. */
function lendsSecret(profile: Profile, provider: ProviderStatus): boolean {
  if (!profile.builtIn || provider.kind !== 'running') return false
  return provider.clients.some(
    (client) => client.client_id === profile.client_id && client.client_secret !== null,
  )
}

function willOf({ flow, issuer }: Profile): string {
  if (flow.grant_type === 'urn:ietf:params:oauth:grant-type:device_code') {
    return `Asks ${hostOf(issuer)} for a code, which you enter in a browser here or elsewhere.`
  }
  if (flow.grant_type === 'urn:openid:params:grant-type:ciba') {
    return `Asks ${hostOf(issuer)} to ask the person on a device of theirs.`
  }
  return hasFrontChannel(flow.grant_type)
    ? `Opens ${hostOf(issuer)} in your browser and waits for the answer.`
    : `Asks ${hostOf(issuer)} for a token; no browser opens.`
}

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer
}
