import { maxParts } from './json-form.ts'
import { type FormReading, readCompact } from './read-compact.ts'
import { readDisclosure } from './read-disclosure.ts'
import { beginsLikeObject, type ToInput } from './read-segment.ts'
import type { DisclosureReading, Problem, TokenReading } from './reading.ts'

/** True where a text is built like an SD-JWT: a token, then parts that begin with a tilde. */
export function looksLikeSdJwt(token: string): boolean {
  const tilde = token.indexOf('~')
  if (tilde === -1) return false
  const dot = token.indexOf('.')
  return dot !== -1 && dot < tilde && beginsLikeObject(token.slice(0, dot))
}

/**
 * Reads an SD-JWT in compact form (RFC 9901 §4): `<JWT>~<disclosure>~…~`, and after the last tilde the key binding JWT
 * where there is one. Nothing is proved: neither that a disclosure belongs to the JWT nor that the key binding fits.
 * Never throws; linear. Null where it is none.
 */
export function readSdJwt(token: string, toInput: ToInput, input: string): FormReading | null {
  if (!looksLikeSdJwt(token)) return null
  const firstEnd = token.indexOf('~')
  const issuer = readCompact(token.slice(0, firstEnd), { start: toInput(0), end: toInput(firstEnd) }, toInput)
  if (!issuer) return null
  const problems: Problem[] = [...issuer.problems]
  const at = (code: string, start: number, end: number, message: string) =>
    problems.push({
      code,
      severity: 'error',
      start: toInput(start),
      end: end > start ? toInput(end - 1) + 1 : toInput(start),
      message,
    })
  if (issuer.format !== 'jws') {
    at(
      'SD_JWT_UNSIGNED',
      0,
      firstEnd,
      'The first part of an SD-JWT must be a signed JWT in compact form (RFC 9901 §4.1).',
    )
  }
  const disclosures: DisclosureReading[] = []
  let start = firstEnd + 1
  let keyBinding: TokenReading | null = null
  for (;;) {
    const end = token.indexOf('~', start)
    if (end === -1) break
    if (disclosures.length >= maxParts) {
      at(
        'TOO_MANY_PARTS',
        start,
        token.length,
        `There are more than ${maxParts} disclosures; the rest is not read.`,
      )
      return { ...issuer, format: 'sd_jwt', problems, disclosures, keyBinding }
    }
    push(start, end)
    start = end + 1
  }
  const last = token.slice(start)
  if (last.includes('.')) {
    keyBinding = readKeyBinding(last, start, toInput, input)
    problems.push(...keyBinding.problems.map(inKeyBinding))
  } else if (last !== '') {
    push(start, token.length)
    at(
      'SD_JWT_END',
      token.length - 1,
      token.length,
      'The ~ at the end is missing: an SD-JWT without key binding ends in one (RFC 9901 §4).',
    )
  }
  return { ...issuer, format: 'sd_jwt', problems, disclosures, keyBinding }

  function push(from: number, to: number) {
    const result = readDisclosure(token.slice(from, to), disclosures.length + 1, (offset) =>
      toInput(from + offset),
    )
    disclosures.push(result.disclosure)
    problems.push(...result.problems)
  }
}

/** The key binding JWT as a reading of its own, its offsets in the same input. */
export function readKeyBinding(text: string, offset: number, toInput: ToInput, input: string): TokenReading {
  const toHere: ToInput = (place) => toInput(offset + place)
  const span = { start: toHere(0), end: text === '' ? toHere(0) : toHere(text.length - 1) + 1 }
  const base = { input, token: text, span, wrapper: null }
  const form = readCompact(text, span, toHere)
  if (form?.format === 'jws') return { ...base, ...form }
  const message = 'A signed JWT in compact form was expected here (RFC 9901 §4.3).'
  const problem: Problem = { code: 'KEY_BINDING_FORM', severity: 'error', ...span, message }
  return {
    ...base,
    ...(form ?? { format: 'opaque', segments: [] }),
    problems: [...(form?.problems ?? []), problem],
  }
}

/** The same problem among those of the whole. */
export function inKeyBinding(problem: Problem): Problem {
  return { ...problem, message: `Key binding: ${problem.message}` }
}
