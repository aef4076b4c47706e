import { Eye, EyeOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { type PrivateForm, privateFormLabels } from '../../../../shared/key/key-form.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import styles from './code-block.module.css'
import { CodeBlock } from './code-block.tsx'
import { FactText } from './fact-text.tsx'
import type { Reveal } from './keys-state.ts'

/** The private key or secret: hidden until it is asked for, and hidden again by itself. */
export function PrivateForms({
  of,
  forms,
  isSecret,
  reveal,
  onReveal,
  onHide,
}: {
  /** Which key, as the reveal names it. */
  readonly of: string
  readonly forms: readonly PrivateForm[]
  readonly isSecret: boolean
  readonly reveal: Reveal
  readonly onReveal: (form: PrivateForm, passphrase?: string) => void
  readonly onHide: () => void
}) {
  const [chosen, setChosen] = useState<PrivateForm>('jwk')
  const [passphrase, setPassphrase] = useState('')
  const root = useRef<HTMLDivElement>(null)
  const wasShown = useRef(false)
  const isShown = reveal.kind === 'shown' && reveal.of === of
  // The button that was pressed is gone with each change: what was revealed takes the focus, and comes into view.
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body
    if (isShown !== wasShown.current && lost) {
      const target = root.current?.querySelector<HTMLElement>(isShown ? 'section' : 'button')
      target?.focus()
      target?.scrollIntoView({ block: 'nearest' })
    }
    wasShown.current = isShown
  }, [isShown])
  const form = forms.includes(chosen) ? chosen : forms[0]
  if (form === undefined) return null
  const mine = reveal.kind !== 'hidden' && reveal.of === of ? reveal : null
  const shown = mine?.kind === 'shown' && mine.form === form ? mine.text : null
  const encrypts = form === 'pkcs8_encrypted'
  const what = isSecret ? 'secret' : 'private key'
  return (
    <div className={styles.block} ref={root}>
      <div className={styles.bar}>
        <Select
          aria-label={`Form of the ${what}`}
          className={styles.select}
          options={forms.map((value) => ({ value, label: privateFormLabels[value] }))}
          value={form}
          onValueChange={(next) => {
            onHide()
            setChosen(next)
          }}
        />
        {encrypts && (
          <TextInput
            type="password"
            autoComplete="new-password"
            className={styles.passphrase}
            aria-label="Passphrase to encrypt it with"
            placeholder="Passphrase to encrypt it with"
            maxLength={10_000}
            value={passphrase}
            onChange={(event) => {
              onHide()
              setPassphrase(event.target.value)
            }}
          />
        )}
        <span className={styles.end}>
          {shown === null ? (
            <Button
              icon={<Eye size={14} aria-hidden />}
              disabled={mine?.kind === 'asking' || (encrypts && passphrase === '')}
              onClick={() => onReveal(form, encrypts ? passphrase : undefined)}
            >
              {mine?.kind === 'asking' ? 'Working' : 'Reveal'}
            </Button>
          ) : (
            <>
              <CopyButton label={`Copy the ${what} as ${privateFormLabels[form]}`} text={shown} secret>
                Copy
              </CopyButton>
              <Button icon={<EyeOff size={14} aria-hidden />} onClick={onHide}>
                Hide
              </Button>
            </>
          )}
        </span>
      </div>
      {mine?.kind === 'failed' && (
        <InlineProblem title={`The ${what} could not be shown`}>
          <FactText fact={mine.error.message} />
        </InlineProblem>
      )}
      {shown === null ? (
        <p className={`${styles.code} ${styles.masked}`}>
          <span aria-hidden>••••••••••••••••••••••••</span>
          <span className="visually-hidden">Hidden</span>
        </p>
      ) : (
        <CodeBlock label={isSecret ? 'Secret' : 'Private key'} text={shown} />
      )}
      <p className={styles.note} role="status">
        {shown === null
          ? encrypts
            ? 'PBKDF2 with 600,000 rounds and AES-256; openssl and every library reads it.'
            : `Whoever has it can ${isSecret ? 'sign and verify' : 'sign'} in your place.`
          : 'Hidden again after 20 seconds. What you copy stays on the clipboard.'}
      </p>
    </div>
  )
}
