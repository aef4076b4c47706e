import { ArrowLeftRight } from 'lucide-react'
import type { KeyDescription } from '../../../../shared/key/key-description.ts'
import { Button } from '../../ui/button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { CertificateTables } from './certificate-table.tsx'
import { FactTable } from './fact-table.tsx'
import { FactText } from './fact-text.tsx'
import { KeyTextField } from './key-text-field.tsx'
import type { KeysState } from './keys-state.ts'
import type { KeysActions } from './keys-store.ts'
import styles from './keys-view.module.css'
import { PassphraseField } from './passphrase-field.tsx'
import { PrivateForms } from './private-forms.tsx'
import { PublicForms } from './public-forms.tsx'

/** More of one text than this is not shown; a set of hundreds is for the check. */
const maxShown = 20

/** Any key text in, every other form out; nothing is kept and nothing leaves this machine. */
export function ConvertView({
  state,
  now,
}: {
  readonly state: KeysState & KeysActions
  readonly now: () => number
}) {
  const { converting: form, converted } = state
  const refused = converted.kind === 'failed' ? converted.error : null
  const asks = refused?.code === 'ERR_PASSPHRASE'
  const keys = converted.kind === 'done' ? converted.value.keys : []
  return (
    <Pane label="Convert a key">
      <PaneBar title="Convert a key" />
      <PaneScroll>
        <div className={styles.page}>
          <p className={styles.intro}>
            Paste a key in any form and take it out in any other. Nothing is kept, and the text is forgotten
            when you leave this view.
          </p>
          <KeyTextField
            label="Key"
            placeholder="JWK, JWKS, PEM (PKCS#8, PKCS#1, SEC1, SPKI, X.509; encrypted too) or DER in base64"
            text={form.text}
            onChange={(text) => state.changeConvert({ text })}
          />
          {form.asksPassphrase && (
            <PassphraseField
              passphrase={form.passphrase}
              wrong={asks && refused.details?.given === true}
              onChange={(passphrase) => state.changeConvert({ passphrase })}
              onEnter={() => void state.convert()}
            />
          )}
          <div className={styles.row}>
            <Button
              variant="primary"
              icon={<ArrowLeftRight size={14} aria-hidden />}
              disabled={form.text.trim() === '' || converted.kind === 'busy'}
              onClick={() => void state.convert()}
            >
              Convert
            </Button>
            <span className={styles.state} role="status">
              {asks && refused.details?.given !== true
                ? 'The private key is encrypted: enter its passphrase and convert again.'
                : ''}
              {converted.kind === 'done' && <VisibleText text={`Found: ${converted.value.found}`} />}
            </span>
          </div>
          {refused && !asks && (
            <InlineProblem title="No key was found">
              <FactText fact={refused.message} />
            </InlineProblem>
          )}
          {converted.kind === 'done' &&
            converted.value.notes.map((note) => (
              <InlineProblem key={note} tone="info" title={note} announce={false} />
            ))}
          {keys.slice(0, maxShown).map((key, index) => (
            <Converted
              // biome-ignore lint/suspicious/noArrayIndexKey: the position is the key's name here
              key={index}
              index={index}
              count={keys.length}
              description={key}
              state={state}
              nowSeconds={Math.floor(now() / 1000)}
            />
          ))}
          {keys.length > maxShown && (
            <p className={styles.hint}>
              {keys.length - maxShown} more keys are not shown; convert them in smaller sets.
            </p>
          )}
        </div>
      </PaneScroll>
    </Pane>
  )
}

function Converted({
  index,
  count,
  description,
  state,
  nowSeconds,
}: {
  readonly index: number
  readonly count: number
  readonly description: KeyDescription
  readonly state: KeysState & KeysActions
  readonly nowSeconds: number
}) {
  const isSecret = description.kty === 'oct'
  const facts = [
    ...(description.alg === null ? [] : [{ label: 'Algorithm', value: description.alg, code: true }]),
    ...(description.kid === null
      ? []
      : [{ label: 'Key ID', value: description.kid, code: true, copy: true }]),
    ...description.thumbprints.map((print) => ({ ...print, code: true, copy: true })),
  ]
  return (
    <section className={styles.block} aria-label={`Key ${index + 1}`}>
      <h3 className={styles.heading}>
        {count > 1 && `${index + 1}. `}
        <VisibleText text={description.description} />
      </h3>
      {description.flaw !== null && (
        <InlineProblem title="This key is not safe to use">
          <FactText fact={description.flaw} />
        </InlineProblem>
      )}
      {description.publicForms.length > 0 && (
        <>
          <h4 className={styles.heading}>Public key</h4>
          <PublicForms forms={description.publicForms} />
        </>
      )}
      {description.privateForms.length > 0 && (
        <>
          <h4 className={styles.heading}>{isSecret ? 'Secret' : 'Private key'}</h4>
          <PrivateForms
            of={String(index)}
            forms={description.privateForms}
            isSecret={isSecret}
            reveal={state.reveal}
            onReveal={(form, passphrase) => void state.showConverted(index, form, passphrase)}
            onHide={state.hide}
          />
        </>
      )}
      {facts.length > 0 && <FactTable label="Names and thumbprints" facts={facts} />}
      <CertificateTables certificates={description.certificates} nowSeconds={nowSeconds} />
    </section>
  )
}
