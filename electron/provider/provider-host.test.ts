import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ProviderStatus } from '../../shared/provider-status.ts'
import { createProviderHost, type ProviderChild, type ProviderHost } from './provider-host.ts'
import type { ProviderCommand } from './provider-messages.ts'

class FakeChild extends EventEmitter implements ProviderChild {
  readonly received: ProviderCommand[] = []
  killed = 0
  /** A process in a loop answers nothing but a signal. */
  obeysStop = true

  postMessage(message: ProviderCommand): void {
    this.received.push(message)
    if (message.kind === 'stop' && this.obeysStop) queueMicrotask(() => this.emit('exit', 0))
  }
  kill(): boolean {
    this.killed += 1
    queueMicrotask(() => this.emit('exit', 143))
    return true
  }
}

const running: ProviderStatus = {
  kind: 'running',
  issuer: 'http://127.0.0.1:4000',
  ca_certificates: '',
  backchannel_logout_uri: '',
  clients: [
    {
      client_id: 'c',
      token_endpoint_auth_method: 'none',
      client_secret: null,
      client_certificate: null,
      description: 'A client.',
    },
  ],
}

let children: FakeChild[]
let changes: string[]
let host: ProviderHost

beforeEach(() => {
  vi.useFakeTimers()
  children = []
  changes = []
  host = createProviderHost({
    fork: () => {
      const child = new FakeChild()
      children.push(child)
      return child
    },
    onChange: (status) => changes.push(status.kind),
    preferredPort: 4000,
  })
})
afterEach(() => vi.useRealTimers())

const child = () => children.at(-1)!

async function startRunning() {
  const started = host.start()
  await vi.advanceTimersByTimeAsync(0)
  child().emit('message', running)
  return started
}

it('starts, tells, and stops', async () => {
  expect(host.status()).toEqual({ kind: 'stopped' })
  expect(await startRunning()).toEqual(running)
  expect(child().received).toEqual([{ kind: 'start', port: 4000 }])
  expect(host.status()).toEqual(running)
  expect(await host.stop()).toEqual({ kind: 'stopped' })
  expect(child().killed).toBe(0)
  expect(changes).toEqual(['starting', 'running', 'stopped'])
})

it('starts one process however often it is asked', async () => {
  const calls = [host.start(), host.start()]
  await vi.advanceTimersByTimeAsync(0)
  calls.push(host.start())
  child().emit('message', running)
  expect(await Promise.all(calls)).toEqual([running, running, running])
  expect(await host.start()).toEqual(running)
  expect(children).toHaveLength(1)
})

it('gives up on a process that says nothing, and can try again', async () => {
  const started = host.start()
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await started).toEqual({ kind: 'failed', message: expect.stringContaining('15 seconds') })
  expect(child().killed).toBe(1)
  expect(await startRunning()).toEqual(running)
  expect(children).toHaveLength(2)
  expect(changes).toEqual(['starting', 'failed', 'starting', 'running'])
})

it('says why it did not start', async () => {
  const started = host.start()
  await vi.advanceTimersByTimeAsync(0)
  child().emit('message', { kind: 'failed', message: 'no memory left' })
  expect(await started).toEqual({ kind: 'failed', message: 'no memory left' })
  await vi.advanceTimersByTimeAsync(0)
  expect(host.status()).toEqual({ kind: 'failed', message: 'no memory left' })
  expect(child().killed).toBe(1)
})

it.each([
  ['while it starts', false],
  ['while it runs', true],
])('notices a process that dies %s', async (_when, isRunning) => {
  const started = isRunning ? startRunning() : host.start()
  await vi.advanceTimersByTimeAsync(0)
  if (isRunning) await started
  child().emit('exit', 9)
  const expected = { kind: 'failed', message: expect.stringContaining('exit code 9') }
  expect(host.status()).toEqual(expected)
  if (!isRunning) expect(await started).toEqual(expected)
  expect(await startRunning()).toEqual(running)
})

it('fails when no process can be made', async () => {
  const broken = createProviderHost({
    fork: () => {
      throw new Error('no')
    },
    onChange: () => undefined,
    preferredPort: 0,
  })
  expect(await broken.start()).toMatchObject({ kind: 'failed' })
})

it('ends a process that does not stop when asked', async () => {
  await startRunning()
  child().obeysStop = false
  const stopped = host.stop()
  await vi.advanceTimersByTimeAsync(2_999)
  expect(child().killed).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(await stopped).toEqual({ kind: 'stopped' })
  expect(child().killed).toBe(1)
})

it('can be stopped while it starts, and started while it stops', async () => {
  const started = host.start()
  await vi.advanceTimersByTimeAsync(0)
  const stopped = host.stop()
  const restarted = host.start()
  child().emit('message', running)
  expect(await stopped).toEqual({ kind: 'stopped' })
  expect(await started).toEqual({ kind: 'stopped' })
  await vi.advanceTimersByTimeAsync(0)
  expect(children).toHaveLength(2)
  child().emit('message', running)
  expect(await restarted).toEqual(running)
})

it.each([
  [null],
  ['running'],
  [{ kind: 'running' }],
  [{ kind: 'stopped' }],
  [{ ...running, extra: 1 }],
  [{ ...running, issuer: 7 }],
])('passes over what is no report: %j', async (message) => {
  const started = host.start()
  await vi.advanceTimersByTimeAsync(0)
  child().emit('message', message)
  expect(host.status()).toEqual({ kind: 'starting' })
  child().emit('message', running)
  expect(await started).toEqual(running)
})

it('stays closed', async () => {
  await startRunning()
  await host.close()
  expect(await host.start()).toEqual({ kind: 'stopped' })
  expect(children).toHaveLength(1)
})
