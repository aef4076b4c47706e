import { calculateJwkThumbprint, type JWK } from 'jose'
import type { KeyUsed } from '../../../shared/verdict/verification.ts'
import { describeJwk, type Jwk, publicJwk } from '../jwk.ts'
import type { Finding, KeyMaterial } from '../verify-job.ts'
import { checkJweHeader, type JweDemand, type JweHeaderCheck } from './check-jwe-header.ts'
import { type DecryptOutcome, nothingOpened, type RecipientOutcome } from './decrypt-outcome.ts'
import { isSymmetric } from './jwe-algorithms.ts'
import { type HeaderObject, type JweRecipient, type ParsedJwe, parseJwe } from './parse-jwe.ts'
import { readDecryptKeys } from './read-decrypt-keys.ts'
import { createSearch, tryRecipient } from './try-recipient.ts'

export type DecryptJob = {
  /** A JWE in compact, flattened or general form, nothing around it. */
  readonly jwe: string
  /** What opens it; null judges only what can be judged without. */
  readonly material: KeyMaterial | null
  /** Broken algorithms that the person chose to allow all the same. */
  readonly allowObsolete?: readonly string[]
}

/** Opens a JWE with the key material of the job. Never throws for what the token or the key holds; needs no network. */
export async function decryptToken(job: DecryptJob): Promise<DecryptOutcome> {
  const parsed = parseJwe(job.jwe)
  if (!parsed.ok) {
    return {
      ...nothingOpened,
      finding: { status: 'fail', code: 'MALFORMED', found: parsed.problem, spec: 'RFC 7516 §7' },
    }
  }
  const { jwe } = parsed
  const demands = jwe.recipients.map((recipient) => checkJweHeader(jwe, recipient))
  const known = demands.map((check, index) =>
    'demand' in check ? describeDemand(check.demand) : describeHeader(jwe, jwe.recipients[index]),
  )
  const base = { ...nothingOpened, ...factsOf(demands[0]), recipients: [] as readonly RecipientOutcome[] }
  if (job.material === null) {
    const recipients = demands.map((check, index) => ({
      ...(known[index] ?? unknownRecipient),
      finding: 'refusal' in check ? check.refusal : notOpened,
    }))
    return { ...base, finding: summary(recipients), recipients }
  }
  const read = readDecryptKeys(job.material)
  if ('refusal' in read) {
    const structural = demands.find((check) => 'refusal' in check)
    const finding =
      structural && 'refusal' in structural && demands.length === 1 ? structural.refusal : read.refusal
    return { ...base, finding, recipients: known.map((facts) => ({ ...facts, finding: read.refusal })) }
  }
  const search = createSearch(read.keys, job.allowObsolete ?? [])
  const recipients: RecipientOutcome[] = []
  let opened: Opened | null = null
  for (const [index, check] of demands.entries()) {
    const facts = known[index] ?? unknownRecipient
    const recipient = jwe.recipients[index]
    if ('refusal' in check || !recipient) {
      recipients.push({ ...facts, finding: 'refusal' in check ? check.refusal : notOpened })
      continue
    }
    const result = await tryRecipient(jwe, recipient, check.demand, search)
    recipients.push({ ...facts, finding: result.finding })
    if (result.opened) opened ??= { ...result.opened, demand: check.demand, index }
  }
  const keyNotes = [...read.notes]
  if (!opened) return { ...base, finding: summary(recipients), recipients, keyNotes }
  const { demand, jwk, plaintext, index } = opened
  const which =
    recipients.length > 1 ? { note: `Opened as recipient ${index + 1} of ${recipients.length}.` } : {}
  const finding = recipients[index]?.finding ?? notOpened
  const note = [finding.note, which.note].filter((text) => text).join(' ')
  return {
    finding: { ...finding, ...(note ? { note } : {}) },
    key: await describeKey(jwk, job.material),
    keyNotes: [...keyNotes, ...kidNote(demand, jwk)],
    plaintext: Buffer.from(plaintext).toString('base64url'),
    ...factsOf({ demand }),
    recipients: recipients.map((recipient) => forSomeoneElse(recipient, jwk)),
  }
}

/** Beside a recipient that was opened, one that this key does not open is another's, unless it names this very key. */
function forSomeoneElse(recipient: RecipientOutcome, { kid }: Jwk): RecipientOutcome {
  const { finding } = recipient
  if (finding.code !== 'DECRYPT_FAILED' || (recipient.kid !== null && recipient.kid === kid)) return recipient
  const note = 'It does not open with this key; it may be meant for another one.'
  return { ...recipient, finding: { ...finding, status: 'not_checked', note } }
}

type Opened = {
  readonly jwk: Jwk
  readonly plaintext: Uint8Array
  readonly demand: JweDemand
  readonly index: number
}

const notOpened: Finding = {
  status: 'not_checked',
  code: 'ENCRYPTED',
  note: 'No key was chosen to open it with.',
}
const unknownRecipient = { alg: '', kid: null } as const

function kidNote({ kid }: JweDemand, jwk: Jwk): readonly string[] {
  return kid !== null && typeof jwk.kid === 'string' && jwk.kid !== kid
    ? [`The token names the key ${kid}; this key is called ${jwk.kid}.`]
    : []
}

/** What none of the recipients' answers says alone. */
function summary(recipients: readonly RecipientOutcome[]): Finding {
  const [first] = recipients
  if (recipients.length === 1 && first) return first.finding
  const failures = recipients.filter(({ finding }) => finding.status === 'fail')
  const untried = recipients.filter(({ finding }) => finding.code === 'TOO_LARGE')
  // A key that does not open some recipients may open one that was not tried.
  const pick =
    failures.find(({ finding }) => finding.code !== 'DECRYPT_FAILED') ?? untried[0] ?? failures[0] ?? first
  const left =
    untried.length === 0
      ? ''
      : ` ${untried.length} of them ${untried.length === 1 ? 'was' : 'were'} not tried.`
  const note = `None of the ${recipients.length} recipients was opened.${left}`
  return pick
    ? { ...pick.finding, note: [pick.finding.note, note].filter((text) => text).join(' ') }
    : notOpened
}

type Facts = Pick<DecryptOutcome, 'algorithms' | 'symmetric' | 'header'>

function factsOf(check: JweHeaderCheck | undefined): Facts {
  if (!check || 'refusal' in check) return { algorithms: '', symmetric: false, header: {} }
  const { management, encryption, header } = check.demand
  return { algorithms: `${management.alg}, ${encryption.enc}`, symmetric: isSymmetric(management), header }
}

function describeDemand({ management, kid }: JweDemand) {
  return { alg: management.alg, kid }
}

function describeHeader(jwe: ParsedJwe, recipient: JweRecipient | undefined) {
  const { alg, kid } = { ...jwe.protectedHeader, ...jwe.unprotected, ...recipient?.header } as HeaderObject
  return { alg: typeof alg === 'string' ? alg.slice(0, 60) : '', kid: typeof kid === 'string' ? kid : null }
}

async function describeKey(jwk: Jwk, material: KeyMaterial): Promise<KeyUsed> {
  const isSecret = jwk.kty === 'oct'
  return {
    ...(typeof jwk.kid === 'string' ? { kid: jwk.kid } : {}),
    description: describeJwk(jwk),
    // A thumbprint of a secret would let others test guesses.
    ...(isSecret ? {} : { thumbprint: await calculateJwkThumbprint(publicJwk(jwk) as JWK) }),
    provenance: material.kind === 'secret' ? 'secret' : material.provenance,
  }
}
