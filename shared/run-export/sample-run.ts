import type { Run } from '../oauth/run.ts'

/** A run with every kind of step, for tests; `text` stands wherever text of others can stand. */
export function sampleRun(text: string): Run {
  const step = {
    status: 'done',
    durationMs: 12,
    note: text,
    facts: [[`label ${text}`, text]],
  } as const
  return {
    id: 'r1',
    profileId: 'p1',
    profileName: text,
    issuer: 'https://op.test',
    clientId: text,
    redirectUri: 'http://127.0.0.1:4000/callback',
    startedAt: 1_700_000_000_000,
    endedAt: 1_700_000_001_500,
    phase: { kind: 'refused', problem: { code: 'STATE', message: text, advice: text } },
    steps: [
      {
        ...step,
        key: '1',
        id: 'listen',
        from: 'claimscope',
        to: 'claimscope',
        startedAt: 1_700_000_000_000,
        exchanges: [],
      },
      {
        ...step,
        key: '2',
        id: 'authorize',
        from: 'claimscope',
        to: 'browser',
        startedAt: 1_700_000_000_010,
        exchanges: [
          {
            request: {
              method: 'GET',
              url: 'https://op.test/auth?scope=openid&state=s1',
              headers: [],
              body: null,
            },
            response: null,
            durationMs: 0,
          },
        ],
      },
      {
        ...step,
        key: '3',
        id: 'token',
        from: 'claimscope',
        to: 'provider',
        startedAt: 1_700_000_001_000,
        exchanges: [
          {
            request: {
              method: 'POST',
              url: 'https://op.test/token',
              headers: [
                ['authorization', 'Basic ‹hidden, 20 characters›'],
                ['content-type', 'application/x-www-form-urlencoded'],
              ],
              body: `grant_type=authorization_code&code=‹hidden, 43 characters›&x=${encodeURIComponent(text)}`,
            },
            response: {
              status: 400,
              headers: [
                ['content-type', 'application/json'],
                ['x-echo', text],
              ],
              body: text,
              byteLength: 99,
              truncated: true,
            },
            durationMs: 7,
          },
          {
            request: { method: 'POST', url: 'https://op.test/token', headers: [], body: text },
            response: null,
            durationMs: 5,
          },
        ],
      },
    ],
    checks: [
      {
        id: 'state',
        status: 'fail',
        code: 'STATE',
        expected: text,
        found: text,
        note: text,
        spec: 'RFC 6749 §10.12',
      },
      { id: text, status: 'not_checked', spec: '' },
      { id: 'issuer', status: 'pass', spec: 'OIDC Core §2' },
    ],
    practices: [{ id: 'OA-06', severity: 'warning', title: text, sentence: text, spec: 'RFC 9700 §2.1.1' }],
    tokens: [
      {
        kind: 'access_token',
        format: 'opaque',
        characters: 43,
        alg: text,
        expiresAt: null,
        revoked: false,
        untrusted: true,
      },
    ],
    scope: text,
    can: { refresh: false, userinfo: false, revoke: false },
    busy: null,
    actionProblem: null,
  }
}
