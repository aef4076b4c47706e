import type { Candidate } from './candidate.ts'

type Known = { readonly issuer: string; readonly authorization?: string; readonly token?: string }

/** Providers that frameworks know by a short name, so that settings do not spell them out. */
const providers: Readonly<Record<string, Known | undefined>> = {
  __proto__: null as never,
  google: { issuer: 'https://accounts.google.com' },
  gitlab: { issuer: 'https://gitlab.com' },
  apple: { issuer: 'https://appleid.apple.com' },
  microsoft: { issuer: 'https://login.microsoftonline.com/common/v2.0' },
  linkedin: { issuer: 'https://www.linkedin.com/oauth' },
  twitch: { issuer: 'https://id.twitch.tv/oauth2' },
  github: {
    issuer: 'https://github.com',
    authorization: 'https://github.com/login/oauth/authorize',
    token: 'https://github.com/login/oauth/access_token',
  },
  facebook: { issuer: 'https://www.facebook.com' },
}

/** Fills in what everybody who knows the name leaves out; false where the name says nothing. */
export function takeKnownProvider(candidate: Candidate, name: string, from: string): boolean {
  const known = providers[name.toLowerCase()]
  if (!known) return false
  candidate.issuer(from, known.issuer)
  if (known.authorization !== undefined) {
    // It has no metadata to ask for.
    candidate.describedByHand()
    candidate.endpoint(from, 'authorization_endpoint', known.authorization)
    candidate.endpoint(from, 'token_endpoint', known.token)
  }
  return true
}

/** Entra ID's issuer of a tenant, version 2.0; `instance` is its sign-in host. */
export function entraIssuer(tenant: string, instance = 'https://login.microsoftonline.com/'): string {
  return `${instance.replace(/\/+$/, '')}/${tenant}/v2.0`
}
