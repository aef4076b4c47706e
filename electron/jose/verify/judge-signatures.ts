import type { Member, SignatureReading } from '../../../shared/token/reading.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import { toClaims } from '../../../shared/verdict/check-parsed.ts'
import type { Claims } from '../../../shared/verdict/claim-checks.ts'
import type { PartResult } from '../../../shared/verdict/verification.ts'
import type { HeaderRules } from '../check-header.ts'
import { trialBudget } from '../trial-budget.ts'
import type { Finding } from '../verify-job.ts'
import { conclude, keySpec, signatureSpec } from './ladder.ts'
import { createKeyGetter, type GetKeys, keyRung, type Proof, proveSignature } from './prove-signature.ts'
import type { JudgedSignature, Together } from './signatures-together.ts'
import { payloadMissing, type SignedPayload } from './signed-payload.ts'
import type { VerifyTask } from './verify-deps.ts'

export type SignedInJson = {
  readonly signatures: readonly SignatureReading[]
  /** Of each signature, what counts of its header. */
  readonly headers: readonly ReadonlyMap<string, unknown>[]
  readonly payload: SignedPayload
  readonly rules: HeaderRules
}

/** Each signature of a JSON form by itself, in order; keys are got once. Throws AppError ERR_CANCELLED only. */
export async function judgeSignatures(
  { signatures, headers, payload, rules }: SignedInJson,
  task: VerifyTask,
): Promise<readonly JudgedSignature[]> {
  const getKeys = createKeyGetter(task)
  const judged: JudgedSignature[] = []
  let budget = trialBudget
  // Looking for the cause of a failure takes its time, which many signatures must not add up.
  const each = signatures.length > 3 ? { ...task, deps: { ...task.deps, diagnose: false } } : task
  for (const [index, signature] of signatures.entries()) {
    const header = headers[index] ?? new Map<string, unknown>()
    const proof =
      index < maxSignatures
        ? await proveOne({ signature, header, payload, rules, budget }, each, getKeys)
        : tooMany
    budget -= proof.outcome?.cost ?? 0
    judged.push({ header, protectedHeader: toClaims(signature.protectedHeader ?? undefined), proof })
  }
  return judged
}

/** A ladder for each signature, where there are several. */
export function signatureParts(
  judged: readonly JudgedSignature[],
  { findings, shown }: Together,
  claims: Claims,
  { request, asOf }: Pick<VerifyTask, 'request' | 'asOf'>,
): readonly PartResult[] {
  if (findings.length < 2) return []
  return findings.map((finding, index): PartResult => {
    const { header, proof } = judged[index] ?? shown
    const own: readonly Check[] = [
      { id: 'signature', spec: signatureSpec, ...finding },
      { id: 'key', spec: keySpec, ...keyRung(proof, header, claims, request) },
    ]
    const { verdict, code } = conclude(own, asOf)
    const title = `Signature ${index + 1} of ${findings.length}`
    return { id: `signature-${index}`, title, verdict, code, checks: own, key: proof.outcome?.key ?? null }
  })
}

/** Each one is a public key operation; nobody signs so often. */
const maxSignatures = 100
const tooMany: Proof = {
  signature: {
    status: 'not_checked',
    code: 'TOO_LARGE',
    expected: `at most ${maxSignatures} signatures`,
    found: 'one more',
  },
  outcome: null,
  source: null,
}

async function proveOne(
  {
    signature: { protectedHeader, unprotectedHeader, signature },
    header,
    payload,
    rules,
    budget,
  }: {
    readonly signature: SignatureReading
    readonly header: ReadonlyMap<string, unknown>
    readonly payload: SignedPayload
    readonly rules: HeaderRules
    readonly budget: number
  },
  task: VerifyTask,
  getKeys: GetKeys,
): Promise<Proof> {
  const decided =
    refuseUnprotected(unprotectedHeader) ?? payload.refusal ?? (payload.missing ? payloadMissing : null)
  if (decided) return { signature: decided, outcome: null, source: null }
  const proof = await proveSignature(
    {
      token: `${protectedHeader?.text ?? ''}.${payload.middle}.${signature.text}`,
      ...payload.unencoded,
      ...(unprotectedHeader ? { unprotected: toObject(unprotectedHeader) } : {}),
      header,
      rules,
      budget,
    },
    task,
    getKeys,
  )
  const algProtected = protectedHeader?.members?.some(({ name }) => name === 'alg')
  if (algProtected || proof.signature.status !== 'pass') return proof
  const note = 'alg stands in a header that nothing protects (RFC 7515 §10.7).'
  return { ...proof, signature: withNote(proof.signature, note) }
}

/** These two change what is signed and what must be understood, so they count only where they are protected. */
function refuseUnprotected(members: readonly Member[] | null): Finding | null {
  const name = members?.find((member) => member.name === 'crit' || member.name === 'b64')?.name
  if (name === undefined) return null
  const found = `${name} stands in a header that nothing protects`
  return { status: 'fail', code: 'CRIT', found, spec: name === 'b64' ? 'RFC 7797 §3' : 'RFC 7515 §4.1.11' }
}

function toObject(members: readonly Member[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(members.map(({ name, value }) => [name, value]))
}

export function withNote(finding: Finding, note: string): Finding {
  return { ...finding, note: [finding.note, note].filter((text) => text).join(' ') }
}
