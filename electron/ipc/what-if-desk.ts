import { AppError } from '../../shared/error.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import { systemBrowser } from '../../shared/profile/browser-choice.ts'
import type { VariantChoice } from '../../shared/profile/variant.ts'
import type { WhatIfCaseId } from '../../shared/what-if/what-if-case.ts'
import type { WhatIfOutcome, WhatIfProgress } from '../../shared/what-if/what-if-result.ts'
import type { Connect } from '../net/connection.ts'
import type { LoopbackCertificate } from '../net/loopback-certificate.ts'
import type { BrowserUse } from '../oauth/flow-engine.ts'
import { runWhatIf } from '../oauth/what-if/run-what-if.ts'

export type WhatIfDesk = {
  /** Asks the person outside the page first. Throws AppError ERR_INPUT for a profile that has no sign-in to vary. */
  readonly run: (
    requestId: string,
    asked: {
      readonly profileId: string
      readonly variant?: VariantChoice | undefined
      readonly cases: readonly WhatIfCaseId[]
    },
    signal: AbortSignal,
  ) => Promise<WhatIfOutcome>
  /** Gives up on the case under way; does nothing where none is. */
  readonly skip: (requestId: string) => void
}

/** As long as an ordinary sign-in may take. */
const signInDeadlineMs = 5 * 60_000

export function createWhatIfDesk(deps: {
  readonly connect: Connect
  /** Unix milliseconds. */
  readonly now: () => number
  readonly openExternal: (url: string, use: BrowserUse) => Promise<void>
  readonly onBrowserDone: (runId: string) => void
  /** For https redirect URIs on this machine. */
  readonly certificate: () => Promise<LoopbackCertificate>
  readonly runConfig: (profileId: string, variant?: VariantChoice) => RunConfig
  /** Another client at the same issuer; null where none is known. */
  readonly otherClient: (config: RunConfig) => RunConfig | null
  readonly confirm: (asked: { host: string; count: number }) => Promise<boolean>
  readonly onOutcome: (config: RunConfig, outcome: WhatIfOutcome) => void
  readonly onProgress: (event: WhatIfProgress & { requestId: string }) => void
}): WhatIfDesk {
  const skips = new Map<string, () => void>()
  return {
    async run(requestId, { profileId, variant, cases }, signal) {
      const config = deps.runConfig(profileId, variant)
      if (config.flow.grant_type !== 'authorization_code') {
        throw new AppError('ERR_INPUT', 'what if begins with a profile for the authorization code grant', {
          details: { field: 'grant_type' },
        })
      }
      // Refused before anyone is asked: the dialog names a host that would really be sent to.
      const host = hostOf(config.issuer)
      if (!(await deps.confirm({ host, count: cases.length }))) return { kind: 'declined' }
      try {
        const outcome = await runWhatIf(
          {
            config,
            otherClient: deps.otherClient(config),
            caseIds: cases,
            openExternal: (url) =>
              deps.openExternal(url, { runId: requestId, browser: config.browser ?? systemBrowser }),
            signInDeadlineMs,
            signal,
            onSkippable: (skip) => skips.set(requestId, skip),
            onProgress: (progress) => deps.onProgress({ requestId, ...progress }),
          },
          { connect: deps.connect, now: deps.now, certificate: deps.certificate },
        )
        deps.onOutcome(config, outcome)
        return outcome
      } finally {
        skips.delete(requestId)
        deps.onBrowserDone(requestId)
      }
    },
    skip: (requestId) => skips.get(requestId)?.(),
  }
}

function hostOf(issuer: string): string {
  if (URL.canParse(issuer)) return new URL(issuer).host
  throw new AppError('ERR_INPUT', 'the issuer is not an address', { details: { field: 'issuer' } })
}
