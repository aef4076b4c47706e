import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ClaimPath, createSdJwt } from './create-sd-jwt.ts'
import { digestDisclosures } from './digest-disclosures.ts'
import type { SdDigest, SdHashAlgorithm } from './hash-algorithm.ts'
import { presentSdJwt, switchDisclosure } from './present-sd-jwt.ts'
import { maxDisclosures, processSdJwt } from './process-sd-jwt.ts'
import { splitSdJwt } from './split-sd-jwt.ts'

const digest: SdDigest = (algorithm, text) =>
  createHash(algorithm.replace('-', '')).update(text, 'utf8').digest('base64url')
const sha = (text: string, algorithm: SdHashAlgorithm = 'sha-256') => String(digest(algorithm, text))
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

async function process(payload: unknown, disclosures: readonly string[]) {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return processSdJwt(text, await digestDisclosures(text, disclosures, digest))
}

/** Every code that something was refused for. */
async function refusals(payload: unknown, disclosures: readonly string[]): Promise<readonly string[]> {
  const { problems, disclosures: all, claims } = await process(payload, disclosures)
  const codes = [...problems, ...all.flatMap(({ problem }) => (problem ? [problem] : []))]
  // Whatever is wrong with any part, no claims come out.
  expect(claims === null).toBe(codes.length > 0)
  return codes.map(({ code }) => code)
}

const given = encode(['s1', 'given_name', 'Ada'])
const family = encode(['s2', 'family_name', 'L'])
const item = encode(['s3', 'DE'])

describe('what fits', () => {
  test('claims and array elements come in place of their digests; digests without disclosure go', async () => {
    const payload = {
      _sd_alg: 'sha-256',
      _sd: [sha(given), sha(family), 'decoy'],
      sub: 'x',
      nationalities: [{ '...': sha(item) }, 'FR', { '...': 'held back' }],
    }
    const done = await process(payload, [given, item])
    expect(JSON.parse(done.claims ?? '')).toEqual({
      sub: 'x',
      nationalities: ['DE', 'FR'],
      given_name: 'Ada',
    })
    expect(done.undisclosed).toBe(3)
    expect(done.disclosures.map(({ path, parent }) => [path, parent])).toEqual([
      ['given_name', null],
      ['nationalities[0]', null],
    ])
  })

  test('a disclosure inside a disclosure names the one it stands in', async () => {
    const street = encode(['s4', 'street', 'Main'])
    const address = encode(['s5', 'address', { _sd: [sha(street)], country: 'US' }])
    const done = await process({ _sd: [sha(address)] }, [street, address])
    expect(JSON.parse(done.claims ?? '')).toEqual({ address: { country: 'US', street: 'Main' } })
    expect(done.disclosures.map(({ path, parent }) => [path, parent])).toEqual([
      ['address.street', 1],
      ['address', null],
    ])
  })

  test('values keep the text they were written in', async () => {
    const big = encode('["s", "n\\u0061me", 12345678901234567890.10]')
    const done = await process(`{"_sd":["${sha(big)}"],"n":1E400,"k":{ "a" : 0.10 }}`, [big])
    expect(done.claims).toBe('{"n":1E400,"k":{ "a" : 0.10 },"n\\u0061me":12345678901234567890.10}')
  })

  test.each(['sha-384', 'sha-512'] as const)('the hash that _sd_alg names: %s', async (algorithm) => {
    const payload = { _sd_alg: algorithm, _sd: [sha(given, algorithm)] }
    expect(JSON.parse((await process(payload, [given])).claims ?? '')).toEqual({ given_name: 'Ada' })
    expect(await refusals({ _sd_alg: algorithm, _sd: [sha(given)] }, [given])).toEqual(['DISCLOSURE_UNUSED'])
  })

  test('an object that holds nothing but digests becomes an empty one', async () => {
    expect((await process({ address: { _sd: ['decoy'] } }, [])).claims).toBe('{"address":{}}')
  })

  test('prototype names are names like others', async () => {
    const proto = encode('["s","__proto__",{"a":1}]')
    const done = await process({ _sd: [sha(proto)], constructor: 1 }, [proto])
    expect(done.claims).toBe('{"constructor":1,"__proto__":{"a":1}}')
  })
})

describe('what must be rejected (RFC 9901 §7.1)', () => {
  const two = (name: string) => encode(['s', name, 1])
  const notCanonical = `${given.slice(0, -1)}${given.endsWith('0') ? '1' : 'Z'}`
  const rows: readonly (readonly [string, unknown, readonly string[], readonly string[]])[] = [
    ['a disclosure that nothing refers to', { sub: 'x' }, [given], ['DISCLOSURE_UNUSED']],
    ['the same disclosure twice', { _sd: [sha(given)] }, [given, given], ['DISCLOSURE_TWICE']],
    ['a digest twice in one _sd', { _sd: [sha(given), sha(given)] }, [given], ['DIGEST_TWICE']],
    ['a digest twice without its disclosure', { _sd: ['d'], a: { _sd: ['d'] } }, [], ['DIGEST_TWICE']],
    ['a digest in _sd and in an array', { _sd: ['d'], a: [{ '...': 'd' }] }, [], ['DIGEST_TWICE']],
    [
      'a digest twice by way of a disclosure',
      { _sd: [sha(encode(['s', 'a', { _sd: ['d'] }])), 'd'] },
      [encode(['s', 'a', { _sd: ['d'] }])],
      ['DIGEST_TWICE'],
    ],
    ['an array element in _sd', { _sd: [sha(item)] }, [item], ['DISCLOSURE_LENGTH']],
    ['a claim in an array', { a: [{ '...': sha(given) }] }, [given], ['DISCLOSURE_LENGTH']],
    ['the name _sd', { _sd: [sha(two('_sd'))] }, [two('_sd')], ['DISCLOSURE_NAME']],
    ['the name ...', { _sd: [sha(two('...'))] }, [two('...')], ['DISCLOSURE_NAME']],
    ['the name _sd_alg', { _sd: [sha(two('_sd_alg'))] }, [two('_sd_alg')], ['DISCLOSURE_NAME']],
    ['a claim that is there already', { sub: 'x', _sd: [sha(two('sub'))] }, [two('sub')], ['CLAIM_EXISTS']],
    [
      'a claim disclosed twice with other salts',
      { _sd: [sha(encode(['a', 'n', 1])), sha(encode(['b', 'n', 2]))] },
      [encode(['a', 'n', 1]), encode(['b', 'n', 2])],
      ['CLAIM_EXISTS'],
    ],
    ['one element', { _sd: [sha(encode(['s']))] }, [encode(['s'])], ['DISCLOSURE_MALFORMED']],
    ['four elements', { _sd: [sha(encode([1, 2, 3, 4]))] }, [encode([1, 2, 3, 4])], ['DISCLOSURE_MALFORMED']],
    ['no array', { _sd: [sha(encode({}))] }, [encode({})], ['DISCLOSURE_MALFORMED']],
    [
      'a salt that is a number',
      { _sd: [sha(encode([1, 'a', 2]))] },
      [encode([1, 'a', 2])],
      ['DISCLOSURE_MALFORMED'],
    ],
    [
      'a name that is a number',
      { _sd: [sha(encode(['s', 1, 2]))] },
      [encode(['s', 1, 2])],
      ['DISCLOSURE_MALFORMED'],
    ],
    [
      'a name twice in a value',
      { _sd: [sha(encode('["s","n",{"a":1,"a":2}]'))] },
      [encode('["s","n",{"a":1,"a":2}]')],
      ['DISCLOSURE_MALFORMED'],
    ],
    [
      'base64url that is not canonical',
      { _sd: [sha(notCanonical)] },
      [notCanonical],
      ['DISCLOSURE_MALFORMED'],
    ],
    ['padding', { _sd: [sha(`${given}=`)] }, [`${given}=`], ['DISCLOSURE_MALFORMED']],
    ['an empty disclosure', { _sd: [sha('')] }, [''], ['DISCLOSURE_MALFORMED']],
    ['bytes that are no UTF-8', { _sd: [sha('_w')] }, ['_w'], ['DISCLOSURE_MALFORMED']],
    ['an unknown hash', { _sd_alg: 'md5', _sd: [] }, [], ['SD_ALG']],
    ['a hash in capitals', { _sd_alg: 'SHA-256', _sd: [] }, [], ['SD_ALG']],
    ['a hash that is a list', { _sd_alg: ['sha-256'] }, [], ['SD_ALG']],
    ['a nested _sd_alg', { a: { _sd_alg: 'sha-256' } }, [], ['SD_STRUCTURE']],
    ['_sd that is a string', { _sd: 'x' }, [], ['SD_STRUCTURE']],
    ['_sd with a number', { a: { _sd: ['x', 1] } }, [], ['SD_STRUCTURE']],
    ['... outside an array', { '...': 'x' }, [], ['SD_STRUCTURE']],
    ['... with a companion', { a: [{ '...': 'x', b: 1 }] }, [], ['SD_STRUCTURE']],
    ['... that is a number', { a: [{ '...': 1 }] }, [], ['SD_STRUCTURE']],
    ['a payload that is a list', [{ '...': 'x' }], [], ['SD_STRUCTURE']],
    ['a payload with a name twice', '{"a":1,"a":2}', [], ['SD_STRUCTURE']],
    ['a payload that is cut off', '{"a":', [], ['SD_STRUCTURE']],
  ]
  test.each(rows)('%s', async (_, payload, disclosures, codes) => {
    expect(await refusals(payload, disclosures)).toEqual(codes)
  })

  test('claims that become too deep only when put together', async () => {
    let inner = encode(['s0', 'a', 1])
    const all = [inner]
    for (let level = 1; level < 200; level++) {
      inner = encode([`s${level}`, 'a', { _sd: [sha(inner)] }])
      all.push(inner)
    }
    const codes = await refusals({ _sd: [sha(inner)] }, all)
    expect(codes).toContain('TOO_DEEP')
  })

  test('more disclosures than any credential has', async () => {
    const many = Array.from({ length: maxDisclosures + 1 }, (_, index) => encode([`${index}`, 'a', 1]))
    expect(await refusals({}, many)).toEqual(['TOO_MANY'])
  })
})

describe('switching disclosures', () => {
  const relatives = [
    { index: 0, parent: 1 },
    { index: 1, parent: null },
    { index: 2, parent: null },
  ]
  test('on takes along what it stands in, off takes along what stands inside', () => {
    expect([...switchDisclosure(relatives, new Set([2]), 0)].sort()).toEqual([0, 1, 2])
    expect([...switchDisclosure(relatives, new Set([0, 1, 2]), 1)]).toEqual([2])
    expect([...switchDisclosure(relatives, new Set([0, 1]), 0)]).toEqual([1])
  })

  test('what is presented keeps the disclosures as received and ends without key binding', async () => {
    const { disclosures } = await process({ _sd: [sha(given), sha(family)] }, [given])
    expect(presentSdJwt('a.b.c', disclosures, new Set([0]))).toBe(`a.b.c~${given}~`)
    expect(presentSdJwt('a.b.c', disclosures, new Set())).toBe('a.b.c~')
  })
})

describe('made and processed again', () => {
  const names = fc.constantFrom('a', 'b', 'c', '__proto__', 'x y', 'é')
  const claims = fc.dictionary(
    names,
    fc
      .jsonValue({ maxDepth: 3, noUnicodeString: false })
      .filter((value) => !/_sd|\.\.\./.test(JSON.stringify(value))),
    { minKeys: 1, noNullPrototype: false },
  )

  function pathsOf(value: unknown, at: ClaimPath = []): readonly ClaimPath[] {
    if (typeof value !== 'object' || value === null) return []
    const steps: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
      ? value.map((child, index) => [index, child] as const)
      : Object.entries(value)
    return steps.flatMap(([step, child]) => [[...at, step], ...pathsOf(child, [...at, step])])
  }

  test('all disclosures give the claims back; any allowed choice of them is processed', async () => {
    await fc.assert(
      fc.asyncProperty(claims, fc.infiniteStream(fc.boolean()), async (value, coins) => {
        const text = JSON.stringify(value)
        const hidden = pathsOf(value).filter(() => coins.next().value)
        const salts = hidden.map((_, index) => `salt-${index}`)
        const made = await createSdJwt({ claims: text, hidden, salts, algorithm: 'sha-256' }, digest)
        if (!made.ok) throw new Error(made.message)
        const whole = await process(made.payload, made.disclosures)
        expect(JSON.parse(whole.claims ?? 'null')).toEqual(JSON.parse(text))
        let chosen: ReadonlySet<number> = new Set(made.disclosures.keys())
        for (const index of made.disclosures.keys()) {
          if (coins.next().value) chosen = switchDisclosure(whole.disclosures, chosen, index)
        }
        const parts = splitSdJwt(presentSdJwt('j', whole.disclosures, chosen))
        const part = await process(made.payload, parts?.disclosures ?? [])
        expect(part.claims).not.toBeNull()
        expect(part.disclosures).toHaveLength(chosen.size)
      }),
      { numRuns: 60 },
    )
  })

  test('random text is refused or processed, never thrown at', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.array(fc.string()), async (payload, texts) => {
        const { claims, problems } = await process(payload, texts)
        if (claims === null) return
        expect(problems).toEqual([])
        expect(() => JSON.parse(claims)).not.toThrow()
      }),
      { numRuns: 100 },
    )
  })

  test.each([
    ['a path that is not there', { hidden: [['x']], salts: ['s'] }],
    ['the whole', { hidden: [[]], salts: ['s'] }],
    ['a position in an object', { hidden: [[0]], salts: ['s'] }],
    ['a path twice', { hidden: [['a'], ['a']], salts: ['s', 't'] }],
    ['too few salts', { hidden: [['a']], salts: [] }],
    ['a salt twice', { hidden: [['a'], ['b']], salts: ['s', 's'] }],
  ])('a plan with %s is refused', async (_, plan) => {
    const made = await createSdJwt({ claims: '{"a":1,"b":[2]}', algorithm: 'sha-256', ...plan }, digest)
    expect(made.ok).toBe(false)
  })

  test('reserved names are refused at any depth, and hidden validity claims are warned of', async () => {
    const plan = { algorithm: 'sha-256', hidden: [], salts: [] } as const
    expect((await createSdJwt({ ...plan, claims: '{"a":[{"...":1}]}' }, digest)).ok).toBe(false)
    expect((await createSdJwt({ ...plan, claims: '{"_sd_alg":1}' }, digest)).ok).toBe(false)
    const made = await createSdJwt({ ...plan, claims: '{"exp":1}', hidden: [['exp']], salts: ['s'] }, digest)
    expect(made.ok && made.warnings).toHaveLength(1)
  })
})
