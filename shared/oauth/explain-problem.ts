import type { VerdictCode } from '../verdict/check.ts'
import { plainText } from './plain-text.ts'
import { providerCodeOf } from './provider-codes.ts'
import type { RunProblem } from './run.ts'

type Meaning = { readonly meaning: string; readonly advice: string }

/** Error codes of RFC 6749 §4.1.2.1 and §5.2, OIDC Core §3.1.2.6, RFC 7009 §2.2, RFC 6750 §3.1, RFC 8707 §2. */
const providerErrors: Readonly<Record<string, Meaning>> = {
  access_denied: {
    meaning: 'you or the provider said no to the sign-in',
    advice: 'Run it again and allow the access, or ask who may use this client.',
  },
  invalid_request: {
    meaning: 'a parameter is missing, repeated or not allowed',
    advice: 'Compare the parameters and the redirect URI with what is registered for this client.',
  },
  unauthorized_client: {
    meaning: 'this client may not use this grant',
    advice: 'Allow the grant of this profile for this client at the provider.',
  },
  unsupported_response_type: {
    meaning: 'the provider does not give out codes to this client',
    advice: 'Allow response type code for this client at the provider.',
  },
  invalid_scope: {
    meaning: 'a scope is unknown or not allowed for this client',
    advice: 'Take scopes out one by one, or see which ones the provider announces.',
  },
  server_error: {
    meaning: 'something broke at the provider',
    advice: 'Try again; if it stays, the provider’s own log knows more.',
  },
  temporarily_unavailable: { meaning: 'the provider is busy', advice: 'Wait a little and run it again.' },
  interaction_required: {
    meaning: 'the provider needs to show a page, and prompt=none forbids it',
    advice: 'Run without prompt=none.',
  },
  login_required: {
    meaning: 'nobody is signed in at the provider, and prompt=none forbids asking',
    advice: 'Sign in first, or run without prompt=none.',
  },
  account_selection_required: {
    meaning: 'several accounts are signed in, and prompt=none forbids asking which',
    advice: 'Run without prompt=none, or add a login_hint.',
  },
  consent_required: {
    meaning: 'consent is missing, and prompt=none forbids asking for it',
    advice: 'Run without prompt=none, or with prompt=consent.',
  },
  invalid_client: {
    meaning: 'the provider does not accept the client’s credentials',
    advice: 'Check the client ID, the secret and the client authentication method.',
  },
  invalid_grant: {
    meaning:
      'what was handed in (a code, a refresh token, an assertion, a password) is wrong, expired, used, revoked or meant for another client',
    advice:
      'Get a new one: sign in again. If it happens right after a sign-in, compare the redirect URI with the registered one.',
  },
  unsupported_grant_type: {
    meaning: 'the provider’s token endpoint does not offer this grant',
    advice: 'See which grants the provider announces.',
  },
  invalid_token: {
    meaning: 'the access token is expired, revoked or not meant for this endpoint',
    advice:
      'Refresh, or sign in again where the refresh token is gone too: revoking it may end its access tokens (RFC 7009 §2.1).',
  },
  insufficient_scope: {
    meaning: 'the access token’s scope does not reach this far',
    advice: 'Ask for the scope that this needs, for example openid.',
  },
  unsupported_token_type: {
    meaning: 'the provider does not do this with this kind of token',
    advice: 'Try it with the refresh token, or with an access token that is no JWT.',
  },
  invalid_target: {
    meaning: 'the resource or audience is unknown to the provider',
    advice: 'Check the resource or audience parameter.',
  },
  redirect_uri_mismatch: {
    meaning: 'the redirect URI is not registered for this client',
    advice: 'Register exactly the redirect URI that the profile shows.',
  },
}

/** The provider's own error, in its words and in ours. Its texts are cut and stripped of control characters. */
export function explainProviderError(
  error: string,
  description: string | null,
): RunProblem & { readonly message: string } {
  const name = plainText(error, 100) || 'an error without a name'
  const known = Object.hasOwn(providerErrors, name) ? providerErrors[name] : undefined
  const said = description === null ? '' : plainText(description)
  const own = providerCodeOf(said)
  const aboutRedirect = /redirect/i.test(said) || /redirect/i.test(name)
  const general = aboutRedirect && name !== 'access_denied' ? providerErrors.redirect_uri_mismatch : known
  const message = [
    `The provider refused: ${name}`,
    known && own === null ? ` (${known.meaning})` : '',
    said === '' ? '.' : `. It says: “${said}”.`,
    own === null ? '' : ` At ${own.provider} this usually means that ${own.meaning}.`,
  ].join('')
  const text = (own ?? general)?.advice
  return text === undefined
    ? { code: 'PROVIDER_ERROR', message, error: name }
    : { code: 'PROVIDER_ERROR', message, error: name, advice: text }
}

const advice: Partial<Record<VerdictCode, string>> = {
  METADATA_ISSUER:
    'Set the issuer exactly as the server calls itself. Tokens from it cannot be trusted under another name.',
  METADATA_INVALID: 'Look at the discovery answer below, or ask whether this is the issuer’s address.',
  NETWORK: 'Check that the provider runs and that the address is right, then try again.',
  TIMEOUT: 'Run it again. “Open again” and “Copy link” help while it waits.',
  TOO_LARGE: 'Provider answers are small. Check that the address is the right one.',
  URL_REFUSED: 'Use https. Plain http is for loopback, or for an issuer you allow it for.',
  REDIRECTED: 'Set the address it redirects to, if you trust it.',
  NOT_JSON: 'The step shows what came instead.',
  HTTP_STATUS: 'The step shows the whole answer.',
  PORT_IN_USE: 'Close the other program, choose another port, or choose port 0 for any free one.',
  BROWSER: 'Copy the link and open it yourself.',
  STATE: 'Run it again, and finish in the tab that opens.',
  ISSUER: 'The answer names another provider. Compare it with the profile’s issuer.',
  AUDIENCE: 'Compare the client ID with the audience in the token.',
  NONCE: 'The ID token may have been made for another sign-in. Run it again.',
  EXPIRED: 'Compare this computer’s clock with the server’s.',
  ISSUED_IN_FUTURE: 'Compare this computer’s clock with the server’s.',
  STALE: 'Compare this computer’s clock with the server’s, or ask why an old token is handed out.',
  NOT_YET_VALID: 'Compare this computer’s clock with the server’s.',
  SIGNATURE_INVALID: 'Somebody changed the token, or the provider signs with a key it does not publish.',
  KEY_NOT_FOUND: 'The provider’s key set does not hold the key that the token names.',
  KEY_AMBIGUOUS: 'The provider publishes several keys and the token does not say which one.',
  UNSECURED: 'An unsigned ID token proves nothing. The provider must sign it.',
  ALG_NOT_ALLOWED: 'Compare the token’s alg with what the provider announces and the client has registered.',
  ALG_UNSUPPORTED: 'The token is shown, but its signature could not be verified here.',
  ENCRYPTED:
    'Compare what the client has registered for encryption with the profile: its decryption key, or its secret and the algorithm.',
  HASH: 'The ID token belongs to another access token or code.',
  SUBJECT: 'The answer is about another person. Sign in again.',
  TOKEN_TYPE: 'Only Bearer tokens are used here.',
}

/** A problem of our own finding, with what to do about it where something can be done. */
export function problem(code: VerdictCode, message: string, specificAdvice?: string): RunProblem {
  const text = specificAdvice ?? advice[code]
  return text === undefined ? { code, message } : { code, message, advice: text }
}
