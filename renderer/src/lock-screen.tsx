import { Lock } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { passphraseBackend } from '../../shared/passphrase.ts'
import { settle } from './bridge.ts'
import styles from './lock-screen.module.css'
import { Button } from './ui/button.tsx'
import { Field } from './ui/field.tsx'
import { TextInput } from './ui/text-input.tsx'
import { backendName } from './ui/vault-words.ts'

type State =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly message: string }

/** In the place of everything else while the vault is locked; nothing of it is in this window. */
export function LockScreen({ bridge, backend }: { readonly bridge: Bridge; readonly backend: string }) {
  const byPassphrase = backend === passphraseBackend
  const [passphrase, setPassphrase] = useState('')
  const [state, setState] = useState<State>({ kind: 'waiting' })
  const unlock = async (event: FormEvent) => {
    event.preventDefault()
    if (byPassphrase && passphrase === '') return
    setState({ kind: 'opening' })
    // What opened the vault is told by an event; this window only hears of a failure here.
    const answer = await settle(bridge['vault.unlock'](byPassphrase ? { passphrase } : {}))
    setPassphrase('')
    setState(answer.ok ? { kind: 'waiting' } : { kind: 'failed', message: messageOf(answer.error) })
  }
  return (
    <main className={styles.screen}>
      <form className={styles.card} onSubmit={(event) => void unlock(event)}>
        <Lock size={22} strokeWidth={2} className={styles.icon} aria-hidden />
        <h1 className={styles.title}>Claimscope is locked</h1>
        <p className={styles.text}>
          {byPassphrase
            ? 'Profiles, secrets and keys are on disk, encrypted. The passphrase opens them.'
            : `Profiles, secrets and keys are on disk, encrypted. ${capitalised(backendName(backend))} opens them.`}
        </p>
        {byPassphrase ? (
          <Field label="Passphrase" problem={state.kind === 'failed' ? state.message : null}>
            {(control) => (
              <TextInput
                {...control}
                type="password"
                autoComplete="current-password"
                autoFocus
                value={passphrase}
                readOnly={state.kind === 'opening'}
                onChange={(event) => setPassphrase(event.target.value)}
              />
            )}
          </Field>
        ) : (
          state.kind === 'failed' && (
            <p className={styles.problem} role="status">
              {state.message}
            </p>
          )
        )}
        <Button
          type="submit"
          variant="primary"
          size="large"
          autoFocus={!byPassphrase}
          disabled={state.kind === 'opening' || (byPassphrase && passphrase === '')}
        >
          {state.kind === 'opening' ? 'Opening the vault' : 'Unlock'}
        </Button>
        <p className={styles.quiet} aria-live="polite">
          {state.kind === 'opening' && byPassphrase ? 'A passphrase takes a few seconds, on purpose.' : ''}
        </p>
      </form>
    </main>
  )
}

function messageOf(error: { readonly code: string; readonly message: string }): string {
  return error.code === 'ERR_PASSPHRASE'
    ? 'This is not the passphrase. Nothing was lost; try again.'
    : error.message
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
