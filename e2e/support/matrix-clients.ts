import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { StartedProvider } from '../../electron/provider/create-provider.ts'
import { createTestBrowser } from '../../electron/provider/test-browser.ts'
import { signInByScript } from '../../electron/provider/test-sign-in.ts'
import type { ClientAuthMethod } from '../../shared/profile/profile.ts'

/** A client of the provider under test: what `run` is told of it, and what of that is secret. */
export type MatrixClient = {
  readonly method: ClientAuthMethod
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const keyOf = () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomBytes(8).toString('hex')
  return {
    secret: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256' }),
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] },
  }
}

const browserGrants = ['authorization_code', 'implicit', 'refresh_token']
const backGrants = [
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:openid:params:grant-type:ciba',
]
const responseTypes = [
  'code',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
]

/** Registers one client for each method (RFC 7591), with every grant; those with a certificate the provider has itself. */
export async function matrixClients(
  provider: StartedProvider,
  change: Readonly<Record<string, unknown>> = {},
): Promise<readonly MatrixClient[]> {
  const key = keyOf()
  const issuer = ['--issuer', provider.issuer]
  const signing = ['--signing-key-env', 'MATRIX_KEY']
  const registered = async (method: ClientAuthMethod): Promise<MatrixClient> => {
    const response = await fetch(`${provider.issuer}/reg`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        application_type: 'native',
        token_endpoint_auth_method: method,
        redirect_uris: ['http://127.0.0.1/callback'],
        grant_types: [...browserGrants, ...backGrants],
        response_types: responseTypes,
        backchannel_token_delivery_mode: 'poll',
        jwks: key.jwks,
        ...change,
      }),
    })
    const { client_id, client_secret } = (await response.json()) as Record<string, string>
    if (response.status !== 201) throw new Error(`the client for ${method} was not registered`)
    return {
      method,
      argv: [
        ...issuer,
        // The provider’s ids may begin with a hyphen.
        `--client-id=${client_id}`,
        '--auth-method',
        method,
        ...signing,
        ...(client_secret === undefined ? [] : ['--client-secret-env', 'MATRIX_SECRET']),
      ],
      env: {
        MATRIX_KEY: key.secret,
        ...(client_secret === undefined ? {} : { MATRIX_SECRET: client_secret }),
      },
    }
  }
  const own = provider.clients.flatMap(({ client_id, client_certificate, token_endpoint_auth_method }) =>
    client_certificate === null
      ? []
      : [
          {
            method: token_endpoint_auth_method as ClientAuthMethod,
            argv: [
              ...issuer,
              '--client-id',
              client_id,
              '--auth-method',
              token_endpoint_auth_method,
              '--client-certificate-env',
              'MATRIX_CERTIFICATE',
              '--ca-file',
              'ca.pem',
            ],
            env: { MATRIX_CERTIFICATE: client_certificate },
          },
        ],
  )
  const methods = [
    'none',
    'client_secret_basic',
    'client_secret_post',
    'client_secret_jwt',
    'private_key_jwt',
  ] as const
  return [...(await Promise.all(methods.map(registered))), ...own]
}

/** What a person does with what `run` says on standard error: signs in, enters the code, allows on the device. */
export function createMatrixPerson(provider: StartedProvider) {
  let said = ''
  return async (text: string): Promise<void> => {
    said += text
    const url = /Open this address in a browser:\n(\S+)\n/.exec(said)?.[1]
    const device = /\nor open (\S+)\n/.exec(said)?.[1]
    const asked = /Waiting for the person to decide/.test(said)
    if (url === undefined && device === undefined && !asked) return
    said = ''
    if (url !== undefined) await signInByScript(url)
    if (device !== undefined) await enterCode(device)
    if (asked) await allowAll(provider.issuer)
  }
}

async function enterCode(url: string): Promise<void> {
  const browser = createTestBrowser()
  const page = await browser.follow(url)
  const html = (await page.response?.text()) ?? ''
  const fields = Object.fromEntries(
    [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const action = new URL(/action="([^"]+)"/.exec(html)?.[1] ?? '', page.url).href
  const next = await browser.submit(action, { ...fields, confirm: 'yes' })
  await browser.submit(next.url, { name: 'Ada', decision: 'allow' })
}

async function allowAll(issuer: string): Promise<void> {
  const address = `${issuer}/authentication-device`
  const page = await (await fetch(address)).text()
  for (const [, id = ''] of page.matchAll(/name="id" value="([^"]+)"/g)) {
    await fetch(address, { method: 'POST', body: new URLSearchParams({ id, decision: 'allow' }) })
  }
}
