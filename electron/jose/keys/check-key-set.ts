import { AppError } from '../../../shared/error.ts'
import type { KeyFinding, KeySetReport } from '../../../shared/key/key-description.ts'
import { readJson } from '../../../shared/token/json-text.ts'
import type { Jwk } from '../jwk.ts'
import { readCertificates } from './describe-keys.ts'
import { bindingRules } from './health/binding-rules.ts'
import { certificateRules } from './health/certificate-rules.ts'
import { identityRules } from './health/identity-rules.ts'
import type { KeySetRule, Member } from './health/member.ts'
import { strengthRules } from './health/strength-rules.ts'
import { keyFactsOf } from './key-facts.ts'
import { readKeys } from './read-keys.ts'

const maxKeys = 500

const rules: readonly KeySetRule[] = [
  ...strengthRules,
  ...identityRules,
  ...bindingRules,
  ...certificateRules,
]
const order = { error: 0, warning: 1, info: 2 } as const

/**
 * Judges a key set that is, or is to be, published (RFC 7517 §5): `at` in Unix seconds, for its certificates. Throws
 * ERR_KEY where the text is no key set. Positions count every entry of the set, also those that are no keys.
 */
export async function checkKeySet({
  text,
  at,
}: {
  readonly text: string
  readonly at: number
}): Promise<KeySetReport> {
  const entries = readEntries(text)
  const members: Member[] = []
  const strangers: number[] = []
  for (const [index, entry] of entries.entries()) {
    if (!isJwk(entry)) strangers.push(index)
    else {
      members.push({
        index,
        jwk: entry,
        facts: await keyFactsOf(entry),
        certificates: readCertificates(entry),
      })
    }
  }
  const findings = [
    ...(entries.length === 0 ? [emptySet] : []),
    ...(strangers.length > 0 ? [notKeys(strangers)] : []),
    ...rules.flatMap((rule) => rule(members, at)),
  ]
  return {
    members: members.map(({ index, facts, certificates }) => ({ ...facts, index, certificates })),
    findings: findings.sort((a, b) => order[a.severity] - order[b.severity]),
    asOf: at,
  }
}

/** The list as it stands where the text is a JWKS; otherwise the keys that were found. */
function readEntries(text: string): readonly unknown[] {
  const trimmed = text.replace(/^\ufeff/, '').trim()
  if (trimmed.startsWith('{')) {
    const { problems, isObject } = readJson(trimmed)
    const problem = problems.find(({ code }) => code !== 'JSON_BIG_NUMBER')
    if (problem || !isObject) throw new AppError('ERR_KEY', problem?.message ?? 'this is not a JSON object')
    const { keys } = JSON.parse(trimmed) as { readonly keys?: unknown }
    if (Array.isArray(keys)) {
      if (keys.length <= maxKeys) return keys
      throw new AppError('ERR_KEY', `the set holds ${keys.length} keys; at most ${maxKeys} are read`)
    }
  }
  return readKeys(text).keys
}

const emptySet: KeyFinding = {
  id: 'EMPTY_SET',
  severity: 'error',
  keys: [],
  sentence: 'The set holds no key.',
  advice: 'Publish at least one key; with none, no token can be verified.',
  spec: 'RFC 7517 §5.1',
}

function notKeys(indexes: readonly number[]): KeyFinding {
  const one = indexes.length === 1
  return {
    id: 'NOT_A_KEY',
    severity: 'error',
    keys: indexes,
    sentence: one
      ? `Entry ${(indexes[0] ?? 0) + 1} is no key: it has no kty.`
      : `${indexes.length} entries are no keys: they have no kty.`,
    advice: 'Every entry is a JSON object with the member kty. Readers pass over the others.',
    spec: 'RFC 7517 §4.1',
  }
}

function isJwk(value: unknown): value is Jwk {
  return typeof value === 'object' && value !== null && typeof (value as Jwk).kty === 'string'
}
