import { failed, notChecked, passed } from '../../oauth/flow-check.ts'
import { plainText, plainValue } from '../../oauth/plain-text.ts'
import type { Check } from '../check.ts'
import { issuedWithin } from './issued-within.ts'
import type { Named, ProfileRules } from './profile-input.ts'
import { requiredClaims } from './required-claims.ts'
import { compareText, requireClaims, requireType } from './rules.ts'
import { readTargetAddress } from './target-address.ts'

const spec = 'RFC 9449 §4.3'

/** A DPoP proof (RFC 9449 §4.2 and §4.3), and whether it belongs to an access token (§7.1). */
export const dpopProofRules: ProfileRules = (input) => {
  const { header, claims, claim, context } = input
  return [
    requireType(header, ['dpop+jwt'], 'RFC 9449 §4.2'),
    requireClaims(claims, requiredClaims.dpop_proof, 'RFC 9449 §4.2'),
    compareText({ id: 'htm', spec }, claim('htm'), context.htm),
    target(claim('htu'), context.htu),
    issuedWithin(input, spec),
    ...accessTokenHash(input),
    ...boundKey(input),
  ]
}

/** What was asked for and cannot be compared is a failure: passing over it would let every address pass. */
function target(found: unknown, expected: string | undefined): Check {
  const plain = compareText({ id: 'htu', spec }, found, expected)
  if (expected === undefined || typeof found !== 'string') return plain
  const wanted = readTargetAddress(expected)
  const facts = { expected: plainText(expected, 300), found: plainText(found, 300) }
  if (wanted === null) {
    const note = 'What is expected is no http or https address without a user, so no proof can be for it.'
    return { ...failed('htu', spec, 'CLAIM_VALUE', facts), note }
  }
  return found === expected || readTargetAddress(found) === wanted
    ? passed('htu', spec, facts)
    : failed('htu', spec, 'CLAIM_VALUE', facts)
}

function accessTokenHash({ claim, context, facts }: Named): readonly Check[] {
  const ath = claim('ath')
  if (context.access_token === undefined) {
    if (ath === undefined) return []
    const note = 'Give the access token that was sent with it, and its hash is compared.'
    return [{ ...notChecked('ath', spec, note), found: plainValue(ath, 100) }]
  }
  const compared = {
    expected: facts.ath ?? 'an access token of ASCII characters',
    found: plainValue(ath, 100),
  }
  if (ath === undefined) return [failed('ath', spec, 'CLAIM_MISSING', compared)]
  return [
    facts.ath !== undefined && ath === facts.ath
      ? passed('ath', spec, compared)
      : failed('ath', spec, 'HASH', compared),
  ]
}

/** Which key it must be: named by the person, or by the access token that was issued to it. */
function boundKey({ context, facts }: Named): readonly Check[] {
  const found = facts.keyThumbprint
  const expectations: readonly (readonly [id: string, expected: string | null | undefined, spec: string])[] =
    [
      ['jkt', context.jkt, 'RFC 9449 §6.1'],
      ['cnf', context.access_token === undefined ? undefined : facts.boundJkt, 'RFC 9449 §7.1'],
    ]
  const compared = expectations.flatMap(([id, expected, at]): readonly Check[] => {
    if (expected === undefined) return []
    if (expected === null) {
      const note = 'The access token cannot be read here; whether it is bound to this key, its issuer knows.'
      return [notChecked(id, at, note)]
    }
    const shown = { expected: plainText(expected, 100), found: found ?? 'no key that could be used' }
    return [found === expected ? passed(id, at, shown) : failed(id, at, 'KEY_BINDING', shown)]
  })
  if (context.access_token === undefined || facts.unbound === undefined) return compared
  // With a proof, only a token that is bound to its key is to be accepted (RFC 9449 §7.1).
  const missing = {
    expected: 'an access token bound to this key, with its thumbprint as cnf.jkt',
    found: `an access token with ${facts.unbound}`,
  }
  return [...compared, failed('cnf', 'RFC 9449 §6.1', 'KEY_BINDING', missing)]
}
