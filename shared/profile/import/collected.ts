import { maxImportedProfiles } from './import-refusal.ts'
import type { Import, ImportedProfile, LeftOut } from './imported.ts'

/** Reads one set of settings when it is its turn, so that a file with a million of them does not take its time. */
export type Reading = () => ImportedProfile

const maxReadings = 2000

/**
 * What was found, once each: in a collection the same settings stand at many requests. Beyond the limits the rest is
 * said to be left out.
 */
export function collect(format: string, found: readonly Reading[], leftOut: readonly LeftOut[] = []): Import {
  const profiles = new Map<string, ImportedProfile>()
  let read = 0
  for (; read < Math.min(found.length, maxReadings) && profiles.size < maxImportedProfiles; read += 1) {
    const profile = found[read]?.()
    if (!profile) continue
    const { name: _, ...draft } = profile.draft
    const key = JSON.stringify([draft, profile.secrets])
    if (!profiles.has(key)) profiles.set(key, profile)
  }
  const beyond = found.length - read
  const rest = { from: `${beyond} more`, why: `at most ${maxImportedProfiles} profiles are taken at once` }
  return { format, profiles: [...profiles.values()], leftOut: beyond === 0 ? leftOut : [...leftOut, rest] }
}
