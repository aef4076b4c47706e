import type { SecretName } from '../secret-name.ts'
import { placeholdersIn } from '../variable.ts'
import { type Environment, noVariant, secretKey } from '../variant.ts'
import type { ImportedProfile, SourceEnvironment, SourceVariable, ToFill } from './imported.ts'

type Named = { readonly name: SecretName; readonly from: string }

/**
 * The secrets of a profile by `secretKey`: those that stand in the source as they are, and those that it names by a
 * variable, looked up there. Each environment gets its own, because a secret of one is never sent to another.
 */
export function givenSecrets(
  asked: {
    readonly plain: Readonly<Partial<Record<SecretName, string>>>
    readonly placeholders: readonly Named[]
  },
  environments: readonly Environment[],
  known: readonly SourceVariable[],
  sets: readonly SourceEnvironment[],
): { readonly secrets: ImportedProfile['secrets']; readonly toFill: readonly ToFill[] } {
  const secrets: Record<string, string> = {}
  const toFill: ToFill[] = []
  const put = (name: SecretName, environment: string | null, value: string | undefined) => {
    const isUsable =
      value !== undefined && value !== '' && value.length <= 100_000 && placeholdersIn(value).length === 0
    if (isUsable) secrets[secretKey(name, { ...noVariant, environment })] = value
    return isUsable
  }
  const valueIn = (list: readonly SourceVariable[] | undefined, name: string) =>
    list?.find((each) => each.name === name)?.value
  const setOf = ({ name }: Environment) =>
    sets.find((each) => each.name.trim().slice(0, 80).trim() === name)?.variables
  for (const [name, value] of Object.entries(asked.plain)) {
    for (const environment of [null, ...environments.map(({ id }) => id)])
      put(name as SecretName, environment, value)
  }
  for (const { name, from } of asked.placeholders) {
    const base = valueIn(known, from)
    const isGiven = [
      put(name, null, base),
      ...environments.map((each) => put(name, each.id, valueIn(setOf(each), from) ?? base)),
    ]
    if (!isGiven.some(Boolean))
      toFill.push({ field: name, why: `the source names it {{${from.slice(0, 64)}}} and gives no value` })
  }
  return { secrets, toFill }
}

/** What may be said of a secret: how much there is. */
export function secretFact(secret: string): string {
  return `${secret.length} ${secret.length === 1 ? 'character' : 'characters'}`
}
