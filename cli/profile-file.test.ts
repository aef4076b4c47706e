import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { profileSchema } from '../shared/profile/export/profile-file.ts'
import { UsageError } from './io.ts'
import { readProfileFile } from './profile-file.ts'

const good = { issuer: 'https://login.example', client_id: 'nightly' }
const problemOf = (text: string): string => {
  try {
    readProfileFile(text)
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return (error as Error).message
  }
  throw new Error('it was taken')
}

test('the documented schema is the one that is read by', () => {
  const written = JSON.parse(readFileSync(new URL('../docs/profile.schema.json', import.meta.url), 'utf8'))
  expect(written).toEqual(JSON.parse(JSON.stringify(profileSchema())))
})

test('the documented example is read', () => {
  const docs = readFileSync(new URL('../docs/cli.md', import.meta.url), 'utf8')
  const example = docs.split('```json\n').at(-1)?.split('```')[0] ?? ''
  expect(readProfileFile(example)).toMatchObject({ grant_type: 'client_credentials', client_id: 'nightly' })
})

describe('what is wrong is named, and a secret in the wrong place is not repeated', () => {
  test.each<[string, unknown, RegExp]>([
    ['no issuer', { client_id: 'x' }, /issuer/],
    ['an unknown member', { ...good, client_secret: 'canary' }, /not known/],
    ['a secret itself', { ...good, secrets: { client_secret: 'canary' } }, /never itself/],
    [
      'a secret of both kinds',
      { ...good, secrets: { password: { env: 'A', file: 'canary' } } },
      /never itself/,
    ],
    ['an unknown secret', { ...good, secrets: { canary: { env: 'A' } } }, /secrets/],
    ['an unknown grant', { ...good, grant_type: 'canary' }, /grant_type/],
    ['an array', [good], /the whole/],
    ['a number', 7, /the whole/],
  ])('%s', (_, value, message) => {
    const said = problemOf(JSON.stringify(value))
    expect(said).toMatch(message)
    expect(said).not.toContain('canary')
  })

  test('no JSON', () => expect(problemOf('{"issuer": canary')).toBe('the profile file is not JSON'))
  test('a prototype is not reached', () => {
    expect(problemOf('{"__proto__": {"issuer": "https://a.test", "client_id": "x"}}')).toMatch(
      /issuer|not known/,
    )
  })
})
