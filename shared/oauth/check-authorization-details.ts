import { isDetail, readAuthorizationDetails } from '../profile/json-settings.ts'
import type { Check } from '../verdict/check.ts'
import { failed, passed } from './flow-check.ts'
import { plainText } from './plain-text.ts'
import type { JsonObject } from './read-id-token.ts'

const spec = 'RFC 9396 §7'

/** What was granted of the details that were asked for; no check where none were and none came. */
export function checkAuthorizationDetails(body: JsonObject, asked: string): readonly Check[] {
  const wanted = asked.trim() === '' ? [] : (readAuthorizationDetails(asked) ?? [])
  const found = body.authorization_details
  if (found === undefined && wanted.length === 0) return []
  const expected = wanted.length === 0 ? 'none' : typesOf(wanted)
  if (!Array.isArray(found) || !found.every(isDetail)) {
    const what = found === undefined ? 'none' : 'not an array of objects with a type'
    return [failed('authorization_details', spec, 'SCOPE', { expected, found: what })]
  }
  const facts = { expected, found: typesOf(found) }
  const types = (details: readonly { readonly type: string }[]) => details.map(({ type }) => type)
  const missing = types(wanted).filter((type) => !types(found).includes(type))
  const more = types(found).filter((type) => !types(wanted).includes(type))
  if (missing.length === 0 && more.length === 0) {
    const same = JSON.stringify(found) === JSON.stringify(wanted)
    const note = same ? 'each as it was asked for' : 'the provider filled in or changed members of them'
    return [passed('authorization_details', spec, { ...facts, note })]
  }
  const notes = [
    missing.length > 0 ? `not granted: ${plainText(missing.join(', '), 200)}` : '',
    more.length > 0 ? `not asked for: ${plainText(more.join(', '), 200)}` : '',
  ]
  const note = notes.filter((part) => part !== '').join('; ')
  return [failed('authorization_details', spec, 'SCOPE', { ...facts, note })]
}

function typesOf(details: readonly { readonly type: string }[]): string {
  return plainText(details.map(({ type }) => type).join(', '), 300)
}
