import { describe, expect, test } from 'vitest'
import { emptyDraft, type ProfileDraft } from '../../../../shared/profile/profile.ts'
import {
  fieldOfInputPath,
  formOf,
  type ProfileForm,
  parseForm,
  rebaseForm,
  sameForm,
} from './profile-form.ts'

const draft: ProfileDraft = {
  ...emptyDraft,
  name: 'Acme',
  issuer: 'https://login.acme.test',
  client_id: 'app',
}
const form = formOf(draft)

function withPort(port: string): ProfileForm {
  return { ...form, redirect: { ...form.redirect, port } }
}

describe('a form', () => {
  test('reads back as the draft it was made from', () => {
    expect(parseForm(form)).toEqual({ ok: true, draft })
  })

  test('takes nothing of a profile but its draft', () => {
    const profile = {
      ...draft,
      id: 'p',
      builtIn: false,
      secrets: ['client_secret'],
      createdAt: 1,
      updatedAt: 2,
    }
    expect(formOf(profile)).toEqual(form)
  })

  test.each([
    ['', 0],
    [' 8412 ', 8412],
    ['65535', 65_535],
  ])('port “%s” is %d', (port, expected) => {
    const parsed = parseForm(withPort(port))
    expect(parsed.ok && parsed.draft.redirect.port).toBe(expected)
  })

  test('several ports are one and its fallbacks, there and back', () => {
    const parsed = parseForm(withPort('8412, 8413 8414,'))
    expect(parsed.ok && parsed.draft.redirect).toMatchObject({ port: 8412, fallback_ports: [8413, 8414] })
    expect(parsed.ok && formOf(parsed.draft).redirect.port).toBe('8412, 8413, 8414')
  })

  test.each<[string, Partial<ProfileForm>, string]>([
    ['no name', { name: '   ' }, 'name'],
    ['a long name', { name: 'a'.repeat(201) }, 'name'],
    ['no issuer', { issuer: '' }, 'issuer'],
    ['an issuer of words', { issuer: 'acme' }, 'issuer'],
    ['an issuer with a query', { issuer: 'https://a.test/?b=1' }, 'issuer'],
    ['an issuer with a fragment', { issuer: 'https://a.test#b' }, 'issuer'],
    ['an issuer of another scheme', { issuer: 'ftp://a.test' }, 'issuer'],
    ['no client ID', { client_id: '' }, 'client_id'],
    ['a scope of 5 KB', { scope: `${'a '.repeat(2600)}b` }, 'scope'],
    ['a wrong fallback', withPort('8412, x'), 'redirect.port'],
    ['a fallback of zero', withPort('8412, 0'), 'redirect.port'],
    ['too many ports', withPort(Array.from({ length: 22 }, (_, i) => 8000 + i).join()), 'redirect.port'],
    ['a port of words', withPort('eighty'), 'redirect.port'],
    ['a port that is too high', withPort('65536'), 'redirect.port'],
    ['a negative port', withPort('-1'), 'redirect.port'],
    ['a port with a fraction', withPort('80.5'), 'redirect.port'],
    ['a path without a slash', { redirect: { ...form.redirect, path: 'cb' } }, 'redirect.path'],
    ['a path with a query', { redirect: { ...form.redirect, path: '/cb?a=1' } }, 'redirect.path'],
    ['too many audiences', { flow: { ...form.flow, audience: Array(21).fill('a') } }, 'flow.audience'],
    ['a long audience', { flow: { ...form.flow, audience: ['a'.repeat(2049)] } }, 'flow.audience.0'],
    ['a long user name', { flow: { ...form.flow, username: 'a'.repeat(1025) } }, 'flow.username'],
    ['a parameter without a name', { parameters: [{ name: '', value: 'x' }] }, 'parameters.0.name'],
  ])('with %s names the field', (_, change, field) => {
    const parsed = parseForm({ ...form, ...change })
    expect(parsed.ok ? [] : Object.keys(parsed.errors)).toEqual([field])
    expect(parsed.ok ? '' : parsed.errors[field]).not.toBe('This value cannot be kept.')
  })
})

test('all that is wrong is said at once', () => {
  const wrong = { ...withPort('99999'), name: ' ', issuer: 'acme', client_id: '' }
  const parsed = parseForm({ ...wrong, redirect: { ...wrong.redirect, path: 'cb' } })
  expect(parsed.ok ? [] : Object.keys(parsed.errors)).toEqual([
    'name',
    'issuer',
    'client_id',
    'redirect.port',
    'redirect.path',
  ])
})

test('an empty issuer is asked for, a wrong one explained', () => {
  const said = (issuer: string) => {
    const parsed = parseForm({ ...form, issuer })
    return parsed.ok ? '' : parsed.errors.issuer
  }
  expect(said('')).toMatch(/^Enter/)
  expect(said('acme')).toMatch(/without query and fragment/)
})

test.each([
  ['draft.redirect.port', 'redirect.port'],
  ['draft.parameters[2].name', 'parameters.2.name'],
  ['secret', 'secret'],
  ['draft', null],
  ['', null],
  [undefined, null],
  [7, null],
])('input path %s is field %s', (path, field) => {
  expect(fieldOfInputPath(path)).toBe(field)
})

test('a newer profile keeps what the person changed and brings the rest', () => {
  const edited = { ...form, name: 'Mine' }
  const newer = { ...form, name: 'Theirs', issuer: 'http://127.0.0.1:9000' }
  expect(rebaseForm(edited, form, newer)).toEqual({ ...newer, name: 'Mine' })
  expect(sameForm(rebaseForm(form, form, newer), newer)).toBe(true)
  expect(sameForm(edited, form)).toBe(false)
})
