import { AppError } from '../../shared/error.ts'
import { scopeValues } from '../../shared/oauth/check-token-answer.ts'
import { redirectUri } from '../../shared/oauth/redirect-uri.ts'
import { type RunConfig, reservedBackParameters, reservedParameters } from '../../shared/oauth/run-config.ts'
import { type ExtraParameter, firstParameters, targetProblem } from '../../shared/profile/extra-parameter.ts'
import { missingInput } from '../../shared/profile/missing-input.ts'
import { partsOf, responseTypeOf } from '../../shared/profile/response-type.ts'
import { hasFrontChannel } from '../../shared/profile/runnable-grants.ts'
import { grantOf } from './grants/run-grant.ts'

/** Refuses, before anything happens, what could not be run as it is written. Throws AppError ERR_INPUT. */
export function assertRunnable(config: RunConfig): void {
  if (config.client_id === '') throw refused('client_id', 'a client ID is needed')
  grantOf(config.flow.grant_type)
  const missing = missingInput(config, (name) => Boolean(config.secrets[name]))
  if (missing !== null) throw refused(missing.field, missing.reason)
  if (config.flow.grant_type === 'urn:openid:params:grant-type:ciba') assertCiba(config)
  if (hasFrontChannel(config.flow.grant_type)) {
    const type = responseTypeOf(config.flow)
    if (partsOf(type).id_token && !scopeValues(config.scope).includes('openid')) {
      throw refused('scope', `response_type ${type} brings an ID token, which needs openid in the scope`)
    }
  }
  // Both ends compare redirect URIs character by character (RFC 6749 §3.1.2.3), so ours must survive a parser.
  const uri = redirectUri(config.redirect, config.redirect.port === 0 ? 1 : config.redirect.port)
  if (!URL.canParse(uri) || new URL(uri).href !== uri) {
    throw refused('redirect', 'the redirect path must not hold . or .. segments')
  }
  const { flow } = config
  if (flow.request_object_encryption_alg !== '' && flow.request_object_signing_alg === '') {
    throw refused(
      'request_object_signing_alg',
      'an encrypted request object is signed first: name an algorithm to sign it with',
    )
  }
  for (const parameter of config.parameters) {
    const { name, value, target } = parameter
    const misplaced = targetProblem(parameter)
    if (misplaced !== null) throw refused(name, misplaced)
    if (target !== undefined && target.place === 'header') continue
    if (isAlreadySet(name, flow)) {
      throw refused(name, `${name} is set in a field of its own already`)
    }
    if (isReserved(parameter, flow)) throw refused(name, `${name} is set by the run itself`)
    if (name === 'max_age' && !/^\d{1,9}$/.test(value)) {
      throw refused(name, 'max_age is a number of seconds')
    }
  }
  if (firstParameters(config.parameters).filter(({ name }) => name === 'max_age').length > 1) {
    throw refused('max_age', 'max_age is given more than once')
  }
}

/** Once as a field and once as a parameter: which of them counts would be the server's to choose. */
function isAlreadySet(name: string, flow: RunConfig['flow']): boolean {
  const fields = ['claims', 'authorization_details', 'login_hint', 'binding_message'] as const
  return fields.some((field) => field === name && flow[field].trim() !== '')
}

/** CIBA Core §7.1: a person is asked for, by exactly one hint, and an ID token comes back. */
function assertCiba({ flow, scope, parameters }: RunConfig): void {
  if (!scopeValues(scope).includes('openid')) throw refused('scope', 'CIBA needs openid in the scope')
  const others = firstParameters(parameters).filter(({ name }) =>
    ['login_hint', 'login_hint_token', 'id_token_hint'].includes(name),
  )
  const hints = others.length + (flow.login_hint === '' ? 0 : 1)
  if (hints !== 1) {
    const reason = 'CIBA needs one hint of who is to be asked: login_hint, login_hint_token or id_token_hint'
    throw refused('login_hint', hints === 0 ? reason : `${reason}; ${hints} are given`)
  }
}

/** The scope may stand in the exchange of a code and in a refresh (RFC 6749 §6), where the run itself writes none. */
function isReserved({ name, target }: ExtraParameter, flow: RunConfig['flow']): boolean {
  if (target === undefined) return reservedParameters.includes(name)
  const isExchange =
    target.request === 'refresh' || (target.request === 'token' && hasFrontChannel(flow.grant_type))
  if (name === 'scope' && isExchange) return false
  return [...reservedParameters, ...reservedBackParameters].includes(name)
}

function refused(field: string, message: string): AppError {
  return new AppError('ERR_INPUT', message, { details: { field } })
}
