import { AppError } from '../../../shared/error.ts'
import type { KeyTrial, WhichKey } from '../../../shared/key/key-description.ts'
import { findToken } from '../../../shared/token/find-token.ts'
import type { Segment, TokenReading } from '../../../shared/token/reading.ts'
import type { RunJob } from '../crypto-jobs.ts'
import type { Finding, VerifyJob } from '../verify-job.ts'

type Candidate = {
  readonly id: string
  /** A JWK as JSON text. */
  readonly text: string
}

/**
 * Which of these keys verify the signature of a token; of a JWS in JSON form, one of its signatures. Only the signature
 * is asked about, nothing that the token says. Throws ERR_INPUT where there is no signature that can be checked.
 */
export async function tryKeys(text: string, keys: readonly Candidate[], run: RunJob): Promise<WhichKey> {
  const signed = signedParts(findToken(text))
  const [first] = signed
  if (!first) {
    throw new AppError('ERR_INPUT', 'this token has no signature that a key could verify')
  }
  const trials: KeyTrial[] = []
  for (const key of keys) trials.push(await tryKey(key, signed, run))
  return { alg: first.alg, kid: first.kid, trials }
}

type Signed = Omit<VerifyJob, 'material'>

async function tryKey(key: Candidate, signed: readonly Signed[], run: RunJob): Promise<KeyTrial> {
  const trials: KeyTrial[] = []
  for (const part of signed) {
    const { signature } = await run('checkSignature', {
      ...part,
      material: { kind: 'key', text: key.text, provenance: 'vault' },
    })
    trials.push(toTrial(key.id, signature))
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

function toTrial(keyId: string, { status, code, expected, found, note }: Finding): KeyTrial {
  if (status === 'pass') return { keyId, outcome: 'verifies', why: found ?? 'the signature fits' }
  const facts = found && expected ? `${found}; needed: ${expected}` : (found ?? expected)
  const why = [facts, note].filter((fact) => fact !== undefined).join('. ')
  return unfit.includes(code)
    ? { keyId, outcome: 'does_not_fit', why: why || 'the key is of another kind' }
    : { keyId, outcome: 'does_not', why: why || 'the signature is not of this key' }
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
