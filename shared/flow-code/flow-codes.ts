import { createCurlFlow } from './curl-flow.ts'
import type { FlowPlan } from './flow-plan.ts'
import { createOauth2cFlow } from './oauth2c-flow.ts'
import { createOpenidClientFlow } from './openid-client-flow.ts'
import { createAuthlibFlow, createRequestsOauthlibFlow } from './python-flow.ts'

export type FlowCode = {
  readonly id: string
  readonly label: string
  /** Null where the library or tool cannot do this flow. */
  readonly create: (plan: FlowPlan) => string | null
}

/** Everything that a whole flow can be copied as. */
export const flowCodes: readonly FlowCode[] = [
  { id: 'curl', label: 'curl (shell script)', create: createCurlFlow },
  { id: 'openid-client', label: 'openid-client (TypeScript)', create: createOpenidClientFlow },
  { id: 'authlib', label: 'Authlib (Python)', create: createAuthlibFlow },
  { id: 'requests-oauthlib', label: 'requests-oauthlib (Python)', create: createRequestsOauthlibFlow },
  { id: 'oauth2c', label: 'oauth2c', create: createOauth2cFlow },
]
