import { redirectToRegister } from '../../../../shared/oauth/redirect-to-register.ts'
import { issuerText, isWithoutAddress } from '../../../../shared/profile/built-in-issuer.ts'
import { compareWithMetadata } from '../../../../shared/profile/metadata-differences.ts'
import type { Profile } from '../../../../shared/profile/profile.ts'
import { partsOf, responseTypeOf } from '../../../../shared/profile/response-type.ts'
import { grantLabels, hasFrontChannel } from '../../../../shared/profile/runnable-grants.ts'
import { classNames } from '../../ui/class-names.ts'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { RegisterUris } from '../../ui/register-uris.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import styles from './run-form.module.css'

/** What a run of this profile will send, to read; changing it is the profile's business. */
export function ProfileSummary({ profile }: { readonly profile: Profile }) {
  const { parameters } = profile
  return (
    <>
      <dl className={styles.summary}>
        <Item label="Issuer" wire="issuer" value={issuerText(profile)} mono={!isWithoutAddress(profile)} />
        <Item label="Client ID" wire="client_id" value={profile.client_id} mono />
        <Item label="Grant" wire="grant_type" value={grantText(profile)} />
        <Item
          label="Client authentication"
          wire="token_endpoint_auth_method"
          value={authMethodText(profile)}
        />
        <Item label="Binding" value={bindingText(profile)} />
        <Item label="Scope" wire="scope" value={profile.scope === '' ? 'none' : profile.scope} mono />
        {parameters.length > 0 && (
          <Item label="Extra parameters" value={parameters.map(parameterText).join('\n')} mono />
        )}
      </dl>
      {hasFrontChannel(profile.flow.grant_type) && (
        <RegisterUris redirect={redirectToRegister(profile.redirect)} />
      )}
      <AnnouncedOtherwise profile={profile} />
    </>
  )
}

/** What the metadata, when it was last read, said against this run; nothing where it was not read. */
function AnnouncedOtherwise({ profile }: { readonly profile: Profile }) {
  const { metadata } = profile
  const differing =
    metadata === null ? [] : compareWithMetadata(profile, metadata).filter(({ kind }) => kind === 'differs')
  if (differing.length === 0) return null
  return (
    <InlineProblem tone="warning" title="The provider announces something else" announce={false}>
      {differing.map(({ text }) => (
        <p key={text}>
          <VisibleText text={text} />
        </p>
      ))}
    </InlineProblem>
  )
}

function Item({
  label,
  wire,
  value,
  mono = false,
}: {
  readonly label: string
  readonly wire?: string
  readonly value: string
  readonly mono?: boolean
}) {
  return (
    <div className={styles.item}>
      <dt>
        {label}
        {wire && (
          <>
            {' '}
            <code>{wire}</code>
          </>
        )}
      </dt>
      <dd
        className={classNames(mono && styles.mono)}
        // Long values scroll by themselves; then the keyboard must reach them.
        {...(value.length > 160 ? { tabIndex: 0 } : {})}
      >
        <VisibleText text={value} />
      </dd>
    </div>
  )
}

/** Where it goes is said where it is not the first request. */
function parameterText({ name, value, target }: Profile['parameters'][number]): string {
  const at = target === undefined ? '' : `${target.request} ${target.place}: `
  return `${at}${name}=${value}`
}

function grantText({ flow }: Profile): string {
  const label = grantLabels[flow.grant_type]
  const type = hasFrontChannel(flow.grant_type) ? responseTypeOf(flow) : 'code'
  return type === 'code' ? label : `${label} · ${type}`
}

function bindingText({ flow }: Profile): string {
  const front = hasFrontChannel(flow.grant_type)
  const parts = [
    ...(front && partsOf(responseTypeOf(flow)).code
      ? [flow.code_challenge_method === 'none' ? 'no PKCE' : `PKCE ${flow.code_challenge_method}`]
      : []),
    ...(front && flow.pushed_authorization ? ['pushed request'] : []),
    ...(front && flow.request_object_signing_alg !== ''
      ? [`request object ${flow.request_object_signing_alg}`]
      : []),
    ...(flow.dpop ? ['DPoP'] : []),
    ...(flow.tls_client_certificate_bound_access_tokens ? ['client certificate'] : []),
  ]
  return parts.length === 0 ? 'none' : parts.join(', ')
}

function authMethodText({ token_endpoint_auth_method: method, secrets, builtIn }: Profile): string {
  if (method === 'none') return 'none (public client)'
  if (method === 'private_key_jwt') {
    return `${method} · ${secrets.includes('client_key') ? 'key kept' : 'no key yet'}`
  }
  if (method.endsWith('tls_client_auth') && !builtIn) {
    return `${method} · ${secrets.includes('client_certificate') ? 'certificate kept' : 'no certificate yet'}`
  }
  const hasSecret = secrets.includes('client_secret')
  if (builtIn && !hasSecret) return `${method} · secret of the provider’s own client`
  return `${method} · ${hasSecret ? 'secret kept' : 'no secret yet'}`
}
