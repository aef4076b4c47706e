import type { Check } from '../verdict/check.ts'
import { failed, instant, notChecked, passed } from './flow-check.ts'
import { managementAddress } from './management-address.ts'
import { plainText, plainValue } from './plain-text.ts'
import type { JsonObject } from './read-id-token.ts'

export type RegistrationEvidence = {
  /** `register`: RFC 7591 §3; the others: RFC 7592 §2. */
  readonly call: 'register' | 'read' | 'update'
  readonly status: number
  readonly answer: JsonObject
  /** What was sent; empty for a read. */
  readonly asked: JsonObject
  /** The address that answered. */
  readonly endpoint: string
  /** Unix seconds. */
  readonly now: number
}

const spec = 'RFC 7591 §3.2.1'

/** What a registration answer says, held against what was asked for. */
export function checkRegistration(evidence: RegistrationEvidence): readonly Check[] {
  const { answer, asked, endpoint } = evidence
  return [
    checkStatus(evidence),
    checkClientId(answer, asked),
    ...checkSecretExpiry(evidence),
    checkManagement(answer, endpoint),
    ...checkKept(answer, asked),
  ]
}

/** Some servers answer a registration with 200, which does no harm: a remark. */
function checkStatus({ call, status }: RegistrationEvidence): Check {
  const wanted = call === 'register' ? 201 : 200
  const section = call === 'register' ? spec : 'RFC 7592 §3'
  const facts = { expected: `HTTP ${wanted}`, found: `HTTP ${status}` }
  return status === wanted
    ? passed('registration_status', section, facts)
    : failed('registration_status', section, 'HTTP_STATUS', facts)
}

function checkClientId({ client_id: found }: JsonObject, { client_id: asked }: JsonObject): Check {
  const id = 'registration_client_id'
  if (typeof found !== 'string' || found === '') {
    return failed(id, spec, 'CLAIM_MISSING', { expected: 'a client_id', found: plainValue(found) })
  }
  // An update names its client, and the answer must be about that one (RFC 7592 §2.2).
  if (typeof asked === 'string' && asked !== found) {
    return failed(id, 'RFC 7592 §2.2', 'CLAIM_VALUE', { expected: plainText(asked), found: plainText(found) })
  }
  return passed(id, spec, { found: plainText(found) })
}

function checkSecretExpiry({ answer, now }: RegistrationEvidence): readonly Check[] {
  if (answer.client_secret === undefined) return []
  const id = 'registration_secret_expiry'
  const { client_secret_expires_at: expiry } = answer
  if (expiry === undefined) {
    return [
      failed(id, spec, 'CLAIM_MISSING', {
        expected: 'client_secret_expires_at, 0 for never',
        found: 'nothing',
      }),
    ]
  }
  if (typeof expiry !== 'number' || !(expiry >= 0)) {
    return [failed(id, spec, 'CLAIM_TYPE', { expected: 'a number of seconds', found: plainValue(expiry) })]
  }
  if (expiry === 0) return [passed(id, spec, { found: '0', note: 'the secret never expires' })]
  const found = instant(expiry)
  return [
    expiry > now
      ? passed(id, spec, { found })
      : failed(id, spec, 'EXPIRED', { expected: `later than ${instant(now)}`, found }),
  ]
}

/** Both, or neither: one alone is of no use (RFC 7592 §3); and the token must not go just anywhere. */
function checkManagement(answer: JsonObject, endpoint: string): Check {
  const id = 'registration_management'
  const section = 'RFC 7592 §3'
  const expected = 'registration_client_uri and registration_access_token'
  const address = managementAddress(answer, endpoint)
  switch (address.kind) {
    case 'none':
      return notChecked(id, section, 'the answer offers no address where the registration can be managed')
    case 'half':
      return failed(id, section, 'CLAIM_MISSING', { expected, found: address.there })
    case 'refused':
      return failed(id, section, 'URL_REFUSED', {
        expected: 'an https address',
        found: plainText(address.uri, 300),
        note: `${address.why}; the token is not kept`,
      })
    case 'usable':
      return passed(id, section, {
        expected,
        found: plainText(address.uri, 300),
        ...(address.isElsewhere ? { note: 'on another host than the registration endpoint' } : {}),
      })
  }
}

/** More differences than a person reads one by one. */
const namedDifferences = 20

/** A server may replace or leave out what was asked for, and the client has to look (RFC 7591 §3.2.1). */
function checkKept(answer: JsonObject, asked: JsonObject): readonly Check[] {
  const names = Object.keys(asked).filter((name) => name !== 'client_id' && name !== 'client_secret')
  if (names.length === 0) return []
  const id = 'registration_kept'
  const other = names.filter((name) => !isSame(memberOf(answer, name), asked[name]))
  const same = names.filter((name) => !other.includes(name))
  const differences = other.slice(0, namedDifferences).map((name) =>
    failed(id, spec, 'CLAIM_VALUE', {
      expected: `${plainText(name, 60)}: ${shown(asked[name])}`,
      found: shown(memberOf(answer, name)),
    }),
  )
  const left = other.length - differences.length
  return [
    ...differences,
    ...(left > 0
      ? [
          failed(id, spec, 'CLAIM_VALUE', {
            expected: 'what was asked for',
            found: `${left} more members otherwise`,
          }),
        ]
      : []),
    ...(same.length > 0 ? [passed(id, spec, { found: plainText(same.join(', '), 300) })] : []),
  ]
}

function memberOf(answer: JsonObject, name: string): unknown {
  return Object.hasOwn(answer, name) ? answer[name] : undefined
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : plainText(JSON.stringify(value), 120)
}

/** Lists of names and values of `scope` are sets: their order says nothing. */
function isSame(found: unknown, asked: unknown): boolean {
  return canonical(found) === canonical(asked)
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.map(canonical).toSorted())
  if (typeof value === 'string') return value.split(' ').toSorted().join(' ')
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return JSON.stringify(members.map(([name, each]) => [name, canonical(each)]))
  }
  return String(value)
}
