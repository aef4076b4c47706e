import { keyUsedFacts } from '../../../../../shared/lint/key-used-facts.ts'
import type { KeySourceFacts, LintContext, LintPolicy } from '../../../../../shared/lint/lint-context.ts'
import type { VerifyRequest } from '../../../../../shared/verdict/verification.ts'
import type { InspectState } from '../inspect-store.ts'

/**
 * What is on the screen besides the token, for the rules: the moment, what the person expects, and, once there is a
 * verdict, what it knows of the key. A form that was not verified with says nothing about keys.
 */
export function lintContextOf(
  { expect, verification }: Pick<InspectState, 'expect' | 'verification'>,
  nowSeconds: number,
  facts: KeySourceFacts,
): LintContext {
  const skew = Number(expect.skew)
  const done = verification.kind === 'done' ? verification : null
  const used = done?.result.key ? keyUsedFacts(done.result.key) : null
  const key = facts.key ?? used
  const source = done?.request.source
  const fromMetadata = source?.kind === 'discovery' && done?.result.key?.provenance === 'issuer_metadata'
  const nonce = expect.nonce.trim()
  return {
    nowSeconds,
    ...(expect.skew.trim() !== '' && Number.isFinite(skew) && skew >= 0 ? { skew } : {}),
    policy: policyOf(expect, done?.request ?? null),
    ...(nonce === '' ? {} : { flow: { nonce } }),
    ...(done?.request.as === undefined ? {} : { as: done.request.as }),
    ...(done ? { verification: done.result } : {}),
    ...(key ? { key } : {}),
    ...(facts.jwks ? { jwks: facts.jwks } : {}),
    ...(fromMetadata ? { metadata: { issuer: source.issuer } } : {}),
    ...(done?.result.decrypted ? { plaintext: done.result.decrypted.text } : {}),
  }
}

function policyOf(expect: InspectState['expect'], request: VerifyRequest | null): LintPolicy {
  const iss = expect.iss.trim()
  const aud = request?.expect.aud ?? expect.aud.trim()
  const alg = request?.expect.alg
  const context = request?.context
  return {
    ...(iss === '' ? {} : { iss }),
    ...(aud === '' ? {} : { aud: typeof aud === 'string' ? [aud] : aud }),
    ...(alg === undefined ? {} : { alg }),
    ...(context?.client_id === undefined ? {} : { client_id: context.client_id }),
    ...(context?.kb_required === undefined ? {} : { bindingRequired: context.kb_required }),
  }
}
