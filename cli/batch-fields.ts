import type { z } from 'zod'
import { type JsonReading, readJson } from '../shared/token/json-text.ts'
import type { KeySource } from '../shared/verdict/verification.ts'
import { isMisspeltField } from './misspelt-field.ts'
import { terminalJson } from './terminal-text.ts'

/** What stands in one line, checked; `id` is JSON text as written, so that a big integer keeps its digits. */
export type LineReading<T> =
  | { readonly ok: true; readonly id: string; readonly fields: T; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly id: string; readonly error: string }

/** Reads one line against the fields of its command: a name that is not one of them and yet means one is refused. */
export function readBatchFields<T>(
  line: string,
  schema: z.ZodType<T>,
  expectedOf: Readonly<Record<string, string>>,
): LineReading<T> {
  const reading = readJson(line)
  const problem = reading.problems.find(({ severity }) => severity === 'error')
  const id = readId(reading)
  if (problem?.code === 'JSON_SYNTAX') return { ok: false, id: 'null', error: 'the line is not JSON' }
  if (problem) return { ok: false, id, error: problem.message }
  if (!reading.isObject) return { ok: false, id, error: 'the line is not a JSON object' }
  const value: unknown = JSON.parse(line)
  const unknown = (reading.members ?? [])
    .map(({ name }) => name)
    .filter((name) => !Object.hasOwn(expectedOf, name))
  const wrong = unknown.find(isMisspeltField)
  if (wrong !== undefined) {
    const fields = Object.keys(expectedOf).join(', ')
    const error = `${shortName(wrong)} is not a field of a line, and nothing would be checked by it; the fields are ${fields}`
    return { ok: false, id, error }
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) return { ok: false, id, error: firstProblem(parsed.error, value, expectedOf) }
  return { ok: true, id, fields: parsed.data, ignored: unknown.map(shortName) }
}

/** A secret may stand where a name belongs; its beginning is enough to find the place. */
function shortName(name: string): string {
  return name.length > 24 ? `${name.slice(0, 12)}…` : name
}

/** An answer with the names of its line that nothing was done with. */
export function withIgnored(json: string, ignored: readonly string[]): string {
  if (ignored.length === 0) return json
  return terminalJson(`${json.slice(0, -1)},"ignored":${JSON.stringify(ignored)}}`)
}

function readId({ members }: JsonReading): string {
  const ids = (members ?? []).filter(({ name }) => name === 'id')
  // White space between the parts of a list or an object may hold a carriage return; one answer is one line.
  return ids.length === 1 ? (ids[0]?.raw.replace(/[\r\n\t]/g, ' ') ?? 'null') : 'null'
}

/** Names the field and the kind of its value, never the value of a text: it may be a secret. */
function firstProblem(
  error: z.ZodError,
  value: unknown,
  expectedOf: Readonly<Record<string, string>>,
): string {
  const name = String(error.issues[0]?.path[0] ?? '')
  if (!Object.hasOwn(expectedOf, name)) return 'the line is not a JSON object'
  const found: unknown = (value as Readonly<Record<string, unknown>>)[name]
  return `${name}: ${expectedOf[name]} is expected; ${found === undefined ? 'it is missing' : `found is ${kindOf(found)}`}`
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? 'another string' : String(value)
}

/** A JWS or JWE in JSON form may stand in a line as an object; its text is what is judged. */
export function tokenText(token: string | object): string {
  return typeof token === 'string' ? token : JSON.stringify(token)
}

/** Key text of a line, as a text or as JSON; a sentence where it cannot be one. */
export function keyTextSource(material: unknown, passphrase: string | null | undefined): KeySource | string {
  const text = typeof material === 'string' ? material : JSON.stringify(material)
  if (/^\s*[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return 'a batch fetches nothing; give the key set itself, not its address'
  return { kind: 'key', text, ...(typeof passphrase === 'string' ? { passphrase } : {}) }
}

/** The fields out of several that are given. */
export function givenOf(fields: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name]) => name)
}
