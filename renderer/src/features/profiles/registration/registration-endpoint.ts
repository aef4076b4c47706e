import { openForm, type ProfilesState } from '../profiles-state.ts'

/** Where the open profile's provider registers clients, as it announces or the profile says; null: not that we know. */
export function registrationEndpoint(state: ProfilesState): string | null {
  const { endpoints, metadata } = openForm(state)
  if (endpoints !== null) return endpoints.registration_endpoint ?? null
  const read = metadata ?? (state.discovery.kind === 'found' ? state.discovery.metadata : null)
  return read?.registration_endpoint ?? null
}

/** For the button that sends there. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address
}
