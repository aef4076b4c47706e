import type { Profile } from './profile.ts'

/** Stands as the built-in profile's issuer while the provider does not run. It is nobody's address. */
export const builtInIssuer = 'http://127.0.0.1/'

/** Whether the profile points at the built-in provider, which has no address because it does not run. */
export function isWithoutAddress(profile: Pick<Profile, 'builtIn' | 'issuer'>): boolean {
  return profile.builtIn && profile.issuer === builtInIssuer
}

/** The issuer for people; where there is none now, the words for that instead of the placeholder. */
export function issuerText(profile: Pick<Profile, 'builtIn' | 'issuer'>): string {
  return isWithoutAddress(profile) ? 'follows the built-in provider, not running' : profile.issuer
}
