import { plainText } from '../../../../shared/oauth/plain-text.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneFoot, PaneScroll } from '../../ui/pane.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { FactText } from './fact-text.tsx'
import { KeepField } from './keep-field.tsx'
import { KeyTextField } from './key-text-field.tsx'
import { type KeysState, suggestName } from './keys-state.ts'
import type { KeysActions } from './keys-store.ts'
import styles from './keys-view.module.css'
import { PassphraseField } from './passphrase-field.tsx'
import { VaultNotice } from './vault-notice.tsx'

/** A key from elsewhere, in whatever form it has. */
export function ImportView({ state }: { readonly state: KeysState & KeysActions }) {
  const { importing: form, attempt } = state
  const refused = attempt.kind === 'failed' ? attempt.error : null
  const isPassphrase = refused?.code === 'ERR_PASSPHRASE'
  return (
    <Pane label="Import a key">
      <PaneBar title="Import a key" />
      <PaneScroll>
        <div className={styles.page}>
          <VaultNotice vault={state.vault} />
          <KeyTextField
            label="Key"
            placeholder="JWK, JWKS, PEM (PKCS#8, PKCS#1, SEC1, SPKI, X.509; encrypted too) or DER in base64"
            text={form.text}
            onChange={(text) => state.changeImport({ text })}
          />
          <div className={styles.fields}>
            <Field label="Name" hint="Several keys in one text are numbered.">
              {(control) => (
                <TextInput
                  {...control}
                  maxLength={200}
                  placeholder={suggestName('Imported key', state.keys ?? [])}
                  value={form.name}
                  onChange={(event) => state.changeImport({ name: event.target.value })}
                />
              )}
            </Field>
            {form.asksPassphrase && (
              <PassphraseField
                passphrase={form.passphrase}
                wrong={isPassphrase && refused.details?.given === true}
                onChange={(passphrase) => state.changeImport({ passphrase })}
                onEnter={() => void state.importKeys()}
              />
            )}
          </div>
          <KeepField vault={state.vault} keep={form.keep} onChange={(keep) => state.changeImport({ keep })} />
        </div>
      </PaneScroll>
      <PaneFoot>
        {refused && !isPassphrase && (
          <InlineProblem title="Nothing was imported">
            <FactText fact={refused.message} />
          </InlineProblem>
        )}
        {form.present.length > 0 && (
          <InlineProblem
            tone="info"
            title={
              form.present.length === 1
                ? 'You have this key already; nothing was added'
                : `You have these ${form.present.length} keys already; nothing was added`
            }
            actions={form.present.slice(0, 3).map(({ id, name }) => (
              <Button key={id} onClick={() => state.go({ kind: 'key', id })}>
                Open “{plainText(name, 40)}”
              </Button>
            ))}
          />
        )}
        <div className={styles.row}>
          <Button
            variant="primary"
            disabled={form.text.trim() === '' || attempt.kind === 'busy'}
            onClick={() => void state.importKeys()}
          >
            Import
          </Button>
          <span className={styles.state} role="status">
            {isPassphrase && refused.details?.given !== true
              ? 'The private key is encrypted: enter its passphrase and import again.'
              : attempt.kind === 'busy'
                ? 'Reading the key'
                : ''}
          </span>
        </div>
      </PaneFoot>
    </Pane>
  )
}
