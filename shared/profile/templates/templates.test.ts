import { describe, expect, it, test } from 'vitest'
import { enteredDraft } from '../profile.ts'
import { unfilledIn } from '../resolve-profile.ts'
import { draftOfTemplate, findTemplate, profileTemplates } from './templates.ts'

describe.each(profileTemplates.map((template) => [template.name, template] as const))('%s', (_, template) => {
  const draft = draftOfTemplate(template)

  it('is a profile but for the client ID', () => {
    const parsed = enteredDraft.safeParse({ ...draft, client_id: 'x' })
    expect(parsed.error?.issues).toBeUndefined()
    expect(enteredDraft.safeParse(draft).error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'client_id',
    ])
  })

  it('has a variable for each placeholder, and says where its value is found', () => {
    const names = draft.variables.map(({ name }) => name)
    expect(unfilledIn(draft).toSorted()).toEqual(names.toSorted())
    const explained = template.fill.map(([what]) => what)
    expect(explained).toEqual(expect.arrayContaining(names))
    expect(explained).toContain('Client ID')
  })

  it('speaks in sentences', () => {
    for (const sentence of [template.redirect, ...template.quirks])
      expect(sentence).toMatch(/[.)]$|callback$|…$/)
  })
})

test('ids are told apart', () => {
  expect(new Set(profileTemplates.map(({ id }) => id)).size).toBe(profileTemplates.length)
  expect(findTemplate('keycloak')?.name).toBe('Keycloak')
  expect(findTemplate('nobody')).toBeNull()
})
