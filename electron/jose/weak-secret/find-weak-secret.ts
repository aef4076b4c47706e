import { createHmac } from 'node:crypto'
import { AppError } from '../../../shared/error.ts'
import { hmacBits } from '../../../shared/lint/known-algorithms.ts'
import type { WeakSecretAnswer } from '../../../shared/lint/weak-secret.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import type { TokenReading } from '../../../shared/token/reading.ts'
import { type Candidate, weakSecretCandidates } from './candidates.ts'

export type WeakSecretJob = {
  readonly token: string
  /** How many candidates were tried before. */
  readonly from: number
  /** At most so many are tried now. */
  readonly count: number
}

/**
 * Tries common secrets on a token with an HMAC, a stretch of the list at a time, by computing the MAC over what was
 * signed. A checking decoder would refuse expired tokens and short secrets, which are just those that are looked for.
 * Throws AppError ERR_INPUT for a token without an HMAC.
 */
export function findWeakSecret({ token, from, count }: WeakSecretJob): WeakSecretAnswer {
  const target = readTarget(token)
  const candidates = candidatesOf(token, target.reading)
  const end = Math.min(candidates.length, from + count)
  for (let index = from; index < end; index++) {
    const candidate = candidates[index]
    if (!candidate || !fits(target, candidate)) continue
    const found = { index, masked: maskSecret(candidate.text), how: candidate.how }
    return { tried: index + 1, total: candidates.length, found }
  }
  return { tried: end, total: candidates.length, found: null }
}

/**
 * The secret that was found, in the clear: only for the person who asked to see it. Throws AppError ERR_NOT_FOUND
 * where the candidate is not the token's secret, so that the list itself cannot be read through this.
 */
export function revealWeakSecret({ token, index }: { readonly token: string; readonly index: number }): {
  readonly secret: string
  readonly encoding: Candidate['encoding']
} {
  const target = readTarget(token)
  const candidate = candidatesOf(token, target.reading)[index]
  if (!candidate || !fits(target, candidate))
    throw new AppError('ERR_NOT_FOUND', 'this is not the secret of the token')
  return { secret: candidate.text, encoding: candidate.encoding }
}

type Target = {
  readonly reading: TokenReading
  readonly hash: string
  readonly input: Buffer
  readonly mac: Buffer
}

function readTarget(token: string): Target {
  const reading = readToken(token)
  const part = (wanted: string) => reading.segments.find(({ name }) => name === wanted)
  const [header, payload, signature] = [part('header'), part('payload'), part('signature')]
  const alg = header?.members?.findLast(({ name }) => name === 'alg')?.value
  const bits = typeof alg === 'string' ? hmacBits(alg) : null
  if (!header || !payload || !signature || bits === null)
    throw new AppError('ERR_INPUT', 'only a token signed with HS256, HS384 or HS512 has a secret to guess')
  const mac = Buffer.from(signature.text, 'base64url')
  if (mac.length !== bits / 8)
    throw new AppError('ERR_INPUT', `the signature has ${mac.length} bytes; ${alg} has ${bits / 8}`)
  return { reading, hash: `sha${bits}`, input: Buffer.from(`${header.text}.${payload.text}`, 'utf8'), mac }
}

function fits({ hash, input, mac }: Target, { text, encoding }: Candidate): boolean {
  return createHmac(hash, Buffer.from(text, encoding)).update(input).digest().equals(mac)
}

let last: { readonly token: string; readonly candidates: readonly Candidate[] } | null = null

/** Stretches of one token come one after the other; its list is made once. */
function candidatesOf(token: string, reading: TokenReading): readonly Candidate[] {
  if (last?.token !== token) last = { token, candidates: weakSecretCandidates(reading) }
  return last.candidates
}

/** Enough to recognise one's own secret, not enough to use it from a screenshot. */
export function maskSecret(text: string): string {
  if (text === '') return '(empty)'
  const characters = [...text]
  const size = `${characters.length} ${characters.length === 1 ? 'character' : 'characters'}`
  return characters.length < 5 ? `•••• (${size})` : `${characters[0]}••••${characters.at(-1)} (${size})`
}
