import type { AskedParameter } from '../oauth/run-config.ts'
import { commentText, quoteTypeScript as q } from '../policy-code/quote.ts'
import { partsOf, responseTypeOf } from '../profile/response-type.ts'
import { hasFrontChannel } from '../profile/runnable-grants.ts'
import {
  type FlowPlan,
  featuresOf,
  fixedParameters,
  leftOut,
  tokenParameters,
  variableFor,
} from './flow-plan.ts'

/** The flow as a TypeScript module for openid-client 6. Null for response types that it does not take. */
export function createOpenidClientFlow(plan: FlowPlan): string | null {
  const { flow } = plan
  const front = hasFrontChannel(flow.grant_type)
  const type = responseTypeOf(flow)
  const parts = partsOf(type)
  if (front && (parts.token || flow.response_mode === 'form_post')) return null
  const features = featuresOf(plan)
  const isInsecure = plan.issuer.startsWith('http:')
  const makesKey = plan.method === 'private_key_jwt'
  const notes = leftOut(plan, ['DPoP', 'pushed request', 'signed answer', 'mutual TLS', 'signed assertion'])
  const lines = [
    ...notes.map((note) => `// ${commentText(note)}`),
    ...(makesKey ? ['// CLIENT_KEY is the private key as a JWK.'] : []),
    ...(front ? ["import { createInterface } from 'node:readline/promises'"] : []),
    ...(features.includes('mutual TLS') ? ["import { readFileSync } from 'node:fs'"] : []),
    ...(makesKey ? ["import { importJWK } from 'jose'"] : []),
    "import * as client from 'openid-client'",
    ...(features.includes('mutual TLS') ? ["import { Agent, fetch } from 'undici'"] : []),
    '',
    ...configuration(plan, isInsecure),
    ...(features.includes('DPoP')
      ? ['const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair())']
      : []),
    ...(front && type === 'code id_token' ? ['client.useCodeIdTokenResponseType(config)'] : []),
    ...(front && type === 'id_token' ? ['client.useIdTokenResponseType(config)'] : []),
    ...(features.includes('signed answer') ? ['client.useJwtResponseMode(config)'] : []),
    '',
    ...(front ? signInLines(plan) : tokenLines(plan)),
  ]
  return `${lines.join('\n')}\n`
}

function configuration(plan: FlowPlan, isInsecure: boolean): readonly string[] {
  const { method } = plan
  const secret = 'process.env.CLIENT_SECRET!'
  const authentication = {
    none: 'client.None()',
    client_secret_basic: `client.ClientSecretBasic(${secret})`,
    client_secret_post: `client.ClientSecretPost(${secret})`,
    client_secret_jwt: `client.ClientSecretJwt(${secret})`,
    private_key_jwt: 'client.PrivateKeyJwt(key)',
    tls_client_auth: 'client.TlsClientAuth()',
    self_signed_tls_client_auth: 'client.TlsClientAuth()',
  }[method]
  const alg = plan.flow.client_assertion_signing_alg || 'RS256'
  const isMutual = method.endsWith('tls_client_auth')
  const metadata = [
    ...(isMutual ? ['use_mtls_endpoint_aliases: true'] : []),
    ...(plan.flow.id_token_signed_response_alg === ''
      ? []
      : [`id_token_signed_response_alg: ${q(plan.flow.id_token_signed_response_alg)}`]),
  ]
  return [
    ...(method === 'private_key_jwt'
      ? [`const key = (await importJWK(JSON.parse(process.env.CLIENT_KEY!), ${q(alg)})) as CryptoKey`]
      : []),
    ...(isMutual
      ? [
          'const pem = readFileSync(process.env.CLIENT_CERTIFICATE_FILE!)',
          'const dispatcher = new Agent({ connect: { cert: pem, key: pem } })',
        ]
      : []),
    'const config = await client.discovery(',
    `  new URL(${q(plan.issuer)}),`,
    `  ${q(plan.clientId)},`,
    `  ${metadata.length === 0 ? 'undefined' : `{ ${metadata.join(', ')} }`},`,
    `  ${authentication},`,
    ...(isInsecure ? ['  { execute: [client.allowInsecureRequests] },'] : []),
    ')',
    ...(isMutual
      ? [
          '// @ts-expect-error fetch of undici and of Node.js are typed apart',
          'config[client.customFetch] = (url, options) => fetch(url, { ...options, dispatcher })',
        ]
      : []),
  ]
}

function signInLines(plan: FlowPlan): readonly string[] {
  const { flow } = plan
  const features = featuresOf(plan)
  const parts = partsOf(responseTypeOf(flow))
  const pkce = parts.code ? flow.code_challenge_method : 'none'
  const asksWho = plan.scope.split(/\s+/).includes('openid')
  const isPushed = features.includes('pushed request')
  const sent = [
    ...fixedParameters(plan).filter(({ name }) => name !== 'response_type' && name !== 'response_mode'),
  ]
  const options = [...(features.includes('DPoP') ? [', { DPoP }'] : [])].join('')
  return [
    ...(pkce === 'none' ? [] : ['const pkceCodeVerifier = client.randomPKCECodeVerifier()']),
    'const expectedState = client.randomState()',
    ...(asksWho ? ['const expectedNonce = client.randomNonce()'] : []),
    'const parameters = new URLSearchParams([',
    ...sent.map((parameter) => `  ${pair(parameter)},`),
    "  ['state', expectedState],",
    ...(asksWho ? ["  ['nonce', expectedNonce],"] : []),
    ...(pkce === 'none'
      ? []
      : [
          pkce === 'S256'
            ? "  ['code_challenge', await client.calculatePKCECodeChallenge(pkceCodeVerifier)],"
            : "  ['code_challenge', pkceCodeVerifier],",
          `  ['code_challenge_method', ${q(pkce)}],`,
        ]),
    '])',
    isPushed
      ? `const url = await client.buildAuthorizationUrlWithPAR(config, parameters${options})`
      : 'const url = client.buildAuthorizationUrl(config, parameters)',
    "console.error('Open this address in a browser:\\n' + url.href)",
    'const input = createInterface({ input: process.stdin })',
    "const answer = new URL(await input.question('Paste the address that it ended at: '))",
    'input.close()',
    ...(parts.code
      ? [
          'const tokens = await client.authorizationCodeGrant(',
          '  config,',
          '  answer,',
          `  { expectedState, ${asksWho ? 'expectedNonce, idTokenExpected: true' : ''}${pkce === 'none' ? '' : `${asksWho ? ', ' : ''}pkceCodeVerifier`} },`,
          ...(features.includes('DPoP') ? ['  undefined,', '  { DPoP },'] : []),
          ')',
          'console.log(JSON.stringify({ tokens, claims: tokens.claims() ?? null }, null, 2))',
        ]
      : [
          'const claims = await client.implicitAuthentication(config, answer, expectedNonce, { expectedState })',
          'console.log(JSON.stringify({ claims }, null, 2))',
        ]),
  ]
}

function tokenLines(plan: FlowPlan): readonly string[] {
  const { grant_type: grant } = plan.flow
  const options = plan.flow.dpop ? ', { DPoP }' : ''
  const sent = tokenParameters(plan)
  const list = (parameters: readonly AskedParameter[]) => [
    'const parameters = new URLSearchParams([',
    ...parameters.map((parameter) => `  ${pair(parameter)},`),
    '])',
  ]
  const print = 'console.log(JSON.stringify({ tokens, claims: tokens.claims() ?? null }, null, 2))'
  switch (grant) {
    case 'client_credentials':
      return [
        ...list(sent),
        `const tokens = await client.clientCredentialsGrant(config, parameters${options})`,
        print,
      ]
    case 'refresh_token':
      return [
        ...list(sent.filter(({ name }) => name !== 'refresh_token')),
        `const tokens = await client.refreshTokenGrant(config, process.env.REFRESH_TOKEN!, parameters${options})`,
        print,
      ]
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return [
        ...list(sent),
        'const device = await client.initiateDeviceAuthorization(config, parameters)',
        "console.error('Open', device.verification_uri, 'and enter', device.user_code)",
        `const tokens = await client.pollDeviceAuthorizationGrant(config, device, undefined${options})`,
        print,
      ]
    case 'urn:openid:params:grant-type:ciba':
      return [
        ...list(sent),
        'const request = await client.initiateBackchannelAuthentication(config, parameters)',
        `const tokens = await client.pollBackchannelAuthenticationGrant(config, request, undefined${options})`,
        print,
      ]
    default:
      return [
        ...list(sent),
        `const tokens = await client.genericGrantRequest(config, ${q(grant)}, parameters${options})`,
        print,
      ]
  }
}

function pair({ name, value }: AskedParameter): string {
  return `[${q(name)}, ${value === null ? `process.env.${variableFor(name)}!` : q(value)}]`
}
