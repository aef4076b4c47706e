import type { StepId } from './run.ts'

type StepExplanation = {
  /** The step's name for people. */
  readonly title: string
  /** What happens, for someone who sees it for the first time. */
  readonly what: string
  /** Why it is done so, and what would be lost without it. */
  readonly why: string
  /** The section that says so, for example `RFC 6749 §4.1.3`. */
  readonly spec: string
}

const steps: Readonly<Record<StepId, StepExplanation>> = {
  discovery: {
    title: 'Read the provider’s metadata',
    what: 'The provider’s metadata is fetched from a fixed place under its issuer and says where its endpoints are and what it supports.',
    why: 'Its issuer must be the one asked for, character by character, or a stranger’s server could name endpoints of its own under a trusted name.',
    spec: 'RFC 8414 §3.3',
  },
  listen: {
    title: 'Listen for the answer',
    what: 'A server on this machine’s loopback address waits for the one answer of this run.',
    why: 'It is there before the browser opens so that the answer cannot be missed, and only programs on this machine can reach it.',
    spec: 'RFC 8252 §7.3',
  },
  request_object: {
    title: 'Sign the authorization request',
    what: 'All parameters of the authorization request are put into a JWT that the client signs, and that may be encrypted to the provider as well.',
    why: 'The provider can then tell that the request came from this client and that nobody changed it in the browser.',
    spec: 'RFC 9101 §4',
  },
  pushed_authorization: {
    title: 'Push the authorization request',
    what: 'The whole authorization request is sent to the provider directly, with the client’s credentials, and a short-lived request_uri comes back for it.',
    why: 'What goes through the browser can then be neither read nor changed on the way, and the provider knows the client before the person sees a page.',
    spec: 'RFC 9126 §2',
  },
  authorize: {
    title: 'Open the authorization request in the browser',
    what: 'The browser is sent to the provider with what is asked for, a fresh state, a PKCE challenge and, for an ID token, a nonce.',
    why: 'Each ties the answer to this run: state and the challenge keep a foreign or stolen code from being used, the nonce keeps an old ID token from being replayed.',
    spec: 'RFC 6749 §4.1.1',
  },
  backchannel_authentication: {
    title: 'Ask the provider to ask the person',
    what: 'The client tells the provider whom it needs, and the provider asks that person on a device of theirs, such as a banking app.',
    why: 'No browser is needed where the client is, and the binding message lets the person see that both ends speak of the same thing.',
    spec: 'CIBA Core §7.1',
  },
  device_authorization: {
    title: 'Ask for a device code',
    what: 'The provider gives out a short code for the person, a long one for the client, and the address where the short one is entered.',
    why: 'So a device without a browser or a keyboard never sees a password, and the person signs in where they trust the page.',
    spec: 'RFC 8628 §3.1',
  },
  notification: {
    title: 'The provider calls',
    what: 'The provider posts the auth_req_id to the client’s notification endpoint, with the token that the client made for this request, and the tokens are asked for at once.',
    why: 'Anybody can call that address, so the call counts only with the right token and the right auth_req_id; the tokens themselves never come this way.',
    spec: 'CIBA Core §10.2',
  },
  ignored_notification: {
    title: 'A call that was not asked for',
    what: 'Something called the notification endpoint without this run’s token or for another request; it was turned away and the run went on waiting.',
    why: 'A stranger who could end the waiting could make the client ask at moments of their choosing.',
    spec: 'CIBA Core §10.2',
  },
  poll: {
    title: 'Ask whether it is done',
    what: 'The client asks the token endpoint again and again, no faster than it was told, until the person has decided or the code has run out.',
    why: 'Nothing can call a device back, so it has to ask; slow_down makes it wait five seconds longer for good.',
    spec: 'RFC 8628 §3.5',
  },
  sign_in: {
    title: 'Sign in and consent',
    what: 'You sign in and consent at the provider, in your own browser.',
    why: 'The password stays between you and the provider, which is the reason for the whole detour: the client never sees it.',
    spec: 'RFC 8252 §4.1',
  },
  callback: {
    title: 'The answer comes back',
    what: 'The provider sends the browser back to the redirect URI with a code, or with an error.',
    why: 'Anybody could call that address, so state and iss are compared before the code is used.',
    spec: 'RFC 6749 §4.1.2',
  },
  ignored_callback: {
    title: 'A reply that was not asked for',
    what: 'Something called the redirect URI with an answer that does not belong to this run; it was turned away and the run went on waiting.',
    why: 'A reply with another state may be an attacker’s code, and ending the run for it would let anybody stop a sign-in.',
    spec: 'RFC 6749 §10.12',
  },
  token: {
    title: 'Request the tokens',
    what: 'The client sends what it was given, such as the code with its PKCE verifier, straight to the token endpoint and proves who it is where it can.',
    why: 'This request does not pass through the browser, so that tokens are not left in its history, and what was stolen on the way is of no use without the proof.',
    spec: 'RFC 6749 §3.2',
  },
  jwks: {
    title: 'Fetch the provider’s keys',
    what: 'The public keys are fetched from the address that the provider’s metadata names.',
    why: 'A signature proves something only with a key known to be the provider’s, never with one that came along in the token.',
    spec: 'OIDC Discovery 1.0 §3',
  },
  validate: {
    title: 'Check the answer',
    what: 'Signature, issuer, audience, nonce, times and hashes are compared with what this run sent, each listed under Checks.',
    why: 'A token from the right address may still be for another client, from another sign-in or expired; only the checks tell.',
    spec: 'OIDC Core §3.1.3.7',
  },
  userinfo: {
    title: 'Ask for userinfo',
    what: 'The access token is sent to the userinfo endpoint, which answers with claims about the person.',
    why: 'Its sub must be that of the ID token, because an access token can be swapped for another person’s.',
    spec: 'OIDC Core §5.3.2',
  },
  introspect: {
    title: 'Introspect a token',
    what: 'The token is sent to the introspection endpoint with the client’s credentials, and the provider says whether it is active and what it stands for.',
    why: 'It is the way to look into an opaque token, and to see that a revoked one is refused; only the provider’s word is learned, not a proof.',
    spec: 'RFC 7662 §2',
  },
  refresh: {
    title: 'Refresh the tokens',
    what: 'The refresh token is exchanged for new tokens, without the person.',
    why: 'So access tokens need not live long; a new ID token must speak of the same person, or the session was mixed up.',
    spec: 'RFC 6749 §6',
  },
  revoke: {
    title: 'Revoke a token',
    what: 'The provider is told that the token is not needed any more, and answers 200 for tokens that it does not know too.',
    why: 'A token that is no longer used should not be of use to a thief until it expires by itself.',
    spec: 'RFC 7009 §2.1',
  },
  api: {
    title: 'Call an API',
    what: 'The access token is sent to the address that you entered, in the Authorization header, with a fresh proof where it is bound to a key.',
    why: 'Whether the API takes the token shows what it is good for; an answer alone does not show that the token was looked at.',
    spec: 'RFC 6750 §2.1',
  },
  logout: {
    title: 'Sign out at the provider',
    what: 'The browser is sent to the provider’s end session endpoint with the ID token as a hint, and comes back when the person has signed out.',
    why: 'The session lives in the browser and at the provider, so a client that forgets its tokens has signed nobody out; the state shows that the return belongs to this request.',
    spec: 'OIDC RP-Initiated Logout §2',
  },
  frontchannel_logout: {
    title: 'Logout through the browser',
    what: 'The provider’s page loads the logout address of each client in a frame, with its issuer and the session’s sid.',
    why: 'The client is told that the session is over and can forget it. Nothing in it is signed, so it is only a hint that anybody in the browser could give.',
    spec: 'OIDC Front-Channel Logout §2',
  },
  backchannel_logout: {
    title: 'Logout token from the provider',
    what: 'The provider posts a signed logout token that names the person, the session or both, and the client answers 200 only after it was verified.',
    why: 'It reaches the client without a browser and cannot be forged: signature, issuer, audience, events, jti and the lack of a nonce are all checked.',
    spec: 'OIDC Back-Channel Logout §2.5',
  },
  registration: {
    title: 'Register a client',
    what: 'What the client is to be is sent to the registration endpoint, and the provider answers with a client_id and with what it made of the wishes.',
    why: 'The provider may replace or leave out what it likes, so the answer counts and not what was asked for.',
    spec: 'RFC 7591 §3',
  },
}

/** The step's name for people, for any grant. */
export function stepTitle(id: StepId): string {
  return steps[id].title
}

/** What happens in a step and why, for people who learn, with the section of the specification. */
export function explainStep(id: StepId): StepExplanation {
  return steps[id]
}
