import { expect, test } from 'vitest'
import { builtInIssuer, issuerText } from './built-in-issuer.ts'

test.each([
  [true, builtInIssuer, 'follows the built-in provider, not running'],
  [true, 'http://127.0.0.1:47811', 'http://127.0.0.1:47811'],
  [false, builtInIssuer, builtInIssuer],
])('built-in %s at %s reads “%s”', (builtIn, issuer, text) => {
  expect(issuerText({ builtIn, issuer })).toBe(text)
})
