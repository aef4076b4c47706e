import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'
import { AppError } from '../../shared/error.ts'
import { serveProvider } from './serve-provider.ts'

function serve(start = vi.fn(async () => started)) {
  const events = new EventEmitter()
  const said: unknown[] = []
  const exit = vi.fn()
  serveProvider(
    { on: (name, listener) => events.on(name, listener), postMessage: (message) => said.push(message) },
    { start, exit },
  )
  return { tell: (data: unknown) => events.emit('message', { data }), said, exit, start }
}

const close = vi.fn(async () => undefined)
const started = {
  issuer: 'http://127.0.0.1:4000',
  clients: [],
  ca_certificates: '',
  backchannel_logout_uri: '',
  close,
}

it('starts once, says so, and closes before it goes', async () => {
  const { tell, said, exit, start } = serve()
  tell({ kind: 'start', port: 4000 })
  tell({ kind: 'start', port: 5000 })
  await vi.waitFor(() => expect(said).toHaveLength(1))
  expect(said).toEqual([
    {
      kind: 'running',
      issuer: 'http://127.0.0.1:4000',
      clients: [],
      ca_certificates: '',
      backchannel_logout_uri: '',
    },
  ])
  expect(start.mock.calls).toEqual([[{ port: 4000 }]])
  tell({ kind: 'stop' })
  await vi.waitFor(() => expect(exit).toHaveBeenCalledOnce())
  expect(close).toHaveBeenCalledOnce()
})

it('says why it could not start', async () => {
  const { tell, said, exit } = serve(vi.fn(() => Promise.reject(new AppError('ERR_PROVIDER', 'no port'))))
  tell({ kind: 'start', port: 4000 })
  await vi.waitFor(() => expect(said).toEqual([{ kind: 'failed', message: 'no port' }]))
  tell({ kind: 'stop' })
  await vi.waitFor(() => expect(exit).toHaveBeenCalledOnce())
})

it.each([
  [null],
  ['start'],
  [{ kind: 'start' }],
  [{ kind: 'start', port: 70_000 }],
  [{ kind: 'run', port: 1 }],
])('passes over what is no command: %j', (command) => {
  const { tell, said, exit, start } = serve()
  tell(command)
  expect(start).not.toHaveBeenCalled()
  expect(exit).not.toHaveBeenCalled()
  expect(said).toEqual([])
})
