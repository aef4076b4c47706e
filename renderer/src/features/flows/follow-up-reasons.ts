import type { Run } from '../../../../shared/oauth/run.ts'

export type FollowUpReasons = {
  readonly refresh: string | null
  readonly userinfo: string | null
  readonly revoke: string | null
}

/** Why a follow-up cannot be asked for; null where it can. Each is what the run itself shows, not a guess. */
export function followUpReasons(run: Run): FollowUpReasons {
  const has = (kind: string) => run.tokens.some((token) => token.kind === kind && !token.untrusted)
  return {
    refresh: run.can.refresh ? null : refreshReason(run),
    userinfo: run.can.userinfo ? null : userinfoReason(run, has('access_token')),
    revoke: run.can.revoke
      ? null
      : has('access_token') || has('refresh_token')
        ? 'The provider announces no revocation endpoint'
        : 'There is no token to revoke',
  }
}

function refreshReason(run: Run): string {
  return run.steps.some((step) => step.id === 'refresh')
    ? 'The last refresh was refused, so its token was dropped. Sign in again for a new one'
    : 'No refresh token came with this run. Scope offline_access asks for one'
}

function userinfoReason(run: Run, hasAccessToken: boolean): string {
  if (!hasAccessToken) return 'There is no access token to ask with'
  const scopes = (run.scope ?? '').split(' ')
  const openid = scopes.includes('openid') || run.tokens.some((token) => token.kind === 'id_token')
  return openid
    ? 'The provider announces no userinfo endpoint'
    : 'Userinfo needs the scope openid, which was not granted'
}
