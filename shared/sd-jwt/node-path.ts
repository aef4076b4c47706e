/** Where a claim stands, for people: `address.street`, `nationalities[0]`, `claims["a b"]`. Long names are cut. */
export function claimPath(parent: string, name: string): string {
  const short = name.length > 60 ? `${name.slice(0, 60)}…` : name
  const step = /^[A-Za-z_][\w-]*$/.test(name) ? short : `[${JSON.stringify(short)}]`
  if (parent === '') return step
  return cut(step.startsWith('[') ? `${parent}${step}` : `${parent}.${step}`)
}

export function itemPath(parent: string, position: number): string {
  return cut(`${parent}[${position}]`)
}

/** Deep nesting must not make each path as long as the token. */
function cut(path: string): string {
  return path.length > 300 ? `…${path.slice(-300)}` : path
}
