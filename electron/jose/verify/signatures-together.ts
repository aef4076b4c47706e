import type { VerdictCode } from '../../../shared/verdict/check.ts'
import type { Claims } from '../../../shared/verdict/claim-checks.ts'
import type { Finding } from '../verify-job.ts'
import type { Proof } from './prove-signature.ts'

export type JudgedSignature = {
  readonly header: ReadonlyMap<string, unknown>
  /** What the signature covers of it; only this says something about the token. */
  readonly protectedHeader: Claims
  readonly proof: Proof
}

export type Together = {
  /** The rung "signature" of the whole. */
  readonly together: Finding
  /** The signature that the other rungs of the whole speak of. */
  readonly shown: JudgedSignature
  /** The rung "signature" of each one. */
  readonly findings: readonly Finding[]
}

/** The key at hand is simply not for this signature; that says nothing against it. */
const otherKey: readonly VerdictCode[] = ['KEY_TYPE_MISMATCH', 'KEY_NOT_FOUND', 'ALG_NOT_ALLOWED']

/**
 * What several signatures of one payload prove together (RFC 7515 §5.2: which ones must hold is for the application to
 * say). The whole passes where at least one was proved and none failed. A signature for which there is no key is not
 * checked. One that does not fit counts as failed where there is one key for it, unless its kid names another one, and where
 * no other was proved: beside a proved one, one that none of several keys fits may be someone else's. Where one was left
 * out because there is too much to try, the whole is not checked.
 */
export function judgeTogether(judged: readonly JudgedSignature[]): Together {
  const [first = nobody] = judged
  if (judged.length === 1)
    return { together: first.proof.signature, shown: first, findings: [first.proof.signature] }
  const proved = judged.filter(({ proof }) => proof.signature.status === 'pass')
  const each = judged.map((one) => soften(one, proved.length > 0))
  const count = `${proved.length} of ${judged.length} signatures ${proved.length === 1 ? 'was' : 'were'} proved.`
  const failedAt = each.findIndex(({ status }) => status === 'fail')
  if (failedAt !== -1) {
    const note = [each[failedAt]?.note, `This is signature ${failedAt + 1}. ${count}`]
      .filter((text) => text)
      .join(' ')
    return {
      together: { ...(each[failedAt] ?? unjudged), note },
      shown: judged[failedAt] ?? first,
      findings: each,
    }
  }
  const [best] = proved
  const untried = each.find(({ code }) => code === 'TOO_LARGE')
  if (untried) {
    // Tried, it might have failed, and one that fails spoils the whole.
    const note = [untried.note, count].filter((text) => text).join(' ')
    return { together: { ...untried, note }, shown: best ?? first, findings: each }
  }
  if (best) {
    const note = [best.proof.signature.note, count].filter((text) => text).join(' ')
    return { together: { ...best.proof.signature, note }, shown: best, findings: each }
  }
  const open = each.find(({ code }) => code !== undefined && code !== 'NOT_VERIFIED') ?? each[0] ?? unjudged
  const note = [open.note, count].filter((text) => text).join(' ')
  return { together: { ...open, note }, shown: first, findings: each }
}

const unjudged: Finding = { status: 'not_checked', code: 'INTERNAL' }
const nobody: JudgedSignature = {
  header: new Map(),
  protectedHeader: null,
  proof: { signature: unjudged, outcome: null, source: null },
}

function soften({ header, proof }: JudgedSignature, isOtherProved: boolean): Finding {
  const { signature, outcome } = proof
  // A refusal before any key was looked at stays one, but for an algorithm that was not asked for.
  if (signature.status === 'pass' || signature.code === undefined) return signature
  if (otherKey.includes(signature.code)) {
    return {
      ...signature,
      status: 'not_checked',
      note: join(signature.note, 'There is no key here for this signature.'),
    }
  }
  if (signature.status !== 'fail' || signature.code !== 'SIGNATURE_INVALID' || !isOtherProved)
    return signature
  if (outcome === null) return signature
  const kid = header.get('kid')
  const only = outcome.key
  const namesAnother = typeof kid === 'string' && only?.kid !== undefined && only.kid !== kid
  if (only !== null && !namesAnother) return signature
  const note = namesAnother
    ? 'It does not fit this key, and names another one.'
    : 'It fits none of these keys: it may be altered, or made with another key.'
  return { ...signature, status: 'not_checked', note: join(signature.note, note) }
}

function join(...notes: readonly (string | undefined)[]): string {
  return notes.filter((note) => note).join(' ')
}
