import type { ProfileForm } from './profile-form.ts'

export type EnvironmentRows = Pick<ProfileForm, 'variables' | 'environments'>

/** One name with its value by environment id; null: where no environment says otherwise. */
export type VariableRow = {
  readonly name: string
  readonly values: ReadonlyMap<string | null, string>
}

/** A row for each variable. A name that only an environment has comes last, and gets its row when it is changed. */
export function rowsOf({ variables, environments }: EnvironmentRows): readonly VariableRow[] {
  const others = environments
    .flatMap((environment) => environment.variables.map(({ name }) => name))
    .filter((name) => !variables.some((each) => each.name === name))
  const named = [...variables, ...[...new Set(others)].map((name) => ({ name, value: undefined }))]
  return named.map(({ name, value }) => ({
    name,
    values: new Map<string | null, string>([
      ...(value === undefined ? [] : ([[null, value]] as const)),
      ...environments.flatMap(({ id, variables: own }) =>
        own.filter((each) => each.name === name).map((each) => [id, each.value] as const),
      ),
    ]),
  }))
}

/** Renames a variable everywhere at once. */
export function withName(rows: EnvironmentRows, place: number, name: string): EnvironmentRows {
  const before = rowsOf(rows)[place]?.name
  const renamed = <T extends { readonly name: string }>(list: readonly T[]): T[] =>
    list.map((each) => (each.name === before ? { ...each, name } : each))
  const { variables, environments } = rows
  return {
    variables: variables.map((each, at) => (at === place ? { ...each, name } : each)),
    environments: environments.map((each) => ({ ...each, variables: renamed(each.variables) })),
  }
}

/** An empty text in an environment's column means: as where nothing else is said. */
export function withCell(
  rows: EnvironmentRows,
  place: number,
  environment: string | null,
  value: string,
): EnvironmentRows {
  const name = rowsOf(rows)[place]?.name ?? ''
  const { variables, environments } = rows
  if (environment === null) {
    const has = place < variables.length
    return {
      environments,
      variables: has
        ? variables.map((each, at) => (at === place ? { ...each, value } : each))
        : [...variables, { name, value }],
    }
  }
  const put = (list: ProfileForm['variables']) => {
    if (value === '') return list.filter((each) => each.name !== name)
    return list.some((each) => each.name === name)
      ? list.map((each) => (each.name === name ? { name, value } : each))
      : [...list, { name, value }]
  }
  return {
    variables,
    environments: environments.map((each) =>
      each.id === environment ? { ...each, variables: put(each.variables) } : each,
    ),
  }
}

export function withoutRow(rows: EnvironmentRows, place: number): EnvironmentRows {
  const name = rowsOf(rows)[place]?.name
  return {
    variables: rows.variables.filter((_, at) => at !== place),
    environments: rows.environments.map((each) => ({
      ...each,
      variables: each.variables.filter((variable) => variable.name !== name),
    })),
  }
}
