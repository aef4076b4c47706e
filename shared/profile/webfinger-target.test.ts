import { expect, test } from 'vitest'
import { webfingerTarget } from './webfinger-target.ts'

test.each<[string, string, string, string]>([
  ['ann@example.com', 'acct:ann@example.com', 'example.com', 'https:'],
  ['acct:ann@example.com', 'acct:ann@example.com', 'example.com', 'https:'],
  ['ACCT:ann@Example.com', 'acct:ann@Example.com', 'example.com', 'https:'],
  ['acct:ann%40other@example.com', 'acct:ann%40other@example.com', 'example.com', 'https:'],
  ['example.com', 'https://example.com/', 'example.com', 'https:'],
  ['example.com:8443', 'https://example.com:8443/', 'example.com:8443', 'https:'],
  ['example.com/ann', 'https://example.com/ann', 'example.com', 'https:'],
  ['https://example.com/ann#x', 'https://example.com/ann', 'example.com', 'https:'],
  ['ann@example.com:8443', 'https://ann@example.com:8443/', 'example.com:8443', 'https:'],
  ['ann@127.0.0.1:47811', 'http://ann@127.0.0.1:47811/', '127.0.0.1:47811', 'http:'],
  ['http://localhost:9/ann', 'http://localhost:9/ann', 'localhost:9', 'http:'],
])('%s is asked about as %s', (input, resource, host, scheme) => {
  const target = webfingerTarget(` ${input} `)
  expect(target).toMatchObject({ kind: 'target', resource, host })
  const url = new URL(target.kind === 'target' ? target.url : '')
  expect([url.protocol, url.host, url.pathname]).toEqual([scheme, host, '/.well-known/webfinger'])
  expect([...url.searchParams]).toEqual([
    ['resource', resource],
    ['rel', 'http://openid.net/specs/connect/1.0/issuer'],
  ])
})

test.each([
  ['nothing', '   '],
  ['plain http elsewhere', 'http://example.com/ann'],
  ['another scheme', 'ftp://example.com'],
  ['a script', 'javascript://example.com/%0aalert(1)'],
  ['a password', 'https://ann:swordfish@example.com'],
  ['an XRI', '=ann'],
  ['a space', 'ann smith@example.com'],
  ['a line end', 'acct:ann@example.com\r\nhost: evil'],
  ['no name', 'acct:@example.com'],
  ['no host', 'acct:ann@'],
  ['a path in the host', 'acct:ann@example.com/../evil'],
  ['a port in an account', 'acct:ann@example.com:1'],
  ['a backslash', 'acct:ann@example.com\\evil'],
])('%s is not asked about', (_, input) => {
  expect(webfingerTarget(input).kind).toBe('problem')
})
