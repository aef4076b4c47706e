import type { GuardedAnswer } from '../guarded-server.ts'

/** Nobody may keep an answer (Back-Channel Logout §2.8, Front-Channel Logout §2). */
const common = {
  'Cache-Control': 'no-cache, no-store',
  Pragma: 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  Connection: 'close',
} as const

/** The logout succeeded, as far as the one who asked for it is concerned. */
export const acceptedAnswer: GuardedAnswer = { status: 200, headers: common, body: '' }

/** 400 with an error object (Back-Channel Logout §2.8). `description` is a sentence of ours: nothing of what came. */
export function refusedAnswer(description: string, status = 400): GuardedAnswer {
  return {
    status,
    headers: {
      ...common,
      'Content-Type': 'application/json',
      ...(status === 405 ? { Allow: description } : {}),
    },
    body: JSON.stringify({ error: 'invalid_request', error_description: description }),
  }
}

/** What the provider's page shows in a frame: it must be framed, so it says nothing and has nothing to press. */
export function frameAnswer(status: 200 | 400): GuardedAnswer {
  return {
    status,
    headers: {
      ...common,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; sandbox",
    },
    body: `<!doctype html><title>${status === 200 ? 'Received' : 'Refused'}</title>`,
  }
}
