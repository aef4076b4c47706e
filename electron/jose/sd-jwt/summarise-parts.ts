import type { Check } from '../../../shared/verdict/check.ts'
import { checkTitle } from '../../../shared/verdict/explain-check.ts'
import type { PartResult } from '../../../shared/verdict/verification.ts'
import type { OpenedDisclosure, OpenedSdJwt } from './open-sd-jwt.ts'

const spec = 'RFC 9901 §7.1'

/** The rung of all disclosures together: one that does not fit condemns the whole (RFC 9901 §7.1 steps 3 to 5). */
export function disclosuresRung({ disclosures, problems, undisclosed }: OpenedSdJwt, proved: boolean): Check {
  const id = 'disclosures'
  const own = disclosures.findIndex(({ problem }) => problem !== null)
  const problem = problems[0] ?? disclosures[own]?.problem
  if (problem) {
    const which = problems[0] ? '' : `disclosure ${own + 1}: `
    const count = problems.length + disclosures.filter((each) => each.problem !== null).length
    return {
      id,
      status: 'fail',
      code: 'DISCLOSURE',
      expected: 'every disclosure by exactly one digest that the issuer signed',
      found: `${which}${lower(problem.message)}`,
      ...(count > 1
        ? { note: `There ${count === 2 ? 'is 1 more problem' : `are ${count - 1} more problems`}.` }
        : {}),
      spec,
    }
  }
  const held =
    undisclosed === 0
      ? 'nothing is held back'
      : `${undisclosed} more ${undisclosed === 1 ? 'digest' : 'digests'} without a disclosure`
  const count = `${disclosures.length} ${disclosures.length === 1 ? 'disclosure fits' : 'disclosures fit'}`
  return {
    id,
    status: 'pass',
    found: disclosures.length === 0 ? `none given; ${held}` : `${count}; ${held}`,
    ...(undisclosed > 0 ? { note: 'Those are claims held back, or decoys: nobody can tell which.' } : {}),
    ...(proved ? {} : { unproved: true }),
    spec,
  }
}

/** One part a disclosure: where it fits, or why it does not. */
export function disclosurePart(
  opened: OpenedDisclosure,
  index: number,
  count: number,
  proved: boolean,
): PartResult {
  const { path, problem, digest, inside } = opened
  const within = inside === null ? '' : `, inside disclosure ${inside + 1}`
  const check: Check = problem
    ? { id: 'digest', status: 'fail', code: 'DISCLOSURE', found: lower(problem.message), spec }
    : path === null
      ? { id: 'digest', status: 'not_checked', note: 'The SD-JWT could not be processed.', spec }
      : {
          id: 'digest',
          status: 'pass',
          found: `${path}${within}`,
          ...(digest === null ? {} : { note: `Digest ${digest}.` }),
          ...(proved ? {} : { unproved: true }),
          spec,
        }
  return {
    id: `disclosure-${index}`,
    title: `Disclosure ${index + 1} of ${count}`,
    verdict: problem ? 'invalid' : proved && path !== null ? 'valid' : 'unverified',
    code: problem ? 'DISCLOSURE' : proved && path !== null ? 'OK' : 'NOT_VERIFIED',
    checks: [check],
    key: null,
  }
}

const fitWords: Readonly<Record<string, string>> = {
  signature: 'its signature',
  sd_hash: 'its sd_hash',
}

/** The rung of the key binding, from its own ladder: it passes only where everything that RFC 9901 asks for did. */
export function keyBindingRung(part: PartResult | null, required: boolean, issuerProved: boolean): Check {
  const base = { id: 'key_binding', spec: 'RFC 9901 §7.3' } as const
  if (part === null) {
    return required
      ? {
          ...base,
          status: 'fail',
          code: 'KEY_BINDING',
          expected: 'a key binding JWT',
          found: 'the SD-JWT ends without one',
        }
      : {
          ...base,
          status: 'not_checked',
          note: 'There is none, and none was asked for: whoever has this SD-JWT can show it.',
        }
  }
  const failure = part.checks.find(({ status }) => status === 'fail')
  if (failure) {
    const { code, expected, found, note } = failure
    const what = checkTitle(failure.id).toLowerCase()
    const facts = [expected && `expected ${expected}`, found && `found ${found}`]
      .filter((text) => text)
      .join(', ')
    return {
      ...base,
      status: 'fail',
      code: 'KEY_BINDING',
      found: `${what}: ${facts || note || code || 'does not hold'}`,
      ...(facts && note ? { note } : {}),
    }
  }
  const open = part.checks.filter(({ status }) => status === 'not_checked')
  if (open.length > 0) {
    const words = open.map(({ id }) => checkTitle(id).toLowerCase()).join(', ')
    const fits = part.checks.filter(({ status, id }) => status === 'pass' && id in fitWords)
    const held = fits.map(({ id }) => fitWords[id]).join(' and ')
    const note = `${held ? `It fits in ${held}. ` : ''}Not compared: ${words}.`
    return { ...base, status: 'not_checked', note }
  }
  return {
    ...base,
    status: 'pass',
    found: 'made by the holder’s key for this SD-JWT, this audience and this nonce',
    ...(issuerProved ? {} : { unproved: true }),
  }
}

function lower(message: string): string {
  const text = message.replace(/\.$/, '')
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
