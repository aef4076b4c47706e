import { expect, test } from 'vitest'
import { validationContext, validationProfile } from '../verification.ts'
import {
  type ContextField,
  contextFields,
  isValidationProfile,
  keyBindingFields,
  longestContext,
  validationProfiles,
} from './context-fields.ts'

test('names the profiles of the schema, in its order, and no others', () => {
  expect(validationProfiles).toEqual(validationProfile.options)
  for (const value of ['', 'jwt', 'toString', '__proto__', 1, null, undefined])
    expect(isValidationProfile(value)).toBe(false)
})

const texts = new Set<ContextField>(
  [...Object.values(contextFields).flat(), ...keyBindingFields].filter(
    (field) => field !== 'kb_required' && field !== 'max_age',
  ),
)

test.each([...texts])('%s is as long as the schema lets it be', (field) => {
  const longest = longestContext(field)
  expect(validationContext.safeParse({ [field]: 'a'.repeat(longest) }).success).toBe(true)
  expect(validationContext.safeParse({ [field]: 'a'.repeat(longest + 1) }).success).toBe(false)
})
