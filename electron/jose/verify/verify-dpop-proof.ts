import { toClaims } from '../../../shared/verdict/check-parsed.ts'
import { claimRungs, conclude, parsedRung, refuseUnparsed, signatureSpec } from './ladder.ts'
import { withProfileRungs } from './profile-rungs.ts'
import { provePossession } from './prove-possession.ts'
import { findSignedPayload } from './signed-payload.ts'
import type { VerifyFormat } from './verify-deps.ts'

/**
 * A DPoP proof (RFC 9449 §4.3): the one token that is verified with the key in its own header. That proves possession
 * of the key and nothing about who has it, and the rung of the key says so. Nothing is fetched.
 */
export const verifyDpopProof: VerifyFormat = async (task) => {
  const { reading, request, deps, asOf } = task
  const parsed = parsedRung(reading, deps.exact)
  const header = toClaims(reading.segments.find(({ name }) => name === 'header'))
  if (parsed.status !== 'pass' || !header) return refuseUnparsed(parsed, asOf)
  const claims = toClaims(reading.segments.find(({ name }) => name === 'payload'))
  const jwk = header.get('jwk')
  const { refusal } = findSignedPayload(reading, request)
  const { signature, key } = refusal
    ? { signature: refusal, key: null }
    : await provePossession({ token: reading.token, header, jwk }, task, request.expect.alg)
  const proved = signature.status === 'pass'
  const facts = key?.thumbprint === undefined ? {} : { keyThumbprint: key.thumbprint }
  const spec = 'RFC 9449 §4.2'
  const rungs = [
    parsed,
    { id: 'signature', spec: signatureSpec, ...signature },
    proved
      ? ({
          id: 'key',
          status: 'pass',
          unproved: true,
          found: `the proof’s own header${key?.thumbprint === undefined ? '' : `, thumbprint ${key.thumbprint}`}`,
          note: 'This proves possession of the key, and nothing about who has it.',
          spec,
        } as const)
      : ({ id: 'key', status: 'not_checked', note: 'No key was found to fit.', spec } as const),
    ...claimRungs({ header, claims, proved, alg: header.get('alg'), source: null }, task),
  ]
  return {
    ...conclude(withProfileRungs(rungs, { header, claims, proved, facts }, task), asOf),
    key,
  }
}
