import type { RunConfig } from '../../../shared/oauth/run-config.ts'
import type { RunSession } from '../run-session.ts'
import { type RequestChange, type SignedIn, type SignInOptions, signIn, signInForCode } from './sign-in.ts'

/** What a case works with: one session for all of them, so that the provider is asked for its metadata once. */
export type WhatIfTools = {
  readonly session: RunSession
  /** Another client of the person's at the same provider; null where there is none. */
  readonly otherClient: RunConfig | null
  readonly signIn: (change?: RequestChange) => Promise<SignedIn>
  readonly signInForCode: (change?: RequestChange) => Promise<SignedIn & { readonly code: string }>
}

export function createWhatIfTools(
  session: RunSession,
  otherClient: RunConfig | null,
  options: SignInOptions,
): WhatIfTools {
  return {
    session,
    otherClient,
    signIn: (change) => signIn(session, options, change),
    signInForCode: (change) => signInForCode(session, options, change),
  }
}
