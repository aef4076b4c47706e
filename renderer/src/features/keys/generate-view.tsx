import type { KeyboardEvent } from 'react'
import { algsOf, keyTypeOf, keyTypes, usageOf } from '../../../../shared/key/key-type.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Pane, PaneBar, PaneFoot, PaneScroll } from '../../ui/pane.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { FactText } from './fact-text.tsx'
import { KeepField } from './keep-field.tsx'
import { type KeysState, suggestName } from './keys-state.ts'
import type { KeysActions } from './keys-store.ts'
import styles from './keys-view.module.css'
import { VaultNotice } from './vault-notice.tsx'

/** What each type is good for, in a sentence. */
const advice: Readonly<Record<string, string>> = {
  EC: 'Small and quick, known to every library. The usual choice for signatures.',
  secp256k1: 'The curve of Bitcoin; for ES256K, where a partner asks for it.',
  Ed25519: 'Quick and simple signatures. Older software knows it as EdDSA only.',
  Ed448: 'A larger Edwards curve; few libraries know it.',
  X25519: 'For encryption by key agreement; it cannot sign.',
  X448: 'For encryption by key agreement; it cannot sign, and few libraries know it.',
  RSA: 'Large and slow to make, and known everywhere, also by the oldest software.',
  oct: 'One secret for both sides: whoever can verify can also sign.',
  AKP: 'Holds out against quantum computers; its signatures take kilobytes and few libraries know it yet.',
}

export function GenerateView({ state }: { readonly state: KeysState & KeysActions }) {
  const { generate: form, attempt } = state
  const type = keyTypeOf(form.type)
  const busy = attempt.kind === 'busy'
  const onEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void state.generateKey()
  }
  return (
    <Pane label="Generate a key">
      <PaneBar title="Generate a key" />
      <PaneScroll>
        <div className={styles.page}>
          <VaultNotice vault={state.vault} />
          <div className={styles.fields}>
            <Field label="Kind" hint={advice[type.crv ?? ''] ?? advice[type.kty]}>
              {(control) => (
                <Select
                  {...control}
                  options={keyTypes.map(({ id, label }) => ({ value: id, label }))}
                  value={form.type}
                  onValueChange={(next) => state.changeGenerate({ type: next })}
                />
              )}
            </Field>
            <Field label="Algorithm" wire="alg" hint="The key is bound to it and refused for any other.">
              {(control) => (
                <Select
                  {...control}
                  options={algsOf(type).map((alg) => ({
                    value: alg,
                    label: `${alg} · ${usageOf(type, alg) === 'sig' ? 'signatures' : 'encryption'}`,
                  }))}
                  value={form.alg}
                  onValueChange={(alg) => state.changeGenerate({ alg })}
                />
              )}
            </Field>
            <Field label="Name" hint="For you; it is no part of the key.">
              {(control) => (
                <TextInput
                  {...control}
                  maxLength={200}
                  placeholder={suggestName(type.label, state.keys ?? [])}
                  value={form.name}
                  onChange={(event) => state.changeGenerate({ name: event.target.value })}
                  onKeyDown={onEnter}
                />
              )}
            </Field>
            <Field
              label="Key ID"
              wire="kid"
              hint={
                type.kty === 'oct'
                  ? 'Left empty, a random one: a thumbprint says something about the secret.'
                  : 'Left empty, the thumbprint of RFC 7638.'
              }
            >
              {(control) => (
                <TextInput
                  {...control}
                  mono
                  maxLength={512}
                  value={form.kid}
                  onChange={(event) => state.changeGenerate({ kid: event.target.value })}
                  onKeyDown={onEnter}
                />
              )}
            </Field>
          </div>
          <KeepField
            vault={state.vault}
            keep={form.keep}
            onChange={(keep) => state.changeGenerate({ keep })}
          />
        </div>
      </PaneScroll>
      <PaneFoot>
        {attempt.kind === 'failed' && (
          <InlineProblem title="No key was made">
            <FactText fact={attempt.error.message} />
          </InlineProblem>
        )}
        <div className={styles.row}>
          <Button variant="primary" disabled={busy} onClick={() => void state.generateKey()}>
            Generate {type.label}
          </Button>
          <span className={styles.state} role="status">
            {busy ? (type.kty === 'RSA' ? 'Looking for two large primes' : 'Working') : ''}
          </span>
        </div>
      </PaneFoot>
    </Pane>
  )
}
