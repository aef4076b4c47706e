import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/error.ts'
import { isSecretEncryption } from '../../shared/profile/secret-encryption.ts'
import { runJobHere } from '../jose/crypto-jobs.ts'
import { clientSecretKey } from '../jose/jwe/client-secret-key.ts'
import type { SigningMaterial } from '../jose/sign/read-signing-key.ts'
import type { KeyMaterial } from '../jose/verify-job.ts'
import { fetchKeySet } from './fetch-key-set.ts'
import type { RunSession } from './run-session.ts'

/** Seconds: the browser opens at once, and what was asked for once is asked for (RFC 9101 §10.8). */
const lifetime = 300

/**
 * The authorization request as a signed JWT, and encrypted to the provider where that is asked for (RFC 9101 §4, §6.1);
 * the parameters themselves where no request object is wanted. Throws AppError ERR_INPUT for a key that cannot do it.
 */
export async function asRequestObject(
  session: RunSession,
  parameters: URLSearchParams,
): Promise<URLSearchParams> {
  const { config, recorder, now } = session
  const { request_object_signing_alg: alg, request_object_encryption_alg: encryption } = config.flow
  if (alg === '') return parameters
  const key = recorder.begin('request_object', 'claimscope', 'claimscope')
  const request = claimsOf(parameters)
  const claims = {
    iss: config.client_id,
    aud: config.issuer,
    iat: Math.floor(now() / 1000),
    exp: Math.floor(now() / 1000) + lifetime,
    jti: randomUUID(),
    client_id: config.client_id,
    response_type: 'code',
    ...request,
  }
  const signed = await sign(session, alg, claims)
  const token = encryption === '' ? signed : await encrypt(session, encryption, signed)
  // What `claims` asks for is named like tokens, and holds none.
  const { claims: askedFor, ...others } = { claims: undefined, ...claims }
  const shown: object = JSON.parse(recorder.redactor.body(JSON.stringify(others)))
  recorder.addFact(key, 'Claims', JSON.stringify({ ...shown, claims: askedFor }))
  recorder.addFact(key, 'Good for', `${lifetime} s`)
  const made = `signed with ${alg}${encryption === '' ? '' : `, encrypted with ${encryption}`}`
  recorder.end(key, { note: `${made}, ${token.length} characters` })
  return outerParameters(parameters, token)
}

/** JSON stays JSON, a number a number, and what is given several times is an array (RFC 9101 §4). */
function claimsOf(parameters: URLSearchParams): Readonly<Record<string, unknown>> {
  const read = (name: string, value: string): unknown => {
    if (name === 'claims' || name === 'authorization_details') return JSON.parse(value)
    return name === 'max_age' ? Number(value) : value
  }
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const [first = '', ...more] = parameters.getAll(name)
      return [name, more.length === 0 ? read(name, first) : [first, ...more]]
    }),
  )
}

/** Beside the object stands what OpenID Connect requires there (OIDC Core §6.1); its values are those of the object. */
function outerParameters(parameters: URLSearchParams, request: string): URLSearchParams {
  const outer = new URLSearchParams({ request, response_type: parameters.get('response_type') ?? 'code' })
  const scope = parameters.get('scope')
  if (scope !== null) outer.set('scope', scope)
  return outer
}

async function sign({ config }: RunSession, alg: string, claims: object): Promise<string> {
  const isSecret = alg.startsWith('HS')
  const key: SigningMaterial = isSecret
    ? { kind: 'secret', text: config.secrets.client_secret ?? '', encoding: 'utf8' }
    : { kind: 'key', text: config.secrets.client_key ?? '' }
  const field = isSecret ? 'client_secret' : 'client_key'
  const description = await runJobHere('describeSigningKey', key)
  if (description.kind === 'refused') throw refused(field, description.message)
  const { kid } = description
  const signed = await runJobHere('signToken', {
    header: JSON.stringify({ alg, typ: 'oauth-authz-req+jwt', ...(kid === null ? {} : { kid }) }),
    payload: JSON.stringify(claims),
    key,
    serialization: 'compact',
  })
  if (signed.kind === 'refused') throw refused(field, signed.message)
  return signed.token
}

/** To a key of the provider, or with one that the client secret stands for (OIDC Core §10.2). */
async function encrypt(session: RunSession, alg: string, signed: string): Promise<string> {
  const enc = session.config.flow.request_object_encryption_enc || 'A256GCM'
  const isSecret = isSecretEncryption(alg)
  const material = isSecret ? secretMaterial(session, alg, enc) : await publishedMaterial(session)
  const encrypted = await runJobHere('encryptToken', {
    plaintext: { text: signed, encoding: 'utf8' },
    enc,
    form: 'compact',
    recipients: [{ alg, material }],
    header: { cty: 'oauth-authz-req+jwt' },
  })
  if (!encrypted.ok) {
    throw refused(
      'request_object_encryption_alg',
      isSecret ? encrypted.reason : `of the provider’s key set no key can be used: ${encrypted.reason}`,
    )
  }
  return encrypted.token
}

async function publishedMaterial(session: RunSession): Promise<KeyMaterial> {
  const keys = await fetchKeySet(session)
  if (keys.kind !== 'keys') {
    const why = keys.kind === 'none' ? keys.problem.message : 'there is no key set'
    throw refused('request_object_encryption_alg', why)
  }
  return { kind: 'key', text: keys.text, provenance: 'issuer_metadata' }
}

function secretMaterial({ config }: RunSession, alg: string, enc: string): KeyMaterial {
  const material = clientSecretKey(config.secrets.client_secret ?? '', alg, enc)
  if (material === null) throw refused('request_object_encryption_enc', `${enc} is no content encryption`)
  return material
}

function refused(field: string, message: string): AppError {
  return new AppError('ERR_INPUT', `the request object cannot be made: ${message}`, { details: { field } })
}
