import { expect, it } from 'vitest'
import { lifetimeState } from './lifetime-state.ts'

const now = 1_800_000_000
const nothing = { issuedAt: null, notBefore: null, expiresAt: null }

it.each([
  ['no time at all', nothing, 'unknown', /^says no time$/],
  ['only iat, which does not mean forever', { ...nothing, issuedAt: now - 60 }, 'unknown', /^no exp$/],
  ['iat still to come, which is no beginning', { ...nothing, issuedAt: now + 3600 }, 'early', /^issued in /],
  ['nbf still to come', { ...nothing, notBefore: now + 3600 }, 'early', /^begins in /],
  ['exp passed', { ...nothing, expiresAt: now }, 'over', /^expired /],
  ['exp to come', { ...nothing, expiresAt: now + 60 }, 'open', / left$/],
  ['exp beyond every calendar', { ...nothing, expiresAt: 1e30 }, 'unknown', /^out of range$/],
])('%s', (_name, lifetime, tone, text) => {
  const state = lifetimeState(lifetime, now)
  expect(state.tone).toBe(tone)
  expect(state.text).toMatch(text)
})
