import { sdJwtPartsOf } from '../../../../shared/sd-jwt/sd-jwt-parts-of.ts'
import { parseInstant } from '../../../../shared/time/instant.ts'
import type { TokenReading } from '../../../../shared/token/reading.ts'
import {
  checkForm,
  findTooLarge,
  isJudgeable,
  maxTokenLength,
} from '../../../../shared/verdict/check-parsed.ts'
import type {
  Expectations,
  KeySource,
  SecretEncoding,
  VerifyRequest,
} from '../../../../shared/verdict/verification.ts'
import type { ContextTextField } from './validate-as/as-form.ts'

export type KeyKind = 'discovery' | 'jwks_url' | 'key' | 'secret' | 'vault'

/** What stands in the form, for every kind of key at once, so that looking at another kind loses nothing. */
export type KeyForm = {
  readonly kind: KeyKind
  readonly issuer: string
  readonly url: string
  readonly key: string
  readonly secret: string
  readonly encoding: SecretEncoding
  /** Of an encrypted private key. */
  readonly passphrase: string
  /** One of the person's own keys. */
  readonly keyId: string
}

/** Empty means: not checked. */
export type ExpectForm = {
  readonly iss: string
  readonly aud: string
  readonly typ: string
  readonly nonce: string
  /** Accepted algorithms, with commas or spaces between them; empty: whatever the key allows. */
  readonly alg: string
  /** Clock tolerance in seconds; empty is 0. */
  readonly skew: string
  /** An instant (RFC 3339 or Unix seconds) or a date, which means its midnight in UTC; empty is now. */
  readonly at: string
}

export const emptyKey: KeyForm = {
  kind: 'key',
  issuer: '',
  url: '',
  key: '',
  secret: '',
  encoding: 'utf8',
  passphrase: '',
  keyId: '',
}
/** Clocks differ by seconds everywhere; the tolerance stands in the form, and a pass that needs it says so. */
const usualSkew = '30'
export const emptyExpect: ExpectForm = {
  iss: '',
  aud: '',
  typ: '',
  nonce: '',
  alg: '',
  skew: usualSkew,
  at: '',
}

export type FormField =
  | Exclude<keyof KeyForm, 'kind' | 'encoding'>
  | keyof ExpectForm
  | ContextTextField
  | 'token'
  | 'payload'
export type FormProblem = {
  readonly field: FormField
  readonly message: string
  /** The field is one of those of the key that opens an encrypted token. */
  readonly opening?: true
}

/** Larger texts are refused at the door of the main process; the numbers are those of `verifyRequest`. */
const limits = { token: maxTokenLength, key: 1_000_000, secret: 100_000, address: 2048 } as const
const maxSkew = 86_400

/** The last `alg` and `iss` members as written; what a lenient reader would see. Nothing is trusted here. */
export function statedValue(reading: TokenReading, segment: 'header' | 'payload', name: string): unknown {
  const found = reading.segments.find((candidate) => candidate.name === segment)
  return found?.members?.findLast((member) => member.name === name)?.value
}

/** The kind of key this token most likely needs, and the issuer it names. A suggestion: nothing is contacted. */
export function suggestKey(reading: TokenReading): { readonly kind: KeyKind; readonly issuer: string } {
  const alg = statedValue(reading, 'header', 'alg')
  const iss = statedValue(reading, 'payload', 'iss')
  const issuer = typeof iss === 'string' && hostOf(iss) !== null ? iss : ''
  if (typeof alg === 'string' && /^HS\d/.test(alg)) return { kind: 'secret', issuer }
  return { kind: issuer ? 'discovery' : 'key', issuer }
}

/** True where a signature is there to be verified; whether it holds is for the engine to say. */
export function isVerifiable(reading: TokenReading): boolean {
  if (findTooLarge(reading)) return false
  // A disclosure or a key binding that is broken fails by itself, and keeps nobody from judging the rest.
  const judged = sdJwtPartsOf(reading)?.issuerReading ?? reading
  if (isJudgeable(reading)) return true
  return ['jws', 'jws_json', 'sd_jwt'].includes(reading.format) && checkForm(judged).status === 'pass'
}

/** The host that an http or https address names, as it would be contacted (IDN in ASCII); null for anything else. */
export function hostOf(address: string): string | null {
  if (!URL.canParse(address.trim())) return null
  const { protocol, host } = new URL(address.trim())
  return (protocol === 'https:' || protocol === 'http:') && host ? host : null
}

/** What the primary button says: exactly what a click will do. */
export function actionLabel(form: KeyForm): string {
  switch (form.kind) {
    case 'discovery':
    case 'jwks_url': {
      const host = hostOf(form.kind === 'discovery' ? form.issuer : form.url)
      return host ? `Fetch keys from ${host} and verify` : 'Fetch keys and verify'
    }
    case 'key':
      return 'Verify with this key'
    case 'secret':
      return 'Verify with this secret'
    case 'vault':
      return 'Verify with your key'
  }
}

/** What is going on between click and answer. */
export function progressText(source: KeySource): string {
  switch (source.kind) {
    case 'discovery':
      return `Asking ${hostOf(source.issuer) ?? 'the issuer'} for its metadata and keys`
    case 'jwks_url':
      return `Fetching the key set from ${hostOf(source.url) ?? 'this address'}`
    default:
      return 'Verifying the signature'
  }
}

/** The host that a verification with this source asks first; null where it needs no network. */
export function hostAsked(source: KeySource): string | null {
  if (source.kind === 'discovery') return hostOf(source.issuer)
  return source.kind === 'jwks_url' ? hostOf(source.url) : null
}

export type RequestOutcome =
  | { readonly ok: true; readonly request: VerifyRequest }
  | { readonly ok: false; readonly problem: FormProblem }

/** The form as a request, or the first field that keeps it from being one. */
export function parseVerifyForm(
  reading: TokenReading,
  key: KeyForm,
  expect: ExpectForm,
  /** The token is verified with a key of its own: a DPoP proof. */
  needsNoKey = false,
): RequestOutcome {
  if (reading.token.length > limits.token) {
    return refused(
      'token',
      `The token has ${reading.token.length.toLocaleString('en')} characters; at most ${limits.token.toLocaleString('en')} are verified.`,
    )
  }
  const source: KeySource | FormProblem = needsNoKey ? { kind: 'none' } : parseSource(key)
  if ('message' in source) return { ok: false, problem: source }
  const expectations = parseExpect(expect)
  if ('message' in expectations) return { ok: false, problem: expectations }
  return { ok: true, request: { token: reading.token, source, expect: expectations } }
}

/** The key form as a source, or the field that keeps it from being one. */
export function parseSource(form: KeyForm): KeySource | FormProblem {
  switch (form.kind) {
    case 'discovery': {
      const issuer = form.issuer.trim()
      const message = addressProblem(issuer, 'The issuer')
      return message ? { field: 'issuer', message } : { kind: 'discovery', issuer }
    }
    case 'jwks_url': {
      const url = form.url.trim()
      const message = addressProblem(url, 'The key set')
      return message ? { field: 'url', message } : { kind: 'jwks_url', url }
    }
    case 'key': {
      if (form.key.trim() === '') return { field: 'key', message: 'Paste a JWK, a JWKS or a PEM block.' }
      if (form.key.length > limits.key)
        return { field: 'key', message: `A key of more than ${limits.key} characters is not read.` }
      return {
        kind: 'key',
        text: form.key,
        ...(form.passphrase === '' ? {} : { passphrase: form.passphrase }),
      }
    }
    case 'secret': {
      if (form.secret === '') return { field: 'secret', message: 'Type or paste the shared secret.' }
      if (form.secret.length > limits.secret)
        return { field: 'secret', message: `A secret of more than ${limits.secret} characters is not read.` }
      // Spaces and line ends belong to a secret: it is handed over as it stands.
      return { kind: 'secret', text: form.secret, encoding: form.encoding }
    }
    case 'vault':
      return form.keyId === ''
        ? { field: 'keyId', message: 'Choose one of your keys.' }
        : { kind: 'vault', keyId: form.keyId }
  }
}

/** True where the text of a key says that it is closed with a passphrase (RFC 7468 §11, RFC 1421). */
export function isLockedKey(text: string): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type:[^\n]{0,20}ENCRYPTED/.test(text)
}

function addressProblem(address: string, what: string): string | null {
  if (address === '') return `${what} needs an address, for example https://login.example.com.`
  if (hostOf(address) === null) return `${what} needs an address that starts with https://.`
  if (address.length > limits.address)
    return `An address of more than ${limits.address} characters is not fetched.`
  return null
}

/** The names in a list of algorithms as it is typed; a name that stands twice counts once. */
export function parseAlgorithms(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ''))]
}

/** What is expected of the token, or the field that keeps it from being said. */
export function parseExpect(form: ExpectForm): Expectations | FormProblem {
  const skew = form.skew.trim() === '' ? 0 : Number(form.skew.trim())
  if (!Number.isFinite(skew) || skew < 0 || skew > maxSkew) {
    return { field: 'skew', message: `Seconds from 0 to ${maxSkew}.` }
  }
  const at = form.at.trim() === '' ? undefined : parseAsOf(form.at)
  if (at === null) {
    return { field: 'at', message: 'A date, a time like 2026-11-23T14:30:00Z, or Unix seconds.' }
  }
  const longest: readonly (readonly [keyof ExpectForm, number])[] = [
    ['iss', 2048],
    ['aud', 2048],
    ['typ', 256],
    ['nonce', 4096],
  ]
  for (const [field, limit] of longest) {
    if (form[field].trim().length > limit) return { field, message: `At most ${limit} characters.` }
  }
  const alg = parseAlgorithms(form.alg)
  if (alg.length > 32 || alg.some((name) => name.length > 64)) {
    return { field: 'alg', message: 'At most 32 names of algorithms, such as RS256, ES256.' }
  }
  return {
    ...(alg.length === 0 ? {} : { alg: [...alg] }),
    ...stated('iss', form.iss),
    ...stated('aud', form.aud),
    ...stated('typ', form.typ),
    ...stated('nonce', form.nonce),
    ...(at === undefined ? {} : { at }),
    skew,
  }
}

/** A date without a time; it means its first moment in UTC. */
export function isPlainDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text.trim())
}

/** Unix seconds of what stands in “as of”; null where it is no moment. */
export function parseAsOf(text: string): number | null {
  return parseInstant(isPlainDate(text) ? `${text.trim()}T00:00:00Z` : text.trim())
}

function stated<K extends string>(name: K, text: string): { readonly [P in K]?: string } {
  const trimmed = text.trim()
  return (trimmed === '' ? {} : { [name]: trimmed }) as { readonly [P in K]?: string }
}

function refused(field: FormField, message: string): RequestOutcome {
  return { ok: false, problem: { field, message } }
}
