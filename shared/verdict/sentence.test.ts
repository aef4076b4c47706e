import { expect, it } from 'vitest'
import { sentence } from './sentence.ts'

it.each([
  ['the key is missing', 'The key is missing.'],
  ['the key: it is missing', 'The key: it is missing.'],
  ['is it there?', 'Is it there?'],
  ['cut short…', 'Cut short…'],
  ['état', 'État.'],
  ['jwks_uri is file:///etc/keys', 'jwks_uri is file:///etc/keys.'],
  ['jwks_uri: https is expected', 'jwks_uri: https is expected.'],
  ['example.com is not contacted: plain http', 'example.com is not contacted: plain http.'],
  ['localhost:8080 is not contacted', 'localhost:8080 is not contacted.'],
  ['localhost is not contacted', 'localhost is not contacted.'],
  ['https://op.test/keys redirects', 'https://op.test/keys redirects.'],
  ['data:text/plain is not fetched', 'data:text/plain is not fetched.'],
  ['https is expected', 'https is expected.'],
  ['/callback was not called', '/callback was not called.'],
  ['at+jwt is expected', 'at+jwt is expected.'],
  ['exp is more than 50 years ahead', 'exp is more than 50 years ahead.'],
  ['aud must be a string', 'aud must be a string.'],
  ['x5c was not used', 'x5c was not used.'],
  ['b64 is not true', 'b64 is not true.'],
  ['`kid` is missing', '`kid` is missing.'],
  ['“state” is missing', '“state” is missing.'],
  ['expected is something', 'Expected is something.'],
  ['address, name and place', 'Address, name and place.'],
  ['', ''],
])('%j', (text, expected) => expect(sentence(text)).toBe(expected))
