import { AppError } from '../../../shared/error.ts'
import { claimPath } from '../../../shared/sd-jwt/node-path.ts'
import { sdJwtPartsOf } from '../../../shared/sd-jwt/sd-jwt-parts-of.ts'
import { readJson } from '../../../shared/token/json-text.ts'
import type { TokenReading } from '../../../shared/token/reading.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import { toClaims } from '../../../shared/verdict/check-parsed.ts'
import type { Claims } from '../../../shared/verdict/claim-checks.ts'
import type { PartResult, VerifyResult } from '../../../shared/verdict/verification.ts'
import { checkKeyBinding } from '../sd-jwt/check-key-binding.ts'
import type { OpenedSdJwt } from '../sd-jwt/open-sd-jwt.ts'
import { disclosurePart, disclosuresRung, keyBindingRung } from '../sd-jwt/summarise-parts.ts'
import { diagnosisOf } from './find-diagnosis.ts'
import { judgeSignatures, signatureParts } from './judge-signatures.ts'
import { claimRungs, conclude, keySpec, parsedRung, refuseUnparsed, signatureSpec } from './ladder.ts'
import { withProfileRungs } from './profile-rungs.ts'
import { createKeyGetter, keyRung, type Proof, proveSignature } from './prove-signature.ts'
import { type JudgedSignature, judgeTogether } from './signatures-together.ts'
import { findSignedPayload } from './signed-payload.ts'
import type { VerifyFormat, VerifyTask } from './verify-deps.ts'

/**
 * An SD-JWT, with or without key binding (RFC 9901 §7): the issuer's signature, every disclosure against the digests
 * that the issuer signed, then the rungs of every JWT over the claims that come out, then the key binding.
 */
export const verifySdJwt: VerifyFormat = async (task) => {
  const { reading, request, deps, asOf } = task
  const parts = sdJwtPartsOf(reading)
  const parsed = parsedRung(parts ? parts.issuerReading : reading, deps.exact)
  const header = toClaims(reading.segments.find(({ name }) => name === 'header'))
  const payload = reading.segments.find(({ name }) => name === 'payload')
  const signedClaims = toClaims(payload)
  if (
    parsed.status !== 'pass' ||
    !header ||
    !parts ||
    !signedClaims ||
    typeof payload?.decoded !== 'string'
  ) {
    const refused: Check =
      parsed.status === 'pass'
        ? { ...parsed, status: 'fail', code: 'MALFORMED', found: 'text that is not an SD-JWT' }
        : parsed
    return refuseUnparsed(refused, asOf)
  }
  const { jwt, disclosures, keyBinding } = parts
  const judged = await judgeIssuer(reading, header, jwt, task)
  const together = judgeTogether(judged)
  const { shown } = together
  const { proof, protectedHeader: issuerHeader } = shown
  const proved = together.together.status === 'pass'
  const opened = await open({ jwt, payload: payload.decoded, disclosures }, task)
  const claims = opened.claims === null ? signedClaims : claimsOf(opened.claims)
  const context = request.context ?? {}
  // Whoever says what the key binding must hold wants one: its absence must not pass for it (RFC 9901 §7.3).
  const required = context.kb_required ?? (context.kb_aud !== undefined || context.kb_nonce !== undefined)
  const binding =
    keyBinding === null
      ? null
      : await checkKeyBinding(
          { text: keyBinding, cnf: opened.cnf, sdHash: opened.sdHash, issuerProved: proved, required },
          task,
        )
  const rungs: readonly Check[] = [
    parsed,
    { id: 'signature', spec: signatureSpec, ...together.together },
    { id: 'key', spec: keySpec, ...keyRung(proof, shown.header, claims, request) },
    ...claimRungs(
      { header: issuerHeader, claims, proved, alg: shown.header.get('alg'), source: proof.source },
      task,
    ),
    disclosuresRung(opened, proved),
    keyBindingRung(binding, required, proved),
  ]
  const facts = { disclosed: disclosedNames(opened) }
  const checks = withProfileRungs(rungs, { header: issuerHeader, claims, proved, facts }, task)
  const allParts: readonly PartResult[] = [
    ...signatureParts(judged, together, claims, task),
    ...opened.disclosures.map((each, index) =>
      disclosurePart(each, index, opened.disclosures.length, proved),
    ),
    ...(binding ? [binding] : []),
  ]
  return {
    ...asBound(conclude(checks, asOf), binding, required),
    ...diagnosisOf(proof),
    key: proof.outcome?.key ?? null,
    requests: proof.source?.requests ?? [],
    ...(allParts.length > 0 ? { parts: allParts } : {}),
    ...(opened.claims === null ? {} : { processedClaims: opened.claims }),
  }
}

/**
 * The issuer's signature, or each of them in the general JSON form: the disclosures stand with the first one, and the
 * payload that holds their digests is the same for all (RFC 9901 §8.1). Only what a signature covers counts of a header.
 */
async function judgeIssuer(
  reading: TokenReading,
  header: ReadonlyMap<string, unknown>,
  jwt: string,
  task: VerifyTask,
): Promise<readonly JudgedSignature[]> {
  const payload = findSignedPayload(reading, task.request)
  const { signatures } = reading
  if (signatures) {
    const headers = signatures.map((one) => toClaims(one.protectedHeader ?? undefined) ?? new Map())
    return judgeSignatures({ signatures, headers, payload, rules: {} }, task)
  }
  const proof: Proof = payload.refusal
    ? { signature: payload.refusal, outcome: null, source: null }
    : await proveSignature({ token: jwt, header }, task, createKeyGetter(task))
  return [{ header, protectedHeader: header, proof }]
}

/**
 * Where key binding is required, what was not checked of it keeps the whole from being valid. Where there is one that
 * nobody asked for, its signature has to be proved all the same: one altered character must not make it pass.
 */
function asBound(result: VerifyResult, binding: PartResult | null, required: boolean): VerifyResult {
  const rung = result.checks.find(({ id }) => id === 'key_binding')
  const signed = binding?.checks.some(({ id, status }) => id === 'signature' && status === 'pass')
  const holds = required ? rung?.status === 'pass' : binding === null || signed === true
  return result.verdict !== 'valid' || holds
    ? result
    : { ...result, verdict: 'unverified', code: 'KEY_BINDING' }
}

async function open(
  job: { readonly jwt: string; readonly payload: string; readonly disclosures: readonly string[] },
  { deps, signal }: VerifyTask,
): Promise<OpenedSdJwt> {
  try {
    return await deps.run('openSdJwt', job, signal)
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_CANCELLED') throw error
    const message = 'The disclosures could not be processed in time.'
    return {
      disclosures: [],
      problems: [{ code: 'TOO_MANY', message }],
      undisclosed: 0,
      claims: null,
      sdHash: null,
      cnf: null,
    }
  }
}

function claimsOf(json: string): Claims {
  const { members } = readJson(json)
  return members ? new Map(members.map(({ name, value }) => [name, value])) : null
}

function disclosedNames({ disclosures }: OpenedSdJwt): readonly string[] {
  return disclosures.flatMap(({ name, inside, path, problem }) =>
    name !== null && inside === null && problem === null && path === claimPath('', name) ? [name] : [],
  )
}
