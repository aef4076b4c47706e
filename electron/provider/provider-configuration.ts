import { randomBytes } from 'node:crypto'
import type { Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider'
import { clientAuthMethod } from '../../shared/profile/profile.ts'
import { type Accounts, claimsByScope, claimsOf, isOidcScope } from './accounts.ts'
import type { AuthenticationDevice } from './authentication-device.ts'
import { authorizationDetailsFeature } from './authorization-details.ts'
import { createBoundedAdapter } from './bounded-adapter.ts'
import { renderCodeConfirm, renderCodeDone, renderCodeInput } from './device-pages.ts'
import { renderLogout, renderLogoutDone, renderProblem } from './end-pages.ts'
import { interactionPath } from './interaction.ts'
import { type MutualTls, mutualTlsFeature } from './mutual-tls.ts'
import { ownCallsOnly } from './own-calls.ts'
import { type Html, pageHeaders, renderPage } from './page.ts'
import { type ProviderClient, providerResponseTypes, registrationOf } from './provider-clients.ts'

const signingAlgs = ['RS256', 'ES256', 'EdDSA', 'HS256'] as const

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Seconds. Short, so that expiry and refresh can be watched. */
const lifetimes = {
  AccessToken: 5 * minute,
  AuthorizationCode: minute,
  IdToken: 10 * minute,
  RefreshToken: day,
  Grant: day,
  Interaction: hour,
  ClientCredentials: 5 * minute,
  BackchannelAuthenticationRequest: 10 * minute,
  Session: hour,
}

export function createConfiguration(
  clients: readonly ProviderClient[],
  jwks: { keys: JWK[] },
  accounts: Accounts,
  device: AuthenticationDevice,
  aliases: MutualTls['aliases'],
  logoutAddress: string,
): Configuration {
  return {
    adapter: createBoundedAdapter(),
    clients: clients.map((client) => registrationOf(client, logoutAddress)),
    jwks,
    ttl: lifetimes,
    discovery: { mtls_endpoint_aliases: aliases },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      // Cookies know no ports: these names do not clash with another provider on this machine.
      names: {
        interaction: '_claimscope_interaction',
        resume: '_claimscope_resume',
        session: '_claimscope_session',
      },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
      long: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    pkce: { required: (_ctx, client) => client.clientAuthMethod === 'none' },
    responseTypes: [...providerResponseTypes],
    clientAuthMethods: [...clientAuthMethod.options],
    enabledJWA: {
      idTokenSigningAlgValues: signingAlgs,
      authorizationSigningAlgValues: signingAlgs,
    },
    scopes: Object.keys({ ...claimsByScope, offline_access: true }),
    claims: claimsByScope,
    // As most providers in the field do it: what the scope asks for is in the ID token too.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const name = accounts.nameOf(sub)
      return name === undefined ? undefined : { accountId: sub, claims: () => claimsOf(sub, name) }
    },
    issueRefreshToken: async (_ctx, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    rotateRefreshToken: true,
    clientBasedCORS: () => false,
    fetch: ownCallsOnly(logoutAddress),
    interactions: { url: (_ctx, interaction) => interactionPath(interaction.uid) },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      mTLS: mutualTlsFeature,
      // With a nonce of its own, so that the second try of RFC 9449 §8 can be seen.
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
      pushedAuthorizationRequests: { enabled: true },
      jwtResponseModes: { enabled: true },
      requestObjects: { enabled: true },
      encryption: { enabled: true },
      claimsParameter: { enabled: true },
      jwtUserinfo: { enabled: true },
      jwtIntrospection: { enabled: true },
      richAuthorizationRequests: authorizationDetailsFeature,
      registration: { enabled: true },
      registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
      ciba: {
        enabled: true,
        deliveryModes: ['poll', 'ping'],
        processLoginHint: (_ctx, hint = '') => accounts.signIn(hint.slice(0, 100)),
        processLoginHintToken: () => undefined,
        validateBindingMessage: () => undefined,
        validateRequestContext: () => undefined,
        verifyUserCode: () => undefined,
        triggerAuthenticationDevice: (_ctx, request, account, client) => {
          device.ask(request, account.accountId, client)
        },
      },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: (ctx, form, _out, error) => {
          answer(ctx, 'Enter the code · Claimscope', renderCodeInput(form, error !== undefined))
        },
        userCodeConfirmSource: (ctx, form, client, _device, userCode) => {
          answer(ctx, 'Is this the code? · Claimscope', renderCodeConfirm(form, client.clientId, userCode))
        },
        successSource: (ctx) => answer(ctx, 'Done · Claimscope', renderCodeDone()),
      },
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          answer(ctx, 'Sign out · Claimscope', renderLogout(form), ctx.oidc.params?.post_logout_redirect_uri)
        },
        postLogoutSuccessSource: (ctx) => {
          const hasStayed = ctx.oidc.params?.client_id !== undefined
          answer(ctx, 'Signed out · Claimscope', renderLogoutDone(hasStayed))
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_ctx, _client, oneOf) => oneOf?.[0],
        useGrantedResource: () => true,
        // Any resource may be asked for (RFC 8707): its access token is a JWT (RFC 9068) with that audience.
        getResourceServerInfo: (ctx, resource) => ({
          scope: resourceScope(ctx),
          audience: resource,
          accessTokenTTL: lifetimes.AccessToken,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    renderError: (ctx, out) => {
      answer(ctx, 'Refused · Claimscope', renderProblem(out.error, out.error_description))
    },
  }
}

/** What was asked of the resource in the authorization request; the token request usually repeats nothing. */
function resourceScope(ctx: KoaContextWithOIDC): string {
  const { AuthorizationCode: code, RefreshToken: refresh } = ctx.oidc.entities
  const asked = String(ctx.oidc.params?.scope ?? code?.scope ?? refresh?.scope ?? '')
  return asked
    .split(' ')
    .filter((scope) => !isOidcScope(scope))
    .join(' ')
}

function answer(ctx: KoaContextWithOIDC, title: string, body: Html, returnTo?: unknown): void {
  ctx.set(pageHeaders(typeof returnTo === 'string' ? returnTo : undefined))
  ctx.body = renderPage(title, body)
}
