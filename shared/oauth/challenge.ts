/** One challenge of a WWW-Authenticate header (RFC 9110 §11.6.1). Nothing in it is trusted. */
export type Challenge = {
  /** As it was written; compared without case. */
  readonly scheme: string
  /** What stands in the place of parameters, as with Negotiate; empty: none. */
  readonly token68: string
  /** In order, names in lower case, duplicates kept. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
}

/** More would be an attack on the reader. */
const maxChallenges = 20
const word = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const parameter = new RegExp(`(${word})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\[\\s\\S])*)"|(${word}))`, 'y')
const scheme = new RegExp(`(${word})(?=[ \\t,]|$)`, 'y')
const token68 = /[ \t]+([A-Za-z0-9._~+/-]+=*)(?=[ \t]*(?:,|$))/y
const space = /[ \t,]*/y

/**
 * Reads the header's challenges, several headers joined by commas as fetch joins them. What does not fit the grammar
 * ends the reading; what was read until then is returned.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; token68: string; parameters: [string, string][] }[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(header)
    if (match !== null) at = pattern.lastIndex
    return match
  }
  for (;;) {
    take(space)
    const current = challenges.at(-1)
    const pair = take(parameter)
    if (pair !== null) {
      if (current === undefined) return challenges
      const [, name = '', quoted, plain = ''] = pair
      current.parameters.push([name.toLowerCase(), quoted?.replace(/\\(.)/gs, '$1') ?? plain])
      continue
    }
    const name = challenges.length < maxChallenges ? take(scheme) : null
    if (name === null) return challenges
    // `Bearer realm="x"` is a parameter and not a token68, although its beginning looks like one.
    challenges.push({ scheme: name[1] ?? '', token68: take(token68)?.[1] ?? '', parameters: [] })
  }
}

/** The value of a parameter; null where it is absent. */
export function challengeParameter({ parameters }: Challenge, name: string): string | null {
  return parameters.find(([each]) => each === name)?.[1] ?? null
}
