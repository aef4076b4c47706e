import type { Exchange } from '../oauth/run.ts'
import type { WhatIfCaseId } from './what-if-case.ts'

/** `not_checked`: nothing was learned, and `actual` says why. A warning is allowed, and weaker than it could be. */
export type WhatIfVerdict = 'pass' | 'fail' | 'warning' | 'not_checked'

export type WhatIfFinding = {
  readonly verdict: WhatIfVerdict
  /** What the server did, in a sentence without a full stop at the end of it. */
  readonly actual: string
}

export type WhatIfResult = WhatIfFinding & {
  readonly id: WhatIfCaseId
  /** What was sent and answered for it, secrets replaced. */
  readonly exchanges: readonly Exchange[]
}

/** What goes on: which case, and whether the browser has the person (Unix milliseconds). */
export type WhatIfProgress = {
  readonly results: readonly WhatIfResult[]
  /** `baseline` is the unchanged sign-in and exchange, without which a refusal would prove nothing. */
  readonly current: WhatIfCaseId | 'baseline' | null
  readonly waitingUntil: number | null
}

export type WhatIfOutcome =
  | { readonly kind: 'declined' }
  | {
      readonly kind: 'ran'
      readonly results: readonly WhatIfResult[]
      readonly cancelled: boolean
      /** Why the unchanged exchange was not accepted; null where it was, or was not needed. */
      readonly baselineProblem: string | null
    }
