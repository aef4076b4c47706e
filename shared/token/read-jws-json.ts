import type { Node } from 'jsonc-parser'
import { noteOfDetached } from './detached.ts'
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
import { type JsonTree, type NamedNode, namedNodes, nodeOf, stringContents } from './json-strings.ts'
import type { FormReading } from './read-compact.ts'
import { readJsonDisclosures } from './read-json-disclosures.ts'
import type { ToInput } from './read-segment.ts'
import { readUnencoded, saysUnencoded } from './read-unencoded.ts'
import type { Segment, SignatureReading } from './reading.ts'

/** True where a JSON object is built like a JWS in JSON form, whole or broken. Many an API answers with a `signature`. */
export function looksLikeJwsJson(members: readonly NamedNode[]): boolean {
  const has = (name: string) => nodeOf(members, name) !== null
  const list = nodeOf(members, 'signatures')
  if (list?.type === 'array') {
    return (
      has('payload') || (list.children ?? []).some((item) => nodeOf(namedNodes(item), 'signature') !== null)
    )
  }
  if (nodeOf(members, 'signature')?.type !== 'string') return false
  return (
    nodeOf(members, 'protected')?.type === 'string' ||
    (has('payload') && (has('header') || members.length === 2))
  )
}

/**
 * Reads a JWS in JSON form, flattened or general (RFC 7515 §7.2), also detached, with an unencoded payload (RFC 7797)
 * or as an SD-JWT (RFC 9901 §8). Never throws; linear.
 */
export function readJwsJson(tree: JsonTree, toInput: ToInput): FormReading {
  const form = createJsonForm(tree, toInput)
  const root = tree.root ?? { type: 'object', offset: 0, length: 1 }
  const members = namedNodes(root)
  const signatures = readSignatures(form, root, members)
  const [first] = signatures
  const unencoded = saysUnencoded(first?.protectedHeader?.members)
  if (signatures.some(({ protectedHeader }) => saysUnencoded(protectedHeader?.members) !== unencoded)) {
    const message = 'The signatures differ in b64; it must be the same for all of them (RFC 7797 §3).'
    report(form, { offset: root.offset, length: 1 }, 'B64_DIFFERS', message)
  }
  const detached = nodeOf(members, 'payload') === null
  const payload = readPayload(form, members, unencoded, first?.signature.end ?? toInput(root.offset))
  if (detached) form.problems.push(noteOfDetached({ start: payload.start, end: payload.end }))
  const segments = [first?.protectedHeader, payload, first?.signature].filter((segment) => segment != null)
  const selective = readJsonDisclosures(form, members)
  return {
    format: selective ? 'sd_jwt' : 'jws_json',
    segments,
    problems: form.problems,
    signatures,
    ...(detached ? { detached } : {}),
    ...(unencoded ? { unencodedPayload: true } : {}),
    ...selective,
  }
}

function readPayload(
  form: JsonForm,
  members: readonly NamedNode[],
  unencoded: boolean,
  otherwiseAt: number,
): Segment {
  if (!unencoded) {
    return segmentOf(form, members, 'payload', 'payload') ?? emptySegment('payload', otherwiseAt)
  }
  const contents = stringContents(form.text, nodeOf(members, 'payload'), form.toInput)
  if (!contents) {
    return segmentOf(form, members, 'payload', 'payload') ?? emptySegment('payload', otherwiseAt)
  }
  const { segment, problems } = readUnencoded(contents.text, contents.toInput)
  form.problems.push(...problems)
  return { ...segment, start: form.toInput(contents.start), end: form.toInput(contents.end) }
}

function readSignatures(
  form: JsonForm,
  root: Node,
  members: readonly NamedNode[],
): readonly SignatureReading[] {
  const list = nodeOf(members, 'signatures')
  if (list?.type !== 'array') {
    if (list) report(form, list, 'MEMBER_TYPE', 'The member signatures must be a list.')
    return [readSignature(form, root, '')]
  }
  for (const { name, key } of members) {
    if (name !== 'signature' && name !== 'protected' && name !== 'header') continue
    const message = `The member ${name} belongs to the flattened form and signatures to the general one; a token is one of the two.`
    report(form, key, 'FORMS_MIXED', message)
  }
  const parts = partsOf(form, list, 'signatures')
  if (parts.length === 0) report(form, list, 'SIGNATURES_EMPTY', 'The list signatures is empty.')
  return parts.map((part, index) => {
    const where = parts.length > 1 ? ` of signature ${index + 1}` : ''
    if (part.type !== 'object') {
      report(form, part, 'MEMBER_TYPE', `Element ${index + 1} of signatures must be an object.`)
    }
    return readSignature(form, part, where)
  })
}

function readSignature(form: JsonForm, object: Node, where: string): SignatureReading {
  const members = namedNodes(object)
  const place = { offset: object.offset, length: 1 }
  const protectedHeader = protectedOf(form, members, where)
  const unprotectedHeader = unprotectedOf(form, members, 'header', where)
  if (
    nodeOf(members, 'protected') === null &&
    nodeOf(members, 'header') === null &&
    object.type === 'object'
  ) {
    report(
      form,
      place,
      'HEADER_MISSING',
      `There is no header${where}: neither protected nor header is there.`,
    )
  }
  checkDisjoint(form, place, protectedHeader?.members, [unprotectedHeader], where)
  const signature = neededSegment(form, object, 'signature', 'signature', where)
  const node = nodeOf(members, 'signature')
  if (signature.text === '' && node?.type === 'string') {
    report(form, node, 'SIGNATURE_EMPTY', `The signature${where} is empty.`)
  }
  return { protectedHeader, unprotectedHeader, signature }
}
