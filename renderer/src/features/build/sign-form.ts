import { compactJson } from '../../../../shared/build/compact-json.ts'
import { hasPlaceholders, resolvePlaceholders } from '../../../../shared/build/placeholders.ts'
import type { SigningKey, SigningKeyFacts, SignResult } from '../../../../shared/build/sign-request.ts'
import type { BuildData, KeyForm, Made, Resolution } from './build-state.ts'
import { fitKeyMembers } from './key-members.ts'

/** The key of the form; null while what it needs is not there. */
export function signingKeyOf(form: KeyForm): SigningKey | null {
  switch (form.kind) {
    case 'none':
      return { kind: 'none' }
    case 'vault':
      return form.keyId === '' ? null : { kind: 'vault', keyId: form.keyId }
    case 'key':
      if (form.text.trim() === '') return null
      return {
        kind: 'key',
        text: form.text,
        ...(form.passphrase === '' ? {} : { passphrase: form.passphrase }),
      }
    case 'secret':
      return form.secret === '' ? null : { kind: 'secret', text: form.secret, encoding: form.encoding }
  }
}

/** What to do where there is no key yet. */
export function missingKey({ kind }: KeyForm): string {
  if (kind === 'secret') return 'Type or paste the shared secret.'
  return kind === 'key' ? 'Paste a private key: a JWK or PEM.' : 'Choose one of your keys, or generate one.'
}

type Filled = {
  readonly header: string
  readonly payload: string
  readonly resolved: readonly Resolution[]
  readonly warnings: Made['warnings']
}

/** Whether placeholders stay as they are: a token that came with some is not to be changed behind one's back. */
export function keepsPlaceholders({ original }: Pick<BuildData, 'original'>): boolean {
  return original !== null && (hasPlaceholders(original.header) || hasPlaceholders(original.payload))
}

/** Puts times, UUIDs and facts of the key in the place of their placeholders; bytes that are no text stay. */
export function fillIn(
  state: Pick<BuildData, 'original' | 'header' | 'payload' | 'payloadEncoding' | 'compactText'>,
  sources: {
    readonly nowSeconds: number
    readonly uuid: () => string
    readonly facts: SigningKeyFacts | null
  },
): Filled {
  const compact = (text: string) => (state.compactText ? compactJson(text) : text)
  const header = compact(state.header)
  const payload = state.payloadEncoding === 'utf8' ? compact(state.payload) : state.payload
  if (keepsPlaceholders(state)) return { header, payload, resolved: [], warnings: [] }
  const { facts, ...rest } = sources
  const from = {
    ...rest,
    thumbprint: facts?.thumbprint ?? null,
    publicJwk: facts?.publicJwk ? requiredMembers(facts.publicJwk) : null,
    ...(facts === null ? {} : { keyIsSecret: facts.publicJwk === null }),
  }
  const fitted = fitKeyMembers(header, facts)
  const inHeader = resolvePlaceholders(fitted.header, from)
  const inPayload =
    state.payloadEncoding === 'utf8'
      ? resolvePlaceholders(payload, from)
      : { text: payload, resolved: [], unresolved: [] }
  const where = (place: Resolution['where'], reading: typeof inHeader) =>
    reading.resolved.map(({ placeholder, raw }) => ({ where: place, placeholder, raw }))
  return {
    header: inHeader.text,
    payload: inPayload.text,
    resolved: [...where('header', inHeader), ...where('claims', inPayload)],
    warnings: [
      ...fitted.warnings,
      ...[...inHeader.unresolved, ...inPayload.unresolved].map(({ placeholder, reason }) => ({
        code: 'PLACEHOLDER',
        message: `${placeholder} was left as it stands: ${reason}.`,
      })),
    ],
  }
}

/** What RFC 7638 §3.2 hashes: enough to verify with, and nothing that is only said about the key. */
function requiredMembers(publicJwk: string): string {
  const jwk = JSON.parse(publicJwk) as Record<string, unknown>
  const names = ['kty', 'crv', 'x', 'y', 'n', 'e', ...(jwk.kty === 'AKP' ? ['alg', 'pub'] : [])]
  return JSON.stringify(
    Object.fromEntries(names.filter((name) => name in jwk).map((name) => [name, jwk[name]])),
  )
}

/** What was done and what was not: nobody has verified a token that was only just signed. */
export function signedSentence(
  result: Extract<SignResult, { kind: 'signed' }>,
  form: KeyForm,
  name: string | undefined,
): string {
  if (result.alg === null) return 'Not signed, as you chose.'
  const by =
    form.kind === 'vault'
      ? `your key “${name ?? form.keyId}”`
      : form.kind === 'secret'
        ? 'the secret you gave'
        : 'the key you pasted'
  return `Signed with ${result.alg} by ${by} (${result.keyDescription ?? 'unknown'}). Nobody has verified it yet.`
}
