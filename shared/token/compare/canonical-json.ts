import { type JsonNode, parseJsonTree } from '../../sd-jwt/json-tree.ts'

/**
 * One spelling for each JSON value: members sorted by name, escapes resolved, numbers as their exact decimal value
 * (`1`, `1.0` and `10e-1` are one; 2^64 and 2^64+1 are two). Null where the text is not one JSON value.
 */
export function canonicalJson(text: string): string | null {
  const tree = parseJsonTree(text)
  return tree.ok ? write(tree.root) : null
}

/** The elements of a list or the words of a string, each in one spelling; null for anything else. */
export function canonicalItems(text: string): readonly string[] | null {
  const tree = parseJsonTree(text)
  return tree.ok && tree.root.kind === 'array' ? tree.root.items.map(write) : null
}

/** The members of an object by name, each value in one spelling; null for anything else. */
export function canonicalMembers(text: string): ReadonlyMap<string, string> | null {
  const tree = parseJsonTree(text)
  return tree.ok && tree.root.kind === 'object'
    ? new Map(tree.root.members.map(({ name, value }) => [name, write(value)]))
    : null
}

function write(node: JsonNode): string {
  if (node.kind === 'array') return `[${node.items.map(write).join(',')}]`
  if (node.kind === 'object') {
    const members = node.members.map(({ name, value }) => `${JSON.stringify(name)}:${write(value)}`)
    return `{${members.sort().join(',')}}`
  }
  if (node.raw.startsWith('"')) return JSON.stringify(JSON.parse(node.raw))
  return /^[-0-9]/.test(node.raw) ? writeNumber(node.raw) : node.raw
}

/** Digits and a power of ten, without zeros at either end; the exponent itself may be as long as it likes. */
function writeNumber(raw: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(raw)
  if (!parts) return raw
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const short = digits.replace(/0+$/, '')
  if (short === '') return '0'
  // An exponent of a thousand digits is no number that anybody means; it is compared as it is written.
  if (exponent.length > 15) return raw
  const power = Number(exponent) - fraction.length + (digits.length - short.length)
  return power >= 0 && power <= 20 ? `${sign}${short}${'0'.repeat(power)}` : `${sign}${short}e${power}`
}
