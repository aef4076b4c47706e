import type { KeyFinding } from '../../../../shared/key/key-description.ts'
import { findingFor, type KeySetRule, type Member, namesOf, sharing } from './member.ts'

/** Whether each key can be found by its name, and stands there once. */
export const identityRules: readonly KeySetRule[] = [missingKid, kidNotText, duplicateKid, sameKeyTwice]

const kidOf = ({ jwk }: Member) => (typeof jwk.kid === 'string' ? jwk.kid : null)

function missingKid(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => jwk.kid === undefined || jwk.kid === ''),
    {
      id: 'MISSING_KID',
      severity: members.length > 1 ? 'warning' : 'info',
      says: ['has no kid', 'have no kid'],
      advice:
        members.length > 1
          ? 'Give each key a kid, so that a token can name the one that signed it; the RFC 7638 thumbprint is a good one.'
          : 'One key needs no name; with a kid the next one can stand beside it during a change of keys.',
      spec: 'RFC 7517 §4.5',
    },
  )
}

function kidNotText(members: readonly Member[]): readonly KeyFinding[] {
  return findingFor(
    members.filter(({ jwk }) => jwk.kid !== undefined && typeof jwk.kid !== 'string'),
    {
      id: 'KID_NOT_TEXT',
      severity: 'error',
      says: ['has a kid that is not a text', 'have a kid that is not a text'],
      advice: 'Write the kid as a JSON string: readers compare it with the kid of a token, which is one.',
      spec: 'RFC 7517 §4.5',
    },
  )
}

/** RFC 7517 §4.5 allows one kid on keys of different types that an application takes as alternatives. */
function duplicateKid(members: readonly Member[]): readonly KeyFinding[] {
  return sharing(members, kidOf).flatMap((group) => {
    // One key listed twice is told by the rule for that: no token of it fails.
    if (isOneKey(group)) return []
    const rivals = group.some((one, at) => group.slice(at + 1).some((other) => areRivals(one, other)))
    const kid = kidOf(group[0] as Member) ?? ''
    return [
      {
        id: rivals ? 'DUPLICATE_KID' : 'KID_ON_SEVERAL_TYPES',
        severity: rivals ? ('error' as const) : ('warning' as const),
        keys: group.map(({ index }) => index),
        sentence: `${namesOf(group)} have the same kid, ${kid.slice(0, 60)}${rivals ? '' : ', and differ in type or use'}.`,
        advice: rivals
          ? 'Give each key a kid of its own: a reader takes the first it finds, and tokens of the other fail.'
          : 'Readers that look by kid alone may take the wrong one; a kid of its own for each key is safer.',
        spec: 'RFC 7517 §4.5',
      },
    ]
  })
}

function isOneKey([first, ...others]: readonly Member[]): boolean {
  const thumbprint = first?.facts.thumbprint ?? null
  return thumbprint !== null && others.every(({ facts }) => facts.thumbprint === thumbprint)
}

/** A key without use is for anything, so also for what the other one is for. */
function areRivals({ jwk: one }: Member, { jwk: other }: Member): boolean {
  const sameUse = one.use === undefined || other.use === undefined || one.use === other.use
  return one.kty === other.kty && sameUse
}

function sameKeyTwice(members: readonly Member[]): readonly KeyFinding[] {
  return sharing(members, ({ facts }) => facts.thumbprint).map((group) => {
    const kids = new Set(group.map(kidOf)).size
    const uses = new Set(group.flatMap(({ jwk }) => (jwk.use === undefined ? [] : [String(jwk.use)]))).size
    const sentence = `${namesOf(group)} are the same key${kids > 1 ? ' under different kids' : ''}${uses > 1 ? ' for different uses' : ''}.`
    return {
      id: 'SAME_KEY_TWICE',
      severity: 'warning' as const,
      keys: group.map(({ index }) => index),
      sentence,
      advice:
        uses > 1
          ? 'Use one key for signatures and another for encryption; one key for both weakens both.'
          : kids > 1
            ? 'Publish a key once. Under two names it looks like a change of keys that did not happen.'
            : 'Publish a key once; remove the other entry.',
      spec: uses > 1 ? 'RFC 7517 §4.2' : 'RFC 7517 §4.5',
    }
  })
}
