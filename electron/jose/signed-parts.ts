import { isBase64url } from '../../shared/token/base64url.ts'
import type { SignedBytes } from './verify-bytes.ts'
import type { VerifyJob } from './verify-job.ts'

export type SignedParts = SignedBytes | { readonly problem: string }

/**
 * The bytes that were signed, and the signature (RFC 7515 §5.2 step 8, RFC 7797 §3). What was read before is not relied
 * on: the signature must be base64url in its one spelling, and where a header says of the payload or of itself more
 * than a compact JWT does, it must agree with the job.
 */
export function signedParts(job: VerifyJob): SignedParts {
  const { token, alg, unencodedPayload } = job
  const first = token.indexOf('.')
  const last = token.lastIndexOf('.')
  if (first === -1 || first === last || token.indexOf('.', first + 1) !== last)
    return { problem: 'not three parts' }
  const text = token.slice(last + 1)
  if (!isBase64url(text)) return { problem: 'a signature that is not base64url' }
  const signature = Buffer.from(text, 'base64url')
  const problem = isPlain(job) ? null : findHeaderProblem(job, token.slice(0, first))
  if (problem) return { problem }
  if (unencodedPayload === undefined)
    return { alg, input: Buffer.from(token.slice(0, last), 'ascii'), signature }
  const payload = Buffer.from(unencodedPayload, 'base64url')
  return { alg, input: Buffer.concat([Buffer.from(token.slice(0, first + 1), 'ascii'), payload]), signature }
}

/** A compact JWS with an encoded payload: its header alone counts, and was checked. */
function isPlain({ unencodedPayload, unprotected }: VerifyJob): boolean {
  return unencodedPayload === undefined && unprotected === undefined
}

function findHeaderProblem(
  { alg, unencodedPayload, unprotected }: VerifyJob,
  segment: string,
): string | null {
  const header = readProtected(segment)
  if (!header) return 'a protected header that is not a JSON object'
  const outside = Object.keys(unprotected ?? {})
  // RFC 7515 §7.2.1: whoever may change the one must not overrule the other.
  const twice = outside.find((name) => Object.hasOwn(header, name))
  if (twice !== undefined) return `${twice.slice(0, 60)} in the protected and in the unprotected header`
  if (outside.includes('crit') || outside.includes('b64')) return 'crit or b64 in the unprotected header'
  if ((header.alg ?? unprotected?.alg) !== alg) return 'another alg in the header'
  const crit = Array.isArray(header.crit) ? header.crit : []
  const leavesUnencoded = header.b64 === false && crit.includes('b64')
  if ((unencodedPayload !== undefined) !== leavesUnencoded) return 'a b64 that does not fit the payload'
  return header.b64 === undefined || header.b64 === true || leavesUnencoded ? null : 'b64 without crit'
}

function readProtected(segment: string): Readonly<Record<string, unknown>> | null {
  if (segment === '') return {}
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null
  } catch {
    return null
  }
}
