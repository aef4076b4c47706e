import { stepTitle } from '../../../../shared/oauth/explain-step.ts'
import type { Party, Step, StepId } from '../../../../shared/oauth/run.ts'

type StepText = {
  /** On the arrow. */
  readonly label: string
  /** What happens in this step and why, for someone who sees it for the first time. */
  readonly meaning: string
}

const texts: Readonly<Record<StepId, StepText>> = {
  discovery: {
    label: 'metadata',
    meaning:
      'The provider says where its endpoints are and what it supports. Its issuer must be the one asked for.',
  },
  listen: {
    label: 'listen',
    meaning:
      'A one-time address on this machine, opened before the browser so that the answer cannot be missed.',
  },
  request_object: {
    label: 'sign request',
    meaning: 'The request is a JWT signed by the client, so that nobody can change it in the browser.',
  },
  pushed_authorization: {
    label: 'push request',
    meaning: 'The request goes to the provider first; the browser carries only a reference to it.',
  },
  authorize: {
    label: 'open authorize URL',
    meaning:
      'The request carries a fresh state, nonce and PKCE challenge, so that only its own answer is accepted.',
  },
  backchannel_authentication: {
    label: 'ask the person',
    meaning: 'The provider asks the person on a device of theirs; nothing opens here.',
  },
  device_authorization: {
    label: 'device code',
    meaning: 'A short code for the person and a long one for the client, good for a few minutes.',
  },
  notification: {
    label: 'provider calls',
    meaning: 'The person has decided. The call brings no tokens, only the word to ask for them.',
  },
  ignored_notification: {
    label: 'call ignored',
    meaning:
      'It did not carry this run’s token and request, so it was turned away and the run went on waiting.',
  },
  poll: {
    label: 'poll → tokens',
    meaning: 'Asked again and again, no faster than the provider said, until the person has decided.',
  },
  sign_in: {
    label: 'sign in, consent',
    meaning: 'Between you and the provider, in the browser. Claimscope sees nothing of it.',
  },
  callback: {
    label: 'callback',
    meaning: 'The browser brings the code. State and iss are compared before the code is used.',
  },
  ignored_callback: {
    label: 'reply ignored',
    meaning: 'It did not belong to this run, so it was turned away and the run went on waiting.',
  },
  token: {
    label: 'token request',
    meaning:
      'What the client was given, such as a code with its PKCE verifier, goes straight to the token endpoint.',
  },
  jwks: {
    label: 'keys',
    meaning: 'The public keys that the ID token’s signature is verified with.',
  },
  validate: {
    label: 'check the answer',
    meaning: 'Signature, issuer, audience, nonce, times and hashes, each listed under Checks.',
  },
  userinfo: {
    label: 'userinfo',
    meaning:
      'Claims about the person, asked for with the access token. The sub must be that of the ID token.',
  },
  introspect: {
    label: 'introspect',
    meaning: 'The provider says whether the token is active and what it stands for.',
  },
  refresh: {
    label: 'refresh → tokens',
    meaning:
      'New tokens for the refresh token, without the person. A new ID token must be for the same person.',
  },
  revoke: {
    label: 'revoke',
    meaning:
      'The provider is told that the token is not needed any more. It answers 200 for unknown tokens too.',
  },
  api: {
    label: 'call',
    meaning: 'The token goes to the address that you entered, and nowhere else.',
  },
  logout: {
    label: 'sign out',
    meaning:
      'The browser asks the provider to end the session there, and comes back with the state that was sent.',
  },
  frontchannel_logout: {
    label: 'logout in a frame',
    meaning: 'The provider’s page says that the session is over. iss and sid are held against the ID token.',
  },
  backchannel_logout: {
    label: 'logout token',
    meaning: 'The provider says, signed, that the session is over. It was answered after it was verified.',
  },
  registration: {
    label: 'register',
    meaning: 'What the client is to be goes to the provider, which answers with what it made of it.',
  },
}

/** Words for a step of the timeline. */
export function stepText(id: StepId): StepText {
  return texts[id]
}

const usualParties: readonly Party[] = ['you', 'browser', 'claimscope', 'provider']

/** From left to right; an API has a lane once it was called. */
export function partiesOf(steps: readonly Step[]): readonly Party[] {
  return steps.some(({ to }) => to === 'api') ? [...usualParties, 'api'] : usualParties
}

export const partyNames: Readonly<Record<Party, string>> = {
  you: 'You',
  browser: 'Browser',
  claimscope: 'Claimscope',
  provider: 'Provider',
  api: 'API',
}

/** A step's status, or that it was under way when the person stopped the run. */
export type StepOutcome = Step['status'] | 'cancelled'

const statusWords: Readonly<Record<StepOutcome, string>> = {
  active: 'under way',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** One line that says everything the arrow shows, for people who do not see it. */
export function stepName(
  step: Step,
  position: number,
  count: number,
  outcome: StepOutcome = step.status,
): string {
  const who =
    step.from === step.to
      ? partyNames[step.from]
      : `${partyNames[step.from]} to ${partyNames[step.to].replace('You', 'you')}`
  const parts = [`Step ${position} of ${count}`, `${who}: ${stepTitle(step.id)}`, statusWords[outcome]]
  if (step.note !== '' && step.note !== outcome) parts.push(step.note)
  return parts.join(', ')
}

/** The end of a step's line: its note, and how long it took where the note does not say so itself. */
export function stepNote(step: Step): string {
  const duration = step.durationMs === null || step.durationMs < 0.5 ? '' : durationText(step.durationMs)
  const parts = / (ms|s)$/.test(step.note) ? [step.note] : [step.note, duration]
  const words = parts.filter((part) => part !== '').join(' · ')
  // A number and its unit stay on one line.
  return words.replace(/(\d) (ms|s|min)\b/g, '$1\u00a0$2')
}

/** Milliseconds as `41 ms`, `1.31 s`, `2 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** Both in Unix milliseconds. */
type Wait = { readonly since: number; readonly deadline: number }

/** What is left of a wait as `4:09`; `0:00` from its end on, and never more than there was at its start. */
export function countdownText(wait: Wait, nowMs: number): string {
  // The clock on the screen ticks each second, so it may lag behind the start.
  const seconds = Math.max(0, Math.floor((wait.deadline - Math.max(nowMs, wait.since)) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
