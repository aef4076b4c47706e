import { z } from 'zod'
import { parseInstant } from '../shared/time/instant.ts'
import { type JsonReading, readJson } from '../shared/token/json-text.ts'
import {
  type Expectations,
  type KeySource,
  secretEncoding,
  type VerifyRequest,
} from '../shared/verdict/verification.ts'
import { isMisspeltField } from './misspelt-field.ts'

/** `id` is JSON text as it stands in the line, so that a big integer keeps its digits; `null` where there is none. */
export type BatchLine =
  | {
      readonly ok: true
      readonly id: string
      readonly request: VerifyRequest
      readonly ignored: readonly string[]
    }
  | { readonly ok: false; readonly id: string; readonly error: string }

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
type Field = keyof LineFields

const expectedOf: Readonly<Record<Field, string>> = {
  id: 'any JSON',
  token: 'a string',
  key: 'a string or a JSON object',
  jwks: 'a string or a JSON object',
  pem: 'a string',
  secret: 'a string',
  secret_encoding: 'utf8, base64, base64url or hex',
  alg: 'a string or a list of strings',
  iss: 'a string',
  aud: 'a string or a list of strings',
  typ: 'a string',
  nonce: 'a string',
  at: 'RFC 3339 or Unix seconds',
  skew: 'a number of seconds from 0 to 86400',
}

function isField(name: string): name is Field {
  return Object.hasOwn(expectedOf, name)
}

/** Reads one line of a batch: what is wrong with it is an answer of its own, and the batch goes on. */
export function parseBatchLine(line: string): BatchLine {
  const reading = readJson(line)
  const problem = reading.problems.find(({ severity }) => severity === 'error')
  const id = readId(reading)
  if (problem?.code === 'JSON_SYNTAX') return { ok: false, id: 'null', error: 'the line is not JSON' }
  if (problem) return { ok: false, id, error: problem.message }
  if (!reading.isObject) return { ok: false, id, error: 'the line is not a JSON object' }
  const value: unknown = JSON.parse(line)
  const unknown = (reading.members ?? []).map(({ name }) => name).filter((name) => !isField(name))
  const wrong = unknown.find(isMisspeltField)
  if (wrong !== undefined) {
    const fields = Object.keys(expectedOf).join(', ')
    const error = `${wrong.slice(0, 60)} is not a field of a line, and nothing would be checked by it; the fields are ${fields}`
    return { ok: false, id, error }
  }
  const parsed = lineSchema.safeParse(value)
  if (!parsed.success) return { ok: false, id, error: firstProblem(parsed.error, value) }
  const source = toSource(parsed.data)
  if (typeof source === 'string') return { ok: false, id, error: source }
  const expect = toExpectations(parsed.data)
  if (typeof expect === 'string') return { ok: false, id, error: expect }
  return { ok: true, id, request: { token: parsed.data.token, source, expect }, ignored: unknown }
}

function readId({ members }: JsonReading): string {
  const ids = (members ?? []).filter(({ name }) => name === 'id')
  // White space between the parts of a list or an object may hold a carriage return; one answer is one line.
  return ids.length === 1 ? (ids[0]?.raw.replace(/[\r\n\t]/g, ' ') ?? 'null') : 'null'
}

/** Names the field and the kind of its value, never the value of a text: it may be a secret. */
function firstProblem(error: z.ZodError, value: unknown): string {
  const name = String(error.issues[0]?.path[0] ?? '')
  if (!isField(name)) return 'the line is not a JSON object'
  const found: unknown = (value as Readonly<Record<string, unknown>>)[name]
  return `${name}: ${expectedOf[name]} is expected; ${found === undefined ? 'it is missing' : `found is ${kindOf(found)}`}`
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? 'another string' : String(value)
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
  if (/^\s*[a-z][a-z0-9+.-]*:\/\//i.test(keyText))
    return 'a batch fetches nothing; give the key set itself, not its address'
  return { kind: 'key', text: keyText }
}

function toExpectations({ alg, iss, aud, typ, nonce, at, skew }: LineFields): Expectations | string {
  const instant = typeof at === 'string' ? parseInstant(at) : at
  if (typeof at === 'string' && instant === null)
    return `at: ${expectedOf.at} is expected; found is another string`
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
