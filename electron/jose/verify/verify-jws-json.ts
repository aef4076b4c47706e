import { headersOf } from '../../../shared/token/joined-header.ts'
import type { Member, SignatureReading } from '../../../shared/token/reading.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import { toClaims } from '../../../shared/verdict/check-parsed.ts'
import type { PartResult, VerifyResult } from '../../../shared/verdict/verification.ts'
import type { Finding } from '../verify-job.ts'
import { diagnosisOf } from './find-diagnosis.ts'
import { claimRungs, conclude, keySpec, parsedRung, refuseUnparsed, signatureSpec } from './ladder.ts'
import { withProfileRungs } from './profile-rungs.ts'
import { createKeyGetter, type GetKeys, keyRung, type Proof, proveSignature } from './prove-signature.ts'
import { type JudgedSignature, judgeTogether } from './signatures-together.ts'
import { findSignedPayload, payloadMissing, type SignedPayload } from './signed-payload.ts'
import type { VerifyTask } from './verify-deps.ts'

/** A JWS in JSON form (RFC 7515 §7.2): each signature has a ladder of its own, and the whole says how many hold. */
export async function verifyJwsJson(task: VerifyTask): Promise<VerifyResult> {
  const { reading, request, deps, asOf } = task
  const parsed = parsedRung(reading, deps.exact)
  const signatures = reading.signatures ?? []
  if (parsed.status !== 'pass' || signatures.length === 0) return refuseUnparsed(parsed, asOf)
  const payload = findSignedPayload(reading, request)
  const headers = headersOf(reading)
  const getKeys = createKeyGetter(task)
  const judged: JudgedSignature[] = []
  // Looking for the cause of a failure takes its time, which many signatures must not add up.
  const each = signatures.length > 3 ? { ...task, deps: { ...deps, diagnose: false } } : task
  for (const [index, signature] of signatures.entries()) {
    const header = headers[index] ?? new Map<string, unknown>()
    const proof =
      index < maxSignatures ? await proveOne({ signature, header, payload }, each, getKeys) : tooMany
    judged.push({ header, protectedHeader: toClaims(signature.protectedHeader ?? undefined), proof })
  }
  const { shown, together, findings } = judgeTogether(judged)
  const { claims } = payload
  const proved = together.status === 'pass'
  const checks: readonly Check[] = [
    claims ? { ...parsed, ...withNote(parsed, notCompact) } : parsed,
    { id: 'signature', spec: signatureSpec, ...together },
    { id: 'key', spec: keySpec, ...keyRung(shown.proof, shown.header, claims, request) },
    ...claimRungs(shown.protectedHeader, claims, task, proved),
  ]
  const parts = findings.map((finding, index): PartResult => {
    const { header, proof } = judged[index] ?? shown
    const own: readonly Check[] = [
      { id: 'signature', spec: signatureSpec, ...finding },
      { id: 'key', spec: keySpec, ...keyRung(proof, header, claims, request) },
    ]
    const { verdict, code } = conclude(own, asOf)
    const title = `Signature ${index + 1} of ${findings.length}`
    return { id: `signature-${index}`, title, verdict, code, checks: own, key: proof.outcome?.key ?? null }
  })
  return {
    ...conclude(withProfileRungs(checks, { header: shown.protectedHeader, claims, proved }, task), asOf),
    key: shown.proof.outcome?.key ?? null,
    requests: judged.find(({ proof }) => proof.source)?.proof.source?.requests ?? [],
    ...(parts.length > 1 ? { parts } : {}),
    ...diagnosisOf(shown.proof),
  }
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

const notCompact = 'A JWT is always compact (RFC 7519 §1), so libraries for JWTs do not take this form.'

async function proveOne(
  {
    signature: { protectedHeader, unprotectedHeader, signature },
    header,
    payload,
  }: {
    readonly signature: SignatureReading
    readonly header: ReadonlyMap<string, unknown>
    readonly payload: SignedPayload
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
      rules: { mayBeUnencoded: true },
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
