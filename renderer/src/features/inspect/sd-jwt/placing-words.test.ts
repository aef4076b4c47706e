import { expect, it } from 'vitest'
import type { Check } from '../../../../../shared/verdict/check.ts'
import type { VerifyRequest } from '../../../../../shared/verdict/verification.ts'
import { idle, type Verification } from '../inspect-state.ts'
import { placingWords } from './placing-words.ts'

const request: VerifyRequest = { token: 't', source: { kind: 'none' }, expect: {} }
const done = (...checks: readonly Check[]): Verification => ({
  kind: 'done',
  request,
  result: { verdict: 'invalid', code: 'DISCLOSURE', checks: [...checks], key: null, requests: [], asOf: 0 },
})
const signature: Check = { id: 'signature', status: 'pass', spec: 's' }
const misfit: Check = {
  id: 'disclosures',
  status: 'fail',
  code: 'DISCLOSURE',
  found: 'disclosure 2: no digest that the issuer signed',
  spec: 's',
}

it('before a verdict the disclosures wait for it', () => {
  expect(placingWords(2, idle)).toMatch(/^The 2 disclosures are put in place once the signature is verified/)
  const running: Verification = { kind: 'running', requestId: 'r', request }
  expect(placingWords(1, running)).toMatch(/^The disclosure is put in place once/)
})

it('after a verified signature those that do not fit are not promised any more, and the reason is said', () => {
  expect(placingWords(2, done(signature, misfit))).toBe(
    'The 2 disclosures are not put in place, because they do not fit what the issuer signed: disclosure 2: no digest that the issuer signed. See Disclosures.',
  )
  expect(placingWords(1, done(signature, misfit))).toContain('because it does not fit')
})

it('a token that was refused before its disclosures were looked at promises nothing either', () => {
  expect(placingWords(2, done())).toMatch(/not put in place, because the token could not be judged/)
})
