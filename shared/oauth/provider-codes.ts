export type ProviderCode = {
  readonly provider: string
  /** Fits the provider's own text (`error_description`). Short and without nested repetition: the text is foreign. */
  readonly pattern: RegExp
  /** Goes on from "usually means that". */
  readonly meaning: string
  readonly advice: string
}

const entra = (code: number, meaning: string, advice: string): ProviderCode => ({
  provider: 'Entra ID',
  // The number stands alone: AADSTS50011 is not the beginning of AADSTS500113.
  pattern: new RegExp(`AADSTS${code}(?!\\d)`),
  meaning,
  advice,
})

const codes: readonly ProviderCode[] = [
  entra(
    50011,
    'the redirect URI is not registered for this application',
    'Register exactly the redirect URI that the profile shows, as platform “Mobile and desktop applications”.',
  ),
  entra(
    500113,
    'the application has no redirect URI at all',
    'Add the redirect URI that the profile shows to the app registration.',
  ),
  entra(
    700016,
    'this tenant has no application with this client ID',
    'Compare the client ID, and the tenant in the issuer.',
  ),
  entra(90002, 'there is no tenant of that name', 'Compare the tenant in the issuer.'),
  entra(
    7000215,
    'the client secret is wrong',
    'Take the secret’s value, not the secret’s ID, from the app registration.',
  ),
  entra(7000222, 'the client secret has expired', 'Make a new secret in the app registration.'),
  entra(
    7000218,
    'the application is confidential and sent no secret',
    'Choose a client authentication, or allow public client flows for the application.',
  ),
  entra(
    700025,
    'the application is public and must not send a secret',
    'Set the client authentication to none.',
  ),
  entra(
    9002325,
    'PKCE is required for this application',
    'Send a code challenge; profiles do so unless PKCE is off.',
  ),
  entra(
    9002327,
    'codes for the platform “Single-page application” are redeemed by a web page only',
    'Register the redirect URI as platform “Mobile and desktop applications”.',
  ),
  entra(
    501481,
    'the code verifier does not fit the code challenge',
    'Run it again; a code belongs to the run that asked for it.',
  ),
  entra(54005, 'the code was used already', 'Sign in again.'),
  entra(70008, 'the code or the refresh token has expired or was not used for too long', 'Sign in again.'),
  entra(
    65001,
    'consent is missing for this application',
    'Sign in with prompt=consent, or have an administrator consent.',
  ),
  entra(50105, 'the person is not assigned to the application', 'Assign the user or a group to it.'),
  entra(50076, 'a second factor is asked for', 'Sign in through the browser instead.'),
  entra(53003, 'a Conditional Access policy forbids it', 'The sign-in log of the tenant names the policy.'),
  entra(
    50020,
    'the account belongs to another tenant',
    'Sign in with an account of this tenant, or invite the account as a guest.',
  ),
  entra(
    50126,
    'the user name or the password is wrong',
    'Compare both; federated accounts cannot use this grant.',
  ),
  entra(70011, 'a scope is not valid', 'Write API scopes with the API’s URI before them.'),
  entra(
    1002012,
    'client credentials need the scope of the API followed by /.default',
    'Ask for one scope, for example api://ID/.default.',
  ),
  {
    provider: 'Auth0',
    pattern: /^Callback URL mismatch/i,
    meaning: 'the redirect URI is not among the application’s Allowed Callback URLs',
    advice: 'Add exactly the redirect URI that the profile shows.',
  },
  {
    provider: 'Auth0',
    pattern: /^Service not found: /i,
    meaning: 'no API has this audience as its identifier',
    advice: 'Compare the audience with the API’s identifier, to the last character.',
  },
  {
    provider: 'Auth0',
    pattern: /^Client is not authorized to access /i,
    meaning: 'the application has no grant for this API',
    advice: 'Authorize the application under the API’s machine-to-machine applications.',
  },
  {
    provider: 'Auth0',
    pattern: /^Grant type '[^']{1,100}' not allowed for the client/i,
    meaning: 'the grant is switched off for this application',
    advice: 'Switch it on under the application’s advanced settings, grant types.',
  },
  {
    provider: 'Okta',
    pattern: /^PKCE (?:verification failed|code challenge is required)/i,
    meaning: 'the application demands PKCE, or the verifier does not fit the challenge',
    advice: 'Send a code challenge with S256, and use a code only in the run that asked for it.',
  },
  {
    provider: 'Okta',
    pattern: /must be a Login redirect URI in the client app settings/i,
    meaning: 'the redirect URI is not among the application’s sign-in redirect URIs',
    advice: 'Add exactly the redirect URI that the profile shows.',
  },
  {
    provider: 'Okta',
    pattern: /^One or more scopes are not configured for the authorization server resource/i,
    meaning: 'a scope does not exist at this authorization server',
    advice: 'Compare the scopes, and whether the issuer is the custom server that has them.',
  },
  {
    provider: 'Okta',
    pattern: /^User is not assigned to the client application/i,
    meaning: 'the person is not assigned to the application',
    advice: 'Assign the user or a group to the application.',
  },
  {
    provider: 'Okta',
    pattern: /^Policy evaluation failed for this request/i,
    meaning: 'no access policy of the authorization server allows this client, user, grant and scope',
    advice: 'Look at the access policies and their rules.',
  },
  {
    provider: 'Keycloak',
    pattern: /^Invalid client or Invalid client credentials/i,
    meaning: 'the client ID, the secret or the way it is sent is wrong',
    advice: 'Compare all three with the client’s credentials in this realm.',
  },
  {
    provider: 'Keycloak',
    pattern: /^Client not enabled to retrieve service account/i,
    meaning: 'service accounts are off for this client',
    advice: 'Switch “Service accounts roles” on for the client.',
  },
  {
    provider: 'Keycloak',
    pattern: /^Client not allowed for direct access grants/i,
    meaning: 'the password grant is off for this client, as it should be',
    advice: 'Sign in through the browser, or switch “Direct access grants” on for a test.',
  },
  {
    provider: 'Keycloak',
    pattern: /^Account is not fully set up/i,
    meaning: 'the user has required actions left, for example a password to change',
    advice: 'Sign in through the browser once, or remove the required actions.',
  },
  {
    provider: 'Keycloak',
    pattern: /^Code not valid/i,
    meaning: 'the code was used already, has expired or belongs to another client',
    advice: 'Sign in again.',
  },
  {
    provider: 'Keycloak',
    pattern:
      /^(?:Session not active|Token is not active|Stale token|Maximum allowed refresh token reuse exceeded)/i,
    meaning: 'the session has ended, or the refresh token was used before',
    advice: 'Sign in again.',
  },
  {
    provider: 'Google',
    pattern: /^The OAuth client was (?:not found|deleted)/i,
    meaning: 'there is no such client, or no longer',
    advice: 'Compare the client ID with the credentials page of the project.',
  },
  {
    provider: 'Google',
    pattern: /^client_secret is missing/i,
    meaning: 'this kind of client has a secret and must send it, also where it is a desktop app',
    advice: 'Choose client_secret_post or client_secret_basic and give the secret.',
  },
  {
    provider: 'Google',
    pattern: /^Token has been expired or revoked/i,
    meaning: 'the refresh token is gone; those of projects in testing end after seven days',
    advice: 'Sign in again.',
  },
]

/** Texts longer than this are not searched; providers' own sentences are much shorter. */
const longest = 2000

/**
 * What a provider's own error text usually means, by its code (AADSTS…) or its sentence; null where it is not known.
 * The text may come from anybody: that it reads like a provider's does not say who answered.
 */
export function providerCodeOf(description: string): ProviderCode | null {
  const text = description.slice(0, longest)
  return codes.find(({ pattern }) => pattern.test(text)) ?? null
}
