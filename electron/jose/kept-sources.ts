import { describeDuration, formatUtc } from '../../shared/time/instant.ts'
import type { KeySource } from '../../shared/verdict/verification.ts'
import { type ResolvedSource, type ResolveOptions, resolveKeySource } from './resolve-key-source.ts'

export type KeptSource = ResolvedSource & {
  /** The keys are those of an earlier request, so what fails with them is tried with new ones. */
  readonly kept?: true
}

/** Key sets that were fetched a moment ago, so that ten tokens of one issuer make one fetch. */
export type KeptSources = {
  /** As `resolveKeySource`; `fresh` asks again whatever is kept. */
  resolve(source: KeySource, options: ResolveOptions, fresh?: boolean): Promise<KeptSource>
}

/** Short enough that nobody waits for a new key; a failure asks again before it is told. */
const maxAgeMs = 60_000
/** A failure with keys younger than this is told as it is: whoever checks a hundred bad tokens asks once. */
const coolDownMs = 5_000
const maxSources = 32

/** Lives as long as the app runs and no longer; nothing but complete answers is kept. */
export function createKeptSources({ now }: { readonly now: () => number }): KeptSources {
  const sources = new Map<string, { readonly at: number; readonly resolved: ResolvedSource }>()
  return {
    async resolve(source, options, fresh = false) {
      const address = addressOf(source)
      if (address === null) return resolveKeySource(source, options)
      const known = sources.get(address)
      const age = known ? now() - known.at : 0
      // A clock that was set back makes an age that says nothing.
      if (known && age >= 0 && age < (fresh ? coolDownMs : maxAgeMs)) {
        const resolved = withAge(known.resolved, known.at, age)
        return age < coolDownMs ? resolved : { ...resolved, kept: true }
      }
      const resolved = await resolveKeySource(source, options)
      sources.delete(address)
      if (resolved.material) {
        if (sources.size >= maxSources) sources.delete(sources.keys().next().value ?? '')
        sources.set(address, { at: now(), resolved })
      }
      return resolved
    },
  }
}

function addressOf(source: KeySource): string | null {
  if (source.kind === 'discovery') return `discovery ${source.issuer}`
  return source.kind === 'jwks_url' ? `jwks_url ${source.url}` : null
}

function withAge({ material, finding }: ResolvedSource, at: number, age: number): ResolvedSource {
  const time = formatUtc(Math.floor(at / 1000)).slice(11, 19)
  const note = `The keys were fetched at ${time} UTC, ${describeDuration(Math.round(age / 1000))} ago; nothing was asked again.`
  return {
    material,
    finding: { ...finding, note: finding.note ? `${finding.note} ${note}` : note },
    requests: [],
  }
}
