import { type JsonNode, memberOf, stringOf } from './json-tree.ts'

/** The names of the IANA registry that are understood; the first is what an absent `_sd_alg` means (RFC 9901 §4.1.1). */
export const sdHashAlgorithms = ['sha-256', 'sha-384', 'sha-512'] as const
export type SdHashAlgorithm = (typeof sdHashAlgorithms)[number]

/** Computes a digest of ASCII text; called, never written here. */
export type SdDigest = (algorithm: SdHashAlgorithm, text: string) => string | Promise<string>

export type SdHashChoice =
  | { readonly ok: true; readonly algorithm: SdHashAlgorithm; readonly stated: boolean }
  | { readonly ok: false; readonly found: string }

/** The hash that all digests of an SD-JWT use; unknown and weak ones are refused (RFC 9901 §4.1.1, §7.1 step 2d). */
export function sdHashOf(payload: JsonNode): SdHashChoice {
  const stated = memberOf(payload, '_sd_alg')
  if (!stated) return { ok: true, algorithm: 'sha-256', stated: false }
  const name = stringOf(stated)
  const algorithm = sdHashAlgorithms.find((known) => known === name)
  return algorithm ? { ok: true, algorithm, stated: true } : { ok: false, found: stated.raw.slice(0, 60) }
}
