import { KeyRound } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { BuildState } from './build-store.ts'
import styles from './key-pane.module.css'
import { PrivateKeyField } from './private-key-field.tsx'

/** As the contract takes it. */
const maxDecoys = 200

/** What an SD-JWT has besides its disclosures: decoys, the holder's key, and a key binding for one verifier. */
export function SdJwtFields({ state }: { readonly state: BuildState }) {
  const { sd, changeSd } = state
  return (
    <>
      <Field label="Decoy digests" hint="Digests of nothing, so that nobody can count the claims.">
        {(control) => (
          <TextInput
            {...control}
            type="number"
            min={0}
            max={maxDecoys}
            value={String(sd.decoys)}
            onChange={(event) => {
              const count = Math.trunc(Number(event.target.value))
              if (count >= 0) changeSd({ decoys: Math.min(count, maxDecoys) })
            }}
          />
        )}
      </Field>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={sd.hasHolder}
          onChange={(event) => changeSd({ hasHolder: event.target.checked })}
        />
        Bind it to a holder’s key (cnf)
      </label>
      {sd.hasHolder && <HolderFields state={state} />}
    </>
  )
}

function HolderFields({ state }: { readonly state: BuildState }) {
  const { sd, changeSd, keys } = state
  const usable = keys.filter(({ hasPrivate, kty, use }) => hasPrivate && kty !== 'oct' && use !== 'enc')
  return (
    <>
      <div className={styles.row}>
        <Select
          aria-label="Key of the holder"
          options={[
            { value: '', label: 'A key I paste' },
            ...usable.map(({ id, name, description }) => ({ value: id, label: `${name} · ${description}` })),
          ]}
          value={usable.some(({ id }) => id === sd.keyId) ? sd.keyId : ''}
          onValueChange={(keyId) => changeSd({ keyId })}
        />
        <Button
          aria-label="Generate the holder’s key"
          icon={<KeyRound size={14} aria-hidden />}
          onClick={() => void state.generateHolder()}
        >
          Generate
        </Button>
      </div>
      {sd.keyId === '' && (
        <PrivateKeyField
          label="Private key of the holder"
          hint="Only its public half goes into the token. It is forgotten when you leave this room."
          text={sd.text}
          onChange={(text) => changeSd({ text })}
        />
      )}
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={sd.binds}
          onChange={(event) => changeSd({ binds: event.target.checked })}
        />
        Present it: add a key binding JWT
      </label>
      {sd.binds && (
        <>
          <Field label="Verifier" wire="aud">
            {(control) => (
              <TextInput
                {...control}
                mono
                placeholder="https://verifier.example.com"
                value={sd.aud}
                onChange={(event) => changeSd({ aud: event.target.value })}
              />
            )}
          </Field>
          <Field label="Nonce of the verifier" wire="nonce">
            {(control) => (
              <TextInput
                {...control}
                mono
                value={sd.nonce}
                onChange={(event) => changeSd({ nonce: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </>
  )
}
