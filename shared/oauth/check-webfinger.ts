import { issuerAddress } from '../profile/issuer-address.ts'
import { issuerRelation } from '../profile/webfinger-target.ts'
import type { Check } from '../verdict/check.ts'
import { failed, notChecked, passed } from './flow-check.ts'
import { plainText, plainValue } from './plain-text.ts'
import type { JsonObject } from './read-id-token.ts'

export type WebfingerReading = {
  /** Those that may be used, in the order of the answer, each once. */
  readonly issuers: readonly string[]
  readonly checks: readonly Check[]
}

const rfc = 'RFC 7033 §4.4'
const oidc = 'OIDC Discovery §2'

/** More than any host means; the rest is not looked at. */
const maxLinks = 100

/** What a JRD says about an issuer (RFC 7033 §4.4, OpenID Connect Discovery 1.0 §2), held against what was asked. */
export function readWebfinger(
  answer: unknown,
  asked: { readonly resource: string; readonly host: string; readonly isLocal: boolean },
): WebfingerReading {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    const check = failed('webfinger_answer', rfc, 'MALFORMED', {
      expected: 'a JSON object',
      found: plainValue(answer),
    })
    return { issuers: [], checks: [check] }
  }
  const document = answer as JsonObject
  const links = issuerLinks(document)
  const issuers = [...new Set(links.filter((href) => isUsable(href, asked.isLocal)))]
  return { issuers, checks: [checkSubject(document, asked.resource), ...checkIssuers(links, issuers, asked)] }
}

function checkSubject({ subject, aliases }: JsonObject, resource: string): Check {
  const id = 'webfinger_subject'
  const section = 'RFC 7033 §4.4.1'
  if (subject === undefined) return notChecked(id, section, 'the answer does not say whom it is about')
  if (typeof subject !== 'string') {
    return failed(id, section, 'CLAIM_TYPE', { expected: plainText(resource), found: plainValue(subject) })
  }
  const facts = { expected: plainText(resource), found: plainText(subject) }
  if (subject === resource) return passed(id, section, facts)
  if (Array.isArray(aliases) && aliases.includes(resource)) {
    return passed(id, section, { ...facts, note: 'what was asked for is named as an alias of it' })
  }
  return failed(id, section, 'SUBJECT', facts)
}

function issuerLinks({ links }: JsonObject): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(links) ? links.slice(0, maxLinks) : []
  return list.flatMap((link) =>
    typeof link === 'object' && link !== null && (link as JsonObject).rel === issuerRelation
      ? [(link as JsonObject).href]
      : [],
  )
}

function isUsable(href: unknown, isLocal: boolean): href is string {
  if (typeof href !== 'string' || href.length > 2048) return false
  const address = issuerAddress(href)
  return address === 'https' || (address === 'http_loopback' && isLocal)
}

function checkIssuers(
  links: readonly unknown[],
  issuers: readonly string[],
  asked: { readonly host: string; readonly isLocal: boolean },
): readonly Check[] {
  const id = 'webfinger_issuer'
  const expected = `a link ${issuerRelation} to an https address`
  const [first] = issuers
  if (first === undefined) {
    return [
      links.length === 0
        ? failed(id, oidc, 'CLAIM_MISSING', { expected, found: 'none' })
        : failed(id, oidc, 'URL_REFUSED', { expected, found: plainValue(links[0]) }),
    ]
  }
  const found = plainText(issuers.join(', '), 300)
  const refused = links.length - links.filter((link) => issuers.includes(String(link))).length
  return [
    issuers.length === 1 && refused === 0
      ? passed(id, oidc, { found })
      : failed(id, oidc, 'CLAIM_VALUE', { expected: 'one issuer', found }),
    // Whoever runs the host says it; the issuer itself has not been asked.
    notChecked(
      'webfinger_trust',
      oidc,
      `${plainText(asked.host, 200)} says so${asked.isLocal ? '' : ' over TLS'}; whether the issuer is what it says it is shows when its metadata is read`,
    ),
  ]
}
