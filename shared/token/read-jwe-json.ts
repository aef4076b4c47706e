import type { Node } from 'jsonc-parser'
import {
  checkDisjoint,
  createJsonForm,
  emptySegment,
  type JsonForm,
  neededSegment,
  partsOf,
  protectedOf,
  report,
  segmentOf,
  unprotectedOf,
} from './json-form.ts'
import { type JsonTree, type NamedNode, namedNodes, nodeOf } from './json-strings.ts'
import type { FormReading } from './read-compact.ts'
import type { ToInput } from './read-segment.ts'
import type { Member, RecipientReading } from './reading.ts'

/** True where a JSON object is built like a JWE in JSON form, whole or broken. */
export function looksLikeJweJson(members: readonly NamedNode[]): boolean {
  if (nodeOf(members, 'ciphertext')?.type !== 'string') return false
  const others = ['protected', 'unprotected', 'recipients', 'encrypted_key', 'tag', 'header']
  return others.some((name) => nodeOf(members, name) !== null)
}

/** Reads a JWE in JSON form, flattened or general (RFC 7516 §7.2). Never throws; linear. */
export function readJweJson(tree: JsonTree, toInput: ToInput): FormReading {
  const form = createJsonForm(tree, toInput)
  const root = tree.root ?? { type: 'object', offset: 0, length: 1 }
  const members = namedNodes(root)
  const header = protectedOf(form, members)
  const unprotectedHeader = unprotectedOf(form, members, 'unprotected')
  const recipients = readRecipients(form, root, members, header?.members, unprotectedHeader)
  const ciphertext = neededSegment(form, root, 'ciphertext', 'ciphertext')
  const optional = (name: 'iv' | 'tag' | 'aad') =>
    segmentOf(form, members, name, name) ?? (name === 'aad' ? null : emptySegment(name, ciphertext.end))
  const [first] = recipients
  const segments = [
    header,
    first?.encryptedKey ?? emptySegment('encrypted_key', ciphertext.start),
    optional('iv'),
    ciphertext,
    optional('tag'),
    optional('aad'),
  ].filter((segment) => segment !== null)
  return {
    format: 'jwe_json',
    segments,
    problems: form.problems,
    recipients,
    ...(unprotectedHeader ? { unprotectedHeader } : {}),
  }
}

/** A general JWE without `recipients` is met in published examples: it reads as a flattened one without a key of its own. */
function readRecipients(
  form: JsonForm,
  root: Node,
  members: readonly NamedNode[],
  shared: readonly Member[] | null | undefined,
  unprotected: readonly Member[] | null,
): readonly RecipientReading[] {
  const list = nodeOf(members, 'recipients')
  if (list?.type !== 'array') {
    if (list) report(form, list, 'MEMBER_TYPE', 'The member recipients must be a list.')
    return [readRecipient(form, root, shared, unprotected, '')]
  }
  for (const { name, key } of members) {
    if (name !== 'encrypted_key' && name !== 'header') continue
    const message = `The member ${name} belongs to the flattened form and recipients to the general one; a token is one of the two.`
    report(form, key, 'FORMS_MIXED', message)
  }
  const parts = partsOf(form, list, 'recipients')
  if (parts.length === 0) report(form, list, 'RECIPIENTS_EMPTY', 'The list recipients is empty.')
  return parts.map((part, index) => {
    const where = parts.length > 1 ? ` of recipient ${index + 1}` : ''
    if (part.type !== 'object') {
      report(form, part, 'MEMBER_TYPE', `Element ${index + 1} of recipients must be an object.`)
    }
    return readRecipient(form, part, shared, unprotected, where)
  })
}

function readRecipient(
  form: JsonForm,
  object: Node,
  shared: readonly Member[] | null | undefined,
  unprotected: readonly Member[] | null,
  where: string,
): RecipientReading {
  const members = namedNodes(object)
  const header = unprotectedOf(form, members, 'header', where)
  checkDisjoint(form, { offset: object.offset, length: 1 }, shared, [unprotected, header], where)
  return { header, encryptedKey: segmentOf(form, members, 'encrypted_key', 'encrypted_key', where) }
}
