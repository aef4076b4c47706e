import { readJsonTree } from './json-strings.ts'
import { readSegment, type ToInput } from './read-segment.ts'
import type { DisclosureReading, Problem } from './reading.ts'

export type DisclosureResult = {
  readonly disclosure: DisclosureReading
  readonly problems: readonly Problem[]
}

/** Names that would let a disclosure pose as the machinery of SD-JWT itself (RFC 9901 §4.2.1). */
const forbidden = ['_sd', '...']

/**
 * Reads one disclosure: base64url of a JSON list of salt, name and value, or of salt and value for an element of a list
 * (RFC 9901 §4.2.1 and §4.2.2). Where it stands in the payload is not looked at. Never throws; linear.
 */
export function readDisclosure(text: string, number: number, toInput: ToInput): DisclosureResult {
  const span = (start: number, end: number) => ({
    start: toInput(start),
    end: end > start ? toInput(end - 1) + 1 : toInput(start),
  })
  const whole = span(0, text.length)
  const problems: Problem[] = []
  const fail = (code: string, message: string) =>
    problems.push({ code, severity: 'error', ...whole, message: `Disclosure ${number}: ${message}` })
  const nothing = { ...whole, text, decoded: null, salt: null, name: null, raw: null }
  if (text === '') {
    fail('DISCLOSURE_EMPTY', 'there is nothing between two ~.')
    return { disclosure: nothing, problems }
  }
  // The alphabet's and UTF-8's rules are those of any payload; the JSON's are a list's and follow below.
  const { segment, problems: found } = readSegment('payload', text, 0, toInput)
  for (const problem of found) {
    if (problem.code === 'PAYLOAD_NOT_OBJECT') continue
    problems.push({
      ...problem,
      message: problem.message.replace(/^In the payload/, `In disclosure ${number}`),
    })
  }
  const { decoded } = segment
  if (decoded === null) {
    if (problems.length === 0) fail('UTF8_INVALID', 'its bytes are not UTF-8.')
    return { disclosure: nothing, problems }
  }
  const tree = readJsonTree(decoded)
  if (!tree.isWellFormed || tree.root?.type !== 'array') {
    fail('DISCLOSURE_JSON', tree.isWellFormed ? 'this is not a JSON list.' : 'this is not JSON.')
    return { disclosure: { ...nothing, decoded }, problems }
  }
  const items = tree.root.children ?? []
  if (items.length !== 2 && items.length !== 3) {
    fail(
      'DISCLOSURE_LENGTH',
      `a list of 2 or 3 elements was expected, here ${items.length === 1 ? 'is 1' : `are ${items.length}`}.`,
    )
    return { disclosure: { ...nothing, decoded }, problems }
  }
  const [saltNode, second] = items
  const nameNode = items.length === 3 ? second : undefined
  const valueNode = items.at(-1)
  const salt = saltNode?.type === 'string' ? String(saltNode.value) : null
  const name = nameNode?.type === 'string' ? String(nameNode.value) : null
  if (salt === null) fail('DISCLOSURE_SALT', 'the salt is not a string.')
  if (nameNode && name === null) fail('DISCLOSURE_NAME', 'the name of the claim is not a string.')
  if (name !== null && forbidden.includes(name))
    fail('DISCLOSURE_NAME', `the name ${name} is reserved and must not be disclosed.`)
  for (const problem of tree.problems) {
    if (problem.code === 'JSON_DUPLICATE_MEMBER') fail(problem.code, problem.message)
  }
  const raw = valueNode ? decoded.slice(valueNode.offset, valueNode.offset + valueNode.length) : null
  return { disclosure: { ...whole, text, decoded, salt, name, raw }, problems }
}
