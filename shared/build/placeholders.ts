import { parseRelativeTime } from './relative-time.ts'

/** What a placeholder may ask for that is not in the text itself. */
export type PlaceholderSources = {
  /** Unix seconds. */
  readonly nowSeconds: number
  /** A new UUID at each call. */
  readonly uuid: () => string
  /** RFC 7638 thumbprint of the chosen key; null where there is none. */
  readonly thumbprint: string | null
  /** The public half of the chosen key as JSON text; null where there is none. */
  readonly publicJwk: string | null
  /** The chosen key is a shared secret, so it has neither; said where one is asked for. */
  readonly keyIsSecret?: boolean
}

export type Resolved = {
  readonly placeholder: string
  /** The JSON text that stands in its place. */
  readonly raw: string
  /** Offsets in the text as it was given. */
  readonly start: number
  readonly end: number
}

export type PlaceholderReading = {
  readonly text: string
  readonly resolved: readonly Resolved[]
  /** Written like a placeholder and left as it stands, with the reason. */
  readonly unresolved: readonly {
    readonly placeholder: string
    readonly reason: string
    readonly start: number
  }[]
}

const noThumbprint = 'a shared secret has no thumbprint that may be shown (RFC 7638 §7)'
const placeholder = /"\{\{([^"{}\\]{1,100})\}\}"/g

/**
 * Puts values in the place of `"{{now + 1h}}"` (a number), `"{{uuid}}"` and `"{{thumbprint}}"`
 * (strings) and `"{{public_jwk}}"` (an object). Only a whole
 * JSON string is a placeholder, quotes included; every other byte of the text stays as it is. Texts that hold none
 * come back unchanged, and so does what cannot be resolved. The text need not be well-formed JSON.
 */
export function resolvePlaceholders(text: string, sources: PlaceholderSources): PlaceholderReading {
  const resolved: Resolved[] = []
  const unresolved: { placeholder: string; reason: string; start: number }[] = []
  const replaced = text.replace(placeholder, (whole, inner: string, start: number) => {
    const value = resolve(inner.trim(), sources)
    if ('reason' in value) {
      unresolved.push({ placeholder: whole.slice(1, -1), reason: value.reason, start })
      return whole
    }
    resolved.push({ placeholder: whole.slice(1, -1), raw: value.raw, start, end: start + whole.length })
    return value.raw
  })
  return { text: replaced, resolved, unresolved }
}

/** True where the text holds something that would be resolved or complained about. */
export function hasPlaceholders(text: string): boolean {
  return text.search(placeholder) !== -1
}

function resolve(
  name: string,
  sources: PlaceholderSources,
): { readonly raw: string } | { readonly reason: string } {
  if (name === 'uuid') return { raw: JSON.stringify(sources.uuid()) }
  if (name === 'thumbprint') {
    if (sources.thumbprint === null) {
      return {
        reason: sources.keyIsSecret ? noThumbprint : 'there is no key yet whose thumbprint could stand here',
      }
    }
    return { raw: JSON.stringify(sources.thumbprint) }
  }
  if (name === 'public_jwk') {
    if (sources.publicJwk === null) {
      return {
        reason: sources.keyIsSecret
          ? 'a shared secret has no public half'
          : 'there is no key yet whose public half could stand here',
      }
    }
    return { raw: sources.publicJwk }
  }
  const seconds = parseRelativeTime(name, sources.nowSeconds)
  if (seconds !== null) return { raw: String(seconds) }
  return { reason: 'expected is a time such as now + 1h, or uuid, thumbprint, public_jwk' }
}
