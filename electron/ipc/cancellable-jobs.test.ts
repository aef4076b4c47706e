import { expect, test } from 'vitest'
import { createCancellableJobs } from './cancellable-jobs.ts'

const untilAborted = (signal: AbortSignal) =>
  new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true }))

test('a job is aborted by its id, others go on', async () => {
  const jobs = createCancellableJobs()
  const first = jobs.run('1', untilAborted)
  const second = jobs.run('2', untilAborted)
  jobs.cancel('1')
  expect(await first).toBe('aborted')
  expect(await Promise.race([second, Promise.resolve('still running')])).toBe('still running')
  jobs.cancelAll()
  expect(await second).toBe('aborted')
})

test('an id is used once at a time, and again afterwards', async () => {
  const jobs = createCancellableJobs()
  const first = jobs.run('1', untilAborted)
  await expect(jobs.run('1', untilAborted)).rejects.toMatchObject({ code: 'ERR_CONFLICT' })
  jobs.cancel('1')
  await first
  expect(await jobs.run('1', async () => 'again')).toBe('again')
})

test('a job that fails gives its id back', async () => {
  const jobs = createCancellableJobs()
  await expect(jobs.run('1', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await jobs.run('1', async () => 'again')).toBe('again')
})

test('cancelling what does not run does nothing', () => {
  expect(() => createCancellableJobs().cancel('1')).not.toThrow()
})
