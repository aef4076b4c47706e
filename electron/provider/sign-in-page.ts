import { type Html, html } from './page.ts'

export type SignInView = {
  readonly action: string
  readonly clientName: string
  /** Null where the answer is fetched and not brought by the browser. */
  readonly redirectUri: string | null
  readonly scopes: readonly string[]
  readonly resources: readonly string[]
  /** What stands in the field: the session's name, the `login_hint`, or what was typed before. */
  readonly name: string
  readonly isSignedIn: boolean
  readonly problem: string | null
}

const meanings: Readonly<Record<string, string>> = {
  openid: 'who you are, as an identifier',
  profile: 'your name and user name',
  email: 'your email address',
  phone: 'your phone number',
  address: 'your postal address',
  offline_access: 'access while you are away: a refresh token',
}

/** Sign-in and consent in one: no password, any name will do. */
export function renderSignIn(view: SignInView): Html {
  return html`<h1>Sign in to ${view.clientName}</h1>
<form method="post" action="${view.action}" autocomplete="off">
<div class="field">
<label for="name">Name</label>
<input type="text" id="name" name="name" value="${view.name}" maxlength="100" required autofocus spellcheck="false" aria-describedby="name-hint${view.problem !== null && ' name-problem'}"${view.problem !== null && { html: ' aria-invalid="true"' }}>
${view.problem !== null && html`<p class="problem" id="name-problem" role="alert">${view.problem}</p>`}
<p class="hint" id="name-hint">${
    view.isSignedIn
      ? 'You are signed in under this name. Change it to sign in as someone else.'
      : 'Any name works, for example Ada Lovelace. There is no password.'
  }</p>
</div>
<section aria-labelledby="asked">
<h2 id="asked">What it asks for</h2>
<ul>${view.scopes.map((scope) => html`<li><code>${scope}</code><span>${meanings[scope] ?? 'a scope of the application'}</span></li>`)}
${view.resources.map((resource) => html`<li><code>resource</code><span>${resource}</span></li>`)}</ul>
<p class="hint">${view.redirectUri === null ? 'The device that showed you the code gets the answer.' : `The answer goes to ${view.redirectUri}`}</p>
</section>
<div class="buttons">
<button class="primary" type="submit" name="decision" value="allow">Sign in and allow</button>
<button type="submit" name="decision" value="refuse" formnovalidate>Refuse</button>
</div>
</form>`
}
