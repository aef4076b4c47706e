import { AppError } from '../../../shared/error.ts'
import type { KeyTrial, WhichKey } from '../../../shared/key/key-description.ts'
import { findToken } from '../../../shared/token/find-token.ts'
import type { Segment, TokenReading } from '../../../shared/token/reading.ts'
import { sentence } from '../../../shared/verdict/sentence.ts'
import type { RunJob } from '../crypto-jobs.ts'
import type { Finding, VerifyJob } from '../verify-job.ts'

type Candidate = {
  readonly id: string
  /** A JWK as JSON text. */
  readonly text: string
}

/**
 * Which of these keys verify the signature of a token; of a JWS in JSON form, one of its signatures. Only the signature
 * is asked about, nothing that the token says. Of an encrypted token: which of them open it, to one of its recipients.
 * Throws ERR_INPUT where there is nothing that a key could do.
 */
export async function tryKeys(text: string, keys: readonly Candidate[], run: RunJob): Promise<WhichKey> {
  const reading = findToken(text)
  if (reading.format === 'jwe' || reading.format === 'jwe_json') return openWith(reading.token, keys, run)
  const signed = signedParts(reading)
  const [first] = signed
  if (!first) {
    throw new AppError('ERR_INPUT', 'this token has no signature that a key could verify')
  }
  const trials: KeyTrial[] = []
  for (const key of keys) trials.push(await tryKey(key, signed, run))
  return { alg: first.alg, kid: first.kid, encrypted: false, trials }
}

async function openWith(jwe: string, keys: readonly Candidate[], run: RunJob): Promise<WhichKey> {
  const { header } = await run('decryptToken', { jwe, material: null })
  const trials: KeyTrial[] = []
  for (const { id, text } of keys) {
    const { finding } = await run('decryptToken', {
      jwe,
      material: { kind: 'key', text, provenance: 'vault' },
    })
    // A token that cannot be read at all is no key's fault.
    if (finding.code === 'MALFORMED') {
      throw new AppError(
        'ERR_INPUT',
        `the encrypted token cannot be read: ${finding.found ?? 'it is not whole'}`,
      )
    }
    trials.push(toTrial(id, finding, 'opens'))
  }
  const { alg, kid } = header as { readonly alg?: unknown; readonly kid?: unknown }
  return {
    alg: typeof alg === 'string' ? alg : null,
    kid: typeof kid === 'string' ? kid : null,
    encrypted: true,
    trials,
  }
}

type Signed = Omit<VerifyJob, 'material'>

async function tryKey(key: Candidate, signed: readonly Signed[], run: RunJob): Promise<KeyTrial> {
  const trials: KeyTrial[] = []
  for (const part of signed) {
    const { signature } = await run('checkSignature', {
      ...part,
      material: { kind: 'key', text: key.text, provenance: 'vault' },
    })
    trials.push(toTrial(key.id, signature, 'verifies'))
  }
  const best = (outcome: KeyTrial['outcome']) => trials.find((trial) => trial.outcome === outcome)
  return best('verifies') ?? best('does_not') ?? (trials[0] as KeyTrial)
}

const unfit: readonly unknown[] = [
  'KEY_TYPE_MISMATCH',
  'ALG_NOT_ALLOWED',
  'ALG_UNSUPPORTED',
  'KEY_INVALID',
  'KEY_NOT_FOUND',
]

function toTrial(
  keyId: string,
  { status, code, expected, found, note }: Finding,
  success: 'verifies' | 'opens',
): KeyTrial {
  if (status === 'pass') return { keyId, outcome: success, why: found ?? '' }
  if (code === 'SIGNATURE_INVALID') {
    return {
      keyId,
      outcome: 'does_not',
      why: 'Another key made the signature, or the token was changed since.',
    }
  }
  if (code === 'DECRYPT_FAILED') {
    return { keyId, outcome: 'does_not', why: 'It is for another key, or was changed since.' }
  }
  const facts = found && expected ? `${found}; needed is ${expected}` : (found ?? expected ?? '')
  const why = [facts, note ?? ''].map(sentence).filter((fact) => fact !== '')
  return {
    keyId,
    outcome: unfit.includes(code) ? 'does_not_fit' : 'does_not',
    why: why.join(' ') || 'The key is of another kind.',
  }
}

function signedParts(reading: TokenReading): readonly Signed[] {
  if (reading.problems.some(({ severity }) => severity === 'error')) return []
  const payload = reading.segments.find(({ name }) => name === 'payload')
  if (!payload || reading.detached) return []
  if (reading.signatures) {
    return reading.signatures.flatMap(({ protectedHeader, signature }) =>
      protectedHeader ? signedPart(protectedHeader, payload, signature, reading) : [],
    )
  }
  const header = reading.segments.find(({ name }) => name === 'header')
  const signature = reading.segments.find(({ name }) => name === 'signature')
  return header && signature && signature.text !== '' ? signedPart(header, payload, signature, reading) : []
}

function signedPart(
  header: Segment,
  payload: Segment,
  signature: Segment,
  { unencodedPayload }: TokenReading,
): readonly Signed[] {
  const member = (wanted: string) => header.members?.find(({ name }) => name === wanted)?.value
  const alg = member('alg')
  const kid = member('kid')
  if (typeof alg !== 'string') return []
  const common = { alg, kid: typeof kid === 'string' ? kid : null }
  return unencodedPayload
    ? [
        {
          ...common,
          token: `${header.text}..${signature.text}`,
          unencodedPayload: Buffer.from(payload.text).toString('base64url'),
        },
      ]
    : [{ ...common, token: `${header.text}.${payload.text}.${signature.text}` }]
}
