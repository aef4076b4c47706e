import { z } from 'zod'
import type { DecryptJob } from '../electron/jose/jwe/decrypt-token.ts'
import { secretEncoding } from '../shared/verdict/verification.ts'
import { givenOf, keyTextSource, readBatchFields, tokenText } from './batch-fields.ts'
import { toMaterial } from './decrypt-output.ts'

export type DecryptLine =
  | { readonly ok: true; readonly id: string; readonly job: DecryptJob; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly id: string; readonly error: string }

const text = z.string().nullish()
const textOrObject = z.union([z.string(), z.record(z.string(), z.unknown())])

const lineSchema = z.object({
  id: z.unknown().nullish(),
  token: textOrObject,
  key: textOrObject.nullish(),
  jwks: textOrObject.nullish(),
  pem: text,
  secret: text,
  secret_encoding: secretEncoding.nullish(),
  passphrase: text,
  allow_rsa1_5: z.boolean().nullish(),
})

const expectedOf: Readonly<Record<keyof z.infer<typeof lineSchema>, string>> = {
  id: 'any JSON',
  token: 'a string or a JSON object',
  key: 'a string or a JSON object',
  jwks: 'a string or a JSON object',
  pem: 'a string',
  secret: 'a string',
  secret_encoding: 'utf8, base64, base64url or hex',
  passphrase: 'a string',
  allow_rsa1_5: 'true or false',
}

/** Reads one line of a batch to decrypt; what is wrong with it is an answer of its own. */
export function parseDecryptLine(line: string): DecryptLine {
  const reading = readBatchFields(line, lineSchema, expectedOf)
  if (!reading.ok) return reading
  const { id, fields, ignored } = reading
  const { token, key, jwks, pem, secret, secret_encoding, passphrase, allow_rsa1_5 } = fields
  const given = givenOf({ key, jwks, pem, secret })
  if (given.length !== 1) {
    const found = given.length === 0 ? 'none is given' : `given are ${given.join(' and ')}`
    return { ok: false, id, error: `one of key, jwks, pem and secret is expected; ${found}` }
  }
  const source =
    typeof secret === 'string'
      ? ({ kind: 'secret', text: secret, encoding: secret_encoding ?? 'utf8' } as const)
      : keyTextSource(key ?? jwks ?? pem, passphrase)
  if (typeof source === 'string') return { ok: false, id, error: source }
  if (source.kind !== 'key' && source.kind !== 'secret') return { ok: false, id, error: 'there is no key' }
  const allowObsolete = allow_rsa1_5 ? ['RSA1_5'] : []
  return {
    ok: true,
    id,
    job: { jwe: tokenText(token), material: toMaterial(source), allowObsolete },
    ignored,
  }
}
