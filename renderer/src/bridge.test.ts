import { describe, expect, it } from 'vitest'
import { call, settle } from './bridge.ts'

describe('an answer', () => {
  it('is its value', async () => {
    expect(await call(Promise.resolve({ ok: true, value: 7 }))).toBe(7)
  })

  it('that is an error is thrown with its code', async () => {
    const answer = {
      ok: false as const,
      error: { code: 'ERR_NOT_FOUND' as const, message: 'no such profile' },
    }
    await expect(call(Promise.resolve(answer))).rejects.toMatchObject({
      code: 'ERR_NOT_FOUND',
      message: 'no such profile',
    })
  })

  it('that never came is an error as data, without what was thrown', async () => {
    const answer = await settle(Promise.reject(new Error('secret inside')))
    expect(answer).toMatchObject({ ok: false, error: { code: 'ERR_INTERNAL' } })
    expect(JSON.stringify(answer)).not.toContain('secret inside')
  })
})
