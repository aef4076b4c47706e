import { useEffect } from 'react'
import { useStore } from 'zustand'
import { resolveDraft } from '../../../../../shared/profile/resolve-profile.ts'
import { Button } from '../../../ui/button.tsx'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import { SpecLink } from '../../../ui/spec-link.tsx'
import { VisibleText } from '../../../ui/visible-text.tsx'
import editorStyles from '../profile-editor.module.css'
import { baseDraft, openForm, type ProfilesState } from '../profiles-state.ts'
import { MetadataForm } from './metadata-form.tsx'
import { OutcomeView } from './outcome-view.tsx'
import { hostOf, registrationEndpoint } from './registration-endpoint.ts'
import styles from './registration-panel.module.css'
import type { RegistrationStage } from './registration-state.ts'
import type { RegistrationStore } from './registration-store.ts'

/** The client's registration at its provider (RFC 7591, RFC 7592); nothing where there is none and none can be made. */
export function RegistrationPanel({
  state,
  store,
}: {
  readonly state: ProfilesState
  readonly store: RegistrationStore
}) {
  const registration = useStore(store)
  const { stage, kept, look } = registration
  const endpoint = registrationEndpoint(state)
  useEffect(() => void look(), [look])
  if (endpoint === null && kept === null && stage.kind === 'closed') return null
  const place = kept === null ? endpoint : kept.uri
  return (
    <section className={editorStyles.block} aria-labelledby="registration-heading">
      <h2 id="registration-heading" className={editorStyles.heading}>
        Registration <SpecLink spec={kept === null ? 'RFC 7591 §3' : 'RFC 7592 §2'} inline />
      </h2>
      <div className={styles.panel}>
        {kept === null ? (
          endpoint !== null && (
            <p className={styles.line}>
              This provider registers clients by itself, at{' '}
              <code>
                <VisibleText text={endpoint} />
              </code>
            </p>
          )
        ) : (
          <KeptLine state={state} kept={kept} />
        )}
        {stage.kind === 'closed' && (
          <div className={styles.actions}>
            {kept !== null && (
              <>
                <Button onClick={() => void registration.read()}>Read the registration</Button>
                <Button onClick={registration.askToDelete}>Delete it at the provider</Button>
              </>
            )}
            {endpoint !== null && (
              <Button onClick={() => void registration.propose()}>
                {kept === null ? 'Register this client' : 'Register a new client'}
              </Button>
            )}
          </div>
        )}
        {stage.kind === 'confirming_delete' && (
          <InlineProblem
            tone="warning"
            title="The client is deleted at the provider, which cannot be undone"
            actions={
              <>
                <Button variant="danger" onClick={() => void registration.remove()}>
                  Delete the client
                </Button>
                <Button onClick={registration.close}>Keep it</Button>
              </>
            }
          >
            Its client ID and secret stop working. This profile stays, and keeps both until you change them.
          </InlineProblem>
        )}
        {stage.kind === 'editing' && (
          <MetadataForm
            registration={registration}
            purpose={stage.purpose}
            remarks={stage.remarks}
            host={hostOf((stage.purpose === 'update' ? place : endpoint) ?? '')}
          />
        )}
        {stage.kind === 'asking' && (
          <div className={styles.actions}>
            <p role="status" className={styles.line}>
              Asking {hostOf(place ?? '')}
            </p>
            <Button onClick={registration.cancel}>Cancel</Button>
          </div>
        )}
        {stage.kind === 'failed' && (
          <InlineProblem
            title={failedTitle(stage)}
            actions={
              <>
                <Button onClick={registration.retry}>Back</Button>
                <Button onClick={registration.close}>Close</Button>
              </>
            }
          >
            <VisibleText text={stage.error.message} />
          </InlineProblem>
        )}
        {stage.kind === 'answered' && <OutcomeView registration={registration} outcome={stage.outcome} />}
      </div>
    </section>
  )
}

function KeptLine({
  state,
  kept,
}: {
  readonly state: ProfilesState
  readonly kept: { readonly uri: string; readonly clientId: string }
}) {
  const { redirect: _, ...form } = openForm(state)
  const { client_id: clientId } = resolveDraft({ ...baseDraft(state), ...form }, state.variant)
  return (
    <>
      <p className={styles.line}>
        <code>
          <VisibleText text={kept.clientId} />
        </code>{' '}
        is registered, and managed at{' '}
        <code>
          <VisibleText text={kept.uri} />
        </code>
      </p>
      {clientId !== kept.clientId && (
        <InlineProblem
          tone="warning"
          title="The registration that is kept is another client’s"
          announce={false}
        >
          <VisibleText text={`The profile’s client ID is ${clientId || 'empty'}.`} />
        </InlineProblem>
      )}
    </>
  )
}

function failedTitle({ purpose }: Extract<RegistrationStage, { kind: 'failed' }>): string {
  switch (purpose) {
    case 'register':
      return 'The client was not registered'
    case 'read':
      return 'The registration could not be read'
    case 'update':
      return 'The registration was not changed'
    case 'delete':
      return 'The registration was not deleted'
  }
}
