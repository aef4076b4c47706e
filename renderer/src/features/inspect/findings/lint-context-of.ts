import { keyUsedFacts } from '../../../../../shared/lint/key-used-facts.ts'
import type {
  CertificateFacts,
  FlowFacts,
  KeySourceFacts,
  LintContext,
  LintPolicy,
  WorkspaceFacts,
} from '../../../../../shared/lint/lint-context.ts'
import type { TokenReading } from '../../../../../shared/token/reading.ts'
import type { ValidationContext } from '../../../../../shared/verdict/verification.ts'
import type { InspectState } from '../inspect-state.ts'
import { parseAlgorithms } from '../key-choice.ts'
import { parseAsForm } from '../validate-as/as-form.ts'

/** What was found out for the rules besides what is on the screen. */
export type Learned = KeySourceFacts & {
  readonly certificates?: readonly CertificateFacts[]
  readonly workspace?: WorkspaceFacts
}

type Screen = Pick<InspectState, 'expect' | 'verification' | 'validate' | 'flow'> & {
  /** The token, or what is inside it once it was opened: the form asks about that. */
  readonly shown: TokenReading
}

/**
 * What is on the screen besides the token, for the rules: the moment, what the person expects and takes the token for,
 * what its flow knows, and, once there is a verdict, what it knows of the key and its source. A form that was not
 * verified with says nothing about keys.
 */
export function lintContextOf(screen: Screen, nowSeconds: number, learned: Learned): LintContext {
  const { expect, verification, validate } = screen
  const skew = Number(expect.skew)
  const done = verification.kind === 'done' ? verification : null
  const { sourceFacts } = done?.result ?? {}
  const used = done?.result.key ? keyUsedFacts(done.result.key) : null
  const key = learned.key ?? sourceFacts?.key ?? used
  const jwks = learned.jwks ?? sourceFacts?.jwks
  const asked = parseAsForm(validate, screen.shown)
  const context = (asked.ok ? asked.asked.context : undefined) ?? {}
  // A suggestion made from the token itself is no word of the person's, until they verify with it.
  const as = done ? done.request.as : validate.chosen ? validate.as : undefined
  const flow = flowOf(screen, context)
  return {
    nowSeconds,
    ...(expect.skew.trim() !== '' && Number.isFinite(skew) && skew >= 0 ? { skew } : {}),
    policy: policyOf(screen, context),
    ...(flow ? { flow } : {}),
    ...(as === undefined ? {} : { as }),
    ...(done ? { verification: done.result } : {}),
    ...(key ? { key } : {}),
    ...(jwks ? { jwks } : {}),
    ...(sourceFacts?.metadata ? { metadata: sourceFacts.metadata } : {}),
    ...(learned.certificates ? { certificates: learned.certificates } : {}),
    ...(learned.workspace ? { workspace: learned.workspace } : {}),
    ...(done?.result.decrypted ? { plaintext: done.result.decrypted.text } : {}),
  }
}

/** What the run knew, and over it what stands in the form: the person may have changed it since. */
function flowOf({ flow, expect }: Screen, context: ValidationContext): FlowFacts | null {
  const nonce = expect.nonce.trim()
  const { nonce: known, ...rest } = flow ?? {}
  const facts: FlowFacts = {
    ...rest,
    ...(nonce !== '' ? { nonce } : known === null ? { nonce: known } : {}),
    ...(context.client_id === undefined ? {} : { client_id: context.client_id }),
    ...(context.max_age === undefined ? {} : { max_age: context.max_age }),
    ...(context.access_token === undefined ? {} : { withAccessToken: true }),
    ...(context.code === undefined ? {} : { withCode: true }),
  }
  return Object.keys(facts).length > 0 ? facts : null
}

function policyOf({ expect, verification }: Screen, context: ValidationContext): LintPolicy {
  const request = verification.kind === 'done' ? verification.request : null
  const iss = expect.iss.trim()
  const aud = request?.expect.aud ?? expect.aud.trim()
  const typed = parseAlgorithms(expect.alg)
  const alg = request?.expect.alg ?? (typed.length > 0 ? typed : undefined)
  return {
    ...(iss === '' ? {} : { iss }),
    ...(aud === '' ? {} : { aud: typeof aud === 'string' ? [aud] : aud }),
    ...(alg === undefined ? {} : { alg }),
    ...(context.client_id === undefined ? {} : { client_id: context.client_id }),
    ...(context.kb_required === undefined ? {} : { bindingRequired: context.kb_required }),
  }
}
