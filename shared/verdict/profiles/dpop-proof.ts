import { failed, notChecked, passed } from '../../oauth/flow-check.ts'
import { plainText, plainValue } from '../../oauth/plain-text.ts'
import type { Check } from '../check.ts'
import { issuedWithin } from './issued-within.ts'
import type { Named, ProfileRules } from './profile-input.ts'
import { requiredClaims } from './required-claims.ts'
import { compareText, requireClaims, requireType } from './rules.ts'

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

/** Compared without query and fragment, and after syntax-based normalisation (RFC 9449 §4.3, RFC 3986 §6.2.2). */
function target(found: unknown, expected: string | undefined): Check {
  const plain = compareText({ id: 'htu', spec }, found, expected)
  if (plain.status !== 'fail' || typeof found !== 'string' || expected === undefined) return plain
  const [one, other] = [normalised(found), normalised(expected)]
  const facts = { expected: plainText(expected, 300), found: plainText(found, 300) }
  if (other === null) {
    return {
      ...notChecked('htu', spec, 'The address to compare with is not an http or https address.'),
      ...facts,
    }
  }
  return one === other ? passed('htu', spec, facts) : failed('htu', spec, 'CLAIM_VALUE', facts)
}

function normalised(address: string): string | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  if (url.username !== '' || url.password !== '') return null
  url.search = ''
  url.hash = ''
  // Percent-encoding of unreserved characters means nothing; that of others keeps its meaning, in capitals.
  return url.href.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return /[A-Za-z0-9\-._~]/.test(character) ? character : code.toUpperCase()
  })
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
  return expectations.flatMap(([id, expected, at]): readonly Check[] => {
    if (expected === undefined) return []
    if (expected === null) {
      const note =
        'The access token cannot be read or names no key (cnf.jkt), so it is not bound to this one.'
      return [notChecked(id, at, note)]
    }
    const shown = { expected: plainText(expected, 100), found: found ?? 'no key that could be used' }
    return [found === expected ? passed(id, at, shown) : failed(id, at, 'KEY_BINDING', shown)]
  })
}
