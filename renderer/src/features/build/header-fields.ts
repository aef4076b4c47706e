import { readMemberSpans, removeMember, setMember } from '../../../../shared/build/member-edits.ts'

/** The value of the last member of this name, where it is a string; null where there is none or no JSON object. */
export function headerValue(header: string, name: string): string | null {
  const value = readMemberSpans(header)?.findLast((member) => member.name === name)?.value
  return typeof value === 'string' ? value : null
}

/** The header with this member set, or taken out for an empty value; null where the header is no JSON object. */
export function withHeaderValue(header: string, name: string, value: string): string | null {
  const members = readMemberSpans(header)
  if (!members) return null
  if (value !== '') return setMember(header, name, JSON.stringify(value))
  const index = members.findLastIndex((member) => member.name === name)
  return index === -1 ? header : removeMember(header, members, index)
}

/** Types that specifications give to JWTs, for a list of suggestions (RFC 8725 §3.11). */
export const knownTypes = [
  'JWT',
  'at+jwt',
  'dpop+jwt',
  'logout+jwt',
  'client-authentication+jwt',
  'oauth-authz-req+jwt',
  'token-introspection+jwt',
  'secevent+jwt',
  'dc+sd-jwt',
  'kb+jwt',
] as const
