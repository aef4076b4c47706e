import type { ProfileDraft } from '../profile.ts'

/** A beginning for one provider, and what a person needs to know to finish it. Sentences speak to the person. */
export type ProfileTemplate = {
  /** Kept with a profile, so that its notes can be shown later; never changed once given out. */
  readonly id: string
  readonly name: string
  readonly draft: Partial<
    Pick<
      ProfileDraft,
      | 'issuer'
      | 'scope'
      | 'token_endpoint_auth_method'
      | 'redirect'
      | 'endpoints'
      | 'parameters'
      | 'variables'
      | 'flow'
    >
  >
  /** What to fill in, each with where it is found. */
  readonly fill: readonly (readonly [what: string, where: string])[]
  /** What to register as a redirect URI there. */
  readonly redirect: string
  /** What this provider does otherwise than others. */
  readonly quirks: readonly string[]
}

/** Where a provider compares redirect URIs with their port, a run cannot take any free one. */
export const fixedPort = { host: '127.0.0.1', port: 8765, path: '/callback' } as const
export const fixedPortLocalhost = { host: 'localhost', port: 8765, path: '/callback' } as const

export function blank(...names: readonly string[]): ProfileDraft['variables'] {
  return names.map((name) => ({ name, value: '' }))
}
