import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/error.ts'
import { runJobHere } from '../jose/crypto-jobs.ts'
import type { SigningMaterial } from '../jose/sign/read-signing-key.ts'

/** Seconds: long enough for a slow network and a clock a little off, too short to be of use to a thief. */
const lifetime = 60

export type AssertionRequest = {
  readonly clientId: string
  /** Absent: the client itself. */
  readonly subject?: string
  readonly audience: string
  readonly key: SigningMaterial
  /** Empty: HS256 with a secret, the first algorithm that the key can make otherwise. */
  readonly alg: string
  /** Unix seconds. */
  readonly now: number
}

/**
 * A JWT by which a client proves who it is (RFC 7523 §2.2, §3). Throws AppError ERR_INPUT for a key that cannot sign
 * it, with the field that holds the key.
 */
export async function createClientAssertion(request: AssertionRequest): Promise<string> {
  const { key } = request
  const description = await runJobHere('describeSigningKey', key)
  if (description.kind === 'refused') throw refused(key, description.message)
  const alg = request.alg || (key.kind === 'secret' ? 'HS256' : description.algorithms[0])
  if (alg === undefined) throw refused(key, `${description.description} cannot sign a client assertion.`)
  const signed = await runJobHere('signToken', {
    header: JSON.stringify({ alg, ...(description.kid === null ? {} : { kid: description.kid }) }),
    payload: JSON.stringify({
      iss: request.clientId,
      sub: request.subject ?? request.clientId,
      aud: request.audience,
      jti: randomUUID(),
      iat: request.now,
      exp: request.now + lifetime,
    }),
    key,
    serialization: 'compact',
  })
  if (signed.kind === 'refused') throw refused(key, signed.message)
  return signed.token
}

function refused(key: SigningMaterial, message: string): AppError {
  const field = key.kind === 'secret' ? 'client_secret' : 'client_key'
  return new AppError('ERR_INPUT', `the client assertion cannot be made: ${message}`, { details: { field } })
}
