import { CompactEncrypt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { openProfiles, sealProfiles } from './sealed-profiles.ts'

const passphrase = 'correct horse battery'
const sealed = await sealProfiles({ text: '{"secret":"canary"}', passphrase })

test('what was sealed is opened by its passphrase, in any Unicode form, and by no other', async () => {
  expect(decodeProtectedHeader(sealed)).toMatchObject({
    alg: 'PBES2-HS512+A256KW',
    enc: 'A256GCM',
    p2c: 600_000,
  })
  expect(sealed).not.toContain('canary')
  expect(await openProfiles({ jwe: `${sealed}\n`, passphrase })).toBe('{"secret":"canary"}')
  const accented = await sealProfiles({ text: 'x', passphrase: 'é'.normalize('NFD').repeat(12) })
  expect(await openProfiles({ jwe: accented, passphrase: 'é'.normalize('NFC').repeat(12) })).toBe('x')
  await expect(openProfiles({ jwe: sealed, passphrase: `${passphrase}x` })).rejects.toMatchObject({
    code: 'ERR_PASSPHRASE',
    details: { given: true },
  })
})

test('a changed file is answered like a wrong passphrase', async () => {
  for (const part of [1, 2, 3, 4]) {
    const parts = sealed.split('.')
    const text = parts[part] ?? ''
    parts[part] = (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
    await expect(openProfiles({ jwe: parts.join('.'), passphrase })).rejects.toMatchObject({
      code: 'ERR_PASSPHRASE',
    })
  }
})

const typ = 'claimscope-profiles+jwe'
const made = (header: object, p2c: number) =>
  new CompactEncrypt(new TextEncoder().encode('x'))
    .setProtectedHeader({ typ, alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', ...header } as never)
    .setKeyManagementParameters({ p2c })
    .encrypt(new TextEncoder().encode(passphrase))

test('no other kind of file is tried, and no number of rounds that would weaken it or stop this machine', async () => {
  const [, ...rest] = sealed.split('.')
  const header = { typ, alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2s: 'AAAAAAAAAAAAAAAAAAAAAA' }
  const withRounds = (p2c: unknown) =>
    [Buffer.from(JSON.stringify({ ...header, p2c })).toString('base64url'), ...rest].join('.')
  const others = [
    await made({ typ: 'JWE' }, 100_000),
    await made({ alg: 'PBES2-HS256+A128KW' }, 100_000),
    await made({}, 1000),
    withRounds(4_000_000_000),
    withRounds(1.5),
    withRounds('600000'),
    withRounds(undefined),
    'eyJhIjoxfQ....',
    'not a file',
  ]
  for (const jwe of others) {
    await expect(openProfiles({ jwe, passphrase })).rejects.toMatchObject({ code: 'ERR_IMPORT' })
  }
})
