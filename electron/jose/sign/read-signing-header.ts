import type { SignRefusalCode, SignWarning } from '../../../shared/build/sign-request.ts'
import { readJson } from '../../../shared/token/json-text.ts'

/** What the signing of a token must know of its header. */
export type SigningHeader = {
  /** Null where the header names none. */
  readonly alg: string | null
  readonly kid: string | null
  /** `b64: false` (RFC 7797 §3): the payload is signed as it is. */
  readonly unencoded: boolean
  readonly warnings: readonly SignWarning[]
}

type Problem = { readonly code: SignRefusalCode; readonly message: string }

/**
 * Reads, and never rewrites, the header. One that is not a JSON object may still be signed, for testing who reads it,
 * when the algorithm is told beside it.
 */
export function readSigningHeader(text: string, statedAlg: string | undefined): SigningHeader | Problem {
  const reading = readJson(text)
  if (!reading.isObject) {
    const where = reading.problems[0]?.message ?? 'It is not a JSON object.'
    return {
      alg: statedAlg ?? null,
      kid: null,
      unencoded: false,
      warnings: [{ code: 'HEADER_NOT_JSON', message: `The header was signed as it stands. ${where}` }],
    }
  }
  const value = (name: string) => reading.members?.findLast((member) => member.name === name)?.value
  const alg = value('alg')
  const kid = value('kid')
  const crit = value('crit')
  const duplicate = reading.problems.find(({ code }) => code === 'JSON_DUPLICATE_MEMBER')
  if (statedAlg !== undefined && typeof alg === 'string' && alg !== statedAlg) {
    return {
      code: 'ALG_CONFLICT',
      message: `The header says ${alg.slice(0, 60)}, and ${statedAlg} was asked for beside it.`,
    }
  }
  const critical: readonly unknown[] = Array.isArray(crit) ? crit : []
  const unencoded = value('b64') === false
  if (unencoded && !critical.includes('b64')) {
    return {
      code: 'UNENCODED_PAYLOAD',
      message: 'b64: false must be named in crit (RFC 7797 §6): otherwise readers differ in what was signed.',
    }
  }
  const others = critical.filter((name) => name !== 'b64').map((name) => String(name).slice(0, 40))
  return {
    alg: typeof alg === 'string' ? alg : null,
    kid: typeof kid === 'string' ? kid : null,
    unencoded,
    warnings: [
      ...(duplicate
        ? [{ code: 'HEADER_DUPLICATE', message: `In the header: ${duplicate.message}` } as const]
        : []),
      ...(others.length > 0
        ? [
            {
              code: 'CRIT_UNKNOWN',
              message: `The header makes ${others.slice(0, 5).join(', ')} critical: a verifier that does not know it must refuse the token.`,
            } as const,
          ]
        : []),
    ],
  }
}
