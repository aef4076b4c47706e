import { z } from 'zod'
import { parseInstant } from '../shared/time/instant.ts'
import {
  type Expectations,
  type KeySource,
  secretEncoding,
  type VerifyRequest,
} from '../shared/verdict/verification.ts'

export type BatchLine =
  | {
      readonly ok: true
      readonly id: unknown
      readonly request: VerifyRequest
      readonly ignored: readonly string[]
    }
  | { readonly ok: false; readonly id: unknown; readonly error: string }

/** Null is as good as absent: programs that write such lines often cannot leave a member out. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish()
const text = z.string()
const jsonObject = z.record(z.string(), z.unknown())

const lineSchema = z.object({
  id: optional(z.unknown()),
  token: text,
  key: optional(z.union([text, jsonObject])),
  jwks: optional(z.union([text, jsonObject])),
  pem: optional(text),
  secret: optional(text),
  secret_encoding: optional(secretEncoding),
  alg: optional(z.union([text, z.array(text).min(1)])),
  iss: optional(text),
  aud: optional(z.union([text, z.array(text).min(1)])),
  typ: optional(text),
  nonce: optional(text),
  at: optional(z.union([z.number(), text])),
  skew: optional(z.number().min(0).max(86_400)),
})
type LineFields = z.infer<typeof lineSchema>

const known = new Set(Object.keys(lineSchema.shape))

/**
 * Names that mean one of the expectations to someone. Ignoring them would leave unchecked what the writer wanted
 * checked, so they are refused; other unknown names are reported and ignored.
 */
const misspelt = new Set([
  'audience',
  'audiences',
  'issuer',
  'algorithm',
  'algorithms',
  'algs',
  'type',
  'leeway',
  'clock_tolerance',
  'clockTolerance',
  'clock_skew',
  'tolerance',
  'now',
  'time',
  'secretEncoding',
  'publicKey',
  'public_key',
  'expect',
  'expectations',
  'sub',
  'subject',
])

/** Reads one line of a batch: what is wrong with it is an answer of its own, and the batch goes on. */
export function parseBatchLine(line: string): BatchLine {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { ok: false, id: null, error: 'the line is not JSON' }
  }
  const id = typeof value === 'object' && value !== null ? ((value as { id?: unknown }).id ?? null) : null
  const parsed = lineSchema.safeParse(value)
  if (!parsed.success) return { ok: false, id, error: firstProblem(parsed.error) }
  const unknown = Object.keys(value as object).filter((name) => !known.has(name))
  const wrong = unknown.find((name) => misspelt.has(name))
  if (wrong)
    return { ok: false, id, error: `${wrong} is not a field of a line; nothing would be checked by it` }
  const source = toSource(parsed.data)
  if (typeof source === 'string') return { ok: false, id, error: source }
  const expect = toExpectations(parsed.data)
  if (typeof expect === 'string') return { ok: false, id, error: expect }
  return { ok: true, id, request: { token: parsed.data.token, source, expect }, ignored: unknown }
}

/** Names the field, never its value: it may be a secret. */
function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0]
  const path = issue?.path.join('.') ?? ''
  return path === '' ? 'the line is not a JSON object' : `${path}: another type of value is expected`
}

function toSource({ key, jwks, pem, secret, secret_encoding }: LineFields): KeySource | string {
  const given = Object.entries({ key, jwks, pem, secret }).filter(
    ([, value]) => value !== null && value !== undefined,
  )
  if (given.length > 1)
    return `one of key, jwks, pem and secret is expected, not ${given.map(([name]) => name).join(' and ')}`
  if (typeof secret === 'string') return { kind: 'secret', text: secret, encoding: secret_encoding ?? 'utf8' }
  const material = key ?? jwks ?? pem
  if (material === null || material === undefined) return { kind: 'none' }
  const keyText = typeof material === 'string' ? material : JSON.stringify(material)
  if (/^\s*https?:\/\//i.test(keyText))
    return 'a batch fetches nothing; give the key set itself, not its address'
  return { kind: 'key', text: keyText }
}

function toExpectations({ alg, iss, aud, typ, nonce, at, skew }: LineFields): Expectations | string {
  const instant = typeof at === 'string' ? parseInstant(at) : at
  if (typeof at === 'string' && instant === null) return 'at: RFC 3339 or Unix seconds is expected'
  const algorithms = typeof alg === 'string' ? alg.split(',').map((name) => name.trim()) : alg
  return {
    ...(algorithms ? { alg: algorithms } : {}),
    ...(typeof iss === 'string' ? { iss } : {}),
    ...(aud !== null && aud !== undefined ? { aud } : {}),
    ...(typeof typ === 'string' ? { typ } : {}),
    ...(typeof nonce === 'string' ? { nonce } : {}),
    ...(typeof instant === 'number' ? { at: instant } : {}),
    ...(typeof skew === 'number' ? { skew } : {}),
  }
}
