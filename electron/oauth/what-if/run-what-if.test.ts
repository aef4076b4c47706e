import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ScriptedIssuer, startScriptedIssuer } from '../../../e2e/support/scripted-issuer.ts'
import type { RunConfig } from '../../../shared/oauth/run-config.ts'
import { defaultFlow } from '../../../shared/profile/flow-settings.ts'
import { type WhatIfCaseId, whatIfCaseIds } from '../../../shared/what-if/what-if-case.ts'
import type { WhatIfProgress } from '../../../shared/what-if/what-if-result.ts'
import { testConnect } from '../../net/test-connection.ts'
import { type StartedProvider, startProvider } from '../../provider/create-provider.ts'
import { createTestBrowser } from '../../provider/test-browser.ts'
import { runWhatIf, type WhatIfOptions } from './run-what-if.ts'

type Target = { readonly config: RunConfig; readonly otherClient?: RunConfig }

function configOf(change: Partial<RunConfig>): RunConfig {
  return {
    profileId: null,
    profileName: 'Tried',
    issuer: '',
    client_id: '',
    token_endpoint_auth_method: 'none',
    secrets: {},
    scope: 'openid offline_access',
    flow: defaultFlow,
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    parameters: [],
    allowHttp: false,
    ...change,
  }
}

async function tryCases(
  target: Target,
  caseIds: readonly WhatIfCaseId[],
  openExternal: WhatIfOptions['openExternal'],
  change: Partial<WhatIfOptions> = {},
) {
  const seen: WhatIfProgress[] = []
  const outcome = await runWhatIf(
    {
      config: target.config,
      otherClient: target.otherClient ?? null,
      caseIds,
      openExternal,
      signInDeadlineMs: 30_000,
      signal: new AbortController().signal,
      onSkippable: () => undefined,
      onProgress: (progress) => seen.push(progress),
      ...change,
    },
    { connect: testConnect, now: Date.now },
  )
  const verdicts = Object.fromEntries(outcome.results.map(({ id, verdict }) => [id, verdict]))
  const said = Object.fromEntries(outcome.results.map(({ id, actual }) => [id, actual]))
  return { outcome, verdicts, said, seen }
}

describe('at a real provider', () => {
  let provider: StartedProvider
  beforeAll(async () => {
    provider = await startProvider({ port: 0 })
  })
  afterAll(() => provider.close())

  /** A person who signs in once; the browser keeps the session. */
  function person(): WhatIfOptions['openExternal'] {
    const browser = createTestBrowser()
    return async (url) => {
      const page = await browser.follow(url)
      const end =
        page.response === null ? page : await browser.submit(page.url, { name: 'Ada', decision: 'allow' })
      await fetch(end.url)
    }
  }

  test('every case runs, and what it shows is what this provider does', async () => {
    const { issuer, clients } = provider
    const secret = clients.find(({ client_id }) => client_id === 'claimscope-basic')?.client_secret ?? ''
    const basic = configOf({
      issuer,
      client_id: 'claimscope-basic',
      token_endpoint_auth_method: 'client_secret_basic',
      secrets: { client_secret: secret },
      parameters: [{ name: 'prompt', value: 'consent' }],
    })
    const other = configOf({ issuer, client_id: 'claimscope-public' })
    const { outcome, verdicts, said, seen } = await tryCases(
      { config: basic, otherClient: other },
      whatIfCaseIds,
      person(),
    )
    expect(outcome.baselineProblem).toBeNull()
    expect(verdicts).toEqual({
      wrong_verifier: 'pass',
      missing_verifier: 'pass',
      other_redirect_uri_token: 'pass',
      other_redirect_uri_authorize: 'pass',
      pkce_downgrade: 'warning',
      missing_state: 'pass',
      unlisted_scope: 'pass',
      request_object_none: 'pass',
      cross_client_code: 'pass',
      expired_assertion: 'not_checked',
      // Remembered, but answered with invalid_grant.
      dpop_proof_replay: 'warning',
      code_replay: 'pass',
      revoked_token: 'pass',
      rotated_refresh_token: 'pass',
    })
    expect(said.rotated_refresh_token).toContain('newer refresh token ended too')
    expect(said.code_replay).toContain('first access token ended')
    expect(seen.some(({ waitingUntil }) => waitingUntil !== null)).toBe(true)
    expect(JSON.stringify([outcome, seen])).not.toContain(secret)
  })
})

describe('at a server that takes everything', () => {
  let op: ScriptedIssuer
  beforeAll(async () => {
    op = await startScriptedIssuer()
  })
  afterAll(() => op.close())
  beforeEach(() => op.setFaults({ careless: true }))

  const config = (change: Partial<RunConfig> = {}) =>
    configOf({ issuer: op.issuer, client_id: op.publicClientId, ...change })
  const visit = async (url: string) => {
    const { headers } = await fetch(url, { redirect: 'manual' })
    await fetch(headers.get('location') ?? '')
  }

  test('every wrong acceptance is found', async () => {
    const other = config({
      client_id: op.clientId,
      token_endpoint_auth_method: 'client_secret_post',
      secrets: { client_secret: op.clientSecret },
    })
    const { outcome, verdicts } = await tryCases(
      { config: config(), otherClient: other },
      whatIfCaseIds,
      visit,
    )
    expect(verdicts).toEqual({
      wrong_verifier: 'fail',
      missing_verifier: 'fail',
      other_redirect_uri_token: 'fail',
      other_redirect_uri_authorize: 'fail',
      pkce_downgrade: 'fail',
      missing_state: 'pass',
      unlisted_scope: 'fail',
      request_object_none: 'fail',
      cross_client_code: 'fail',
      expired_assertion: 'not_checked',
      dpop_proof_replay: 'not_checked',
      code_replay: 'fail',
      revoked_token: 'fail',
      rotated_refresh_token: 'fail',
    })
    const text = JSON.stringify(outcome)
    expect(text).not.toContain('canary')
    for (const { form } of op.requests) {
      for (const name of ['code', 'code_verifier', 'refresh_token', 'client_secret'])
        for (const value of form.getAll(name)) expect(text).not.toContain(value)
    }
  })

  test('an expired assertion that is taken is found', async () => {
    const { verdicts } = await tryCases(
      {
        config: config({
          client_id: op.clientId,
          token_endpoint_auth_method: 'client_secret_jwt',
          secrets: { client_secret: op.clientSecret },
        }),
      },
      ['expired_assertion'],
      () => Promise.reject(new Error('no browser belongs to it')),
    )
    expect(verdicts).toEqual({ expired_assertion: 'fail' })
  })

  test('where the unchanged exchange is refused, a refusal proves nothing', async () => {
    op.setFaults({ tokenError: { error: 'invalid_grant' } })
    const { outcome, verdicts } = await tryCases(
      { config: config() },
      ['wrong_verifier', 'code_replay'],
      visit,
    )
    expect(outcome.baselineProblem).toContain('refused with 400')
    expect(verdicts).toEqual({ wrong_verifier: 'not_checked', code_replay: 'not_checked' })
  })

  test('a provider that is not there: nothing was learned', async () => {
    const { verdicts } = await tryCases(
      { config: config({ issuer: 'http://127.0.0.1:9' }) },
      ['unlisted_scope', 'other_redirect_uri_authorize'],
      visit,
    )
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['not_checked']))
  })

  test('a case can be skipped, and the next one goes on', async () => {
    let skip = () => {}
    const { said } = await tryCases(
      { config: config() },
      ['missing_state', 'other_redirect_uri_authorize'],
      () => Promise.resolve(),
      {
        onSkippable: (given) => {
          skip = given
        },
        onProgress: ({ waitingUntil }) => {
          if (waitingUntil !== null) skip()
        },
      },
    )
    expect(said.missing_state).toBe('Skipped')
    expect(said.other_redirect_uri_authorize).toContain('unregistered address')
  })

  test('cancelling ends it, with what is known by then', async () => {
    const controller = new AbortController()
    const { outcome } = await tryCases(
      { config: config() },
      ['other_redirect_uri_authorize', 'code_replay', 'revoked_token'],
      () => Promise.resolve(controller.abort()),
      { signal: controller.signal },
    )
    expect(outcome.cancelled).toBe(true)
    expect(outcome.results.map(({ id }) => id)).toEqual(['other_redirect_uri_authorize'])
  })
})
