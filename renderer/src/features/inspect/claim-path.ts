/** From the header or the claims to a value: names of members, indexes of elements. */
export type ClaimPath = readonly (string | number)[]

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/

/** As JSONPath (RFC 9535), for example `$.realm_access.roles[0]` or `$['https://acme.test/plan']`. */
export function jsonPathOf(path: ClaimPath): string {
  return `$${path.map(jsonPathStep).join('')}`
}

function jsonPathStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`
  return plainName.test(step) ? `.${step}` : `['${escapeName(step)}']`
}

/** RFC 9535 §2.3.1.1: what a name in single quotes escapes. */
function escapeName(name: string): string {
  return JSON.stringify(name).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")
}

/** The names alone, as the explanations know them: `realm_access.roles`. */
export function namesOf(path: ClaimPath): string {
  return path.filter((step) => typeof step === 'string').join('.')
}
