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
  const text = (length: number) => (field === 'htu' ? 'https://a/' : '').padEnd(length, 'a')
  expect(validationContext.safeParse({ [field]: text(longest) }).success).toBe(true)
  expect(validationContext.safeParse({ [field]: text(longest + 1) }).success).toBe(false)
})

const noAddresses = ['api.test/me', '/me', 'https://u@api.test/me', 'wss://api.test/me', 'https:api.test', '']
test.each(noAddresses)('an address %j that no proof can be compared with is refused', (htu) => {
  expect(validationContext.safeParse({ htu }).success).toBe(false)
})
