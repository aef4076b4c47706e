import { createHash, randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sendFault, sendJson } from './scripted-answers.ts'
import { clientId, isAuthenticated, publicClientId } from './scripted-client.ts'
import { authReqId, backchannelAnswer, deviceAnswer, deviceCode } from './scripted-device.ts'
import { type Faults, noFaults } from './scripted-faults.ts'
import { scriptedKeys, withoutUndefined } from './scripted-keys.ts'
import { endpointOf, readRequest, type SeenRequest, secretsOf } from './scripted-request.ts'

export type ScriptedIssuer = {
  readonly issuer: string
  /** Confidential: client_secret_basic or client_secret_post. */
  readonly clientId: string
  readonly clientSecret: string
  /** Public: none. */
  readonly publicClientId: string
  /** Replaces all faults; without an argument it behaves again. */
  readonly setFaults: (faults?: Partial<Faults>) => void
  /** Every request so far, in order. */
  readonly requests: readonly SeenRequest[]
  readonly close: () => Promise<void>
}

type Grant = {
  readonly clientId: string
  readonly redirectUri: string
  readonly challenge: string
  readonly nonce: string | null
  readonly scope: string
  readonly authTime: number
}

/** Of every person, for the password grant. */
export const userPassword = 'canary-password'
const noSignIn = { redirectUri: '', challenge: '', nonce: null, authTime: 0 }
const now = () => Math.floor(Date.now() / 1000)
const random = () => randomBytes(24).toString('base64url')

/**
 * A real OpenID provider on loopback that signs everyone in at once, without a page, and misbehaves on demand.
 * It checks what a provider must (PKCE, redirect URI, client authentication, one use of a code) so that a flow
 * against it proves something.
 */
export async function startScriptedIssuer(
  options: { readonly faults?: Partial<Faults>; readonly clientSecret?: string } = {},
): Promise<ScriptedIssuer> {
  const keys = await scriptedKeys()
  const clientSecret = options.clientSecret ?? `canary-secret/${random()}+&="é`
  const codes = new Map<string, Grant>()
  const refreshTokens = new Map<string, Grant>()
  const accessTokens = new Map<string, Grant>()
  const requests: SeenRequest[] = []
  let faults: Faults = { ...noFaults, ...options.faults }
  const wasReset = new Set<string>()
  let polls = 0
  let issuer = ''

  const metadata = () =>
    withoutUndefined({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      revocation_endpoint: `${issuer}/revoke`,
      device_authorization_endpoint: `${issuer}/device`,
      backchannel_authentication_endpoint: `${issuer}/ciba`,
      jwks_uri: `${issuer}/jwks`,
      scopes_supported: ['openid', 'profile', 'offline_access'],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      ...faults.metadata,
    })

  const authorize = (query: URLSearchParams, response: ServerResponse): void => {
    const redirectUri = query.get('redirect_uri') ?? ''
    const code = random()
    const grant: Grant = {
      clientId: query.get('client_id') ?? '',
      redirectUri,
      challenge: query.get('code_challenge') ?? '',
      nonce: query.get('nonce'),
      scope: query.get('scope') ?? '',
      authTime: now(),
    }
    // RFC 6749 §4.2: the token itself, in the fragment, and nothing that says who signed in.
    const isImplicit = query.get('response_type') === 'token'
    const accessToken = `canary-at.${random()}`
    if (isImplicit) accessTokens.set(accessToken, grant)
    else codes.set(code, grant)
    const result = isImplicit
      ? { access_token: accessToken, token_type: 'Bearer', expires_in: '3600', scope: grant.scope }
      : { code }
    const parameters = new URLSearchParams()
    const answer = { ...result, state: query.get('state') ?? undefined, iss: issuer, ...faults.callback }
    for (const [name, value] of Object.entries(answer)) {
      for (const each of value === undefined ? [] : [value].flat()) parameters.append(name, each)
    }
    if (faults.authorizationCors) response.setHeader('Access-Control-Allow-Origin', '*')
    const mark = faults.fragment || isImplicit ? '#' : '?'
    response.writeHead(302, { Location: `${redirectUri}${mark}${parameters}` })
    response.end()
  }

  const tokenAnswer = async (grant: Grant, refreshed: boolean): Promise<Record<string, unknown>> => {
    const accessToken = `canary-at.${random()}`
    const refreshToken = `canary-rt.${random()}`
    accessTokens.set(accessToken, grant)
    if (grant.scope.includes('offline_access')) refreshTokens.set(refreshToken, grant)
    const claims = withoutUndefined({
      iss: issuer,
      sub: 'ada',
      aud: grant.clientId,
      exp: now() + 600,
      iat: now(),
      auth_time: grant.authTime,
      nonce: grant.nonce ?? undefined,
      at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
      ...faults.idToken,
      ...(refreshed ? faults.refreshedIdToken : {}),
    })
    return withoutUndefined({
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: grant.scope,
      refresh_token: grant.scope.includes('offline_access') ? refreshToken : undefined,
      id_token: grant.scope.includes('openid')
        ? ((await faults.signer?.(claims)) ?? (await keys.sign(claims, faults)))
        : undefined,
      ...faults.token,
    })
  }

  const token = async (form: URLSearchParams, response: ServerResponse): Promise<void> => {
    if (form.get('grant_type') === 'refresh_token') {
      const old = form.get('refresh_token') ?? ''
      const grant = refreshTokens.get(old)
      if (!faults.careless) refreshTokens.delete(old)
      if (faults.refreshError) return sendJson(response, 400, faults.refreshError)
      if (!grant) return sendJson(response, 400, { error: 'invalid_grant' })
      return sendJson(response, 200, await tokenAnswer(grant, true))
    }
    if (faults.tokenError) return sendJson(response, 400, faults.tokenError)
    if (form.get('grant_type') !== 'authorization_code') {
      const isPassword = form.get('grant_type') === 'password'
      if (form.get('device_code') === deviceCode || form.get('auth_req_id') === authReqId) {
        const error = faults.devicePolls[polls++]
        if (error !== undefined) return sendJson(response, 400, { error })
      }
      if (isPassword && form.get('password') !== userPassword) {
        return sendJson(response, 400, { error: 'invalid_grant', error_description: 'wrong password' })
      }
      const grant: Grant = { ...noSignIn, clientId, scope: form.get('scope') ?? '' }
      const { id_token: _, ...answer } = await tokenAnswer(grant, false)
      return sendJson(response, 200, answer)
    }
    const code = form.get('code') ?? ''
    const grant = codes.get(code)
    if (!faults.careless) codes.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const fits = grant?.challenge === challenge && grant.redirectUri === form.get('redirect_uri')
    if (!grant || !(fits || faults.careless)) {
      return sendJson(response, 400, { error: 'invalid_grant', error_description: 'unknown code' })
    }
    return sendJson(response, 200, await tokenAnswer(grant, false))
  }

  const revoke = (form: URLSearchParams, response: ServerResponse): void => {
    if (!faults.careless) {
      refreshTokens.delete(form.get('token') ?? '')
      accessTokens.delete(form.get('token') ?? '')
    }
    response.writeHead(200).end()
  }

  const userinfo = async (authorization: string, response: ServerResponse): Promise<void> => {
    if (!accessTokens.has(authorization.replace(/^Bearer /, ''))) {
      sendFault(response, 'unauthorized', [])
      return
    }
    const claims = withoutUndefined({ sub: 'ada', name: 'Ada Lovelace', ...faults.userinfo })
    if (faults.userinfoJwt === null) return sendJson(response, 200, claims)
    response.writeHead(200, { 'Content-Type': 'application/jwt' }).end(await faults.userinfoJwt(claims))
  }

  const answer = async (seen: SeenRequest, response: ServerResponse): Promise<void> => {
    const authorization = seen.headers.authorization ?? ''
    const endpoint = endpointOf(seen.path)
    const fault = endpoint === null ? undefined : faults.answers[endpoint]
    const isOver = fault === 'reset_once' && wasReset.has(seen.path)
    if (fault && !isOver) {
      wasReset.add(seen.path)
      return sendFault(response, fault, secretsOf(seen))
    }
    if (faults.onlyOauthMetadata && seen.path === '/.well-known/openid-configuration') {
      return sendFault(response, 'not_found', [])
    }
    switch (endpoint) {
      case 'metadata':
        return sendJson(response, 200, metadata())
      case 'jwks':
        if (faults.jwksText !== null) {
          response.writeHead(200, { 'Content-Type': 'application/json' }).end(faults.jwksText)
          return
        }
        return sendJson(response, 200, { ...keys.jwks, ...faults.jwks })
      case 'token':
      case 'revoke':
        if (!isAuthenticated(seen, clientSecret)) {
          return sendJson(response, 401, { error: 'invalid_client', error_description: 'unknown client' })
        }
        return endpoint === 'token' ? token(seen.form, response) : revoke(seen.form, response)
      case 'userinfo':
        return userinfo(authorization, response)
      default:
        if (seen.path === '/authorize') return authorize(seen.query, response)
        if (seen.path === '/ciba') return sendJson(response, 200, backchannelAnswer(faults))
        if (seen.path === '/device') return sendJson(response, 200, deviceAnswer(issuer, faults))
        return sendFault(response, 'not_found', [])
    }
  }

  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    readRequest(request)
      .then((seen) => {
        requests.push(seen)
        return answer(seen, response)
      })
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    clientId,
    clientSecret,
    publicClientId,
    setFaults(next = {}) {
      faults = { ...noFaults, ...next }
      polls = 0
      wasReset.clear()
    },
    requests,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      return closed
    },
  }
}
