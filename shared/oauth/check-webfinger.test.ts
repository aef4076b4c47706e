import { describe, expect, test } from 'vitest'
import { issuerRelation as rel } from '../profile/webfinger-target.ts'
import { readWebfinger } from './check-webfinger.ts'

const asked = { resource: 'acct:ann@example.com', host: 'example.com', isLocal: false }
const href = 'https://login.example.com'
const good = { subject: asked.resource, links: [{ rel, href }] }
const codes = (answer: unknown, more: object = {}) => {
  const { issuers, checks } = readWebfinger(answer, { ...asked, ...more })
  return {
    issuers,
    ...Object.fromEntries(checks.map(({ id, status, code }) => [id.slice(10), code ?? status])),
  }
}

test('a good answer names one issuer, and that is not yet proof of it', () => {
  expect(codes(good)).toEqual({ issuers: [href], subject: 'pass', issuer: 'pass', trust: 'NOT_VERIFIED' })
})

describe('answers that are not as they should be', () => {
  test.each<[string, unknown, object]>([
    ['null', null, { issuers: [], answer: 'MALFORMED' }],
    ['a list', [], { issuers: [], answer: 'MALFORMED' }],
    ['text', 'https://x', { issuers: [], answer: 'MALFORMED' }],
    ['no subject', { links: good.links }, { issuers: [href], subject: 'NOT_VERIFIED' }],
    ['another subject', { ...good, subject: 'acct:eve@example.com' }, { subject: 'SUBJECT' }],
    ['a subject that is a number', { ...good, subject: 7 }, { subject: 'CLAIM_TYPE' }],
    ['no links', { subject: asked.resource }, { issuers: [], issuer: 'CLAIM_MISSING' }],
    ['links that are text', { ...good, links: href }, { issuers: [], issuer: 'CLAIM_MISSING' }],
    ['links of nothing', { ...good, links: [null, 5, 'x', {}] }, { issuers: [], issuer: 'CLAIM_MISSING' }],
    [
      'another relation',
      { ...good, links: [{ rel: `${rel}/`, href }] },
      { issuers: [], issuer: 'CLAIM_MISSING' },
    ],
    [
      'plain http',
      { ...good, links: [{ rel, href: 'http://login.example' }] },
      { issuers: [], issuer: 'URL_REFUSED' },
    ],
    [
      'this machine',
      { ...good, links: [{ rel, href: 'http://127.0.0.1:9' }] },
      { issuers: [], issuer: 'URL_REFUSED' },
    ],
    ['a query', { ...good, links: [{ rel, href: `${href}?x` }] }, { issuers: [], issuer: 'URL_REFUSED' }],
    [
      'credentials',
      { ...good, links: [{ rel, href: 'https://a:b@x.test' }] },
      { issuers: [], issuer: 'URL_REFUSED' },
    ],
    [
      'a script',
      { ...good, links: [{ rel, href: 'javascript:alert(1)' }] },
      { issuers: [], issuer: 'URL_REFUSED' },
    ],
    ['no address', { ...good, links: [{ rel }] }, { issuers: [], issuer: 'URL_REFUSED' }],
    [
      'two issuers',
      {
        ...good,
        links: [
          { rel, href },
          { rel, href: 'https://other.test' },
        ],
      },
      { issuers: [href, 'https://other.test'], issuer: 'CLAIM_VALUE' },
    ],
    [
      'one that can be used and one that cannot',
      {
        ...good,
        links: [
          { rel, href: 'http://x.test' },
          { rel, href },
        ],
      },
      { issuers: [href], issuer: 'CLAIM_VALUE' },
    ],
    [
      'the same twice',
      { ...good, links: [good.links[0], good.links[0]] },
      { issuers: [href], issuer: 'pass' },
    ],
  ])('%s', (_, answer, expected) => {
    expect(codes(answer)).toMatchObject(expected)
  })
})

test('an alias is as good as the subject, and this machine may name itself', () => {
  expect(codes({ ...good, subject: 'https://example.com/ann', aliases: [asked.resource] })).toMatchObject({
    subject: 'pass',
  })
  const local = { ...good, links: [{ rel, href: 'http://127.0.0.1:9' }] }
  expect(codes(local, { isLocal: true }).issuers).toEqual(['http://127.0.0.1:9'])
})
