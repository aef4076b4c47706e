import { z } from 'zod'
import { parseInstant } from '../shared/time/instant.ts'
import {
  type Expectations,
  type KeySource,
  secretEncoding,
  type VerifyRequest,
} from '../shared/verdict/verification.ts'
import { givenOf, keyTextSource, readBatchFields, tokenText } from './batch-fields.ts'
import { contextLineFields, contextLineWords, contextOfLine } from './verify-context.ts'

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
  token: z.union([text, jsonObject]),
  key: optional(z.union([text, jsonObject])),
  jwks: optional(z.union([text, jsonObject])),
  pem: optional(text),
  secret: optional(text),
  secret_encoding: optional(secretEncoding),
  passphrase: optional(text),
  alg: optional(z.union([text, z.array(text).min(1)])),
  iss: optional(text),
  aud: optional(z.union([text, z.array(text).min(1)])),
  typ: optional(text),
  nonce: optional(text),
  at: optional(z.union([z.number(), text])),
  skew: optional(z.number().min(0).max(86_400)),
  payload: optional(text),
  payload_encoding: optional(z.enum(['utf8', 'base64url'])),
  decrypt_key: optional(z.union([text, jsonObject])),
  decrypt_secret: optional(text),
  decrypt_secret_encoding: optional(secretEncoding),
  decrypt_passphrase: optional(text),
  allow_rsa1_5: optional(z.boolean()),
  ...contextLineFields,
})
type LineFields = z.infer<typeof lineSchema>

const expectedOf: Readonly<Record<keyof LineFields, string>> = {
  id: 'any JSON',
  token: 'a string or a JSON object',
  key: 'a string or a JSON object',
  jwks: 'a string or a JSON object',
  pem: 'a string',
  secret: 'a string',
  secret_encoding: 'utf8, base64, base64url or hex',
  passphrase: 'a string',
  alg: 'a string or a list of strings',
  iss: 'a string',
  aud: 'a string or a list of strings',
  typ: 'a string',
  nonce: 'a string',
  at: 'RFC 3339 or Unix seconds',
  skew: 'a number of seconds from 0 to 86400',
  payload: 'a string',
  payload_encoding: 'utf8 or base64url',
  decrypt_key: 'a string or a JSON object',
  decrypt_secret: 'a string',
  decrypt_secret_encoding: 'utf8, base64, base64url or hex',
  decrypt_passphrase: 'a string',
  allow_rsa1_5: 'true or false',
  ...contextLineWords,
}

/** Reads one line of a batch: what is wrong with it is an answer of its own, and the batch goes on. */
export function parseBatchLine(line: string): BatchLine {
  const reading = readBatchFields(line, lineSchema, expectedOf)
  if (!reading.ok) return reading
  const { id, fields, ignored } = reading
  const request = toRequest(fields)
  if (typeof request === 'string') return { ok: false, id, error: request }
  const context = contextOfLine(fields)
  if (typeof context === 'string') return { ok: false, id, error: context }
  if (context.asked.as === 'dpop_proof' && request.source.kind !== 'none') {
    const error =
      'a DPoP proof is verified with its own key, so no other is used; jkt names the key it must have'
    return { ok: false, id, error }
  }
  return {
    ok: true,
    id,
    request: { ...request, ...context.asked },
    ignored: [...ignored, ...context.ignored],
  }
}

function toRequest(fields: LineFields): VerifyRequest | string {
  const source = toSource(fields)
  if (typeof source === 'string') return source
  const expect = toExpectations(fields)
  if (typeof expect === 'string') return expect
  const decrypt = toDecrypt(fields)
  if (typeof decrypt === 'string') return decrypt
  const { token, payload, payload_encoding } = fields
  if (typeof payload !== 'string' && payload_encoding) return 'payload_encoding belongs to payload'
  return {
    token: tokenText(token),
    source,
    expect,
    ...(typeof payload === 'string'
      ? { payload: { text: payload, encoding: payload_encoding ?? 'utf8' } }
      : {}),
    ...(decrypt ? { decrypt } : {}),
    ...(fields.allow_rsa1_5 ? { allowObsolete: ['RSA1_5'] } : {}),
  }
}

function toDecrypt(fields: LineFields): KeySource | string | null {
  const { decrypt_key, decrypt_secret, decrypt_secret_encoding, decrypt_passphrase } = fields
  if (givenOf({ decrypt_key, decrypt_secret }).length > 1) {
    return 'one of decrypt_key and decrypt_secret is expected, not both'
  }
  if (typeof decrypt_secret === 'string') {
    return { kind: 'secret', text: decrypt_secret, encoding: decrypt_secret_encoding ?? 'utf8' }
  }
  return decrypt_key === null || decrypt_key === undefined
    ? null
    : keyTextSource(decrypt_key, decrypt_passphrase)
}

function toSource({ key, jwks, pem, secret, secret_encoding, passphrase }: LineFields): KeySource | string {
  const given = givenOf({ key, jwks, pem, secret })
  if (given.length > 1) return `one of key, jwks, pem and secret is expected, not ${given.join(' and ')}`
  if (typeof secret === 'string') return { kind: 'secret', text: secret, encoding: secret_encoding ?? 'utf8' }
  const material = key ?? jwks ?? pem
  return material === null || material === undefined ? { kind: 'none' } : keyTextSource(material, passphrase)
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
