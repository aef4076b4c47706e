import { AppError } from '../../../shared/error.ts'
import { readJson } from '../../../shared/token/json-text.ts'
import { readToken } from '../../../shared/token/read-token.ts'
import type { TokenReading } from '../../../shared/token/reading.ts'
import type { Check } from '../../../shared/verdict/check.ts'
import { checkParsed } from '../../../shared/verdict/check-parsed.ts'
import type { Claims } from '../../../shared/verdict/claim-checks.ts'
import type { Decrypted, PartResult, VerifyResult } from '../../../shared/verdict/verification.ts'
import type { DecryptOutcome } from '../jwe/decrypt-outcome.ts'
import { cancelledAfter, resolveKeySource } from '../resolve-key-source.ts'
import type { Finding, KeyMaterial } from '../verify-job.ts'
import { claimRungs, conclude, parsedRung, refuseUnparsed, unreachable } from './ladder.ts'
import { joinLayers, maxLayers, tooDeep } from './layers.ts'
import { withProfileRungs } from './profile-rungs.ts'
import { promisesToken } from './promises-token.ts'
import { withRepeatedClaims } from './repeated-claims.ts'
import { refuseContent } from './signed-payload.ts'
import type { VerifyFormat, VerifyTask } from './verify-deps.ts'

const decryptSpec = 'RFC 7516 §5.2'

/** A JWE, and what is inside it where a key opens it: `verifyInner` judges the next layer. */
export async function verifyJweLayers(task: VerifyTask, verifyInner: VerifyFormat): Promise<VerifyResult> {
  const { reading, deps, asOf } = task
  const parsed = parsedRung(reading, deps.exact)
  if (parsed.status !== 'pass') return refuseUnparsed(parsed, asOf)
  const { finding, outcome } = await open(task)
  const decrypted: Check = { id: 'decrypted', spec: decryptSpec, ...finding }
  const base = [parsed, decrypted]
  if (!outcome || outcome.plaintext === null) {
    const checks = [...base, ...unreachable('ENCRYPTED', '')]
    const parts = recipientParts(outcome, asOf)
    return { ...conclude(checks, asOf), key: outcome?.key ?? null, ...(parts.length > 0 ? { parts } : {}) }
  }
  const bytes = Buffer.from(outcome.plaintext, 'base64url')
  const text = toText(bytes)
  const opened: Decrypted = { text, base64url: outcome.plaintext, algorithms: outcome.algorithms }
  const layer: PartResult = {
    id: `layer-${task.depth}`,
    title: `Encryption, ${outcome.algorithms}`,
    verdict: 'unverified',
    code: 'NOT_AUTHENTICATED',
    checks: base,
    key: outcome.key,
    ...partsOf(recipientParts(outcome, asOf)),
  }
  const inner = text === null ? null : readInner(text, outcome)
  if (inner === 'broken') return brokenInside(base, layer, opened, asOf)
  if (inner) {
    if (task.depth + 1 >= maxLayers) return tooDeep(base, layer, opened, asOf)
    const result = await verifyInner({
      ...task,
      reading: inner,
      deps: { ...deps, exact: true },
      depth: task.depth + 1,
    })
    const joined = joinLayers({ parsed, decrypted, layer, opened, result, inner, depth: task.depth, asOf })
    return withRepeatedClaims(joined, outcome.header)
  }
  return withRepeatedClaims(judgeContent(task, { base, layer, opened, outcome }), outcome.header)
}

/** Content without a signature inside: whatever fits in it is only what some holder of the key says. */
function judgeContent(
  task: VerifyTask,
  {
    base,
    layer,
    opened,
    outcome,
  }: {
    readonly base: readonly Check[]
    readonly layer: PartResult
    readonly opened: Decrypted
    readonly outcome: DecryptOutcome
  },
): VerifyResult {
  const header = new Map(Object.entries(outcome.header))
  const claims = claimsOf(opened.text)
  const note = outcome.symmetric
    ? 'Someone who holds the same secret made it; decryption is not a signature.'
    : 'Decryption is not authentication: whoever has the public key can have made it.'
  const checks: readonly Check[] = [
    ...base,
    {
      id: 'signature',
      spec: 'RFC 7519 §11.2',
      ...(refuseContent(opened.base64url, task.request) ?? {
        status: 'not_checked',
        code: 'NOT_AUTHENTICATED',
        note,
      }),
    },
    {
      id: 'key',
      status: 'not_checked',
      note: 'Without a signature there is no key that vouches for it.',
      spec: 'RFC 8725 §3.8',
    },
    ...claimRungs({ header, claims, proved: false, alg: null, source: null }, task),
  ]
  return {
    ...conclude(withProfileRungs(checks, { header, claims, proved: false }, task), task.asOf),
    key: outcome.key,
    parts: [layer],
    decrypted: opened,
  }
}

type Opened = { readonly finding: Finding; readonly outcome: DecryptOutcome | null }

async function open({ reading, request, deps, signal }: VerifyTask): Promise<Opened> {
  const source = request.decrypt ?? { kind: 'none' }
  if (source.kind === 'discovery' || source.kind === 'jwks_url') {
    const found = 'an address; a key that decrypts is private, and is never fetched'
    return { finding: { status: 'not_checked', code: 'KEY_INVALID', found }, outcome: null }
  }
  const { material, finding } = await resolveKeySource(source, {
    fetch: deps.fetch,
    signal,
    vaultKey: deps.vaultKey,
  })
  if (material === null && source.kind !== 'none') return { finding, outcome: null }
  return run(reading, material, { request, deps, signal })
}

async function run(
  { token }: TokenReading,
  material: KeyMaterial | null,
  { request, deps, signal }: Pick<VerifyTask, 'request' | 'deps' | 'signal'>,
): Promise<Opened> {
  try {
    const allowObsolete = request.allowObsolete ?? []
    const outcome = await deps.run('decryptToken', { jwe: token, material, allowObsolete }, signal)
    const note = [outcome.finding.note, ...outcome.keyNotes].filter((text) => text).join(' ')
    return { finding: { ...outcome.finding, ...(note ? { note } : {}) }, outcome }
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_CANCELLED') throw cancelledAfter(0)
    const code = error instanceof AppError && error.code === 'ERR_TIMEOUT' ? 'TIMEOUT' : 'INTERNAL'
    const found = error instanceof AppError ? error.message : 'the decryption itself failed'
    return { finding: { status: 'not_checked', code, found }, outcome: null }
  }
}

/** Each recipient's own answer, where there are several. */
function recipientParts(outcome: DecryptOutcome | null, asOf: number): readonly PartResult[] {
  const recipients = outcome?.recipients ?? []
  if (recipients.length < 2) return []
  return recipients.map(({ finding, alg, kid }, index) => {
    const checks: readonly Check[] = [{ id: 'decrypted', spec: decryptSpec, ...finding }]
    const named = [alg, kid === null ? '' : `key ${kid}`].filter((text) => text).join(', ')
    const title = `Recipient ${index + 1} of ${recipients.length}${named ? `, ${named}` : ''}`
    const { verdict, code } = conclude(checks, asOf)
    const isOpened = finding.status === 'pass'
    return {
      id: `recipient-${index}`,
      title,
      verdict,
      code: isOpened ? 'NOT_AUTHENTICATED' : code,
      checks,
      key: null,
    }
  })
}

function partsOf(parts: readonly PartResult[]): { readonly parts?: readonly PartResult[] } {
  return parts.length > 0 ? { parts } : {}
}

const tokens: readonly string[] = ['jws', 'unsecured', 'jwe', 'jws_json', 'jwe_json', 'sd_jwt']

/** The token inside, where there is one; `broken` where the header promises one (RFC 7519 §5.2) and there is none. */
function readInner(text: string, { header }: DecryptOutcome): TokenReading | 'broken' | null {
  const promised = promisesToken(header.cty)
  const reading = readToken(text)
  const isToken = tokens.includes(reading.format) && reading.token === text
  if (isToken && (promised || checkParsed(reading, true).status === 'pass')) return reading
  return promised ? 'broken' : null
}

function brokenInside(
  [parsed, decrypted]: readonly Check[],
  layer: PartResult,
  opened: Decrypted,
  asOf: number,
): VerifyResult {
  const failed: Check = {
    id: 'parsed',
    status: 'fail',
    code: 'MALFORMED',
    expected: 'a token inside, as cty says',
    found: foundInside(opened.text),
    spec: 'RFC 7519 §5.2',
  }
  const rest = unreachable(undefined, 'The token inside could not be read.')
  const checks = [parsed?.status === 'pass' ? failed : parsed, decrypted, ...rest].filter(
    (check) => check !== undefined,
  )
  return { ...conclude(checks, asOf), key: layer.key, parts: [layer], decrypted: opened }
}

/** The usual cause has a name: a line break that an editor or a shell put behind the token before it was encrypted. */
function foundInside(text: string | null): string {
  if (text === null) return 'bytes that are no text'
  const trimmed = text.trim()
  const { format, token } = readToken(trimmed)
  if (trimmed === text || token !== trimmed || !tokens.includes(format)) return 'other content'
  return text.startsWith(trimmed)
    ? 'a token with white space behind it, such as a line break: encrypt the token alone'
    : 'a token with white space around it: encrypt the token alone'
}

function claimsOf(text: string | null): Claims {
  if (text === null) return null
  const { isObject, members, problems } = readJson(text)
  if (!isObject || !members || problems.some(({ severity }) => severity === 'error')) return null
  return new Map(members.map(({ name, value }) => [name, value]))
}

function toText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
