import { redirectUri } from '../../shared/oauth/redirect-uri.ts'
import type { Exchange } from '../../shared/oauth/run.ts'
import type { RunConfig } from '../../shared/oauth/run-config.ts'
import type { Profile } from '../../shared/profile/profile.ts'
import type { WhatIfOutcome } from '../../shared/what-if/what-if-result.ts'
import type { ProfileKnowledge } from '../oauth/run-evidence.ts'

export type KnownProfiles = ProfileKnowledge & {
  /** Keeps what What if found out, until it is tried again. */
  readonly learn: (config: RunConfig, outcome: WhatIfOutcome) => void
}

type Probed = ReturnType<ProfileKnowledge['probes']>

/** What a run alone cannot know, from the other profiles and from what was tried at the same server. */
export function createKnownProfiles(profiles: () => readonly Profile[]): KnownProfiles {
  const probed = new Map<string, Probed>()
  const keyOf = ({ profileId, issuer, client_id }: RunConfig) =>
    JSON.stringify([profileId, issuer, client_id])
  return {
    sameRedirect(config, uri) {
      const others = profiles().filter(({ issuer }) => issuer !== config.issuer)
      const same = others.filter(({ redirect }) =>
        redirect.remote_uri !== undefined
          ? redirect.remote_uri === uri
          : // A port of the moment is of no other run.
            redirect.port !== 0 && redirectUri(redirect, redirect.port) === uri,
      )
      return [...new Set(same.map(({ issuer }) => issuer))]
    },
    probes: (config) => probed.get(keyOf(config)) ?? { probes: {}, authorizationCors: null },
    learn(config, outcome) {
      if (outcome.kind !== 'ran') return
      const before = probed.get(keyOf(config))
      const probes = Object.fromEntries(
        outcome.results.map(({ id, verdict, actual }) => [id, { verdict, actual }]),
      )
      const cors = corsOf(outcome.results.flatMap(({ exchanges }) => exchanges))
      probed.set(keyOf(config), {
        probes: { ...before?.probes, ...probes },
        authorizationCors: cors ?? before?.authorizationCors ?? null,
      })
    },
  }
}

/** Only an answer to a request with an Origin tells (Fetch standard, CORS protocol). */
function corsOf(exchanges: readonly Exchange[]): boolean | null {
  const answers = exchanges.flatMap(({ request, response }) =>
    request.method === 'GET' && response !== null && request.headers.some(([name]) => name === 'origin')
      ? [response]
      : [],
  )
  if (answers.length === 0) return null
  return answers.some(({ headers }) =>
    headers.some(([name]) => name.toLowerCase() === 'access-control-allow-origin'),
  )
}
