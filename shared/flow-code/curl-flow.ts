import type { AskedParameter } from '../oauth/run-config.ts'
import { commentText } from '../policy-code/quote.ts'
import { partsOf, responseTypeOf } from '../profile/response-type.ts'
import { hasFrontChannel } from '../profile/runnable-grants.ts'
import { quotePosix } from '../run-export/posix-quote.ts'
import { type FlowPlan, fixedParameters, leftOut, tokenParameters, variableFor } from './flow-plan.ts'

/** The flow as a POSIX shell script for curl and openssl. Null where a shell cannot do it. */
export function createCurlFlow(plan: FlowPlan): string | null {
  const { endpoints, flow } = plan
  const grant = flow.grant_type
  if (endpoints.token === null) return null
  const front = hasFrontChannel(grant)
  // A posted form and a signed answer never reach the address bar.
  if (front && (!partsOf(responseTypeOf(flow)).code || /jwt|form_post/.test(flow.response_mode))) return null
  if (grant === 'urn:openid:params:grant-type:ciba') return null
  const notes = [
    'The ID token is not verified here, nor anything else but the state.',
    ...leftOut(plan, ['pushed request', 'mutual TLS', 'signed assertion']),
    ...(plan.method.endsWith('_jwt')
      ? ['CLIENT_ASSERTION is a JWT that the client signs (RFC 7523), a new one for each request.']
      : []),
  ]
  const body = front ? codeLines(plan) : grant.endsWith(':device_code') ? deviceLines(plan) : tokenLines(plan)
  if (body === null) return null
  return `${['#!/bin/sh', ...notes.map((note) => `# ${commentText(note)}`), 'set -eu', ...body].join('\n')}\n`
}

function codeLines(plan: FlowPlan): readonly string[] | null {
  const { endpoints, flow, clientId } = plan
  if (endpoints.authorization === null || endpoints.token === null) return null
  const pkce = flow.code_challenge_method
  const fresh = [
    'STATE=$(openssl rand -hex 16)',
    'NONCE=$(openssl rand -hex 16)',
    ...(pkce === 'none' ? [] : ['CODE_VERIFIER=$(openssl rand -hex 32)']),
    ...(pkce === 'S256'
      ? [
          "CODE_CHALLENGE=$(printf %s \"$CODE_VERIFIER\" | openssl dgst -sha256 -binary | openssl base64 | tr '/+' '_-' | tr -d '=\\n')",
        ]
      : pkce === 'plain'
        ? ['CODE_CHALLENGE=$CODE_VERIFIER']
        : []),
  ]
  const parameters: readonly (readonly [string, string])[] = [
    ...fixedParameters(plan).map(({ name, value }) => [name, wordOf(name, value)] as const),
    ['state', '"$STATE"'],
    ['nonce', '"$NONCE"'],
    ...(pkce === 'none'
      ? []
      : ([
          ['code_challenge', '"$CODE_CHALLENGE"'],
          ['code_challenge_method', quotePosix(pkce)],
        ] as const)),
  ]
  const open =
    endpoints.pushed === null
      ? [
          // curl builds and encodes the address, and connects to nowhere for it: a file has no query.
          "encode() { printf %s \"$1\" | od -An -v -tx1 | tr -d ' \\n' | sed 's/../%&/g'; }",
          `URL=${quotePosix(`${endpoints.authorization}?client_id=`)}$(encode ${quotePosix(clientId)})`,
          ...parameters.map(
            ([name, word]) => `URL=$URL${quotePosix(`&${encodeURIComponent(name)}=`)}$(encode ${word})`,
          ),
        ]
      : [
          `PUSHED=$(${[`curl --silent --show-error --url ${quotePosix(endpoints.pushed)}`, ...pushedOptions(plan), ...parameters.map(([name, word]) => field(name, word))].join(' \\\n  ')})`,
          'REQUEST_URI=$(printf %s "$PUSHED" | sed -n \'s/.*"request_uri" *: *"\\([^"]*\\)".*/\\1/p\')',
          `URL=${quotePosix(`${endpoints.authorization}?client_id=${encodeURIComponent(clientId)}&request_uri=`)}$REQUEST_URI`,
        ]
  return [
    ...fresh,
    ...open,
    'echo "Open this address in a browser:" >&2',
    'printf \'%s\\n\' "$URL" >&2',
    'echo "Paste the address that it ended at:" >&2',
    'IFS= read -r ANSWER',
    `case "$ANSWER&" in *[?\\&#]"state=$STATE&"*) ;; *) echo 'The state is not the one that was sent: this is not the answer.' >&2; exit 1 ;; esac`,
    'CODE=$(printf %s "$ANSWER" | sed -n \'s/.*[?&#]code=\\([^&#]*\\).*/\\1/p\')',
    command(plan, endpoints.token, [
      '--data grant_type=authorization_code',
      '--data "code=$CODE"',
      field('redirect_uri', quotePosix(plan.redirectUri)),
      ...(pkce === 'none' ? [] : ['--data "code_verifier=$CODE_VERIFIER"']),
    ]),
  ]
}

function deviceLines(plan: FlowPlan): readonly string[] | null {
  const { endpoints } = plan
  if (endpoints.device === null || endpoints.token === null) return null
  const asked = tokenParameters(plan).map(({ name, value }) => field(name, wordOf(name, value)))
  return [
    `ANSWER=$(${[`curl --silent --show-error --url ${quotePosix(endpoints.device)}`, ...clientOptions(plan), ...asked].join(' \\\n  ')})`,
    'printf \'%s\\n\' "$ANSWER" >&2',
    'DEVICE_CODE=$(printf %s "$ANSWER" | sed -n \'s/.*"device_code" *: *"\\([^"]*\\)".*/\\1/p\')',
    'while :; do',
    '  sleep 5',
    `  TOKENS=$(${command(plan, endpoints.token, [
      `--data-urlencode grant_type=${quotePosix(plan.flow.grant_type)}`,
      '--data-urlencode "device_code=$DEVICE_CODE"',
    ]).replaceAll('\n', '\n  ')})`,
    '  case "$TOKENS" in *authorization_pending*) ;; *slow_down*) sleep 5 ;; *) break ;; esac',
    'done',
    'printf \'%s\\n\' "$TOKENS"',
  ]
}

function tokenLines(plan: FlowPlan): readonly string[] {
  return [
    command(plan, plan.endpoints.token ?? '', [
      field('grant_type', quotePosix(plan.flow.grant_type)),
      ...tokenParameters(plan).map(({ name, value }) => field(name, wordOf(name, value))),
    ]),
  ]
}

function command(plan: FlowPlan, url: string, options: readonly string[]): string {
  return [`curl --silent --show-error --url ${quotePosix(url)}`, ...clientOptions(plan), ...options].join(
    ' \\\n  ',
  )
}

/** RFC 9126 §2.1: client_id is one of the parameters, however the client authenticates. */
function pushedOptions(plan: FlowPlan): readonly string[] {
  const options = clientOptions(plan)
  const named = field('client_id', quotePosix(plan.clientId))
  return options.includes(named) ? options : [...options, named]
}

/** How the client says and proves who it is. */
function clientOptions({ method, clientId }: FlowPlan): readonly string[] {
  const named = field('client_id', quotePosix(clientId))
  switch (method) {
    case 'none':
      return [named]
    case 'client_secret_basic':
      return [`--user ${quotePosix(`${clientId}:`)}"$CLIENT_SECRET"`]
    case 'client_secret_post':
      return [named, field('client_secret', '"$CLIENT_SECRET"')]
    case 'client_secret_jwt':
    case 'private_key_jwt':
      return [
        named,
        field('client_assertion_type', "'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'"),
        field('client_assertion', '"$CLIENT_ASSERTION"'),
      ]
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return [named, '--cert "$CLIENT_CERTIFICATE_FILE"']
  }
}

function field(name: string, word: string): string {
  return `--data-urlencode ${quotePosix(`${encodeURIComponent(name)}=`)}${word}`
}

function wordOf(name: string, value: AskedParameter['value']): string {
  return value === null ? `"$${variableFor(name)}"` : quotePosix(value)
}
