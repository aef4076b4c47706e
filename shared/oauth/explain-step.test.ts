import { expect, test } from 'vitest'
import { specUrl } from '../verdict/spec-url.ts'
import { explainStep } from './explain-step.ts'
import type { StepId } from './run.ts'

const ids: readonly StepId[] = [
  'discovery',
  'listen',
  'authorize',
  'sign_in',
  'callback',
  'ignored_callback',
  'token',
  'jwks',
  'validate',
  'userinfo',
  'refresh',
  'revoke',
]

test.each(ids)('%s is explained in two sentences, with a section that can be opened', (id) => {
  const { what, why, spec } = explainStep(id)
  for (const text of [what, why]) expect(text).toMatch(/^[A-Z][^.!]*\.$/)
  expect(specUrl(spec)).not.toBeNull()
})
