import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type Policy, policyOf } from '../../shared/policy-code/policy.ts'
import { policyCodes } from '../../shared/policy-code/snippets.ts'
import { checkTitle } from '../../shared/verdict/explain-check.ts'
import type { VerifyRequest, VerifyResult } from '../../shared/verdict/verification.ts'
import { runJobHere } from './crypto-jobs.ts'
import { ecKey, jws } from './test-tokens.ts'
import { verifyToken } from './verify/verify-token.ts'

const signer = ecKey('P-256')
const now = Math.floor(Date.now() / 1000)
const good = { iss: 'https://i.test', sub: 'ada', aud: 'app', exp: now + 600, iat: now - 5, nonce: 'n1' }
const without = (name: string) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name))
const request: Omit<VerifyRequest, 'token'> = {
  source: { kind: 'key', text: JSON.stringify(signer.jwk) },
  expect: { iss: good.iss, aud: 'app', nonce: 'n1' },
  as: 'id_token',
}
const at: Partial<VerifyRequest> = { as: 'access_token', expect: { iss: good.iss, aud: 'app' } }
const atGood = { ...good, client_id: 'app', jti: 'j1' }

type Case = {
  readonly name: string
  readonly claims: object
  readonly typ?: string
  readonly change?: Partial<VerifyRequest>
  /** The code refuses it; otherwise it has to name the check it does not make. */
  readonly refused: boolean
}
const asked: readonly Case[] = [
  { name: 'no exp', claims: without('exp'), refused: true },
  { name: 'no sub', claims: without('sub'), refused: true },
  { name: 'no iat', claims: without('iat'), refused: true },
  { name: 'no aud', claims: without('aud'), refused: true },
  { name: 'iat in the future', claims: { ...good, iat: now + 500 }, refused: true },
  { name: 'iat no number', claims: { ...good, iat: 'now' }, refused: true },
  { name: 'expired', claims: { ...good, exp: now - 5 }, refused: true },
  { name: 'not yet valid', claims: { ...good, nbf: now + 500 }, refused: true },
  { name: 'another nonce', claims: { ...good, nonce: 'n2' }, refused: true },
  { name: 'no nonce', claims: without('nonce'), refused: true },
  { name: 'another issuer', claims: { ...good, iss: 'https://j.test' }, refused: true },
  { name: 'another audience', claims: { ...good, aud: 'web' }, refused: true },
  {
    name: 'the client is no audience',
    claims: { ...good, aud: 'web' },
    change: { expect: { iss: good.iss }, context: { client_id: 'app' } },
    refused: true,
  },
  { name: 'sub of another kind', claims: { ...good, sub: 7 }, refused: false },
  {
    name: 'another authorized party',
    claims: { ...good, azp: 'web' },
    change: { context: { client_id: 'app' } },
    refused: false,
  },
  { name: 'a type that no ID token has', claims: good, typ: 'at+jwt', refused: false },
  { name: 'an access token of the type JWT', claims: atGood, change: at, refused: true },
  {
    name: 'an access token without jti',
    claims: { ...atGood, jti: undefined },
    typ: 'at+jwt',
    change: at,
    refused: true,
  },
  {
    name: 'a scope that is not granted',
    claims: { ...atGood, scope: 'read' },
    typ: 'at+jwt',
    change: { ...at, context: { scope: 'write' } },
    refused: false,
  },
]

type Made = { readonly token: string; readonly policy: Policy; readonly result: VerifyResult }

async function judge({ claims, typ = 'JWT', change = {} }: Omit<Case, 'name' | 'refused'>): Promise<Made> {
  const token = jws({ alg: 'ES256', typ }, claims, signer.privateKey)
  const whole = { ...request, ...change, token }
  const fetch = () => Promise.reject(new Error('nothing may be fetched'))
  const result = await verifyToken(whole, { fetch, now: Date.now, run: runJobHere })
  return { token, result, policy: policyOf(whole, 'ES256', result) }
}

const commentsOf = (code: string) =>
  code
    .split('\n')
    .filter((line) => /^\s*(?:\/\/|#)/.test(line))
    .join('\n')

const created = (id: string, policy: Policy) =>
  policyCodes.find((code) => code.id === id)?.create(policy) ?? ''

type Runner = (files: readonly string[], tokens: readonly string[]) => readonly (string | null)[]

describe('the code and the verdict it was copied from', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'claimscope-code-'))
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const environment = { ...process.env, JWT_KEY: JSON.stringify(signer.jwk) }

  /** The name of what each module throws for its token; null where it takes it. */
  const runJose: Runner = (files, tokens) => {
    const run = join(folder, 'run.mts')
    writeFileSync(
      run,
      `const told = []
for (const [file, token] of JSON.parse(process.argv[2] ?? '[]')) {
  const { verify } = await import(file)
  told.push(await verify(token).then(() => null, (error) => error.constructor.name))
}
console.log(JSON.stringify(told))`,
    )
    const pairs = JSON.stringify(files.map((file, index) => [`./${file}`, tokens[index]]))
    return JSON.parse(execFileSync(process.execPath, [run, pairs], { env: environment, encoding: 'utf8' }))
  }
  const runPython: Runner = (files, tokens) => {
    const run = join(folder, 'run.py')
    writeFileSync(
      run,
      `import importlib, json, sys
told = []
for name, token in json.loads(sys.argv[1]):
    try:
        importlib.import_module(name).verify(token)
        told.append(None)
    except Exception as error:
        told.append(type(error).__name__)
print(json.dumps(told))`,
    )
    const pairs = JSON.stringify(files.map((file, index) => [file.replace(/\.py$/, ''), tokens[index]]))
    return JSON.parse(execFileSync('python3', [run, pairs], { env: environment, encoding: 'utf8' }))
  }
  const has = (name: string) => spawnSync('python3', ['-c', `import ${name}`]).status === 0
  const libraries = [
    { id: 'jose', ending: 'mts', run: runJose, installed: true },
    { id: 'joserfc', ending: 'py', run: runPython, installed: has('joserfc.jwt') },
    { id: 'pyjwt', ending: 'py', run: runPython, installed: has('jwt') },
  ]

  test.for(libraries)(
    '$id refuses what was refused, or says that it does not look',
    async (library, { skip }) => {
      skip(!library.installed, 'the library is not installed')
      const made = await Promise.all(asked.map(judge))
      const codes = made.map(({ policy }) => created(library.id, policy))
      const files = codes.map((code, index) => {
        const file = `${library.id}_${index}.${library.ending}`
        writeFileSync(join(folder, file), code)
        return file
      })
      const thrown = library.run(
        files,
        made.map(({ token }) => token),
      )
      const wrong = asked.flatMap(({ name, refused }, index) => {
        const { result } = made[index] ?? { result: null }
        const error = thrown[index]
        const comments = commentsOf(codes[index] ?? '')
        const failed = result?.checks.find(({ status }) => status === 'fail')
        const promised = /this code raises (\S+) for it/.exec(comments)?.[1]
        const problems = [
          result?.verdict === 'invalid' ? '' : `the verdict is ${result?.verdict}`,
          refused && error === null ? 'the code accepts it' : '',
          refused && !/this code (?:raises|refuses)/.test(comments)
            ? 'the code does not say that it refuses'
            : '',
          promised !== undefined && promised !== error ? `promised ${promised}, raised ${error}` : '',
          error === null && /this code (?:raises|refuses)/.test(comments)
            ? 'the code promises to refuse'
            : '',
          !refused && !comments.includes(`- ${checkTitle(failed?.id ?? '')} (`)
            ? `${failed?.id} is not named`
            : '',
        ].filter((problem) => problem)
        return problems.length > 0 ? [`${name}: ${problems.join('; ')}`] : []
      })
      expect(wrong).toEqual([])
    },
  )

  test.for(libraries)('$id takes what was taken', async (library, { skip }) => {
    skip(!library.installed, 'the library is not installed')
    const made = await Promise.all([
      judge({ claims: good }),
      judge({ claims: atGood, typ: 'at+jwt', change: at }),
    ])
    expect(made.map(({ result }) => result.verdict)).toEqual(['valid', 'valid'])
    const files = made.map(({ policy }, index) => {
      const file = `${library.id}_good_${index}.${library.ending}`
      writeFileSync(join(folder, file), created(library.id, policy))
      return file
    })
    const thrown = library.run(
      files,
      made.map(({ token }) => token),
    )
    expect(thrown).toEqual([null, null])
  })

  it('every check that was made and is not in the code is named at its top', async () => {
    const { policy, result } = await judge({
      claims: { ...good, azp: 'app', auth_time: now - 60 },
      change: { context: { client_id: 'app', max_age: 600 } },
    })
    expect(result.verdict).toBe('valid')
    for (const { create } of policyCodes) {
      const comments = commentsOf(create(policy))
      expect(comments).toContain('Checked by Claimscope and not in this code')
      for (const id of ['azp', 'auth_time', 'type']) expect(comments).toContain(checkTitle(id))
      expect(comments).not.toContain('never expires')
    }
  })

  it('without a kind of token no claim is required, and the code says so', async () => {
    const { policy } = await judge({ claims: without('exp'), change: { as: 'generic', expect: {} } })
    for (const { create } of policyCodes) {
      expect(commentsOf(create(policy))).toContain('a token without exp never expires')
      expect(commentsOf(create(policy))).toContain('issuer, audience, type, nonce')
    }
  })
})
