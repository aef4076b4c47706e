import { type Challenge, challengeParameter } from './challenge.ts'
import { explainProviderError, problem } from './explain-problem.ts'
import { plainText } from './plain-text.ts'
import type { RunProblem } from './run.ts'

type Meaning = { readonly meaning: string; readonly advice: string; readonly spec: string }

/** Errors that an API names in a challenge (RFC 6750 §3.1, RFC 9449 §7.1 and §9, RFC 9470 §3). */
const meanings: Readonly<Record<string, Meaning>> = {
  invalid_request: {
    meaning: 'the request is malformed, or the token was sent in more than one way',
    advice: 'Compare the method, the address and the headers with the API’s documentation.',
    spec: 'RFC 6750 §3.1',
  },
  invalid_token: {
    meaning: 'the token is expired, revoked, malformed, or not one for this API',
    advice:
      'Look at its exp and aud in Inspect. For another audience ask with resource, or exchange the token.',
    spec: 'RFC 6750 §3.1',
  },
  insufficient_scope: {
    meaning: 'the token is good, but its scope does not reach this far',
    advice: 'Sign in again with the scope that the challenge names.',
    spec: 'RFC 6750 §3.1',
  },
  invalid_dpop_proof: {
    meaning: 'the proof does not fit this request: its method, address, time, nonce or token hash',
    advice:
      'Compare this computer’s clock with the server’s, and the address with what the API believes it is.',
    spec: 'RFC 9449 §7.1',
  },
  use_dpop_nonce: {
    meaning: 'the API wants its own nonce in the proof, and did not take the one that was tried',
    advice: 'The answer must bring the nonce in a DPoP-Nonce header; the step shows whether it does.',
    spec: 'RFC 9449 §9',
  },
  insufficient_user_authentication: {
    meaning: 'the token is good, but the sign-in behind it is too old or not strong enough (step-up)',
    advice: 'Sign in again with the acr_values or the max_age that the challenge names.',
    spec: 'RFC 9470 §3',
  },
}

/** A challenge in one line: scheme and parameters as they came, without control characters. */
export function challengeText({ scheme, token68, parameters }: Challenge): string {
  const words = parameters.map(([name, value]) => `${name} “${value}”`)
  return plainText([scheme, token68, words.join(', ')].filter((text) => text !== '').join(' '), 600)
}

/** What a challenge says beside its error, as label and value, for the step. */
export function challengeFacts(challenge: Challenge): readonly (readonly [label: string, value: string])[] {
  const error = challengeParameter(challenge, 'error')
  const known = error !== null && Object.hasOwn(meanings, error) ? meanings[error] : undefined
  const wanted = [
    ['scope', 'Scope that is needed', ''],
    ['acr_values', 'Sign-in that is needed', ' (acr_values, RFC 9470 §3)'],
    ['max_age', 'Sign-in not older than', ' s (max_age, RFC 9470 §3)'],
    ['algs', 'Algorithms for the proof', ' (RFC 9449 §7.1)'],
    ['resource_metadata', 'Metadata of the API', ' (RFC 9728 §5.1; not fetched)'],
  ] as const
  return [
    ['WWW-Authenticate', challengeText(challenge)],
    ...(known === undefined ? [] : [['Means', `${known.meaning} (${known.spec})`] as const]),
    ...wanted.flatMap(([name, label, after]) => {
      const value = challengeParameter(challenge, name)
      return value === null ? [] : [[label, `${plainText(value, 500)}${after}`] as const]
    }),
  ]
}

/**
 * Why an API refused, from its status and challenges: the first that names an error, otherwise what the status means.
 * Null for an answer that is no refusal of the token.
 */
export function problemOfChallenges(
  status: number,
  challenges: readonly Challenge[],
  sent: 'Bearer' | 'DPoP',
): RunProblem | null {
  const named = challenges.find((each) => challengeParameter(each, 'error') !== null)
  if (named !== undefined) {
    const error = challengeParameter(named, 'error') ?? ''
    const known = Object.hasOwn(meanings, error) ? meanings[error] : undefined
    const { message: usual, ...rest } = explainProviderError(
      error,
      challengeParameter(named, 'error_description'),
    )
    const text = usual.replace(/^The provider refused/, 'The API refused')
    if (known === undefined) return { ...rest, message: text }
    const description = challengeParameter(named, 'error_description')
    const said = description === null ? '' : ` It says: “${plainText(description)}”.`
    const message = `The API refused: ${error} (${known.meaning}).${said}`
    return { ...rest, message, advice: `${known.advice}${wantedText(named)}` }
  }
  if (status !== 401) return null
  const schemes = challenges.map(({ scheme }) => plainText(scheme, 40))
  const isOther = schemes.length > 0 && !schemes.some((each) => each.toLowerCase() === sent.toLowerCase())
  return isOther
    ? problem(
        'HTTP_STATUS',
        `The API answered with HTTP 401 and asks for ${schemes.join(' or ')}; the token was sent as ${sent}.`,
        'A token is used as the type that the token endpoint named in token_type.',
      )
    : problem(
        'HTTP_STATUS',
        'The API answered with HTTP 401 and does not say why.',
        'An API that took no notice of the token answers like this (RFC 6750 §3.1). Look at its audience and expiry.',
      )
}

/** What would be enough, where the challenge says so. */
function wantedText(challenge: Challenge): string {
  const wanted = ['scope', 'acr_values', 'max_age'].flatMap((name) => {
    const value = challengeParameter(challenge, name)
    return value === null ? [] : [`${name} ${plainText(value, 300)}`]
  })
  return wanted.length === 0 ? '' : ` It names ${wanted.join(', ')}.`
}
