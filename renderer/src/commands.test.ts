import { describe, expect, it } from 'vitest'
import { type Command, filterCommands } from './commands.ts'

const command = (id: string, label: string, detail?: string): Command => ({
  id,
  label,
  ...(detail === undefined ? {} : { detail }),
  run: () => {},
})
const commands = [
  command('flows', 'Go to Flows'),
  command('run', 'Sign in with Acme staging', 'https://login.acme.test'),
  command('edit', 'Edit Acme staging', 'https://login.acme.test'),
]
const ids = (query: string) => filterCommands(commands, query).map(({ id }) => id)

describe('filterCommands', () => {
  it.each([
    ['', ['flows', 'run', 'edit']],
    ['  ', ['flows', 'run', 'edit']],
    ['acme', ['run', 'edit']],
    ['EDIT staging', ['edit']],
    ['login.acme', ['run', 'edit']],
    ['e', ['edit', 'run']],
    ['nothing like this', []],
    ['(.*', []],
  ])('%j finds %j', (query, expected) => {
    expect(ids(query)).toEqual(expected)
  })
})
