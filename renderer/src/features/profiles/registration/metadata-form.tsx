import { lazy, Suspense } from 'react'
import { readClientMetadata } from '../../../../../shared/oauth/client-metadata-text.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { InlineProblem } from '../../../ui/inline-problem.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import styles from './registration-panel.module.css'
import type { RegistrationState } from './registration-state.ts'
import type { RegistrationActions } from './registration-store.ts'

const JsonEditor = lazy(() =>
  import('../../../ui/json-editor.tsx').then((module) => ({ default: module.JsonEditor })),
)

/** What is sent, before it is sent; every byte of it can be changed. */
export function MetadataForm({
  registration,
  purpose,
  remarks,
  host,
}: {
  readonly registration: RegistrationState & RegistrationActions
  readonly purpose: 'register' | 'update'
  readonly remarks: readonly string[]
  readonly host: string
}) {
  const { text } = registration
  const read = readClientMetadata(text)
  const problems = read.kind === 'problem' ? read.problems : []
  return (
    <>
      <p className={styles.title}>
        {purpose === 'register'
          ? 'Client metadata, made from this profile'
          : 'Client metadata, as the provider has it'}
      </p>
      <div className={styles.editor}>
        <Suspense fallback={null}>
          <JsonEditor label="Client metadata" text={text} problems={problems} onEdit={registration.edit} />
        </Suspense>
      </div>
      {remarks.length > 0 && (
        <ul className={styles.remarks}>
          {remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      {purpose === 'update' && (
        <p className={styles.line}>
          What you leave out is removed or set anew by the provider. The client ID is added when it is sent.
        </p>
      )}
      {read.kind === 'problem' && <InlineProblem title="This cannot be sent">{read.message}</InlineProblem>}
      {purpose === 'register' && (
        <Field
          label="Initial access token"
          wire="initial_access_token"
          hint="Only where the provider does not let anybody register. It is sent once and not kept."
        >
          {(control) => (
            <TextInput
              {...control}
              mono
              type="password"
              autoComplete="new-password"
              maxLength={20_000}
              value={registration.initialAccessToken}
              onChange={(event) => registration.changeInitialAccessToken(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className={styles.actions}>
        <Button variant="primary" disabled={read.kind === 'problem'} onClick={() => void registration.send()}>
          {purpose === 'register' ? `Register at ${host}` : `Change it at ${host}`}
        </Button>
        <Button onClick={registration.close}>Cancel</Button>
      </div>
    </>
  )
}
