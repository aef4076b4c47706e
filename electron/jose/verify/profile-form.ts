import type { TokenFormat } from '../../../shared/token/reading.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import type { VerifyTask } from './verify-deps.ts'

const named: Partial<Readonly<Record<TokenFormat, string>>> = {
  jwe: 'an encrypted token',
  jws_json: 'a JWS in JSON form',
  jwe_json: 'a JWE in JSON form',
  sd_jwt: 'an SD-JWT',
}

/**
 * A token taken for a certain kind of JWT must be one: JWTs are compact (RFC 7519 §1), and whoever takes them for that
 * kind takes no other form, however well it is signed. Null where the form fits, or is nobody's question.
 */
export function refuseForm({ reading, request: { as = 'generic' }, depth }: VerifyTask): Check | null {
  if (as === 'generic' || as === 'sd_jwt_vc') return null
  const base = { id: 'parsed', status: 'fail', code: 'MALFORMED', spec: 'RFC 7519 §1' } as const
  const expected = 'a JWT in compact form'
  if (reading.detached) return { ...base, expected, found: 'a JWS whose payload travels elsewhere' }
  const form = named[reading.format]
  // A proof is sent by itself (RFC 9449 §4.1); the other kinds may be encrypted.
  const isProof = as === 'dpop_proof'
  if (form !== undefined && (isProof || reading.format !== 'jwe')) return { ...base, expected, found: form }
  return isProof && depth > 0 ? { ...base, expected, found: 'a token inside an encrypted one' } : null
}
