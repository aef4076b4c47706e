import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { noConnect } from '../electron/net/test-connection.ts'
import { createLineAnswerer } from './answer-lines.ts'
import type { CliIo } from './io.ts'
import { verifyBatch } from './verify-batch.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const key = publicKey.export({ format: 'jwk' })
const token = await new SignJWT({ sub: 'u' }).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey)
const line = (id: number, text = token) => JSON.stringify({ id, token: text, key })

type Run = {
  readonly chunks: AsyncIterable<string>
  readonly onOut?: (text: string) => void
  readonly signal?: AbortSignal
}

async function run({ chunks, onOut, signal }: Run, inPlace: number) {
  const out: string[] = []
  const io = {
    readStdin: () => chunks,
    stdout: async (text: string) => {
      out.push(text)
      onOut?.(text)
    },
    stderr: async () => undefined,
    now: () => 1_800_000_000_000,
    fetch: () => Promise.reject(new Error('nothing may be fetched')),
    connect: noConnect,
    signal: signal ?? new AbortController().signal,
  } as unknown as CliIo
  const code = await verifyBatch(io, createLineAnswerer('verify', io, inPlace))
  return { code, answers: out.map((text) => JSON.parse(text) as { id: unknown; valid: boolean }) }
}
async function* once(text: string) {
  yield text
}

describe.each([
  ['in place', Number.POSITIVE_INFINITY],
  ['in threads', 0],
])('a batch %s', (_name, inPlace) => {
  it('keeps the order of its lines, whatever they are', async () => {
    const lines = Array.from({ length: 450 }, (_, id) =>
      id % 7 === 0 ? line(id, `${token.slice(0, -4)}AAAA`) : id % 11 === 0 ? '{"id":' : line(id),
    )
    const { code, answers } = await run({ chunks: once(`${lines.join('\n')}\n`) }, inPlace)
    expect(code).toBe(2)
    expect(answers).toHaveLength(450)
    for (const [id, answer] of answers.entries()) {
      const broken = id % 7 !== 0 && id % 11 === 0
      expect(answer.id).toBe(broken ? null : id)
      expect(answer.valid).toBe(id % 7 !== 0 && id % 11 !== 0)
    }
  })

  it('answers a line before the next one comes', async () => {
    let answered = () => {}
    async function* dialogue() {
      for (const id of [0, 1, 2]) {
        const answer = new Promise<void>((resolve) => {
          answered = resolve
        })
        yield `${line(id)}\n`
        await answer
      }
    }
    const { code, answers } = await run({ chunks: dialogue(), onOut: () => answered() }, inPlace)
    expect([code, answers.map(({ id }) => id)]).toEqual([0, [0, 1, 2]])
  })

  it('repeats only the beginning of a name that it does not know, and nothing a terminal acts on', async () => {
    const name = `note\u202e\u009b${'s3cret'.repeat(20)}`
    const out: string[] = []
    const text = JSON.stringify({ id: 1, token, key, [name]: 1 })
    const { code } = await run({ chunks: once(text), onOut: (answer) => out.push(answer) }, inPlace)
    const [answer = ''] = out
    expect(code).toBe(0)
    expect(answer).not.toMatch(/[\u202e\u009b]/)
    const [ignored = ''] = JSON.parse(answer).ignored
    expect(ignored.length).toBeLessThan(30)
    expect(name.startsWith(ignored.slice(0, -1))).toBe(true)
  })

  it('ends with 2 when it is stopped', async () => {
    const stop = new AbortController()
    async function* endless() {
      for (let id = 0; ; id += 1) {
        yield `${line(id)}\n`
        if (id === 20) stop.abort()
      }
    }
    expect((await run({ chunks: endless(), signal: stop.signal }, inPlace)).code).toBe(2)
  })
})
