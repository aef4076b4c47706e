import { type JsonForm, partsOf, report } from './json-form.ts'
import { type NamedNode, namedNodes, nodeOf, stringContents } from './json-strings.ts'
import { readDisclosure } from './read-disclosure.ts'
import { inKeyBinding, readKeyBinding } from './read-sd-jwt.ts'
import type { DisclosureReading, TokenReading } from './reading.ts'

/**
 * The disclosures and the key binding of an SD-JWT in JSON form: members `disclosures` and `kb_jwt` of the unprotected
 * header, in the general form of its first signature (RFC 9901 §8). Null where it is a JWS without them.
 */
export function readJsonDisclosures(
  form: JsonForm,
  members: readonly NamedNode[],
): Pick<TokenReading, 'disclosures' | 'keyBinding'> | null {
  const list = nodeOf(members, 'signatures')
  const signatures = list?.type === 'array' ? (list.children ?? []) : []
  const own = list?.type === 'array' ? namedNodes(signatures[0]) : members
  const header = namedNodes(nodeOf(own, 'header'))
  const disclosed = nodeOf(header, 'disclosures')
  const bound = nodeOf(header, 'kb_jwt')
  for (const [index, other] of signatures.slice(1, 1001).entries()) {
    for (const { name, key } of namedNodes(nodeOf(namedNodes(other), 'header'))) {
      if (name !== 'disclosures' && name !== 'kb_jwt') continue
      const message = `The member ${name} must stand in the header of the first signature only; here it stands in that of signature ${index + 2}.`
      report(form, key, 'DISCLOSURES_PLACE', message)
    }
  }
  if (disclosed === null && bound === null) return null
  return { disclosures: readList(form, disclosed), keyBinding: readBound(form, bound) }
}

function readList(form: JsonForm, node: ReturnType<typeof nodeOf>): readonly DisclosureReading[] {
  if (node === null) return []
  if (node.type !== 'array') {
    report(form, node, 'MEMBER_TYPE', 'The member disclosures must be a list of strings.')
    return []
  }
  return partsOf(form, node, 'disclosures').flatMap((item, index) => {
    const contents = stringContents(form.text, item, form.toInput)
    if (!contents) {
      report(form, item, 'MEMBER_TYPE', `Disclosure ${index + 1} must be a string.`)
      return []
    }
    const { disclosure, problems } = readDisclosure(contents.text, index + 1, contents.toInput)
    form.problems.push(...problems)
    return [{ ...disclosure, start: form.toInput(contents.start), end: form.toInput(contents.end) }]
  })
}

function readBound(form: JsonForm, node: ReturnType<typeof nodeOf>): TokenReading | null {
  if (node === null) return null
  const contents = stringContents(form.text, node, form.toInput)
  if (!contents) {
    report(form, node, 'MEMBER_TYPE', 'The member kb_jwt must be a string.')
    return null
  }
  const reading = readKeyBinding(contents.text, 0, contents.toInput, form.text)
  form.problems.push(...reading.problems.map(inKeyBinding))
  return reading
}
