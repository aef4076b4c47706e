import { expect, test } from 'vitest'
import { readTargetAddress } from './target-address.ts'

test.each([
  ['HTTPS://API.test:443/%6De?x=1#y', 'https://api.test/me'],
  ['https://api.test/a%2fb', 'https://api.test/a%2Fb'],
])('%s is compared as %s', (address, expected) => {
  expect(readTargetAddress(address)).toBe(expected)
})

const others = [
  'api.test/me',
  'https:api.test/me',
  'https://u@api.test/',
  'https://:p@api.test/',
  'wss://api.test/',
]
test.each([...others, 'https:', '', 'null'])('%j is no address to compare with', (address) => {
  expect(readTargetAddress(address)).toBeNull()
})
