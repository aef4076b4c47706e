import { describeDuration, formatUtc } from '../../shared/time/instant.ts'
import { fetchJson, type JsonFetch } from './fetch-json.ts'

export type FetchedKeySet = {
  readonly text: string
  /** Says when it was fetched, where that was not just now. */
  readonly note?: string
  /** It is old enough that what fails with it is to be tried with a new one. */
  readonly kept?: true
}

/** Key sets that were fetched a moment ago, so that ten tokens of one issuer fetch its keys once. */
export type KeptKeySets = {
  /** As `fetchJson`; `fresh` asks again for a set that is kept. */
  fetch(url: URL, options: JsonFetch, fresh?: boolean): Promise<FetchedKeySet>
}

/** Short enough that nobody waits for a new key; a failure asks again before it is told. */
const maxAgeMs = 60_000
/** A failure with keys younger than this is told as it is: whoever checks a hundred bad tokens asks once. */
const coolDownMs = 5_000
const maxSets = 32

/**
 * Lives as long as the app runs and no longer; only complete answers are kept. Not for metadata: who the issuer is, and
 * where its keys are, is asked each time.
 */
export function createKeptKeySets({ now }: { readonly now: () => number }): KeptKeySets {
  const sets = new Map<string, { readonly at: number; readonly text: string }>()
  return {
    async fetch(url, options, fresh = false) {
      const known = sets.get(url.href)
      const age = known ? now() - known.at : 0
      // A clock that was set back makes an age that says nothing.
      if (known && age >= 0 && age < (fresh ? coolDownMs : maxAgeMs)) {
        const time = formatUtc(Math.floor(known.at / 1000)).slice(11, 19)
        const note = `The keys were fetched at ${time} UTC, ${describeDuration(Math.round(age / 1000))} ago.`
        return { text: known.text, note, ...(age < coolDownMs ? {} : { kept: true }) }
      }
      const { text } = await fetchJson(url, options)
      sets.delete(url.href)
      if (sets.size >= maxSets) sets.delete(sets.keys().next().value ?? '')
      sets.set(url.href, { at: now(), text })
      return { text }
    },
  }
}
