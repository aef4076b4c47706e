import { expect, test } from 'vitest'
import { type EnvironmentRows, rowsOf, withCell, withName, withoutRow } from './variable-rows.ts'

const rows: EnvironmentRows = {
  variables: [{ name: 'host', value: 'a.example' }],
  environments: [
    { id: 's', name: 'Staging', variables: [{ name: 'host', value: 's.example' }] },
    { id: 'p', name: 'Production', variables: [{ name: 'tenant', value: 'p' }] },
  ],
}

test('a name has one row, with its value in each environment', () => {
  expect(rowsOf(rows).map(({ name, values }) => [name, [...values]])).toEqual([
    [
      'host',
      [
        [null, 'a.example'],
        ['s', 's.example'],
      ],
    ],
    ['tenant', [['p', 'p']]],
  ])
})

test('renaming renames it everywhere', () => {
  const renamed = withName(rows, 0, 'domain')
  expect(renamed.variables[0]?.name).toBe('domain')
  expect(renamed.environments[0]?.variables[0]).toEqual({ name: 'domain', value: 's.example' })
})

test('an environment’s empty cell says what is said elsewhere', () => {
  expect(withCell(rows, 0, 's', '').environments[0]?.variables).toEqual([])
  expect(withCell(rows, 0, 'p', 'x').environments[1]?.variables).toContainEqual({ name: 'host', value: 'x' })
  expect(withCell(rows, 1, null, 'd').variables).toContainEqual({ name: 'tenant', value: 'd' })
})

test('removing a row removes its values everywhere', () => {
  const left = withoutRow(rows, 0)
  expect(left.variables).toEqual([])
  expect(left.environments.map(({ variables }) => variables.length)).toEqual([0, 1])
})
