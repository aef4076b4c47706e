import type { Node } from 'jsonc-parser'
import {
  type JsonTree,
  membersOf,
  type NamedNode,
  namedNodes,
  nodeOf,
  stringContents,
} from './json-strings.ts'
import { readSegment, type ToInput } from './read-segment.ts'
import type { Member, Problem, Segment, SegmentName } from './reading.ts'

/** More signatures, recipients or disclosures than this are not read; no token in use has nearly as many. */
export const maxParts = 1000

/** A JSON object that is a token, while it is being read: what is wrong with it gathers in `problems`. */
export type JsonForm = {
  readonly text: string
  readonly toInput: ToInput
  readonly problems: Problem[]
}

/** Begins the reading of a JSON form with what is wrong with the JSON itself. */
export function createJsonForm(tree: JsonTree, toInput: ToInput): JsonForm {
  const form: JsonForm = { text: tree.text, toInput, problems: [] }
  for (const { code, severity, start, end, message } of tree.problems) {
    report(form, { offset: start, length: end - start }, code, message, severity)
  }
  return form
}

/** Notes a problem at a node of the JSON. */
export function report(
  { problems, toInput }: JsonForm,
  { offset, length }: Pick<Node, 'offset' | 'length'>,
  code: string,
  message: string,
  severity: Problem['severity'] = 'error',
): void {
  const start = toInput(offset)
  problems.push({
    code,
    severity,
    start,
    end: length > 0 ? toInput(offset + length - 1) + 1 : start,
    message,
  })
}

/** A member that is a string as a segment of the token; null, and a problem, where it is something else. */
export function segmentOf(
  form: JsonForm,
  members: readonly NamedNode[],
  member: string,
  name: SegmentName,
  where = '',
): Segment | null {
  const node = nodeOf(members, member)
  if (node === null) return null
  const contents = stringContents(form.text, node, form.toInput)
  if (contents === null) {
    report(form, node, 'MEMBER_TYPE', `The member ${member}${where} must be a string.`)
    return null
  }
  const { segment, problems } = readSegment(name, contents.text, 0, contents.toInput)
  form.problems.push(...problems)
  return { ...segment, start: form.toInput(contents.start), end: form.toInput(contents.end) }
}

/** A segment that must be there: an empty one at the place of its object stands in for it, with a problem. */
export function neededSegment(
  form: JsonForm,
  object: Node,
  member: string,
  name: SegmentName,
  where = '',
): Segment {
  const members = namedNodes(object)
  const found = segmentOf(form, members, member, name, where)
  if (found) return found
  if (nodeOf(members, member) === null) {
    const place = { offset: object.offset, length: 1 }
    report(form, place, 'MEMBER_MISSING', `The member ${member} is missing${where}.`)
  }
  return emptySegment(name, form.toInput(object.offset))
}

/** A segment that is not in the text at all. */
export function emptySegment(name: SegmentName, at: number): Segment {
  return {
    name,
    start: at,
    end: at,
    text: '',
    byteLength: 0,
    decoded: name === 'payload' ? '' : null,
    members: null,
    isObject: false,
  }
}

/** The `protected` member; must be absent where there are no protected parameters (RFC 7515 §7.2.1, RFC 7516 §7.2.1). */
export function protectedOf(form: JsonForm, members: readonly NamedNode[], where = ''): Segment | null {
  const node = nodeOf(members, 'protected')
  const contents = stringContents(form.text, node, form.toInput)
  if (node === null || contents?.text !== '') return segmentOf(form, members, 'protected', 'header', where)
  report(form, node, 'PROTECTED_EMPTY', `The member protected${where} is empty; it must then be left out.`)
  return emptySegment('header', form.toInput(contents.start))
}

/** An unprotected header, which must be an object. */
export function unprotectedOf(
  form: JsonForm,
  members: readonly NamedNode[],
  member: string,
  where = '',
): readonly Member[] | null {
  const node = nodeOf(members, member)
  if (node === null) return null
  const found = membersOf(form.text, node)
  if (found === null) report(form, node, 'MEMBER_TYPE', `The member ${member}${where} must be an object.`)
  return found
}

/** Parameters that only count where they are protected (RFC 7515 §4.1.11, RFC 7797 §6). */
const onlyProtected = ['crit', 'b64', 'zip']

/** The parts of one header must not name the same parameter (RFC 7515 §7.2.1, RFC 7516 §7.2.1). */
export function checkDisjoint(
  form: JsonForm,
  place: Pick<Node, 'offset' | 'length'>,
  protectedHeader: readonly Member[] | null | undefined,
  unprotected: readonly (readonly Member[] | null)[],
  where = '',
): void {
  const seen = new Set(protectedHeader?.map(({ name }) => name))
  const twice = new Set<string>()
  for (const part of unprotected) {
    const names = new Set(part?.map(({ name }) => name))
    for (const name of names) if (seen.has(name)) twice.add(name)
    for (const name of names) seen.add(name)
    for (const name of onlyProtected.filter((name) => names.has(name))) {
      const message = `The parameter ${name} stands in an unprotected header${where}, where anyone can change it; it must be protected.`
      report(form, place, 'PARAMETER_UNPROTECTED', message)
    }
  }
  for (const name of [...twice].slice(0, 20)) {
    const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)
    const message = `The parameter ${shown} stands in two parts of the header${where}; the parts must be disjoint.`
    report(form, place, 'HEADER_NOT_DISJOINT', message)
  }
}

/** The elements of a list, at most `maxParts`; more are said and left out. */
export function partsOf(form: JsonForm, list: Node, member: string): readonly Node[] {
  const parts = list.children ?? []
  if (parts.length > maxParts) {
    const message = `The list ${member} has ${parts.length} elements; at most ${maxParts} are read.`
    report(form, { offset: list.offset, length: 1 }, 'TOO_MANY_PARTS', message)
  }
  return parts.slice(0, maxParts)
}
