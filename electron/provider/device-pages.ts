import { type Html, html } from './page.ts'

/** `form` is the provider's own form with its field for the code and its protection against forged requests. */
export function renderCodeInput(form: string, wasWrong: boolean): Html {
  return html`<h1>Enter the code</h1>
<p>${wasWrong ? 'That code is not known here, or it has expired. Compare it and try again.' : 'It stands in Claimscope, beside this address.'}</p>
${{ html: labelled(form) }}
<div class="buttons">
<button class="primary" type="submit" form="op.deviceInputForm">Continue</button>
</div>`
}

export function renderCodeConfirm(form: string, clientId: string, userCode: string): Html {
  return html`<h1>Is this the code?</h1>
<p><code>${userCode}</code></p>
<p>${clientId} shows it on the device that asks. If you did not start that, or the code differs, refuse.</p>
${{ html: form }}
<div class="buttons">
<button class="primary" type="submit" form="op.deviceConfirmForm" autofocus>Continue</button>
<button type="submit" form="op.deviceConfirmForm" name="abort" value="yes">Refuse</button>
</div>`
}

export function renderCodeDone(): Html {
  return html`<h1>The device has the answer</h1><p>You can close this tab and return to Claimscope.</p>`
}

/** The provider's field has no name for people; its inline handler would be refused by the page's policy anyway. */
function labelled(form: string): string {
  return form
    .replace(/<input\s+(?!type="hidden")/, '<label for="user_code">Code</label><input id="user_code" ')
    .replace(/ onfocus="[^"]*"/, '')
    .replace('</input>', '')
}
