import { namesNoSignature } from '../../shared/token/read-token.ts'
import { algorithmNeeds } from './algorithms.ts'
import type { Finding } from './verify-job.ts'

export type HeaderRules = {
  /** A plain JWS whose payload is known to be no claims set may leave it unencoded (RFC 7797); a JWT must not. */
  readonly mayBeUnencoded?: boolean
}

/**
 * What the header alone decides, before any key is fetched or looked at: no signature, an algorithm that was not
 * agreed, one that cannot be checked here, and demands of the header (RFC 8725 §3.1 and §3.2, RFC 7515 §4.1.11,
 * RFC 7797 §6 and §7). Null where the signature can be checked.
 */
export function checkHeader(
  header: ReadonlyMap<string, unknown>,
  accepted: readonly string[] | undefined,
  { mayBeUnencoded = false }: HeaderRules = {},
): Finding | null {
  const alg = header.get('alg')
  if (typeof alg !== 'string') return { status: 'fail', code: 'MALFORMED', found: 'no alg' }
  const expected = accepted ? { expected: accepted.join(' or ') } : {}
  if (namesNoSignature(alg)) {
    return {
      status: 'fail',
      code: 'UNSECURED',
      ...expected,
      found: `alg ${alg}, which is no signature`,
      spec: 'RFC 8725 §3.2',
    }
  }
  if (accepted && !accepted.includes(alg)) {
    return { status: 'fail', code: 'ALG_NOT_ALLOWED', ...expected, found: alg, spec: 'RFC 8725 §3.1' }
  }
  const crit = findCritProblem(header, mayBeUnencoded)
  if (crit) return { status: 'fail', code: 'CRIT', found: crit, spec: 'RFC 7515 §4.1.11' }
  if (!algorithmNeeds(alg)) {
    return { status: 'not_checked', code: 'ALG_UNSUPPORTED', found: alg, spec: 'RFC 7518 §3.1' }
  }
  return null
}

/** No extension is implemented that a JWT may demand, so every name in `crit` but a harmless b64 is refused. */
function findCritProblem(header: ReadonlyMap<string, unknown>, mayBeUnencoded: boolean): string | null {
  const b64 = header.get('b64')
  if (header.has('b64') && typeof b64 !== 'boolean') return 'b64 is neither true nor false'
  if (b64 === false && mayBeUnencoded && !header.has('crit'))
    return 'b64 is false, and crit does not demand it as RFC 7797 §6 asks'
  if (b64 === false && !mayBeUnencoded)
    return 'b64 is false, so the payload is not encoded; a JWT must not do that'
  if (!header.has('crit')) return null
  const crit = header.get('crit')
  if (
    !Array.isArray(crit) ||
    crit.length === 0 ||
    !crit.every((name) => typeof name === 'string' && name !== '')
  ) {
    return 'crit is not a list of names'
  }
  if (new Set(crit).size !== crit.length) return 'crit names something twice'
  const unknown = crit.find((name) => name !== 'b64')
  if (unknown !== undefined) return `crit demands ${String(unknown).slice(0, 100)}, which is not understood`
  return header.has('b64') ? null : 'crit names b64, which is not in the header'
}
