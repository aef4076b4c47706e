import { expect, test } from 'vitest'

test('zod, loaded later, never compiles its parsers', async () => {
  await import('./zod-without-eval.ts')
  const { config } = await import('zod/v4/core')
  expect(config().jitless).toBe(true)
})
