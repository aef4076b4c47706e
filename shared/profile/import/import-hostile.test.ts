import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../error.ts'
import { profileDraft } from '../profile.ts'
import { importProfiles } from './import-profiles.ts'
import { maxImportedProfiles, maxImportLength } from './import-refusal.ts'

const importText = (text: string) => importProfiles([{ name: null, text }])

const deepArray = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
  .split('')
  .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`)
  .join('\n')}\n`

describe('refused with a reason', () => {
  test.each<[string, string, string]>([
    ['nothing', ' \n', 'empty'],
    ['more than 20 MB', 'x'.repeat(maxImportLength + 1), 'too_large'],
    ['a zip file', 'PK\u0003\u0004\u0014\u0000', 'archive'],
    ['a zip file as base64', 'UEsDBBQAAAAI', 'archive'],
    ['a gzip file as base64', 'H4sIAAAAAAAA', 'archive'],
    ['a binary file', 'abc\u0000def', 'not_text'],
    ['JSON of many levels', `{"item":${deepArray(5000)},"info":{}}`, 'too_deep'],
    ['JSON of a hundred thousand levels', deepArray(100_000), 'too_deep'],
    ['YAML of many levels in brackets', `a: ${deepArray(5000)}`, 'too_deep'],
    [
      'YAML of many levels by indentation',
      Array.from({ length: 600 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
      'too_deep',
    ],
    ['YAML of many levels in one line', `${'- '.repeat(5000)}a`, 'too_deep'],
    ['a YAML bomb', bomb, 'aliases'],
    ['YAML that holds itself', 'a: &a\n  b: *a\n', 'too_deep'],
    ['prose', 'Dear colleague, here is nothing', 'unknown'],
    ['half of a JSON', '{"info": {"name"', 'malformed'],
    ['some other JSON', '{"hello": "world"}', 'unknown'],
    ['a collection without settings', '{"info":{"name":"x"},"item":[]}', 'nothing_found'],
    ['an address without a client', 'https://id.example/authorize', 'unknown'],
    ['a curl of something else', 'curl https://api.example', 'unknown'],
    ['an open quote', "curl 'https://api.example", 'malformed'],
  ])('%s', async (_, text, reason) => {
    await expect(importText(text)).rejects.toMatchObject({ code: 'ERR_IMPORT', details: { reason } })
  })
})

const postman = (auth: readonly object[], name = 'x') =>
  JSON.stringify({ info: { name }, item: [], auth: { type: 'oauth2', oauth2: auth } })

test('keys of the prototype are names like any other, and reach nothing', async () => {
  const text = `{"info":{"name":"x"},"__proto__":{"auth":{"type":"oauth2"}},"constructor":{"prototype":{"a":1}},"item":[],"auth":{"type":"oauth2","oauth2":[{"key":"__proto__","value":"p"},{"key":"constructor","value":"c"},{"key":"clientId","value":"ok"},{"key":"toString","value":"t"}]}}`
  const { profiles } = await importText(text)
  expect(profiles[0]?.draft.client_id).toBe('ok')
  expect(profiles[0]?.leftOut.map(({ from }) => from)).toEqual(['__proto__', 'constructor', 'toString'])
  expect(({} as Record<string, unknown>).auth).toBeUndefined()
})

test.each([
  '<script>alert(1)</script>',
  'a\u202Egnp.exe',
  'a\u0000b',
  'a\u001b[2Jb',
  'x'.repeat(5000),
  '\uD800',
])('a hostile name becomes a name: %j', async (name) => {
  const { profiles } = await importText(postman([{ key: 'clientId', value: 'c' }], name))
  const shown = profiles[0]?.draft.name ?? ''
  expect(shown.length).toBeLessThanOrEqual(200)
  expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
})

test('an address with a password is not taken, and its password is nowhere', async () => {
  const found = await importText(
    postman([
      { key: 'authUrl', value: 'https://a:canary@id.example/authorize' },
      { key: 'accessTokenUrl', value: 'https://id.example/token?client_secret=canary&tenant=acme' },
    ]),
  )
  expect(found.profiles[0]?.draft).toMatchObject({
    endpoints: { token_endpoint: 'https://id.example/token' },
    parameters: [{ name: 'tenant', value: 'acme', target: { request: 'token', place: 'query' } }],
  })
  expect(JSON.stringify(found)).not.toContain('canary')
})

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x'])(
  'no address of another kind: %s',
  async (value) => {
    const { profiles } = await importText(
      postman([
        { key: 'authUrl', value },
        { key: 'redirect_uri', value },
      ]),
    )
    expect(JSON.stringify(profiles[0]?.draft)).not.toContain(value)
  },
)

test('thousands of profiles: the first ones, and how many more there were', async () => {
  const item = Array.from({ length: 30_000 }, (_, at) => ({
    name: `r${at}`,
    request: { auth: { type: 'oauth2', oauth2: [{ key: 'clientId', value: `c${at}` }] } },
  }))
  const found = await importText(JSON.stringify({ info: { name: 'x' }, item }))
  expect(found.profiles).toHaveLength(maxImportedProfiles)
  expect(found.leftOut).toEqual([
    { from: `${30_000 - maxImportedProfiles} more`, why: expect.stringMatching(/at most/) },
  ])
})

/** Any text ends in drafts that fit the schema or in a coded refusal. */
async function judge(text: string): Promise<void> {
  try {
    const { profiles } = await importText(text)
    for (const { draft, toFill } of profiles) {
      const filled = {
        ...draft,
        name: draft.name || 'x',
        issuer: draft.issuer || 'x',
        client_id: draft.client_id || 'x',
      }
      expect(profileDraft.safeParse(filled).error?.issues ?? []).toEqual([])
      if (draft.client_id === '') expect(toFill.map(({ field }) => field)).toContain('client_id')
    }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'ERR_IMPORT') throw error
  }
}

const folder = new URL('./test-data/', import.meta.url)
const samples = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
const commands = [
  "curl -u a:b https://id.example/t -d 'grant_type=password&username=u&password=p'",
  'oauth2c https://id.example --client-id a --rar [] --claims {} --audience x --login-hint y',
  'https://id.example/authorize?client_id=a&response_type=token%20id_token&claims=%7B%7D',
  'https://oidcdebugger.com/?authorize_uri_hint=https://a.test/&client_id_hint=x',
]

describe('any text', () => {
  test('a sample with a piece of it replaced', async () => {
    const cuts = fc.tuple(
      fc.constantFrom(...samples, ...commands),
      fc.nat(),
      fc.nat(200),
      fc.string({ maxLength: 40 }),
    )
    await fc.assert(
      fc.asyncProperty(cuts, async ([sample, at, length, put]) => {
        const start = at % (sample.length + 1)
        await judge(sample.slice(0, start) + put + sample.slice(start + length))
      }),
      { numRuns: 400 },
    )
  })

  test('a sample whose values are of another kind', async () => {
    const json = samples.filter((text) => /^\s*[{[]/.test(text) && !text.includes('//'))
    const values = fc.tuple(fc.constantFrom(...json), fc.nat(60), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(values, async ([sample, at, value]) => {
        let seen = 0
        const changed = JSON.parse(sample, (_, old: unknown) => {
          seen += 1
          return seen % 61 === at ? value : old
        })
        await judge(JSON.stringify(changed))
      }),
      { numRuns: 400 },
    )
  })

  test('lines of anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), (text) => judge(text)),
      { numRuns: 300 },
    )
  })
})
