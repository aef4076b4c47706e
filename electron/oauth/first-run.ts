import type { Run } from '../../shared/oauth/run.ts'
import { askedSettings, type RunConfig } from '../../shared/oauth/run-config.ts'

/** A run that has done nothing yet. */
export function firstRun(id: string, config: RunConfig, startedAt: number): Run {
  return {
    id,
    profileId: config.profileId,
    profileName: config.profileName,
    ...(config.variant === undefined ? {} : { variant: config.variant }),
    ...(config.variantNames === undefined ? {} : { variantNames: config.variantNames }),
    issuer: config.issuer,
    clientId: config.client_id,
    ...(config.change === undefined ? {} : { change: config.change }),
    redirectUri: null,
    asked: askedSettings(config),
    startedAt,
    endedAt: null,
    phase: { kind: 'preparing' },
    steps: [],
    checks: [],
    practices: null,
    tokens: [],
    scope: config.scope === '' ? null : config.scope,
    can: { refresh: false, userinfo: false, revoke: false },
    busy: null,
    actionProblem: null,
  }
}
