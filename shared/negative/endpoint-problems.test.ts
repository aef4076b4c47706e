import { describe, expect, it } from 'vitest'
import { endpointProblems } from './endpoint-problems.ts'

const good = { url: 'https://api.test/orders', headerName: 'Authorization', template: 'Bearer {token}' }

describe('endpointProblems', () => {
  it.each([{}, { url: ' http://127.0.0.1:8080/ ' }, { headerName: 'X-Token', template: '{token}' }])(
    'finds nothing: %o',
    (change) =>
      expect(endpointProblems({ ...good, ...change })).toEqual({
        url: null,
        headerName: null,
        template: null,
      }),
  )
  it.each([
    ['url', '', /Name the endpoint/],
    ['url', 'api.example.com', /https:\/\//],
    ['url', 'ftp://x/', /ftp:/],
    ['url', 'https://user:pass@x.test/', /user name/],
    ['url', 'http://x.test/', /https/],
    ['url', `https://x.test/${'a'.repeat(2100)}`, /2048/],
    ['headerName', '', /Name the header/],
    ['headerName', 'Bad Header', /letters, digits and hyphens/],
    ['headerName', 'Host', /cannot carry/],
    ['template', 'Bearer', /\{token\}/],
    ['template', '{token} {token}', /once/],
    ['template', 'é {token}', /ASCII/],
    ['template', `{token}${'a'.repeat(1000)}`, /1000/],
  ] as const)('%s %s', (field, value, words) => {
    expect(endpointProblems({ ...good, [field]: value })[field]).toMatch(words)
  })
})
