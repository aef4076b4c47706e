import { useStore } from 'zustand'
import { minPassphraseLength } from '../../../../shared/profile/export/passphrase-length.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneFoot, PaneScroll } from '../../ui/pane.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { type ExportStore, passphraseProblem } from './export-store.ts'
import styles from './import-panel.module.css'

/** Where profiles leave the app: readable without their secrets, or encrypted with them. */
export function ExportPanel({
  store,
  nameOf,
}: {
  readonly store: ExportStore
  readonly nameOf: (id: string) => string
}) {
  const state = useStore(store)
  const { ids, withSecrets, step } = state
  if (ids === null) return null
  const problem = passphraseProblem(state)
  const isTyped = state.passphrase !== '' && state.again !== ''
  const isLongEnough = state.passphrase.length >= minPassphraseLength
  const [first] = ids
  return (
    <Pane label="Export profiles">
      <PaneBar title="Export profiles" end={<Button onClick={state.close}>Close</Button>} />
      <PaneScroll>
        <div className={styles.page}>
          <p className={styles.lead}>
            {ids.length === 1 ? (
              <>
                “<VisibleText text={nameOf(first ?? '')} />” leaves as a file.
              </>
            ) : (
              `${ids.length} profiles leave as files.`
            )}
          </p>
          <fieldset className={styles.choice}>
            <legend className="visually-hidden">With or without secrets</legend>
            <label>
              <input
                type="radio"
                name="export-kind"
                checked={!withSecrets}
                onChange={() => state.change({ withSecrets: false })}
              />
              <span>
                <b>Without secrets, readable</b>
                <small>
                  One JSON file a profile, for a repository. Secrets are named as variables of the
                  environment; the command line runs the files as they are.
                </small>
              </span>
            </label>
            <label>
              <input
                type="radio"
                name="export-kind"
                checked={withSecrets}
                onChange={() => state.change({ withSecrets: true })}
              />
              <span>
                <b>With secrets, encrypted</b>
                <small>One file under a passphrase, for another machine of yours.</small>
              </span>
            </label>
          </fieldset>
          {withSecrets && (
            <>
              <InlineProblem
                tone="warning"
                title="The file is only as safe as its passphrase"
                announce={false}
              >
                It holds every secret of these profiles. Whoever gets the file can guess without limit, and a
                passphrase that is lost cannot be found again.
              </InlineProblem>
              <Field
                label="Passphrase"
                problem={isTyped && !isLongEnough ? problem : null}
                hint="Four or five random words are good."
              >
                {(control) => (
                  <TextInput
                    {...control}
                    type="password"
                    value={state.passphrase}
                    onChange={(event) => state.change({ passphrase: event.target.value })}
                  />
                )}
              </Field>
              <Field label="Passphrase once more" problem={isTyped && isLongEnough ? problem : null}>
                {(control) => (
                  <TextInput
                    {...control}
                    type="password"
                    value={state.again}
                    onChange={(event) => state.change({ again: event.target.value })}
                  />
                )}
              </Field>
            </>
          )}
          {step.kind === 'failed' && (
            <InlineProblem title="Nothing was exported">{step.error.message}</InlineProblem>
          )}
          {step.kind === 'done' && <Outcome {...step.outcome} />}
        </div>
      </PaneScroll>
      <PaneFoot>
        <div className={styles.row}>
          <Button
            variant="primary"
            size="large"
            disabled={step.kind === 'busy' || problem !== null}
            onClick={() => void state.write()}
          >
            {withSecrets ? 'Save the encrypted file' : ids.length === 1 ? 'Save the file' : 'Choose a folder'}
          </Button>
        </div>
      </PaneFoot>
    </Pane>
  )
}

function Outcome({
  saved,
  leftOut,
  kept,
}: {
  readonly saved: number
  readonly leftOut: readonly string[]
  readonly kept: readonly string[]
}) {
  return (
    <InlineProblem
      tone={kept.length > 0 || leftOut.length > 0 ? 'warning' : 'info'}
      title={saved === 1 ? 'One profile is exported' : `${saved} profiles are exported`}
    >
      {kept.length > 0 && (
        <p>
          There already with another content, and not replaced: <VisibleText text={kept.join(', ')} />
        </p>
      )}
      {leftOut.length > 0 && (
        <p>
          Looks like a secret and was not written: <VisibleText text={leftOut.join(', ')} />
        </p>
      )}
    </InlineProblem>
  )
}
