import { type Html, html } from './page.ts'

/** `form` is the provider's own hidden form, with its protection against forged requests. */
export function renderLogout(form: string): Html {
  return html`<h1>Sign out?</h1>
<p>You are signed in at the built-in provider in this browser.</p>
${{ html: form }}
<div class="buttons">
<button class="primary" type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<button type="submit" form="op.logoutForm">Stay signed in</button>
</div>`
}

export function renderLogoutDone(hasStayed: boolean): Html {
  return hasStayed
    ? html`<h1>Still signed in</h1><p>Only the application was signed out. You can close this tab.</p>`
    : html`<h1>Signed out</h1><p>You can close this tab.</p>`
}

/** What went wrong, in the words of the protocol; `error` and `description` may hold what a stranger sent. */
export function renderProblem(error: string, description: string | undefined): Html {
  return html`<h1>The request was refused</h1>
<p><code>${error}</code></p>
${description && html`<p>${description}</p>`}
<p class="hint">Nothing was signed in. Go back to Claimscope and look at the request that led here.</p>`
}
