import { expect, test } from 'vitest'
import { issuerAddress } from './issuer-address.ts'

test.each([
  ['https://login.example', 'https'],
  ['  https://login.example/realms/a  ', 'https'],
  ['http://127.0.0.1:9000', 'http_loopback'],
  ['http://127.8.4.1', 'http_loopback'],
  ['http://[::1]:9000/a', 'http_loopback'],
  ['http://localhost:9000', 'http_loopback'],
  ['http://2130706433/', 'http_loopback'],
  ['http://localhost.evil.example', 'http_remote'],
  ['http://127.0.0.1.evil.example', 'http_remote'],
  ['http://login.example', 'http_remote'],
  ['http://user@127.0.0.1/', 'not_a_url'],
  ['https://login.example?a=1', 'not_a_url'],
  ['https://login.example/?', 'not_a_url'],
  ['https://login.example#', 'not_a_url'],
  ['login.example', 'not_a_url'],
  ['javascript:alert(1)', 'not_a_url'],
  ['file:///etc/passwd', 'not_a_url'],
  ['', 'not_a_url'],
])('%s is %s', (issuer, expected) => {
  expect(issuerAddress(issuer)).toBe(expected)
})
