import type { InspectState } from '../inspect-store.ts'

export function CopyAsCode(_props: { readonly state: InspectState }) {
  return null
}
