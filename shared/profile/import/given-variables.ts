import type { ProfileDraft } from '../profile.ts'
import { type Variable, variable } from '../variable.ts'
import type { SourceEnvironment, SourceVariable, ToFill } from './imported.ts'

const maxVariables = 100
const maxEnvironments = 30

/** Of what the source gives, the values that the profile's placeholders stand for; secrets are none of them. */
export function givenVariables(
  used: readonly string[],
  known: readonly SourceVariable[],
  sets: readonly SourceEnvironment[],
  /** The variables that stand for a secret of this profile. */
  secretNames: readonly string[],
): Pick<ProfileDraft, 'variables' | 'environments'> {
  const ids = new Set<string>()
  return {
    variables: taken(used, known),
    environments: sets.slice(0, maxEnvironments).flatMap(({ name, variables }) => {
      const usedHere = taken(used, variables)
      const shown = name.trim().slice(0, 80).trim()
      // An environment that changes nothing of this profile is not one of its own.
      const hasSecret = variables.some((each) => secretNames.includes(each.name) && each.value !== '')
      if (shown === '' || (usedHere.length === 0 && !hasSecret)) return []
      return [{ id: freshId(shown, ids), name: shown, variables: usedHere }]
    }),
  }
}

function taken(used: readonly string[], given: readonly SourceVariable[]): Variable[] {
  const found = new Map<string, Variable>()
  for (const { name, value, secret } of given) {
    if (secret || value === '' || !used.includes(name)) continue
    const parsed = variable.safeParse({ name, value })
    if (parsed.success && found.size < maxVariables) found.set(name, parsed.data)
  }
  return [...found.values()]
}

/** Short and told from the name, so that a file stays readable. */
function freshId(name: string, taken: Set<string>): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 32) || 'environment'
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? base : `${base}-${count}`
    if (taken.has(id)) continue
    taken.add(id)
    return id
  }
}

/** What the draft cannot run without and the source does not say. */
export function toFill(draft: ProfileDraft, used: readonly string[]): readonly ToFill[] {
  const { variables, environments } = draft
  const has = (list: readonly Variable[], name: string) => list.some((each) => each.name === name)
  const isGiven = (name: string) =>
    has(variables, name) || (environments.length > 0 && environments.every((set) => has(set.variables, name)))
  return [
    ...(draft.issuer === '' ? [{ field: 'issuer', why: 'the source does not say who the provider is' }] : []),
    ...(draft.client_id === '' ? [{ field: 'client_id', why: 'the source has no client ID' }] : []),
    ...used
      .filter((name) => !isGiven(name))
      .map((name) => ({ field: `{{${name}}}`, why: 'a variable that the source gives no value for' })),
  ]
}
